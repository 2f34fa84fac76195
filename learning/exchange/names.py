"""Permanent names made from titles: plain letters, figures and hyphens, each once."""

import re

from learning.content.module_reader import RESERVED
from learning.content.source import fold

LONGEST = 48
_OTHERS = re.compile(r"[^a-z0-9]+")
_RESERVED = RESERVED | {"csrf-token"}


def name_from(*texts: str, otherwise: str) -> str:
    """Return the name that the first text with letters gives."""
    for text in texts:
        words = _OTHERS.sub("-", fold(text[:400]).replace("œ", "oe").replace("æ", "ae"))
        name = words.strip("-")
        if len(name) > LONGEST:
            name = name[:LONGEST].rpartition("-")[0] or name[:LONGEST]
        if name:
            return f"question-{name}" if name in _RESERVED else name
    return otherwise


class Names:
    """Gives each question a name that no other has."""

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self.taken = set(taken)
        self.counts: dict[str, int] = {}

    def take(self, name: str) -> str:
        """Return the name, or « name-2 », the first that is free."""
        if name in self.taken:
            number = self.counts.get(name, 1) + 1
            while f"{name}-{number}" in self.taken:
                number += 1
            self.counts[name] = number
            name = f"{name}-{number}"
        self.taken.add(name)
        return name
