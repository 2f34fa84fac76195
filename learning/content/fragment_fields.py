"""A question as plain form fields, without its key: names are ``NAME`` or ``NAME.PART``."""

from collections.abc import Callable, Iterable
from html import escape

from learning.domain.drawing import choice_order, fill, option_order, values_for
from learning.domain.question import (
    Calculated,
    CaseTable,
    Cell,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    OpenAnswer,
    Ordering,
    Question,
    Scale,
    SingleChoice,
    TrueFalse,
)

_SEED = "aperçu"  # the same draw each time: a lesson prints the same bytes twice
_EMPTY = ("", "—")


def fieldset(question: Question) -> str:
    """Return the question with its fields."""
    prompt = question.prompt
    if isinstance(question, Calculated):
        prompt = fill(prompt, values_for(question, _SEED))
    name = escape(question.name)
    return f'<fieldset data-question="{name}">\n{prompt}\n{_fields(question, name)}\n</fieldset>'


def _fields(question: Question, name: str) -> str:
    shape = _SHAPES.get(type(question))
    if shape is None:
        return f'<p><label>Votre réponse <input type="text" name="{name}"></label></p>'
    return shape(question, name)


def _choices(question: Question, name: str) -> str:
    match question:
        case SingleChoice(choices=choices):
            boxes = [_box("radio", name, choice.id, choice.html) for choice in choices]
        case MultipleChoice(choices=choices):
            boxes = [_box("checkbox", name, choice.id, choice.html) for choice in choices]
        case TrueFalse():
            boxes = [_box("radio", name, word.lower(), word) for word in ("Vrai", "Faux")]
        case Scale():
            boxes = _degrees(question, name)
        case _:
            boxes = []
    return "\n".join(f"<p>{box}</p>" for box in boxes)


def _degrees(question: Scale, name: str) -> list[str]:
    said = {question.low: question.low_label, question.high: question.high_label}
    return [
        _box("radio", name, str(n), escape(f"{n} ({said[n]})" if said.get(n) else str(n)))
        for n in range(question.low, question.high + 1)
    ]


def _lines(question: Question, name: str) -> str:
    order = choice_order(question, _SEED)
    match question:
        case Matching(pairs=pairs):
            rights = {pair.id: pair.right for pair in pairs}
            options = [(one, rights[one]) for one in order]
            lines = [(pair.id, str(pair.left)) for pair in pairs]
        case Ordering(items=items):
            texts = {item.id: str(item.html) for item in items}
            options = [(str(n), str(n)) for n in range(1, len(items) + 1)]
            lines = [(one, texts[one]) for one in order]
        case _:
            options, lines = [], []
    return "\n".join(
        f"<p><label>{html} {_select(f'{name}.{escape(part)}', options)}</label></p>"
        for part, html in lines
    )


def _gaps(question: Question, name: str) -> str:
    parts = question.parts if isinstance(question, Gaps) else ()
    return "".join(_gap(part, name) if isinstance(part, Gap) else str(part) for part in parts)


def _gap(gap: Gap, name: str) -> str:
    label = f"Trou {gap.id}"
    if not gap.options:
        return f'<input type="text" name="{name}.{gap.id}" aria-label="{label}">'
    options = [(text, text) for text in option_order(gap, _SEED)]
    return _select(f"{name}.{gap.id}", options, label)


def _table(question: Question, name: str) -> str:
    if not isinstance(question, CaseTable):
        return ""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in question.header)
    rows = "\n".join(
        f"<tr>{''.join(_cell(cell, name) for cell in row)}</tr>" for row in question.rows
    )
    return f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _cell(cell: Cell, name: str) -> str:
    if cell.formula is None:
        return f"<td>{cell.html}</td>"
    row, column = cell.id.removeprefix("r").split("c")
    label = f"Ligne {row}, colonne {column}"
    field = f'<input type="text" name="{name}.{cell.id}" aria-label="{label}">'
    return f"<td>{field} {escape(cell.unit)}</td>".replace(" </td>", "</td>")


def _open(question: Question, name: str) -> str:
    rows = question.lines if isinstance(question, OpenAnswer) else 1
    area = f'<textarea name="{name}" rows="{rows}"></textarea>'
    return f"<p><label>Votre réponse {area}</label></p>"


def _box(kind: str, name: str, value: str, html: str) -> str:
    return f'<label><input type="{kind}" name="{name}" value="{escape(value)}"> {html}</label>'


def _select(name: str, options: Iterable[tuple[str, str]], label: str = "") -> str:
    inside = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>'
        for value, text in (_EMPTY, *options)
    )
    said = f' aria-label="{label}"' if label else ""
    return f'<select name="{name}"{said}>{inside}</select>'


_SHAPES: dict[type, Callable[[Question, str], str]] = {
    SingleChoice: _choices,
    MultipleChoice: _choices,
    TrueFalse: _choices,
    Scale: _choices,
    Matching: _lines,
    Ordering: _lines,
    Gaps: _gaps,
    CaseTable: _table,
    OpenAnswer: _open,
}
