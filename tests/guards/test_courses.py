"""The shipped courses keep their promises: no finding, enough questions, fair choices."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from learning.content.check import check
from learning.content.library import build, render_parts
from learning.content.source import read_folder
from learning.domain.course import BlockKind, Catalogue, Lesson, LessonKind, Module
from learning.domain.question import QuestionKind, SingleChoice
from tests.guards.tree import ROOT, must_be_empty

# Dates are judged on the day that the content was last looked at, so that this test does not
# fail by itself when a figure ends: the site's own check says so then.
LOOKED_AT = date(2026, 11, 25)
MODULES = ("viabilite", "budget", "statut-juridique")


@cache
def catalogue() -> Catalogue:
    """The shipped courses, rendered once."""
    files = read_folder(ROOT / "courses")
    return build(files, render_parts(files))


def module(slug: str) -> Module:
    """One shipped module."""
    found = catalogue().module(slug)
    assert found, slug
    return found


def lessons(slug: str) -> list[Lesson]:
    """Its lessons, the test left out."""
    return [one for one in module(slug).lessons if one.kind is LessonKind.LESSON]


def test_no_finding() -> None:
    files = read_folder(ROOT / "courses")
    must_be_empty([str(finding) for finding in check(files, on=LOOKED_AT)])


@pytest.mark.parametrize("slug", MODULES)
def test_enough_to_learn_and_to_draw(slug: str) -> None:
    assert len(lessons(slug)) >= 6
    assert len(module(slug).questions) >= 45
    assert sum(len(bank.questions) for bank in module(slug).banks) >= 15
    tests = [one for one in module(slug).lessons if one.kind is LessonKind.TEST]
    assert any(one.draws for one in tests), "a final test draws from a bank"


@pytest.mark.parametrize("slug", MODULES)
def test_the_right_choice_is_not_given_away(slug: str) -> None:
    singles = [q for q in module(slug).questions if isinstance(q, SingleChoice)]
    longest = sum(max(q.choices, key=lambda choice: len(choice.plain)).right for q in singles)
    assert longest <= 0.4 * len(singles), f"{longest} of {len(singles)}"
    places = Counter(next(i for i, c in enumerate(q.choices) if c.right) for q in singles)
    for place in range(3):
        assert 0.2 * len(singles) <= places[place] <= 0.45 * len(singles), places


@pytest.mark.parametrize("slug", MODULES)
def test_every_wrong_choice_has_its_reason(slug: str) -> None:
    must_be_empty(
        [
            f"{question.id}: « {choice.plain} » has no reason"
            for question in module(slug).questions
            for choice in getattr(question, "choices", ())
            if not choice.right and not choice.feedback
        ]
    )


@pytest.mark.parametrize("slug", MODULES)
def test_every_lesson_has_its_essentials_and_its_rule(slug: str) -> None:
    for lesson in lessons(slug):
        kinds = Counter(block.kind for block in lesson.blocks)
        assert kinds[BlockKind.ESSENTIAL] >= 1, lesson.slug
        assert 1 <= kinds[BlockKind.RULE] <= 2, lesson.slug


def test_every_kind_of_question_teaches_somewhere() -> None:
    used = {question.kind for one in catalogue().modules for question in one.questions}
    used |= {question.kind for one in catalogue().questionnaires for question in one.questions}
    assert used == set(QuestionKind)
