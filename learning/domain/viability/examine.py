"""Every check over one project, and what is still missing for the next step."""

from collections.abc import Iterable
from dataclasses import dataclass

from learning.domain.errors import Unavailable
from learning.domain.viability.checks_cash import CASH_CHECKS
from learning.domain.viability.checks_funding import FUNDING_CHECKS
from learning.domain.viability.checks_law import LAW_CHECKS
from learning.domain.viability.checks_price import PRICE_CHECKS
from learning.domain.viability.checks_words import WORD_CHECKS
from learning.domain.viability.flags import flags
from learning.domain.viability.notice import Check, Notice
from learning.domain.viability.view import View, look
from learning.domain.worksheet.fields import Sheet
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcomes import brief
from learning.domain.worksheet.sheets import SHEETS
from learning.domain.worksheet.trades import TRADES, Trade

CHECKS: tuple[Check, ...] = (
    *PRICE_CHECKS, *CASH_CHECKS, *FUNDING_CHECKS, *LAW_CHECKS, *WORD_CHECKS,
)  # fmt: skip
_PLACES = {sheet.slug: place for place, sheet in enumerate(SHEETS)}


def examine(
    figures: Figures, trades: Iterable[Trade] = TRADES, *, only: str = ""
) -> tuple[Notice, ...]:
    """Say why a project does not hold yet, in the order of its sheets, or of ``only`` one.

    No count is a mark, and silence is no promise: nothing said means that these checks found
    nothing in what was written.
    """
    if not figures.sheets:
        return ()
    view = looked(figures)
    checks = [check for check in CHECKS if only in ("", check.sheet)]
    found = [one for one in flags(figures, trades) if only in ("", one.sheet)]
    found += [notice for check in checks if (notice := _notice(check, view)) is not None]
    return tuple(sorted(found, key=lambda one: _PLACES[one.sheet]))


def looked(figures: Figures) -> View:
    """Look at a project; without a figure of law that it needs, look without the law."""
    try:
        return look(figures)
    except Unavailable:
        return look(Figures(figures.sheets))


def _notice(check: Check, view: View) -> Notice | None:
    """Run a check; a figure of law that the site has not leaves it silent.

    So does a value that cannot be read where it would send: that has its own sentence.
    """
    if check.field in view.figures.sheet(check.sheet).faults:
        return None
    try:
        values = check.when(view)
    except Unavailable:
        return None
    return None if values is None else check.notice(values)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a sheet still asks for; ``whats`` is empty when it was not begun."""

    sheet: Sheet
    whats: tuple[str, ...]


def missing(figures: Figures) -> tuple[Missing, ...]:
    """List what is missing for the next step, sheet by sheet."""
    found = []
    for sheet in SHEETS:
        if figures.sheet(sheet.slug).is_empty:
            found.append(Missing(sheet, ()))
            continue
        outcome = brief(figures, sheet.slug)
        if outcome is not None and outcome.missing:
            found.append(Missing(sheet, outcome.missing))
    return tuple(found)
