"""What becomes of each question from one release to the next.

Choices, pairs and items keep the number of their first publication: the same text first,
then the same place when their count is unchanged. Anything else is another structure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from learning.domain.comparing import plain_text
from learning.domain.course import Module
from learning.domain.question import (
    Calculated,
    CaseTable,
    Choice,
    Gap,
    Gaps,
    Item,
    Matching,
    MultipleChoice,
    Number,
    Ordering,
    Pair,
    Question,
    Scale,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from learning.domain.shown import without_markup


class ChangeKind(StrEnum):
    """What a publication changes in a question, in the trainers' words."""

    WORDING = "forme"
    MARKING = "corrigé"
    STRUCTURE = "structure"
    NEW = "nouvelle"
    RETIRED = "retirée"


@dataclass(frozen=True, slots=True)
class Change:
    """One question that a release changes."""

    question: str
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class _Part:
    """A choice, a pair or an item: its id and its text reduced to what counts."""

    id: str
    text: str


def pair_choices(old: Module | None, new: Module) -> dict[str, tuple[str, ...]]:
    """Return the permanent ids of the choices of each question of ``new``, in their order."""
    kept: dict[str, tuple[str, ...]] = {}
    for question in new.questions:
        parts = _parts(question)
        if not parts:
            continue
        before = old.question(question.id) if old is not None else None
        former = _parts(before) if before is not None and before.kind is question.kind else ()
        kept[question.id] = _pair(former, parts)
    return kept


def changes(
    old: Module | None,
    new: Module | None,
    ids: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Change, ...]:
    """Return what changes, question by question, in the order of the new module.

    ``ids`` are the permanent ids of a release made before: going back to it pairs nothing anew.
    """
    found: list[Change] = []
    for question in new.questions if new is not None else ():
        before = old.question(question.id) if old is not None else None
        if before is None:
            found.append(Change(question.id, ChangeKind.NEW))
        elif (kind := _compare(before, question, (ids or {}).get(question.id))) is not None:
            found.append(Change(question.id, kind))
    found += [
        Change(question.id, ChangeKind.RETIRED)
        for question in (old.questions if old is not None else ())
        if new is None or new.question(question.id) is None
    ]
    return tuple(found)


def is_same_structure(before: Question, after: Question) -> bool:
    """Tell whether an answer given to ``before`` can be marked by ``after``.

    Both carry their permanent ids. Pairing the two anew must give these very ids: where it
    does not, a name was used again for something else, and nothing is marked by guess.
    """
    if before.kind is not after.kind or _shape(before) != _shape(after):
        return False
    parts = _parts(after)
    return _pair(_parts(before), parts) == tuple(part.id for part in parts)


def _pair(former: Sequence[_Part], parts: Sequence[_Part]) -> tuple[str, ...]:
    ids: list[str | None] = [None] * len(parts)
    left = list(former)
    for place, part in enumerate(parts):
        same = next((one for one in left if one.text == part.text), None)
        if same is not None:
            left.remove(same)
            ids[place] = same.id
    if len(former) == len(parts):
        # What was reworded stands where it stood, else takes what is left in order.
        free = {one.id for one in left}
        for place, one in enumerate(former):
            if ids[place] is None and one.id in free:
                ids[place] = one.id
                free.remove(one.id)
        rest = [one.id for one in left if one.id in free]
        return tuple(rest.pop(0) if found is None else found for found in ids)
    highest = max((int(one.id) for one in former if one.id.isdecimal()), default=0)
    named: list[str] = []
    for found in ids:
        if found is None:
            highest += 1
        named.append(found or str(highest))
    return tuple(named)


def _parts(question: Question) -> tuple[_Part, ...]:
    match question:
        case SingleChoice(choices=choices) | MultipleChoice(choices=choices):
            return tuple(_Part(choice.id, plain_text(choice.plain)) for choice in choices)
        case Matching(pairs=pairs):
            return tuple(_Part(pair.id, plain_text(without_markup(pair.left))) for pair in pairs)
        case Ordering(items=items):
            return tuple(_Part(item.id, plain_text(item.plain)) for item in items)
        case _:
            return ()


