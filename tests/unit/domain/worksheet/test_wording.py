"""Figures in the sentences of the sheets."""

from decimal import Decimal

import pytest

from learning.domain.finance.money import Money
from learning.domain.worksheet.outcome import Phrase
from learning.domain.worksheet.wording import (
    count,
    euros,
    euros_about,
    number,
    of_each,
    percent,
    plural,
)


def test_euros_show_cents_where_there_are_some() -> None:
    assert euros(Money(123456)) == "1\u00a0234,56\u00a0€"
    assert euros(Decimal(12)) == "12\u00a0€"
    assert euros(Money(-50)) == "−0,50\u00a0€"
    assert euros_about(1234.56) == "1\u00a0235\u00a0€"


def test_parts_and_numbers() -> None:
    assert percent(Decimal("0.2198")) == "21,98\u00a0%"
    assert percent(Decimal("0.25")) == "25\u00a0%"
    assert number(Decimal("4.800")) == "4,8"
    assert of_each("") == "par vente"
    assert of_each("coupe") == "par coupe"


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("coupe", "coupes"),
        ("repas", "repas"),
        ("prix", "prix"),
        ("bateau", "bateaux"),
        ("cheveu", "cheveux"),
        ("animal", "animaux"),
        ("heure de ménage", "heures de ménage"),
    ],
)
def test_the_plural_of_the_persons_word(one: str, several: str) -> None:
    assert plural(one) == several
    assert count(2, one) == f"2\u00a0{several}"
    assert count(1, one) == f"1\u00a0{one}"
    assert count(Decimal("1.5"), one) == f"1,5\u00a0{one}"


def test_a_phrase_keeps_its_full_stop_close() -> None:
    assert Phrase("Il reste", "12\u00a0€", ".").said() == "Il reste 12\u00a0€."
    assert Phrase("Il reste", "12\u00a0€", "par mois.").said() == "Il reste 12\u00a0€ par mois."
    assert Phrase("Il reste", "12\u00a0€").said() == "Il reste 12\u00a0€"
