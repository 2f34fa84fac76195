"""What pages say of a room: that it closes soon, when it opens, and the sentence of the day."""

from datetime import datetime
from typing import Any

from learning.domain.access import Role
from learning.domain.opening import DAYS
from learning.services.room_place import ZONE
from learning.services.sessions import Session
from learning.services.work import Work
from learning.web.i18n import hour, local_day, short_day, translate

_FIVE_MINUTES = 300


def room_values(work: Work, session: Session, page_kind: str) -> dict[str, Any]:
    """Return what the layouts read of the room, for a learner at one of its terminals."""
    place, now = session.place, work.instant
    if place is None or session.actor.role is not Role.LEARNER:
        return {}
    values: dict[str, Any] = {}
    if page_kind == "accueil" and (sentence := place.message_at(now, ZONE)):
        values["room_message"] = translate(sentence)
    until = place.opening(now, ZONE).until
    if until is None:
        return values
    seconds = int((until - now).total_seconds())
    values["room_closing"] = {
        "seconds": seconds,
        "soon": max(0, seconds - _FIVE_MINUTES),
        "warning": translate(
            "La salle ferme dans 5 minutes, à %(time)s. Ce que vous écrivez est gardé."
        )
        % {"time": hour(until)},
        "closed": translate("La salle est fermée. Ce que vous envoyez maintenant est gardé."),
    }
    if place.closes_soon(now, ZONE) is not None:
        said = translate("La salle ferme à %(time)s. Ce que vous écrivez est gardé.")
        values["room_notice"] = said % {"time": hour(until)}
    return values


def named_day(instant: datetime, now: datetime) -> str:
    """« jeudi 3 décembre », with the year when it is another one."""
    return f"{translate(DAYS[local_day(instant).weekday()])} {short_day(instant, now)}"


def when_it_opens(instant: datetime, now: datetime) -> str:
    """« à 14 h 00 », or « jeudi 3 décembre à 8 h 30 » when it is another day."""
    at = hour(instant)
    if local_day(instant) == local_day(now):
        return translate("à %(time)s") % {"time": at}
    return translate("%(day)s à %(time)s") % {"day": named_day(instant, now), "time": at}
