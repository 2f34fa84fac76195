"""Case tables: a Markdown table whose cells ``[[= … ]]`` are to be filled."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.content.finding import Report
from learning.content.fragments import Fragments
from learning.content.question_markup import RawQuestion
from learning.content.question_numbers import NumberReader, unit_of
from learning.domain.formula import Formula
from learning.domain.html import SafeHtml
from learning.domain.numbers import One, read_number
from learning.domain.question import Cell, Tolerance

_HOLE = re.compile(r"\[\[=(?P<inside>.*?)\]\](?P<after>.*)")
_SEPARATOR = re.compile(r"\|?[\s:|-]+\|?")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table read: what precedes it, its header and its rows."""

    before: str
    header: tuple[SafeHtml, ...]
    rows: tuple[tuple[Cell, ...], ...]


def has_cells(prompt: Sequence[str]) -> bool:
    """Tell whether a table of the prompt has holes."""
    return any("|" in line and "[[=" in line for line in prompt)


def read_table(
    raw: RawQuestion, numbers: NumberReader, fragments: Fragments, file: str, report: Report
) -> Table | None:
    """Read the table of a question, telling what is wrong in it."""
    rows = [line.strip() for line in raw.prompt if line.strip().startswith("|")]
    before = [line for line in raw.prompt if not line.strip().startswith("|")]
    if len(rows) <= _FEWEST or not _SEPARATOR.fullmatch(rows[1]):
        report.error(
            raw.line,
            "ce tableau ne se lit pas.",
            "Une ligne de titres, une ligne « |---|---| », puis les lignes.",
        )
        return None
    header = _cells(rows[0])
    read: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows[2:], start=1):
        cells = _cells(row)
        if len(cells) != len(header):
            report.error(
                raw.line,
                f"la ligne {number} du tableau n’a pas {len(header)} cases.",
                "Comptez les « | ».",
            )
            return None
        read.append(
            tuple(
                _cell(text, f"r{number}c{column}", raw, numbers, fragments, file)
                for column, text in enumerate(cells, start=1)
            )
        )
    at = (file, raw.line)
    titles = tuple(fragments.inline(text, at) for text in header)
    table = Table(before="\n".join(before).strip(), header=titles, rows=tuple(read))
    _check_names(table, raw, report)
    return table


def _cells(row: str) -> list[str]:
    return [text.strip("\u00a0 ").strip() for text in row.strip().strip("|").split("|")]


def _cell(
    text: str,
    cell_id: str,
    raw: RawQuestion,
    numbers: NumberReader,
    fragments: Fragments,
    file: str,
) -> Cell:
    hole = _HOLE.fullmatch(text)
    if hole is None:
        reading = read_number(text.replace("*", ""), unit=unit_of(text))
        given = reading.value if isinstance(reading, One) else None
        return Cell(id=cell_id, html=fragments.inline(text, (file, raw.line)), given=given)
    unit = unit_of(f"0 {hole['after']}") if hole["after"].strip() else ""
    inside, mark, tolerance_text = hole["inside"].partition("±")
    tolerance = numbers.read_tolerance(tolerance_text, raw.line) if mark else Tolerance()
    return Cell(
        id=cell_id,
        formula=_formula(inside, unit, raw, numbers),
        unit=unit,
        tolerance=tolerance or Tolerance(),
    )


def _formula(inside: str, unit: str, raw: RawQuestion, numbers: NumberReader) -> Formula:
    plain = inside.strip("\u00a0 ")
    reading = read_number(plain, unit=unit)
    if isinstance(reading, One):
        return Formula.parse(str(reading.value))
    return numbers.read_formula(plain, raw.line) or Formula.parse("0")


def _check_names(table: Table, raw: RawQuestion, report: Report) -> None:
    """A formula may name any cell of its column or row that is a number."""
    known = {c.id for row in table.rows for c in row if c.formula or c.given is not None}
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row, start=1):
            for name in cell.formula.names if cell.formula else ():
                target = name
                if name.startswith("ligne"):
                    target = f"r{name.removeprefix('ligne')}c{column}"
                elif name.startswith("col"):
                    target = f"r{number}c{name.removeprefix('col')}"
                if target not in known or target == cell.id:
                    report.error(
                        raw.line,
                        f"« {name} » ne désigne pas un nombre du tableau.",
                        "« ligne2 » : même colonne, deuxième ligne sous les titres. « col2 » : même ligne.",
                    )
