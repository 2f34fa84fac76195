"""Numbers as French people write them, read and shown; units too.

A text has one reading, two (``1.234``) or none: what cannot be read is never a wrong answer.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

NBSP = "\u00a0"
MAX_LENGTH = 40
MAX_DIGITS = 15
MAX_DECIMALS = 6
_WIDE = Context(prec=100)
_PLURAL = 2  # French plurals begin at two
_GROUP = 3  # figures between thousands marks

UNITS = (
    "€", "€/h", "€/mois", "€/an", "%", "mois", "jours", "ans",
    "fraction", "nombre", "date", "texte",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class One:
    """The text reads one way."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Two:
    """The text reads two ways: ``thousands`` (1 234) or ``decimal`` (1,234)."""

    thousands: Decimal
    decimal: Decimal

    @property
    def values(self) -> tuple[Decimal, Decimal]:
        """Both readings, the one with thousands first."""
        return (self.thousands, self.decimal)


@dataclass(frozen=True, slots=True)
class Nothing:
    """The text cannot be read as a number."""


Reading = One | Two | Nothing

_SPACE = re.compile("[ \t\u00a0\u2007\u2009\u202f]+")
_PLAIN = str.maketrans(
    {"−": "-", "–": "-", "’": "'", "ʼ": "'", "‘": "'", "．": ".", "，": ",", "％": "%"}
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
)
_SHAPE = re.compile(
    r"(?P<front>€)? ?(?P<sign>[-+])? ?(?P<body>[0-9.,][0-9., ']*?) ?(?P<tail>[^0-9]*)"
)
_SPACED = re.compile(r"(?P<whole>[0-9]{1,3}(?:[ '][0-9]{3})+)(?:[.,](?P<rest>[0-9]+))?")
_MARKED = re.compile(
    r"(?P<dots>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<after_dots>[0-9]+)"
    r"|(?P<commas>[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<after_commas>[0-9]+)"
    r"|(?P<groups>[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,3}(?:,[0-9]{3}){2,})"
)
_ONCE = re.compile(r"(?P<whole>[0-9]*)(?:[.,](?P<rest>[0-9]*))?")
_TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")

# What may follow a number, and the unit it says. « k€ » multiplies by a thousand.
_SUFFIXES = {
    "": "",
    "€": "€", "euro": "€", "euros": "€", "eur": "€", "e": "€",
    "€ ht": "€", "€ ttc": "€", "euros ht": "€", "euros ttc": "€",
    "€/h": "€/h", "€ par heure": "€/h", "€ de l'heure": "€/h", "€ l'heure": "€/h",
    "€/heure": "€/h", "euros par heure": "€/h", "euros de l'heure": "€/h",
    "€/mois": "€/mois", "€ par mois": "€/mois", "euros par mois": "€/mois",
    "euros/mois": "€/mois",
    "€/an": "€/an", "€ par an": "€/an", "euros par an": "€/an", "euros/an": "€/an",
    "%": "%", "pourcent": "%", "pour cent": "%", "pourcents": "%",
    "mois": "mois", "jour": "jours", "jours": "jours", "j": "jours",
    "an": "ans", "ans": "ans", "année": "ans", "années": "ans",
    "k€": "k€", "k euros": "k€", "keuros": "k€", "ke": "k€",
}  # fmt: skip
_MONEY = frozenset({"€", "€/h", "€/mois", "€/an"})


def read_number(text: str, *, unit: str = "") -> Reading:
    """Read what was typed as a number of ``unit`` (one of ``UNITS``, a plain word, or none)."""
    if len(text) > MAX_LENGTH:
        return Nothing()
    if len(text) <= MAX_DIGITS and text.isascii() and text.isdigit():
        return One(Decimal(text))  # as most are typed
    plain = _SPACE.sub(" ", text.translate(_PLAIN)).strip().rstrip(".").rstrip()
    shape = _SHAPE.fullmatch(plain)
    if shape is None:
        return Nothing()
    tail = ("€" if shape["front"] else "") + shape["tail"].strip()
    factor = _factor(tail, unit)
    reading = _read_body(shape["body"].strip())
    if factor is None or isinstance(reading, Nothing):
        return Nothing()
    if shape["sign"] == "-":
        factor = -factor
    if isinstance(reading, Two):
        return Two(reading.thousands * factor, reading.decimal * factor)
    return One(reading.value * factor + 0)


def _factor(tail: str, unit: str) -> Decimal | None:
    """By what to multiply for what follows the number; None when it says another unit."""
    words = tail.casefold()
    if unit and unit not in UNITS and _same_word(words, unit.casefold()):
        return Decimal(1)
    said = _SUFFIXES.get(words)
    if said is None:
        said = _SUFFIXES.get(words.replace(" ", ""))
    if said is None:
        return None
    if said == "k€":
        return Decimal(1000) if unit in ("", "nombre") or unit in _MONEY else None
    if said in ("", unit) or unit in ("", "nombre", "fraction"):
        return Decimal(1)
    # « 12 € » is enough where « € par mois » is expected, and the other way round.
    return Decimal(1) if {said, unit} <= _MONEY and "€" in (said, unit) else None


