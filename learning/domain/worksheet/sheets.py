"""The fifteen sheets of a project, in the order in which they are best filled in."""

from learning.domain.worksheet.fields import Sheet
from learning.domain.worksheet.funding import CASH, FUNDING, LOAN, WORKING_CAPITAL
from learning.domain.worksheet.leaving import ACTION, LEAVING, LEGAL_FORM
from learning.domain.worksheet.market import CANVAS, IDEA, MARKET, PITCH
from learning.domain.worksheet.money import BREAK_EVEN, HOUSEHOLD, INCOME, PRICE

SHEETS: tuple[Sheet, ...] = (
    IDEA,
    MARKET,
    CANVAS,
    HOUSEHOLD,
    PRICE,
    BREAK_EVEN,
    INCOME,
    WORKING_CAPITAL,
    FUNDING,
    LOAN,
    CASH,
    LEGAL_FORM,
    PITCH,
    LEAVING,
    ACTION,
)
_BY_SLUG = {sheet.slug: sheet for sheet in SHEETS}


def find_sheet(slug: str) -> Sheet | None:
    """Return the sheet of that name, or None."""
    return _BY_SLUG.get(slug)
