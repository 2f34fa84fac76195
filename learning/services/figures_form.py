"""What a trainer types of a figure, as French people write it, read field by field.

Nothing typed is lost: each fault goes with its field, and the form is shown again as it was.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from learning.content.figures_edit import Value, one_line
from learning.content.rates_file import Rate
from learning.domain.errors import Invalid
from learning.domain.numbers import (
    UNITS,
    Nothing,
    Two,
    read_number,
    show_number,
    show_typed,
)

CONFIDENCES = ("high", "medium", "low")
# The field of a form, the key of a row, and how long it may be.
FIELDS = {
    "libelle": ("label", 200),
    "unite": ("unit", 20),
    "valeur": ("value", 300),
    "debut": ("valid_from", 40),
    "fin": ("valid_to", 40),
    "source": ("source", 1_000),
    "confiance": ("confidence", 20),
    "note": ("note", 1_000),
    "responsable": ("owner", 100),
}
FIELD_OF = {key: name for name, (key, _) in FIELDS.items()}
_MONTHS = {
    "janvier": 1, "fevrier": 2, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
    "juillet": 7, "aout": 8, "août": 8, "septembre": 9, "octobre": 10, "novembre": 11,
    "decembre": 12, "décembre": 12,
}  # fmt: skip
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_FRENCH = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_WORDS = re.compile(r"(?P<day>[0-9]{1,2})(?:er)? (?P<month>[^\W\d_]+) (?P<year>[0-9]{4})")
_FRACTION = re.compile(r"(?P<above>[0-9]{1,4}) ?/ ?(?P<below>0*[1-9][0-9]{0,3})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class Mistaken(Invalid):
    """Fields of a form that cannot be used; ``errors`` says what is wrong, by field."""

    def __init__(self, errors: Mapping[str, Invalid]) -> None:
        first = next(iter(errors.values()))
        super().__init__(first.message, field=next(iter(errors)), **first.parameters)
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a form asks for: its fields, those that may be left empty, and the unit if known."""

    fields: tuple[str, ...]
    optional: frozenset[str]
    unit: str = ""


NEW_VALUE = ("valeur", "debut", "fin", "source", "confiance", "responsable", "note")
CORRECTION = ("libelle", "valeur", "debut", "fin", "source", "confiance", "responsable", "note")
NEW_FIGURE = ("libelle", "unite", *NEW_VALUE)
_OPTIONAL = frozenset({"debut", "fin", "responsable", "note"})


def asked_of_value(unit: str) -> Asked:
    """A new value needs the day when it begins."""
    return Asked(fields=NEW_VALUE, optional=_OPTIONAL - {"debut"}, unit=unit)


def asked_of_correction(unit: str) -> Asked:
    """A correction may leave both dates open."""
    return Asked(fields=CORRECTION, optional=_OPTIONAL, unit=unit)


ASKED_OF_FIGURE = Asked(fields=NEW_FIGURE, optional=_OPTIONAL)


def read_typed(asked: Asked, typed: Mapping[str, str]) -> dict[str, Value]:
    """Return the values by the row's keys.

    Raises:
        Mistaken: a field cannot be used.

    """
    values: dict[str, Value] = {}
    errors: dict[str, Invalid] = {}
    for name in asked.fields:
        text = one_line(typed.get(name, ""))
        unit = asked.unit or str(values.get("unit") or "")
        try:
            values[FIELDS[name][0]] = _read_field(asked, name, text, unit)
        except Invalid as error:
            errors[name] = error
    since, until = values.get("valid_from"), values.get("valid_to")
    if isinstance(since, date) and isinstance(until, date) and until < since:
        errors["fin"] = Invalid("Ce jour est avant le premier. Corrigez l’un des deux.")
    if errors:
        raise Mistaken(errors)
    return values


