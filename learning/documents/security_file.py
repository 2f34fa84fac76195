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
METHOD = (
    "Rien n’est rédigé d’avance : chaque constat vient d’un contrôle fait à cet instant, "
    "nommé à côté de lui."
)
DECISION = "Avis et décision"
DECIDED = (
    "Avis (favorable, avec réserves, défavorable)",
    "Réserves",
    "Nom et fonction",
    "Date et signature",
)
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
        "method": METHOD,
        "wrong": [one.says for one in file.wrong],
        "sections": [
            {
                **asdict(section),
                "tally": [count or "" for count in tally(section.statements).values()],
            }
            for section in file.sections
        ],
        "states": [state.value for state in State],
        "decision": DECISION,
        "decided": DECIDED,
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
    every = tuple(one for section in file.sections for one in section.statements)
    counts = (f"{count} {_word(state, count)}" for state, count in tally(every).items())
    return f"{len(every)} constats : {', '.join(counts)}."


def tally(statements: tuple[Statement, ...]) -> dict[State, int]:
    """Count the statements of each state."""
    return {state: sum(one.state is state for one in statements) for state in State}


def _word(state: State, count: int) -> str:
    return f"{state.value}s" if state is State.GOOD and count > 1 else state.value


def _body(file: SecurityFile) -> Iterator[str]:
    yield f"<h1>{TITLE}</h1>"
    yield f"<p>Site : {escape(file.site)}. Calculé le {escape(file.moment)}.</p>"
    yield f"<p><strong>{escape(summary(file))}</strong> {METHOD}</p>"
    yield from _wrong(file)
    yield '<nav aria-label="Sommaire"><table class="sommaire"><thead><tr>'
    yield '<th scope="col">Partie</th>'
    yield "".join(f'<th scope="col">{state.value}</th>' for state in State)
    yield "</tr></thead><tbody>"
    for number, section in enumerate(file.sections, 1):
        yield f'<tr><td><a href="#s{number}">{number}. {escape(section.title)}</a></td>'
        yield "".join(_count(*one) for one in tally(section.statements).items())
        yield "</tr>"
    yield "</tbody></table></nav>"
    for number, section in enumerate(file.sections, 1):
        yield from _section(number, section)
    yield f"<h2>{DECISION}</h2><dl>"
    for line in DECIDED:
        yield f"<dt>{line}</dt><dd></dd>"
    yield "</dl>"


def _count(state: State, count: int) -> str:
    return f'<td class="{_MARKS[state]}">{count}</td>' if count else "<td></td>"


def _wrong(file: SecurityFile) -> Iterator[str]:
    """What is to be put right, before anything else."""
    if not file.wrong:
        return
    yield '<h2 class="faux">À corriger d’abord</h2><ul>'
    for one in file.wrong:
        yield f"<li>{escape(one.says)}</li>"
    yield "</ul>"


def _section(number: int, section: Section) -> Iterator[str]:
    yield f'<h2 id="s{number}">{number}. {escape(section.title)}</h2>'
    yield f"<p>{escape(section.lead)}</p>"
    if section.statements:
        yield '<div class="large" tabindex="0"><table class="constats"><thead><tr>'
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
