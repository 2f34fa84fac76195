"""What changed between two publications of a module, and the choices that stay the same ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from learning.content.source import fold
from learning.domain.course import Module
from learning.domain.question import (
    Matching,
    MultipleChoice,
    Ordering,
    Question,
    SingleChoice,
)


class ChangeKind(StrEnum):
    """How a question changed."""

    WORDING = "forme"
    MARKING = "corrigé"
    STRUCTURE = "structure"
    NEW = "nouvelle"
    RETIRED = "retirée"


@dataclass(frozen=True, slots=True)
class Change:
    """One question that is not as it was."""

    question: str
    kind: ChangeKind


def _parts(question: Question) -> tuple[tuple[str, str], ...]:
    """Return the permanent ids with their text, for the kinds that have some."""
    match question:
        case SingleChoice(choices=choices) | MultipleChoice(choices=choices):
            return tuple((choice.id, choice.plain) for choice in choices)
        case Matching(pairs=pairs):
            return tuple((pair.id, f"{pair.left} {pair.right}") for pair in pairs)
        case Ordering(items=items):
            return tuple((item.id, item.plain) for item in items)
        case _:
            return ()


def pair_choices(old: Module | None, new: Module) -> dict[str, tuple[str, ...]]:
    """Return the ids of each question's choices: by same text, then by place, else new ones."""
    kept: dict[str, tuple[str, ...]] = {}
    for question in new.questions:
        parts = _parts(question)
        before = old.question(question.id) if old else None
        if parts and before is not None:
            kept[question.id] = _pair(_parts(before), [text for _, text in parts])
    return kept


def _pair(old: Sequence[tuple[str, str]], texts: Sequence[str]) -> tuple[str, ...]:
    free = {part_id: fold(text) for part_id, text in old}
    ids: list[str | None] = []
    for text in texts:
        same = next((i for i, known in free.items() if known == fold(text)), None)
        if same is not None:
            del free[same]
        ids.append(same)
    if len(old) == len(texts):
        ids = [one or (old[n][0] if old[n][0] in free else None) for n, one in enumerate(ids)]
    highest = max((int(part_id) for part_id, _ in old), default=0)
    fresh = iter(range(highest + 1, highest + 1 + len(texts)))
    return tuple(one or str(next(fresh)) for one in ids)


def _key(question: Question) -> object:
    """What decides a mark, without any wording."""
    wording = {"prompt", "hint", "explanation", "digest", "terms", "html", "plain", "feedback"}
    names = [n for cls in type(question).__mro__ for n in getattr(cls, "__slots__", ())]
    values = [(name, getattr(question, name)) for name in names if name not in wording]
    return repr(
        [(n, v) for n, v in values if n not in {"choices", "feedback_right", "feedback_wrong"}]
    ), tuple((c.id, c.right) for c in getattr(question, "choices", ()))


def changes(old: Module, new: Module) -> tuple[Change, ...]:
    """Tell, question by question, what changed between two publications."""
    found: list[Change] = []
    for question in new.questions:
        before = old.question(question.id)
        if before is None:
            found.append(Change(question.id, ChangeKind.NEW))
        elif type(before) is not type(question) or len(_parts(before)) != len(_parts(question)):
            found.append(Change(question.id, ChangeKind.STRUCTURE))
        elif before.digest != question.digest:
            same = _key(before) == _key(question)
            found.append(Change(question.id, ChangeKind.WORDING if same else ChangeKind.MARKING))
    known = {question.id for question in new.questions}
    found += [Change(q.id, ChangeKind.RETIRED) for q in old.questions if q.id not in known]
    return tuple(found)
