"""From the words of a trade to what the law watches in it."""

import unicodedata
from collections.abc import Iterable

from learning.domain.worksheet.trades import TRADES, Trade, Watch


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


def outside_micro(trade: str, activity: str, trades: Iterable[Trade] = TRADES) -> bool:
    """Tell whether the trade closes micro-entreprise."""
    return any(one.watch is Watch.OUTSIDE for one in watched(trade, activity, trades))
