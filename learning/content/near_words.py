"""The known word that somebody meant: near enough, and alone to be so."""

import difflib
from collections.abc import Iterable
from functools import lru_cache

_CLOSE = 0.6  # difflib's likeness
_NEAR = 2  # letters
_SHORT = 5  # names that are looked at closely


def distance(one: str, other: str) -> int:
    """Edit distance, swaps counted once; words are short."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the nearest known word, or None when none is near."""
    near = _shortlist(word, tuple(sorted(known)))
    return near[0] if near else None


def only_near(word: str, known: Iterable[str]) -> str | None:
    """Return the nearest known word when no other one could have been meant as well."""
    near = _shortlist(word, tuple(sorted(known)))
    if not near:
        return None
    within = [name for name in near if distance(word, name) <= _NEAR] or near[:2]
    return near[0] if list(within) == [near[0]] else None


@lru_cache(maxsize=2_000)
def _shortlist(word: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the likeliest names: a text often makes one mistake many times."""
    return tuple(difflib.get_close_matches(word, names, n=_SHORT, cutoff=_CLOSE))


def fresh_name(name: str, taken: Iterable[str]) -> str:
    """Return the first of « name-2 », « name-3 »… that nothing has."""
    names = set(taken)
    place = 2
    while f"{name}-{place}" in names:
        place += 1
    return f"{name}-{place}"
