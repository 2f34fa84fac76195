"""A rich text as lines of Markdown, and the three ways to lay them out."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from learning.exchange.escapes import escape, escape_keyword, escape_start, wrap

_INDENT = "    "
_BREAK = "<br>"


class Shape(StrEnum):
    """What a line is."""

    WORDS = "words"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(slots=True)
class Line:
    """One paragraph, item of a list, row of a table, or block of code.

    ``text`` is inline Markdown, but for code, which is as it was; ``cells`` are of a row.
    """

    shape: Shape
    text: str = ""
    depth: int = 0
    mark: str = "-"
    cells: list[str] = field(default_factory=list)


def as_paragraphs(lines: Sequence[Line], *, indented: bool = True) -> list[str]:
    """Lay lines out one under the other, with empty lines between what is of different shapes.

    ``indented`` is false where readers strip each line: lists are then flat.
    """
    out: list[str] = []
    for shape, group in groupby(lines, key=lambda line: line.shape):
        for laid in _lay(shape, list(group), indented=indented):
            if out:
                out.append("")
            out += laid
    return out


def _lay(shape: Shape, group: list[Line], *, indented: bool) -> list[list[str]]:
    match shape:
        case Shape.WORDS:
            return [wrap(line.text) for line in group]
        case Shape.CODE:
            return [_code(line.text) for line in group]
        case Shape.ROW:
            return [_table(group)]
        case Shape.ITEM:
            # A lone list follows at most one level deeper than the one before.
            return [[_item(line, indented=indented) for line in group]]


def _item(line: Line, *, indented: bool) -> str:
    indent = _INDENT * line.depth if indented else ""
    text = escape_start(line.text)
    if text.startswith(("(", "[")):
        text = f"\\{text}"  # « - (x) … » would be a choice
    return f"{indent}{line.mark} {text}"


def _table(rows: list[Line]) -> list[str]:
    width = max(len(row.cells) for row in rows)
    filled = [[*row.cells, *[""] * (width - len(row.cells))] for row in rows]
    head, *body = filled
    out = [_row(head), _row(["---"] * width)]
    return out + [_row(cells) for cells in body or [[""] * width]]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell or ' ' for cell in cells)} |"


def _code(text: str) -> list[str]:
    lines = [_kept(line) for line in text.strip("\n").split("\n")]
    lines[0] = f"<pre>{lines[0]}"
    lines[-1] += "</pre>"
    return lines


def _kept(line: str) -> str:
    """Write a line of code so that neither its spaces nor its first sign are lost."""
    body = line.lstrip(" ")
    spaces = "&#160;" * (len(line) - len(body))
    safe = html.escape(escape_keyword(body), quote=False).replace("&amp;#58;", "&#58;")
    safe = safe.replace("{{", "{&#8288;{").replace("[[", "&#91;[")
    if not spaces and safe[:1] and not safe[0].isalnum() and safe[0] not in "&<":
        safe = f"&#{ord(safe[0])};{safe[1:]}"
    # An empty line would end the block of code, for some readers.
    return f"{spaces}{safe}" if spaces or safe else "&#160;"


def as_phrase(lines: Sequence[Line]) -> str:
    """Lay lines out on one line."""
    return escape_start(_BREAK.join(_phrase(line) for line in lines))


def _phrase(line: Line) -> str:
    match line.shape:
        case Shape.WORDS:
            return line.text
        case Shape.ITEM:
            return f"{line.mark if line.mark != '-' else '–'} {line.text}".replace(". ", "\\. ", 1)
        case Shape.ROW:
            return " – ".join(cell for cell in line.cells if cell)
        case Shape.CODE:
            return _BREAK.join(_short_code(one) for one in line.text.strip("\n").split("\n"))


def _short_code(line: str) -> str:
    return f"<code>{escape(line)}</code>" if line.strip() else ""


def flatten(lines: Sequence[Line]) -> bool:
    """Tell whether laying out without indentation loses the levels of a list."""
    return any(line.depth for line in lines)


BLANKS = re.compile(r"[ \t\n\r\f]+")
