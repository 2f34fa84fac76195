"""First answers to one question, counted: shares with their bounds, and bars to draw.

No person is here: groups of like answers come in, and figures go out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.domain.answers import BLANK, Answer, answer_from_fields
from learning.domain.comparing import plain_text
from learning.domain.errors import Invalid
from learning.domain.facts import Verdict
from learning.domain.marking import mark
from learning.domain.numbers import One, read_number, show_number
from learning.domain.question import (
    CaseTable,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Number,
    Ordering,
    Question,
    QuestionKind,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from learning.domain.shares import Bar, BarKind, Figures, Share, median, wilson
from learning.domain.shown import cell_labels, part_expected, without_markup

Fields = tuple[tuple[str, str], ...]

NBSP = "\u00a0"
LEAST_SHOWN = 3  # an answer typed by one or two people could tell who they are
MOST_ANSWERS = 8  # bars of typed answers; what is rarer is gathered


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """So many first answers that were alike: what was given, and the mark."""

    fields: Fields
    verdict: Verdict
    points: float | None
    out_of: int
    count: int
    in_tests: int = 0  # of these, in a test


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What else is known of the first answers to one version of a question.

    ``tries`` are pairs of a number of tries in the lesson and how many people needed it;
    ``readings`` are marks given by trainers to open answers: points, out of, how many.
    """

    unread: int = 0
    hints: int = 0
    tries: tuple[tuple[int, int], ...] = ()
    readings: tuple[tuple[float, int, int], ...] = ()


def summarise(
    question: Question, given: Sequence[Given], signals: Signals, *, version: int = 1
) -> Figures:
    """Count the first answers to one version of a question."""
    unread = sum(one.count for one in given if one.verdict in _UNREAD)
    to_read = sum(one.count for one in given if one.verdict is Verdict.TO_READ)
    is_open = question.kind is QuestionKind.OPEN
    kind, bars = _bars(question, given)
    return Figures(
        question=question.id,
        kind=question.kind,
        version=version,
        count=sum(one.count for one in given),
        facility=facility(given, signals.readings if is_open else ()),
        bar_kind=kind,
        bars=bars,
        blank=sum(one.in_tests for one in given if not one.fields and one.verdict not in _UNSEEN),
        in_tests=sum(one.in_tests for one in given),
        unread=signals.unread + unread,
        hints=signals.hints,
        has_hint=bool(question.hint),
        tries=median(signals.tries),
        waiting=max(0, to_read - sum(n for _, _, n in signals.readings)) if is_open else 0,
    )


_UNREAD = frozenset({Verdict.UNREADABLE, Verdict.AMBIGUOUS})
_UNSEEN = _UNREAD | {Verdict.TO_READ}  # something was written


def facility(
    given: Iterable[Given], readings: Iterable[tuple[float, int, int]] = ()
) -> Share | None:
    """Return the mean share of the points over what was marked, None when nothing was."""
    marked = [
        (one.points, one.out_of, one.count)
        for one in given
        if one.points is not None and one.out_of
    ]
    marked += [(points, out_of, count) for points, out_of, count in readings if out_of]
    count = sum(many for _, _, many in marked)
    if not count:
        return None
    return wilson(sum(points / out_of * many for points, out_of, many in marked) / count, count)


def _bars(question: Question, given: Sequence[Given]) -> tuple[BarKind, tuple[Bar, ...]]:
    match question:
        case SingleChoice() | MultipleChoice():
            return BarKind.CHOICES, _choice_bars(question, given)
        case TrueFalse():
            return BarKind.CHOICES, _true_false_bars(question, given)
        case Number() | ShortText():
            return BarKind.ANSWERS, _answer_bars(question, given)
        case Matching() | Ordering() | Gaps() | CaseTable():
            return BarKind.PARTS, _part_bars(question, given)
        case _:
            return BarKind.NONE, ()


def _taken(given: Iterable[Given]) -> Counter[str]:
    taken: Counter[str] = Counter()
    for one in given:
        for value in {value for _, value in one.fields}:
            taken[value] += one.count
    return taken


def _choice_bars(
    question: SingleChoice | MultipleChoice, given: Iterable[Given]
) -> tuple[Bar, ...]:
    taken = _taken(given)
    return tuple(
        Bar(label=choice.plain, count=taken[choice.id], right=choice.right)
        for choice in question.choices
    )


def _true_false_bars(question: TrueFalse, given: Iterable[Given]) -> tuple[Bar, ...]:
    taken = _taken(given)
    return (
        Bar(label="Vrai", count=taken["vrai"], right=question.right),
        Bar(label="Faux", count=taken["faux"], right=not question.right),
    )


