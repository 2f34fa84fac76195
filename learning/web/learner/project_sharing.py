"""Having one's project read: ask, take back, « J’ai lu », and who may open it."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.services import project_access, project_reading
from learning.web.pages import requires, work
from learning.web.security import safe_path

bp = Blueprint("project_sharing", __name__, url_prefix="/projet")


@bp.post("/lecture")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def ask() -> Response:
    project_reading.ask_reading(work())
    return _back()


@bp.post("/lecture/retirer")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def withdraw() -> Response:
    project_reading.withdraw_reading(work())
    return _back()


@bp.post("/lecture/lu")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def see() -> Response:
    project_reading.note_reading_seen(work())
    return make_response(redirect(safe_path(request.form.get("suite", "/projet")), 303))


@bp.post("/permission")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def permit() -> Response:
    project_access.allow(work(), allowed=request.form.get("permettre") == "oui")
    return _back("permission")


def _back(anchor: str = "lecture") -> Response:
    return make_response(redirect(url_for("project.home", _anchor=anchor), 303))
