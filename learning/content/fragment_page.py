"""One lesson as safe HTML, questions as plain form fields without any key: ``courses render``."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

from learning.content.check import Finding, check
from learning.content.library import build, render_parts
from learning.content.source import lesson_slug, read_folder
from learning.domain.course import Block, BlockKind, Lesson
from learning.domain.errors import NotFound
from learning.domain.question import (
    CaseTable,
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


def render_file(file: Path) -> tuple[str, tuple[Finding, ...]]:
    """Return the HTML of a lesson file, and the findings of that file alone.

    The courses around it are read for its figures, terms and banks.

    Raises:
        NotFound: the file is no lesson of a module.

    """
    module_folder = file.resolve().parent
    named = lesson_slug(file.name)
    if not file.is_file() or named is None:
        raise NotFound("« %(file)s » n’est pas une leçon (10-titre.md).", file=file)
    files = read_folder(module_folder.parent)
    path = f"{module_folder.name}/{file.name}"
    findings = tuple(one for one in check(files, on=datetime.now(UTC).date()) if one.file == path)
    if any(one.severity.value == "erreur" for one in findings):
        return "", findings
    kept = {
        p: b for p, b in files.items() if p.split("/")[0] in {module_folder.name} or "/" not in p
    }
    module = build(kept, render_parts(kept)).module(module_folder.name)
    lesson = module.lesson(named[1]) if module else None
    if lesson is None:
        raise NotFound("« %(file)s » n’est pas dans un module (module.md manque).", file=file)
    return "\n".join(_block(block, lesson) for block in lesson.blocks), findings


def _block(block: Block, lesson: Lesson) -> str:
    if block.kind is BlockKind.QUESTION:
        question = next(one for one in lesson.questions if one.name == block.name)
        return _question(question)
    if block.kind is BlockKind.DRAW:
        return f"<p>{block.count} questions de la banque {escape(block.name)}.</p>"
    if block.kind is BlockKind.WORKSHEET:
        return f"<p>Feuille : {escape(block.name)}.</p>"
    return f'<div data-block="{block.kind}">\n{block.html}\n</div>'


def _question(question: Question) -> str:
    name = escape(question.name)
    return (
        f'<fieldset data-question="{name}">\n{question.prompt}\n{_fields(question)}\n</fieldset>'
    )


def _fields(question: Question) -> str:
    name = escape(question.name)
    match question:
        case SingleChoice(choices=choices) | MultipleChoice(choices=choices):
            box = "radio" if isinstance(question, SingleChoice) else "checkbox"
            return "\n".join(_box(box, name, c.id, c.html) for c in choices)
        case TrueFalse():
            return "\n".join(_box("radio", name, v.lower(), v) for v in ("Vrai", "Faux"))
        case Scale(low=low, high=high):
            return "\n".join(_box("radio", name, str(n), str(n)) for n in range(low, high + 1))
        case Matching(pairs=pairs):
            rights = sorted((pair.right, pair.id) for pair in pairs)
            return "\n".join(
                f"<label>{pair.left} {_select(f'{name}.{pair.id}', rights)}</label>"
                for pair in pairs
            )
        case Ordering(items=items):
            ranks = [(str(n), str(n)) for n in range(1, len(items) + 1)]
            shuffled = sorted(items, key=lambda item: item.plain)
            return "\n".join(
                f"<label>{i.html} {_select(f'{name}.{i.id}', ranks)}</label>" for i in shuffled
            )
        case Gaps(parts=parts):
            return "".join(_gap(name, p) if isinstance(p, Gap) else str(p) for p in parts)
        case CaseTable():
            return _table(question)
        case OpenAnswer(lines=lines):
            return (
                f'<label>Votre réponse <textarea name="{name}" rows="{lines}"></textarea></label>'
            )
        case _:
            return f'<label>Votre réponse <input name="{name}"></label>'


def _box(kind: str, name: str, value: str, label: str) -> str:
    return f'<label><input type="{kind}" name="{name}" value="{escape(value)}"> {label}</label>'


def _select(name: str, options: list[tuple[str, str]]) -> str:
    inside = "".join(f'<option value="{escape(v)}">{escape(t)}</option>' for t, v in options)
    return f'<select name="{name}">{inside}</select>'


def _gap(name: str, gap: Gap) -> str:
    if gap.options:
        return _select(f"{name}.{gap.id}", [(text, text) for text in sorted(gap.options)])
    return f'<input name="{name}.{gap.id}">'


def _table(question: CaseTable) -> str:
    name = escape(question.name)
    head = "".join(f"<th>{cell}</th>" for cell in question.header)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td><input name="{name}.{c.id}"> {escape(c.unit)}</td>'
            if c.formula
            else f"<td>{c.html}</td>"
            for c in row
        )
        + "</tr>"
        for row in question.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
