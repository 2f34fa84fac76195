"""The worked examples: eight projects to read, and to start from."""

from flask import Blueprint, Response, make_response, redirect, url_for

from learning.domain.access import Permission
from learning.services import project_examples
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("project_examples", __name__, url_prefix="/projet/exemples")


@bp.get("")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def index() -> Response:
    lines = project_examples.list_examples(work())
    return make_response(render("learner/project_examples.html", lines=lines))


@bp.get("/<string:name>")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def show(name: str) -> Response:
    page = project_examples.show_example(work(), name)
    return make_response(
        render("learner/project_example.html", page=page, today=work().instant.date())
    )


@bp.post("/<string:name>/partir")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def start(name: str) -> Response:
    project_examples.start_from(work(), name)
    return make_response(redirect(url_for("project.home"), 303))
