"""Réponses reçues: what trainers answered, and « J’ai lu »."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request

from learning.domain.access import Permission
from learning.services import notices
from learning.web.pages import requires, work
from learning.web.render import render
from learning.web.security import safe_path

bp = Blueprint("notices", __name__, url_prefix="/reponses")


@bp.get("")
@requires(Permission.FOLLOW_COURSE, page_kind="reponses")
def show() -> Response:
    return make_response(render("learner/notices.html", news=notices.show_news(work())))


@bp.post("/textes/<uuid:reading>/lu")
@requires(Permission.FOLLOW_COURSE, page_kind="reponses")
def see_reading(reading: UUID) -> Response:
    notices.see_reading(work(), reading)
    return _back()


@bp.post("/erreurs/<uuid:report>/lu")
@requires(Permission.FOLLOW_COURSE, page_kind="reponses")
def see_reply(report: UUID) -> Response:
    notices.see_reply(work(), report)
    return _back()


def _back() -> Response:
    return make_response(redirect(safe_path(request.form.get("suite", "/reponses")), 303))
