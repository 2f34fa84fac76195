"""One lesson as safe HTML, questions as plain form fields without any key: ``courses render``."""

from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

from learning.content.check import Finding, Severity, check
from learning.content.fragment_fields import fieldset
from learning.content.library import build, render_parts
from learning.content.source import lesson_slug, read_module
from learning.domain.course import Block, BlockKind, Lesson
from learning.domain.errors import NotFound
from learning.domain.numbers import show_date


def render_file(file: Path, *, on: date | None = None) -> tuple[str, tuple[Finding, ...]]:
    """Return the HTML of a lesson file, and the findings of that file alone.

    The courses around it are read for its figures, terms and banks. With an ``erreur`` there
    is no HTML.

    Raises:
        NotFound: the file is no lesson of a module.

    """
    folder = file.resolve().parent
    named = lesson_slug(file.name)
    if not file.is_file() or named is None:
        raise NotFound("«\u00a0%(file)s\u00a0» n’est pas une leçon (10-titre.md).", file=file)
    files = read_module(folder)
    path = f"{folder.name}/{file.name}"
    day = on or datetime.now(UTC).date()
    findings = tuple(one for one in check(files, on=day) if one.file == path)
    if any(one.severity is Severity.ERROR for one in findings):
        return "", findings
    module = build(files, render_parts(files), on=day).module(folder.name)
    lesson = module.lesson(named[1]) if module else None
    if lesson is None:
        raise NotFound(
            "«\u00a0%(file)s\u00a0» n’est pas dans un module\u00a0: module.md manque.", file=file
        )
    return "\n".join(_block(block, lesson, day) for block in lesson.blocks), findings


def _block(block: Block, lesson: Lesson, day: date) -> str:
    match block.kind:
        case BlockKind.QUESTION:
            question = next(one for one in lesson.questions if one.name == block.name)
            html = fieldset(question)
        case BlockKind.DRAW:
            html = f"<p>{block.count} questions tirées de la banque {escape(block.name)}.</p>"
        case BlockKind.WORKSHEET:
            html = f"<p>Feuille\u00a0: {escape(block.name)}.</p>"
        case _:
            html = f'<div data-block="{block.kind}">\n{block.html}\n</div>'
    return "\n".join((html, *_notes(block, day)))


def _notes(block: Block, day: date) -> list[str]:
    """Return what the links of a block lead to: its terms, and the source of its figures."""
    notes = [
        f'<dl id="mot-{term.slug}"><dt>{escape(term.term)}</dt>'
        f"<dd>{escape(term.definition)}</dd></dl>"
        for term in block.terms
    ]
    for figure in block.figures:
        since = f", depuis le {show_date(figure.valid_from)}" if figure.valid_from else ""
        doubt = " À vérifier." if figure.to_check or figure.outdated(day) else ""
        text = (
            f"{figure.label}\u00a0: {figure.shown}{since}. Source\u00a0: {figure.source}.{doubt}"
        )
        notes.append(f'<p id="chiffre-{escape(figure.id)}">{escape(text)}</p>')
    return notes
