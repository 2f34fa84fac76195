"""Numbers as French people write them."""

from datetime import date
from decimal import Decimal

import pytest

from learning.domain.numbers import (
    Nothing,
    One,
    Two,
    normalise_unit,
    read_number,
    show_date,
    show_figure,
    show_number,
    show_typed,
)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1 234,56 €", "€", "1234.56"),
        ("1\u00a0234,56", "€", "1234.56"),
        ("1\u202f234,56 euros", "€", "1234.56"),
        ("1'234.5", "", "1234.5"),
        ("1’234’567", "", "1234567"),
        ("1.234,56", "", "1234.56"),
        ("1,234.56", "", "1234.56"),
        ("1.234.567", "", "1234567"),
        ("0,234", "", "0.234"),
        ("1234,567", "", "1234.567"),
        ("12 k€", "€", "12000"),
        ("1,5k€", "€/an", "1500"),
        ("− 5 %", "%", "-5"),
        ("-5", "%", "-5"),
        ("25", "%", "25"),
        ("25 %", "%", "25"),
        ("0,25", "%", "0.25"),
        ("€ 25", "€", "25"),
        ("25.", "", "25"),
        (",5", "", "0.5"),
        ("１２", "", "12"),
        ("300 € par mois", "€", "300"),
        ("300 €", "€/mois", "300"),
        ("3 ans", "ans", "3"),
        ("1 jour", "jours", "1"),
        ("12 clients", "clients", "12"),
        ("1 client", "clients", "1"),
        ("007", "", "7"),
    ],
)
def test_reads_one_way(text: str, unit: str, value: str) -> None:
    assert read_number(text, unit=unit) == One(Decimal(value))


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345 €", "999,999", "-1.234", "1,234 k€"])
def test_reads_two_ways(text: str) -> None:
    assert isinstance(read_number(text), Two)


def test_the_two_ways_are_thousands_then_decimal() -> None:
    assert read_number("1.234") == Two(Decimal(1234), Decimal("1.234"))
    assert read_number("-1,234 k€") == Two(Decimal(-1234000), Decimal(-1234))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "douze", "12 34", "1 2", "1..2", "1,2,3", "1e5", "10²", "½", "٣", "12 ou 13",
        "--5",
        "5-", "25 €50", "2 millions", "0x10", "1" * 16, "1" * 400, ".", ",",
        "-", "NaN",
        "Infinity",
        "1 234 567,", "12\n13",
    ],
)  # fmt: skip
def test_the_rest_is_unreadable(text: str) -> None:
    assert read_number(text) == Nothing()


@pytest.mark.parametrize(("text", "unit"), [("25 €", "%"), ("25 %", "€"), ("3 mois", "ans")])
def test_another_unit_is_asked_again(text: str, unit: str) -> None:
    assert read_number(text, unit=unit) == Nothing()


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("1234.56", "€", "1\u00a0234,56\u00a0€"),
        ("2.5", "€", "2,50\u00a0€"),
        ("83600", "€/an", "83\u00a0600\u00a0€ par an"),
        ("12.31", "€/h", "12,31\u00a0€ de l’heure"),
        ("635", "€/mois", "635\u00a0€ par mois"),
        ("21.20", "%", "21,2\u00a0%"),
        ("1", "ans", "1\u00a0an"),
        ("3", "ans", "3\u00a0ans"),
        ("1", "jours", "1\u00a0jour"),
        ("6", "mois", "6\u00a0mois"),
        ("-0.5", "", "−0,5"),
        ("-0.0000001", "", "0"),
        ("1000000", "nombre", "1\u00a0000\u00a0000"),
        ("12", "clients", "12\u00a0clients"),
    ],
)
def test_shows_in_french(value: str, unit: str, shown: str) -> None:
    assert show_number(Decimal(value), unit) == shown


def test_shows_as_many_decimals_as_asked() -> None:
    assert show_number(Decimal("2.345"), "€", 2) == "2,35\u00a0€"
    assert show_number(Decimal(2), decimals=1) == "2,0"


def test_shows_days_and_words() -> None:
    assert show_date(date(2026, 7, 1)) == "1er\u00a0juillet 2026"
    assert show_figure(date(2026, 8, 15)) == "15\u00a0août 2026"
    assert show_figure("trimestre") == "trimestre"
    assert show_figure(Decimal(5), "%") == "5\u00a0%"


def test_what_is_posted_back_reads_one_way() -> None:
    assert show_typed(Decimal("1.234")) == "1,2340"
    assert show_typed(Decimal(1234)) == "1234"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("€", "€"), ("EUR", "€"), ("EUR HT", "€"), ("EUR/part", "€"), ("EUR/an", "€/an"),
        ("EUR/h brut", "€/h"), ("EUR/mois", "€/mois"), ("% du CA", "%"), ("%/an", "%"),
        ("an au plus", "ans"), ("jour ouvré", "jours"), ("mois (6 à 48)", "mois"),
        ("salariés", "nombre"), ("fraction", "fraction"), ("date", "date"), ("pommes", None),
        ("€ par an", "€/an"), ("", None),
    ],
)  # fmt: skip
def test_older_units_are_read(text: str, unit: str | None) -> None:
    assert normalise_unit(text) == unit
