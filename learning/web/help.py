"""Aide: the guides that ship inside the product, rendered once at start."""

from flask import Blueprint, Response, current_app, make_response

from learning.domain.access import Permission
from learning.domain.errors import NotFound
from learning.services.guides import Guides, find_guide, shelves_for
from learning.web.pages import requires, work
from learning.web.render import render
from learning.web.session import is_learner, present

bp = Blueprint("help", __name__)


@bp.get("/aide")
@requires(Permission.SIGNED_IN, page_kind="aide")
def show() -> Response:
    shelves = shelves_for(_guides(), present().actor.role)
    return make_response(render("public/help.html", shelves=shelves, learner=is_learner()))


@bp.get("/aide/<string:name>")
@requires(Permission.SIGNED_IN, page_kind="aide")
def guide(name: str) -> Response:
    found = find_guide(_guides(), name, present().actor.role)
    if found is None:
        raise NotFound("Ce guide n’existe pas. Revenez à l’aide.")
    today = work().instant.date()
    return make_response(
        render("public/guide.html", guide=found, learner=is_learner(), today=today)
    )


def _guides() -> Guides:
    guides: Guides = current_app.extensions["guides"]
    return guides
