"""Where a learner is, computed from facts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from learning.domain.course import LessonKind
from learning.domain.facts import Context, Fact, LessonPassedOver, QuestionsDrawn, TestStarted
from learning.domain.progress import (
    LessonProgress,
    NextStep,
    Progress,
    assiduity,
    capped_gap,
    floor_seconds,
    measure,
    measure_lesson,
    next_step,
)
from learning.domain.progress import test_result as result_of
from tests.unit.domain.building import (
    START,
    done,
    fresh_id,
    given,
    lesson,
    module,
    open_answer,
    sent_test,
    single,
)

BANK = [f"mod/epreuve/b{place}" for place in range(12)]


def _lesson(progress: Progress, slug: str) -> LessonProgress:
    found = progress.lesson(slug)
    assert found is not None
    return found


def _drawn(*questions: str, minute: int = 0) -> QuestionsDrawn:
    return QuestionsDrawn(
        id=fresh_id(),
        at=START + timedelta(minutes=minute),
        module="mod",
        lesson="prix",
        bank="epreuve",
        questions=questions,
        seed="s",
    )


def _over(slug: str) -> LessonPassedOver:
    return LessonPassedOver(id=fresh_id(), at=START, module="mod", lesson=slug)


def test_nothing_done_yet() -> None:
    progress = measure(module(), ())
    assert not progress.started
    assert (progress.best, progress.open_test, progress.last_answer_at) == (None, None, None)
    assert progress.minutes_left == 30
    idea = _lesson(progress, "idee")
    assert (idea.total, idea.next_question, idea.minutes_left) == (2, "mod/idee/a", 10)


def test_a_lesson_is_done_once_answered_and_left() -> None:
    answers = [given("mod/idee/a", points=0), given("mod/idee/b", 1)]
    idea = _lesson(measure(module(), answers), "idee")
    assert idea.complete
    assert not idea.done
    assert idea.next_question is None
    idea = _lesson(measure(module(), [*answers, done("idee")]), "idee")
    assert idea.done
    assert idea.minutes_left == 0


def test_half_a_lesson_leaves_half_its_minutes() -> None:
    idea = _lesson(measure(module(), [given("mod/idee/a")]), "idee")
    assert (idea.minutes_left, idea.next_question) == (5, "mod/idee/b")


def test_a_draw_waits_then_adds_its_questions() -> None:
    prices = _lesson(measure(module(), ()), "prix")
    assert (prices.total, prices.draws_pending) == (4, ("epreuve",))
    facts: list[Fact] = [_drawn(BANK[0], BANK[3]), given("mod/prix/a", 1), given(BANK[0], 2)]
    prices = _lesson(measure(module(), facts), "prix")
    assert prices.questions == ("mod/prix/a", "mod/prix/b", BANK[0], BANK[3])
    assert (prices.total, prices.draws_pending) == (4, ())
    assert prices.answered == {"mod/prix/a", BANK[0]}


def test_an_answer_in_a_test_does_not_answer_a_lesson() -> None:
    facts: list[Fact] = [_drawn(BANK[0]), given(BANK[0], 1, context=Context.TEST)]
    assert not _lesson(measure(module(), facts), "prix").answered


def test_the_latest_draw_counts_and_retired_questions_go() -> None:
    facts = [_drawn(BANK[5], minute=9), _drawn(BANK[1], minute=1)]
    assert _lesson(measure(module(), facts), "prix").questions[-1] == BANK[5]
    gone = [_drawn(BANK[5], "mod/epreuve/retiree")]
    assert _lesson(measure(module(), gone), "prix").total == 3


def test_a_test_is_passed_by_one_that_was_sent() -> None:
    failed, passed = sent_test(BANK[:4], 0, points=0.5), sent_test(BANK[4:8], 60, points=1)
    progress = measure(module(), [*passed, *failed])
    assert progress.passed
    assert progress.best == passed[-1]
    assert _lesson(progress, "epreuve-finale").done
    assert progress.minutes_left == 0
    assert not measure(module(), failed).passed


def test_a_test_sent_twice_counts_once() -> None:
    facts = sent_test(BANK[:4], 0, points=0.5)
    again = replace(facts[-1], id=fresh_id(), at=START + timedelta(hours=9))
    assert measure(module(), [again, *facts]) == measure(module(), facts)


def test_a_test_begun_and_not_sent_is_open() -> None:
    facts = sent_test(BANK[:4], 0, points=1)
    assert measure(module(), facts[:1]).open_test == facts[0]
    assert measure(module(), facts).open_test is None


def test_other_modules_and_duplicates_change_nothing() -> None:
    facts: list[Fact] = [given("mod/idee/a"), done("idee"), *sent_test(BANK[:4], 5, points=1)]
    stranger = given("mod/idee/b", in_module="autre")
    assert measure(module(), [*facts, stranger, *facts]) == measure(module(), facts)


def test_next_is_the_first_unanswered_question_of_the_first_open_lesson() -> None:
    one, two = module(), module("deux")

    def following(*facts: Fact) -> NextStep | None:
        return next_step([one, two], {known.slug: measure(known, facts) for known in (one, two)})

    assert following() == NextStep("mod", "idee", "mod/idee/a", LessonKind.LESSON)
    assert following(given("mod/idee/a")) == NextStep(
        "mod", "idee", "mod/idee/b", LessonKind.LESSON
    )
    assert following(done("idee")) == NextStep("mod", "prix", "mod/prix/a", LessonKind.LESSON)
    assert following(_over("idee"), done("prix")) == NextStep(
        "mod", "epreuve-finale", None, LessonKind.TEST
    )
    passed = sent_test(BANK[:4], 0, points=1)
    step = following(*passed)
    assert step is not None
    assert (step.module, step.lesson) == ("deux", "idee")


def test_what_was_passed_over_comes_back_at_the_end() -> None:
    only = module()
    over: list[Fact] = [_over("idee"), done("prix"), _over("epreuve-finale")]
    step = next_step([only], {"mod": measure(only, over)})
    assert step is not None
    assert step.lesson == "idee"
    passed = measure(only, sent_test(BANK[:4], 0, points=1))
    assert next_step([only], {"mod": passed}) is None
    assert next_step([only], {}) == NextStep("mod", "idee", "mod/idee/a", LessonKind.LESSON)


def test_open_answers_do_not_hold_back_a_test() -> None:
    free = replace(open_answer(), id="mod/epreuve/libre", name="libre")
    with_open = replace(
        module(),
        lessons=(*module().lessons, replace(lesson("libre"), questions=(free,))),
        _questions={},
    )
    started = TestStarted(
        id=fresh_id(),
        at=START,
        module="mod",
        lesson="epreuve-finale",
        questions=(*BANK[:4], free.id),
        seed="s",
        release="r",
    )
    answers = [given(name, context=Context.TEST) for name in BANK[:4]]
    whole = result_of(with_open, started, [*answers, given(free.id, points=None)])
    assert (whole.points, whole.out_of, whole.passed) == (4, 4, True)
    partly = result_of(with_open, started, answers[:3])
    assert (partly.points, partly.out_of, partly.passed) == (3, 4, False)


def test_the_floor_is_for_fast_readers() -> None:
    assert floor_seconds(lesson("idee", [single("a"), single("b")])) == 60 + 10
    assert floor_seconds(lesson("epreuve", draw=("banque", 10)), questions=4) == 60 + 20


def test_presence_is_the_sum_of_capped_gaps() -> None:
    times = [START + timedelta(minutes=minute) for minute in (0, 2, 20, 35)]
    assert assiduity(times, [False, False, True, False]) == 60 * (2 + 5 + 10)
    assert assiduity(times[::-1], [False, True, False, False]) == 60 * (2 + 5 + 10)
    assert assiduity([], []) == 0
    assert capped_gap(times[1], times[0], long_page=False) == 0
    with pytest.raises(ValueError, match="zip"):
        assiduity(times, [])


def test_one_lesson_alone_measures_as_in_its_module() -> None:
    facts = [_drawn(BANK[0]), given(BANK[0], 1), done("idee"), *sent_test(BANK[:4], 5, points=1)]
    whole = module()
    for each in whole.lessons:
        assert measure_lesson(whole, each, facts) == measure(whole, facts).lesson(each.slug)
