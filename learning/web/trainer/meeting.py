"""Ma séance: one's groups before meeting them, and one sheet to take into the room."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.domain.errors import NotFound
from learning.domain.meeting import Whereabouts
from learning.domain.shares import percent
from learning.domain.standing import State
from learning.services.meeting import HARDEST_DAYS, HardQuestion, Meeting, Member, show_meeting
from learning.web.i18n import day, language, local_day, translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("meeting", __name__, url_prefix="/formateur/seance")

_STATES = {
    State.STUCK: ("bloque", "Bloqué"),
    State.SILENT: ("silencieux", "Silencieux"),
    State.IN_PROGRESS: ("en-cours", "En cours"),
    State.NOT_STARTED: ("pas-commence", "Pas commencé"),
    State.DONE: ("termine", "Terminé"),
}


@bp.get("")
@requires(Permission.SEE_MEETING, page_kind="seance")
def show() -> Response:
    page = show_meeting(work(), _group())
    asking = {one.learner for one in page.asking}
    first = sorted(page.members, key=lambda member: member.id not in asking)
    return make_response(
        render(
            "trainer/meeting.html",
            page=page,
            rows=[_row(member, asks=member.id in asking) for member in first],
            counts=_counts(page),
            hardest=[_hard(one) for one in page.hardest],
            days=HARDEST_DAYS,
            missed=work().missed,
        )
    )


@bp.get("/<uuid:group>")
@requires(Permission.SEE_MEETING, page_kind="seance")
def sheet(group: UUID) -> Response:
    page = show_meeting(work(), group)
    return make_response(
        render(
            "trainer/meeting_sheet.html",
            page=page,
            today=day(work().instant),
            rows=[_row(member) for member in page.members],
            hardest=[_hard(one) for one in page.hardest],
        )
    )


def _group() -> UUID | None:
    asked = request.args.get("groupe")
    if asked is None:
        return None
    try:
        return UUID(asked)
    except ValueError:
        raise NotFound("Ce groupe n’existe pas, ou ce n’est pas l’un des vôtres.") from None


def _counts(page: Meeting) -> str:
    """« 14 personnes : 2 bloquées, 7 en cours. », each state in its own words."""
    total = len(page.members)
    ngettext = language().translations.ngettext
    people = ngettext("%(num)d personne", "%(num)d personnes", total) % {"num": total}
    found = [
        f"{translate(word).lower()}\u00a0:\u00a0{number}"
        for state, (_, word) in _STATES.items()
        if (number := sum(member.where.state is state for member in page.members))
    ]
    return f"{people}. {', '.join(found).capitalize()}." if found else f"{people}."


def _row(member: Member, *, asks: bool = False) -> dict[str, Any]:
    where = member.where
    sign, word = _STATES[where.state]
    return {
        "name": member.name,
        "lesson": where.lesson_title or translate("Parcours terminé"),
        "place": _place(where),
        "sign": sign,
        "word": translate(word),
        "seen": _day(where.last_seen) if where.last_seen else translate("Jamais"),
        "work_on": "\u00a0; ".join(where.to_work_on) or _next(where.state),
        "to_do": _answer() if asks else _to_do(member),
    }


def _day(instant: datetime) -> str:
    """« 24 novembre »: the year only when it is another one."""
    year = f" {local_day(work().instant).year}"
    return day(instant).removesuffix(year)


def _place(where: Whereabouts) -> str:
    if where.module is None:
        return ""
    if not where.place:
        return where.module.title
    title = where.module.title
    said = (
        translate("%(module)s Leçon %(place)d sur %(lessons)d")
        if title.endswith(("?", "!", ".", "…"))
        else translate("%(module)s, leçon %(place)d sur %(lessons)d")
    )
    return said % {"module": title, "place": where.place, "lessons": where.lessons}


def _next(state: State) -> str:
    """What to work on with somebody whose objectives all hold so far."""
    if state is State.DONE:
        return translate("Parler de son projet")
    return translate("Commencer") if state is State.NOT_STARTED else translate("La suite")


def _answer() -> dict[str, str]:
    """Somebody who asked for help comes before anything else."""
    return {"label": translate("Répondre"), "url": "#demandes"}


def _to_do(member: Member) -> dict[str, str]:
    """The one next thing to do for somebody; no address when it is to be done in the room."""
    where = member.where
    if member.no_phrase:
        return {"label": translate("Imprimer sa carte"), "url": f"/cartes/{member.id}"}
    if where.state is State.STUCK:
        return {"label": translate("Revoir avec elle ou lui"), "url": ""}
    if where.waiting:
        url = f"/formateur/a-lire/textes/{where.waiting[0]}"
        return {"label": translate("Lire son texte"), "url": url}
    if where.state is State.SILENT:
        return {"label": translate("Prendre des nouvelles"), "url": ""}
    if where.state is State.NOT_STARTED:
        return {"label": translate("Accueillir"), "url": ""}
    return {"label": translate("Rien à faire"), "url": ""}


def _hard(one: HardQuestion) -> dict[str, Any]:
    share = one.figures.facility
    return {
        "url": f"/formateur/questions/{one.question}",
        "text": one.text,
        "place": one.place,
        "share": percent(share.value) if share else "",
        "count": one.figures.count,
        "wrong": one.figures.commonest_wrong,
    }
