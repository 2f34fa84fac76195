"""Tables and bold text that Markdown would show as the signs they are written with."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from learning.content.finding import Finding, Fix, Report
from learning.content.fragments import Fragments

_FENCE = "```"
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\.")
_BRACES = re.compile(r"\{[^{}]*\}")
_HEADING = re.compile(r"#{1,6}(?!#)")
_SEPARATOR = re.compile(r"\|?[ \u00a0]*:?-+:?[ \u00a0]*(?:\|[ \u00a0]*:?-+:?[ \u00a0]*)*\|?")
_ITEM = re.compile(r"(?:[-*+]|[0-9]+[.)])[ \u00a0]+")
_RULE = re.compile(r"(?:\*[ \u00a0]*){3,}")
_LONE = re.compile(r"(?<!\S)(?:\*|\*{3,})(?!\S)|(?<=[0-9])\*(?=[0-9])")
_LOOSE = re.compile(r"(?<!\S)\*\*(?!\S)")
# « *a* », « **a** », « ***a*** », and the four ways to close one of two inside the other.
_PAIRS = tuple(
    re.compile("[^*]+".join(rf"(?<!\*)\*{{{count}}}(?!\*)" for count in counts))
    for counts in ((1, 1), (2, 2), (3, 3), (3, 2, 1), (3, 1, 2), (1, 2, 3), (2, 1, 3))
)
_STARS = re.compile(r"\*+|\x01+")
_CODE_INDENT = "    "
_BOLD = 2  # stars
_FEWEST_ROWS = 2
_SHOWN = 40  # letters of a text that a finding cites
_LONGEST = 2_000  # letters of a text whose stars are counted


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a fragment: its number in the file, and its text there and as it is read."""

    number: int
    text: str

    @property
    def row(self) -> bool:
        return self.text.startswith("|")

    @property
    def separator(self) -> bool:
        return "-" in self.text and "|" in self.text and bool(_SEPARATOR.fullmatch(self.text))


