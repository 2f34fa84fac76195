"""The words of states and lines, the same on every screen, print and export of /suivi."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from learning.domain.follow_up import PRESSING, Line, Why
from learning.domain.lists import HELP_REASONS
from learning.domain.meeting import Whereabouts
from learning.domain.sheet import Sheet
from learning.domain.standing import State
from learning.services.follow_up_group import GroupPage, GroupRow
from learning.web.i18n import day, language, local_day, translate

STATES = {
    State.NOT_STARTED: ("pas-commence", "Pas commencé"),
    State.IN_PROGRESS: ("en-cours", "En cours"),
    State.STUCK: ("bloque", "Bloqué"),
    State.SILENT: ("silencieux", "Silencieux"),
    State.DONE: ("termine", "Terminé"),
}
_WEEK, _FORTNIGHT = 7, 14
_HEADS = (
    "Personne",
    "Leçon",
    "Module",
    "État",
    "Dernière activité",
    "Heures d’assiduité",
    "Heures accompagnées",
    "À faire",
)
_WHY = {
    Why.HELP: "Demande d’aide\u00a0: %(detail)s",
    Why.STUCK: "3 essais manqués\u00a0: «\u00a0%(detail)s\u00a0»",
    Why.BACK: "De retour après une pause",
    Why.SILENT: "Absent des dernières séances",
    Why.UNSENT: "Épreuve commencée et pas envoyée",
    Why.CARD: "Carte jamais imprimée",
    Why.ATTESTATION: "Parcours terminé, attestation à remettre",
    Why.WELCOME: "Inscrit, et rien de commencé",
}
_ACTIONS = {
    Why.HELP: "Répondre",
    Why.STUCK: "Voir ses épreuves",
    Why.BACK: "Voir où reprendre",
    Why.SILENT: "Prévoir un rendez-vous",
    Why.UNSENT: "Voir ses épreuves",
    Why.CARD: "Imprimer sa carte",
    Why.ATTESTATION: "Faire l’attestation",
    Why.WELCOME: "Accueillir",
}
_PLACES = {
    Why.STUCK: "#epreuves",
    Why.UNSENT: "#epreuves",
    Why.SILENT: "#observations",
    Why.ATTESTATION: "/attestations",
}


def state_of(state: State) -> dict[str, str]:
    """The shape and the word of a state."""
    sign, word = STATES[state]
    return {"sign": sign, "word": translate(word), "code": state.value}


def counted(counts: Mapping[State, int]) -> list[dict[str, Any]]:
    """Every state with how many people are in it, in the order of a path."""
    return [{**state_of(state), "count": counts[state]} for state in STATES]


def why(line: Line) -> str:
    """Say why somebody should be seen, in one sentence."""
    detail = translate(HELP_REASONS.get(line.detail, line.detail)) if line.detail else ""
    return translate(_WHY[line.why]) % {"detail": detail}


def action(line: Line | None, learner: UUID) -> dict[str, str]:
    """The one next thing to do, and where."""
    if line is None:
        return {"label": translate("Rien à faire"), "url": ""}
    url = f"/suivi/apprenants/{learner}{_PLACES.get(line.why, '')}"
    if line.why is Why.CARD:
        url = f"/cartes/{learner}"
    if line.why is Why.HELP:
        url = "/suivi/demandes"
    return {"label": translate(_ACTIONS[line.why]), "url": url}


def ago(since: datetime, now: datetime) -> str:
    """« 12 jours », « 3 semaines », « Aujourd’hui »."""
    days = (local_day(now) - local_day(since)).days
    ngettext = language().translations.ngettext
    if days < 1:
        return translate("Aujourd’hui")
    if days < _FORTNIGHT:
        return ngettext("%(num)d jour", "%(num)d jours", days) % {"num": days}
    weeks = days // _WEEK
    return ngettext("%(num)d semaine", "%(num)d semaines", weeks) % {"num": weeks}


def lesson_of(row: GroupRow) -> str:
    """Where somebody is: a lesson, or the beginning or the end of the path."""
    if row.where.state is State.NOT_STARTED:
        return translate("Rien de commencé")
    return row.where.lesson_title or translate("Parcours terminé")


def place_of(row: GroupRow) -> str:
    """« Mon budget, leçon 5 sur 6 », or since when somebody is enrolled."""
    if row.where.state is State.NOT_STARTED:
        return translate("Inscrit le %(day)s") % {"day": day(row.since)}
    return _place(row.where)


def _place(where: Whereabouts) -> str:
    if where.module is None:
        return ""
    title = where.module.title
    if not where.place:
        return title
    said = (
        translate("%(module)s Leçon %(place)d sur %(lessons)d")
        if title.endswith(("?", "!", ".", "…"))
        else translate("%(module)s, leçon %(place)d sur %(lessons)d")
    )
    return said % {"module": title, "place": where.place, "lessons": where.lessons}


def sheet_of(page: GroupPage, only: State | None = None) -> Sheet:
    """The very table of a group, for the screen, the print, the CSV and the spreadsheet."""
    return Sheet(
        title=page.group.name,
        heads=tuple(translate(head) for head in _HEADS),
        rows=tuple(_cells(row) for row in chosen(page, only)),
    )


def chosen(page: GroupPage, only: State | None) -> tuple[GroupRow, ...]:
    """The members in that state, all of them without one."""
    return tuple(row for row in page.rows if only in {None, row.where.state})


def _cells(row: GroupRow) -> tuple[Any, ...]:
    seen = row.where.last_seen
    cells: tuple[str | Decimal | object, ...] = (
        row.name,
        lesson_of(row),
        place_of(row),
        state_of(row.where.state)["word"],
        local_day(seen) if seen else None,
        row.presence,
        row.support,
        action(row.line, row.id)["label"],
    )
    return cells


def read_state(asked: str | None) -> State | None:
    """Return the state that a filter names, none for anything else."""
    return next((state for state in PRESSING if STATES[state][0] == asked), None)
