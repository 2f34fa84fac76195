"""Each kind of GIFT question comes over exactly: right is right, wrong is wrong, and why."""

from decimal import Decimal

import pytest

from learning.domain.question import (
    Matching,
    MultipleChoice,
    Number,
    OpenAnswer,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from learning.exchange.report import State
from tests.unit.exchange.imported import answered, left_out, lossy, question


def choices_of(asked: SingleChoice | MultipleChoice) -> list[tuple[str, bool, str]]:
    return [(c.html, c.right, c.feedback) for c in asked.choices]


def test_a_single_choice_with_its_reasons() -> None:
    asked = question(
        "::Loyer:: Quelle charge est fixe ? {\n=Le loyer #Oui.\n~Le pain #Il suit les ventes.\n"
        "~L’eau\n####Une charge fixe revient chaque mois.\n}"
    )
    assert isinstance(asked, SingleChoice)
    assert choices_of(asked) == [
        ("Le loyer", True, "Oui."),
        ("Le pain", False, "Il suit les ventes."),
        ("L’eau", False, ""),
    ]
    assert asked.explanation == "<p>Une charge fixe revient chaque mois.</p>"
    assert asked.name == "loyer"
    assert answered(asked, "1").points == 1
    assert answered(asked, "2").points == 0


def test_the_general_feedback_is_the_last_one() -> None:
    asked = question("Quoi ? {=a #x #### y ~b #### Fin.}")
    assert asked.explanation == "<p>Fin.</p>"


@pytest.mark.parametrize(
    "weights",
    [
        ("%50%", "%50%", "%-50%", "%-50%"),
        ("%50%", "%50%", "", ""),
        ("%50.0%", "%50,0%", "%-50%", ""),
    ],
)
def test_equal_weights_come_over_exactly(weights: tuple[str, ...]) -> None:
    body = " ".join(f"~{weight}{text}" for weight, text in zip(weights, "abcd", strict=True))
    asked = question(f"::Q:: Lesquelles ? {{{body}}}")
    assert isinstance(asked, MultipleChoice)
    assert answered(asked, "1", "2").points == 1
    assert answered(asked, "1").points == 0.5
    assert answered(asked, "1", "3").points == 0


@pytest.mark.parametrize("third", ["33.33333", "33.333", "33,33", "33"])
def test_thirds_are_a_whole(third: str) -> None:
    asked = question(f"Lesquelles ? {{~%{third}%a ~%{third}%b ~%{third}%c ~%-{third}%d}}")
    assert answered(asked, "1", "2", "3").points == 1


@pytest.mark.parametrize(
    ("text", "loss"),
    [
        ("Q ? {=a ~%50%b ~c}", "«\u00a0b\u00a0» valait 50\u00a0% des points"),
        ("Q ? {=a ~%-33.33333%b ~%-33.33333%c}", "retirait 33,33\u00a0%"),
        ("Q ? {~%75%a ~%25%b ~c}", "valaient 75\u00a0%, 25\u00a0%"),
        ("Q ? {~%50%a ~%50%b ~%-100%c}", "retirait 100\u00a0%"),
        ("Q ? {~%50%a ~%50%b ~%50%c ~d}", "faisaient 150\u00a0%"),
        ("Q ? {=a =b ~c}", "une seule des 2 bonnes réponses suffisait"),
        ("Q ? {=a ~b ~b}", "«\u00a0b\u00a0» était proposé deux fois"),
        ("Q ? {=oui =%50%peut-être}", "«\u00a0peut-être\u00a0» valait 50\u00a0%"),
        ("Q ? {=cap*}", "seul «\u00a0cap\u00a0» est reconnu"),
        ("Q ? {=a #oui =b #aussi}", "un seul est gardé"),
        ("Q ? {#=5:1#oui =%50%8:0#presque}", "«\u00a08\u00a0» valait 50\u00a0%"),
        ("Q ? {#5:1 ~#non}", "le commentaire pour «\u00a0tout autre nombre\u00a0»"),
        ("Q ? {=a -> 1 =b -> 2 = -> 3}", "«\u00a03\u00a0», qui n’allait avec rien"),
        ("Un {=a ~b} et {=c ~d} ?", "2 trous"),
    ],
)
def test_each_loss_is_named(text: str, loss: str) -> None:
    _, report = lossy(text)
    assert report.state is State.LOSS
    assert any(loss in one for one in report.losses), report.losses


@pytest.mark.parametrize(
    ("written", "right"),
    [("T", True), ("TRUE", True), ("F", False), ("FALSE", False), ("\n TRUE \n", True)],
)
def test_true_or_false(written: str, right: bool) -> None:
    asked = question(f"Le loyer est fixe. {{{written}#C’est faux.#C’est juste.####Fin.}}")
    assert isinstance(asked, TrueFalse)
    assert asked.right is right
    assert asked.feedback_wrong == "C’est faux."
    assert asked.feedback_right == "C’est juste."
    assert asked.explanation == "<p>Fin.</p>"


@pytest.mark.parametrize("written", ["true", "vrai", "Vrai", "VRAI", "faux", "false"])
def test_a_truth_in_other_letters_is_one_and_it_is_said(written: str) -> None:
    asked, report = lossy(f"Le loyer est fixe. {{{written}}}")
    assert isinstance(asked, TrueFalse)
    assert asked.right is (written.lower() in {"true", "vrai"})
    assert report.remarks


def test_a_typed_truth_stays_typed_and_the_other_form_is_proposed() -> None:
    asked, report = lossy("Le loyer est-il fixe ? {=Vrai}")
    assert isinstance(asked, ShortText)
    assert "plus simple" in report.remarks[0]


def test_short_answers() -> None:
    asked = question("::K:: Le document ? {=Kbis =extrait Kbis =%100%un K-bis =%0%SIRET#Non.}")
    assert isinstance(asked, ShortText)
    assert asked.accepted == ("Kbis", "extrait Kbis", "un K-bis")
    assert answered(asked, "EXTRAIT KBIS").points == 1
    mark = answered(asked, "siret")
    assert (mark.points, mark.feedback) == (0, ("Non.",))


@pytest.mark.parametrize(
    ("written", "value", "margin"),
    [
        ("5:0.1", "5", "0.1"),
        ("5", "5", "0"),
        ("1..5", "3", "2"),
        ("=5:0.1", "5", "0.1"),
        ("0.5:0.25", "0.5", "0.25"),
        ("-5:0", "-5", "0"),
        ("-1.5..1.5", "0", "1.5"),
        ("1234,56:0.01", "1234.56", "0.01"),
        ("1234,56:0,01", "1234.56", "0.01"),
        ("1 234,56:0,01", "1234.56", "0.01"),
        ("1.234,56", "1234.56", "0"),
        ("1234.567:0.001", "1234.567", "0.001"),
        ("3,142:0,001", "3.142", "0.001"),
        ("0,125", "0.125", "0"),
        ("1e3:10", "1000", "10"),
        ("−7:1", "-7", "1"),
        ("1000000:500", "1000000", "500"),
        ("1.234:0.0005", "1.234", "0.0005"),
        ("5,5..6,5", "6", "0.5"),
    ],
)
def test_numbers(written: str, value: str, margin: str) -> None:
    asked = question(f"Combien ? {{#{written}}}")
    assert isinstance(asked, Number)
    assert asked.value == Decimal(value)
    assert asked.tolerance.amount == Decimal(margin)
    assert asked.unit == ""


def test_a_french_decimal_is_no_joker() -> None:
    """Moodle reads this as « any answer is right »."""
    asked = question("Combien coûte le stock ? {#1234,56:0.01}")
    assert answered(asked, "1 234,56").points == 1
    assert answered(asked, "1234,57").points == 1
    for wrong in ("1234", "0", "99", "1 234,58", "123456"):
        assert answered(asked, wrong).points == 0


def test_a_unit_that_is_written_is_kept() -> None:
    asked = question("Combien ? {#1 234,50 €:0,5}")
    assert isinstance(asked, Number)
    assert (asked.value, asked.unit) == (Decimal("1234.5"), "€")


def test_a_number_has_its_reasons() -> None:
    asked = question("Combien ? {#=10:0#Oui. =%0%8:0#Vous avez oublié la TVA.}")
    assert answered(asked, "10").feedback == ("Oui.",)
    assert answered(asked, "8").feedback == ("Vous avez oublié la TVA.",)


def test_a_number_within_another_is_one() -> None:
    asked = question("Combien ? {#=10:0 =10:2}")
    assert answered(asked, "12").points == 1
    assert answered(asked, "13").points == 0


def test_pairs() -> None:
    asked = question("Associez. {\n=<b>Loyer</b> -> fixe\n=Pain -> variable\n=Gaz -> fixe\n}")
    assert isinstance(asked, Matching)
    assert [(p.left, p.right) for p in asked.pairs] == [
        ("<strong>Loyer</strong>", "fixe"),
        ("Pain", "variable"),
        ("Gaz", "fixe"),
    ]


def test_arrows_and_signs_inside_pairs() -> None:
    asked = question("Associez. {=a → b -> c =(x) d -> e = f =[ ] g=h -> C#}")
    assert isinstance(asked, Matching)
    assert [(p.left, p.right) for p in asked.pairs] == [
        ("a → b", "c"),
        ("(x) d", "e = f"),
        ("[ ] g=h", "C#"),
    ]


def test_an_open_answer() -> None:
    asked = question("::Idée:: Décrivez votre idée. {####Pensez au client.}")
    assert isinstance(asked, OpenAnswer)
    assert (asked.lines, asked.explanation) == (5, "<p>Pensez au client.</p>")


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("Le loyer est une charge {=fixe ~variable}.", "Le loyer est une charge _____."),
        ("{=Fixe} est le loyer.", "_____ est le loyer."),
        ("Le {=loyer} est fixe, le\npain varie.", "Le _____ est fixe, le"),
        ("Le {T} loyer.", "Le _____ loyer."),
        ("Le loyer est fixe.{T}", "Le loyer est fixe."),
        ("[html]<p>Le loyer est fixe. {T}</p>&nbsp;", "Le loyer est fixe."),
        ("Le loyer est fixe. {T}]]>", "Le loyer est fixe."),
    ],
)
def test_a_missing_word_leaves_a_blank(text: str, prompt: str) -> None:
    assert f"<p>{prompt}</p>" in question(text).prompt


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Le chat {1:SA:=dort} bien.", "Cloze"),
        ("Le {2:MULTICHOICE:~a~=b} et {#1:NM:=3}.", "Cloze"),
        ("Juste un texte.", "description"),
        ("Une ? {=a ~b", "n’a pas sa «\u00a0}\u00a0»"),
        ("Une ? =a ~b}", "n’a pas sa «\u00a0{\u00a0»"),
        ("Une ? }=a ~b{", "n’a pas sa"),
        ("Une ? {~a ~b}", "aucune bonne réponse"),
        ("Une ? {=a ~}", "deux choix"),
        ("Une ? {=a ~ a}", "à la fois juste et faux"),
        ("Une ? {~=a ~=b}", "tous les choix sont justes"),
        ("Une ? {#abc}", "ne se lit pas comme un nombre"),
        ("Une ? {#1,234}", "de deux façons"),
        ("Une ? {#=10 =20}", "plusieurs nombres"),
        ("Une ? {#*}", "aucun nombre|n’importe quel"),
        ("Une ? {#}", "aucun nombre"),
        ("Une ? {=*}", "n’importe quelle réponse"),
        ("Une ? {=a -> b}", "deux paires"),
        ("Une ? {=a -> b =c}", "deux paires"),
        ("{=a ~b}", "pas de texte"),
        ("<img src='@@PLUGINFILE@@/a.png'> {=a ~b}", "il ne reste rien"),
        ('Une ? {=l"a"b}', "guillemets"),
        ("Une ? {a) un\nb) deux}", "ni par"),
        ("Une ? {=a ~%150%b}", "dépasse 100"),
        ("Si {a} alors {b} ?", "plusieurs paires"),
    ],
)
def test_what_cannot_come_over_is_listed(text: str, reason: str) -> None:
    report = left_out(text)
    assert report.line == 1
    assert any(one in report.reason for one in reason.split("|")), report.reason
