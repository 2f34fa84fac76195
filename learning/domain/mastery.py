"""Whether an objective is acquired, replayed from the answers in their order.

Nothing earned is taken back: an objective acquired once is at worst to be reviewed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from learning.domain.course import Module
from learning.domain.facts import AnswerGiven, Context

LEAST_QUESTIONS = 4
LEAST_IN_TEST = 2
ROUNDING = 1e-9  # shares of points are floats


class Mastery(StrEnum):
    """Where a learner stands on an objective."""

    NOT_YET = "not_yet"
    ACQUIRED = "acquired"
    TO_REVIEW = "to_review"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveProgress:
    """Points over the latest answer to each question; ``in_test`` counts test and review."""

    slug: str
    points: float = 0.0
    out_of: int = 0
    questions: int = 0
    in_test: int = 0
    state: Mastery = Mastery.NOT_YET
    acquired_by: AnswerGiven | None = None  # the answer by which it last became acquired


@dataclass(slots=True)
class _Tally:
    """The running sums of one objective."""

    latest: dict[str, tuple[float, int, bool]] = field(default_factory=dict)
    points: float = 0.0
    out_of: int = 0
    in_test: int = 0
    holds: bool = False
    acquired_by: AnswerGiven | None = None

    def add(self, answer: AnswerGiven, points: float, pass_mark: float) -> None:
        tested = answer.context is not Context.LESSON
        before = self.latest.get(answer.question)
        if before is not None:
            self.points -= before[0]
            self.out_of -= before[1]
            self.in_test -= before[2]
        self.latest[answer.question] = (points, answer.out_of, tested)
        self.points += points
        self.out_of += answer.out_of
        self.in_test += tested
        held, self.holds = self.holds, self._holds_now(pass_mark)
        if self.holds and not held:
            self.acquired_by = answer

    def _holds_now(self, pass_mark: float) -> bool:
        return (
            len(self.latest) >= LEAST_QUESTIONS
            and self.in_test >= LEAST_IN_TEST
            and reaches(self.points, self.out_of, pass_mark)
        )


def reaches(points: float, out_of: float, pass_mark: float) -> bool:
    """Tell whether the points reach the threshold, a fraction; nothing to earn reaches none."""
    return out_of > 0 and points + ROUNDING >= pass_mark * out_of


def objectives_of(module: Module) -> dict[str, str]:
    """Return the objective of each question of the module, its lesson's where it has none."""
    found = {
        question.id: question.objective
        for question in module.questions
        if question.objective is not None
    }
    for lesson in module.lessons:
        if lesson.objective is not None:
            for question in lesson.questions:
                found.setdefault(question.id, lesson.objective)
    return found


def measure_objectives(
    module: Module, objectives: Mapping[str, str], answers: Sequence[AnswerGiven]
) -> tuple[ObjectiveProgress, ...]:
    """Replay the answers, given in their order, for every objective of the module."""
    tallies = {objective.slug: _Tally() for objective in module.objectives}
    for answer in answers:
        if answer.retry or answer.points is None:
            continue
        tally = tallies.get(objectives.get(answer.question, ""))
        if tally is not None:
            tally.add(answer, answer.points, module.pass_mark)
    return tuple(_progress(slug, tally) for slug, tally in tallies.items())


def _progress(slug: str, tally: _Tally) -> ObjectiveProgress:
    state = Mastery.NOT_YET
    if tally.holds:
        state = Mastery.ACQUIRED
    elif tally.acquired_by is not None:
        state = Mastery.TO_REVIEW
    return ObjectiveProgress(
        slug=slug,
        points=tally.points,
        out_of=tally.out_of,
        questions=len(tally.latest),
        in_test=tally.in_test,
        state=state,
        acquired_by=tally.acquired_by,
    )
