"""What chance decides follows from the seed alone."""

from decimal import Decimal

from learning.domain.drawing import (
    choice_order,
    draw,
    fill,
    option_order,
    seed_of,
    shuffled,
    values_for,
)
from learning.domain.html import SafeHtml
from learning.domain.question import Gap
from tests.unit.domain.building import calculated, matching, module, ordering, single


def test_seeds_tell_their_parts_apart() -> None:
    assert seed_of("a", "bc") != seed_of("ab", "c")
    assert seed_of("a") == seed_of("a")


def test_values_are_in_range_and_all_met() -> None:
    question = calculated()
    drawn = [values_for(question, seed_of(str(place))) for place in range(200)]
    assert {value["n"] for value in drawn} == {Decimal(n) for n in (20, 30, 40, 50, 60)}
    assert {value["prix"] for value in drawn} == {Decimal(n) / 2 for n in range(2, 7)}
    assert values_for(question, "x") == values_for(question, "x")


def test_fills_numbers_in_french() -> None:
    values = {"n": Decimal(1200), "prix": Decimal("2.5")}
    filled = fill(SafeHtml("{n} à {prix}\u00a0€, {prix} et {autre}"), values)
    assert filled == "1\u00a0200 à 2,50\u00a0€, 2,5 et {autre}"
    assert isinstance(filled, SafeHtml)


def test_items_to_order_are_never_in_their_right_order() -> None:
    for length in (2, 3):
        question = ordering(length)
        right = tuple(item.id for item in question.items)
        for place in range(50):
            order = choice_order(question, str(place))
            assert order != right
            assert sorted(order) == sorted(right)


def test_right_sides_that_read_the_same_are_shown_once() -> None:
    order = choice_order(matching(("Loyer", "fixe"), ("Pain", "variable"), ("Box", "fixe")), "s")
    assert sorted(order) == ["p1", "p2"]


def test_choices_and_options_are_all_there() -> None:
    assert sorted(choice_order(single(), "s")) == ["c1", "c2", "c3"]
    gap = Gap(id="1", accepted=("a",), options=("a", "b", "c"))
    assert sorted(option_order(gap, "s")) == ["a", "b", "c"]
    assert choice_order(calculated(), "s") == ()
    assert len({shuffled("abcd", str(place)) for place in range(40)}) > 10


def test_takes_unseen_questions_first_then_the_least_seen() -> None:
    questions = module().banks[0].questions
    seen = {question.id: 1 for question in questions[:10]} | {questions[0].id: 2}
    drawn = draw(questions, 11, seed="s", seen=seen, in_turn_by_objective=False)
    assert set(drawn[:2]) == {questions[10].id, questions[11].id}
    assert questions[0].id not in drawn


def test_takes_objectives_in_turn_even_when_one_was_all_seen() -> None:
    questions = module().banks[0].questions
    seen = {question.id: 3 for question in questions if question.objective == "vendre"}
    drawn = draw(questions, 6, seed="s", seen=seen, in_turn_by_objective=True)
    by_id = {question.id: question.objective for question in questions}
    assert sorted(by_id[name] or "" for name in drawn) == ["compter"] * 3 + ["vendre"] * 3


def test_a_small_bank_gives_what_it_has() -> None:
    questions = module().banks[0].questions[:3]
    assert len(draw(questions, 10, seed="s", seen={}, in_turn_by_objective=True)) == 3
    assert draw(questions, 0, seed="s", seen={}, in_turn_by_objective=False) == ()
