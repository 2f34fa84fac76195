"""Marks that changed after they were given: what an answer or a test is worth now.

The facts stay as they were; whoever needs the mark of today passes them through ``effective``.
A publication plans the marks that it would move; the plan shown is the plan applied.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from learning.domain import marking
from learning.domain.errors import Invalid
from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    Fact,
    Remarked,
    TestRemarked,
    TestSubmitted,
    Verdict,
)
from learning.domain.mastery import ROUNDING, reaches
from learning.domain.order import in_order
from learning.domain.question import Calculated, CaseTable, OpenAnswer, Question, Scale

LATER_MARKS = (AnswerRead, Remarked, TestRemarked)


def effective(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with each answer and each sent test under its latest mark.

    The order and the number of facts stay; the later marks themselves stay among them.
    """
    marks: dict[UUID, AnswerRead | Remarked] = {}
    tests: dict[UUID, TestRemarked] = {}
    for fact in in_order(fact for fact in facts if isinstance(fact, LATER_MARKS)):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An answer whose mark a publication would move; ``answer`` is as it counts now."""

    learner: UUID
    answer: AnswerGiven
    points: float
    verdict: Verdict

    @property
    def before(self) -> float:
        """The points that the answer is worth now."""
        return self.answer.points or 0.0

    @property
    def rises(self) -> bool:
        """Tell whether the mark goes up."""
        return self.points > self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPlan:
    """One corrected question: how many answers were looked at, and those whose mark moves."""

    question: str
    answers: int
    moves: tuple[Move, ...] = ()

    @property
    def rises(self) -> int:
        """How many marks go up."""
        return sum(move.rises for move in self.moves)

    @property
    def falls(self) -> int:
        """How many marks would go down."""
        return len(self.moves) - self.rises


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTest:
    """A sent test as it counts now, with the threshold that it was taken under."""

    learner: UUID
    sent: TestSubmitted
    pass_mark: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkPlan:
    """Everything that a publication would move. ``downwards``: the lower marks are taken too."""

    questions: tuple[QuestionPlan, ...] = ()
    downwards: bool = False

    @property
    def answers(self) -> int:
        """How many answers were looked at."""
        return sum(one.answers for one in self.questions)

    @property
    def rises(self) -> int:
        """How many marks go up."""
        return sum(one.rises for one in self.questions)

    @property
    def falls(self) -> int:
        """How many marks would go down; they do only if that was chosen."""
        return sum(one.falls for one in self.questions)

    @property
    def applied(self) -> tuple[Move, ...]:
        """The moves that the publication makes."""
        moves = (move for one in self.questions for move in one.moves)
        return tuple(move for move in moves if move.rises or self.downwards)


def plan_question(
    after: Question, answers: Iterable[tuple[UUID, Question, AnswerGiven]]
) -> QuestionPlan:
    """Plan the marks of one question: (learner, the question answered, the answer as it counts).

    An answer keeps the weight that it had: only its share of the points is judged again.
    """
    looked_at, moves = 0, []
    for learner, before, answer in answers:
        looked_at += 1
        found = _mark_again(before, after, answer)
        if found is not None and abs(found[0] - (answer.points or 0.0)) > ROUNDING:
            moves.append(Move(learner=learner, answer=answer, points=found[0], verdict=found[1]))
    return QuestionPlan(question=after.id, answers=looked_at, moves=tuple(moves))


def merge_plans(plans: Iterable[RemarkPlan]) -> RemarkPlan:
    """Join plans of different answers to the same or other questions."""
    found: dict[str, QuestionPlan] = {}
    downwards = False
    for plan in plans:
        downwards |= plan.downwards
        for one in plan.questions:
            known = found.get(one.question)
            found[one.question] = (
                one
                if known is None
                else QuestionPlan(
                    question=one.question,
                    answers=known.answers + one.answers,
                    moves=(*known.moves, *one.moves),
                )
            )
    return RemarkPlan(questions=tuple(found.values()), downwards=downwards)


def facts_of_plan(
    plan: RemarkPlan, tests: Iterable[SentTest], *, release: str, at: datetime
) -> list[tuple[UUID, Fact]]:
    """Return the facts that apply the plan, each with its learner.

    Their names come from what they say, so that the same plan applied again adds nothing.
    """
    made: list[tuple[UUID, Fact]] = [
        (
            move.learner,
            Remarked(
                id=uuid5(move.answer.id, f"{release} {at.isoformat()}"),
                at=at,
                module=move.answer.module,
                question=move.answer.question,
                answer=move.answer.id,
                verdict=move.verdict,
                points=move.points,
                out_of=move.answer.out_of,
                release=release,
            ),
        )
        for move in plan.applied
    ]
    gained: dict[UUID, float] = {}
    for move in plan.applied:
        if move.answer.attempt is not None:
            gained.setdefault(move.answer.attempt, 0.0)
            gained[move.answer.attempt] += move.points - move.before
    made += [
        (test.learner, _test_again(test, gained[test.sent.attempt], release, at))
        for test in tests
        if test.sent.attempt in gained
    ]
    return made


def _test_again(test: SentTest, gained: float, release: str, at: datetime) -> TestRemarked:
    sent = test.sent
    points = min(float(sent.out_of), max(0.0, round(sent.points + gained, 9)))
    return TestRemarked(
        id=uuid5(sent.attempt, f"{release} {at.isoformat()}"),
        at=at,
        module=sent.module,
        lesson=sent.lesson,
        attempt=sent.attempt,
        points=points,
        out_of=sent.out_of,
        passed=sent.passed or reaches(points, sent.out_of, test.pass_mark),
        release=release,
    )


def _mark_again(
    before: Question, after: Question, answer: AnswerGiven
) -> tuple[float, Verdict] | None:
    """Return the points and the verdict under the new marking, None when nothing is marked."""
    if isinstance(after, OpenAnswer | Scale) or answer.points is None:
        return None
    question = _as_shown(before, after)
    try:
        read = marking.answer_from_fields(question, answer.fields, answer.seed)
    except Invalid:
        return None  # it answers something that is no longer asked
    if isinstance(read, marking.Unread):
        return 0.0, read.verdict
    found = marking.mark(question, read, answer.seed)
    if found.points is None or not found.out_of:
        return None
    return found.points / found.out_of * answer.out_of, found.verdict


def _as_shown(before: Question, after: Question) -> Question:
    """Return the new marking over the numbers that the learner was shown."""
    match before, after:
        case Calculated(variables=variables), Calculated():
            return replace(after, variables=variables)
        case CaseTable(rows=rows), CaseTable():
            shown = {cell.id: cell.given for row in rows for cell in row}
            return replace(
                after,
                rows=tuple(
                    tuple(
                        cell
                        if cell.formula is not None
                        else replace(cell, given=shown.get(cell.id, cell.given))
                        for cell in row
                    )
                    for row in after.rows
                ),
            )
        case _:
            return after
