"""What a trainer types of a figure: read as French people write it, told field by field."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.content.rates_file import Rate
from learning.domain.errors import Invalid
from learning.services.figures_form import (
    ASKED_OF_FIGURE,
    Mistaken,
    asked_of_correction,
    asked_of_value,
    read_day,
    read_typed,
    read_value,
    typed_of,
)

GOOD = {"valeur": "12", "debut": "01/01/2027", "source": "un texte", "confiance": "high"}


@pytest.mark.parametrize(
    "text",
    ["01/03/2027", "1/3/2027", "1er mars 2027", "1 MARS 2027", "2027-03-01", "1.3.2027",
     "1er\u00a0mars  2027"],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == date(2027, 3, 1)


@pytest.mark.parametrize(
    "text", ["", "demain", "31/02/2027", "1er floréal 2027", "01/01/27", "2027", "1/1/0001"]
)
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(Invalid, match="Ce jour ne se lit pas"):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1 234,56 €", "€", Decimal("1234.56")),
        ("12 k€", "€/an", Decimal(12_000)),
        ("21,2 %", "%", Decimal("21.2")),
        ("0,25", "fraction", Decimal("0.25")),
        ("2 / 3", "fraction", "2/3"),
        ("3", "mois", Decimal(3)),
        ("1er mars 2027", "date", date(2027, 3, 1)),
        ("chaque trimestre", "texte", "chaque trimestre"),
    ],
)
def test_a_value_is_read_by_its_unit(text: str, unit: str, value: object) -> None:
    assert read_value(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("1.234", "€", "peut se lire 1,234 ou 1\u00a0234"),
        ("douze", "€", "ne se lit pas"),
        ("12 €", "%", "ne se lit pas"),
        ("2/0", "fraction", "ne se lit pas"),
        ("hier", "date", "Ce jour"),
    ],
)
def test_a_value_that_cannot_be_read_says_what_to_write(text: str, unit: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_value(text, unit)


def test_every_fault_is_told_at_once_by_field() -> None:
    with pytest.raises(Mistaken) as caught:
        read_typed(ASKED_OF_FIGURE, {"unite": "lunes", "debut": "02/01/2027", "fin": "01/01/2027"})
    assert set(caught.value.errors) == {
        "libelle", "unite", "valeur", "fin", "source", "confiance",
    }  # fmt: skip


def test_only_what_may_be_empty_may_be() -> None:
    assert read_typed(asked_of_value("€"), GOOD)["valid_to"] is None
    with pytest.raises(Mistaken) as caught:
        read_typed(asked_of_value("€"), {**GOOD, "debut": ""})
    assert set(caught.value.errors) == {"debut"}
    correction = asked_of_correction("€")
    assert read_typed(correction, {**GOOD, "debut": "", "libelle": "x"})["valid_from"] is None


def rate(value: Decimal | date | str, unit: str, written: str = "") -> Rate:
    """A row as it is read."""
    return Rate(
        id="a", label="un", value=value, unit=unit, valid_from=date(2026, 1, 1), valid_to=None,
        source="s", confidence="high", line=1, written=written,
    )  # fmt: skip


@given(value=st.decimals(-(10**8), 10**8, places=4, allow_nan=False, allow_infinity=False))
def test_a_number_shown_in_the_form_is_read_back(value: Decimal) -> None:
    typed = typed_of(rate(value, "€"))
    assert read_typed(asked_of_correction("€"), typed)["value"] == value


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal("0.6667"), "fraction", "2/3"),
        (date(2026, 9, 1), "date", "2026-09-01"),
        ("des mots", "texte", "des mots"),
        (Decimal("1.234"), "%", "1.234"),
    ],
)
def test_other_values_too(value: Decimal | date | str, unit: str, written: str) -> None:
    read = read_typed(asked_of_correction(unit), typed_of(rate(value, unit, written)))
    assert read["value"] == (written if unit == "fraction" else value)
