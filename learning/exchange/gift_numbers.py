"""The number of a numerical answer: « 5:0.1 », « 1..5 », and French « 1 234,56:0,01 ».

Moodle takes what it cannot read for « any answer is right »; here it is refused.
"""

import re
from decimal import Decimal

from learning.domain.numbers import Nothing, One, Two, normalise_unit, read_number
from learning.exchange.foreign import ForeignNumber, Unreadable

_PLAIN = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_COMMA = re.compile(r"[-+]?[0-9]*,[0-9]+")
_DOUBTFUL = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")
_TAIL = re.compile(r"[0-9][ \u00a0\u202f]*(?P<unit>(?:€|%|[^\W\d_])[^0-9]*)$")
_MINUS = str.maketrans({"−": "-", "–": "-"})
MOST_EXPONENT = 12


def read_numeric(text: str, line: int) -> ForeignNumber:
    """Read one numerical answer without its weight and feedback.

    Raises:
        Unreadable: it is no number, or reads two ways.

    """
    text = text.translate(_MINUS).strip()
    if text.find("..") > 0:
        low_text, _, high_text = text.partition("..")
        low, unit = read_number_of(low_text, line)
        high, other = read_number_of(high_text.lstrip("."), line)
        if low > high:
            low, high = high, low
        return ForeignNumber((low + high) / 2, (high - low) / 2, unit or other)
    value_text, colon, margin_text = text.partition(":")
    margin = (
        abs(read_number_of(margin_text, line)[0]) if colon and margin_text.strip() else Decimal(0)
    )
    # A margin below one says that a comma with three figures after it is a decimal comma.
    value, unit = read_number_of(value_text, line, decimals=0 < margin < 1)
    return ForeignNumber(value, margin, unit)


def read_number_of(text: str, line: int, *, decimals: bool = False) -> tuple[Decimal, str]:
    """Read one number and the unit after it; ``decimals`` says that its comma is a decimal one.

    Raises:
        Unreadable: it is no number, or reads two ways.

    """
    text = text.strip(" \t\n\u00a0\u202f")
    if _PLAIN.fullmatch(text):
        value = Decimal(text)
        if value.adjusted() > MOST_EXPONENT:
            raise _too_long(text, line)
        return value, ""
    if _DOUBTFUL.fullmatch(text) and not decimals:
        raise _two_ways(text, line)
    if _COMMA.fullmatch(text):
        return Decimal(text.replace(",", ".")), ""
    return _in_french(text, line)


def _in_french(text: str, line: int) -> tuple[Decimal, str]:
    """Read « 1 234,56 € », with the unit that stands there."""
    found = _TAIL.search(text)
    unit = found["unit"].strip(" \u00a0\u202f.") if found else ""
    reading = read_number(text, unit=normalise_unit(unit) or unit)
    match reading:
        case One(value=value):
            return value, normalise_unit(unit) or unit
        case Two():
            raise _two_ways(text, line)
        case Nothing():
            raise Unreadable(
                line,
                f"« {text[:40]} » ne se lit pas comme un nombre.",
                "Écrivez « {#1234.56:0.01} » ou « {#1234,56:0,01} ».",
            )


def _two_ways(text: str, line: int) -> Unreadable:
    whole = re.sub("[.,]", "", text)
    return Unreadable(
        line,
        f"« {text[:40]} » peut se lire de deux façons.",
        f"Écrivez « {whole} », ou « {text.replace(',', '.')}0 ».",
    )


def _too_long(text: str, line: int) -> Unreadable:
    return Unreadable(line, f"le nombre « {text[:40]} » est trop long.", "Changez d’unité.")
