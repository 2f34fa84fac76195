"""The twelve shapes of a question, as published, and what Word makes of them."""

from decimal import Decimal

import pytest

from learning.domain.formula import Formula
from learning.domain.question import (
    Calculated,
    CaseTable,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Number,
    OpenAnswer,
    Ordering,
    Scale,
    ShortText,
    SingleChoice,
    Tolerance,
    TrueFalse,
)
from tests.unit.content.built import catalogue, question
from tests.unit.content.course import question_findings


def test_a_single_choice() -> None:
    found = question(
        "Quelle dépense ?\n\n- ( ) Le pain\n  > Le pain **dépend** des ventes.\n"
        "- (x) Le *loyer*\n\n"
        "Indice : Relisez.\nExplication : Un.\n\nDeux.\nPoints : 3\nObjectif : calculer-resultat\n"
    )
    assert isinstance(found, SingleChoice)
    assert [(c.id, c.html, c.plain, c.right) for c in found.choices] == [
        ("1", "Le pain", "Le pain", False),
        ("2", "Le <em>loyer</em>", "Le loyer", True),
    ]
    assert found.choices[0].feedback == "Le pain <strong>dépend</strong> des ventes."
    assert found.id == "budget/autre/essai"
    assert found.prompt == "<p>Quelle dépense\u00a0?</p>"
    assert found.hint == "<p>Relisez.</p>"
    assert found.explanation == "<p>Un.</p>\n<p>Deux.</p>"
    assert (found.points, found.objective) == (3, "calculer-resultat")


def test_a_multiple_choice() -> None:
    found = question(
        "Lesquelles ?\n\n- [x] Le loyer\n- [ ] Le pain\n  > Non.\n- [x] L’assurance\n"
    )
    assert isinstance(found, MultipleChoice)
    assert [choice.right for choice in found.choices] == [True, False, True]


def test_true_or_false() -> None:
    found = question("Est-ce vrai ?\n\n= Faux\n> Bien vu.\n≠ Vrai\n> Le loyer reste.\n")
    assert isinstance(found, TrueFalse)
    assert (found.right, found.feedback_right, found.feedback_wrong) == (
        False, "Bien vu.", "Le loyer reste.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "value", "unit", "tolerance"),
    [
        ("1 234,56 € ± 0,01", "1234.56", "€", Tolerance(amount=Decimal("0.01"))),
        ("1\u00a0234,56\u00a0€", "1234.56", "€", Tolerance()),
        ("1\u202f234,56 euros", "1234.56", "€", Tolerance()),
        ("1.234,56", "1234.56", "", Tolerance()),
        ("− 40 €", "-40", "€", Tolerance()),
        ("0,5", "0.5", "", Tolerance()),
        ("0.500", "0.5", "", Tolerance()),
        ("25 %", "25", "%", Tolerance()),
        ("100 ± 2 %", "100", "", Tolerance(amount=Decimal("0.02"), relative=True)),
        ("100 ± 2 pour cent", "100", "", Tolerance(amount=Decimal("0.02"), relative=True)),
        ("2 k€", "2000", "€", Tolerance()),
        ("12 clients", "12", "clients", Tolerance()),
        ("850 € par mois", "850", "€/mois", Tolerance()),
    ],
)
def test_a_number(answer: str, value: str, unit: str, tolerance: Tolerance) -> None:
    found = question(f"Combien ?\n\n= {answer}\n> Bien.\n≠ 45\n> Vous avez oublié le loyer.\n")
    assert isinstance(found, Number)
    assert (found.value, found.unit, found.tolerance) == (Decimal(value), unit, tolerance)
    assert found.feedback == "Bien."
    assert [(one.value, one.feedback) for one in found.foreseen] == [
        (Decimal(45), "Vous avez oublié le loyer.")
    ]


def test_a_short_text() -> None:
    found = question('Quel papier ?\n\n= "Kbis" ; « extrait Kbis » ; “K-bis”\n≠ "SARL"\n> Non.\n')
    assert isinstance(found, ShortText)
    assert found.accepted == ("Kbis", "extrait Kbis", "K-bis")
    assert [(one.text, one.feedback) for one in found.foreseen] == [("SARL", "Non.")]


def test_matching() -> None:
    found = question("Associez.\n\nAssocier :\n- Loyer -> fixe\n- Pain → variable\n")
    assert isinstance(found, Matching)
    assert [(p.id, p.left, p.right) for p in found.pairs] == [
        ("1", "Loyer", "fixe"), ("2", "Pain", "variable"),
    ]  # fmt: skip


def test_ordering() -> None:
    found = question("Classez.\n\nOrdre :\n1. Écouter\n2. Chiffrer\n3) Vendre\n")
    assert isinstance(found, Ordering)
    assert [item.plain for item in found.items] == ["Écouter", "Chiffrer", "Vendre"]


def test_gaps() -> None:
    found = question(
        "Complétez la phrase.\n\nLe [[ résultat ; bénéfice ]] est [[ (positif) | nul ]].\n"
    )
    assert isinstance(found, Gaps)
    assert found.prompt == "<p>Complétez la phrase.</p>"
    assert found.parts == (
        "<p>Le ",
        Gap(id="1", accepted=("résultat", "bénéfice")),
        " est ",
        Gap(id="2", accepted=("positif",), options=("positif", "nul")),
        ".</p>",
    )


