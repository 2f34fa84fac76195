"""The state of a learner in a module."""

from datetime import timedelta

from learning.domain.facts import Fact
from learning.domain.progress import GroupSession, State, measure
from learning.domain.standing import is_silent
from tests.unit.domain.building import START, given, module, sent_test

VENDRE = [f"mod/epreuve/b{place}" for place in (1, 3, 5)]


def _state(
    *facts: Fact, weeks: float | None = None, sessions: tuple[GroupSession, ...] = ()
) -> State:
    now = None if weeks is None else START + timedelta(weeks=weeks)
    return measure(module(), facts, now=now, group_sessions=sessions).state


def test_no_answer_is_not_started() -> None:
    assert _state() is State.NOT_STARTED
    assert _state(given("autre/idee/a", in_module="autre")) is State.NOT_STARTED
    assert _state(given("mod/idee/a")) is State.IN_PROGRESS


def test_a_passed_test_is_done_for_ever() -> None:
    facts = [*sent_test(VENDRE, 0, points=1), *sent_test(VENDRE, 60, points=0)]
    assert _state(*facts, weeks=52) is State.DONE


def test_three_failed_tries_are_stuck_until_a_new_answer() -> None:
    tries = [fact for place in range(3) for fact in sent_test(VENDRE, place * 60, points=0)]
    assert _state(*tries) is State.STUCK
    assert _state(*sent_test(VENDRE, 0, points=0), *sent_test(VENDRE, 60, points=0)) is (
        State.IN_PROGRESS
    )
    assert _state(*tries, given("mod/idee/a", 500, points=0)) is State.IN_PROGRESS
    assert _state(*tries, given("mod/idee/a", 1)) is State.STUCK


def test_four_weeks_away_are_silent() -> None:
    answer = given("mod/idee/a")
    assert _state(answer, weeks=3.9) is State.IN_PROGRESS
    assert _state(answer, weeks=4) is State.SILENT
    elsewhere = given("autre/idee/a", 60 * 24 * 20, in_module="autre")
    assert _state(answer, elsewhere, weeks=4) is State.IN_PROGRESS


def test_four_sessions_missed_are_silent() -> None:
    answer = given("mod/idee/a")
    missed = tuple(GroupSession(START + timedelta(days=day), present=False) for day in range(1, 5))
    assert _state(answer, weeks=1, sessions=missed) is State.SILENT
    assert _state(answer, weeks=1, sessions=missed[:3]) is State.IN_PROGRESS
    came = (*missed[:3], GroupSession(START + timedelta(days=4), present=True))
    assert _state(answer, weeks=1, sessions=came) is State.IN_PROGRESS
    back = given("mod/idee/b", 60 * 24 * 5)
    assert _state(answer, back, weeks=1, sessions=missed) is State.IN_PROGRESS


def test_how_many_missed_sessions_make_silent_is_a_setting() -> None:
    missed = [GroupSession(at=START + timedelta(days=day), present=False) for day in (1, 2, 3)]
    now = START + timedelta(days=4)
    assert not is_silent(START, now, missed)
    assert is_silent(START, now, missed, 3)
