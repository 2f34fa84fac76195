"""The page of a terminal that waits: paused, locked, closed by its supervisor or by the hour.

It asks again on its own, by a header, and leads back where the person was.
"""

from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.opening import DAYS
from learning.domain.room import Hold
from learning.services.room_place import ZONE, hold_here
from learning.services.work import Work
from learning.web.i18n import hour, local_day, short_day, translate
from learning.web.pages import program, requires
from learning.web.render import render
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
        hold, opens_at = _why(opened, found)
        now = opened.instant
    if found.state != "ended" and hold is None:
        return _go_on(found, back)
    stopped = request.args.get("arret") == "oui"
    kept = bool(request.args.get("garde"))
    body = render(
        "public/pause.html",
        why=hold.value if hold else "ended",
        opens=_when(opens_at, now) if opens_at else "",
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


def _why(opened: Work, found: Standing) -> tuple[Hold | None, datetime | None]:
    """Return why this terminal waits, and when its room opens if it is closed."""
    if found.state in {"open", "locked"}:
        return None, None
    place = found.session.place if found.session and found.state == "held" else here(opened)
    hold = hold_here(opened, place)
    closed = place is not None and hold is Hold.CLOSED
    return hold, place.opening(opened.instant, ZONE).opens_at if place and closed else None


def _go_on(found: Standing, back: str) -> Response:
    if found.session is None or found.state in {"closed", "replaced"}:
        return make_response(redirect(url_for("signin.show"), 303))
    if found.state == "locked":
        return make_response(redirect(url_for("lock.show", suite=back), 303))
    return make_response(redirect(back, 303))


def _when(instant: datetime, now: datetime) -> str:
    """« à 14 h 00 », or « jeudi 3 décembre à 8 h 30 » when it is another day."""
    at = hour(instant)
    if local_day(instant) == local_day(now):
        return translate("à %(time)s") % {"time": at}
    name = f"{translate(DAYS[local_day(instant).weekday()])} {short_day(instant, now)}"
    return translate("%(day)s à %(time)s") % {"day": name, "time": at}
