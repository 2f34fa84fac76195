"""What the pages of administration share: words of statuses, choices, ticked ids, cards."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, make_response, request

from learning.domain.access import Role
from learning.domain.errors import Invalid, LearningError
from learning.services.accounts import ACTIVATION_DAYS, Card
from learning.services.admin_accounts import GroupChoice
from learning.web.filters import role_name
from learning.web.i18n import day, translate
from learning.web.pages import work
from learning.web.render import render

STATUSES = {"active": "Ouvert", "suspended": "Suspendu", "gone": "Parti"}
STATE_LOOKS = {"active": "termine", "suspended": "suspendu", "gone": "pas-commence"}
CARDS = {"carte": "Carte remise", "activation": "À activer", "aucune": "Sans carte"}
ACTS = {
    "suspendre": "Suspendre",
    "rouvrir": "Rouvrir",
    "fermer": "Fermer : parti",
    "corbeille": "Mettre à la corbeille",
}


def role_options(picked: str, *, anyone: str = "") -> list[dict[str, Any]]:
    """The roles to choose from; ``anyone`` is the word for all of them."""
    first = [{"value": "", "label": anyone, "selected": not picked}] if anyone else []
    return first + [
        {"value": one.value, "label": role_name(one.value).capitalize(), "selected": one == picked}
        for one in Role
    ]


def word_options(words: dict[str, str], picked: str, anyone: str) -> list[dict[str, Any]]:
    """A closed list to choose from, with a word for all of it."""
    return [{"value": "", "label": anyone, "selected": not picked}] + [
        {"value": code, "label": translate(word), "selected": code == picked}
        for code, word in words.items()
    ]


def group_ticks(groups: Iterable[GroupChoice], ticked: Iterable[UUID]) -> list[dict[str, Any]]:
    """The groups as boxes to tick."""
    chosen = set(ticked)
    return [{"value": one.id, "label": one.name, "checked": one.id in chosen} for one in groups]


def ids(name: str, *, posted: bool = False) -> list[UUID]:
    """The ids that a form or an address carries under a name; what is no id is left out."""
    found = []
    for text in (request.form if posted else request.args).getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def said(error: LearningError | None, otherwise: str = "") -> dict[str, str]:
    """The sentence of a refusal, and the field it speaks of."""
    if error is None:
        return {"text": "", "field": ""}
    field = error.field if isinstance(error, Invalid) and error.field else otherwise
    return {"text": error.sentence(translate), "field": field}


def cards_sheet(cards: Sequence[Card], *, names: bool) -> Response:
    """The sheet of cards to print, shown once."""
    until = day(work().instant + timedelta(days=ACTIVATION_DAYS))
    return make_response(render("admin/cards_sheet.html", cards=cards, names=names, until=until))


def page_number() -> int:
    """Which page of a list is asked for."""
    text = request.args.get("page", "1")
    return int(text[:5]) if text.isascii() and text.isdigit() and text[:5] != "0" else 1
