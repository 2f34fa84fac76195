"""Straight-line depreciation: the price of a tool over the years it serves (PCG 214-13)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from learning.domain.finance.money import ZERO, Money

_DAYS_OF_A_YEAR, _DAYS_OF_A_MONTH = 360, 30


@dataclass(frozen=True, slots=True)
class DepreciationLine:
    """One year: its charge, and what the tool is still worth in the books."""

    year: int
    charge: Money
    left: Money


def depreciation(
    value: Money, years: int, *, in_service: date | None = None, residual: Money = ZERO
) -> tuple[DepreciationLine, ...]:
    """Work out each year's charge; without a date, from the first day of a year.

    A first year counts in days of a 360-day year from the day of service, and a last one ends
    what is left. The sum is exactly value less residual.
    """
    base = value - residual
    parts = [Decimal(1)] * years
    first_year = 1
    if in_service is not None:
        first_year = in_service.year
        days = _DAYS_OF_A_YEAR - (
            (in_service.month - 1) * _DAYS_OF_A_MONTH + min(in_service.day, _DAYS_OF_A_MONTH) - 1
        )
        first = Decimal(days) / _DAYS_OF_A_YEAR
        if first < 1:
            parts = [first, *[Decimal(1)] * (years - 1), 1 - first]
    lines, left = [], value
    for place, charge in enumerate(base.share(parts)):
        left -= charge
        lines.append(DepreciationLine(first_year + place, charge, left))
    return tuple(lines)
