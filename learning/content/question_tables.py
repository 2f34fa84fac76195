"""Case tables: a Markdown table whose cells ``[[= … ]]`` are to be filled."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.content.finding import Fix, Report
from learning.content.fragments import Fragments
from learning.content.question_markup import RawQuestion
from learning.content.question_numbers import NumberReader, unit_of
from learning.domain.comparing import right_cells
from learning.domain.formula import DivisionByZeroError, Formula, FormulaError
from learning.domain.html import SafeHtml
from learning.domain.numbers import One, Two, read_number
from learning.domain.question import CaseTable, Cell, Tolerance

_HOLE = re.compile(r"\[\[=(?P<inside>.*?)\]\](?P<after>.*)")
_SEPARATOR = re.compile(r"\|?[\s:|-]+\|?")
_BAR = re.compile(r"(?<!\\)\|")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table read: what precedes it, its header, its rows and the line of each."""

    before: str
    header: tuple[SafeHtml, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Reader:
    numbers: NumberReader
    fragments: Fragments
    file: str

    def cell(self, text: str, cell_id: str, line: int) -> Cell:
        hole = _HOLE.fullmatch(text)
        if hole is None:
            unit = unit_of(text)
            reading = read_number(text.replace("*", ""), unit=unit)
            given = reading.value if isinstance(reading, One) else None
            if given is not None and unit == "%":
                given /= 100  # a percentage counts as its fraction
            html = self.fragments.inline(text.replace("\\|", "|"), (self.file, line))
            return Cell(id=cell_id, html=html, given=given)
        unit = unit_of(f"0 {hole['after']}") if hole["after"].strip() else ""
        inside, mark, tolerance = hole["inside"].partition("±")
        read = self.numbers.read_tolerance(tolerance, line) if mark else None
        return Cell(
            id=cell_id,
            formula=self._formula(inside.strip("\u00a0\u202f "), unit, line),
            unit=unit,
            tolerance=read or Tolerance(),
        )

    def _formula(self, text: str, unit: str, line: int) -> Formula:
        reading = read_number(text, unit=unit)
        if isinstance(reading, One):
            return Formula.parse(f"{reading.value:f}")
        if isinstance(reading, Two):
            self.numbers.read_value(text, unit, line)
            return Formula.parse("0")
        return self.numbers.read_formula(text, line) or Formula.parse("0")


def has_cells(prompt: Sequence[str]) -> bool:
    """Tell whether a table of the prompt has holes."""
    return any("|" in line and "[[=" in line for line in prompt)


def read_table(
    raw: RawQuestion, numbers: NumberReader, fragments: Fragments, file: str, report: Report
) -> Table | None:
    """Read the table of a question, telling what is wrong in it."""
    numbered = list(zip(raw.prompt_numbers, raw.prompt, strict=True))
    rows = [(number, line.strip()) for number, line in numbered if _is_row(line)]
    before = [line for line in raw.prompt if not _is_row(line)]
    if len(rows) <= _FEWEST or not _SEPARATOR.fullmatch(rows[1][1]):
        report.error(
            rows[0][0],
            "ce tableau ne se lit pas.",
            "Écrivez une ligne de titres, une ligne « |---|---| », puis les lignes.",
            fix=_with_dashes(rows, report),
        )
        return None
    header = _cells(rows[0][1])
    reader = _Reader(numbers, fragments, file)
    read: list[tuple[Cell, ...]] = []
    for row, (number, line) in enumerate(rows[2:], start=1):
        cells = _cells(line)
        if len(cells) != len(header):
            report.error(
                number,
                f"cette ligne du tableau a {len(cells)} cases, pas {len(header)}.",
                "Comptez les « | » : autant que dans les titres.",
            )
            return None
        read.append(
            tuple(
                reader.cell(text, f"r{row}c{column}", number)
                for column, text in enumerate(cells, start=1)
            )
        )
    titles = tuple(fragments.inline(text, (file, rows[0][0])) for text in header)
    lines = tuple(number for number, _ in rows[2:])
    return Table("\n".join(before).strip(), titles, tuple(read), lines)


def _with_dashes(rows: Sequence[tuple[int, str]], report: Report) -> Fix | None:
    """Add the line of dashes under the titles, when it is all that is missing."""
    if len(rows) < _FEWEST or any(_SEPARATOR.fullmatch(text) for _, text in rows):
        return None
    number, titles = rows[0]
    return report.below(number, "|" + "---|" * len(_cells(titles)))


def _is_row(line: str) -> bool:
    return line.strip().startswith("|") or ("|" in line and "[[=" in line)


def _cells(row: str) -> list[str]:
    inside = row.strip().removeprefix("|")
    if inside.endswith("|") and not inside.endswith("\\|"):
        inside = inside[:-1]
    return [text.strip("\u00a0\u202f ") for text in _BAR.split(inside)]


def judge_table(question: CaseTable, lines: Sequence[int], report: Report) -> None:
    """Refuse a cell that names no number, goes round in a circle or divides by zero."""
    known = {
        c.id: c
        for row in question.rows
        for c in row
        if c.formula is not None or c.given is not None
    }
    computed: dict[str, Decimal] = right_cells(question)
    for number, (row, line) in enumerate(zip(question.rows, lines, strict=True), start=1):
        for column, cell in enumerate(row, start=1):
            if cell.formula is None:
                continue
            meant = {name: _target(name, number, column) for name in cell.formula.names}
            lost = [n for n, target in meant.items() if target not in known or target == cell.id]
            for name in lost:
                report.error(
                    line,
                    f"« {name} » ne désigne pas un nombre du tableau.",
                    "« ligne2 » : même colonne, deuxième ligne sous les titres."
                    " « col2 » : même ligne.",
                )
            if not lost and cell.id not in computed:
                _judge_uncomputed(cell.formula, meant, known, computed, question, line, report)


def _judge_uncomputed(
    formula: Formula,
    meant: dict[str, str],
    known: dict[str, Cell],
    computed: dict[str, Decimal],
    question: CaseTable,
    line: int,
    report: Report,
) -> None:
    values: dict[str, Decimal] = {}
    for name, target in meant.items():
        given = known[target].given
        value = given if given is not None else computed.get(target)
        if value is None:
            report.error(
                line,
                "ces cases tournent en rond : chacune attend l’autre.",
                "Donnez un nombre dans l’une d’elles.",
            )
            return
        values[name] = value
    try:
        formula.evaluate(values, question.figures)
    except DivisionByZeroError:
        report.error(line, "cette case divise par zéro.", "Changez le nombre qui divise.")
    except FormulaError as error:
        if formula.refs <= question.figures.keys():
            report.error(line, f"cette case ne se calcule pas : {error}", "Corrigez sa formule.")


def _target(name: str, row: int, column: int) -> str:
    if re.fullmatch("ligne[0-9]+", name):
        return f"r{name.removeprefix('ligne')}c{column}"
    if re.fullmatch("col[0-9]+", name):
        return f"r{row}c{name.removeprefix('col')}"
    return name
