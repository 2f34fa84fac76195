"""From the trade that a person wrote to what the law watches in it."""

import unicodedata
from collections.abc import Iterable, Iterator

from learning.domain.viability.notice import Notice
from learning.domain.viability.trades import TRADES, Trade, Watch
from learning.domain.worksheet.figures import Figures

ASK = "C’est à vérifier avec votre CPIP."
_SURE, _UNSURE = "lu le", "à confirmer, relevé le"
SHEETS = {
    Watch.CONVICTION: ("idee", "metier"),
    Watch.QUALIFIED: ("idee", "metier"),
    Watch.REGULATED: ("idee", "metier"),
    Watch.OUTSIDE: ("statut", "choix"),
}


def plain(text: str) -> str:
    """Return a text in lower case without accents, typographic marks as plain ones."""
    marks = text.casefold().replace("’", "'").replace("œ", "oe")
    return "".join(
        sign for sign in unicodedata.normalize("NFD", marks) if not unicodedata.combining(sign)
    )


def watched(trade: str, activity: str, trades: Iterable[Trade] = TRADES) -> tuple[Trade, ...]:
    """Return the trades of the table that these words name."""
    text = plain(trade)
    return tuple(
        one
        for one in trades
        if (activity and activity in one.activities)
        or (_named(text, one.words) and not _named(text, one.unless))
    )


def _named(text: str, words: Iterable[str]) -> bool:
    """Tell whether one of these words begins a word of the text; ``=`` asks for all of it."""
    parts = text.replace("'", " ").replace(",", " ").split()
    joined = f" {' '.join(parts)}"
    for word in words:
        if word.startswith("="):
            if word[1:] in parts:
                return True
        elif f" {word}" in joined:
            return True
    return False


def flags(figures: Figures, trades: Iterable[Trade] = TRADES) -> Iterator[Notice]:
    """Yield what to look into for the trade of a project; each ends with whom to ask."""
    found = watched(figures.text("idee", "metier"), figures.text("idee", "activite"), trades)
    for one in found:
        sheet, field = SHEETS[one.watch]
        yield Notice(
            id=f"metier-{one.watch}",
            sentence=f"{one.sentence} {ASK}",
            sheet=sheet,
            field=field,
            source=f"{one.source}, {_SURE if one.confidence == 'high' else _UNSURE}"
            f" {one.looked_at:%d/%m/%Y}",
        )


def outside_micro(figures: Figures, trades: Iterable[Trade] = TRADES) -> bool:
    """Tell whether the trade closes micro-entreprise: the comparison of forms asks."""
    found = watched(figures.text("idee", "metier"), figures.text("idee", "activite"), trades)
    return any(one.watch is Watch.OUTSIDE for one in found)
