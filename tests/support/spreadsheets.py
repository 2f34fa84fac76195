"""Read an XLSX with nothing but the standard library: what it holds, never what it would run."""

import io
import zipfile
from xml.etree import ElementTree as ET

_SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
Cells = dict[tuple[int, int], str | float]


def read_xlsx(body: bytes) -> Cells:
    """Return the cells of the first sheet by row and column, from 0. A formula fails."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        shared = _strings(book)
        page = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - written by us
    assert page.find(".//m:f", _SPACE) is None, "a formula"
    found: Cells = {}
    for cell in page.iterfind(".//m:c", _SPACE):
        value = cell.findtext("m:v", None, _SPACE)
        if value is not None:
            is_text = cell.get("t") == "s"
            found[_place(cell.get("r", ""))] = shared[int(value)] if is_text else float(value)
    return found


def _strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    strings = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - written by us
    return ["".join(one.itertext()) for one in strings.findall("m:si", _SPACE)]


def _place(name: str) -> tuple[int, int]:
    """« B3 » is row 2, column 1."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1


def rows_of(cells: Cells) -> list[list[str | float | None]]:
    """The cells as rows, a hole where nothing is."""
    height = max((row for row, _ in cells), default=-1) + 1
    width = max((column for _, column in cells), default=-1) + 1
    return [[cells.get((row, column)) for column in range(width)] for row in range(height)]
