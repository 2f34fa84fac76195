"""Where a learner is in a module, computed from facts: any order, duplicates allowed.

rules.md is said once here; every screen, print and export shows what this module returns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from uuid import UUID

from learning.domain.course import BlockKind, Lesson, LessonKind, Module
from learning.domain.facts import (
    AnswerGiven,
    Context,
    Fact,
    LessonDone,
    LessonPassedOver,
    QuestionsDrawn,
    TestStarted,
    TestSubmitted,
)
from learning.domain.mastery import (
    Mastery,
    ObjectiveProgress,
    measure_objectives,
    objectives_of,
    reaches,
)
from learning.domain.order import in_order
from learning.domain.question import OpenAnswer, Scale
from learning.domain.standing import GroupSession, State, is_silent, is_stuck

__all__ = [
    "GroupSession",
    "LessonProgress",
    "Mastery",
    "NextStep",
    "ObjectiveProgress",
    "Progress",
    "State",
    "TestResult",
    "assiduity",
    "capped_gap",
    "floor_seconds",
    "measure",
    "measure_lesson",
    "next_step",
    "test_result",
]

WORDS_A_MINUTE = 600
SECONDS_A_QUESTION = 5
LONGEST_GAP = timedelta(minutes=5)
LONGEST_GAP_WRITING = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonProgress:
    """One lesson or test for one learner.

    ``questions`` are those that the lesson asks this learner, in the order of the page, drawn
    ones included; ``total`` also counts those of draws not begun (``draws_pending``: their
    banks). ``next_question`` is None when only draws or nothing remain. A test has no
    questions of its own here: ``done`` then means passed.
    """

    lesson: str
    kind: LessonKind = LessonKind.LESSON
    questions: tuple[str, ...] = ()
    answered: frozenset[str] = frozenset()
    total: int = 0
    done: bool = False
    passed_over: bool = False
    next_question: str | None = None
    draws_pending: tuple[str, ...] = ()
    minutes_left: int = 0

    @property
    def complete(self) -> bool:
        """Every question is answered: « Leçon suivante » may be pressed."""
        return len(self.answered) == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a learner is in a module."""

    module: str
    lessons: tuple[LessonProgress, ...]
    objectives: tuple[ObjectiveProgress, ...]
    best: TestSubmitted | None = None
    passed: bool = False
    open_test: TestStarted | None = None
    state: State = State.NOT_STARTED
    started: bool = False
    last_answer_at: datetime | None = None

    def lesson(self, slug: str) -> LessonProgress | None:
        """Return the progress in that lesson, or None."""
        return next((lesson for lesson in self.lessons if lesson.lesson == slug), None)

    def objective(self, slug: str) -> ObjectiveProgress | None:
        """Return the progress on that objective, or None."""
        return next((found for found in self.objectives if found.slug == slug), None)

    @property
    def minutes_left(self) -> int:
        """Minutes of what is not done, none once the module is passed."""
        return 0 if self.passed else sum(lesson.minutes_left for lesson in self.lessons)


class _Sorted:
    """The facts of one module, each once, by kind."""

    __slots__ = ("answers", "done", "drawn", "last_seen", "over", "started", "submitted")

    def __init__(self, module: str, facts: Iterable[Fact], *, watch: bool) -> None:
        answers: dict[UUID, AnswerGiven] = {}
        drawn: dict[UUID, QuestionsDrawn] = {}
        started: dict[UUID, TestStarted] = {}
        submitted: dict[UUID, TestSubmitted] = {}
        self.done: set[str] = set()
        self.over: set[str] = set()
        self.last_seen: datetime | None = None
        for fact in facts:
            if watch and (self.last_seen is None or fact.at > self.last_seen):
                self.last_seen = fact.at
            if getattr(fact, "module", None) != module:
                continue
            match fact:
                case AnswerGiven():
                    answers[fact.id] = fact
                case LessonDone():
                    self.done.add(fact.lesson)
                case LessonPassedOver():
                    self.over.add(fact.lesson)
                case QuestionsDrawn():
                    drawn[fact.id] = fact
                case TestStarted():
                    started[fact.id] = fact
                case TestSubmitted():
                    submitted[fact.id] = fact
        self.answers = in_order(answers.values())
        self.drawn = {(fact.lesson, fact.bank): fact for fact in in_order(drawn.values())}
        self.started = in_order(started.values())
        # One attempt counts once, as first sent.
        first = {fact.attempt: fact for fact in reversed(in_order(submitted.values()))}
        self.submitted = in_order(first.values())