def _compare(
    old: Question, new: Question, known: tuple[str, ...] | None = None
) -> ChangeKind | None:
    if old.kind is not new.kind or _shape(old) != _shape(new):
        return ChangeKind.STRUCTURE
    ids = _pair(_parts(old), _parts(new)) if known is None else known
    if {part.id for part in _parts(old)} != set(ids):
        return ChangeKind.STRUCTURE
    if old.points != new.points or _key(old) != _key(with_ids(new, ids)):
        return ChangeKind.MARKING
    return None if old.digest == new.digest else ChangeKind.WORDING


def with_ids(question: Question, ids: Sequence[str]) -> Question:
    """Return the question with these ids for its choices, pairs or items."""
    match question:
        case SingleChoice(choices=choices) | MultipleChoice(choices=choices):
            renamed: tuple[Choice, ...] = tuple(
                replace(choice, id=one) for choice, one in zip(choices, ids, strict=True)
            )
            return replace(question, choices=renamed)
        case Matching(pairs=pairs):
            paired: tuple[Pair, ...] = tuple(
                replace(pair, id=one) for pair, one in zip(pairs, ids, strict=True)
            )
            return replace(question, pairs=paired)
        case Ordering(items=items):
            placed: tuple[Item, ...] = tuple(
                replace(item, id=one) for item, one in zip(items, ids, strict=True)
            )
            return replace(question, items=placed)
        case _:
            return question


def _shape(question: Question) -> object:
    """Return what an answer already given needs to be there still."""
    match question:
        case SingleChoice() | MultipleChoice() | Matching() | Ordering():
            return len(_parts(question))
        case Gaps(parts=parts):
            return tuple(bool(part.options) for part in parts if isinstance(part, Gap))
        case CaseTable(rows=rows):
            return tuple(cell.id for row in rows for cell in row if cell.formula is not None)
        case Calculated(variables=variables):
            return tuple(sorted(variable.name for variable in variables))
        case Scale(low=low, high=high):
            return (low, high)
        case _:
            return None


def _key(question: Question) -> object:
    """Return everything that the marking looks at."""
    for keyed in _KEYS:
        key = keyed(question)
        if key is not None:
            return key
    return ()


def _key_of_choices(question: Question) -> object:
    match question:
        case SingleChoice(choices=choices) | MultipleChoice(choices=choices):
            return frozenset((choice.id, choice.right) for choice in choices)
        case TrueFalse(right=right):
            return (right,)
        case Matching(pairs=pairs):
            return frozenset((pair.id, plain_text(pair.right)) for pair in pairs)
        case Ordering(items=items):
            return tuple(item.id for item in items)
        case _:
            return None


def _key_of_texts(question: Question) -> object:
    match question:
        case ShortText(accepted=accepted):
            return frozenset(plain_text(text) for text in accepted)
        case Gaps(parts=parts):
            return tuple(
                frozenset(plain_text(text) for text in part.accepted)
                for part in parts
                if isinstance(part, Gap)
            )
        case _:
            return None


def _key_of_numbers(question: Question) -> object:
    match question:
        case Number():
            return (question.value, question.unit, question.tolerance)
        case Calculated():
            return (
                question.variables,
                question.formula,
                question.unit,
                question.tolerance,
                sorted(question.figures.items()),
            )
        case CaseTable():
            cells = [cell for row in question.rows for cell in row]
            return (
                tuple((c.id, c.formula, c.unit, c.tolerance, c.given) for c in cells),
                sorted(question.figures.items()),
            )
        case _:
            return None


_KEYS: tuple[Callable[[Question], object], ...] = (
    _key_of_choices,
    _key_of_texts,
    _key_of_numbers,
)
