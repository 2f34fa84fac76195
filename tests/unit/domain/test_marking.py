"""Marks, as rules.md gives them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from learning.domain.drawing import values_for
from learning.domain.facts import Verdict
from learning.domain.marking import BLANK, Answer, Mark, mark, read_answer
from learning.domain.numbers import show_number
from learning.domain.question import Question
from tests.unit.domain.building import (
    calculated,
    every_question,
    gaps,
    matching,
    multiple,
    number,
    open_answer,
    ordering,
    scale,
    short,
    single,
    table,
    true_false,
)


def _mark(question: Question, form: Mapping[str, Sequence[str]], *, partial: bool = False) -> Mark:
    answer = read_answer(question, form, "s", partial=partial)
    assert isinstance(answer, Answer)
    return mark(question, answer, "s")


def test_a_single_choice_gives_its_own_feedback() -> None:
    right, wrong = _mark(single(), {"q": ["c2"]}), _mark(single(), {"q": ["c1"]})
    assert (right.points, right.verdict, right.feedback) == (1, Verdict.RIGHT, ("Retour 2",))
    assert (wrong.points, wrong.verdict, wrong.feedback) == (0, Verdict.WRONG, ("Retour 1",))


@pytest.mark.parametrize(
    ("ticked", "points"),
    [
        (["c1", "c2"], 2.0),
        (["c1"], 1.0),
        (["c1", "c2", "c3"], 1.0),
        (["c1", "c3"], 0.0),
        (["c3", "c4"], 0.0),
    ],
)
def test_each_right_box_less_each_wrong_one(ticked: list[str], points: float) -> None:
    found = _mark(multiple(True, True, False, False, points=2), {"q": ticked})
    assert (found.points, found.out_of) == (points, 2)
    assert len(found.feedback) == len(ticked)


def test_true_or_false() -> None:
    assert _mark(true_false(right=False), {"q": ["faux"]}).verdict is Verdict.RIGHT
    assert _mark(true_false(right=False), {"q": ["vrai"]}).feedback == ("Non",)


def test_numbers_are_all_or_nothing() -> None:
    assert _mark(number("25", "%"), {"q": ["25"]}).points == 1
    assert _mark(number("25", "%"), {"q": ["25 %"]}).points == 1
    assert _mark(number("25", "%"), {"q": ["0,25"]}).points == 0
    assert _mark(number("30"), {"q": ["45"]}).feedback == ("Vous avez ajouté.",)
    assert _mark(number("30"), {"q": ["30"]}).feedback == ("Bravo",)


def test_calculated_on_the_drawn_values() -> None:
    question = calculated()
    values = values_for(question, "s")
    product = show_number(values["n"] * values["prix"], "€")
    right = _mark(question, {"q": [product]})
    assert right.points == 1
    assert right.feedback == (f"Oui, {values['n']} fois.",)
    total = show_number(values["n"] + values["prix"])
    assert _mark(question, {"q": [total]}).feedback == (f"Ni {values['n']} plus.",)


def test_a_formula_that_fails_marks_nothing_right() -> None:
    assert _mark(calculated("1 / (n - n)"), {"q": ["12"]}).points == 0


def test_short_texts() -> None:
    assert _mark(short("Kbis", "extrait Kbis"), {"q": ["Extrait K-bis."]}).points == 1
    assert _mark(short("SASU"), {"q": ["sarl"]}).feedback == ("Trop lourd.",)


def test_matching_gives_a_share_by_pair_and_looks_at_words() -> None:
    question = matching(("Loyer", "fixe"), ("Pain", "variable"), ("Box", "fixe"))
    all_right = {"q.p1": ["p3"], "q.p2": ["p2"], "q.p3": ["p1"]}
    assert _mark(question, all_right).verdict is Verdict.RIGHT
    found = _mark(question, {**all_right, "q.p2": ["p1"]})
    assert found.points == pytest.approx(2 / 3)
    assert [part.right for part in found.parts] == [True, False, True]
    assert found.parts[1].expected_shown == "variable"


@pytest.mark.parametrize(
    ("order", "points"),
    [("1234", 3.0), ("1243", 2.0), ("2341", 2.0), ("4321", 0.0), ("2143", 1.0)],
)
def test_ordering_gives_a_share_of_neighbours(order: str, points: float) -> None:
    form = {f"q.i{item}": [str(rank)] for rank, item in enumerate(order, start=1)}
    assert _mark(ordering(4, points=3), form).points == pytest.approx(points)


def test_ordering_left_half_empty_earns_only_its_pairs() -> None:
    found = _mark(ordering(4, points=3), {"q.i1": ["1"], "q.i3": ["2"]}, partial=True)
    assert found.points == pytest.approx(1)


def test_gaps_give_a_share_by_hole() -> None:
    assert _mark(gaps(), {"q.1": ["Benefice"], "q.2": ["positif"]}).points == 1
    assert _mark(gaps(), {"q.1": ["Benefice"], "q.2": ["nul"]}).verdict is Verdict.PARTIAL


def test_a_table_gives_a_share_by_cell() -> None:
    found = _mark(table(), {"q.r2c2": ["1700"], "q.r3c2": ["300 €"], "q.r4c2": ["30"]})
    assert found.points == pytest.approx(4 / 3)
    assert [part.expected_shown for part in found.parts] == [
        "1\u00a0800\u00a0€",
        "300\u00a0€",
        "30\u00a0€",
    ]


def test_people_read_open_answers_and_scales_have_no_right_one() -> None:
    assert _mark(open_answer(), {"q": ["Mon projet"]}) == Mark(None, 1, Verdict.TO_READ)
    assert _mark(scale(), {"q": ["3"]}) == Mark(None, 0, Verdict.TO_READ)


def test_a_blank_answer_earns_nothing() -> None:
    for question in every_question():
        assert not mark(question, BLANK, "s").points


def test_points_are_whole_when_right() -> None:
    assert _mark(number("30"), {"q": ["30"]}).points == Decimal(1)
