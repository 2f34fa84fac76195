"""A text too heavy to render is named, and hides nothing of the others."""

import pytest

from learning.content.library import render_parts
from learning.domain.errors import Invalid
from tests.unit.content.course import HEAD, files_of, findings, question_findings

HEAVY = HEAD + "Payer.\n\n:::essentiel\n" + "\n".join(["[" * 1_950] * 8) + "\n:::\n"
FILE = "budget/20-autre.md"


def test_a_text_too_heavy_is_an_error_on_its_line_and_the_others_are_judged() -> None:
    link = HEAD + "Voir [le site](https://exemple.fr).\n"
    found = findings({FILE: HEAVY, "budget/05-avant.md": link, "budget/95-apres.md": link})
    told = {(one.file, one.line) for one in found if one.severity == "erreur"}
    assert told >= {(FILE, 11), ("budget/05-avant.md", 8), ("budget/95-apres.md", 8)}
    assert any("trop de travail" in one.message for one in found if one.file == FILE)


def test_rendering_a_text_too_heavy_names_its_file_and_line() -> None:
    with pytest.raises(Invalid, match=r"budget/20-autre\.md, ligne 11"):
        render_parts(files_of({FILE: HEAVY}))


def test_a_division_by_zero_is_found_in_a_range_too_wide_to_try_whole() -> None:
    body = (
        "Pour {a}, {b} et {c} ?\n\nVariables :\n- a = 1 à 300\n- b = 1 à 300\n- c = 1 à 300\n"
        "= {a * b / (c - 237)}\n"
    )
    (found,) = question_findings(body)
    assert (found.line, "divise par zéro" in found.message) == (15, True)
    assert "c = 237" in found.message


@pytest.mark.parametrize(
    ("answer", "remedy"), [("Oui", "= Vrai"), ("", "= 12"), ("le Kbis", '= "le Kbis"')]
)
def test_an_answer_that_is_no_answer_is_shown_how_to_be_one(answer: str, remedy: str) -> None:
    (found,) = question_findings(f"Faut-il un Kbis ?\n\n= {answer}\n")
    assert found.line == 11
    assert remedy in found.remedy.replace("\u00a0", " ")


@pytest.mark.parametrize("after", ["Bravo.", "\nBravo."])
def test_a_text_after_the_answers_is_told(after: str) -> None:
    found = question_findings(f"Combien ?\n\n= 12 €\n{after}\n")
    assert any("après les réponses" in one.message for one in found)
