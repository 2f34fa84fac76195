"""Who uses a figure: the texts that show it, and the formulas that compute with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from learning.content.finding import Report
from learning.content.fragments import FIGURE
from learning.content.front_matter import FrontMatter, read_front_matter
from learning.content.glossary import FILE as GLOSSARY
from learning.content.lesson_markup import RawBlock, read_blocks
from learning.content.question_markup import read_question
from learning.content.source import Files, decode, lesson_slug
from learning.domain.course import BlockKind

_SPACE = "[ \u00a0\u202f]*"
_REF = re.compile(rf"ref{_SPACE}\({_SPACE}(?P<id>[a-z0-9_.-]+){_SPACE}\)")
_CELL = re.compile(r"\[\[[ \u00a0]*=(?P<formula>[^\]]*)\]\]")
_FILLED = re.compile(r"\{\{[^{}]*\}\}|\{[^{}]*\}|\[\[.*?\]\]")  # a figure, a variable, a gap
_LETTER = re.compile(r"[^\W\d_]")
_LAST = " \n\u00a0*_"
_MOST_WORDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a figure. With ``formula``, its value is a part of the right answer."""

    figure: str
    file: str
    line: int
    title: str  # of the lesson, bank, module…
    question: str = ""  # its name, "" in running text
    words: str = ""  # what the question asks
    formula: bool = False


def uses_of(files: Files) -> dict[str, tuple[Use, ...]]:
    """Return the uses of every figure, by file and line; a file that cannot be read has none."""
    found: dict[str, list[Use]] = {}
    for path in sorted(files):
        if path.endswith(".md") and path != GLOSSARY:
            for use in _uses_in(path, files[path]):
                found.setdefault(use.figure, []).append(use)
    return {figure: tuple(uses) for figure, uses in found.items()}


@lru_cache(maxsize=1_000)
def title_of(path: str, body: bytes) -> str:
    """Return the title of a course file, or its name when it has none."""
    front = _front(path, body)
    slug = path.rsplit("/", 1)[-1].removesuffix(".md")
    nameless = f"Banque de questions ({slug})" if _kind(path) == "bank" else slug
    return (front.get("titre") if front else "") or nameless


@lru_cache(maxsize=1_000)
def _uses_in(path: str, body: bytes) -> tuple[Use, ...]:
    """Read one file; kept, since a file's bytes say all."""
    front = _front(path, body)
    if front is None:
        return ()
    title = title_of(path, body)
    asked = dict(_questions(front))
    uses = []
    for number, line in enumerate(front.body, start=front.body_line):
        name, words = asked.get(number, ("", ""))
        formulas = set(_computed(line)) if name else set()
        shown = {found["id"] for found in FIGURE.finditer(line)}
        uses += [
            Use(
                figure=figure, file=path, line=number, title=title,
                question=name, words=words, formula=figure in formulas,
            )
            for figure in sorted(formulas | shown)
        ]  # fmt: skip
    return tuple(uses)


def _front(path: str, body: bytes) -> FrontMatter | None:
    try:
        text = decode(body)
    except UnicodeDecodeError:
        return None
    return read_front_matter(text, _kind(path), Report(path))


def _kind(path: str) -> str:
    folder, _, name = path.partition("/")
    if folder == "parcours":
        return "parcours"
    if folder == "questionnaires":
        return "questionnaire"
    if name == "module.md":
        return "module"
    return "lesson" if lesson_slug(name) else "bank"


def _questions(front: FrontMatter) -> Iterator[tuple[int, tuple[str, str]]]:
    """For each line inside a question, its name and what it asks."""
    for block in read_blocks(front.body, front.body_line, Report("")):
        if block.kind is BlockKind.QUESTION:
            name = block.rest.strip() or "?"
            said = (name, _words(block))
            yield block.line, said
            for place in range(len(block.lines)):
                yield block.first_line + place, said


def _words(block: RawBlock) -> str:
    """Return what a question asks, on one line."""
    asked = read_question(block.rest, block.line, block.lines, Report("")).text
    bare = "\n".join(line for line in asked.split("\n") if not line.strip().startswith("|"))
    parts = [part for part in re.split(r"\n\s*\n", bare) if _LETTER.search(part)]
    # The question itself if one is put, else what it says first.
    put = [part for part in parts if part.rstrip(_LAST).endswith("?")]
    last = (put or parts[:1] or [""])[-1]
    plain = re.sub(r"[*_`|\s]+", _one_space, _FILLED.sub("…", last)).strip()
    if len(plain) > _MOST_WORDS and put:
        plain = re.split(r"(?<=[.?!:…]) ", plain)[-1]  # the question comes last
    return plain if len(plain) <= _MOST_WORDS else f"{plain[:_MOST_WORDS].rstrip()}…"


def _one_space(found: re.Match[str]) -> str:
    return "\u00a0" if found[0] == "\u00a0" else " "


def _computed(line: str) -> Iterator[str]:
    """Return the figures that a line's formulas take: an answer, a foreseen one, or a cell."""
    text = line.strip().lstrip("\u00a0")
    parts = [text] if text[:1] in {"=", "≠"} else [m["formula"] for m in _CELL.finditer(line)]
    for part in parts:
        for found in _REF.finditer(part):
            yield found["id"]