def _read_field(asked: Asked, name: str, text: str, unit: str) -> Value:
    most = FIELDS[name][1]
    if len(text) > most:
        raise Invalid("Écrivez %(most)s signes au plus.", most=most)
    if not text:
        if name not in asked.optional:
            raise Invalid(_EMPTY[name])
        return None
    if name == "valeur":
        return read_value(text, unit)
    return _READERS.get(name, str)(text)


def read_value(text: str, unit: str) -> Decimal | date | str:
    """Read a value of that unit.

    Raises:
        Invalid: it cannot be read, or it reads two ways.

    """
    if unit == "texte" or unit not in UNITS:
        return text
    if unit == "date":
        return read_day(text)
    if unit == "fraction" and (found := _FRACTION.fullmatch(text)):
        return f"{int(found['above'])}/{int(found['below'])}"
    reading = read_number(text, unit=unit)
    if isinstance(reading, Nothing):
        raise Invalid(
            "« %(text)s » ne se lit pas comme un nombre. Écrivez par exemple 1 234,56.",
            text=text[:40],
        )
    if isinstance(reading, Two):
        whole, part = (show_number(value) for value in reading.values)
        raise Invalid(
            "« %(text)s » peut se lire %(part)s ou %(whole)s. Écrivez « %(whole)s » "
            "ou « %(typed)s ».",
            text=text,
            part=part,
            whole=whole,
            typed=show_typed(reading.decimal),
        )
    return reading.value


def read_day(text: str) -> date:
    """Read a day as people write it: « 01/01/2027 » or « 1er janvier 2027 ».

    Raises:
        Invalid: it is no day.

    """
    plain = " ".join(text.casefold().split())
    found = _ISO.fullmatch(plain) or _FRENCH.fullmatch(plain) or _WORDS.fullmatch(plain)
    try:
        if found is not None:
            month = found["month"]
            number = int(month) if month.isdecimal() else _MONTHS[month]
            day = date(int(found["year"]), number, int(found["day"]))
            if _FIRST_YEAR <= day.year <= _LAST_YEAR:
                return day
    except (ValueError, KeyError):
        pass
    raise Invalid("Ce jour ne se lit pas. Écrivez-le ainsi : 01/01/2027.")


def _unit(text: str) -> str:
    if text not in UNITS:
        raise Invalid("Choisissez une unité de la liste.")
    return text


def _confidence(text: str) -> str:
    if text not in CONFIDENCES:
        raise Invalid("Dites si ce chiffre est sûr.")
    return text


_READERS: dict[str, Callable[[str], Value]] = {
    "debut": read_day,
    "fin": read_day,
    "unite": _unit,
    "confiance": _confidence,
}
_EMPTY = {
    "libelle": "Écrivez ce que ce chiffre mesure.",
    "unite": "Choisissez une unité de la liste.",
    "valeur": "Écrivez la valeur.",
    "debut": "Écrivez le jour où cette valeur commence.",
    "source": "Dites d’où vient ce chiffre : texte de loi, site officiel, page.",
    "confiance": "Dites si ce chiffre est sûr.",
}


def typed_of(row: Rate) -> dict[str, str]:
    """Return a row as its form shows it, ready to be corrected."""
    return {
        "libelle": row.label,
        "unite": row.unit,
        "valeur": typed_value(row),
        "debut": typed_day(row.valid_from),
        "fin": typed_day(row.valid_to),
        "source": row.source,
        "confiance": row.confidence,
        "note": row.note,
        "responsable": row.owner,
    }


def typed_value(row: Rate) -> str:
    """Return a value so that it reads only one way when it is posted back."""
    if isinstance(row.value, date):
        return typed_day(row.value)
    if isinstance(row.value, str):
        return row.value
    if row.unit == "fraction" and "/" in row.written:
        return row.written
    typed = show_typed(row.value)
    plain = show_number(row.value)
    return plain if read_number(plain) == read_number(typed) else typed


def typed_day(day: date | None) -> str:
    """« 01/01/2027 »."""
    return f"{day:%d/%m/%Y}" if day else ""
