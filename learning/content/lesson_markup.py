"""Blocks of a lesson: ``:::name … :::``, and the ordinary Markdown between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.content.finding import Fix, Report, did_you_mean
from learning.content.source import fold
from learning.domain.course import BlockKind
from learning.domain.worksheet.sheets import SHEETS

BLOCKS: dict[str, BlockKind] = {
    "question": BlockKind.QUESTION,
    "tirage": BlockKind.DRAW,
    "essentiel": BlockKind.ESSENTIAL,
    "approfondir": BlockKind.DEEPER,
    "regle": BlockKind.RULE,
    "exemple": BlockKind.EXAMPLE,
    "attention": BlockKind.WARNING,
    "temoignage": BlockKind.TESTIMONY,
    "atelier": BlockKind.WORKSHEET,
}
NAMES = {kind: name for name, kind in BLOCKS.items()}
WORKSHEETS = frozenset(sheet.slug for sheet in SHEETS)
_NAMED = ("question", "tirage", "atelier")  # more words follow theirs
_ALONE = frozenset({BlockKind.DRAW, BlockKind.WORKSHEET})  # they hold no text
_OPEN = re.compile(r":::[ \u00a0]*(?P<word>[^\W\d_][\w-]*)[ \u00a0]*(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as written: its kind, what follows its name, and its lines from ``line`` + 1.

    A TEXT block's first line is ``line`` itself.
    """

    kind: BlockKind
    rest: str
    line: int
    lines: tuple[str, ...]

    @property
    def first_line(self) -> int:
        """The number of the first line inside."""
        return self.line if self.kind is BlockKind.TEXT else self.line + 1


def read_blocks(lines: list[str], start: int, report: Report) -> list[RawBlock]:
    """Cut a body in blocks; ``start`` is the number of its first line."""
    blocks: list[RawBlock] = []
    text: list[str] = []
    text_line = start
    index = 0
    while index < len(lines):
        number, line = start + index, lines[index].strip()
        if not line.startswith(":::"):
            if not text:
                text_line = number
            text.append(lines[index])
            index += 1
            continue
        _add_text(blocks, text, text_line)
        text = []
        index = _read_block(lines, index, start, report, blocks)
    _add_text(blocks, text, text_line)
    return blocks


def _add_text(blocks: list[RawBlock], text: list[str], line: int) -> None:
    if any(one.strip() for one in text):
        blocks.append(RawBlock(BlockKind.TEXT, "", line, tuple(text)))


def _read_block(
    lines: list[str], index: int, start: int, report: Report, blocks: list[RawBlock]
) -> int:
    """Read the block that opens at ``index``; return the index after it."""
    number, line = start + index, lines[index].strip()
    opened = _OPEN.fullmatch(line)
    if opened is None:
        report.error(
            number,
            "« ::: » ferme un bloc qui n’est pas ouvert.",
            "Retirez cette ligne.",
            fix=None if line.strip(":") else report.drop(number),
        )
        return index + 1
    word, rest = fold(opened["word"]), opened["rest"].strip()
    kind = BLOCKS.get(word)
    if kind is None:
        report.error(
            number,
            f"le bloc « {opened['word']} » est inconnu.",
            did_you_mean(word, BLOCKS),
            fix=_opening_fix(number, line, report),
        )
    closed = rest.endswith(":::")
    inside: list[str] = []
    index += 1
    if not closed:
        while index < len(lines) and lines[index].strip() != ":::":
            if lines[index].strip().startswith(":::"):
                break
            inside.append(lines[index])
            index += 1
        if index >= len(lines) or lines[index].strip() != ":::":
            report.error(
                number,
                f"le bloc « {word} » n’est pas fermé : il s’ouvre à cette ligne.",
                "Ajoutez une ligne « ::: » à la fin de ce bloc.",
                fix=_close(kind, number, inside, report),
            )
        else:
            index += 1
    if kind is not None:
        rest = rest.removesuffix(":::").strip()
        blocks.append(RawBlock(kind, rest, number, tuple(inside)))
    return index


def _opening_fix(number: int, line: str, report: Report) -> Fix | None:
    """Write the name that was meant, apart from the words that follow it."""
    written = line.strip(": \u00a0").split(maxsplit=1)[0]
    word = fold(written)
    for name in _NAMED:
        if word.startswith(name):
            return report.swap(number, written, f"{name} {written[len(name) :].lstrip('-_')}")
    return report.swap(number, written, report.near(word, BLOCKS))


def question_names(lines: Sequence[str]) -> list[str]:
    """Return the name of every question of a file, as it is written."""
    opened = [_OPEN.fullmatch(line.strip()) for line in lines if line.strip().startswith(":::")]
    return [
        found["rest"].removesuffix(":::").strip()
        for found in opened
        if found is not None and BLOCKS.get(fold(found["word"])) is BlockKind.QUESTION
    ]


def _close(kind: BlockKind | None, number: int, inside: list[str], report: Report) -> Fix | None:
    """Close a block after its last line; running text that has headings ends before them."""
    if kind in _ALONE:
        return report.put(number, f"{report.line(number).rstrip()} :::")
    last = number
    for place, line in enumerate(inside, start=number + 1):
        if line.startswith("#") and kind is not BlockKind.QUESTION:
            break
        if line.strip():
            last = place
    return report.below(last, ":::") if last > number else None


def arguments(rest: str) -> dict[str, str]:
    """Read ``banque=NOM nombre=5``."""
    joined = re.sub(r"[ \u00a0]*=[ \u00a0]*", "=", rest)
    return {fold(key): value for key, _, value in (part.partition("=") for part in joined.split())}
