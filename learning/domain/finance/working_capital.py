"""Working capital need (« BFR »): what must be advanced while waiting to be paid."""

from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import ZERO, Money

DAYS_OF_A_YEAR = 360  # the bankers' year of French ratios


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCapital:
    """Stock and what customers owe, less what is owed to suppliers."""

    stock: Money = ZERO
    customers: Money = ZERO
    suppliers: Money = ZERO

    @property
    def need(self) -> Money:
        """What must be advanced; negative when suppliers wait longer than customers."""
        return self.stock + self.customers - self.suppliers

    def days_of_sales(self, yearly_sales: Money) -> Decimal | None:
        """Return the need in days of sales."""
        return self.need.ratio(yearly_sales) * DAYS_OF_A_YEAR if yearly_sales else None


def from_days(
    *,
    yearly_sales: Money,
    yearly_purchases: Money,
    stock_days: Decimal = Decimal(0),
    customer_days: Decimal = Decimal(0),
    supplier_days: Decimal = Decimal(0),
) -> WorkingCapital:
    """Work it out from delays in days; stock and suppliers follow purchases."""
    return WorkingCapital(
        stock=_of(yearly_purchases, stock_days),
        customers=_of(yearly_sales, customer_days),
        suppliers=_of(yearly_purchases, supplier_days),
    )


def _of(yearly: Money, days: Decimal) -> Money:
    return (yearly * days).over(DAYS_OF_A_YEAR)
