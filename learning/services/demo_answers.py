"""Plausible answers for the demonstration: right or wrong, as a form would post them."""

import random
from decimal import Decimal

from learning.domain.comparing import expected_number, right_cells
from learning.domain.numbers import show_number
from learning.domain.question import (
    Calculated,
    CaseTable,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Number,
    OpenAnswer,
    Ordering,
    Question,
    Scale,
    ShortText,
    SingleChoice,
    TrueFalse,
)

Form = dict[str, list[str]]

TEXTS = (
    "Je propose de nettoyer les bureaux le soir. Les gérants n’ont pas le temps de le faire.",
    "Mon client est un artisan seul. Il perd ses devis. Je les range et je relance pour lui.",
    "J’ai demandé à ma sœur. Elle paie 25 € chez le coiffeur et elle attend deux semaines.",
)


def fill_form(question: Question, seed: str, *, right: bool, chance: random.Random) -> Form:
    """Return the fields of one answer."""
    value = _whole(question, seed, right=right, chance=chance)
    return {question.name: value} if value else _parts(question, right=right, chance=chance)


def _whole(question: Question, seed: str, *, right: bool, chance: random.Random) -> list[str]:
    """The values posted under the question's own name; none for one in parts."""
    match question:
        case SingleChoice(choices=choices):
            fit = [c.id for c in choices if c.right == right] or [choices[0].id]
            return [chance.choice(fit)]
        case MultipleChoice(choices=choices):
            good = [c.id for c in choices if c.right]
            return good if right else [chance.choice(choices).id]
        case TrueFalse(right=truth):
            return ["vrai" if truth == right else "faux"]
        case Number() | Calculated():
            value = expected_number(question, seed)
            return [_number(value if right else value * 2 + 1)]
        case ShortText() | OpenAnswer() | Scale():
            return [_words(question, right=right, chance=chance)]
        case _:
            return []


def _words(question: ShortText | OpenAnswer | Scale, *, right: bool, chance: random.Random) -> str:
    match question:
        case ShortText(accepted=accepted):
            return accepted[0] if right else "je ne sais plus"
        case OpenAnswer():
            return chance.choice(TEXTS)
        case Scale(low=low, high=high):
            return str(chance.randint(low, high))


def _parts(question: Question, *, right: bool, chance: random.Random) -> Form:
    name = question.name
    match question:
        case Matching(pairs=pairs):
            rights = [pair.id for pair in pairs]
            given = rights if right else chance.sample(rights, len(rights))
            return {f"{name}.{p.id}": [g] for p, g in zip(pairs, given, strict=True)}
        case Ordering(items=items):
            ranks = list(range(1, len(items) + 1))
            given_ranks = ranks if right else chance.sample(ranks, len(ranks))
            return {f"{name}.{i.id}": [str(r)] for i, r in zip(items, given_ranks, strict=True)}
        case Gaps(parts=parts):
            gaps = [part for part in parts if isinstance(part, Gap)]
            return {f"{name}.{gap.id}": [_gap(gap, right=right)] for gap in gaps}
        case CaseTable():
            cells = right_cells(question)
            return {
                f"{name}.{cell}": [_number(value if right else value + 10)]
                for cell, value in cells.items()
            }
        case _:
            return {}


def _gap(gap: Gap, *, right: bool) -> str:
    if right:
        return gap.accepted[0]
    others = [option for option in gap.options if option not in gap.accepted]
    return others[0] if others else "je ne sais plus"


def _number(value: Decimal) -> str:
    return show_number(round(value, 2))
