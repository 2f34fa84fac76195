"""The page of a terminal that waits: paused, locked, closed by its supervisor or by the hour.

It asks again on its own, by a header, and leads back where the person was.
"""

from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.room import Hold, Place
from learning.services.room_place import ZONE, hold_here
from learning.services.work import Work
from learning.web.pages import note_terminal, program, requires
from learning.web.render import render
from learning.web.room_words import when_it_opens
from learning.web.security import safe_path
from learning.web.session import Standing, here, standing

bp = Blueprint("pause", __name__)

_EACH_SECONDS = 20


@bp.get("/pause")
@requires(Permission.PUBLIC, own_units=True)
def show() -> Response:
    back = safe_path(request.args.get("suite", "/accueil"))
    with program().reading() as opened:
        found = standing(program(), opened)
        place = _place(opened, found)
        hold = hold_here(opened, place) if found.state not in {"open", "locked"} else None
        opens_at = _opens_at(opened, place) if hold is Hold.CLOSED else None
        now = opened.instant
    note_terminal(place, now)
    if found.state != "ended" and hold is None:
        return _go_on(found, back)
    stopped = request.args.get("arret") == "oui"
    kept = bool(request.args.get("garde"))
    body = render(
        "public/pause.html",
        why=hold.value if hold else "ended",
        opens=when_it_opens(opens_at, now) if opens_at else "",
        kept=kept,
        back=back,
        stopped=stopped,
        signed_in=found.session is not None and found.state != "closed",
        seconds=_EACH_SECONDS,
    )
    response = make_response(body)
    if not stopped:
        again = url_for("pause.show", suite=back, garde=1 if kept else None)
        response.headers["Refresh"] = f"{_EACH_SECONDS}; url={again}"
    return response


def _place(opened: Work, found: Standing) -> Place | None:
    """Return the terminal: the one of the session that waits, else the one that asks."""
    waits = found.session is not None and found.state == "held"
    return found.session.place if found.session and waits else here(opened)


def _opens_at(opened: Work, place: Place | None) -> datetime | None:
    return place.opening(opened.instant, ZONE).opens_at if place else None


def _go_on(found: Standing, back: str) -> Response:
    if found.session is None or found.state in {"closed", "replaced"}:
        return make_response(redirect(url_for("signin.show"), 303))
    if found.state == "locked":
        return make_response(redirect(url_for("lock.show", suite=back), 303))
    return make_response(redirect(back, 303))
