"""A workbook whose formulas name cells: they are placed first, and written once all are known.

A formula says ``{prix.ventes}`` for a cell and ``{a:b}`` for the block between two. What somebody
typed is only ever written as a number or as a text: it never becomes a formula.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

_DASHES = ("solid", "dash")  # told apart in black and white
_NAME = re.compile(r"\{([\w.=-]+)(?::([\w.=-]+))?\}")
_WIDTHS = (44, 16)
_NOTE = 44
_WIDE = 4  # columns from which a sheet of paper is turned


class Style(StrEnum):
    """How a number is shown."""

    EUROS = '#,##0.00" €"'
    PERCENT = "0.00###%"
    NUMBER = "General"
    COUNT = "#,##0"


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell to fill in: a number, or nothing yet."""

    name: str
    value: Decimal | int | None
    style: Style = Style.EUROS


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes."""

    name: str
    text: str
    style: Style = Style.EUROS
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A cell of text."""

    text: str


Cell = Typed | Formula | Words
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of two columns of cells, each named by its first and last."""

    title: str
    kind: str  # « column » or « line »
    places: tuple[str, str]
    series: tuple[tuple[str, str, str], ...]  # name, first, last


@dataclass(slots=True)
class Tab:
    """One sheet of the book, filled in from the top."""

    title: str
    rows: list[tuple[int, str, tuple[Cell, ...], str]] = field(default_factory=list)
    heads: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    charts: list[tuple[int, Chart]] = field(default_factory=list)
    next: int = 0

    def head(self, *texts: str) -> None:
        """Begin a part: its title, then the names of its columns."""
        self.next += 1 if self.next else 0
        self.heads.append((self.next, texts))
        self.next += 1

    def line(self, label: str, *cells: Cell, note: str = "") -> None:
        """Add a row: its label, its cells, then a quiet word."""
        self.rows.append((self.next, label, cells, note))
        self.next += 1

    def draw(self, chart: Chart) -> None:
        """Put a picture under what stands so far."""
        self.next += 1
        self.charts.append((self.next, chart))
        self.next += 18


@cache
def _xlsxwriter() -> Any:
    """Load the library at the first workbook: most processes never write one."""
    return import_module("xlsxwriter")


def write_book(tabs: Sequence[Tab], *, title: str) -> bytes:
    """Write a book whose formulas are live."""
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = _xlsxwriter().Workbook(body, options)
    book.set_properties({"title": title, "author": "", "company": ""})
    names = places_of(tabs)
    formats = _Formats(book)
    for tab in tabs:
        _write_tab(book, tab, names, formats)
    book.close()
    return body.getvalue()


def places_of(tabs: Sequence[Tab]) -> dict[str, tuple[str, str]]:
    """Say where each name is: its sheet, quoted, and its cell."""
    found: dict[str, tuple[str, str]] = {}
    for tab in tabs:
        for row, _, cells, _ in tab.rows:
            for column, cell in enumerate(cells, start=1):
                if isinstance(cell, Typed | Formula) and cell.name:
                    if cell.name in found:
                        raise ValueError(cell.name)
                    found[cell.name] = (f"'{tab.title}'", _address(row, column))
    return found


def _address(row: int, column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return f"${name}${row + 1}"


def resolve(text: str, names: dict[str, tuple[str, str]]) -> str:
    """Put addresses in place of names.

    Raises:
        KeyError: a formula names a cell that is not there.

    """

    def address(found: re.Match[str]) -> str:
        sheet, cell = names[found[1]]
        if found[2] is None:
            return f"{sheet}!{cell}"
        return f"{sheet}!{cell}:{names[found[2]][1]}"

    return _NAME.sub(address, text)


class _Formats:
    """The looks of cells, made once each."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.label = book.add_format({"text_wrap": True, "valign": "top"})
        self.words = book.add_format({"valign": "top"})
        self.note = book.add_format({"font_color": "#555555", "text_wrap": True, "valign": "top"})

    def of(self, style: Style, kind: str) -> Any:
        """Return the look of a number: to fill in, computed, or a total."""
        looks: dict[str, dict[str, Any]] = {
            "typed": {"bg_color": "#F2F2F2", "border": 1, "locked": False},
            "formula": {},
            "strong": {"bold": True, "top": 1},
        }
        if (style, kind) not in self._made:
            self._made[style, kind] = self._book.add_format(
                {"num_format": style.value, "valign": "top", **looks[kind]}
            )
        return self._made[style, kind]


def _write_tab(book: Any, tab: Tab, names: dict[str, tuple[str, str]], formats: _Formats) -> None:
    page = book.add_worksheet(tab.title)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    widest = max((len(cells) for _, _, cells, _ in tab.rows), default=1)
    if widest > _WIDE:
        page.set_landscape()
    page.set_column(0, 0, _WIDTHS[0])
    page.set_column(1, widest, _WIDTHS[1])
    page.set_column(widest + 1, widest + 1, _NOTE)
    for row, texts in tab.heads:
        for column, text in enumerate(texts):
            page.write_string(row, column, text, formats.head)
    for row, label, cells, note in tab.rows:
        page.write_string(row, 0, label, formats.label)
        for column, cell in enumerate(cells, start=1):
            _write_cell(page, (row, column), cell, (names, formats))
        if note:
            page.write_string(row, widest + 1, note, formats.note)
    for row, chart in tab.charts:
        page.insert_chart(row, 0, _chart(book, chart, names))


def _write_cell(
    page: Any, place: Place, cell: Cell, known: tuple[dict[str, tuple[str, str]], _Formats]
) -> None:
    names, formats = known
    match cell:
        case Words():
            page.write_string(*place, cell.text, formats.words)
        case Typed(value=None):
            page.write_blank(*place, None, formats.of(cell.style, "typed"))
        case Typed():
            page.write_number(*place, cell.value, formats.of(cell.style, "typed"))
        case Formula():
            look = formats.of(cell.style, "strong" if cell.strong else "formula")
            # No value is kept beside: whoever opens the book computes it, LibreOffice too.
            page.write_formula(*place, f"={resolve(cell.text, names)}", look, "")


def _chart(book: Any, chart: Chart, names: dict[str, tuple[str, str]]) -> Any:
    drawn = book.add_chart({"type": chart.kind})
    first, last = chart.places
    for dash, (name, start, end) in zip(_DASHES, chart.series, strict=False):
        drawn.add_series(
            {
                "name": name,
                "categories": resolve(f"={{{first}:{last}}}", names),
                "values": resolve(f"={{{start}:{end}}}", names),
                "fill": {"color": "#444444"},
                "line": {"color": "#000000", "dash_type": dash},
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 11}})
    if len(chart.series) == 1:
        drawn.set_legend({"none": True})
    drawn.set_size({"width": 720, "height": 320})
    return drawn
