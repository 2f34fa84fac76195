"""The security-approval file on paper: one HTML page that needs nothing else, and a PDF."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from html import escape
from pathlib import Path

from learning.documents.pdf import compile_pdf
from learning.domain.security_file import Section, SecurityFile, State, Statement, Table

_TEMPLATE = Path(__file__).with_name("security_file.typ")
_PAGE = Path(__file__).with_name("security_file.html")
TITLE = "Dossier de sécurité"
_MARKS = {State.GOOD: "bon", State.TOLD: "savoir", State.WRONG: "faux"}


def write_pdf(file: SecurityFile, day: date) -> bytes:
    """Write the file as PDF/UA-1 and PDF/A-2a.

    Raises:
        Unavailable: the extra is absent.

    """
    held = {
        "title": f"{TITLE} – {file.site}",
        "heading": TITLE,
        "site": file.site,
        "moment": file.moment,
        "summary": summary(file),
        "sections": [asdict(section) for section in file.sections],
    }
    inputs = {"title": str(held["title"]), "file": json.dumps(held, ensure_ascii=False)}
    return compile_pdf(_TEMPLATE, inputs, day)


def write_html(file: SecurityFile) -> bytes:
    """Write the file as one page, without scripts."""
    page = _PAGE.read_text(encoding="utf-8")
    title = f"{TITLE} – {file.site}"
    return (
        page.replace("{{titre}}", escape(title), 1)
        .replace("{{corps}}", "\n".join(_body(file)), 1)
        .encode()
    )


def summary(file: SecurityFile) -> str:
    """Say how many statements stand, and how many do not."""
    every = [one.state for section in file.sections for one in section.statements]
    counts = [f"{every.count(state)} {state.value}" for state in State]
    return f"{len(every)} constats : {', '.join(counts)}."


def _body(file: SecurityFile) -> Iterator[str]:
    yield f"<h1>{TITLE}</h1>"
    yield f"<p>Site : {escape(file.site)}. Calculé le {escape(file.moment)}.</p>"
    yield f"<p>{escape(summary(file))} Chaque constat nomme ce qui a été contrôlé.</p>"
    yield '<nav aria-label="Sommaire"><ol>'
    for number, section in enumerate(file.sections, 1):
        yield f'<li><a href="#s{number}">{escape(section.title)}</a></li>'
    yield "</ol></nav>"
    for number, section in enumerate(file.sections, 1):
        yield from _section(number, section)


def _section(number: int, section: Section) -> Iterator[str]:
    yield f'<h2 id="s{number}">{number}. {escape(section.title)}</h2>'
    yield f"<p>{escape(section.lead)}</p>"
    if section.statements:
        yield '<div class="large" tabindex="0"><table>'
        yield "<thead><tr>"
        yield '<th scope="col">État</th><th scope="col">Constat</th>'
        yield '<th scope="col">Contrôle</th></tr></thead><tbody>'
        yield from map(_statement, section.statements)
        yield "</tbody></table></div>"
    for table in section.tables:
        yield from _table(table)


def _statement(one: Statement) -> str:
    return (
        f'<tr><td class="{_MARKS[one.state]}">{one.state.value}</td>'
        f"<td>{escape(one.says)}</td><td>{escape(one.check)}</td></tr>"
    )


def _table(table: Table) -> Iterator[str]:
    yield '<div class="large" tabindex="0"><table>'
    yield f"<caption>{escape(table.title)}</caption><thead><tr>"
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    yield "</tr></thead><tbody>"
    for row in table.rows:
        cells = (_cell(escape(cell), code=table.code) for cell in row)
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _cell(text: str, *, code: bool) -> str:
    return f"<td><code>{text}</code></td>" if code and text else f"<td>{text}</td>"
