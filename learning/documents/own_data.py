"""A person's own data in one page that any browser opens: no script, no network, printable."""

from dataclasses import dataclass
from html import escape

_STYLE = (
    "body{font:1.1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "th,td{border:1px solid #666;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "th{background:#eee}td{white-space:pre-line;overflow-wrap:break-word}.quiet{color:#333}"
    "td:first-child{min-width:9rem}td:last-child{overflow-wrap:anywhere}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table of the page: what it is, why it is kept, and its rows."""

    title: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write_page(title: str, lead: tuple[str, ...], parts: tuple[Part, ...]) -> str:
    """Return the page."""
    contents = "".join(
        f'<li><a href="#p{number}">{escape(part.title)}</a> ({len(part.rows)})</li>'
        for number, part in enumerate(parts)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><main><h1>{escape(title)}</h1>\n"
        + "".join(f"<p>{escape(line)}</p>\n" for line in lead)
        + f'<nav aria-label="Sommaire"><ul>{contents}</ul></nav>\n'
        + "".join(_part(number, part) for number, part in enumerate(parts))
        + "</main></body></html>\n"
    )


def _part(number: int, part: Part) -> str:
    notes = "".join(f'<p class="quiet">{escape(note)}</p>\n' for note in part.notes)
    if not part.rows:
        return f'<h2 id="p{number}">{escape(part.title)}</h2>\n{notes}<p>Rien.</p>\n'
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in part.heads)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n"
        for row in part.rows
    )
    return (
        f'<h2 id="p{number}">{escape(part.title)}</h2>\n{notes}'
        f"<table><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table>\n"
    )
