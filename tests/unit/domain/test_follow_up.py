"""Why somebody should be seen first: each reason, what clears it, and in which order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from learning.domain.facts import Context, Fact, Observed, SessionHeld, TestStarted
from learning.domain.follow_up import (
    Asked,
    Line,
    Standpoint,
    Trace,
    Why,
    choose,
    find_stuck,
    most_pressing,
    stand,
    trace_of,
    tried_often,
)
from learning.domain.order import first_place
from learning.domain.standing import State
from tests.unit.domain.building import START, done, fresh_id, given, module, sent_test

LEARNER, OTHER = UUID(int=71), UUID(int=72)
PATH = [module("mod"), module("deux")]
BANK = [f"mod/epreuve/b{number}" for number in range(6)]
LATER = START + timedelta(days=30)


def observed(sort: str, code: str, day: int) -> Observed:
    return Observed(
        id=fresh_id(), at=START + timedelta(days=day), sort=sort, code=code, month="2026-11"
    )


def begun(day: int = 0) -> TestStarted:
    return TestStarted(
        id=fresh_id(),
        at=START + timedelta(days=day),
        module="mod",
        lesson="epreuve-finale",
        questions=(),
        seed="g",
        release="r",
    )


def failed(times: int = 3) -> list[Fact]:
    return [fact for n in range(times) for fact in sent_test(BANK, 20 * n, points=0)]


def standing(
    facts: Sequence[Fact] = (),
    *,
    now: datetime = LATER,
    silent: bool = False,
    attested: bool = True,
    trace: Trace | None = None,
) -> Standpoint:
    known = trace_of(PATH, facts, trace or Trace(), State.STUCK)
    return stand(PATH, LEARNER, known, now=now, silent=silent, attested=attested)


def reasons(found: Standpoint) -> list[Why]:
    return [line.why for line in found.lines]


def test_who_just_came_needs_nobody_and_is_welcomed_after_a_week() -> None:
    trace = Trace(since=START)
    assert reasons(standing(now=START + timedelta(days=6), trace=trace)) == []
    found = standing(now=START + timedelta(days=7), trace=trace)
    assert (found.state, reasons(found)) == (State.NOT_STARTED, [Why.WELCOME])


def test_a_card_never_printed_is_told_from_the_first_day() -> None:
    found = standing(now=START, trace=Trace(since=START, no_phrase=True))
    assert reasons(found) == [Why.CARD]
    assert found.lines[0].since == START


def test_three_failed_tests_name_the_objective_and_any_answer_clears_them() -> None:
    found = standing(failed())
    assert (found.state, reasons(found)) == (State.STUCK, [Why.STUCK])
    assert found.lines[0].detail in {"Compter", "Vendre"}
    assert found.lines[0].place == PATH[0].title
    assert reasons(standing(failed(2))) == []
    again = standing([*failed(), given("mod/idee/a", 500)])
    assert (again.state, reasons(again)) == (State.IN_PROGRESS, [])


def test_a_fourth_failed_test_is_something_new() -> None:
    marks = {standing(failed(times)).lines[0].mark for times in (3, 4)}
    assert len(marks) == 2


def test_who_passed_since_is_stuck_no_more() -> None:
    passed: list[Fact] = [*failed(), *sent_test(BANK, 200, points=1)]
    assert not tried_often("mod", passed)
    found = standing(passed)
    assert (found.state, reasons(found)) == (State.IN_PROGRESS, [])
    assert [slug for slug, _at in found.done] == ["mod"]


def test_silence_is_said_since_the_last_activity() -> None:
    found = standing([given("mod/idee/a", 5)], silent=True)
    assert (found.state, reasons(found)) == (State.SILENT, [Why.SILENT])
    assert found.lines[0].since == START + timedelta(minutes=5)


@pytest.mark.parametrize("sort", ["pause", "depart"])
def test_who_is_known_to_be_away_is_looked_for_no_more(sort: str) -> None:
    facts: list[Fact] = [given("mod/idee/a"), observed(sort, "travail", 3)]
    found = standing(facts, silent=True)
    assert (found.state, reasons(found)) == (State.SILENT, [])


def test_an_observation_does_not_hide_silence() -> None:
    facts: list[Fact] = [given("mod/idee/a"), observed("observation", "rendez-vous", 3)]
    assert reasons(standing(facts, silent=True)) == [Why.SILENT]


def test_what_came_first_is_told_by_places_when_the_clock_went_back() -> None:
    facts: list[Fact] = [given("mod/idee/a", 1_440), observed("pause", "travail", 0)]
    away = [replace(one, sequence=place) for place, one in enumerate(facts, start=1)]
    assert reasons(standing(away, silent=True)) == []
    back = [replace(one, sequence=place) for place, one in zip((2, 1), facts, strict=True)]
    assert reasons(standing(back)) == [Why.BACK]


def test_a_session_counts_at_its_own_date_not_where_it_was_written() -> None:
    begun_at, noted = given("mod/idee/a"), observed("pause", "travail", 1)
    kept = [replace(one, sequence=first_place(one.at)) for one in (begun_at, noted)]
    before, after = (
        SessionHeld(
            id=fresh_id(),
            at=START + timedelta(days=day),
            seconds=300,
            sequence=first_place(START + timedelta(days=9)),
        )
        for day in (0, 2)
    )
    assert reasons(standing([*kept, before])) == []
    assert reasons(standing([*kept, before], silent=True)) == []
    assert reasons(standing([*kept, after])) == [Why.BACK]


def test_who_comes_back_after_a_pause_is_told_once_for_that_pause() -> None:
    facts: list[Fact] = [
        given("mod/idee/a"),
        observed("pause", "travail", 3),
        given("mod/idee/b", 9 * 1440),
    ]
    found = standing(facts)
    assert reasons(found) == [Why.BACK]
    assert found.lines[0].detail == "travail"
    longer = standing([*facts, given("mod/idee/a", 10 * 1440)])
    assert longer.lines[0].mark == found.lines[0].mark


def test_a_test_begun_and_never_sent_is_told_after_a_fortnight() -> None:
    facts: list[Fact] = [given("mod/idee/a"), begun()]
    assert reasons(standing(facts, now=START + timedelta(days=13))) == []
    found = standing(facts, now=START + timedelta(days=14))
    assert reasons(found) == [Why.UNSENT]
    assert found.lines[0].place == PATH[0].title
    passed: list[Fact] = [*facts, *sent_test(BANK, 100, points=1)]
    assert reasons(standing(passed)) == []


def test_who_ended_the_path_is_owed_an_attestation_once() -> None:
    both = [
        *sent_test(BANK, 5, points=1),
        *(replace(one, module="deux") for one in sent_test(BANK, 9, points=1)),
    ]
    found = standing(both)
    assert (found.state, reasons(found)) == (State.DONE, [Why.ATTESTATION])
    assert reasons(standing(both, trace=Trace(has_attestation=True))) == []
    assert reasons(standing(both, attested=False)) == []


def test_help_heads_everything_and_stays_said_of_who_is_away() -> None:
    asked = Asked(id=fresh_id(), at=LATER, reason="projet", module="mod", lesson="idee")
    trace = Trace(asked=(asked,))
    found = standing([*failed(), observed("pause", "travail", 9)], trace=trace)
    assert reasons(found) == [Why.HELP]
    assert (found.lines[0].detail, found.lines[0].place) == ("projet", "idee")
    gone = replace(asked, module="parti", lesson="parti")
    assert standing(trace=Trace(asked=(gone,))).lines[0].place == ""


def line(why: Why, *, learner: UUID = LEARNER, day: int = 0, mark: str = "m") -> Line:
    return Line(learner=learner, why=why, since=START + timedelta(days=day), mark=mark)


def test_one_line_a_person_the_most_pressing_and_the_oldest_first() -> None:
    lines = [
        line(Why.SILENT),
        line(Why.HELP, day=4),
        line(Why.HELP, learner=OTHER, day=3),
        line(Why.CARD, learner=OTHER),
    ]
    assert [(one.learner, one.why) for one in choose(lines, {})] == [
        (OTHER, Why.HELP),
        (LEARNER, Why.HELP),
    ]


def test_seen_hides_a_line_until_something_new_and_shows_the_next_reason() -> None:
    stuck, silent = line(Why.STUCK, mark="lundi"), line(Why.SILENT)
    seen = {stuck.key: "lundi"}
    assert choose([stuck, silent], seen) == (silent,)
    assert choose([stuck], seen) == ()
    assert choose([replace(stuck, mark="mardi")], seen) != ()


def test_of_several_groups_the_most_pressing_state_is_said() -> None:
    assert most_pressing([State.DONE, State.SILENT, State.IN_PROGRESS]) is State.SILENT
    assert most_pressing([State.DONE, State.NOT_STARTED]) is State.NOT_STARTED


def test_a_module_without_a_test_ends_with_its_lessons() -> None:
    bare = replace(PATH[0], lessons=PATH[0].lessons[:2])
    facts: list[Fact] = [given("mod/idee/a"), done("idee"), done("prix")]
    trace = trace_of([bare], facts, Trace(), State.IN_PROGRESS)
    found = stand([bare], LEARNER, trace, now=LATER, silent=False, attested=False)
    assert found.state is State.DONE


def test_only_tests_of_the_module_are_looked_at_for_who_is_stuck() -> None:
    assert find_stuck([PATH[1]], failed()) == {}
    assert Context.TEST in {one.context for one in failed() if hasattr(one, "context")}
