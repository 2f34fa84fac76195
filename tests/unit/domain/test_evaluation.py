"""Answers that count, scores and weeks: what the evaluation computes from facts."""

from datetime import timedelta
from itertools import permutations

import pytest

from learning.domain.evaluation import (
    INDICATORS,
    WEEKS,
    Answering,
    Pairing,
    answered_of,
    answering_of,
    answers_of,
    form_on,
    last_week_of,
    score,
    scores_of,
    week_band,
)
from learning.domain.facts import Fact, QuestionnaireEnded, ScaleAnswered
from tests.unit.domain.building import START, fresh_id

PAIR = Pairing(before="avant", after="apres", items=frozenset({"a", "b", "c", "d"}))


def said(
    hour: int, questionnaire: str = "avant", *, paper: bool = False, **values: int | None
) -> list[Fact]:
    """A questionnaire answered in one act."""
    at = START + timedelta(hours=hour)
    answers: list[Fact] = [
        ScaleAnswered(
            id=fresh_id(),
            at=at,
            questionnaire=questionnaire,
            question=name,
            value=value,
            on_paper=paper,
        )
        for name, value in values.items()
    ]
    return [*answers, QuestionnaireEnded(id=fresh_id(), at=at, questionnaire=questionnaire)]


def ended(hour: int, *, refused: bool, questionnaire: str = "avant") -> Fact:
    at = START + timedelta(hours=hour)
    return QuestionnaireEnded(id=fresh_id(), at=at, questionnaire=questionnaire, refused=refused)


def test_nothing_said_is_open_and_the_other_questionnaires_do_not_count() -> None:
    assert answering_of("avant", []) is Answering.OPEN
    assert answering_of("avant", said(1, "apres", a=3)) is Answering.OPEN


def test_answers_end_it_even_when_all_was_passed_over() -> None:
    assert answering_of("avant", said(1, a=3, b=None)) is Answering.DONE
    assert answering_of("avant", said(1, a=None)) is Answering.DONE
    assert answers_of(said(1, a=3, b=None)) == {"avant": {"a": 3, "b": None}}


def test_a_refusal_withdraws_and_taking_it_back_opens_a_blank_sheet() -> None:
    facts = [*said(1, a=3), ended(2, refused=True)]
    assert answering_of("avant", facts) is Answering.REFUSED
    assert answers_of(facts) == {}
    facts.append(ended(3, refused=False))
    assert answering_of("avant", facts) is Answering.OPEN
    assert answers_of(facts) == {}
    facts += said(4, a=5)
    assert answering_of("avant", facts) is Answering.DONE
    assert answers_of(facts) == {"avant": {"a": 5}}


def test_the_latest_answers_count_whatever_the_order_of_the_facts() -> None:
    facts = [*said(1, a=1, paper=True), *said(5, a=4, b=2), ended(3, refused=True)]
    for order in permutations(facts):
        assert answers_of(order) == {"avant": {"a": 4, "b": 2}}
        assert answering_of("avant", order) is Answering.DONE
    assert answers_of([*facts, *facts]) == {"avant": {"a": 4, "b": 2}}
    assert answered_of(said(1, a=1, paper=True))["avant"]["a"].on_paper


def test_a_score_needs_half_of_the_items() -> None:
    assert score({"a": 2, "b": 4}, PAIR.items) == 3
    assert score({"a": 2, "b": None, "c": None}, PAIR.items) is None
    assert score({}, PAIR.items) is None
    assert score({"autre": 5, "a": 1, "b": 2}, PAIR.items) == 1.5


def test_a_change_needs_both_scores() -> None:
    both = {"avant": {"a": 2, "b": 2}, "apres": {"a": 4, "b": 5}}
    assert scores_of(both, [PAIR]) == (2, 4.5)
    assert scores_of({"avant": {"a": 2, "b": 2}}, [PAIR]) is None
    assert scores_of(both, []) is None
    other = Pairing(before="x", after="y", items=frozenset({"a"}))
    assert scores_of(both, [other, PAIR]) == (2, 4.5)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(0, 0, None), (83, 83, None), (84, 84, 0), (100, 94, 0), (100, 93, 1), (100, 0, 14)],
)
def test_weeks_are_counted_once_twelve_have_passed(
    first: int, last: int, expected: int | None
) -> None:
    began, ended_at = START - timedelta(days=first), START - timedelta(days=last)
    assert last_week_of(began, ended_at, START) == expected


def test_the_band_is_the_last_watched_week() -> None:
    assert [week_band(week) for week in (0, 1, 3, 4, 9, 12, 40)] == [0, 1, 2, 4, 8, 12, 12]
    assert week_band(WEEKS[-1]) == WEEKS[-1]


def test_the_form_is_that_of_the_day() -> None:
    forms = [("2026-01-10", "papier"), ("2026-03-01", "mixte")]
    assert form_on([], "2026-02-01") == ""
    assert form_on(forms, "2026-01-01") == "papier"
    assert form_on(forms, "2026-02-28") == "papier"
    assert form_on(forms, "2026-03-01") == "mixte"


def test_each_indicator_says_how_it_is_computed() -> None:
    assert len({one.code for one in INDICATORS}) == len(INDICATORS)
    assert all(one.name and one.formula and one.source for one in INDICATORS)
