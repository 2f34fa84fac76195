"""What is typed in a sheet: numbers as people write them, a sentence for each that is not one."""

from decimal import Decimal

import pytest

from learning.domain.worksheet.fields import Sheet
from learning.domain.worksheet.reading import (
    MOST_LINE,
    MOST_TEXT,
    Filled,
    clean,
    read_sheet,
)
from learning.domain.worksheet.sheets import find_sheet

PRICE, BREAK_EVEN, IDEA, CAPITAL = "prix", "seuil-de-rentabilite", "idee", "bfr"


def sheet(slug: str) -> Sheet:
    """A sheet that exists."""
    found = find_sheet(slug)
    assert found is not None
    return found


def read(slug: str, **typed: str) -> Filled:
    """A sheet with these values."""
    return read_sheet(sheet(slug), typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("18", "18"),
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1.234,56 €", "1234.56"),
        ("1,234.56", "1234.56"),
        ("€12", "12"),
        ("12,5 euros", "12.5"),
        ("2 k€", "2000"),
        ("0", "0"),
        ("0012", "12"),
        ("100000000", "100000000"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, value: str) -> None:
    found = read(PRICE, prix=typed)
    assert found.numbers["prix"] == Decimal(value)
    assert not found.faults
    assert found.text("prix") == typed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("beaucoup", "Écrivez un nombre\u00a0: 12, 12,50 ou 1\u00a0200."),
        ("12 %", "Écrivez un nombre\u00a0: 12, 12,50 ou 1\u00a0200."),
        ("12 h", "Écrivez un nombre\u00a0: 12, 12,50 ou 1\u00a0200."),
        ("1" * 40, "Ce nombre dépasse 100\u00a0000\u00a0000\u00a0€, le plus grand accepté ici."),
        ("1e5", "Écrivez un nombre\u00a0: 12, 12,50 ou 1\u00a0200."),
        (
            "1.234",
            "Voulez-vous dire 1\u00a0234\u00a0€ ou 1,234\u00a0€\u00a0? Écrivez-le autrement.",
        ),
        ("-5", "Ce nombre ne peut pas être négatif. Enlevez le signe −."),
        ("−5", "Ce nombre ne peut pas être négatif. Enlevez le signe −."),
        (
            str(10**12),
            "Ce nombre dépasse 100\u00a0000\u00a0000\u00a0€, le plus grand accepté ici.",
        ),
        ("1,2345", "Écrivez deux chiffres au plus après la virgule."),
    ],
)
def test_what_is_no_amount_gets_its_sentence_and_stays(typed: str, sentence: str) -> None:
    found = read(PRICE, prix=typed, depense="3")
    assert found.faults["prix"].said() == sentence
    assert "prix" not in found.numbers
    assert found.text("prix") == typed
    assert found.numbers["depense"] == 3


@pytest.mark.parametrize(
    ("typed", "value", "sentence"),
    [
        ("12 %", "12", ""),
        ("21,98", "21.98", ""),
        ("100", "100", ""),
        ("12,345", "12.345", ""),
        ("101", None, "Ce nombre dépasse 100\u00a0%, le plus grand accepté ici."),
        ("12 €", None, "Écrivez un nombre\u00a0: 12, 12,50 ou 1\u00a0200."),
    ],
)
def test_a_percentage_is_of_a_hundred(typed: str, value: str | None, sentence: str) -> None:
    found = read(PRICE, cotisations=typed)
    assert found.numbers.get("cotisations") == (Decimal(value) if value else None)
    assert (found.faults["cotisations"].said() if sentence else "") == sentence


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("30", ""),
        ("30 jours", ""),
        ("30,5", "Écrivez un nombre entier, sans virgule."),
        ("400", "Ce nombre dépasse 365, le plus grand accepté ici."),
        ("30 mois", "Écrivez un nombre\u00a0: 12, 12,50 ou 1\u00a0200."),
    ],
)
def test_a_count_of_days_is_whole(typed: str, sentence: str) -> None:
    found = read(CAPITAL, clients=typed)
    assert (found.faults["clients"].said() if found.faults else "") == sentence


def test_a_choice_is_of_its_list() -> None:
    assert not read(IDEA, activite="vente").faults
    assert read(IDEA, activite="autre").faults["activite"].said() == "Choisissez dans la liste."


def test_a_text_has_a_length() -> None:
    assert not read(IDEA, client="a" * MOST_TEXT, metier="a" * MOST_LINE).faults
    long = read(IDEA, client="a" * (MOST_TEXT + 1), metier="a" * (MOST_LINE + 1))
    assert {name: fault.said() for name, fault in long.faults.items()} == {
        "metier": "Ce texte dépasse 200 caractères. Gardez l’essentiel.",
        "client": "Ce texte dépasse 4\u00a0000 caractères. Gardez l’essentiel.",
    }


def test_nothing_typed_is_neither_a_number_nor_a_fault() -> None:
    found = read_sheet(sheet(PRICE), {"prix": ""})
    assert found.is_empty
    assert not found.numbers
    assert not found.faults


def test_a_column_sums_the_rows_that_read() -> None:
    typed = {"charges.1.montant": "20", "charges.2.montant": "x", "charges.9.montant": "5,50"}
    assert read_sheet(sheet(BREAK_EVEN), typed).sum_of("charges", "montant") == Decimal("25.50")


def test_what_is_posted_is_cleaned_and_nothing_else_is_kept() -> None:
    posted = {
        "client": "  Mes voisins\r\nle soir\x00 ",
        "metier": " coiffeur \n à domicile ",
        "unite": "  ",
        "csrf_token": "x",
        "prix": "18",
    }
    assert clean(sheet(IDEA), posted) == {
        "client": "Mes voisins\nle soir",
        "metier": "coiffeur à domicile",
    }