def _answer_bars(question: Number | ShortText, given: Iterable[Given]) -> tuple[Bar, ...]:
    """Gather what was typed by what it means; what fewer than three people gave stays hidden."""
    counts: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    right: set[str] = set()
    for one in given:
        if not one.fields or one.verdict in _UNREAD:
            continue
        meaning, words = _meaning(question, one.fields[0][1])
        counts[meaning] += one.count
        written.setdefault(meaning, Counter())[words] += one.count
        if one.verdict is Verdict.RIGHT:
            right.add(meaning)
    shown = [
        (meaning, count)
        for meaning, count in sorted(
            counts.items(), key=lambda item: (-item[1], item[0] not in right, item[0])
        )
        if count >= LEAST_SHOWN
    ][:MOST_ANSWERS]
    bars = [
        Bar(label=_commonest(written[meaning]), count=count, right=meaning in right)
        for meaning, count in shown
    ]
    kept = {meaning for meaning, _ in shown}
    for is_right in (True, False):
        rest = sum(
            count
            for meaning, count in counts.items()
            if meaning not in kept and (meaning in right) is is_right
        )
        if rest:
            bars.append(Bar(label="", count=rest, right=is_right, pooled=True))
    return tuple(bars)


def _commonest(written: Counter[str]) -> str:
    return min(written, key=lambda words: (-written[words], words))


def _meaning(question: Number | ShortText, typed: str) -> tuple[str, str]:
    """Return what makes two answers the same, and how to write it."""
    if isinstance(question, ShortText):
        return plain_text(typed), typed
    return _number_meaning(typed, question.unit)


def _number_meaning(typed: str, unit: str) -> tuple[str, str]:
    match read_number(typed, unit=unit):
        case One(value=value):
            return f"{_plain_number(value)}", show_number(value, unit)
        case _:
            return typed, typed


def _plain_number(value: Decimal) -> Decimal:
    return value.normalize() + 0


def _part_bars(
    question: Matching | Ordering | Gaps | CaseTable, given: Iterable[Given]
) -> tuple[Bar, ...]:
    right: Counter[str] = Counter()
    wrong: dict[str, Counter[str]] = {}
    labels = _part_labels(question)
    for one in given:
        typed = dict(one.fields)
        for part, is_right in _judged_parts(question, one, labels):
            if is_right:
                right[part] += one.count
            elif part in typed:
                words = _part_words(question, part, typed[part])
                wrong.setdefault(part, Counter())[words] += one.count
    return tuple(
        Bar(label=label, count=right[part], right=True, wrong=_shown_wrong(wrong.get(part)))
        for part, label in labels.items()
    )


def _judged_parts(
    question: Matching | Ordering | Gaps | CaseTable, one: Given, parts: Iterable[str]
) -> Iterable[tuple[str, bool]]:
    """Tell which parts were right, without marking again what was wholly right or wrong."""
    if one.verdict is Verdict.RIGHT:
        return [(part, True) for part in parts]
    if one.verdict is Verdict.WRONG and not isinstance(question, Ordering):
        return [(part, False) for part in parts]
    return [(part.id, part.right) for part in mark(question, _answer(question, one), "").parts]


def _answer(question: Question, one: Given) -> Answer:
    try:
        read = answer_from_fields(question, one.fields, "")
    except Invalid:
        return BLANK
    return read if isinstance(read, Answer) else BLANK


def _shown_wrong(counts: Counter[str] | None) -> str:
    if not counts:
        return ""
    words = _commonest(counts)
    return words if counts[words] >= LEAST_SHOWN else ""


def _part_words(question: Question, part: str, typed: str) -> str:
    match question:
        case Matching(pairs=pairs):
            return next((pair.right for pair in pairs if pair.id == typed), "")
        case CaseTable(rows=rows):
            unit = next((cell.unit for row in rows for cell in row if cell.id == part), "")
            return _number_meaning(typed, unit)[1]
        case _:
            return " ".join(typed.split())


def _part_labels(question: Matching | Ordering | Gaps | CaseTable) -> dict[str, str]:
    match question:
        case Matching(pairs=pairs):
            return {pair.id: f"{without_markup(pair.left)}{NBSP}: {pair.right}" for pair in pairs}
        case Ordering(items=items):
            return {item.id: item.plain for item in items}
        case Gaps(parts=parts):
            expected = part_expected(question)
            return {
                gap.id: f"Trou {gap.id}{NBSP}: {expected[gap.id]}"
                for gap in parts
                if isinstance(gap, Gap)
            }
        case CaseTable():
            return cell_labels(question)
