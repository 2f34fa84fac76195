"""Answers in plain French words."""

from learning.domain.question import Question
from learning.domain.shown import expected_shown, given_shown, without_markup
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
    table,
    true_false,
)


def _expected(question: Question) -> str:
    return expected_shown(question, "s")


def test_right_answers_in_words() -> None:
    assert _expected(multiple(True, False, True)) == "Choix 1\u00a0; Choix 3"
    assert _expected(true_false(right=False)) == "Faux"
    assert _expected(number("1234.5", "€")) == "1\u00a0234,50\u00a0€"
    assert _expected(short("Kbis", "extrait")) == "Kbis"
    assert _expected(matching(("A", "x"), ("B", "y"))) == "A & Cie → x\u00a0; B & Cie → y"
    assert _expected(ordering(2)) == "1. Étape 1\u00a0; 2. Étape 2"
    assert _expected(gaps()) == "résultat\u00a0; positif"
    assert _expected(open_answer()) == ""
    assert _expected(scale()) == ""
    assert _expected(table()).startswith("Charges, Mars\u00a0: 1\u00a0800\u00a0€\u00a0; Résultat")
    assert _expected(calculated("n / 7", "€")).count(",") == 1
    assert _expected(calculated("1 / (n - n)")) == ""


def test_given_answers_in_words() -> None:
    pairs = (("p1", "p2"), ("p2", "p1"))
    shown = given_shown(matching(("A", "x"), ("B", "y")), pairs, "s")
    assert shown == "A & Cie → y\u00a0; B & Cie → x"
    assert given_shown(ordering(3), (("i1", "2"), ("i2", "1")), "s") == (
        "1. Étape 2\u00a0; 2. Étape 1\u00a0; –. Étape 3"
    )
    assert given_shown(multiple(True, False), (("", "c2"),), "s") == "Choix 2"
    assert given_shown(true_false(), (("", "vrai"),), "s") == "Vrai"
    assert given_shown(number("3"), (("", "1.234 €"),), "s") == "1.234 €"
    assert given_shown(table(), (("r2c2", "18"),), "s").endswith("Part, Mars\u00a0: (rien)")
    assert given_shown(gaps(), (("1", "gain"),), "s") == "gain\u00a0; (rien)"


def test_no_answer_is_said() -> None:
    for question in every_question():
        assert given_shown(question, (), "s") == "Pas de réponse"


def test_markup_goes_and_words_stay() -> None:
    assert without_markup("<p>Prix &lt; <b>coût</b>\n!</p>") == "Prix < coût !"
