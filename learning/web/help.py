"""Aide: the guides that ship inside the product, rendered once at start."""

from flask import Blueprint, Response, current_app, make_response

from learning.domain.access import Permission
from learning.domain.errors import NotFound
from learning.web.pages import requires
from learning.web.render import render
from learning.web.session import is_learner

bp = Blueprint("help", __name__)
_STAFF_ONLY = frozenset({"aide-equipe", "texte-inquietant"})


@bp.get("/aide")
@requires(Permission.SIGNED_IN, page_kind="aide")
def show() -> Response:
    return _guide("aide-apprenant" if is_learner() else "aide-equipe")


@bp.get("/aide/<string:name>")
@requires(Permission.SIGNED_IN, page_kind="aide")
def guide(name: str) -> Response:
    return _guide(name)


def _guide(name: str) -> Response:
    guides = current_app.extensions["guides"]
    if name not in guides or (name in _STAFF_ONLY and is_learner()):
        raise NotFound("Ce guide n’existe pas. Revenez à l’aide.")
    return make_response(render("public/guide.html", guide=guides[name], learner=is_learner()))
