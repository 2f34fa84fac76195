"""Marks that changed after they were given: what an answer or a test is worth now.

The facts stay as they were; whoever needs the mark of today passes them through ``effective``.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    Fact,
    Remarked,
    TestRemarked,
    TestSubmitted,
)

LATER_MARKS = (AnswerRead, Remarked, TestRemarked)


def effective(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with each answer and each sent test under its latest mark.

    The order and the number of facts stay; the later marks themselves stay among them.
    """
    marks: dict[UUID, AnswerRead | Remarked] = {}
    tests: dict[UUID, TestRemarked] = {}
    later = (fact for fact in facts if isinstance(fact, LATER_MARKS))
    for fact in sorted(later, key=lambda one: (one.at, one.id.int)):
        if isinstance(fact, TestRemarked):
            tests[fact.attempt] = fact
        else:
            marks[fact.answer] = fact
    if not marks and not tests:
        return list(facts)
    return [_now(fact, marks, tests) for fact in facts]


def _now(
    fact: Fact,
    marks: dict[UUID, AnswerRead | Remarked],
    tests: dict[UUID, TestRemarked],
) -> Fact:
    if isinstance(fact, AnswerGiven) and (mark := marks.get(fact.id)) is not None:
        return replace(fact, verdict=mark.verdict, points=mark.points, out_of=mark.out_of)
    if isinstance(fact, TestSubmitted) and (worth := tests.get(fact.attempt)) is not None:
        return replace(
            fact,
            points=worth.points,
            out_of=worth.out_of,
            passed=fact.passed or worth.passed,
        )
    return fact
