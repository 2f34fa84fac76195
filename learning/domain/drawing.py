"""What chance decides: numbers of calculated questions, orders shown, questions drawn.

Everything follows from a seed by SHA-256, so that an attempt can be shown again for ever.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256

from learning.domain.html import SafeHtml
from learning.domain.numbers import show_number
from learning.domain.question import (
    Calculated,
    Gap,
    Matching,
    MultipleChoice,
    Ordering,
    Question,
    SingleChoice,
    Variable,
)

_HOLE = re.compile(r"\{(?P<name>[a-z_][a-z0-9_]*)\}(?P<euro>(?=(?:[ \u00a0\u202f]|&nbsp;)?€))?")


def seed_of(*parts: str) -> str:
    """Return a seed in hexadecimal for these parts; ``("a", "bc")`` and ``("ab", "c")`` differ."""
    digest = sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()


def values_for(question: Calculated, seed: str) -> dict[str, Decimal]:
    """Return the drawn value of each variable of the question."""
    return {variable.name: _value(variable, seed) for variable in question.variables}


def _value(variable: Variable, seed: str) -> Decimal:
    if variable.step <= 0 or variable.high <= variable.low:
        return variable.low
    count = int((variable.high - variable.low) // variable.step) + 1
    return variable.low + variable.step * (int(seed_of(seed, variable.name), 16) % count)


def fill(html: SafeHtml, values: Mapping[str, Decimal]) -> SafeHtml:
    """Replace each ``{name}`` that has a value by this number in French.

    A number right before ``€`` is written as money: « 2,50 € ».
    """
    if "{" not in html:
        return html

    def shown(hole: re.Match[str]) -> str:
        value = values.get(hole["name"])
        if value is None:
            return hole.group()
        if hole["euro"] is None:
            return show_number(value)
        return show_number(value, "€").removesuffix("\u00a0€")

    return SafeHtml(_HOLE.sub(shown, html))


def choice_order(question: Question, seed: str) -> tuple[str, ...]:
    """Return the ids to show in order: choices, right sides of pairs, or items to order.

    Right sides that read the same are shown once. Items are never shown in their right order.
    A lesson may keep the author's order of choices: it then does not ask. Other kinds: empty.
    """
    match question:
        case SingleChoice(choices=choices) | MultipleChoice(choices=choices):
            return shuffled((choice.id for choice in choices), seed)
        case Matching(pairs=pairs):
            first = {pair.right: pair.id for pair in reversed(pairs)}
            return shuffled((pair.id for pair in pairs if first[pair.right] == pair.id), seed)
        case Ordering(items=items):
            right = tuple(item.id for item in items)
            order = shuffled(right, seed)
            return (*order[1:], *order[:1]) if order == right else order
        case _:
            return ()


def option_order(gap: Gap, seed: str) -> tuple[str, ...]:
    """Return the options of a gap in the order to show: the author writes the right one first."""
    return shuffled(gap.options, seed_of(seed, gap.id))


def shuffled(ids: Iterable[str], seed: str) -> tuple[str, ...]:
    """Return the ids in an order that depends on the seed and the ids alone."""
    return tuple(sorted(ids, key=lambda name: (seed_of(seed, "order", name), name)))


def draw(
    questions: Sequence[Question],
    count: int,
    *,
    seed: str,
    seen: Mapping[str, int],
    in_turn_by_objective: bool,
) -> tuple[str, ...]:
    """Return the ids of ``count`` questions, those least seen first.

    In turn, each objective gives one question before any gives a second. Fewer come back when
    there are not enough.
    """
    unique = {question.id: question for question in questions}
    rank = {name: place for place, name in enumerate(shuffled(unique, seed))}
    ids = sorted(unique, key=lambda name: (seen.get(name, 0), rank[name]))
    if in_turn_by_objective:
        ids = _in_turn(ids, {name: unique[name].objective or "" for name in ids})
    return tuple(ids[: max(count, 0)])


def _in_turn(ids: Sequence[str], objectives: Mapping[str, str]) -> list[str]:
    """Deal the ids objective by objective, keeping their order inside each."""
    piles: dict[str, deque[str]] = defaultdict(deque)
    for name in ids:
        piles[objectives[name]].append(name)
    dealt: list[str] = []
    while len(dealt) < len(ids):
        dealt.extend(pile.popleft() for pile in piles.values() if pile)
    return dealt
