"""A project as a workbook: a tab a sheet of money, formulas that compute what the engine does."""

from collections.abc import Sequence

from learning.documents import project_cash, project_month, project_year
from learning.documents.workbook import Tab, write_book
from learning.domain.finance.rates import Rate
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcomes_year import month_names


def write_project_sheet(figures: Figures, rates: Sequence[Rate]) -> bytes:
    """Write the workbook; ``rates`` are the figures of law that the project rests on."""
    return write_book(tabs_of(figures, rates), title="Projet d’activité")


def tabs_of(figures: Figures, rates: Sequence[Rate]) -> list[Tab]:
    """Return the tabs in the order of the file."""
    names = tuple(name.capitalize() for name in month_names(figures))
    return [
        project_month.hypotheses(figures, rates, project_cash.month_rates(figures), names),
        project_month.household(figures),
        project_month.price(figures),
        project_month.break_even(figures),
        project_year.income(figures),
        project_year.working_capital(figures),
        project_year.funding(figures),
        project_year.loan(figures),
        project_cash.till(figures),
    ]
