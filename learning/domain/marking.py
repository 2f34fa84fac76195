"""Marks, exactly as rules.md gives them, on answers that were read first.

``learning.domain.answers`` reads and ``learning.domain.shown`` puts in words; both are offered
here too, so that who marks imports one module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from learning.domain.answers import (
    BLANK,
    Answer,
    Fields,
    Unread,
    answer_from_fields,
    is_blank,
    read_answer,
)
from learning.domain.comparing import (
    close_enough,
    expected_number,
    foreseen_numbers,
    judge_cells,
    same_option,
    same_text,
)
from learning.domain.drawing import fill, values_for
from learning.domain.facts import Verdict
from learning.domain.formula import FormulaError
from learning.domain.html import SafeHtml
from learning.domain.question import (
    Calculated,
    CaseTable,
    ForeseenFormula,
    ForeseenNumber,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Number,
    OpenAnswer,
    Ordering,
    Question,
    Scale,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from learning.domain.shown import expected_shown, given_shown, part_expected, show_result

__all__ = [
    "BLANK",
    "Answer",
    "Fields",
    "Mark",
    "PartMark",
    "Unread",
    "answer_from_fields",
    "expected_shown",
    "given_shown",
    "is_blank",
    "mark",
    "read_answer",
]


@dataclass(frozen=True, slots=True)
class PartMark:
    """The verdict on one part: a choice, a pair, an item, a gap or a cell.

    For a choice ``right`` says whether ticking it, or leaving it, was right.
    """

    id: str
    right: bool
    feedback: SafeHtml = SafeHtml()
    expected_shown: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: ``points`` of ``out_of``, None when a person must read (or nothing is right).

    ``feedback`` holds what the author wrote for the answers given, already filled in.
    """

    points: float | None
    out_of: int
    verdict: Verdict
    feedback: tuple[SafeHtml, ...] = ()
    parts: tuple[PartMark, ...] = ()


def mark(question: Question, answer: Answer, seed: str) -> Mark:
    """Mark an answer; ``BLANK`` is wrong everywhere and costs nothing more."""
    match question:
        case Number() | Calculated():
            return _mark_number(question, answer, seed)
        case OpenAnswer():
            return Mark(None, question.points, Verdict.TO_READ)
        case Scale():
            return Mark(None, 0, Verdict.TO_READ)
        case Matching() | Ordering() | Gaps() | CaseTable():
            return _mark_in_parts(question, answer)
        case _:
            return _mark_whole(question, answer)


def _mark_whole(
    question: SingleChoice | MultipleChoice | TrueFalse | ShortText, answer: Answer
) -> Mark:
    match question:
        case TrueFalse():
            return _mark_true_false(question, answer)
        case ShortText():
            return _mark_short(question, answer)
        case _:
            return _mark_choices(question, answer)


def _mark_in_parts(question: Matching | Ordering | Gaps | CaseTable, answer: Answer) -> Mark:
    match question:
        case Matching():
            return _mark_matching(question, answer)
        case Ordering():
            return _mark_ordering(question, answer)
        case Gaps():
            return _mark_gaps(question, answer)
        case CaseTable():
            return _mark_table(question, answer)


def _mark_of(
    question: Question,
    share: Fraction,
    feedback: tuple[SafeHtml, ...] = (),
    parts: tuple[PartMark, ...] = (),
) -> Mark:
    verdict = Verdict.PARTIAL
    if share == 1:
        verdict = Verdict.RIGHT
    elif share == 0:
        verdict = Verdict.WRONG
    kept = tuple(html for html in feedback if html)
    return Mark(float(share * question.points), question.points, verdict, kept, parts)


def _mark_choices(question: SingleChoice | MultipleChoice, answer: Answer) -> Mark:
    given = set(answer.values)
    right = sum(choice.right for choice in question.choices)
    found = sum(choice.right for choice in question.choices if choice.id in given)
    slips = sum(not choice.right for choice in question.choices if choice.id in given)
    share = Fraction(max(0, found - slips), right) if right else Fraction(0)
    parts = tuple(
        PartMark(
            choice.id,
            choice.right == (choice.id in given),
            choice.feedback,
            choice.plain if choice.right else "",
        )
        for choice in question.choices
    )
    feedback = tuple(choice.feedback for choice in question.choices if choice.id in given)
    return _mark_of(question, share, feedback, parts)


