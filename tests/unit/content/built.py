"""Courses built whole from texts, for tests that look at what a learner gets."""

from collections.abc import Mapping

from learning.content.library import build, render_parts
from learning.domain.course import Catalogue, Lesson, Module
from learning.domain.question import Question
from tests.unit.content.course import HEAD, files_of


def catalogue(changed: Mapping[str, str | bytes]) -> Catalogue:
    """Return the course with some files replaced or added."""
    files = files_of(changed)
    return build(files, render_parts(files))


def module(changed: Mapping[str, str | bytes]) -> Module:
    """Return its only module."""
    found = catalogue(changed).module("budget")
    assert found is not None
    return found


def lesson(body: str) -> Lesson:
    """Return a lesson of that body."""
    found = module({"budget/20-autre.md": HEAD + body}).lesson("autre")
    assert found is not None
    return found


def question(body: str) -> Question:
    """Return a question of that body."""
    return lesson(f":::question essai\n{body}\n:::\n").questions[0]
