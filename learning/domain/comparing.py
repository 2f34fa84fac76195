"""When an answer equals what is expected: texts, numbers, and cells of a case table."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from learning.domain.drawing import values_for
from learning.domain.formula import FormulaError
from learning.domain.numbers import round_to
from learning.domain.question import Calculated, CaseTable, Cell, Number, Tolerance

_CENT = Decimal("0.01")
_HALF_CENT = Decimal("0.005")
_EXACT = Decimal("0.000000001")  # divisions do not end
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ʼ": "'"})
_MINUS = re.compile(r"\s*[-\u2212]\s?(?=[0-9])")
_IGNORED = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\u200b")


def plain_text(text: str) -> str:
    """Reduce a text to what counts: no case, accents, spaces, hyphens or final full stop."""
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(
        sign
        for sign in lowered
        if not (sign.isspace() or unicodedata.combining(sign) or sign in _IGNORED)
    )
    # Before a number it is no hyphen but a minus.
    return ("-" if _MINUS.match(text) else "") + kept.rstrip(".…")


def same_text(given: str, accepted: Iterable[str]) -> bool:
    """Tell whether what was typed is one of the accepted texts."""
    reduced = plain_text(given)
    return any(reduced == plain_text(text) for text in accepted)


def same_option(given: str, option: str) -> bool:
    """Tell whether a posted option of a gap is that one, whatever its spaces."""
    return given.split() == option.split()


def close_enough(given: Decimal, expected: Decimal, unit: str, tolerance: Tolerance) -> bool:
    """Tell whether a number is right: within ``±``, else to the cent for euros, else exactly."""
    gap = abs(given - expected)
    if tolerance.amount:
        allowed = abs(expected) * tolerance.amount if tolerance.relative else tolerance.amount
        return gap <= allowed + _EXACT
    if unit.startswith("€"):
        return gap <= _HALF_CENT or round_to(given, 2) == round_to(expected, 2)
    return gap <= _EXACT


def expected_number(question: Number | Calculated, seed: str) -> Decimal:
    """Return the right number, computed on the drawn values where there are some."""
    if isinstance(question, Number):
        return question.value
    return question.formula.evaluate(values_for(question, seed), question.figures)


def foreseen_numbers(question: Number | Calculated, seed: str) -> list[Decimal | None]:
    """Return the foreseen wrong numbers in their order; None where one cannot be computed."""
    if isinstance(question, Number):
        return [foreseen.value for foreseen in question.foreseen]
    values = values_for(question, seed)
    numbers: list[Decimal | None] = []
    for foreseen in question.foreseen:
        try:
            numbers.append(foreseen.formula.evaluate(values, question.figures))
        except FormulaError:
            numbers.append(None)
    return numbers


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """One hole of a case table: is it right, and what was expected (None: not computable)."""

    id: str
    right: bool
    expected: Decimal | None


def holes(question: CaseTable) -> dict[str, Cell]:
    """Return the cells to fill, by id, in reading order."""
    return {cell.id: cell for row in question.rows for cell in row if cell.formula is not None}


def right_cells(question: CaseTable) -> dict[str, Decimal]:
    """Return the right number of every hole that can be computed."""
    return _right_cells(question, _names(question))


def judge_cells(question: CaseTable, given: Mapping[str, Decimal]) -> tuple[JudgedCell, ...]:
    """Judge every hole on the learner's own figures.

    One slip is not punished twice: a cell is right when it follows from what was typed in the
    others, or when it is the right number although another cell holds a slip.
    """
    names = _names(question)
    right = _right_cells(question, names)
    numbers = _shown_numbers(question) | right | dict(given)
    judged = []
    for cell_id, cell in holes(question).items():
        own = _evaluate(cell, names[cell_id], numbers, question)
        expected = right.get(cell_id) if own is None else own
        typed = given.get(cell_id)
        is_right = typed is not None and any(
            close_enough(typed, value, cell.unit, cell.tolerance)
            for value in (own, right.get(cell_id))
            if value is not None
        )
        judged.append(JudgedCell(cell_id, is_right, expected))
    return tuple(judged)


def _shown_numbers(question: CaseTable) -> dict[str, Decimal]:
    return {cell.id: cell.given for row in question.rows for cell in row if cell.given is not None}


def _names(question: CaseTable) -> dict[str, dict[str, str]]:
    """For each hole, say which cell each name of its formula means."""
    every = {cell.id for row in question.rows for cell in row}
    found: dict[str, dict[str, str]] = {}
    for row_number, row in enumerate(question.rows, start=1):
        for column_number, cell in enumerate(row, start=1):
            if cell.formula is None:
                continue
            meant = {}
            for name in cell.formula.names:
                target = name
                if name.startswith("ligne"):
                    target = f"r{name.removeprefix('ligne')}c{column_number}"
                elif name.startswith("col"):
                    target = f"r{row_number}c{name.removeprefix('col')}"
                if target in every:
                    meant[name] = target
            found[cell.id] = meant
    return found


def _right_cells(question: CaseTable, names: Mapping[str, dict[str, str]]) -> dict[str, Decimal]:
    """Compute hole after hole until no more can be: a circle is left out."""
    right: dict[str, Decimal] = {}
    shown = _shown_numbers(question)
    waiting = holes(question)
    while waiting:
        solved = {}
        for cell_id, cell in waiting.items():
            value = _evaluate(cell, names[cell_id], shown | right, question)
            if value is not None:
                solved[cell_id] = value
        if not solved:
            break
        right |= solved
        waiting = {cell_id: cell for cell_id, cell in waiting.items() if cell_id not in solved}
    return right


def _evaluate(
    cell: Cell, names: Mapping[str, str], numbers: Mapping[str, Decimal], question: CaseTable
) -> Decimal | None:
    if cell.formula is None:
        return None
    values = {name: numbers[target] for name, target in names.items() if target in numbers}
    try:
        return cell.formula.evaluate(values, question.figures)
    except FormulaError:
        return None
