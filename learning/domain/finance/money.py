"""Euros as whole cents: sums are exact, and a product is rounded once, half away from zero.

Unit prices, rates and margins a unit are ``Decimal``; whatever is paid is ``Money``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal

CENTS_OF_A_EURO = 100
_CENT = Decimal("0.01")
_ONE = Decimal(1)
WIDE = Context(prec=60)

Amount = Decimal | int | str


def decimal(value: Amount) -> Decimal:
    """Return a number as Decimal; a float is refused, for it is already wrong.

    Raises:
        TypeError: it is a float, or no number.

    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise TypeError(value)
    return Decimal(value)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of euros; ``cents`` may be negative."""

    cents: int = 0

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError(self.cents)

    @classmethod
    def of(cls, euros: Amount) -> "Money":
        """Return that many euros, rounded to the cent."""
        scaled = WIDE.multiply(decimal(euros), Decimal(CENTS_OF_A_EURO))
        return cls(int(scaled.quantize(_ONE, rounding=ROUND_HALF_UP, context=WIDE)))

    @property
    def euros(self) -> Decimal:
        """The amount as a number of euros."""
        return Decimal(self.cents).scaleb(-2, context=WIDE)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents)

    def __neg__(self) -> "Money":
        return Money(-self.cents)

    def __abs__(self) -> "Money":
        return Money(abs(self.cents))

    def __bool__(self) -> bool:
        return self.cents != 0

    def __mul__(self, factor: Decimal | int) -> "Money":
        """Multiply and round to the cent."""
        return Money.of(WIDE.multiply(self.euros, decimal(factor)))

    __rmul__ = __mul__

    def over(self, divisor: Decimal | int) -> "Money":
        """Divide and round to the cent."""
        return Money.of(WIDE.divide(self.euros, decimal(divisor)))

    def ratio(self, whole: "Money") -> Decimal:
        """Return which part of ``whole`` this is."""
        return Decimal(self.cents) / Decimal(whole.cents)

    def whole(self) -> "Money":
        """Round to the whole euro, as returns are: 0,50 goes up (CGI 1657, CSS L133-10)."""
        return Money(int(round_euro(self.euros)) * CENTS_OF_A_EURO)

    def split(self, parts: int) -> tuple["Money", ...]:
        """Cut into parts equal to the cent, whose sum is exact: the first carry the odd cents."""
        return self.share([1] * parts)

    def share(self, weights: Sequence[Decimal | int]) -> tuple["Money", ...]:
        """Cut by weights; each part is what is due so far less what was given: exact."""
        whole = sum((decimal(weight) for weight in weights), Decimal(0))
        if not whole:
            return tuple(ZERO for _ in weights)
        parts, given, reached = [], ZERO, Decimal(0)
        for weight in weights:
            reached += decimal(weight)
            due = self if reached == whole else self * (reached / whole)
            parts.append(due - given)
            given = due
        return tuple(parts)


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """Return the exact sum."""
    return Money(sum(amount.cents for amount in amounts))


def at_least_zero(amount: Money) -> Money:
    """Return the amount, or nothing when it is negative."""
    return max(amount, ZERO)


def round_euro(euros: Decimal) -> Decimal:
    """Round to the whole euro, half away from zero."""
    return euros.quantize(_ONE, rounding=ROUND_HALF_UP, context=WIDE)


def round_cent(euros: Decimal) -> Decimal:
    """Round to the cent, half away from zero."""
    return euros.quantize(_CENT, rounding=ROUND_HALF_UP, context=WIDE)


def cent_above(euros: Decimal) -> Decimal:
    """Round to the cent above: what a floor needs."""
    return euros.quantize(_CENT, rounding=ROUND_CEILING, context=WIDE)


def whole_above(number: Decimal) -> int:
    """Round to the unit above: half a customer does not exist."""
    return int(number.quantize(_ONE, rounding=ROUND_CEILING, context=WIDE))
