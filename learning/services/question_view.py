"""A question as a page shows it: its form, what was answered, and only what may be revealed.

The templates read these objects; nothing that is right is in one before the answer is given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import UUID

from learning.domain import marking
from learning.domain.drawing import choice_order, fill, option_order, seed_of, values_for
from learning.domain.facts import Verdict
from learning.domain.html import SafeHtml
from learning.domain.question import (
    Calculated,
    CaseTable,
    Cell,
    Choice,
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
from learning.services.question_shapes import (
    CellView,
    Clarify,
    ClarifyOption,
    FieldView,
    OptionView,
    QuestionView,
    RowView,
    SegmentView,
    TableView,
)

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What decides how a question is shown. ``reveal`` only once its answer was marked."""

    fields: Fields = ()
    seed: str = ""
    reveal: bool = False
    key: bool = False  # the right answer too: not while another try is offered
    shuffled: bool = False  # a test mixes the choices
    parts: dict[str, marking.PartMark] = field(default_factory=dict)

    def value(self, part: str = "") -> str:
        """What was typed in a part, or nothing."""
        return next((value for name, value in self.fields if name == part), "")

    def values(self, part: str = "") -> frozenset[str]:
        """Every value posted under a part."""
        return frozenset(value for name, value in self.fields if name == part)


def question_seed(owner: UUID | str, question_id: str, ordinal: int | str) -> str:
    """The seed of one answer: outside a test, it changes with each answer given."""
    return seed_of(str(owner), question_id, str(ordinal))


def view_question(question: Question, *, number: int | None, shown: Shown) -> QuestionView:
    """Build the view of a question, form filled with what was typed."""
    view = QuestionView(
        name=question.name,
        number=number,
        kind=question.kind.value,
        prompt=_prompt(question, shown.seed),
        hint=_filled(question, question.hint, shown.seed) if question.hint else None,
        multiple_note=isinstance(question, MultipleChoice),
    )
    return _BUILDERS[type(question)](question, shown, view)


def reveal(
    view: QuestionView, question: Question, shown: Shown, mark: marking.Mark
) -> QuestionView:
    """Add what may be said after the answer: verdict, reasons, explanation, right answer."""
    right = mark.verdict is Verdict.RIGHT
    return replace(
        view,
        answered=True,
        verdict=mark.verdict.value,
        feedback=mark.feedback,
        explanation=_filled(question, question.explanation, shown.seed)
        if question.explanation
        else None,
        expected=marking.expected_shown(question, shown.seed) if shown.key and not right else "",
        answer_text="" if shown.fields else marking.given_shown(question, (), shown.seed),
    )


def asked_again(view: QuestionView, again: marking.Unread) -> QuestionView:
    """Ask again for a number that cannot be read: with the two readings when there are two."""
    clarify = None
    if again.readings:
        first, second = (reading for reading, _ in again.readings)
        clarify = Clarify(
            title=f"{first} ou {second}\u00a0?",
            text=again.message,
            options=tuple(
                ClarifyOption(
                    name="preciser", value=f"{again.field}={posted}", label=f"C’est {reading}"
                )
                for reading, posted in again.readings
            ),
        )
    return replace(
        view,
        verdict=again.verdict.value,
        clarify=clarify,
        error="" if clarify else again.message,
    )


def _prompt(question: Question, seed: str) -> SafeHtml:
    return _filled(question, question.prompt, seed)


def _filled(question: Question, html: SafeHtml, seed: str) -> SafeHtml:
    return fill(html, values_for(question, seed)) if isinstance(question, Calculated) else html


def _ordered_choices(question: SingleChoice | MultipleChoice, shown: Shown) -> tuple[Choice, ...]:
    if not shown.shuffled:
        return question.choices
    by_id = {choice.id: choice for choice in question.choices}
    return tuple(by_id[one] for one in choice_order(question, shown.seed))


def _choices(
    question: SingleChoice | MultipleChoice, shown: Shown, view: QuestionView
) -> QuestionView:
    given = shown.values()
    options = tuple(
        OptionView(
            value=choice.id,
            html=choice.html,
            checked=choice.id in given,
            right=True if shown.key and choice.right else None,
        )
        for choice in _ordered_choices(question, shown)
    )
    return replace(view, choices=options)


def _true_false(question: TrueFalse, shown: Shown, view: QuestionView) -> QuestionView:
    given = shown.value()
    options = tuple(
        OptionView(
            value=value,
            html=label,
            checked=given == value,
            right=True if shown.key and question.right == truth else None,
        )
        for value, label, truth in (("vrai", "Vrai", True), ("faux", "Faux", False))
    )
    return replace(view, choices=options)


def _scale(question: Scale, shown: Shown, view: QuestionView) -> QuestionView:
    given = shown.value()
    ends = {question.low: question.low_label, question.high: question.high_label}
    options = tuple(
        OptionView(
            value=str(degree),
            html=f"{degree} – {ends[degree]}" if ends.get(degree) else str(degree),
            checked=given == str(degree),
        )
        for degree in range(question.low, question.high + 1)
    )
    return replace(view, choices=options)


def _number(question: Number | Calculated, shown: Shown, view: QuestionView) -> QuestionView:
    one = FieldView(
        name=question.name,
        label="Votre réponse",
        value=shown.value(),
        unit=question.unit,
        numeric=True,
        width="short",
    )
    return replace(view, fields=(one,))


