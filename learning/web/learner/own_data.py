"""Mes données: what is recorded about me and who can see it."""

from flask import Blueprint, Response, make_response

from learning.domain.access import Permission
from learning.services.privacy import show_own_data
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("own_data", __name__)


@bp.get("/mes-donnees")
@requires(Permission.FOLLOW_COURSE, page_kind="donnees")
def show() -> Response:
    return make_response(render("learner/own_data.html", own=show_own_data(work())))
