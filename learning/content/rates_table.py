"""From the référentiel as it is written to the dated figures that the engine asks for."""

from collections.abc import Iterable

from learning.content.rates_file import Rate as Row
from learning.content.rates_file import Rates
from learning.domain.finance.rates import Rate, RateTable


def rate_table(rates: Rates) -> RateTable:
    """Return every figure that is a number, whatever its date."""
    return RateTable.of(_rates(row for series in rates.rows.values() for row in series))


def _rates(rows: Iterable[Row]) -> Iterable[Rate]:
    for row in rows:
        number = row.number
        if number is not None:
            yield Rate(
                id=row.id,
                value=number,
                since=row.valid_from,
                until=row.valid_to,
                unit=row.unit,
                label=row.label,
                source=row.source,
                confidence=row.confidence,
            )
