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
_KINDS = {"parcours": "parcours", "questionnaires": "questionnaire"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``kind`` is same, old, new, or gap where unchanged lines are left out."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One file: ``state`` is new, changed or removed; ``kind`` says what the file is."""

    path: str
    module: str  # "" for what is the site's
    kind: str  # lesson, bank, module, parcours, questionnaire, glossary, rates, media
    title: str
    state: str
    lines: tuple[Line, ...] = ()


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
    return Difference(
        path=path,
        module=part_of(path),
        kind=_kind_of(path),
        title=title_of(path, body),
        state=state,
        lines=tuple(_lines(_text(before or b""), _text(after or b""))),
    )


def _text(body: bytes) -> str | None:
    try:
        return decode(body)
    except UnicodeDecodeError:
        return None


def _lines(before: str | None, after: str | None) -> Iterator[Line]:
    """Yield the changed lines with a few around; nothing for what is no text."""
    if before is None or after is None:
        return
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(a=old, b=new)  # its « junk » bounds hostile files
    end = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        if group[0][1] > end:
            yield Line("gap")
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from (Line("same", text) for text in old[old_from:old_to])
                continue
            yield from (Line("old", text) for text in old[old_from:old_to])
            yield from (Line("new", text) for text in new[new_from:new_to])
        end = group[-1][2]
    if 0 < end < len(old):
        yield Line("gap")