def _mark_true_false(question: TrueFalse, answer: Answer) -> Mark:
    given = answer.get()
    right = given == ("vrai" if question.right else "faux")
    feedback = question.feedback_right if right else question.feedback_wrong
    return _mark_of(question, Fraction(right), (feedback,) if given else ())


def _mark_number(question: Number | Calculated, answer: Answer, seed: str) -> Mark:
    if not answer.numbers:
        return _mark_of(question, Fraction(0))
    given = answer.numbers[0][1]
    unit, tolerance = question.unit, question.tolerance
    values = values_for(question, seed) if isinstance(question, Calculated) else {}
    try:
        expected = expected_number(question, seed)
    except FormulaError:
        return _mark_of(question, Fraction(0))
    if close_enough(given, expected, unit, tolerance):
        return _mark_of(question, Fraction(1), (fill(question.feedback, values),))
    wrong: Sequence[ForeseenNumber | ForeseenFormula] = question.foreseen
    reasons = tuple(
        fill(foreseen.feedback, values)
        for foreseen, number in zip(wrong, foreseen_numbers(question, seed), strict=True)
        if number is not None and close_enough(given, number, unit, tolerance)
    )
    return _mark_of(question, Fraction(0), reasons[:1])


def _mark_short(question: ShortText, answer: Answer) -> Mark:
    given = answer.get() or ""
    if given and same_text(given, question.accepted):
        return _mark_of(question, Fraction(1), (question.feedback,))
    reasons = tuple(
        foreseen.feedback for foreseen in question.foreseen if same_text(given, (foreseen.text,))
    )
    return _mark_of(question, Fraction(0), reasons[:1])


def _mark_parts(question: Question, parts: tuple[PartMark, ...]) -> Mark:
    share = Fraction(sum(part.right for part in parts), len(parts)) if parts else Fraction(0)
    return _mark_of(question, share, (), parts)


def _mark_matching(question: Matching, answer: Answer) -> Mark:
    rights = {pair.id: pair.right for pair in question.pairs}
    given = {part: rights.get(value) for part, value in answer.fields}
    return _mark_parts(
        question,
        tuple(
            # Several pairs may share a right side: its words count, not its id.
            PartMark(pair.id, given.get(pair.id) == pair.right, expected_shown=pair.right)
            for pair in question.pairs
        ),
    )


def _mark_ordering(question: Ordering, answer: Answer) -> Mark:
    """Give the share of neighbours, in the order given, of which the first comes first.

    Items left without a rank stand in no pair.
    """
    right = {item.id: rank for rank, item in enumerate(question.items, start=1)}
    ranks = {part: int(value) for part, value in answer.fields}
    order = sorted(ranks, key=ranks.__getitem__)
    in_order = sum(right[before] < right[after] for before, after in pairwise(order))
    parts = tuple(
        PartMark(item.id, ranks.get(item.id) == right[item.id], expected_shown=str(right[item.id]))
        for item in question.items
    )
    pairs = len(question.items) - 1
    share = Fraction(in_order, pairs) if pairs > 0 else Fraction(bool(ranks))
    return _mark_of(question, share, (), parts)


def _mark_gaps(question: Gaps, answer: Answer) -> Mark:
    given = dict(answer.fields)
    expected = part_expected(question)
    return _mark_parts(
        question,
        tuple(
            PartMark(gap.id, _fills(gap, given.get(gap.id, "")), expected_shown=expected[gap.id])
            for gap in question.parts
            if isinstance(gap, Gap)
        ),
    )


def _fills(gap: Gap, given: str) -> bool:
    if gap.options:
        return same_option(given, gap.accepted[0])
    return bool(given) and same_text(given, gap.accepted)


def _mark_table(question: CaseTable, answer: Answer) -> Mark:
    units = {cell.id: cell.unit for row in question.rows for cell in row}
    parts = tuple(
        PartMark(
            cell.id,
            cell.right,
            expected_shown=(
                "" if cell.expected is None else show_result(cell.expected, units[cell.id])
            ),
        )
        for cell in judge_cells(question, dict(answer.numbers))
    )
    return _mark_parts(question, parts)
