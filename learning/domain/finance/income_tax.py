"""Income tax of a household: scale by part, cap on half parts, « décote » (CGI 193 to 197)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import Money, at_least_zero
from learning.domain.finance.rates import Law

_HALVES = 2
_COUPLE = 2
_HALF = Decimal("0.5")
_RATES = ("0", "0.11", "0.30", "0.41", "0.45")


@dataclass(frozen=True, slots=True)
class Bracket:
    """Income from the former bracket's end to ``until`` (None: no end) at ``rate``."""

    until: Money | None
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """``principal`` is one person, or two taxed together; ``parts`` holds children too.

    ``lone_parent``: lives alone with a child, whose first one counts for a whole part.
    """

    principal: int = 1
    parts: Decimal = Decimal(1)
    lone_parent: bool = False

    @classmethod
    def of(cls, *, couple: bool, children: int, lone_parent: bool = False) -> "Household":
        """Count the parts (CGI 194): half a part for each of two children, then one each."""
        principal = 2 if couple else 1
        own = Decimal(children) / 2 if children <= _HALVES else Decimal(children - 1)
        alone = lone_parent and not couple and children > 0
        parts = principal + own + (_HALF if alone else 0)
        return cls(principal=principal, parts=parts, lone_parent=alone)


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
    if household.parts > principal:
        alone = gross_tax(taxable, principal, brackets)
        tax = max(tax, alone - _cap(household, law))
    return at_least_zero(tax - relief(tax, law, couple=household.principal >= _COUPLE))


def _cap(household: Household, law: Law) -> Money:
    """Return the most that half parts may save; a lone parent's first child has its own."""
    halves = (household.parts - household.principal) * _HALVES
    if not household.lone_parent:
        return law.euros("ir.demi_part") * halves
    return law.euros("ir.demi_part.isole") + law.euros("ir.demi_part") * (halves - _HALVES)


def relief(tax: Money, law: Law, *, couple: bool) -> Money:
    """Return the « décote » of a low tax."""
    flat = law.euros("ir.decote.couple" if couple else "ir.decote.seul")
    return at_least_zero(flat - tax * law.rate("ir.decote.taux"))


def after_expenses(salary: Money, law: Law) -> Money:
    """Take the 10 % deduction off a salary or a gérant's pay (CGI 83, 3°; 62)."""
    deduction = salary * law.rate("ir.frais.taux")
    lowest, highest = law.euros("ir.frais.minimum"), law.euros("ir.frais.maximum")
    return at_least_zero(salary - min(max(deduction, lowest), highest))
