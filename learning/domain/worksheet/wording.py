"""Figures as the sentences of the sheets say them."""

from decimal import Decimal

from learning.domain.finance.money import Money
from learning.domain.numbers import NBSP, round_to, show_number

_PLURAL = 2  # French plurals begin at two


def euros(amount: Money | Decimal) -> str:
    """« 1 234,56 € »: cents only where there are some."""
    value = amount.euros if isinstance(amount, Money) else amount
    return show_number(value, "€", None if value == value.to_integral_value() else 2)


def euros_about(value: float) -> str:
    """An amount beside an axis, to the euro."""
    return show_number(round_to(Decimal(value), 0), "€")


def percent(part: Decimal) -> str:
    """A fraction as « 21,98 % » or « 5,5 % »."""
    return show_number(round_to(part * 100, 2), "%")


def number(value: Decimal | int) -> str:
    """A plain number, two decimals at most."""
    return show_number(round_to(Decimal(value), 2))


def count(amount: Decimal | int, unit: str, otherwise: str = "vente") -> str:
    """« 24 coupes », « 1 heure »: the plural of the person's own word, as far as it is regular."""
    word = unit or otherwise
    if abs(Decimal(amount)) >= _PLURAL:
        word = plural(word)
    return f"{number(amount)}{NBSP}{word}"


def plural(word: str) -> str:
    """« coupes », « travaux », « repas »: the regular plurals."""
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith(("eau", "eu")):
        return f"{word}x"
    if word.endswith("al"):
        return f"{word[:-2]}aux"
    head, space, rest = word.partition(" ")
    return f"{plural(head)} {rest}" if space else f"{word}s"


def of_each(unit: str) -> str:
    """« par coupe », « par vente »."""
    return f"par {unit or 'vente'}"
