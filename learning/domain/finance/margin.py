"""Margins of trade: « taux de marque » is on the price, « taux de marge » on the cost."""

from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import Money, round_cent

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Margin:
    """What a sale leaves over what was bought; a rate is None over nothing."""

    price: Decimal
    cost: Decimal

    @property
    def amount(self) -> Decimal:
        """Price less cost, a unit."""
        return self.price - self.cost

    @property
    def on_price(self) -> Decimal | None:
        """« Taux de marque »."""
        return self.amount / self.price if self.price else None

    @property
    def on_cost(self) -> Decimal | None:
        """« Taux de marge »."""
        return self.amount / self.cost if self.cost else None

    @property
    def multiplier(self) -> Decimal | None:
        """By what the cost is multiplied."""
        return self.price / self.cost if self.cost else None


def price_from_margin_on_price(cost: Decimal, rate: Decimal) -> Decimal | None:
    """Return the price whose « taux de marque » is ``rate``; None from 100 % up."""
    return round_cent(cost / (_ONE - rate)) if rate < _ONE else None


def price_from_margin_on_cost(cost: Decimal, rate: Decimal) -> Decimal:
    """Return the price whose « taux de marge » is ``rate``."""
    return round_cent(cost * (_ONE + rate))


def cost_from_margin_on_cost(price: Decimal, rate: Decimal) -> Decimal | None:
    """Return the cost behind a price and its « taux de marge »."""
    return round_cent(price / (_ONE + rate)) if rate > -_ONE else None


def cost_from_margin_on_price(price: Decimal, rate: Decimal) -> Decimal:
    """Return the cost behind a price and its « taux de marque »."""
    return round_cent(price * (_ONE - rate))


def margin_rate(turnover: Money, variable_costs: Money) -> Decimal | None:
    """Return the part of sales left after variable costs; None without sales."""
    return (turnover - variable_costs).ratio(turnover) if turnover else None
