"""What was posted, read before any marking."""

import pytest

from learning.domain.answers import (
    BLANK,
    Answer,
    Unread,
    answer_from_fields,
    is_blank,
    read_answer,
)
from learning.domain.errors import Invalid
from learning.domain.facts import Verdict
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


def _read(question: Question, **posted: str) -> Answer | Unread:
    form = {name.replace("__", "."): [value] for name, value in posted.items()}
    return read_answer(question, form, "s")


def test_an_empty_answer_is_refused_and_names_its_field() -> None:
    for question in every_question():
        for form in ({}, {"q": ["  "]}, {"autre": ["c1"]}):
            assert is_blank(question, form)
            with pytest.raises(Invalid) as refusal:
                read_answer(question, form, "s", partial=True)
            assert refusal.value.field.split(".")[0] == "q"


@pytest.mark.parametrize(
    ("question", "form", "field"),
    [
        (single(), {"q": ["c9"]}, "q"),
        (single(), {"q": ["c1", "c2"]}, "q"),
        (multiple(True, True), {"q": ["c1", "c9"]}, "q"),
        (true_false(), {"q": ["peut-être"]}, "q"),
        (matching(("a", "x"), ("b", "y")), {"q.p1": ["p9"], "q.p2": ["p1"]}, "q.p1"),
        (matching(("a", "x"), ("b", "y")), {"q.p1": ["p1"]}, "q.p2"),
        (ordering(3), {"q.i1": ["1"], "q.i2": ["1"], "q.i3": ["3"]}, "q.i2"),
        (ordering(2), {"q.i1": ["1"], "q.i2": ["3"]}, "q.i2"),
        (ordering(2), {"q.i1": ["1"]}, "q.i2"),
        (gaps(), {"q.1": ["bénéfice"], "q.2": ["autre"]}, "q.2"),
        (scale(), {"q": ["6"]}, "q"),
        (short("Kbis"), {"q": ["x" * 201]}, "q"),
        (open_answer(), {"q": ["x" * 10_001]}, "q"),
        (table(), {"q.r2c2": ["1800"], "q.r3c2": ["200"]}, "q.r4c2"),
    ],
)
def test_an_impossible_answer_is_refused(
    question: Question, form: dict[str, list[str]], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        read_answer(question, form, "s")
    assert refusal.value.field == field
    assert refusal.value.sentence().endswith(".")


def test_a_sent_test_may_leave_parts_empty() -> None:
    answer = read_answer(ordering(3), {"q.i2": ["1"]}, "s", partial=True)
    assert answer == Answer((("i2", "1"),))


def test_what_was_typed_is_kept() -> None:
    answer = _read(number("1234.56", "€"), q=" 1 234,56 € ")
    assert isinstance(answer, Answer)
    assert answer.fields == (("", "1 234,56 €"),)
    assert _read(open_answer(), q="Je vends\r\ndes crêpes ") == Answer(
        (("", "Je vends\ndes crêpes "),)
    )


def test_an_unreadable_number_is_asked_again() -> None:
    unread = _read(number("12"), q="douze")
    assert isinstance(unread, Unread)
    assert (unread.verdict, unread.field) == (Verdict.UNREADABLE, "q")
    assert unread.fields == (("", "douze"),)


def test_an_ambiguous_number_is_asked_again_only_when_it_matters() -> None:
    unread = _read(number("1234"), q="1.234")
    assert isinstance(unread, Unread)
    assert unread.verdict is Verdict.AMBIGUOUS
    assert unread.message == "1\u00a0234 ou 1,234\u00a0?"
    assert [typed for _, typed in unread.readings] == ["1234", "1,2340"]
    assert isinstance(_read(number("1234"), q="9.876"), Answer)
    assert isinstance(_read(number("1234", amount="2000"), q="1.234"), Answer)


def test_an_ambiguous_number_may_be_a_foreseen_one() -> None:
    answer = _read(number("7", amount="0.001"), q="45.000")
    assert isinstance(answer, Answer)
    assert [value for _, value in answer.numbers] == [45]


def test_a_table_names_the_cell_to_write_again() -> None:
    unread = _read(table(), q__r2c2="1800", q__r3c2="deux cents", q__r4c2="20")
    assert isinstance(unread, Unread)
    assert (unread.field, unread.part) == ("q.r3c2", "r3c2")
    unread = _read(table(), q__r2c2="1.800", q__r3c2="200", q__r4c2="20")
    assert isinstance(unread, Unread)
    assert (unread.verdict, unread.part) == (Verdict.AMBIGUOUS, "r2c2")


def test_kept_fields_are_read_again() -> None:
    answer = _read(multiple(True, False, True), q="c1")
    assert isinstance(answer, Answer)
    assert answer_from_fields(multiple(True, False, True), answer.fields, "s") == answer
    assert answer_from_fields(calculated(), (), "s") == BLANK