def measure(
    module: Module,
    facts: Iterable[Fact],
    *,
    now: datetime | None = None,
    group_sessions: Sequence[GroupSession] = (),
) -> Progress:
    """Compute the progress of one learner in a module from all of that learner's facts.

    Facts of other modules are ignored, but to know when the learner was last seen: silence is
    only judged when ``now`` is given.
    """
    known = _Sorted(module.slug, facts, watch=now is not None)
    passed_tests = {sent.lesson for sent in known.submitted if sent.passed}
    in_lessons = {answer.question for answer in known.answers if answer.context is Context.LESSON}
    lessons = tuple(
        _measure_test(lesson, known, passed_tests)
        if lesson.kind is LessonKind.TEST
        else _measure_lesson(module, lesson, known, in_lessons)
        for lesson in module.lessons
    )
    objective_of = objectives_of(module)
    objectives = measure_objectives(module, objective_of, known.answers)
    sent = {submission.attempt for submission in known.submitted}
    waiting = [started for started in known.started if started.id not in sent]
    state = State.IN_PROGRESS
    if passed_tests:
        state = State.DONE
    elif not known.answers:
        state = State.NOT_STARTED
    elif is_stuck(objectives, objective_of, known.answers, known.submitted, module.pass_mark):
        state = State.STUCK
    elif is_silent(known.last_seen, now, group_sessions):
        state = State.SILENT
    return Progress(
        module=module.slug,
        lessons=lessons,
        objectives=objectives,
        best=max(known.submitted, key=_share, default=None),
        passed=bool(passed_tests),
        open_test=waiting[-1] if waiting else None,
        state=state,
        started=bool(known.answers or known.started or known.done or known.over),
        last_answer_at=known.answers[-1].at if known.answers else None,
    )


def measure_lesson(module: Module, lesson: Lesson, facts: Iterable[Fact]) -> LessonProgress:
    """Compute the progress in one lesson alone, from at least the facts that speak of it."""
    known = _Sorted(module.slug, facts, watch=False)
    if lesson.kind is LessonKind.TEST:
        return _measure_test(
            lesson, known, {sent.lesson for sent in known.submitted if sent.passed}
        )
    in_lessons = {answer.question for answer in known.answers if answer.context is Context.LESSON}
    return _measure_lesson(module, lesson, known, in_lessons)


def _share(sent: TestSubmitted) -> tuple[bool, float]:
    return (sent.passed, sent.points / sent.out_of if sent.out_of else 0.0)


def _measure_test(lesson: Lesson, known: _Sorted, passed: set[str]) -> LessonProgress:
    done = lesson.slug in passed
    return LessonProgress(
        lesson=lesson.slug,
        kind=lesson.kind,
        done=done,
        passed_over=not done and lesson.slug in known.over,
        minutes_left=0 if done else lesson.minutes,
    )


def _measure_lesson(
    module: Module, lesson: Lesson, known: _Sorted, in_lessons: set[str]
) -> LessonProgress:
    questions, pending = _asked(module, lesson, known)
    answered = frozenset(in_lessons.intersection(questions))
    total = len(questions) + sum(count for _, count in pending)
    done = lesson.slug in known.done
    share = 1 - len(answered) / total if total else 1
    return LessonProgress(
        lesson=lesson.slug,
        kind=lesson.kind,
        questions=questions,
        answered=answered,
        total=total,
        done=done,
        passed_over=not done and lesson.slug in known.over,
        next_question=next((name for name in questions if name not in answered), None),
        draws_pending=tuple(bank for bank, _ in pending),
        minutes_left=0 if done else max(1, ceil(lesson.minutes * share)),
    )


