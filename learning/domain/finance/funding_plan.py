"""The opening funding plan: what is needed to start, and where the money comes from."""

from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import Money, total

Line = tuple[str, Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingPlan:
    """Both totals must be equal; ``gap`` is negative when money is missing."""

    needs: tuple[Line, ...]
    resources: tuple[Line, ...]

    @property
    def total_needs(self) -> Money:
        """All that is needed."""
        return total(amount for _, amount in self.needs)

    @property
    def total_resources(self) -> Money:
        """All that is found."""
        return total(amount for _, amount in self.resources)

    @property
    def gap(self) -> Money:
        """Resources less needs."""
        return self.total_resources - self.total_needs

    @property
    def balanced(self) -> bool:
        """Whether every need is paid."""
        return self.total_resources >= self.total_needs

    def part(self, amount: Money) -> Decimal | None:
        """Return which part of the needs an amount pays; lenders look at one's own money."""
        return amount.ratio(self.total_needs) if self.total_needs else None
