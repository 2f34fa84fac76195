"""Contributions of a self-employed person outside micro: EI « au réel », gérant of an EURL.

Two bases. ``INCOME`` is the income left after contributions, the one of the Urssaf's own model
for 2026 (npm ``modele-social`` 11), with which figures agree within a euro. ``SINGLE`` is the
base of loi 2023-1250 art. 18 (CSS L131-6): income before contributions less 26 %.
Rates: CSS D613-1, D621-1 to D621-3, D633-2, D633-3, D635-7, L136-8; code du travail L6331-48.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from learning.domain.finance.money import ZERO, Money, round_euro
from learning.domain.finance.rates import Law

_TRIES = 60
_CLOSE = Decimal("0.005")
_STEP = Decimal("0.72")  # near one over one plus the slope: a few rounds suffice
_ENOUGH = Decimal(10_000)
_NONE = Decimal(0)
_TWO_DECIMALS = Decimal("0.0001")


class Base(StrEnum):
    """On what contributions bear; the value is the référentiel's word."""

    INCOME = "revenu"
    SINGLE = "unique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
    """A year's contributions, each in whole euros."""

    health: Money
    sick_pay: Money
    basic_pension: Money
    extra_pension: Money
    disability: Money
    family: Money
    csg_deductible: Money
    csg_other: Money
    training: Money

    @property
    def mandatory(self) -> Money:
        """All but CSG, CRDS and training."""
        return (
            self.health + self.sick_pay + self.basic_pension
            + self.extra_pension + self.disability + self.family
        )  # fmt: skip

    @property
    def due(self) -> Money:
        """Everything."""
        return self.mandatory + self.csg_deductible + self.csg_other + self.training


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfEmployedYear:
    """What a year leaves; ``taxable`` is what income tax sees before any deduction."""

    budget: Money
    contributions: Contributions

    @property
    def net(self) -> Money:
        """What is left before income tax; negative when the minimum is more than the budget."""
        return self.budget - self.contributions.due

    @property
    def taxable(self) -> Money:
        """Net, plus the CSG and CRDS that tax does not deduct."""
        return self.net + self.contributions.csg_other


@dataclass(frozen=True, slots=True)
class _Scales:
    """The figures of a year under one base."""

    law: Law
    base: Base
    craft: bool
    acre: bool

    def rate(self, name: str) -> Decimal:
        return self.law.rate(f"tns.{name}")

    def own(self, name: str) -> Decimal:
        return self.law.rate(f"tns.{self.base}.{name}")

    @property
    def ceiling(self) -> Decimal:
        return self.law.rate("pass.annuel")


def self_employed_year(
    budget: Money,
    law: Law,
    *,
    craft: bool = False,
    base: Base = Base.INCOME,
    acre: bool = False,
) -> SelfEmployedYear:
    """Work out a full year from what is left once expenses are paid.

    ``budget`` is turnover less expenses of an EI, or all that an EURL spends on its gérant.
    Acre is counted over the whole year.
    """
    scales = _Scales(law, base, craft, acre)
    if base is Base.SINGLE:
        income = _after_flat_deduction(budget.euros, scales)
        found = _contributions(income, income, scales)
    else:
        found = _solve(budget.euros, scales)
    return SelfEmployedYear(budget=budget, contributions=found)


def first_year(law: Law, *, craft: bool = False) -> Contributions:
    """Return provisional contributions of a first whole year, before any income is known.

    They bear on 19 % of the yearly ceiling (CSS D613-2; 9 131,40 € in 2026) and are settled
    once the income is declared.
    """
    scales = _Scales(law, Base.INCOME, craft, acre=False)
    income = round_euro(law.rate("tns.debut_base"))
    return _contributions(income, income, scales, known=False)


def _after_flat_deduction(income: Decimal, scales: _Scales) -> Decimal:
    least = scales.ceiling * scales.own("abattement.minimum")
    most = scales.ceiling * scales.own("abattement.maximum")
    deduction = min(max(income * scales.own("abattement"), least), most)
    return max(round_euro(income - round_euro(deduction)), _NONE)


def _solve(budget: Decimal, scales: _Scales) -> Contributions:
    """Find the income that its own contributions leave.

    A rate rounded to two decimals makes jumps: the answer is then the income just below one.
    """
    low, high = budget - abs(budget) - _ENOUGH, budget
    income = budget
    found = _contributions(max(income, _NONE), None, scales, before=income)
    for _ in range(_TRIES):
        gap = budget - found.due.euros + found.csg_other.euros - income
        if abs(gap) < _CLOSE or high - low < _CLOSE:
            break
        low, high = (income, high) if gap > 0 else (low, income)
        income = _inside(income + gap * _STEP, low, high)
        found = _contributions(max(income, _NONE), None, scales, before=income)
    return found


