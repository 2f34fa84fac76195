"""Mark answers again when a publication corrects a question: one plan, shown then applied.

Every answer is judged from what was typed and its seed; nothing that was given is changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.content.pairing import is_same_structure
from learning.domain.course import Module
from learning.domain.facts import AnswerGiven, Fact, Remarked, TestStarted, TestSubmitted
from learning.domain.order import in_order
from learning.domain.question import Question
from learning.domain.remarking import (
    RemarkPlan,
    SentTest,
    effective,
    facts_of_plan,
    merge_plans,
    plan_question,
)
from learning.services.activity import add_all, facts_where
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.publishing import release

_ON_ANSWERS = ("answer_given", "answer_read", "remarked")
_ON_TESTS = ("test_started", "test_submitted", "test_remarked")
_AT_ONCE = 400  # names in one condition: SQLite takes so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The questions whose marking a publication corrects, as they will be."""

    questions: Mapping[str, Question]
    former: str | None  # the release before


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan, the sent tests that it touches, and every answer that it looked at."""

    plan: RemarkPlan
    tests: tuple[SentTest, ...] = ()
    seen: frozenset[UUID] = frozenset()


def plan_remarks(
    work: Work, corrected: Corrected, *, downwards: bool = False, known: Planned | None = None
) -> Planned:
    """Plan what the corrected questions move; answers already in ``known`` are left aside."""
    seen = known.seen if known else frozenset()
    answers = [
        (learner, answer)
        for learner, answer in _answers(work, tuple(corrected.questions), seen)
        if answer.id not in seen
    ]
    past = _Past(work)
    by_question: dict[str, list[tuple[UUID, Question, AnswerGiven]]] = {}
    for learner, answer in answers:
        after = corrected.questions[answer.question]
        before = past.question(answer)
        if before is not None and is_same_structure(before, after):
            by_question.setdefault(answer.question, []).append((learner, before, answer))
    plan = RemarkPlan(
        questions=tuple(
            plan_question(after, by_question[name])
            for name, after in corrected.questions.items()
            if name in by_question
        ),
        downwards=downwards,
    )
    return Planned(
        plan=plan,
        tests=_tests(work, past, plan),
        seen=frozenset(answer.id for _, answer in answers),
    )


def apply_remarks(
    work: Work, corrected: Corrected, planned: Planned, *, to: str, downwards: bool
) -> RemarkPlan:
    """Apply the very plan that was made, and the same for answers given since it was made."""
    late = plan_remarks(work, corrected, downwards=downwards, known=planned)
    shown = RemarkPlan(questions=planned.plan.questions, downwards=downwards)
    whole = merge_plans([shown, late.plan])
    tests = (*planned.tests, *late.tests)
    add_all(work, facts_of_plan(whole, tests, release=to, at=work.instant))
    return whole


def catch_up(
    work: Work, given: Sequence[AnswerGiven], sent: TestSubmitted, *, pass_mark: float
) -> None:
    """Give a test that ends on a former release what corrections gave since: never less."""
    if all(one.release == work.release for one in given):
        return
    past = _Past(work)
    plans = []
    for answer in given:
        module = work.catalogue.module(answer.module)
        after = module.question(answer.question) if module else None
        before = past.question(answer)
        if (
            after is not None
            and before is not None
            and past.is_corrected(answer, work.release or "")
            and is_same_structure(before, after)
        ):
            plans.append(plan_question(after, [(work.me.id, before, answer)]))
    test = SentTest(learner=work.me.id, sent=sent, pass_mark=pass_mark)
    plan = RemarkPlan(questions=tuple(plans))
    add_all(work, facts_of_plan(plan, [test], release=work.release or "", at=work.instant))


def last_rise(facts: Sequence[Fact]) -> datetime | None:
    """Tell when a correction last raised a mark, from facts as they were given."""
    points: dict[UUID, float] = {}
    found: datetime | None = None
    for one in facts:
        if isinstance(one, AnswerGiven):
            points[one.id] = one.points or 0.0
    for one in in_order(one for one in facts if isinstance(one, Remarked)):
        if one.points > points.get(one.answer, 0.0):
            found = one.at
        points[one.answer] = one.points
    return found


class _Past:
    """Questions as they were when they were answered; one release stands for each version."""

    def __init__(self, work: Work) -> None:
        self._work = work
        rows = work.connection.execute(sa.select(release.c.id, release.c.versions))
        self._versions: dict[str, Mapping[str, int]] = {row.id: row.versions for row in rows}
        self._questions: dict[tuple[str, int], Question | None] = {}

    def question(self, answer: AnswerGiven) -> Question | None:
        """Return the question that was answered, None when it is not known any more."""
        if answer.release not in self._versions:
            return None
        key = (answer.question, self._versions[answer.release].get(answer.question, 1))
        if key not in self._questions:
            module = self.module(answer.release, answer.module)
            self._questions[key] = module.question(answer.question) if module else None
        return self._questions[key]

    def is_corrected(self, answer: AnswerGiven, release_id: str) -> bool:
        """Tell whether the question's marking is another one in that release."""
        known = self._versions.get(answer.release, {}), self._versions.get(release_id, {})
        return known[0].get(answer.question, 1) != known[1].get(answer.question, 1)

    def module(self, release_id: str, slug: str) -> Module | None:
        """Return a module as it stood in a release, None when the release is another site's."""
        if release_id not in self._versions:
            return None
        return self._work.library.module(self._work.connection, release_id, slug)


