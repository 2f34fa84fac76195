"""What a sheet of the learner's project asks: parts, fields and tables, in the words shown.

A value is always kept as it was typed, under the field's name (``prix``) or, in a table, under
``table.row.column`` (``charges.2.montant``, rows from 1). Reading it is another matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Ask(StrEnum):
    """What a field expects."""

    LINE = "line"  # a few words
    TEXT = "text"  # several lines
    MONEY = "money"  # euros, to the cent
    PERCENT = "percent"
    NUMBER = "number"  # with decimals: hours, days
    COUNT = "count"  # a whole number
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list, with its French words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in.

    ``carried`` names where a value comes from when the field is left empty: ``sheet.field`` for
    what another sheet says, ``=name`` for what the engine computes.
    """

    name: str
    label: str
    ask: Ask = Ask.LINE
    hint: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    carried: str = ""
    most: int = 0  # the greatest number taken; 0: the rule of the kind
    signed: bool = False  # a negative number means something here


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of like things. A row has a label given here, or its first column names it."""

    name: str
    label: str
    columns: tuple[Field, ...]
    rows: tuple[str, ...] = ()  # labels given by the sheet
    free_rows: int = 0  # rows that the learner names, after these
    hint: str = ""
    total: str = ""  # the column that is summed
    first: Field | None = None  # what names a free row
    by_month: bool = False  # rows are the months of the plan

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.rows) + self.free_rows

    def fields_of(self, row: int) -> tuple[Field, ...]:
        """Return the fields of a row, from 1; a free row begins with its name."""
        free = row > len(self.rows) and self.first is not None
        return (self.first, *self.columns) if free and self.first else self.columns

    def key(self, row: int, column: str) -> str:
        """Return the name under which a cell is posted and kept."""
        return f"{self.name}.{row}.{column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A titled group of fields and tables."""

    title: str
    items: tuple[Field | Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of the project. ``slug`` is its name in addresses and in ``:::atelier``."""

    slug: str
    title: str
    aim: str
    parts: tuple[Part, ...]
    counts: bool = False  # it computes: « Enregistrer et calculer »
    spreads: bool = False  # « Répartir mes ventes » fills its months
    in_words: bool = False  # it is filled in with words more than with figures

    def cells(self) -> Iterator[tuple[str, Field]]:
        """Yield every field with the name that it is kept under, in the order of the page."""
        for part in self.parts:
            for item in part.items:
                if isinstance(item, Field):
                    yield item.name, item
                    continue
                for row in range(1, item.size + 1):
                    for column in item.fields_of(row):
                        yield item.key(row, column.name), column

    def table(self, name: str) -> Table:
        """Return a table of this sheet.

        Raises:
            KeyError: no table has that name.

        """
        for part in self.parts:
            for item in part.items:
                if isinstance(item, Table) and item.name == name:
                    return item
        raise KeyError(name)
