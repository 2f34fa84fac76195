"""What was typed in a sheet, read: numbers as numbers, and a sentence for what is not one.

Nothing that was typed is ever dropped: a value that cannot be read stays as it is beside its
sentence, and the rest is computed without it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from learning.domain.numbers import MAX_DIGITS, NBSP, Nothing, Two, read_number, show_number
from learning.domain.worksheet.fields import Ask, Field, Sheet

MOST_LINE = 200
MOST_TEXT = 4000
MOST_EUROS = 100_000_000  # beyond, a mistake of the hand
MOST_PERCENT = 100
_NUMBERS = {Ask.MONEY: "€", Ask.PERCENT: "%", Ask.NUMBER: "", Ask.COUNT: ""}

_ENDLESS = re.compile(rf"[0-9]{{{MAX_DIGITS + 1},}}")  # digits alone, more than are read

NOT_A_NUMBER = "Écrivez un nombre : 12, 12,50 ou 1 200."
TWO_READINGS = "Voulez-vous dire %(thousands)s ou %(decimal)s ? Écrivez-le autrement."
NEGATIVE = "Ce nombre ne peut pas être négatif. Enlevez le signe −."
TOO_GREAT = "Ce nombre dépasse %(most)s, le plus grand accepté ici."
NOT_WHOLE = "Écrivez un nombre entier, sans virgule."
TOO_FINE = "Écrivez deux chiffres au plus après la virgule."
TOO_LONG = "Ce texte dépasse %(most)s caractères. Gardez l’essentiel."
NOT_IN_LIST = "Choisissez dans la liste."


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value could not be read: a French sentence with ``%(name)s`` values."""

    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)

    def said(self) -> str:
        """The sentence, whole."""
        return self.sentence % self.values if self.values else self.sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A sheet as it was filled in.

    ``typed`` holds every value as typed, ``numbers`` those that read as numbers, ``faults`` a
    sentence for each that could not be read; all by the name that the value is kept under.
    """

    sheet: Sheet
    typed: Mapping[str, str]
    numbers: Mapping[str, Decimal]
    faults: Mapping[str, Fault]

    @property
    def is_empty(self) -> bool:
        """Nothing was typed."""
        return not any(self.typed.values())

    def text(self, name: str) -> str:
        """Return what was typed, "" if nothing was."""
        return self.typed.get(name, "")

    def sum_of(self, table: str, column: str) -> Decimal:
        """Sum a column of a table over the rows that read as numbers."""
        found = self.sheet.table(table)
        keys = (found.key(row, column) for row in range(1, found.size + 1))
        return sum((self.numbers[key] for key in keys if key in self.numbers), Decimal(0))


def clean(sheet: Sheet, form: Mapping[str, str]) -> dict[str, str]:
    """Keep what belongs to the sheet, without surrounding blanks; other names are left out."""
    kept = {}
    for key, asked in sheet.cells():
        value = form.get(key, "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        value = value.strip() if asked.ask is Ask.TEXT else " ".join(value.split())
        if value:
            kept[key] = value
    return kept


def read_sheet(sheet: Sheet, typed: Mapping[str, str]) -> Filled:
    """Read what was typed; never raises."""
    numbers: dict[str, Decimal] = {}
    faults: dict[str, Fault] = {}
    for key, asked in sheet.cells():
        text = typed.get(key, "")
        if not text:
            continue
        found = _read(asked, text)
        if isinstance(found, Fault):
            faults[key] = found
        elif found is not None:
            numbers[key] = found
    return Filled(sheet=sheet, typed=typed, numbers=numbers, faults=faults)


def _read(asked: Field, text: str) -> Decimal | Fault | None:
    if asked.ask in (Ask.LINE, Ask.TEXT):
        most = MOST_LINE if asked.ask is Ask.LINE else MOST_TEXT
        return Fault(TOO_LONG, {"most": show_number(Decimal(most))}) if len(text) > most else None
    if asked.ask is Ask.CHOICE:
        known = any(choice.value == text for choice in asked.choices)
        return None if known else Fault(NOT_IN_LIST)
    return _read_number(asked, text)


def _read_number(asked: Field, text: str) -> Decimal | Fault:
    unit = _NUMBERS[asked.ask]
    reading = read_number(text, unit=asked.unit if asked.unit and not unit else unit)
    if isinstance(reading, Nothing):
        return _too_great(asked) if _ENDLESS.fullmatch(text) else Fault(NOT_A_NUMBER)
    if isinstance(reading, Two):
        if reading.thousands > _most(asked):
            return _within(asked, reading.decimal)  # « 12,345 % » has one reading that can be
        shown = [
            show_number(value) + (f"{NBSP}{unit}" if unit else "") for value in reading.values
        ]
        return Fault(TWO_READINGS, {"thousands": shown[0], "decimal": shown[1]})
    return _within(asked, reading.value)


def _most(asked: Field) -> int:
    """Return the greatest number taken."""
    return asked.most or (MOST_PERCENT if asked.ask is Ask.PERCENT else MOST_EUROS)


def _too_great(asked: Field) -> Fault:
    return Fault(TOO_GREAT, {"most": show_number(Decimal(_most(asked)), _NUMBERS[asked.ask])})


def _within(asked: Field, value: Decimal) -> Decimal | Fault:
    if value < 0 and not asked.signed:
        return Fault(NEGATIVE)
    if abs(value) > _most(asked):
        return _too_great(asked)
    if asked.ask is Ask.COUNT and value != value.to_integral_value():
        return Fault(NOT_WHOLE)
    if asked.ask is Ask.MONEY and value != value.quantize(Decimal("0.01")):
        return Fault(TOO_FINE)
    return value
