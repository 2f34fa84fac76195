"""The référentiel as the finance engine reads it: numbers over their dates, and their sources."""

from decimal import Decimal

from learning.content.finding import Report
from learning.content.rates_file import FILE, read_rates
from learning.domain.finance.rates import Rate, RateTable


def rate_table(text: str) -> RateTable:
    """Return every number of a référentiel; rows of words or days are left out."""
    rates = read_rates(text, Report(FILE))
    return RateTable.of(
        Rate(
            id=row.id,
            value=number,
            since=row.valid_from,
            until=row.valid_to,
            unit=row.unit,
            label=row.label,
            source=row.source,
            confidence=row.confidence,
        )
        for series in rates.rows.values()
        for row in series
        if isinstance(number := row.number, Decimal)
    )
