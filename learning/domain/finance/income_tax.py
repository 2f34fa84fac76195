"""Income tax of a household: scale by part, cap on half parts, « décote » (CGI 193 to 197)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import Money, at_least_zero
from learning.domain.finance.rates import Law

_HALVES = 2
_COUPLE = 2
_RATES = ("0", "0.11", "0.30", "0.41", "0.45")


@dataclass(frozen=True, slots=True)
class Bracket:
    """Income from the former bracket's end to ``until`` (None: no end) at ``rate``."""

    until: Money | None
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """``principal`` is one person, or two taxed together; ``parts`` holds children too."""

    principal: int = 1
    parts: Decimal = Decimal(1)


ALONE = Household()


def brackets_of(law: Law) -> tuple[Bracket, ...]:
    """Return the scale (CGI 197 I 1)."""
    limits = [law.euros(f"ir.tranche{number}") for number in range(1, len(_RATES))]
    return tuple(
        Bracket(until, Decimal(rate)) for until, rate in zip([*limits, None], _RATES, strict=True)
    )


def gross_tax(taxable: Money, parts: Decimal, brackets: Sequence[Bracket]) -> Money:
    """Apply the scale to a part of the income, times the number of parts."""
    share = taxable.euros / parts
    below, tax = Decimal(0), Decimal(0)
    for bracket in brackets:
        above = share if bracket.until is None else min(share, bracket.until.euros)
        tax += max(above - below, Decimal(0)) * bracket.rate
        below = max(below, above)
    return Money.of(tax * parts)


def income_tax(taxable: Money, law: Law, household: Household = ALONE) -> Money:
    """Return the tax of a year's income, before any credit.

    What half parts save is capped (CGI 197 I 2), and a low tax is lowered (CGI 197 I 4).
    """
    brackets = brackets_of(law)
    tax = gross_tax(taxable, household.parts, brackets)
    principal = Decimal(household.principal)
    halves = (household.parts - principal) * _HALVES
    if halves > 0:
        alone = gross_tax(taxable, principal, brackets)
        tax = max(tax, alone - law.euros("ir.demi_part") * halves)
    return at_least_zero(tax - relief(tax, law, couple=household.principal >= _COUPLE))


def relief(tax: Money, law: Law, *, couple: bool) -> Money:
    """Return the « décote » of a low tax."""
    flat = law.euros("ir.decote.couple" if couple else "ir.decote.seul")
    return at_least_zero(flat - tax * law.rate("ir.decote.taux"))


def after_expenses(salary: Money, law: Law) -> Money:
    """Take the 10 % deduction off a salary or a gérant's pay (CGI 83, 3°; 62)."""
    deduction = salary * law.rate("ir.frais.taux")
    lowest, highest = law.euros("ir.frais.minimum"), law.euros("ir.frais.maximum")
    return at_least_zero(salary - min(max(deduction, lowest), highest))
