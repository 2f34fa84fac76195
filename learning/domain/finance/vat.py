"""VAT: amounts with and without it, what is owed each month, and the exemption « en base ».

Rates: CGI 278 and following. Deduction and credit: CGI 271. Exemption: CGI 293 B to 293 D.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from learning.domain.finance.micro_entreprise import Kind, Turnover, by_kind
from learning.domain.finance.money import ZERO, Money, at_least_zero, total
from learning.domain.finance.proration import prorated
from learning.domain.finance.rates import Law

_ONE = Decimal(1)
FROM_THE_DAY = date(2025, 1, 1)


class VatRate(StrEnum):
    """The rates, by the référentiel's words."""

    NORMAL = "normal"
    INTERMEDIATE = "intermediaire"
    REDUCED = "reduit"
    SPECIAL = "super_reduit"


def vat_rate(name: VatRate, law: Law) -> Decimal:
    """Return a rate on a day."""
    return law.rate(f"tva.taux.{name}")


def vat_on(net: Money, rate: Decimal) -> Money:
    """Return the tax on a price without tax."""
    return net * rate


def with_vat(net: Money, rate: Decimal) -> Money:
    """Return the price with tax."""
    return net + vat_on(net, rate)


def without_vat(gross: Money, rate: Decimal) -> Money:
    """Return the price without tax behind a price with tax."""
    return gross.over(_ONE + rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class VatBalance:
    """One return: ``balance`` is negative when the State owes, and is carried over."""

    collected: Money
    deductible: Money
    earlier_credit: Money = ZERO

    @property
    def of_the_month(self) -> Money:
        """Collected less deductible, the earlier credit left out."""
        return self.collected - self.deductible

    @property
    def balance(self) -> Money:
        """What is owed once the earlier credit is used."""
        return self.of_the_month - self.earlier_credit

    @property
    def to_pay(self) -> Money:
        """What is paid."""
        return at_least_zero(self.balance)

    @property
    def credit(self) -> Money:
        """What is carried to the next return."""
        return at_least_zero(-self.balance)


def vat_balances(
    collected: Sequence[Money], deductible: Sequence[Money], *, credit: Money = ZERO
) -> tuple[VatBalance, ...]:
    """Follow months: a credit is carried to the next return (CGI 271 IV)."""
    found = []
    for received, paid in zip(collected, deductible, strict=True):
        one = VatBalance(collected=received, deductible=paid, earlier_credit=credit)
        found.append(one)
        credit = one.credit
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Franchise:
    """One pair of thresholds: ``base`` judges a whole year, ``tolerance`` the current one.

    ``base_prorated`` is the base brought to the days of activity of a first year (CGI 293 D);
    the tolerance is not brought down (BOI-TVA-DECLA-40-10-10).
    """

    name: str
    base: Money
    tolerance: Money
    base_prorated: Money
    turnover: Money

    @property
    def over_base(self) -> bool:
        """Whether the exemption ends at the next 1 January."""
        return self.turnover > self.base_prorated

    @property
    def over_tolerance(self) -> bool:
        """Whether the exemption ends within the year."""
        return self.turnover > self.tolerance


class Exemption(StrEnum):
    """What becomes of the exemption."""

    KEPT = "kept"
    LOST_NEXT_YEAR = "lost_next_year"
    LOST_NOW = "lost_now"


def franchise(
    turnovers: Iterable[Turnover],
    law: Law,
    *,
    started: date | None = None,
    ended: date | None = None,
) -> tuple[Franchise, ...]:
    """Return the thresholds that bear on a year's turnover without tax.

    A mixed activity keeps everything under the thresholds of sales, and services under theirs.
    """
    amounts = by_kind(turnovers)
    services = total(amount for kind, amount in amounts.items() if kind is not Kind.SALE)
    bearing = []
    if amounts.get(Kind.SALE):
        bearing.append(("vente", total(amounts.values())))
    if services or not bearing:
        bearing.append(("services", services))
    return tuple(
        Franchise(
            name=f"tva.franchise.{name}",
            base=law.euros(f"tva.franchise.{name}"),
            tolerance=law.euros(f"tva.franchise.{name}.majore"),
            base_prorated=prorated(
                law.euros(f"tva.franchise.{name}"), law.on.year, started, ended
            ),
            turnover=turnover,
        )
        for name, turnover in bearing
    )


def exemption(limits: Iterable[Franchise]) -> Exemption:
    """Say what becomes of the exemption, the worst of all thresholds."""
    found = tuple(limits)
    if any(one.over_tolerance for one in found):
        return Exemption.LOST_NOW
    if any(one.over_base for one in found):
        return Exemption.LOST_NEXT_YEAR
    return Exemption.KEPT


def vat_due_from(passed_on: date) -> date:
    """Return from when VAT is due once the tolerance is passed on that day.

    Since 1 January 2025, from that very day; before, from the first day of its month
    (CGI 293 B II, as changed by loi 2023-1322 art. 82).
    """
    return passed_on if passed_on >= FROM_THE_DAY else passed_on.replace(day=1)


def month_passed(turnovers: Sequence[Money], limit: Money) -> int | None:
    """Return the first month (from 0) whose running total passes the limit."""
    reached = ZERO
    for month, amount in enumerate(turnovers):
        reached += amount
        if reached > limit:
            return month
    return None
