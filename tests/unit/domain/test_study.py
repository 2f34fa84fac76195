"""A protocol read from a form, and written as texts that read back the same."""

import pytest

from learning.domain.errors import Invalid
from learning.domain.study import (
    FIELDS,
    QUESTION_LENGTH,
    Protocol,
    Written,
    read_protocol,
    read_study_name,
    text_of,
    with_text,
)

PATHS = frozenset({"createur", "decouverte"})
WRITTEN = Written(
    question="  Un atelier\n aide-t-il ?  ",
    forms=("atelier", "autonomie", "inventee"),
    indicators=("termine", "atteints", "invente"),
    closes_on="30/06/2027",
)


def test_what_is_no_code_of_a_list_is_left_out() -> None:
    found = read_protocol(WRITTEN, PATHS)
    assert found == Protocol(
        question="Un atelier aide-t-il ?",
        paths=(),
        forms=("autonomie", "atelier"),
        waiting=False,
        indicators=("atteints", "termine"),
        closes_on="2027-06-30",
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"question": " "}, "question"),
        ({"question": "a" * (QUESTION_LENGTH + 1)}, "question"),
        ({"forms": ("atelier",)}, "parcours"),
        ({"forms": (), "waiting": True}, "parcours"),
        ({"indicators": ()}, "indicateurs"),
        ({"closes_on": "demain"}, "fin"),
        ({"closes_on": "31/02/2027"}, "fin"),
    ],
)
def test_each_fault_names_its_field(changed: dict[str, object], field: str) -> None:
    values = {name: getattr(WRITTEN, name) for name in FIELDS} | changed
    with pytest.raises(Invalid) as caught:
        read_protocol(Written(**values), PATHS)
    assert caught.value.field == field


def test_one_form_and_a_waiting_list_are_compared() -> None:
    written = Written(**{name: getattr(WRITTEN, name) for name in FIELDS} | {"waiting": True})
    assert read_protocol(written, PATHS).waiting


@pytest.mark.parametrize("typed", ["", "Étude", "a b", "-a", "a" * 41, "a;b"])
def test_a_name_is_short_and_plain(typed: str) -> None:
    with pytest.raises(Invalid):
        read_study_name(typed)
    assert read_study_name(" autonomie-2027 ") == "autonomie-2027"


def test_every_field_reads_back_from_its_text() -> None:
    found = read_protocol(WRITTEN, PATHS)
    blank = Protocol(
        question="", paths=("createur",), forms=(), waiting=True, indicators=(), closes_on=""
    )
    for name in FIELDS:
        blank = with_text(blank, name, text_of(found, name))
    assert blank == found