def judge_marks(fragments: Fragments, lines: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Return what would be shown with its signs; ``lines`` are those of each file."""
    findings: list[Finding] = []
    for key, (_, source) in fragments.wanted.items():
        if "|" not in source and "*" not in source:
            continue
        for file, line in fragments.places[key]:
            report = Report(file, findings, lines.get(file, ()))
            for paragraph in _paragraphs(source, line, report.lines):
                _judge_table(paragraph, report)
                _judge_stars(paragraph, report)
    return findings


def _paragraphs(source: str, first: int, lines: Sequence[str]) -> Iterator[list[_Line]]:
    """Cut a fragment where Markdown does, leaving out what it shows as it is written."""
    found: list[_Line] = []
    fenced = False
    for offset, text in enumerate(source.split("\n")):
        fence = text.strip().startswith(_FENCE)
        fenced ^= fence
        heading = _HEADING.match(text.strip())
        if fence or fenced or heading or not text.strip():
            yield from (found,) if found else ()
            found = []
        if not (fence or fenced) and text.strip() and (found or not text.startswith(_CODE_INDENT)):
            line = _Line(_number(text, first + offset, lines), text.strip())
            if heading:
                yield [line]
            else:
                found.append(line)
    yield from (found,) if found else ()


def _number(text: str, number: int, lines: Sequence[str]) -> int:
    """Find the line of the file: a prompt whose last sentence was set apart is longer."""
    for place in range(number, max(0, number - 4), -1):
        if place <= len(lines) and text.strip() in lines[place - 1]:
            return place
    return number


def _cells(row: str) -> int:
    """Count the cells of a row; a bar in code, or after a backslash, is a letter."""
    plain = _ESCAPED.sub("..", _CODE.sub(lambda one: "." * len(one[0]), row))
    return len(plain.removeprefix("|").removesuffix("|").split("|"))


def _judge_table(lines: list[_Line], report: Report) -> None:
    start = next((at for at, line in enumerate(lines) if line.row or line.separator), None)
    if start is None:
        return
    if not lines[start].row and start > 0 and "|" in lines[start - 1].text:
        start -= 1  # titles without their first bar
    head, rest = lines[start], lines[start + 1 :]
    dashes = rest[0] if rest and rest[0].separator else None
    if head.separator:
        report.warn(
            head.number,
            "ce tableau n’a pas de ligne de titres au-dessus des tirets.",
            "Écrivez d’abord les titres : « | Dépense | Par mois | ».",
        )
    elif dashes is None:
        _tell_no_dashes(head, rest, report)
    else:
        if start > 0:
            report.warn(
                head.number,
                "ce tableau touche le texte au-dessus : il s’affichera avec ses « | ».",
                "Laissez une ligne vide au-dessus du tableau.",
                fix=_below_blank(head, report),
            )
        _judge_rows(head, dashes, rest[1:], report)


def _tell_no_dashes(head: _Line, rest: list[_Line], report: Report) -> None:
    count = _cells(head.text)
    dashes = "|" + "---|" * count
    misplaced = any(line.separator for line in rest)
    whole = len(rest) + 1 >= _FEWEST_ROWS and all(line.row for line in rest) and not misplaced
    whole = whole and report.line(head.number).strip() == head.text
    report.warn(
        head.number,
        f"sous les titres « {_short(head.text)} », la ligne « {dashes} » manque :"
        " le tableau s’affichera avec ses « | ».",
        f"Écrivez « {dashes} » sous la ligne des titres.",
        fix=report.below(head.number, dashes) if whole else None,
    )


def _judge_rows(head: _Line, dashes: _Line, rows: list[_Line], report: Report) -> None:
    count = _cells(head.text)
    written = _cells(dashes.text)
    if written != count:
        wanted = "|" + "---|" * count
        agreed = all(_cells(row.text) == count for row in rows)
        report.warn(
            dashes.number,
            f"la ligne « {_short(dashes.text)} » a {_said(written)}, et les titres {count} :"
            " le tableau s’affichera avec ses « | ».",
            f"Écrivez « {wanted} ».",
            fix=report.put(dashes.number, wanted) if agreed else None,
        )
        return
    for row in rows:
        if "|" not in row.text:
            report.warn(
                row.number,
                f"« {_short(row.text)} » touche le tableau : il en fait partie.",
                "Laissez une ligne vide sous le tableau.",
                fix=_below_blank(row, report),
            )
            return
        if _cells(row.text) != count:
            report.warn(
                row.number,
                f"cette ligne du tableau a {_said(_cells(row.text))}, et les titres {count}.",
                "Comptez les « | » : autant que dans les titres."
                " Une case vide s’écrit « | | », un « | » dans une case « \\| ».",
            )


def _judge_stars(lines: list[_Line], report: Report) -> None:
    """Judge each item, each cell and each stretch of text: bold never goes past it."""
    unit: list[_Line] = []
    for line in lines:
        if "|" in line.text and (line.row or line.separator):
            _judge_unit(unit, report)
            for cell in line.text.split("|"):
                _judge_unit([_Line(line.number, cell)], report)
            unit = []
            continue
        if _ITEM.match(line.text):
            _judge_unit(unit, report)
            unit = []
        unit.append(line)
    _judge_unit(unit, report)


def _judge_unit(lines: list[_Line], report: Report) -> None:
    text = "\n".join(line.text for line in lines)
    if "*" not in text or len(text) > _LONGEST:
        return
    left = list(_STARS.finditer(_unpaired(text)))
    bold = [one for one in left if len(one[0]) >= _BOLD]
    opening = [one for one in left if _opens(text, one)]
    if not bold and not opening:
        return
    first = left[0] if bold else opening[0]
    line = lines[text[: first.start()].count("\n")]
    start = first.start() if _opens(text, first) else text.rfind("\n", 0, first.start()) + 1
    shown = _short(text[start:].partition("\n")[0].strip())
    what, mark = ("gras", "**") if bold else ("italique", "*")
    report.warn(
        line.number,
        f"« {shown} » : {what} mal fermé, les étoiles vont s’afficher.",
        f"Écrivez « {mark}mot{mark} » : autant d’étoiles avant et après, collées au mot.",
        fix=_closed(text, left, line, report),
    )


def _unpaired(text: str) -> str:
    """Hide what is no mark, and every mark that has its pair, without moving the others."""

    def hide(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", ".", found[0])

    left = re.sub(r"^[*](?=[ \u00a0])", ".", text, flags=re.MULTILINE)
    if _RULE.fullmatch(text.strip()):
        return ""
    for pattern in (_CODE, _ESCAPED, _BRACES, _LONE):
        left = pattern.sub(hide, left)
    left = _LOOSE.sub("\x01\x01", left)
    before = ""
    while before != left:
        before = left
        for pair in _PAIRS:
            left = pair.sub(hide, left)
    return left


def _opens(text: str, stars: re.Match[str]) -> bool:
    before, after = text[: stars.start()][-1:], text[stars.end() :][:1]
    return not before.isalnum() and after.isalnum()


def _closed(text: str, left: list[re.Match[str]], line: _Line, report: Report) -> Fix | None:
    """Give two marks of one line the same stars, close to their words."""
    if len(left) != 2 or "\n" in text or report.line(line.number).count(text) != 1:  # noqa: PLR2004
        return None
    one, other = left
    words = text[one.end() : other.start()]
    if not words.strip() or {len(one[0]), len(other[0])} - {1, _BOLD}:
        return None
    bold = f"{text[: one.start()]}**{words.strip()}**{text[other.end() :]}"
    return report.put(line.number, report.line(line.number).replace(text, bold))


def _below_blank(line: _Line, report: Report) -> Fix | None:
    written = report.line(line.number)
    return report.put(line.number, f"\n{written}") if written.strip() == line.text else None


def _said(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"