def _answers(
    work: Work, questions: Sequence[str], seen: frozenset[UUID]
) -> list[tuple[UUID, AnswerGiven]]:
    """Return the answers to these questions, each under its mark of now, with its learner."""
    found: list[tuple[UUID, AnswerGiven]] = []
    for start in range(0, len(questions), _AT_ONCE):
        some = questions[start : start + _AT_ONCE]
        if seen and not _has_new(work, some, seen):
            continue
        known = facts_where(work, fact.c.question.in_(some), fact.c.kind.in_(_ON_ANSWERS))
        found += [
            (learner, one)
            for learner, facts in known.items()
            for one in effective(facts)
            if isinstance(one, AnswerGiven)
        ]
    return found


def _has_new(work: Work, questions: Sequence[str], seen: frozenset[UUID]) -> bool:
    """Tell whether an answer came that was not looked at: names alone are read."""
    query = sa.select(fact.c.id).where(
        fact.c.site_id == work.site,
        fact.c.question.in_(questions),
        fact.c.kind == "answer_given",
    )
    return any(one not in seen for one in work.connection.execute(query).scalars())


def _tests(work: Work, past: _Past, plan: RemarkPlan) -> tuple[SentTest, ...]:
    """Return the sent tests that hold an answer whose mark moves, as they count now."""
    moves = [move for one in plan.questions for move in one.moves if move.answer.attempt]
    wanted = {move.answer.attempt for move in moves}
    found: list[SentTest] = []
    for learner, facts in _facts_of_tests(work, sorted({move.learner for move in moves})).items():
        started = {one.id: one for one in facts if isinstance(one, TestStarted)}
        for one in effective(facts):
            if isinstance(one, TestSubmitted) and one.attempt in wanted:
                begun = started.get(one.attempt)
                module = past.module(begun.release, one.module) if begun else None
                mark = module.pass_mark if module else 1.0
                found.append(SentTest(learner=learner, sent=one, pass_mark=mark))
    return tuple(found)


def _facts_of_tests(work: Work, learners: Sequence[UUID]) -> dict[UUID, list[Fact]]:
    found: dict[UUID, list[Fact]] = {}
    for start in range(0, len(learners), _AT_ONCE):
        some = learners[start : start + _AT_ONCE]
        found |= facts_where(work, fact.c.learner_id.in_(some), fact.c.kind.in_(_ON_TESTS))
    return found