def _asked(
    module: Module, lesson: Lesson, known: _Sorted
) -> tuple[tuple[str, ...], list[tuple[str, int]]]:
    """Return the questions of a lesson in the order of the page, and the draws not begun.

    A question drawn once and retired since is no longer asked.
    """
    own = {question.name: question.id for question in lesson.questions}
    asked: dict[str, None] = {}
    pending: list[tuple[str, int]] = []
    for block in lesson.blocks:
        if block.kind is BlockKind.QUESTION and block.name in own:
            asked[own[block.name]] = None
        elif block.kind is BlockKind.DRAW:
            drawn = known.drawn.get((lesson.slug, block.name))
            if drawn is None:
                pending.append((block.name, block.count))
            else:
                asked.update(
                    dict.fromkeys(name for name in drawn.questions if module.question(name))
                )
    asked.update(dict.fromkeys(own.values()))
    return tuple(asked), pending


@dataclass(frozen=True, slots=True)
class NextStep:
    """What « Reprendre » opens; ``question`` is None at a draw, a test or the lesson's end."""

    module: str
    lesson: str
    question: str | None
    kind: LessonKind


def next_step(path_modules: Sequence[Module], progress: Mapping[str, Progress]) -> NextStep | None:
    """Return the first thing to do on a path, None when all its modules are passed.

    Lessons come before tests in a module, and what was passed over comes back only once
    nothing else is left.
    """
    for again in (False, True):
        for module in path_modules:
            known = progress.get(module.slug)
            if known is None or known.passed:
                step = None if known else _start(module)
            else:
                step = _first_open(module, known, again=again)
            if step is not None:
                return step
    return None


def _start(module: Module) -> NextStep | None:
    return _first_open(module, measure(module, ()), again=False)


def _first_open(module: Module, known: Progress, *, again: bool) -> NextStep | None:
    for kind in LessonKind:
        for lesson in known.lessons:
            open_now = not lesson.done and (again or not lesson.passed_over)
            if lesson.kind is kind and open_now:
                return NextStep(module.slug, lesson.lesson, lesson.next_question, kind)
    return None


@dataclass(frozen=True, slots=True)
class TestResult:
    """What a sent test is worth; open answers are left out of both sums."""

    __test__ = False  # not a test of ours, whatever pytest thinks of its name

    points: float
    out_of: int
    passed: bool


def test_result(
    module: Module, started: TestStarted, answers: Iterable[AnswerGiven]
) -> TestResult:
    """Return the mark of a test: what was left without an answer earns nothing."""
    given = {answer.question: answer for answer in answers if answer.question in started.questions}
    points = 0.0
    out_of = 0
    for name in dict.fromkeys(started.questions):
        question = module.question(name)
        answer = given.get(name)
        if isinstance(question, OpenAnswer | Scale) or (answer and answer.points is None):
            continue
        if question is not None or answer is not None:
            out_of += answer.out_of if answer else question.points if question else 0
        points += (answer.points or 0.0) if answer else 0.0
    return TestResult(points, out_of, reaches(points, out_of, module.pass_mark))


def floor_seconds(lesson: Lesson, questions: int | None = None) -> int:
    """Return the least time a fast reader needs: told to the person, never used to refuse."""
    words = sum(len(block.plain.split()) for block in lesson.blocks)
    drawn = sum(block.count for block in lesson.draws)
    asked = len(lesson.questions) + drawn if questions is None else questions
    return ceil(words * 60 / WORDS_A_MINUTE) + asked * SECONDS_A_QUESTION


def capped_gap(earlier: datetime, later: datetime, *, long_page: bool) -> float:
    """Return the seconds of presence between two requests; a page to write on gives longer."""
    longest = LONGEST_GAP_WRITING if long_page else LONGEST_GAP
    return max(timedelta(0), min(later - earlier, longest)).total_seconds()


def assiduity(request_times: Sequence[datetime], long_page: Sequence[bool]) -> int:
    """Return the seconds of presence over requests in any order.

    ``long_page`` tells, for each request, whether its page has free text to write.
    """
    requests = sorted(zip(request_times, long_page, strict=True))
    gaps = (capped_gap(at, later, long_page=long) for (at, long), (later, _) in pairwise(requests))
    return int(sum(gaps))
