"""Micro-entreprise: its ceilings, its taxable income, and who may choose the flat income tax."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from learning.domain.finance.micro_entreprise import Kind, Turnover, by_kind
from learning.domain.finance.money import ZERO, Money, at_least_zero, total
from learning.domain.finance.proration import prorated
from learning.domain.finance.rates import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """A ceiling brought to the days of activity, and what counts against it."""

    name: str
    full: Money
    limit: Money
    turnover: Money

    @property
    def passed(self) -> bool:
        """Whether the ceiling is passed."""
        return self.turnover > self.limit

    @property
    def room(self) -> Money:
        """What may still be sold, negative once passed."""
        return self.limit - self.turnover


def ceilings(
    turnovers: Iterable[Turnover],
    law: Law,
    *,
    started: date | None = None,
    ended: date | None = None,
) -> tuple[Ceiling, ...]:
    """Return the ceilings of the year of ``law`` (CGI 50-0 and 102 ter).

    A mixed activity has two: everything within the ceiling of sales, and services within their
    own. Both follow the days of activity. Leaving takes two years in a row above.
    """
    amounts = by_kind(turnovers)
    services = total(amount for kind, amount in amounts.items() if kind is not Kind.SALE)
    found = []
    if amounts.get(Kind.SALE):
        found.append(("vente", total(amounts.values())))
    if services or not found:
        found.append(("services", services))
    year = law.on.year
    return tuple(
        Ceiling(
            name=f"micro.plafond.{name}",
            full=law.euros(f"micro.plafond.{name}"),
            limit=prorated(law.euros(f"micro.plafond.{name}"), year, started, ended),
            turnover=turnover,
        )
        for name, turnover in found
    )


def taxable_income(turnovers: Iterable[Turnover], law: Law) -> Money:
    """Return what income tax sees: turnover less the flat abatement (CGI 50-0, 102 ter).

    The abatement is at least 305 € for each category, and never more than the turnover.
    """
    left = ZERO
    fiscal: dict[str, Money] = {}
    for kind, amount in by_kind(turnovers).items():
        fiscal[kind.fiscal] = fiscal.get(kind.fiscal, ZERO) + amount
    for name, amount in fiscal.items():
        left += abated(
            amount, law.rate(f"micro.abattement.{name}"), law.euros("micro.abattement.minimum")
        )
    return left


def abated(amount: Money, rate: Decimal, minimum: Money) -> Money:
    """Take an abatement off, at least the minimum."""
    return at_least_zero(amount - max(amount * rate, minimum))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatTaxDoor:
    """Whether a household may choose the versement libératoire (CGI 151-0)."""

    limit: Money
    income: Money

    @property
    def open(self) -> bool:
        """Whether the reference income is within the limit."""
        return self.income <= self.limit


def flat_tax_door(reference_income: Money, parts: Decimal, law: Law) -> FlatTaxDoor:
    """Compare the household's reference income of two years before with the limit a part."""
    return FlatTaxDoor(limit=law.euros("micro.vl.rfr") * parts, income=reference_income)
