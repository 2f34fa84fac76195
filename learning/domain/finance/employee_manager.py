"""Pay of a SASU's president, « assimilé salarié » (CSS L311-3, 23°): cost, gross and net.

No unemployment insurance, no general reduction. Rates: CSS D242-3 to D242-4, D242-17, Agirc-Arrco,
L136-1; a health insurance of 40 € a month, half paid by the company, as the Urssaf's model has it.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import ZERO, Money
from learning.domain.finance.rates import Law

MONTHS = 12
_ONE = Decimal(1)
_NONE = Decimal(0)
_TOP = 8  # ceilings up to which the extra pension bears


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """A year of equal months; ``taxable`` is before the 10 % deduction."""

    cost: Money
    gross: Money
    employer: Money
    employee: Money
    taxable: Money

    @property
    def contributions(self) -> Money:
        """Both sides."""
        return self.employer + self.employee

    @property
    def net(self) -> Money:
        """What is received before income tax."""
        return self.cost - self.contributions


NO_PAY = Pay(cost=ZERO, gross=ZERO, employer=ZERO, employee=ZERO, taxable=ZERO)


@dataclass(frozen=True, slots=True)
class _Month:
    """The law of a month's pay."""

    law: Law

    def rate(self, name: str) -> Decimal:
        return self.law.rate(f"salarie.{name}")

    @property
    def ceiling(self) -> Decimal:
        return self.law.rate("pass.mensuel")

    def bands(self, gross: Decimal) -> tuple[Decimal, Decimal]:
        """Return the parts of a gross pay under and above the ceiling."""
        low = min(gross, self.ceiling)
        return low, min(gross, self.ceiling * _TOP) - low

    def provident(self, gross: Decimal) -> Decimal:
        """Return the death insurance of managers, on the part under the ceiling."""
        return self.bands(gross)[0] * self.rate("prevoyance")

    def employer(self, gross: Decimal) -> Decimal:
        """Return what the company pays on a gross pay."""
        low, high = self.bands(gross)
        balance = self.rate("cet.employeur") * gross if gross > self.ceiling else _NONE
        return (
            gross * self.rate("employeur.total")
            + low * self.rate("employeur.plafonne")
            + high * self.rate("employeur.tranche2")
            + balance
            + self.provident(gross)
            + self.rate("sante")
        )

    def csg_base(self, gross: Decimal) -> Decimal:
        """Return what CSG and CRDS bear on: 98,25 % up to four ceilings."""
        low = min(gross, self.ceiling * 4)
        kept = low * self.rate("csg.part") + (gross - low)
        return kept + self.provident(gross) + self.rate("sante")

    def employee(self, gross: Decimal) -> Decimal:
        """Return what is taken from the pay."""
        low, high = self.bands(gross)
        balance = self.rate("cet.salarie") * gross if gross > self.ceiling else _NONE
        return (
            gross * self.rate("salarie.total")
            + low * self.rate("salarie.plafonne")
            + high * self.rate("salarie.tranche2")
            + balance
            + self.csg_base(gross) * (self.rate("csg.deductible") + self.rate("csg.autre"))
            + self.rate("sante")
        )

    def taxable(self, gross: Decimal) -> Decimal:
        """Return what income tax sees: net, CSG not deducted, CRDS, and the company's insurances.

        The Urssaf's model counts the death insurance too, which CGI 83, 1° quater may leave out.
        """
        net = gross - self.employee(gross)
        insurances = self.rate("sante") + self.provident(gross)
        return net + self.csg_base(gross) * self.rate("csg.autre") + insurances


def pay_of_cost(cost: Money, law: Law) -> Pay:
    """Return what a yearly cost pays; nothing when the insurance would take it all."""
    month = _Month(law)
    gross = _gross(cost.euros / MONTHS, month)
    if gross <= month.employee(max(gross, _NONE)):
        return NO_PAY
    return _pay(gross, month, cost)


def pay_of_net(net: Money, law: Law) -> Pay:
    """Return the pay whose yearly net before income tax is given."""
    month = _Month(law)
    wanted = net.euros / MONTHS
    gross = _solve(wanted, lambda value: value - month.employee(value), month)
    return NO_PAY if gross <= 0 else _pay(gross, month, None)


def _gross(cost: Decimal, month: _Month) -> Decimal:
    return _solve(cost, lambda value: value + month.employer(value), month)


def _solve(wanted: Decimal, amount: Callable[[Decimal], Decimal], month: _Month) -> Decimal:
    """Find the gross pay of an amount: a straight line in each band between ceilings."""
    ceiling = month.ceiling
    edges = (_NONE, ceiling, ceiling * 4, ceiling * _TOP)
    for start, end in itertools.pairwise(edges):
        # A hair above the edge: a balance is due on all of it as soon as it is passed.
        first = start if start == 0 else start + Decimal("0.000001")
        low, high = amount(first), amount(end)
        if wanted <= high:
            slope = (high - low) / (end - first)
            return max(first + (wanted - low) / slope, start)
    slope = amount(edges[-1] + _ONE) - amount(edges[-1])
    return edges[-1] + (wanted - amount(edges[-1])) / slope


def _pay(gross: Decimal, month: _Month, cost: Money | None) -> Pay:
    whole = cost or Money.of((gross + month.employer(gross)) * MONTHS)
    yearly_gross = Money.of(gross * MONTHS)
    return Pay(
        cost=whole,
        gross=yearly_gross,
        employer=whole - yearly_gross,
        employee=Money.of(month.employee(gross) * MONTHS),
        taxable=Money.of(month.taxable(gross) * MONTHS),
    )
