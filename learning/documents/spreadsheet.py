"""A table as CSV or XLSX. What somebody typed never becomes a formula."""

import csv
import io
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from learning.domain.numbers import show_number
from learning.domain.sheet import Cell, Sheet

_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_WIDEST = 60
_NAME_LENGTH = 31  # a spreadsheet takes no longer name
_NOT_IN_NAMES = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")


def write_csv(sheet: Sheet) -> bytes:
    """Write for a French spreadsheet: « ; », a decimal comma, dates as 25/11/2026."""
    body = io.StringIO(newline="")
    writer = csv.writer(body, delimiter=";", lineterminator="\r\n")
    writer.writerow([_quoted(head) for head in sheet.heads])
    writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
    return (_BOM + body.getvalue()).encode()


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _quoted(cell)
        case date():
            return cell.strftime("%d/%m/%Y")
        case int() | Decimal():
            return show_number(Decimal(cell)).replace("\u00a0", "").replace("−", "-")


def _quoted(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


@cache
def _xlsxwriter() -> Any:
    """Load the library at the first spreadsheet: most processes never write one."""
    return import_module("xlsxwriter")


def write_xlsx(sheet: Sheet) -> bytes:
    """Write a spreadsheet whose numbers are numbers and whose texts are only texts."""
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = _xlsxwriter().Workbook(body, options)
    name = " ".join(sheet.title.translate(_NOT_IN_NAMES).split())[:_NAME_LENGTH].strip()
    page = book.add_worksheet(name or "Tableau")
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = {
        date: book.add_format({"num_format": "dd/mm/yyyy"}),
        Decimal: book.add_format({"num_format": "0.0#"}),
    }
    page.freeze_panes(1, 0)
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, head, bold)
        longest = max((len(str(row[column] or "")) for row in sheet.rows), default=0)
        page.set_column(column, column, min(_WIDEST, max(len(head), longest) + 2))
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write(page, (number, column), cell, formats)
    book.close()
    return body.getvalue()


def _write(page: Any, where: tuple[int, int], cell: Cell, formats: dict[type, Any]) -> None:
    match cell:
        case None:
            return
        case str():
            page.write_string(*where, cell)
        case date():
            page.write_datetime(*where, cell, formats[date])
        case int():
            page.write_number(*where, cell)
        case Decimal():
            page.write_number(*where, cell, formats[Decimal])
