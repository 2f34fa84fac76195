"""The words of published examples: how a printed figure is read."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from learning.domain.finance.money import Money
from learning.domain.finance.rates import Law

Inputs = Mapping[str, Any]
Outputs = dict[str, Any]
Answer = Callable[[Inputs, Law], Outputs]


def euros(value: object) -> Money:
    """A published amount."""
    return Money.of(number(value))


def number(value: object) -> Decimal:
    """A published number, as it is written."""
    return Decimal(str(value))
