"""LibreOffice without a screen: opens workbooks and computes every formula."""

import csv
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

# Text in quotes, every sheet in its file, values as they are and not as they are shown.
_FILTER = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1"
_SECONDS = 180
Sheets = dict[str, list[list[str]]]


def recalculate(books: Mapping[str, bytes], folder: Path) -> dict[str, Sheets]:
    """Open every book in one run; return its sheets, row by row."""
    program = shutil.which("soffice")
    assert program, "LibreOffice manque. Tapez : apt-get install libreoffice-calc-nogui"
    for name, body in books.items():
        (folder / f"{name}.xlsx").write_bytes(body)
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{folder / 'profil'}",
            "--headless",
            "--convert-to",
            _FILTER,
            "--outdir",
            str(folder / "lus"),
            *(str(folder / f"{name}.xlsx") for name in books),
        ],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )
    found: dict[str, Sheets] = {name: {} for name in books}
    for file in (folder / "lus").glob("*.csv"):
        book, _, sheet = file.stem.rpartition("-")
        with file.open(encoding="utf-8", newline="") as opened:
            found[book][sheet] = list(csv.reader(opened, delimiter=";"))
    return found


def number(text: str) -> float | None:
    """Read a value: « 12.415% » is 0.12415, an empty one is None."""
    if not text:
        return None
    part = text.removesuffix("%")
    return float(part) / (100 if part != text else 1)
