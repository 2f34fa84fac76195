"""The floor price: what a unit must be sold to pay costs, contributions and the person.

In micro-entreprise contributions bear on the price, not on the gain (CSS L613-7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import ZERO, Money, cent_above, round_cent

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceCosts:
    """What a price must pay; months and units are of the same period, a month.

    ``units`` are sold units (or invoiced hours); ``hours`` is all the time spent, travel and
    paper included; ``rate`` what is taken on each euro sold.
    """

    units: Decimal
    variable_cost: Decimal = Decimal(0)
    fixed_costs: Money = ZERO
    wanted_income: Money = ZERO
    rate: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorPrice:
    """``price`` pays everything; ``without_pay`` pays the costs and nobody."""

    price: Decimal
    without_pay: Decimal
    exact: Decimal


def floor_price(costs: PriceCosts) -> FloorPrice | None:
    """Return the lowest price: (variable + fixed and income a unit) / (1 - rate).

    None when nothing is sold, or when contributions take everything.
    """
    if costs.units <= 0 or costs.rate >= _ONE:
        return None
    kept = _ONE - costs.rate
    fixed = costs.fixed_costs.euros / costs.units
    income = costs.wanted_income.euros / costs.units
    exact = (costs.variable_cost + fixed + income) / kept
    return FloorPrice(
        price=cent_above(exact),
        without_pay=cent_above((costs.variable_cost + fixed) / kept),
        exact=exact,
    )


def unit_margin(price: Decimal, variable_cost: Decimal, rate: Decimal = Decimal(0)) -> Decimal:
    """Return what one unit leaves once its costs and its contributions are paid, unrounded."""
    return price - variable_cost - price * rate


def monthly_result(margin: Decimal, units: Decimal, fixed_costs: Money) -> Money:
    """Return what a month leaves the person, before income tax."""
    return Money.of(margin * units) - fixed_costs


def hourly_pay(result: Money, hours: Decimal) -> Decimal | None:
    """Return what an hour of work really pays, to the cent; None without hours."""
    return round_cent(result.euros / hours) if hours > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPrices:
    """Prices seen elsewhere, sorted."""

    lowest: Decimal
    middle: Decimal
    highest: Decimal
    count: int


def market_prices(seen: Sequence[Decimal]) -> MarketPrices | None:
    """Sum up prices seen elsewhere; None without any."""
    ordered = sorted(seen)
    if not ordered:
        return None
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return MarketPrices(
        lowest=ordered[0], middle=round_cent(middle), highest=ordered[-1], count=len(ordered)
    )
