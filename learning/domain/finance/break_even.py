"""Break-even (« seuil de rentabilité »): from how many sales on nothing is lost any more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from learning.domain.finance.money import Money, whole_above
from learning.domain.finance.proration import DAYS_OF_A_YEAR

_ONE = Decimal(1)
DAYS_OF_A_MONTH = 30
ALL_MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """``threshold`` is None when the margin never pays the fixed costs.

    ``index`` is the safety index: which part of sales may be lost before losing money.
    """

    turnover: Money
    variable_costs: Money
    fixed_costs: Money
    margin: Money
    margin_rate: Decimal | None
    result: Money
    threshold: Money | None

    @property
    def reached(self) -> bool:
        """Whether these sales pay every cost."""
        return self.threshold is not None and self.turnover >= self.threshold

    @property
    def safety(self) -> Money | None:
        """Sales above the threshold, negative below it."""
        return None if self.threshold is None else self.turnover - self.threshold

    @property
    def index(self) -> Decimal | None:
        """Safety over sales."""
        return (
            None if self.safety is None or not self.turnover else self.safety.ratio(self.turnover)
        )

    @property
    def part(self) -> Decimal | None:
        """Which part of the year's sales reaches the threshold."""
        if self.threshold is None or not self.turnover:
            return None
        return self.threshold.ratio(self.turnover)

    def months(self, open_months: int = 12) -> Decimal | None:
        """Return after how many months of activity the threshold is reached, sales being even."""
        return None if self.part is None else self.part * open_months

    @property
    def day(self) -> int | None:
        """The day of the year, from 1; None when the year does not suffice."""
        if self.part is None or self.part > _ONE:
            return None
        reached = (self.part * DAYS_OF_A_YEAR).quantize(_ONE, rounding=ROUND_CEILING)
        return max(int(reached), 1)

    def units(self, price: Decimal) -> int | None:
        """Return how many units of that price make the threshold, rounded above."""
        if self.threshold is None or price <= 0:
            return None
        return whole_above(self.threshold.euros / price)


def break_even(*, turnover: Money, variable_costs: Money, fixed_costs: Money) -> BreakEven:
    """Work out a period from its sales and costs."""
    margin = turnover - variable_costs
    rate = margin.ratio(turnover) if turnover else None
    return BreakEven(
        turnover=turnover,
        variable_costs=variable_costs,
        fixed_costs=fixed_costs,
        margin=margin,
        margin_rate=rate,
        result=margin - fixed_costs,
        threshold=None if rate is None else threshold_of(fixed_costs, rate),
    )


def threshold_of(fixed_costs: Money, margin_rate: Decimal) -> Money | None:
    """Return fixed costs over the rate of margin; None when there is no margin."""
    return Money.of(fixed_costs.euros / margin_rate) if margin_rate > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitBreakEven:
    """The same by units; ``units`` and what they sell for are None without a margin."""

    price: Decimal
    margin: Decimal
    fixed_costs: Money
    exact: Decimal | None
    units: int | None

    @property
    def sales(self) -> Money | None:
        """What these whole units sell for."""
        return None if self.units is None else Money.of(self.price * self.units)

    @property
    def margin_rate(self) -> Decimal | None:
        """Margin over price."""
        return self.margin / self.price if self.price else None

    @property
    def threshold(self) -> Money | None:
        """Sales at the exact threshold, part of a unit included."""
        return None if self.exact is None else Money.of(self.price * self.exact)


def unit_break_even(
    *,
    price: Decimal,
    variable_cost: Decimal,
    fixed_costs: Money,
    rate: Decimal = Decimal(0),
) -> UnitBreakEven:
    """Work out units from a price, its costs and what is taken on each euro sold."""
    return margin_break_even(
        price=price, margin=price - variable_cost - price * rate, fixed_costs=fixed_costs
    )


def margin_break_even(*, price: Decimal, margin: Decimal, fixed_costs: Money) -> UnitBreakEven:
    """Work out units from a margin a unit."""
    exact = fixed_costs.euros / margin if margin > 0 else None
    return UnitBreakEven(
        price=price,
        margin=margin,
        fixed_costs=fixed_costs,
        exact=exact,
        units=None if exact is None else whole_above(exact),
    )


def date_reached(
    months: Decimal, year: int, open_months: Sequence[int] = ALL_MONTHS
) -> date | None:
    """Return the day on which the threshold falls, closed months left out.

    Months count thirty days, as the method of courses has it: 8,8 months with August closed
    is 24 October. None when the open months do not suffice.
    """
    whole = int(months)
    days = int(((months - whole) * DAYS_OF_A_MONTH).quantize(_ONE, rounding=ROUND_CEILING))
    if days == 0:
        whole, days = whole - 1, DAYS_OF_A_MONTH
    if whole < 0:
        return date(year, open_months[0], 1)
    if whole >= len(open_months):
        return None
    month = open_months[whole]
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(days, last))
