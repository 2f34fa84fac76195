"""Cells of a project's workbook: what was typed as a cell to fill in, the rest as a formula."""

from learning.documents.workbook import Cell, Formula, Style, Tab, Typed
from learning.domain.worksheet.fields import Ask
from learning.domain.worksheet.figures import HUNDRED, Figures
from learning.domain.worksheet.sheets import find_sheet

STYLES = {Ask.MONEY: Style.EUROS, Ask.PERCENT: Style.PERCENT, Ask.COUNT: Style.COUNT}


def cell_of(figures: Figures, slug: str, key: str, otherwise: str = "", name: str = "") -> Cell:
    """Return the cell of a field: what was typed, else a formula, else a cell to fill in.

    A percentage is held as its fraction.
    """
    sheet = find_sheet(slug)
    asked = dict(sheet.cells())[key] if sheet else None
    ask = asked.ask if asked else Ask.NUMBER
    style = STYLES.get(ask, Style.NUMBER)
    value = figures.own(slug, key)
    name = name or f"{slug}.{key}"
    if value is None and otherwise and not figures.text(slug, key):
        return Formula(name, otherwise, style)
    if value is not None and ask is Ask.PERCENT:
        value /= HUNDRED
    return Typed(name, value, style)


def label_of(slug: str, key: str) -> str:
    """Return the label of a field."""
    sheet = find_sheet(slug)
    return dict(sheet.cells())[key].label if sheet else key


def row_label(figures: Figures, slug: str, table: str, row: int) -> str:
    """Return what names a row: the sheet's word, or the person's own."""
    found = figures.sheet(slug).sheet.table(table)
    if row <= len(found.rows):
        return found.rows[row - 1]
    first = found.first
    typed = figures.text(slug, found.key(row, first.name)) if first else ""
    return typed or (first.label if first else str(row))


def table_rows(
    tab: Tab, figures: Figures, slug: str, table: str, columns: tuple[str, ...] = ("montant",)
) -> tuple[str, str]:
    """Write every row of a table; return the names of its first and last cells, first column."""
    found = figures.sheet(slug).sheet.table(table)
    for row in range(1, found.size + 1):
        cells = [cell_of(figures, slug, found.key(row, column)) for column in columns]
        tab.line(row_label(figures, slug, table, row), *cells)
    return (
        f"{slug}.{found.key(1, columns[0])}",
        f"{slug}.{found.key(found.size, columns[0])}",
    )


def block(slug: str, table: str, column: str, size: int) -> str:
    """Return the block of a column, as formulas name it."""
    return f"{{{slug}.{table}.1.{column}:{slug}.{table}.{size}.{column}}}"
