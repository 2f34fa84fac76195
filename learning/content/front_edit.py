"""Change the settings at the head of a text, leaving every other byte as it is."""

import re
from collections.abc import Mapping, Sequence

from learning.content.finding import Report
from learning.content.front_matter import KEYS, WRITTEN, FrontMatter, read_front_matter
from learning.content.front_values import anchor_of, objective_of
from learning.content.source import fold

Value = str | Sequence[str]  # a list is written one item a line, indented under its key

_FENCE = "---"
_KEY = re.compile(r"(?P<key>[^\W\d_][\w éèêàç'’-]*?)[ \u00a0]*:")
_INDENT = "  "
_LONGEST_NAME = 40


def read_front(text: str, kind: str) -> FrontMatter:
    """Read the settings and the body, whatever is wrong in them."""
    return read_front_matter(text, kind, Report(""))


def is_unreadable(text: str) -> bool:
    """Tell whether the head is open and never closed: nothing then says where the text begins."""
    lines = text.split("\n")
    return lines[0].strip() == _FENCE and all(line.strip() != _FENCE for line in lines[1:])


def write_front(text: str, kind: str, values: Mapping[str, Value]) -> str:
    """Return the text with these values, by folded key; an empty value takes its line out."""
    lines = text.split("\n")
    if lines[0].strip() != _FENCE:
        lines = [_FENCE, _FENCE, *lines]
    end = next(number for number, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE)
    head = lines[1:end]
    now = read_front(text, kind)
    for key, value in values.items():
        if value != _value(now, key):
            head = _set(head, kind, key, value)
    return "\n".join([lines[0], *head, *lines[end:]])


def _value(front: FrontMatter, key: str) -> Value:
    listed = [text for _, text in front.lists.get(key, [])]
    return listed or front.get(key)


def _set(head: Sequence[str], kind: str, key: str, value: Value) -> list[str]:
    """Put a value in place of its lines, or where its key goes."""
    keys = [_key_of(line) for line in head]
    written = _lines(key, value)
    if key in keys:
        start = keys.index(key)
        end = start + 1
        while end < len(head) and keys[end] is None:
            end += 1
        return [*head[:start], *written, *head[end:]]
    order = list(KEYS[kind])
    before = set(order[: order.index(key)])
    place = max((n + 1 for n, one in enumerate(keys) if one in before), default=0)
    while place < len(head) and keys[place] is None:
        place += 1
    return [*head[:place], *written, *head[place:]]


def _key_of(line: str) -> str | None:
    """Return the folded key of a line; None for what belongs to the line above."""
    if not line.strip() or line[0] in " \u00a0\t":
        return None
    found = _KEY.match(line.strip())
    return fold(found["key"]) if found else ""


def _lines(key: str, value: Value) -> list[str]:
    name = WRITTEN.get(key, key)
    if isinstance(value, str):
        one_line = " ".join(value.split())
        return [f"{name}: {one_line}"] if one_line else []
    return [f"{name}:", *(f"{_INDENT}{item}" for item in value)] if value else []


def objectives_as_written(before: Sequence[str], sentences: Sequence[str]) -> list[str]:
    """Give each sentence its permanent name: the one it had, else its place's, else a new one.

    ``before`` are the lines as they are written now (« nom = phrase »).
    """
    named = [objective_of(line) for line in before]
    by_sentence = {sentence: slug for slug, sentence in named}
    kept = [by_sentence.get(sentence) for sentence in sentences]
    if len(named) == len(sentences):
        left = {slug for slug, _ in named} - set(kept)
        kept = [
            slug or (named[place][0] if named[place][0] in left else None)
            for place, slug in enumerate(kept)
        ]
    taken = {slug for slug in kept if slug}
    written = []
    for slug, sentence in zip(kept, sentences, strict=True):
        name = slug or free_name(sentence, taken)
        taken.add(name)
        written.append(f"{name} = {sentence}")
    return written


def free_name(title: str, taken: set[str] | frozenset[str] | Mapping[str, object]) -> str:
    """Make a permanent name from a title, unlike those taken."""
    name = anchor_of(title)[:_LONGEST_NAME].strip("-") or "sans-titre"
    found, place = name, 2
    while found in taken:
        found, place = f"{name}-{place}", place + 1
    return found
