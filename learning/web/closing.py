"""Terminer ma séance: what was done, one rule, what comes next; then signed out."""

from flask import Blueprint, Response, make_response

from learning.domain.access import Permission
from learning.services.learn import summarise_session
from learning.web.pages import requires, work
from learning.web.render import render
from learning.web.session import is_learner

bp = Blueprint("closing", __name__)


@bp.get("/fin")
@requires(Permission.SIGNED_IN, page_kind="fin")
def show() -> Response:
    summary = summarise_session(work()) if is_learner() else None
    return make_response(render("public/closing.html", summary=summary))
