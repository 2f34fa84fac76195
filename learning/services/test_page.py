"""The pages of a test: before it, under way, and its result, which never changes again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from learning.domain import marking
from learning.domain.course import Figure, Lesson, LessonKind, Module
from learning.domain.errors import NotFound
from learning.domain.facts import AnswerGiven, AnswerRead, TestStarted, TestSubmitted, Verdict
from learning.domain.mastery import Mastery, ObjectiveProgress
from learning.domain.progress import floor_seconds, measure
from learning.domain.stating import until
from learning.services.activity import facts_as_given, facts_of
from learning.services.notices import readings_of, view_reading
from learning.services.question_figures import figures_cited
from learning.services.question_shapes import QuestionView
from learning.services.question_view import (
    Shown,
    asked_again,
    reveal,
    view_question,
)
from learning.services.test import (
    Gaps,
    Sitting,
    find_gaps,
    find_sitting,
    find_test,
    read_typed,
    released_module,
    seed_for,
)
from learning.services.work import Work

NO_GAPS = Gaps(empty=(), unclear=())


@dataclass(frozen=True, slots=True, kw_only=True)
class TestCell:
    """One cell of the list of questions."""

    __test__ = False

    number: int
    name: str
    state: str  # answered, empty, unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPage:
    """A test, before it is begun (``questions`` empty) or under way."""

    __test__ = False

    module: Module
    lesson: Lesson
    count: int
    begun: bool
    attempt: UUID | None = None
    questions: tuple[QuestionView, ...] = ()
    cells: tuple[TestCell, ...] = ()
    gaps: Gaps = NO_GAPS
    figures: tuple[Figure, ...] = ()
    past: tuple[TestSubmitted, ...] = ()
    lessons_left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveResult:
    """Points on one objective in a test, and where it stands after it."""

    sentence: str
    points: float
    out_of: int
    state: Mastery
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """The result of a sent test."""

    module: Module
    lesson: Lesson
    sent: TestSubmitted
    needed: float
    objectives: tuple[ObjectiveResult, ...]
    questions: tuple[QuestionView, ...]
    figures: tuple[Figure, ...]
    to_read: int
    to_reread: tuple[Lesson, ...]
    failures: int
    was_fast: bool  # under the least reading time: told, never refused
    at: datetime


def show_test(work: Work, module_slug: str, lesson_slug: str) -> TestPage:
    """Build the page of a test.

    Raises:
        NotFound: there is no such test.

    """
    module, lesson = find_test(work, module_slug, lesson_slug)
    sitting = find_sitting(work, module_slug, lesson_slug)
    if sitting is not None:
        return _under_way(work, sitting)
    facts = facts_of(work, work.me.id, module.slug)
    progress = measure(module, facts)
    return TestPage(
        module=module,
        lesson=lesson,
        count=len(lesson.questions) + sum(block.count for block in lesson.draws),
        begun=False,
        past=tuple(f for f in facts if isinstance(f, TestSubmitted) and f.lesson == lesson.slug),
        lessons_left=sum(
            not one.done for one in progress.lessons if one.kind is LessonKind.LESSON
        ),
    )


def _under_way(work: Work, sitting: Sitting) -> TestPage:
    gaps = find_gaps(sitting)
    views, cells = [], []
    following = next((name for name in (*gaps.unclear, *gaps.empty)), None)
    for number, question in enumerate(sitting.questions, start=1):
        fields, saved_at = sitting.typed.get(question.id, ((), None))
        seed = seed_for(sitting.started, question.id)
        shown = Shown(fields=fields, seed=seed, shuffled=True)
        view = view_question(question, number=number, shown=shown)
        again = read_typed(sitting, question)
        if isinstance(again, marking.Unread):
            view = asked_again(view, again)
        views.append(
            replace(
                view,
                mode="test",
                answered=bool(fields),
                hint_shown=question.id in sitting.hints,
                is_next=question.name == following,
                saved_at=saved_at.isoformat() if saved_at and fields else "",
            )
        )
        state = "empty" if question.name in gaps.empty else "answered"
        state = "unclear" if question.name in gaps.unclear else state
        cells.append(TestCell(number=number, name=question.name, state=state))
    return TestPage(
        module=sitting.module,
        lesson=sitting.lesson,
        count=len(views),
        begun=True,
        attempt=sitting.started.id,
        questions=tuple(views),
        cells=tuple(cells),
        gaps=gaps,
        figures=figures_cited(work, sitting.questions, release=sitting.started.release),
    )


def show_result(work: Work, module_slug: str, lesson_slug: str, attempt: UUID) -> ResultPage:
    """Build the result of one of the learner's own tests, on the release it was taken on.

    Raises:
        NotFound: no such result among the learner's own.

    """
    facts = facts_as_given(work, work.me.id, module_slug)
    started = next((f for f in facts if isinstance(f, TestStarted) and f.id == attempt), None)
    sent = next((f for f in facts if isinstance(f, TestSubmitted) and f.attempt == attempt), None)
    if started is None or sent is None or started.lesson != lesson_slug:
        raise NotFound("Ce résultat n’existe pas. Revenez à vos modules.")
    module = released_module(work, started.release, module_slug)
    lesson = module.lesson(lesson_slug)
    if lesson is None:
        raise NotFound("Ce résultat n’existe pas. Revenez à vos modules.")
    answers = [f for f in facts if isinstance(f, AnswerGiven) and f.attempt == attempt]
    readings = readings_of(facts)
    url = f"/modules/{module.slug}/{lesson.slug}/resultats/{attempt}"
    known = until(facts, sent)
    objectives = _objectives(
        module, answers, {o.slug: o for o in measure(module, known).objectives}
    )
    missed = [one for one in objectives if one.points < module.pass_mark * one.out_of]
    reread = dict.fromkeys(one.slug for objective in missed for one in objective.lessons)
    return ResultPage(
        module=module,
        lesson=lesson,
        sent=sent,
        needed=module.pass_mark * sent.out_of,
        objectives=objectives,
        questions=tuple(
            _with_reading(work, view, answer, readings, url)
            for view, answer in _result_views(module, started, answers)
        ),
        figures=figures_cited(
            work,
            [q for one in started.questions if (q := module.question(one)) is not None],
            release=started.release,
        ),
        to_read=sum(
            a.verdict is Verdict.TO_READ and a.out_of > 0 and a.id not in readings for a in answers
        ),
        to_reread=tuple(found for slug in reread if (found := module.lesson(slug)) is not None),
        failures=sum(isinstance(fact, TestSubmitted) and not fact.passed for fact in known),
        was_fast=(sent.at - started.at).total_seconds()
        < floor_seconds(lesson, len(started.questions)),
        at=sent.at,
    )


def _objectives(
    module: Module,
    answers: Sequence[AnswerGiven],
    states: dict[str, ObjectiveProgress],
) -> tuple[ObjectiveResult, ...]:
    results = []
    for objective in module.objectives:
        mine = [
            answer
            for answer in answers
            if (question := module.question(answer.question)) is not None
            and question.objective == objective.slug
            and answer.points is not None
        ]
        if not mine:
            continue
        results.append(
            ObjectiveResult(
                sentence=objective.sentence,
                points=sum(answer.points or 0.0 for answer in mine),
                out_of=sum(answer.out_of for answer in mine),
                state=states[objective.slug].state,
                lessons=tuple(one for one in module.lessons if one.objective == objective.slug),
            )
        )
    return tuple(results)


def _result_views(
    module: Module, started: TestStarted, answers: Sequence[AnswerGiven]
) -> list[tuple[QuestionView, AnswerGiven]]:
    by_question = {answer.question: answer for answer in answers}
    views = []
    for number, question_id in enumerate(started.questions, start=1):
        question, answer = module.question(question_id), by_question.get(question_id)
        if question is None or answer is None:
            continue
        read = marking.answer_from_fields(question, answer.fields, answer.seed)
        mark = marking.mark(
            question, marking.BLANK if isinstance(read, marking.Unread) else read, answer.seed
        )
        shown = Shown(
            fields=answer.fields,
            seed=answer.seed,
            reveal=True,
            key=True,
            shuffled=True,
            parts={part.id: part for part in mark.parts},
        )
        view = view_question(question, number=number, shown=shown)
        view = reveal(view, question, shown, mark)
        view = replace(view, mode="result", editable=False, verdict=answer.verdict.value)
        views.append((view, answer))
    return views


def _with_reading(
    work: Work,
    view: QuestionView,
    answer: AnswerGiven,
    readings: Mapping[UUID, tuple[AnswerRead, bool]],
    url: str,
) -> QuestionView:
    """Add what a trainer said of an open answer since: the mark of the test stays as it was."""
    reading = readings.get(answer.id)
    if reading is None:
        return view
    said = view_reading(work, answer, reading, back=f"{url}#q-{view.name}")
    return replace(view, verdict=reading[0].verdict.value, reading=said)
