"""The day's review."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from learning.domain.facts import AnswerGiven, Context, Fact, ReviewSkipped, ReviewStarted
from learning.domain.review import due_today, is_back, ladder, paris_day
from tests.unit.domain.building import START, fresh_id, given

FIRST = date(2026, 11, 2)
DAY = 60 * 24


def _on(day: int, question: str = "mod/idee/a", points: float | None = 1.0) -> AnswerGiven:
    return given(question, day * DAY, points=points, context=Context.REVIEW)


def _days(*facts: Fact) -> int:
    return (ladder(facts)["mod/idee/a"].due - FIRST).days


def test_days_are_those_of_paris() -> None:
    assert paris_day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert paris_day(datetime(2026, 12, 1, 22, 30, tzinfo=UTC)) == date(2026, 12, 1)
    assert paris_day(datetime(2026, 7, 1, 22, 30)) == date(2026, 7, 2)  # noqa: DTZ001 - stored so


def test_right_climbs_one_three_seven_twenty_one_then_is_known() -> None:
    facts: list[Fact] = [_on(0)]
    assert _days(*facts) == 1
    for day, due in ((1, 4), (4, 11), (11, 32)):
        facts.append(_on(day))
        assert _days(*facts) == due
    facts.append(_on(32))
    assert ladder(facts)["mod/idee/a"].known
    assert due_today(facts, date(2030, 1, 1)) == ()


def test_wrong_returns_to_the_first_rung() -> None:
    assert _days(_on(0), _on(1), _on(4), _on(11, points=0)) == 12
    assert _days(_on(0), _on(1), _on(2, points=0)) == 3
    known = [_on(0), _on(1), _on(4), _on(11), _on(32)]
    assert _days(*known, _on(40, points=0)) == 41


def test_an_answer_dated_by_a_clock_that_was_ahead_does_not_wait_for_years() -> None:
    asked = replace(_on(3653), sequence=1)
    rung = ladder([asked])["mod/idee/a"]
    assert rung.is_due(FIRST + timedelta(days=1))
    assert not rung.is_due(FIRST + timedelta(days=3653))
    again = replace(_on(1), sequence=2)
    assert ladder([asked, again])["mod/idee/a"].level == 1


def test_half_right_stays_on_its_rung() -> None:
    assert _days(_on(0), _on(1), _on(4, points=0.5)) == 7


def test_what_says_nothing_does_not_climb() -> None:
    retry = given("mod/idee/a", DAY * 2, retry=True)
    assert _days(_on(0), retry) == 1
    assert _days(_on(0), _on(0)) == 1
    assert ladder([_on(0, points=None)]) == {}


def test_the_most_fragile_first_and_modules_mixed() -> None:
    facts = [
        given(f"{slug}/l/{name}", 0, in_module=slug, points=0)
        for slug in ("budget", "prix")
        for name in "abc"
    ]
    strong = [
        given("solide/l/a", minute, in_module="solide", context=Context.REVIEW)
        for minute in (-DAY, 0)
    ]
    today = FIRST + timedelta(days=5)
    found = due_today([*strong, *facts], today, minutes=99)
    assert [name.split("/")[0] for name in found] == ["budget", "prix"] * 3 + ["solide"]


def test_at_most_eight_questions_or_five_minutes() -> None:
    facts = [_on(0, f"mod/idee/q{place}") for place in range(20)]
    tomorrow = FIRST + timedelta(days=1)
    assert due_today(facts, FIRST) == ()
    assert len(due_today(facts, tomorrow)) == 5
    assert len(due_today(facts, tomorrow, minutes=60)) == 8
    assert len(due_today(facts, tomorrow, minutes_of=lambda _: 2)) == 2
    assert len(due_today(facts, tomorrow, minutes_of=lambda _: 9)) == 1
    assert due_today(facts, tomorrow, minutes_of=lambda _: None) == ()


def _started(names: Sequence[str], day: int) -> ReviewStarted:
    at = START + timedelta(days=day)
    return ReviewStarted(id=fresh_id(), at=at, questions=tuple(names))


def test_one_session_a_day() -> None:
    facts: list[Fact] = [_on(0, f"mod/idee/q{place}") for place in range(20)]
    tomorrow = FIRST + timedelta(days=1)
    session = due_today(facts, tomorrow)
    facts += [_started(session, 1), _on(1, session[0])]
    assert due_today(facts, tomorrow) == session[1:]
    facts += [_on(1, name) for name in session[1:]]
    assert due_today(facts, tomorrow) == ()
    assert len(due_today(facts, FIRST + timedelta(days=2))) == 5


def test_a_skipped_review_is_not_asked_again_that_day() -> None:
    facts: list[Fact] = [_on(0)]
    facts.append(ReviewSkipped(id=fresh_id(), at=START + timedelta(days=1)))
    assert due_today(facts, FIRST + timedelta(days=1)) == ()
    assert due_today(facts, FIRST + timedelta(days=2)) == ("mod/idee/a",)


def test_after_two_weeks_away_five_easy_ones() -> None:
    facts: list[Fact] = [_on(0, f"mod/idee/q{place}", points=0) for place in range(9)]
    facts += [_on(day, "mod/idee/facile") for day in (-4, -3, 0)]
    back = FIRST + timedelta(days=14)
    assert is_back(facts, back)
    assert not is_back(facts, back - timedelta(days=1))
    found = due_today(facts, back, minutes=99)
    assert len(found) == 5
    assert found[0] == "mod/idee/facile"
