"""Corporate tax (« IS »): reduced rate, pro rata of the period, social contribution, instalments.

CGI 219 I b (reduced rate: turnover within ten millions, capital paid up and held at 75 % by
people), 235 ter ZC (social contribution), 1668 (instalments), 1657 (whole euros).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from learning.domain.finance.money import ZERO, Money, at_least_zero
from learning.domain.finance.proration import years_of
from learning.domain.finance.rates import Law

_QUARTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The rates of a period; ``limit`` is what a whole year sees taxed at the reduced rate."""

    reduced: Decimal
    normal: Decimal
    limit: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What decides on the reduced rate and on the social contribution."""

    turnover: Money | None = None  # None: small
    held_by_people: bool = True
    paid_up: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CorporateTax:
    """``loss`` is what may be carried forward (CGI 209 I)."""

    profit: Money
    at_reduced: Money
    at_normal: Money
    social: Money
    loss: Money

    @property
    def tax(self) -> Money:
        """The tax itself, in whole euros."""
        return (self.at_reduced + self.at_normal).whole()

    @property
    def due(self) -> Money:
        """Tax and social contribution."""
        return self.tax + self.social

    @property
    def left(self) -> Money:
        """What is left to keep or to distribute."""
        return self.profit - self.due


SMALL = Company()


def scale_of(law: Law, opened: date | None = None) -> Scale:
    """Return the scale of a period closed on ``law.on``; the normal rate is its opening's."""
    return Scale(
        reduced=law.rate("is.reduit"),
        normal=law.day(opened or law.on).rate("is.normal"),
        limit=law.euros("is.reduit.plafond"),
    )


def corporate_tax(
    profit: Money,
    law: Law,
    *,
    opened: date | None = None,
    closed: date | None = None,
    company: Company = SMALL,
) -> CorporateTax:
    """Work out the tax of a period, a whole year unless its first and last days are given."""
    closing = law.day(closed) if closed else law
    years = years_of(opened, closed) if opened and closed else Decimal(1)
    turnover = company.turnover or ZERO
    eligible = (
        company.held_by_people
        and company.paid_up
        and turnover <= closing.euros("is.reduit.chiffre_affaires") * years
    )
    worked = tax_on(profit, scale_of(closing, opened), years=years, reduced=eligible)
    small = company.held_by_people and turnover <= (
        closing.euros("is.sociale.chiffre_affaires") * years
    )
    if small:
        return worked
    above = at_least_zero(worked.tax - closing.euros("is.sociale.abattement") * years)
    return CorporateTax(
        profit=worked.profit,
        at_reduced=worked.at_reduced,
        at_normal=worked.at_normal,
        social=(above * closing.rate("is.sociale.taux")).whole(),
        loss=worked.loss,
    )


def tax_on(
    profit: Money, scale: Scale, *, years: Decimal = Decimal(1), reduced: bool = True
) -> CorporateTax:
    """Apply a scale, whatever its date; the limit follows the length of the period."""
    taxable = at_least_zero(profit)
    low = min(taxable, scale.limit * years) if reduced else ZERO
    return CorporateTax(
        profit=profit,
        at_reduced=low * scale.reduced,
        at_normal=(taxable - low) * scale.normal,
        social=ZERO,
        loss=at_least_zero(-profit),
    )


def instalments(reference_tax: Money, law: Law) -> tuple[Money, ...]:
    """Return the four instalments, each a quarter of last year's tax in whole euros.

    None are due when that tax is within 3 000 € (CGI 1668, 1), nor in a first year.
    """
    if reference_tax <= law.euros("is.acompte.dispense"):
        return ()
    return (reference_tax.over(_QUARTERS).whole(),) * _QUARTERS
