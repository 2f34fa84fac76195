"""What a correction moves: each answer judged again over what its learner saw, and no more."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from learning.domain.answers import Answer
from learning.domain.facts import (
    AnswerGiven,
    Context,
    Remarked,
    TestRemarked,
    TestSubmitted,
    Verdict,
)
from learning.domain.formula import Formula
from learning.domain.marking import answer_from_fields, mark
from learning.domain.question import Question
from learning.domain.remarking import (
    RemarkPlan,
    SentTest,
    effective,
    facts_of_plan,
    merge_plans,
    plan_question,
)
from tests.unit.domain.building import (
    START,
    calculated,
    choices,
    fresh_id,
    multiple,
    number,
    open_answer,
    single,
    table,
)

LEARNER = UUID(int=77)


def answered(
    question: Question, *fields: tuple[str, str], weight: int | None = None
) -> AnswerGiven:
    """An answer under the question's own marking."""
    read = answer_from_fields(question, fields, "graine")
    assert isinstance(read, Answer)
    found = mark(question, read, "graine")
    return AnswerGiven(
        id=fresh_id(),
        at=START,
        module="mod",
        question=question.id,
        context=Context.LESSON,
        ordinal=0,
        verdict=found.verdict,
        points=found.points,
        out_of=weight or found.out_of,
        fields=fields,
        seed="graine",
    )


def planned(
    before: Question, after: Question, *answers: AnswerGiven, downwards: bool = False
) -> RemarkPlan:
    one = plan_question(after, [(LEARNER, before, answer) for answer in answers])
    return RemarkPlan(questions=(one,), downwards=downwards)


def applied(plan: RemarkPlan, *answers: AnswerGiven) -> list[AnswerGiven]:
    facts = facts_of_plan(plan, (), release="r2", at=START + timedelta(days=1))
    now = effective([*answers, *(fact for _, fact in facts)])
    return [fact for fact in now if isinstance(fact, AnswerGiven)]


def test_another_right_choice_raises_and_lowers_only_when_chosen() -> None:
    before = single()
    after = replace(before, choices=choices(True, False, False))
    first, second = answered(before, ("", "c1")), answered(before, ("", "c2"))
    plan = planned(before, after, first, second)
    assert (plan.answers, plan.rises, plan.falls) == (2, 1, 1)
    assert [one.points for one in applied(plan, first, second)] == [1.0, 1.0]
    lower = planned(before, after, first, second, downwards=True)
    assert [one.points for one in applied(lower, first, second)] == [1.0, 0.0]
    assert applied(lower, first, second)[0].verdict is Verdict.RIGHT


def test_an_answer_keeps_the_weight_that_it_had() -> None:
    before = multiple(True, True, False)
    after = replace(before, points=4, choices=choices(True, False, False))
    answer = answered(before, ("", "c1"))
    assert answer.points == 0.5
    now = applied(planned(before, after, answer), answer)[0]
    assert (now.points, now.out_of) == (1.0, 1)
    heavier = replace(before, points=4)
    assert not planned(before, heavier, answer).applied


def test_a_calculated_question_is_judged_over_the_numbers_shown() -> None:
    before = calculated("n + prix")
    variables = tuple(replace(one, high=one.high + 40) for one in before.variables)
    after = replace(calculated("n * prix"), variables=variables)
    shown = calculated("n * prix")
    for text in ("20", "40", "60", "90", "100", "120", "180"):
        answer = answered(before, ("", text))
        read = answer_from_fields(shown, answer.fields, "graine")
        assert isinstance(read, Answer)
        right = mark(shown, read, "graine").points
        now = applied(planned(before, after, answer, downwards=True), answer)[0]
        assert now.points == right


def test_a_table_is_judged_over_the_cells_shown() -> None:
    before = table()
    rows = [list(row) for row in before.rows]
    rows[0][1] = replace(rows[0][1], given=Decimal(3000))
    after = replace(before, rows=tuple(tuple(row) for row in rows))
    answer = answered(before, ("r2c2", "1800"), ("r3c2", "200"), ("r4c2", "20"))
    assert answer.verdict is Verdict.RIGHT
    assert not planned(before, after, answer).questions[0].moves
    rows[1][1] = replace(rows[1][1], formula=Formula.parse("1 900"))
    moved = replace(before, rows=tuple(tuple(row) for row in rows))
    assert planned(before, moved, answer).falls == 1


def test_what_people_mark_and_what_no_longer_exists_are_left_alone() -> None:
    text = replace(answered(number("12")), points=None, verdict=Verdict.TO_READ)
    assert not planned(open_answer(), open_answer(), text).questions[0].moves
    before = single()
    gone = replace(before, choices=choices(True, False)[:1])
    assert not planned(before, gone, answered(before, ("", "c3"))).questions[0].moves


def test_a_number_that_could_be_read_now_earns_its_points() -> None:
    unread = replace(
        answered(number("7")), fields=(("", "1,800"),), verdict=Verdict.AMBIGUOUS, points=0.0
    )
    plan = planned(number("7"), number("1800", amount="2000"), unread)
    assert plan.rises == 1
    assert not planned(number("7"), number("1800"), unread).questions[0].moves


def test_a_test_is_summed_again_and_a_pass_never_taken_back() -> None:
    attempt = fresh_id()
    sent = TestSubmitted(
        id=fresh_id(), at=START, module="mod", lesson="epreuve", attempt=attempt, points=0.0,
        out_of=2, passed=False,
    )  # fmt: skip
    before, after = single(), replace(single(), choices=choices(True, False, False))
    first = replace(answered(before, ("", "c1")), attempt=attempt, context=Context.TEST)
    plan = planned(before, after, first)
    test = SentTest(learner=LEARNER, sent=sent, pass_mark=0.5)
    facts = [fact for _, fact in facts_of_plan(plan, [test], release="r2", at=START)]
    again = [fact for fact in facts if isinstance(fact, TestRemarked)]
    assert [(one.points, one.out_of, one.passed) for one in again] == [(1.0, 2, True)]
    raised = applied(plan, first)[0]
    passed = next(one for one in effective([sent, *facts]) if isinstance(one, TestSubmitted))
    back = planned(after, before, raised, downwards=True)
    lowered = facts_of_plan(
        back, [replace(test, sent=passed)], release="r3", at=START + timedelta(days=1)
    )
    found = [fact for _, fact in lowered if isinstance(fact, TestRemarked)]
    assert [(one.points, one.passed) for one in found] == [(0.0, True)]


def test_plans_of_other_answers_join() -> None:
    before = single()
    after = replace(before, choices=choices(True, False, False))
    one = planned(before, after, answered(before, ("", "c1")))
    two = planned(before, after, answered(before, ("", "c2")))
    both = merge_plans([one, two])
    assert (both.answers, both.rises, both.falls) == (2, 1, 1)
    assert merge_plans([]) == RemarkPlan()
    assert isinstance(facts_of_plan(both, (), release="r", at=START)[0][1], Remarked)
