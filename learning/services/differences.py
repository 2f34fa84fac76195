"""What two sets of course files have otherwise, line by line, in words that people can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from learning.content.finding import Report
from learning.content.front_matter import read_front_matter
from learning.content.glossary import FILE as GLOSSARY
from learning.content.rates_file import FILE as RATES
from learning.content.source import decode, lesson_slug

Files = Mapping[str, bytes]

AROUND = 2  # lines shown before and after what changed
MOST_LINES = 160  # of one file
_KINDS = {"parcours": "parcours", "questionnaires": "questionnaire"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that share a fate: same, old, new, or gap where unchanged lines are left out."""

    kind: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One file: ``state`` is new, changed or removed; ``kind`` says what the file is."""

    path: str
    module: str  # "" for what is the site's
    kind: str  # lesson, bank, module, parcours, questionnaire, glossary, rates, media
    title: str
    state: str
    pieces: tuple[Piece, ...] = ()
    left_out: int = 0  # lines changed that are too many to show


def find_differences(before: Files, after: Files) -> tuple[Difference, ...]:
    """Return every file that is not the same, by path."""
    paths = sorted(
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    )
    return tuple(_difference(path, before.get(path), after.get(path)) for path in paths)


def part_of(path: str) -> str:
    """Return the module that a file belongs to, "" for what is the site's."""
    folder, inside, _ = path.partition("/")
    return folder if inside and folder not in _KINDS else ""


def title_of(path: str, body: bytes) -> str:
    """Return the title written in a file, else the name that its address gives."""
    kind = _kind_of(path)
    text = _text(body)
    if text is None or kind in {"media", "glossary", "rates"}:
        return path.rpartition("/")[2]
    front = read_front_matter(text, _FRONTS[kind], Report(path))
    name = path.rpartition("/")[2].removesuffix(".md")
    named = lesson_slug(f"{name}.md")
    return front.get("titre") or (named[1] if named else name)


_FRONTS = {
    "module": "module",
    "lesson": "lesson",
    "bank": "bank",
    "parcours": "parcours",
    "questionnaire": "questionnaire",
}


def _kind_of(path: str) -> str:
    folder, _, name = path.partition("/")
    if folder in _KINDS:
        return _KINDS[folder]
    if path in {GLOSSARY, RATES}:
        return "glossary" if path == GLOSSARY else "rates"
    if name == "module.md":
        return "module"
    if name.startswith("banques/"):
        return "bank"
    return "lesson" if "/" not in name and name.endswith(".md") else "media"


def _difference(path: str, before: bytes | None, after: bytes | None) -> Difference:
    body = after if after is not None else before or b""
    state = "changed"
    if before is None or after is None:
        state = "new" if before is None else "removed"
    pieces, left_out = _bounded(_pieces(_text(before or b""), _text(after or b"")))
    return Difference(
        path=path,
        module=part_of(path),
        kind=_kind_of(path),
        title=title_of(path, body),
        state=state,
        pieces=pieces,
        left_out=left_out,
    )


def _text(body: bytes) -> str | None:
    try:
        return decode(body)
    except UnicodeDecodeError:
        return None


def _pieces(before: str | None, after: str | None) -> Iterator[Piece]:
    """Yield what changed with a few lines around; nothing for what is no text."""
    if before is None or after is None:
        return
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(a=old, b=new)  # its « junk » bounds what a hostile file costs
    end = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        if group[0][1] > end:
            yield Piece("gap")
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield Piece("same", tuple(old[old_from:old_to]))
                continue
            if old_to > old_from:
                yield Piece("old", tuple(old[old_from:old_to]))
            if new_to > new_from:
                yield Piece("new", tuple(new[new_from:new_to]))
        end = group[-1][2]
    if 0 < end < len(old):
        yield Piece("gap")


def _bounded(pieces: Iterator[Piece]) -> tuple[tuple[Piece, ...], int]:
    """Keep what a page can show of one file, and count the changed lines left out."""
    kept: list[Piece] = []
    room, left_out = MOST_LINES, 0
    for piece in pieces:
        if room <= 0:
            left_out += len(piece.lines) if piece.kind != "same" else 0
            continue
        shown = piece.lines[:room]
        left_out += len(piece.lines) - len(shown)
        room -= max(1, len(shown))
        kept.append(Piece(piece.kind, shown))
    return tuple(kept), left_out
