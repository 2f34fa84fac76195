"""Where somebody is on a path, and when a group met."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from learning.domain.facts import AnswerRead, Fact, SessionHeld, Verdict
from learning.domain.meeting import (
    Whereabouts,
    find_whereabouts,
    half_days,
    measure_untouched,
)
from learning.domain.standing import GroupSession, State
from tests.unit.domain.building import START, done, fresh_id, given, module, sent_test

PATH = [module("mod"), module("deux")]
UNTOUCHED = measure_untouched(PATH)
BANK = [f"mod/epreuve/b{number}" for number in range(6)]
SOON = START + timedelta(days=1)


def place(
    facts: Sequence[Fact], *, now: datetime = SOON, sessions: Sequence[GroupSession] = ()
) -> Whereabouts:
    return find_whereabouts(PATH, facts, now=now, untouched=UNTOUCHED, sessions=sessions)


def test_who_did_nothing_is_at_the_first_lesson() -> None:
    found = place([])
    assert (found.state, found.lesson_title, found.place) == (State.NOT_STARTED, "idee", 1)
    assert found.lessons == 2
    assert found.last_seen is None


def test_who_finished_a_lesson_is_at_the_next_one() -> None:
    facts: list[Fact] = [given("mod/idee/a"), given("mod/idee/b", 1), done("idee", 2)]
    found = place(facts)
    assert (found.state, found.lesson_title, found.place) == (State.IN_PROGRESS, "prix", 2)
    assert found.last_seen == START + timedelta(minutes=2)


def test_a_test_has_no_place_among_lessons() -> None:
    facts: list[Fact] = [given("mod/idee/a"), done("idee"), done("prix")]
    found = place(facts)
    assert (found.lesson_title, found.place) == ("epreuve-finale", 0)


def test_a_passed_module_leads_to_the_next_and_the_last_ends_the_path() -> None:
    passed = sent_test(BANK, 5, points=1)
    found = place(passed)
    assert found.module is PATH[1]
    assert found.state is State.IN_PROGRESS
    alone = find_whereabouts(PATH[:1], passed, now=SOON, untouched=UNTOUCHED, sessions=())
    assert (alone.state, alone.module, alone.lesson_title) == (State.DONE, None, "")


def test_three_failed_tests_block_and_say_what_to_work_on() -> None:
    facts = [fact for n in range(3) for fact in sent_test(BANK, 20 * n, points=0)]
    found = place([given("mod/idee/a"), *facts])
    assert found.state is State.STUCK
    assert found.to_work_on == ("Compter", "Vendre")
    again = place([*facts, given("mod/idee/a", 500)])
    assert again.state is State.IN_PROGRESS


def test_silence_is_judged_between_modules_too() -> None:
    facts = sent_test(BANK, 5, points=1)
    late = START + timedelta(weeks=5)
    assert place(facts, now=late).state is State.SILENT
    held = SessionHeld(id=fresh_id(), at=late - timedelta(1), seconds=60)
    assert place([*facts, held], now=late).state is State.IN_PROGRESS


def test_a_text_waits_until_its_latest_is_read() -> None:
    first = given("mod/idee/a", points=None)
    read = AnswerRead(
        id=fresh_id(),
        at=START,
        module="mod",
        question="mod/idee/a",
        answer=first.id,
        verdict=Verdict.RIGHT,
        points=1,
        out_of=1,
    )
    assert place([first]).waiting == (first.id,)
    assert place([first, read]).waiting == ()


def instants(*days: int, hour: int = 9) -> list[datetime]:
    return [datetime(2026, 11, day, hour, 5, tzinfo=UTC) for day in days]


def test_a_group_met_when_three_were_there_the_same_half_day() -> None:
    one, two, three, four = (UUID(int=n) for n in range(4))
    seen = {
        one: instants(3, 4, 5),
        two: [*instants(3), *instants(4, hour=14)],
        three: instants(3, 4, 5),
        four: instants(5),
    }
    met = half_days(seen, datetime(2026, 11, 30, tzinfo=UTC))
    assert [session.at.day for session in met[one]] == [3, 5]
    assert [session.present for session in met[two]] == [True, False]
    assert [session.present for session in met[four]] == [False, True]
    assert half_days(seen, datetime(2026, 11, 4, tzinfo=UTC))[one] == met[one][:1]


@pytest.mark.parametrize(("hour", "sessions"), [(11, 1), (12, 0)])
def test_the_half_day_turns_at_one_in_paris(hour: int, sessions: int) -> None:
    seen = {UUID(int=n): instants(3, hour=11 if n else hour) for n in range(3)}
    met = half_days(seen, datetime(2026, 11, 30, tzinfo=UTC))
    assert len(met[UUID(int=0)]) == sessions


def test_four_missed_sessions_are_silence() -> None:
    away = UUID(int=9)
    seen = {UUID(int=n): instants(3, 4, 5, 6) for n in range(3)} | {away: []}
    met = half_days(seen, datetime(2026, 11, 7, tzinfo=UTC))
    facts = [given("mod/idee/a")]
    now = datetime(2026, 11, 7, tzinfo=UTC)
    assert place(facts, now=now, sessions=met[away]).state is State.SILENT
    assert place(facts, now=now, sessions=met[UUID(int=0)]).state is State.IN_PROGRESS