def test_a_calculated_number() -> None:
    found = question(
        "Pour {n} clients, combien ?\n\nVariables :\n- n = 20 à 60 pas 10\n- prix = 9,50 à 10\n"
        "= {n * prix * ref(micro.cotisations.services)} € ± 0,01\n"
        "≠ {n * prix}\n> Et les charges ?\n"
    )
    assert isinstance(found, Calculated)
    assert [(v.name, str(v.low), str(v.high), str(v.step)) for v in found.variables] == [
        ("n", "20", "60", "10"),
        ("prix", "9.5", "10", "1"),
    ]
    assert found.formula == Formula.parse("n * prix * ref(micro.cotisations.services)")
    assert found.figures == {"micro.cotisations.services": Decimal("0.212")}
    assert (found.unit, found.tolerance.amount) == ("€", Decimal("0.01"))
    assert "{n}" in found.prompt
    assert found.foreseen[0].feedback == "Et les charges\u00a0?"


def test_a_case_table() -> None:
    found = question(
        "Finissez le calcul.\n\n| Ligne | Mars | Avril |\n|---|--:|---|\n| Ventes | 3 000 € | "
        "[[= 1 800 ]] € |\n| **Reste** | [[= ligne1 - 200 ± 1 ]] € | [[= ligne1 * col2 ]] € |\n"
    )
    assert isinstance(found, CaseTable)
    assert found.prompt == "<p>Finissez le calcul.</p>"
    assert found.header == ("Ligne", "Mars", "Avril")
    assert [cell.id for row in found.rows for cell in row] == [
        "r1c1", "r1c2", "r1c3", "r2c1", "r2c2", "r2c3",
    ]  # fmt: skip
    (_, given, typed), (label, first, second) = found.rows
    assert (given.html, given.given, given.formula) == ("3\u00a0000\u00a0€", Decimal(3000), None)
    assert (typed.formula, typed.unit) == (Formula.parse("1800"), "€")
    assert label.html == "<strong>Reste</strong>"
    assert (first.formula, first.tolerance.amount) == (Formula.parse("ligne1 - 200"), Decimal(1))
    assert second.formula == Formula.parse("ligne1 * col2")


def test_an_open_answer() -> None:
    found = question(
        "Racontez.\n\nRéponse libre : 7 lignes\nGrille :\n- Un client précis\n- Un prix\n"
    )
    assert isinstance(found, OpenAnswer)
    assert (found.lines, found.grid) == (7, ("Un client précis", "Un prix"))


def test_a_scale() -> None:
    found = catalogue({}).questionnaires[0].questions[0]
    assert isinstance(found, Scale)
    assert (found.low, found.high, found.low_label, found.high_label) == (
        1, 5, "pas du tout", "tout à fait",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "paragraphs"),
    [
        ("Combien ?", 1),
        ("Yanis vend 12 plats. Combien gagne-t-il ?", 2),
        ("Yanis vend 12 plats.\nCombien gagne-t-il ?", 2),
        ("Yanis vend 12 plats.\n\nCombien gagne-t-il ?", 2),
        ("Yanis paie M. Petit.", 1),
        ("Yanis vend 12,5 kg. Remplissez la fiche.", 2),
    ],
)
def test_the_question_itself_is_the_last_paragraph(written: str, paragraphs: int) -> None:
    found = question(f"{written}\n\n= 12 €\n")
    assert found.prompt.count("<p>") == paragraphs


WORD = {
    "dashes and closed boxes": (
        "Laquelle ?\n\n– (X) Le loyer\n— ( ) Le pain\n   > Il dépend des ventes.\n", SingleChoice,
    ),
    "bullets and spaced boxes": (
        "Laquelle ?\n\n• ( X ) Le loyer\n• (\u00a0) Le pain\n\u00a0\u00a0> Non.\n", SingleChoice,
    ),
    "drawn boxes": ("Lesquelles ?\n\n☒ Le loyer\n☐ Le pain\n> Non.\n", MultipleChoice),
    "drawn boxes after bullets": (
        "Lesquelles ?\n\n-\u00a0☒\u00a0Le loyer\n-\u00a0☐\u00a0Le pain\n> Non.\n", MultipleChoice,
    ),
    "capitals in boxes": (
        "Lesquelles ?\n\n- [X] Le loyer\n- [ ] Le pain\n> Non.\n", MultipleChoice,
    ),
    "an arrow drawn": (
        "Associez.\n\nASSOCIER\u00a0:\n•\u00a0a\u00a0→\u00a0b\n•\u00a0c\u00a0→\u00a0d\n",
        Matching,
    ),
    "guillemets": ("Quel papier ?\n\n=\u00a0«\u00a0Kbis\u00a0»\u00a0; “extrait”\n", ShortText),
    "an unaccented keyword": ("Racontez.\n\nReponse libre: 5\nGRILLE: une idée\n", OpenAnswer),
    "narrow spaces": ("Combien ?\n\n=\u202f1\u202f234\u202f€\n", Number),
}  # fmt: skip


@pytest.mark.parametrize("name", WORD)
def test_what_word_writes_is_read(name: str) -> None:
    body, kind = WORD[name]
    assert question_findings(body) == ()
    assert isinstance(question(body), kind)