def _same_word(typed: str, unit: str) -> bool:
    return typed.removesuffix("s") == unit.removesuffix("s")


def _read_body(body: str) -> Reading:
    if sum(sign.isdigit() for sign in body) > MAX_DIGITS:
        return Nothing()
    if _TWO_WAYS.fullmatch(body):
        digits = body.replace(",", ".")
        return Two(Decimal(digits.replace(".", "")), Decimal(digits))
    if found := _SPACED.fullmatch(body):
        return One(_join(re.sub("[ ']", "", found["whole"]), found["rest"]))
    if found := _MARKED.fullmatch(body):
        whole = found["dots"] or found["commas"] or found["groups"]
        return One(_join(re.sub("[.,]", "", whole), found["after_dots"] or found["after_commas"]))
    found = _ONCE.fullmatch(body)
    if found is None or not (found["whole"] or found["rest"]):
        return Nothing()
    return One(_join(found["whole"], found["rest"]))


def _join(whole: str, rest: str | None) -> Decimal:
    return Decimal(f"{whole or '0'}.{rest or '0'}").normalize() + 0


def show_number(value: Decimal, unit: str = "", decimals: int | None = None) -> str:
    """Write a number and its unit in French, with no-break spaces: « 1 234,56 € ».

    ``decimals`` fixes how many are shown; otherwise what is needed is, and euros that are
    not whole show two.
    """
    number = _digits(value, unit, decimals)
    one = abs(value) < _PLURAL
    match unit:
        case "" | "nombre" | "fraction" | "texte" | "date":
            return number
        case "€/an":
            return f"{number}{NBSP}€ par an"
        case "€/mois":
            return f"{number}{NBSP}€ par mois"
        case "€/h":
            return f"{number}{NBSP}€ de l’heure"
        case "ans" | "jours":
            return f"{number}{NBSP}{unit.removesuffix('s') if one else unit}"
        case _:
            return f"{number}{NBSP}{unit}"


def _digits(value: Decimal, unit: str, decimals: int | None) -> str:
    exponent = MAX_DECIMALS if decimals is None else decimals
    rounded = round_to(value, exponent)
    text = f"{rounded.copy_abs():f}"
    whole, _, rest = text.partition(".")
    if decimals is None:
        rest = rest.rstrip("0")
        if rest and unit.startswith("€"):
            rest = rest.ljust(2, "0")
    head = len(whole) % 3
    groups = ([whole[:head]] if head else []) + [
        whole[place : place + 3] for place in range(head, len(whole), 3)
    ]
    sign = "−" if rounded < 0 else ""
    return sign + NBSP.join(groups) + (f",{rest}" if rest else "")


def round_to(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, as shopkeepers do."""
    exponent = Decimal(1).scaleb(-decimals)
    return value.quantize(exponent, rounding=ROUND_HALF_UP, context=_WIDE)


def show_typed(value: Decimal) -> str:
    """Write a number so that it reads only one way when it is posted back (« 1,2340 »)."""
    text = f"{round_to(value, MAX_DECIMALS):f}".rstrip("0").rstrip(".").replace(".", ",")
    _, _, rest = text.partition(",")
    return f"{text}0" if len(rest) == _GROUP else text


_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
    "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def show_date(day: date) -> str:
    """Write a day in French: « 1er juillet 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{_MONTHS[day.month - 1]} {day.year}"


def show_figure(value: Decimal | date | str, unit: str = "") -> str:
    """Write a figure of the référentiel, whatever it is: number, day or words."""
    if isinstance(value, Decimal):
        return show_number(value, unit)
    return show_date(value) if isinstance(value, date) else value


# Older spellings, by how they begin once lowered: « EUR/h brut », « % du CA », « an au plus ».
_OLDER = (
    (re.compile(r"(?:€|eur|euros?) ?(?:/|par) ?h(?:eure)?\b.*"), "€/h"),
    (re.compile(r"(?:€|eur|euros?) de l'heure.*"), "€/h"),
    (re.compile(r"(?:€|eur|euros?) ?(?:/|par) ?mois\b.*"), "€/mois"),
    (re.compile(r"(?:€|eur|euros?) ?(?:/|par) ?ans?\b.*"), "€/an"),
    (re.compile(r"(?:€|eur|euros?)(?: (?:ht|ttc)| ?(?:/|par) ?part)?"), "€"),
    (re.compile(r"%.*"), "%"),
    (re.compile(r"mois\b.*"), "mois"),
    (re.compile(r"jours?\b.*"), "jours"),
    (re.compile(r"ans?\b.*|années?"), "ans"),
    (re.compile(r"(?:personnes?|salariés?|formations?|nombres?)\b.*"), "nombre"),
    (re.compile(r"fractions?"), "fraction"),
    (re.compile(r"dates?"), "date"),
    (re.compile(r"textes?|révision trimestrielle"), "texte"),
)


def normalise_unit(text: str) -> str | None:
    """Return the unit of ``UNITS`` that is meant, older spellings included; None if unknown."""
    plain = _SPACE.sub(" ", text.translate(_PLAIN)).strip()
    if plain in UNITS:
        return plain
    lowered = plain.casefold()
    return next((unit for shape, unit in _OLDER if shape.fullmatch(lowered)), None)
