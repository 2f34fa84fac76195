"""/composants: every state of every component, for who changes them."""

from flask import Blueprint, Response, current_app, make_response

from learning.domain.access import Permission
from learning.domain.errors import NotFound
from learning.web.pages import requires
from learning.web.render import render

bp = Blueprint("components", __name__)
_FOLDER = "components/_examples/"
_ENDING = ".html"


@bp.get("/composants")
@requires(Permission.SEE_COMPONENTS, page_kind="composants")
def show() -> Response:
    return make_response(render("staff/components.html", names=_names()))


@bp.get("/composants/<string:name>")
@requires(Permission.SEE_COMPONENTS, page_kind="composants")
def example(name: str) -> Response:
    if name not in _names():
        raise NotFound("Ce composant n’a pas d’exemple. Revenez à la liste.")
    path = f"{_FOLDER}{name}{_ENDING}"
    return make_response(render("staff/component.html", name=name, path=path))


def _names() -> list[str]:
    listed = current_app.jinja_env.list_templates(
        filter_func=lambda name: name.startswith(_FOLDER)
    )
    return [name.removeprefix(_FOLDER).removesuffix(_ENDING) for name in listed]
