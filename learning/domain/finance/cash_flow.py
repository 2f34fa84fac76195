"""Cash month by month: money is counted the day it moves, not the day it is earned.

Sales are spread by season and paid after a delay; VAT and contributions leave when returned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import ZERO, Money, total

MONTHS = 12


@dataclass(frozen=True, slots=True)
class CashLine:
    """One row: what moves each month, positive in both lists."""

    label: str
    amounts: tuple[Money, ...]

    @property
    def total(self) -> Money:
        """The sum of the months."""
        return total(self.amounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class CashFlow:
    """A plan: what comes in, what goes out, and what is in the till at each month's end."""

    opening: Money
    receipts: tuple[CashLine, ...]
    payments: tuple[CashLine, ...]

    @property
    def months(self) -> int:
        """How many months the plan holds."""
        return max((len(line.amounts) for line in (*self.receipts, *self.payments)), default=0)

    @property
    def received(self) -> tuple[Money, ...]:
        """What comes in each month."""
        return _sums(self.receipts, self.months)

    @property
    def paid(self) -> tuple[Money, ...]:
        """What goes out each month."""
        return _sums(self.payments, self.months)

    @property
    def flows(self) -> tuple[Money, ...]:
        """In less out, each month."""
        return tuple(came - went for came, went in zip(self.received, self.paid, strict=True))

    @property
    def balances(self) -> tuple[Money, ...]:
        """What is left at the end of each month."""
        found, balance = [], self.opening
        for flow in self.flows:
            balance += flow
            found.append(balance)
        return tuple(found)

    @property
    def closing(self) -> Money:
        """What is left at the end."""
        return self.balances[-1] if self.months else self.opening

    @property
    def lowest(self) -> tuple[int, Money] | None:
        """The month (from 0) whose end is lowest, and its balance."""
        balances = self.balances
        if not balances:
            return None
        month = min(range(len(balances)), key=lambda place: balances[place])
        return month, balances[month]

    @property
    def first_below_zero(self) -> int | None:
        """The first month (from 0) that ends below nothing."""
        return next((place for place, one in enumerate(self.balances) if one < ZERO), None)

    @property
    def missing(self) -> Money:
        """What must be added at the start for no month to end below nothing."""
        low = self.lowest
        return max(-low[1], ZERO) if low else ZERO


def _sums(lines: Iterable[CashLine], months: int) -> tuple[Money, ...]:
    kept = tuple(lines)
    return tuple(
        total(line.amounts[month] for line in kept if month < len(line.amounts))
        for month in range(months)
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """How a sale or a purchase is paid: part after 0, 1, 2… months; parts sum up to one."""

    parts: tuple[Decimal, ...] = (Decimal(1),)

    @classmethod
    def after_days(cls, days: int, *, at_once: Decimal = Decimal(0)) -> "Terms":
        """Return terms where ``at_once`` is paid that month and the rest after so many days."""
        months = -(-days // 30)
        if months == 0 or at_once == 1:
            return cls()
        return cls((at_once, *[Decimal(0)] * (months - 1), Decimal(1) - at_once))


AT_ONCE = Terms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What is paid within the plan, and what is still owed after it."""

    amounts: tuple[Money, ...]
    after: Money


def spread(amounts: Sequence[Money], terms: Terms = AT_ONCE) -> Spread:
    """Move amounts to the months in which they are paid; nothing is lost."""
    months = len(amounts)
    found = [ZERO] * (months + len(terms.parts))
    for month, amount in enumerate(amounts):
        for later, part in enumerate(amount.share(terms.parts)):
            found[month + later] += part
    return Spread(amounts=tuple(found[:months]), after=total(found[months:]))


def seasonal(yearly: Money, weights: Sequence[Decimal | int] = (1,) * MONTHS) -> tuple[Money, ...]:
    """Share a year's sales among months by weights: the sum is exact."""
    return yearly.share(weights)


def each_month(amount: Money, months: int = MONTHS, *, first: int = 0) -> tuple[Money, ...]:
    """Return the same amount each month from ``first`` on (from 0)."""
    return tuple(amount if month >= first else ZERO for month in range(months))


def once(amount: Money, month: int, months: int = MONTHS) -> tuple[Money, ...]:
    """Return an amount in one month (from 0)."""
    return tuple(amount if place == month else ZERO for place in range(months))


def returned(amounts: Sequence[Money], *, every: int = 1, months: int = MONTHS) -> Spread:
    """Move what is due on a return to the month after the period ends.

    Micro-entreprise: monthly returns are paid a month later, quarterly ones the month after the
    quarter (CSS L613-7, R613-6). Periods are counted from the first month of the plan.
    """
    found = [ZERO] * (months + every + 1)
    for month, amount in enumerate(amounts):
        found[(month // every + 1) * every] += amount
    return Spread(amounts=tuple(found[:months]), after=total(found[months:]))
