"""Answers in plain French words, for result pages and prints: what was given, what was right."""

import re
from decimal import Decimal
from html import unescape

from learning.domain.answers import Fields
from learning.domain.comparing import expected_number, holes, right_cells
from learning.domain.formula import FormulaError
from learning.domain.numbers import round_to, show_number
from learning.domain.question import (
    Calculated,
    CaseTable,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Number,
    Ordering,
    Question,
    ShortText,
    SingleChoice,
    TrueFalse,
)

NBSP = "\u00a0"
_BETWEEN = f"{NBSP}; "
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[ \t\r\n]+")
MOST_DECIMALS = 4


def expected_shown(question: Question, seed: str) -> str:
    """Return the right answer in words; empty for what has none."""
    match question:
        case SingleChoice(choices=choices) | MultipleChoice(choices=choices):
            return _BETWEEN.join(choice.plain for choice in choices if choice.right)
        case TrueFalse(right=right):
            return "Vrai" if right else "Faux"
        case Number() | Calculated():
            return _number_shown(question, seed)
        case ShortText(accepted=accepted):
            return accepted[0]
        case _:
            expected = part_expected(question)
            return _in_parts(question, expected) if expected else ""


def _number_shown(question: Number | Calculated, seed: str) -> str:
    try:
        return show_result(expected_number(question, seed), question.unit)
    except FormulaError:
        return ""


def given_shown(question: Question, fields: Fields, seed: str) -> str:
    """Return what was answered in words; numbers and texts exactly as they were typed."""
    del seed  # an answer keeps ids, not places: no order is needed to read it
    if not fields:
        return "Pas de réponse"
    match question:
        case SingleChoice(choices=choices) | MultipleChoice(choices=choices):
            given = {value for _, value in fields}
            return _BETWEEN.join(choice.plain for choice in choices if choice.id in given)
        case TrueFalse():
            return fields[0][1].capitalize()
        case Matching(pairs=pairs):
            rights = {pair.id: pair.right for pair in pairs}
            return _in_parts(question, {part: rights.get(value, "") for part, value in fields})
        case Ordering() | Gaps() | CaseTable():
            return _in_parts(question, dict(fields))
        case _:
            return fields[0][1]


def part_expected(question: Question) -> dict[str, str]:
    """Return the right answer of each part in words, for kinds that have parts."""
    match question:
        case Matching(pairs=pairs):
            return {pair.id: pair.right for pair in pairs}
        case Ordering(items=items):
            return {item.id: str(rank) for rank, item in enumerate(items, start=1)}
        case Gaps(parts=parts):
            return {part.id: part.accepted[0] for part in parts if isinstance(part, Gap)}
        case CaseTable():
            cells, right = holes(question), right_cells(question)
            return {
                cell_id: show_result(right[cell_id], cell.unit) if cell_id in right else ""
                for cell_id, cell in cells.items()
            }
        case _:
            return {}


def show_result(value: Decimal, unit: str) -> str:
    """Write a computed number: cents for euros, at most four decimals for others."""
    places = 2 if unit.startswith("€") else MOST_DECIMALS
    return show_number(round_to(value, places), unit)


def without_markup(html: str) -> str:
    """Return the words of a fragment of HTML."""
    return _SPACE.sub(" ", unescape(_TAG.sub("", html))).strip()


def _in_parts(question: Question, words: dict[str, str]) -> str:
    match question:
        case Matching(pairs=pairs):
            lines = [
                f"{without_markup(pair.left)} → {words.get(pair.id) or '(rien)'}" for pair in pairs
            ]
        case Ordering(items=items):
            ranked = [(words.get(item.id, ""), item.plain) for item in items]
            ranked.sort(key=lambda line: int(line[0]) if line[0].isdecimal() else len(items) + 1)
            lines = [f"{rank or '–'}. {plain}" for rank, plain in ranked]
        case Gaps():
            lines = [
                words.get(part.id) or "(rien)" for part in question.parts if isinstance(part, Gap)
            ]
        case CaseTable():
            labels = cell_labels(question)
            lines = [
                f"{label}{NBSP}: {words.get(cell) or '(rien)'}" for cell, label in labels.items()
            ]
        case _:
            lines = list(words.values())
    return _BETWEEN.join(lines)


def cell_labels(question: CaseTable) -> dict[str, str]:
    """Name each hole by its row and column: « Marge, mars »."""
    labels: dict[str, str] = {}
    for number, row in enumerate(question.rows, start=1):
        first = row[0] if row else None
        title = without_markup(first.html) if first is not None and first.formula is None else ""
        for place, cell in enumerate(row):
            if cell.formula is not None:
                head = question.header[place] if place < len(question.header) else ""
                words = [title or f"Ligne {number}", without_markup(head)]
                labels[cell.id] = ", ".join(word for word in words if word)
    return labels
