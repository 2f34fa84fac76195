"""Dividends of a company to the person who owns it: flat tax, and contributions of a gérant.

Flat tax: CGI 200 A and 235 ter; social levies: CSS L136-8. A majority gérant also pays
contributions on the part above 10 % of capital, premiums and account (CSS L131-6 III).
"""

from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import ZERO, Money, at_least_zero
from learning.domain.finance.rates import Law

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dividends:
    """What is distributed, what is taken, what is received."""

    gross: Money
    income_tax: Money
    social: Money

    @property
    def taken(self) -> Money:
        """Flat tax, both parts."""
        return self.income_tax + self.social

    @property
    def net(self) -> Money:
        """What is received."""
        return self.gross - self.taken


def dividends(gross: Money, law: Law) -> Dividends:
    """Take the flat tax off; the whole is rounded once, the income tax is its part."""
    taken = gross * law.rate("dividendes.pfu")
    income_tax = gross * (law.rate("dividendes.pfu") - social_rate(law))
    return Dividends(gross=gross, income_tax=income_tax, social=taken - income_tax)


def social_rate(law: Law) -> Decimal:
    """Return CSG, CRDS and the solidarity levy together."""
    return law.rate("dividendes.csg") + law.rate("dividendes.crds_solidarite")


def part_in_contributions(gross: Money, capital: Money, account: Money = ZERO) -> Money:
    """Return the dividends of a majority gérant on which contributions bear."""
    return at_least_zero(gross - (capital + account) * _TENTH)
