"""Questions as somebody answered them: the version asked, its words, its grid, its place."""

import re
from collections.abc import Sequence
from html import unescape

from learning.domain.course import Module
from learning.domain.errors import NotFound
from learning.domain.facts import AnswerGiven, Context, Fact, TestStarted
from learning.domain.question import OpenAnswer, Question
from learning.services.test import released_module
from learning.services.work import Work

WHOLE = "Le texte répond à la question"  # the one line of a question without a grid
_PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SPACES = re.compile(r"[ \t\n]+")  # not the no-break space


def question_then(work: Work, answer: AnswerGiven) -> tuple[Question | None, Module | None]:
    """Return the question as it was when answered, and its module."""
    module = work.catalogue.module(answer.module)
    question = module.question(answer.question) if module else None
    if question is not None and question.digest == answer.digest:
        return question, module
    try:
        then = released_module(work, answer.release, answer.module)
    except NotFound:
        return question, module
    return then.question(answer.question), then


def grid_of(question: Question | None) -> tuple[str, ...]:
    """Return what a text is read against: the question's grid, one line at least."""
    grid = question.grid if isinstance(question, OpenAnswer) else ()
    return grid or (WHOLE,)


def asked(question: Question | None) -> str:
    """Return the last sentence of a question's statement, as plain text."""
    if question is None:
        return ""
    paragraphs = _PARAGRAPH.findall(question.prompt) or [str(question.prompt)]
    return _SPACES.sub(" ", unescape(_TAG.sub("", paragraphs[-1]))).strip()


def place_of(module: Module | None, answer: AnswerGiven, facts: Sequence[Fact]) -> str:
    """Return where an answer was given: « Module – leçon »."""
    if module is None:
        return answer.module
    slug = answer.question.split("/")[1]
    if answer.context is Context.TEST:
        begun = [f for f in facts if isinstance(f, TestStarted) and f.id == answer.attempt]
        slug = begun[0].lesson if begun else slug
    lesson = module.lesson(slug)
    return f"{module.title} – {lesson.title}" if lesson else module.title