def _short(question: ShortText, shown: Shown, view: QuestionView) -> QuestionView:
    return replace(
        view, fields=(FieldView(name=question.name, label="Votre réponse", value=shown.value()),)
    )


def _open(question: OpenAnswer, shown: Shown, view: QuestionView) -> QuestionView:
    one = FieldView(
        name=question.name, label="Votre réponse", value=shown.value(), rows=question.lines
    )
    return replace(view, fields=(one,))


def _part(shown: Shown, part: str) -> dict[str, object]:
    """The verdict of one part, once it may be said."""
    mark = shown.parts.get(part)
    if not shown.reveal or mark is None:
        return {}
    return {
        "verdict": Verdict.RIGHT.value if mark.right else Verdict.WRONG.value,
        "expected": mark.expected_shown if shown.key and not mark.right else "",
        "feedback": mark.feedback or None,
    }


def _matching(question: Matching, shown: Shown, view: QuestionView) -> QuestionView:
    by_id = {pair.id: pair for pair in question.pairs}
    order = choice_order(question, shown.seed)

    def one(pair_id: str) -> FieldView:
        given = shown.value(pair_id)
        options = tuple(
            OptionView(value=i, label=by_id[i].right, selected=i == given) for i in order
        )
        return FieldView(
            name=f"{question.name}.{pair_id}",
            html=by_id[pair_id].left,
            options=options,
            value=given,
            **_part(shown, pair_id),  # type: ignore[arg-type]
        )

    return replace(view, fields=tuple(one(pair.id) for pair in question.pairs))


def _ordering(question: Ordering, shown: Shown, view: QuestionView) -> QuestionView:
    by_id = {item.id: item for item in question.items}
    ranks = [str(rank) for rank in range(1, len(question.items) + 1)]

    def one(item_id: str) -> FieldView:
        given = shown.value(item_id)
        options = tuple(
            OptionView(value=rank, label=rank, selected=rank == given) for rank in ranks
        )
        return FieldView(
            name=f"{question.name}.{item_id}",
            html=by_id[item_id].html,
            options=options,
            value=given,
            width="short",
            **_part(shown, item_id),  # type: ignore[arg-type]
        )

    return replace(view, fields=tuple(one(i) for i in choice_order(question, shown.seed)))


def _gap_field(question: Gaps, gap: Gap, shown: Shown) -> FieldView:
    given = shown.value(gap.id)
    options = None
    if gap.options:
        options = tuple(
            OptionView(value=text, label=text, selected=text == given)
            for text in option_order(gap, shown.seed)
        )
    return FieldView(
        name=f"{question.name}.{gap.id}",
        aria=f"Trou {gap.id}",
        value=given,
        options=options,
        width="short",
        **_part(shown, gap.id),  # type: ignore[arg-type]
    )


def _gaps(question: Gaps, shown: Shown, view: QuestionView) -> QuestionView:
    segments = tuple(
        SegmentView(field=_gap_field(question, part, shown))
        if isinstance(part, Gap)
        else SegmentView(html=part)
        for part in question.parts
    )
    return replace(view, segments=segments)


def _cell(question: CaseTable, cell: Cell, shown: Shown, aria: str) -> CellView:
    if cell.formula is None:
        return CellView(html=cell.html, num=cell.given is not None, unit=cell.unit)
    one = FieldView(
        name=f"{question.name}.{cell.id}",
        aria=aria,
        value=shown.value(cell.id),
        unit=cell.unit,
        numeric=True,
        width="short",
        **_part(shown, cell.id),  # type: ignore[arg-type]
    )
    return CellView(num=True, unit=cell.unit, field=one)


def _table(question: CaseTable, shown: Shown, view: QuestionView) -> QuestionView:
    plain = [_plain(head) for head in question.header]
    rows = []
    for row in question.rows:
        first = _plain(row[0].html)
        cells = tuple(
            _cell(question, cell, shown, f"{first}, {plain[column]}" if first else plain[column])
            for column, cell in enumerate(row)
        )
        rows.append(RowView(cells=cells, total="<strong>" in row[0].html))
    heads = tuple(
        CellView(
            html=head,
            num=any(row[i].given is not None or row[i].formula for row in question.rows),
        )
        for i, head in enumerate(question.header)
    )
    return replace(view, table=TableView(heads=heads, rows=tuple(rows)))


def _plain(html: str) -> str:
    """Text without tags, for an accessible name; the HTML is the sanitiser's, so well formed."""
    inside, text = False, []
    for character in html:
        if character == "<":
            inside = True
        elif character == ">":
            inside = False
        elif not inside:
            text.append(character)
    return "".join(text).replace("&amp;", "&").replace("&nbsp;", "\u00a0").strip()


_BUILDERS: dict[type, Callable[..., QuestionView]] = {
    SingleChoice: _choices,
    MultipleChoice: _choices,
    TrueFalse: _true_false,
    Scale: _scale,
    Number: _number,
    Calculated: _number,
    ShortText: _short,
    OpenAnswer: _open,
    Matching: _matching,
    Ordering: _ordering,
    Gaps: _gaps,
    CaseTable: _table,
}
