"""Numbers spelled so that our own reader reads them one way: « 1 234,56 », « 1,2340 »."""

import re
from decimal import Decimal

from learning.domain.numbers import One, read_number

_GROUP = 3
_MOST_EXPONENT = 30


def written_number(value: Decimal, unit: str = "") -> str | None:
    """Write a number and its unit; None when our reader would not find that very number."""
    text = _spelled(value)
    if text is None:
        return None
    text = f"{text} {unit}".strip()
    return text if read_number(text, unit=unit) == One(value) else None


def written_margin(margin: Decimal) -> str | None:
    """Write what follows « ± »."""
    return written_number(margin)


def _spelled(value: Decimal) -> str | None:
    if not value.is_finite() or abs(value.adjusted()) > _MOST_EXPONENT:
        return None
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, _, rest = digits.partition(".")
    grouped = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", " ", whole or "0")
    if rest and len(rest) == _GROUP and " " not in grouped and grouped != "0":
        rest += "0"
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"
