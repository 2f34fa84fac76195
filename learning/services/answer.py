"""Answer a question of a lesson: read, mark, keep; the same form sent twice counts once.

A number that cannot be read is kept and asked again, and costs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from learning.domain import marking
from learning.domain.access import Role
from learning.domain.answers import Fields, posted_fields
from learning.domain.course import Lesson, Module
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.facts import (
    AnswerGiven,
    AnswerUnread,
    Context,
    Fact,
    HintSeen,
    QuestionsDrawn,
    Verdict,
)
from learning.domain.question import Question
from learning.services.activity import add_facts, drop_draft, facts_of_lesson, keep_draft
from learning.services.question_view import question_seed
from learning.services.work import Work

Form = Mapping[str, Sequence[str]]

BLANK_SENTENCE = "Donnez une réponse avant d’enregistrer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A question found on the page of a lesson, with the learner's facts of the module."""

    module: Module
    lesson: Lesson
    question: Question
    facts: list[Fact]


class Typed(Invalid):
    """An answer refused on its page: ``question`` names where, ``fields`` what was typed."""

    def __init__(self, message: str, *, question: str, fields: Fields) -> None:
        super().__init__(message, field=question)
        self.question = question
        self.fields = fields


class Stale(Conflict):
    """Answered meanwhile from another page; ``fields`` is what was typed in this one."""

    def __init__(self, message: str, *, question: str, fields: Fields) -> None:
        super().__init__(message)
        self.question = question
        self.fields = fields


def find_module(work: Work, module_slug: str) -> Module:
    """Return a module of the current release that the person may open.

    The team opens every module, to try it; a learner, none of the team's own.

    Raises:
        NotFound: no such module.

    """
    module = work.catalogue.module(module_slug)
    learns = work.actor is not None and work.actor.role is Role.LEARNER
    hidden = learns and work.catalogue.is_for_staff(module_slug)
    if module is None or hidden:
        raise NotFound("Ce module n’existe pas. Revenez à vos modules.")
    return module


def find_lesson(module: Module, lesson_slug: str) -> Lesson:
    """Return a lesson of a module.

    Raises:
        NotFound: no such lesson.

    """
    lesson = module.lesson(lesson_slug)
    if lesson is None:
        raise NotFound("Cette leçon n’existe pas. Revenez à vos modules.")
    return lesson


def lesson_questions(module: Module, lesson: Lesson, facts: Sequence[Fact]) -> list[Question]:
    """Return the questions of a lesson's page, those drawn for this learner included."""
    found = list(lesson.questions)
    for fact in facts:
        if isinstance(fact, QuestionsDrawn) and fact.lesson == lesson.slug:
            drawn = (module.question(one) for one in fact.questions)
            found += [question for question in drawn if question is not None]
    return found


def answer_question(work: Work, module_slug: str, lesson_slug: str, name: str, form: Form) -> None:
    """Record the answer to one question of a lesson.

    Raises:
        NotFound: no such question on that page.
        Typed: nothing was answered, or not something that can be.
        Stale: the question was answered meanwhile with something else.

    """
    place = _find(work, module_slug, lesson_slug, name)
    answers = _answers_to(place)
    fields = posted_fields(place.question, form)
    if not _is_current(form, len(answers)):
        if answers and answers[-1].fields == fields:
            return  # the same form, sent twice
        raise Stale(
            "Vous avez répondu à cette question dans une autre page. Cette réponse-ci n’a pas "
            "été enregistrée : elle est encore écrite ci-dessous.",
            question=name,
            fields=fields,
        )
    # What nobody has read yet showed no feedback: writing it again is no new try.
    retry = any(answer.verdict is not Verdict.TO_READ for answer in answers)
    record_answer(
        work, place.question, form, ordinal=len(answers), context=Context.LESSON, retry=retry
    )
    drop_draft(work, work.me.id, place.question.id)


def record_answer(
    work: Work,
    question: Question,
    form: Form,
    *,
    ordinal: int,
    context: Context,
    retry: bool = False,
) -> None:
    """Read, mark and keep one answer given outside a test; a ``retry`` has seen its feedback.

    Raises:
        Typed: nothing was answered, or not something that can be.

    """
    seed = question_seed(work.me.id, question.id, ordinal)
    answer = _read(question, form, seed)
    module = question.id.split("/", 1)[0]
    if isinstance(answer, marking.Unread):
        unread = AnswerUnread(
            id=uuid4(),
            at=work.instant,
            module=module,
            question=question.id,
            context=context,
            verdict=answer.verdict,
            fields=answer.fields,
        )
        add_facts(work, work.me.id, [unread])
        return
    mark = marking.mark(question, answer, seed)
    given = AnswerGiven(
        id=uuid4(),
        at=work.instant,
        module=module,
        question=question.id,
        context=context,
        ordinal=ordinal,
        verdict=mark.verdict,
        points=mark.points,
        out_of=mark.out_of,
        retry=retry,
        fields=answer.fields,
        seed=seed,
        release=work.release or "",
        digest=question.digest,
    )
    add_facts(work, work.me.id, [given])


def _read(question: Question, form: Form, seed: str) -> marking.Answer | marking.Unread:
    try:
        return marking.read_answer(question, form, seed)
    except Invalid as error:
        fields = posted_fields(question, form)
        message = error.sentence() if fields else BLANK_SENTENCE
        raise Typed(message, question=question.name, fields=fields) from error


def ask_hint(work: Work, module_slug: str, lesson_slug: str, name: str, form: Form) -> None:
    """Note that the hint was asked for, and keep what was typed meanwhile."""
    place = _find(work, module_slug, lesson_slug, name)
    keep_typed(work, place.question, form)
    seen = HintSeen(
        id=uuid4(), at=work.instant, module=place.module.slug, question=place.question.id
    )
    add_facts(work, work.me.id, [seen])


def keep_late(work: Work, module_slug: str, lesson_slug: str, form: Form) -> bool:
    """Keep as drafts what a form carried after the session had ended; tell if there was any."""
    module = find_module(work, module_slug)
    lesson = find_lesson(module, lesson_slug)
    facts = facts_of_lesson(work, work.me.id, module, lesson)
    kept = [
        keep_typed(work, question, form) for question in lesson_questions(module, lesson, facts)
    ]
    return any(kept)


def keep_typed(work: Work, question: Question, form: Form) -> bool:
    """Keep what was typed for a question as a draft; tell whether there was anything."""
    fields = posted_fields(question, form)
    if fields:
        keep_draft(work, work.me.id, question.id, fields)
    return bool(fields)


def _find(work: Work, module_slug: str, lesson_slug: str, name: str) -> Place:
    module = find_module(work, module_slug)
    lesson = find_lesson(module, lesson_slug)
    facts = facts_of_lesson(work, work.me.id, module, lesson)
    for question in lesson_questions(module, lesson, facts):
        if question.name == name:
            return Place(module=module, lesson=lesson, question=question, facts=facts)
    raise NotFound("Cette question n’est pas dans cette leçon. Revenez à la leçon.")


def _answers_to(place: Place) -> list[AnswerGiven]:
    found = [
        fact
        for fact in place.facts
        if isinstance(fact, AnswerGiven) and fact.question == place.question.id
    ]
    return sorted(found, key=lambda fact: fact.ordinal)


def _is_current(form: Form, count: int) -> bool:
    token = next(iter(form.get("jeton", ())), "")
    return token in {"", str(count)}
