"""Dated figures of law: a rule asks for a name on a day, and gets what held on that day.

When nothing newer is known, the last figure begun is kept, and ``Law.ended`` says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from learning.domain.errors import Unavailable
from learning.domain.finance.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One figure over its dates; a percentage is held as its fraction (12,3 % is 0.123)."""

    id: str
    value: Decimal
    since: date | None = None
    until: date | None = None
    unit: str = ""
    label: str = ""
    source: str = ""
    confidence: str = "high"

    def ended(self, day: date) -> bool:
        """Tell whether the figure's validity is past on that day."""
        return self.until is not None and self.until < day


_MOST_KEPT = 10_000  # a table lives as long as its release


@dataclass(frozen=True, slots=True)
class RateTable:
    """Every figure by name, oldest first."""

    series: Mapping[str, tuple[Rate, ...]] = field(default_factory=dict)
    _found: dict[tuple[str, date], Rate] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(cls, rows: Iterable[Rate]) -> "RateTable":
        """Sort rows into series."""
        found: dict[str, list[Rate]] = {}
        for row in rows:
            found.setdefault(row.id, []).append(row)
        return cls(
            {
                name: tuple(sorted(series, key=lambda row: row.since or date.min))
                for name, series in found.items()
            }
        )

    def at(self, name: str, day: date) -> Rate:
        """Return the last row begun on that day.

        Raises:
            Unavailable: no row had begun, or the name is unknown.

        """
        if (found := self._found.get((name, day))) is not None:
            return found
        for row in reversed(self.series.get(name, ())):
            if row.since is None or row.since <= day:
                if len(self._found) < _MOST_KEPT:
                    self._found[name, day] = row
                return row
        raise Unavailable(
            "Le chiffre « %(name)s » manque au référentiel pour le %(day)s."
            " Rien n’est perdu : demandez à la personne qui tient les chiffres de l’ajouter.",
            name=name,
            day=day.strftime("%d/%m/%Y"),
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is no longer what it was; ``after`` is None when it only came to its end."""

    before: Rate
    after: Rate | None


@dataclass(frozen=True, slots=True)
class Law:
    """The figures as they hold on one day."""

    table: RateTable
    on: date

    def row(self, name: str) -> Rate:
        """Return the figure with its dates and source."""
        return self.table.at(name, self.on)

    def rate(self, name: str) -> Decimal:
        """Return the number; a percentage as its fraction."""
        return self.row(name).value

    def euros(self, name: str) -> Money:
        """Return the number as euros."""
        return Money.of(self.rate(name))

    def day(self, on: date) -> "Law":
        """Return the law of another day."""
        return replace(self, on=on)

    def ended(self, names: Iterable[str]) -> tuple[Rate, ...]:
        """Return the figures that are used past the end of their validity."""
        rows = (self.row(name) for name in names)
        return tuple(row for row in rows if row.ended(self.on))

    def changes_since(self, earlier: date, names: Iterable[str]) -> tuple[Change, ...]:
        """Say which figures a plan made on an earlier day must take again."""
        found = []
        for name in names:
            before, now = self.table.at(name, earlier), self.row(name)
            if before.value != now.value:
                found.append(Change(before, now))
            elif now.ended(self.on):
                found.append(Change(now, None))
        return tuple(found)
