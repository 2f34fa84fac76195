"""What changed in the law since a sheet was saved, for the figures that its answer uses."""

from dataclasses import dataclass, field
from datetime import date

from learning.domain.finance.rates import Law, Rate, RateTable
from learning.domain.numbers import show_number
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcomes import answer


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure of law, as it was when the sheet was saved and as it is now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NotedRates(RateTable):
    """The same figures, noting those that are asked."""

    asked: set[str] = field(default_factory=set, compare=False)

    def at(self, name: str, day: date) -> Rate:
        """Return the last row begun on that day, and note its name."""
        self.asked.add(name)
        return RateTable.at(self, name, day)


def moved_since(figures: Figures, slug: str, saved: date) -> tuple[Moved, ...]:
    """Return the figures of law that a sheet's answer uses and that changed since that day.

    The answer is worked out again only when some figure changed at all: mostly none did.
    """
    law = figures.law
    if law is None or not any_moved(law, saved):
        return ()
    noted = NotedRates(law.table.series)
    answer(Figures(figures.sheets, Law(noted, law.on)), slug)
    found = []
    for name in sorted(noted.asked):
        before, now = _at(law.table, name, saved), _at(law.table, name, law.on)
        if before is not None and now is not None and before.value != now.value:
            label = now.label.partition(" (")[0]
            found.append(Moved(label, _shown(before), _shown(now)))
    return tuple(found)


def any_moved(law: Law, saved: date) -> bool:
    """Tell whether any figure has begun since that day."""
    return any(
        row.since is not None and saved < row.since <= law.on
        for series in law.table.series.values()
        for row in series
    )


def _at(table: RateTable, name: str, day: date) -> Rate | None:
    rows = (row for row in reversed(table.series.get(name, ())))
    return next((row for row in rows if row.since is None or row.since <= day), None)


def _shown(rate: Rate) -> str:
    """Return a figure in its unit: a percentage is held as its fraction."""
    return show_number(rate.value * 100 if rate.unit == "%" else rate.value, rate.unit)
