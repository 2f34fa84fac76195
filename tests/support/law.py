"""The law of a day, from the shipped référentiel: what the engine's tests ask."""

from datetime import date
from functools import cache

from learning.content.rates_file import FILE
from learning.content.rates_table import rate_table
from learning.domain.finance.rates import Law, RateTable
from tests.guards.tree import ROOT

COURSE_DAY = date(2026, 11, 1)


@cache
def shipped_rates() -> RateTable:
    """The figures shipped with the courses."""
    text = (ROOT / "courses" / FILE).read_text(encoding="utf-8")
    return rate_table(text)


def law(day: date = COURSE_DAY) -> Law:
    """The law of a day, that of the worked examples unless told."""
    return Law(shipped_rates(), day)