def _inside(guess: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return guess if low < guess < high else (low + high) / 2


def _contributions(
    income: Decimal,
    csg_base: Decimal | None,
    scales: _Scales,
    *,
    known: bool = True,
    before: Decimal | None = None,
) -> Contributions:
    """Work out each line on an income; CSG bears on it plus contributions, unless told."""
    sick_pay = _sick_pay(income, scales)
    health = _health(income, sick_pay, scales) if known else _NONE
    lines = [
        round_euro(health),
        sick_pay,
        _basic_pension(income, scales),
        round_euro(_extra_pension(income, scales)),
        _disability(income, scales),
        round_euro(income * _progressive(income, "famille", scales)),
    ]
    if scales.acre:
        lines = _with_acre(income, lines, scales)
    if csg_base is None:
        csg_base = max((income if before is None else before) + sum(lines), _NONE)
    amounts = [Money.of(line) for line in lines]
    return Contributions(
        health=amounts[0],
        sick_pay=amounts[1],
        basic_pension=amounts[2],
        extra_pension=amounts[3],
        disability=amounts[4],
        family=amounts[5],
        csg_deductible=Money.of(round_euro(csg_base * scales.rate("csg.deductible"))),
        csg_other=Money.of(round_euro(csg_base * scales.rate("csg.autre"))),
        training=_training(scales),
    )


def _training(scales: _Scales) -> Money:
    name = "artisan" if scales.craft else "commerce"
    return Money.of(round_euro(scales.ceiling * scales.rate(f"cfp.{name}")))


def _progressive(income: Decimal, name: str, scales: _Scales) -> Decimal:
    """Return a rate that climbs in straight lines between points of the yearly ceiling."""
    part = income / scales.ceiling
    before_at, before = _NONE, None
    for at, rate in _points(name, scales):
        if part <= at:
            if before is None:
                return rate
            return before + (rate - before) * (part - before_at) / (at - before_at)
        before_at, before = at, rate
    return before or _NONE


def _points(name: str, scales: _Scales) -> tuple[tuple[Decimal, Decimal], ...]:
    numbers = {
        "famille": ("1", "2"),
        "maladie": ("1", "2", "3")
        if scales.base is Base.INCOME
        else ("1", "2", "3", "4", "5", "6"),
    }[name]
    read = scales.rate if name == "famille" else scales.own
    return tuple(
        (read(f"{name}.point{number}"), read(f"{name}.taux{number}")) for number in numbers
    )


def _sick_pay(income: Decimal, scales: _Scales) -> Decimal:
    least = round_euro(scales.ceiling * scales.rate("ij.minimum"))
    most = scales.ceiling * 5
    return round_euro(min(max(income, least), most) * scales.rate("ij.taux"))


def _health(income: Decimal, sick_pay: Decimal, scales: _Scales) -> Decimal:
    single = scales.base is Base.SINGLE
    bearing = (
        income if single else max(income, round_euro(scales.ceiling * scales.rate("ij.minimum")))
    )
    rate = _progressive(income, "maladie", scales).quantize(_TWO_DECIMALS, rounding=ROUND_HALF_UP)
    top = scales.ceiling * scales.own("maladie.plafond")
    whole = min(bearing, top) * rate + max(bearing - top, _NONE) * scales.rate("maladie.au_dela")
    return whole if single else max(whole - sick_pay, _NONE)


def _basic_pension(income: Decimal, scales: _Scales) -> Decimal:
    least = round_euro(
        scales.law.rate("tns.retraite.heures")
        * scales.law.day(scales.law.on.replace(month=1, day=1)).rate("smic.horaire")
    )
    bearing = max(income, least)
    low = min(bearing, scales.ceiling) * scales.own("retraite.taux1")
    return round_euro(low + max(bearing - scales.ceiling, _NONE) * scales.own("retraite.taux2"))


def _extra_pension(income: Decimal, scales: _Scales) -> Decimal:
    limit = scales.own("complementaire.plafond")
    above = max(min(income, scales.ceiling * 4) - limit, _NONE)
    low = min(income, limit) * scales.own("complementaire.taux1")
    return low + above * scales.own("complementaire.taux2")


def _disability(income: Decimal, scales: _Scales) -> Decimal:
    least = round_euro(scales.ceiling * scales.rate("invalidite.minimum"))
    bearing = min(max(income, least), scales.ceiling)
    return round_euro(bearing * scales.rate("invalidite.taux"))


def _with_acre(income: Decimal, lines: list[Decimal], scales: _Scales) -> list[Decimal]:
    """Take Acre off every line but the extra pension (CSS L131-6-4, D131-6-1).

    The part exempted is whole up to 75 % of the ceiling, then falls to nothing at 100 %.
    """
    part = income / scales.ceiling
    whole = scales.law.rate("acre.exoneration_max")
    full, none = Decimal("0.75"), Decimal(1)
    fading = min(max((none - part) / (none - full), _NONE), Decimal(1))
    exempted = whole * fading
    extra_pension = 3
    return [
        line if place == extra_pension else round_euro(line * (1 - exempted))
        for place, line in enumerate(lines)
    ]


def nothing_due() -> Contributions:
    """Return the contributions of somebody who owes none."""
    return Contributions(
        health=ZERO, sick_pay=ZERO, basic_pension=ZERO, extra_pension=ZERO, disability=ZERO,
        family=ZERO, csg_deductible=ZERO, csg_other=ZERO, training=ZERO,
    )  # fmt: skip
