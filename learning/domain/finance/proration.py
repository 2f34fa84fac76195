"""Parts of a year in days, both ends included: thresholds follow them (CGI 293 D, 50-0)."""

from datetime import date
from decimal import Decimal

from learning.domain.finance.money import Money

DAYS_OF_A_YEAR = 365
MONTHS_OF_A_YEAR = 12
_LAST_MONTH = 12


def days_between(first: date, last: date) -> int:
    """Return the number of days, both ends included; none when they are the wrong way round."""
    return max((last - first).days + 1, 0)


def days_of(year: int) -> int:
    """Return how many days a calendar year has."""
    return days_between(date(year, 1, 1), date(year, 12, 31))


def active_days(year: int, started: date | None, ended: date | None = None) -> int:
    """Return the days of activity in a calendar year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return days_between(max(first, started or first), min(last, ended or last))


def share_of(year: int, started: date | None, ended: date | None = None) -> Decimal:
    """Return which part of a calendar year the activity lasts; 366 days in a leap year."""
    return Decimal(active_days(year, started, ended)) / days_of(year)


def prorated(amount: Money, year: int, started: date | None, ended: date | None = None) -> Money:
    """Return a yearly amount brought to the days of activity, to the cent."""
    days = active_days(year, started, ended)
    return amount if days == days_of(year) else (amount * days).over(days_of(year))


def yearly(amount: Money, year: int, started: date | None) -> Money:
    """Return what a first, incomplete year amounts to over a whole one (CGI 50-0, 293 D)."""
    days = active_days(year, started)
    return (amount * days_of(year)).over(days) if days else amount


def years_of(first: date, last: date) -> Decimal:
    """Return the length of an accounting period in years of 365 days; twelve months are one.

    A company's first period may last longer than a year (code de commerce L123-12).
    """
    if last == year_after(first):
        return Decimal(1)
    return Decimal(days_between(first, last)) / DAYS_OF_A_YEAR


def year_after(first: date) -> date:
    """Return the last day of the twelve months begun that day."""
    following = add_months(first, MONTHS_OF_A_YEAR)
    return date.fromordinal(following.toordinal() - 1)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day."""
    index = day.year * MONTHS_OF_A_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_OF_A_YEAR)
    return date(year, month + 1, min(day.day, days_of_month(year, month + 1)))


def days_of_month(year: int, month: int) -> int:
    """Return how many days a month has."""
    following = date(year + 1, 1, 1) if month == _LAST_MONTH else date(year, month + 1, 1)
    return (following - date(year, month, 1)).days


def end_of_quarter(day: date, quarters_later: int = 0) -> date:
    """Return the last day of a calendar quarter, some quarters later."""
    first_of_quarter = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    following = add_months(first_of_quarter, 3 * (quarters_later + 1))
    return date.fromordinal(following.toordinal() - 1)
