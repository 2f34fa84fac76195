"""The settings of a text are changed alone: every other byte stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.content.front_edit import (
    free_name,
    is_unreadable,
    objectives_as_written,
    read_front,
    write_front,
)

LESSON = """---
titre: Mes charges
durée :  12 min
inconnu: gardé
---

# Mes charges

Un texte.
"""


def test_one_value_changes_and_the_rest_stays() -> None:
    assert write_front(LESSON, "lesson", {"titre": "Nos charges"}) == LESSON.replace(
        "titre: Mes charges", "titre: Nos charges"
    )


def test_the_same_values_change_nothing() -> None:
    same = {"titre": "Mes charges", "duree": "12 min", "objectif": ""}
    assert write_front(LESSON, "lesson", same) == LESSON


def test_a_new_key_goes_after_those_before_it() -> None:
    written = write_front(LESSON, "lesson", {"objectif": "classer", "type": "évaluation"})
    assert written.split("\n")[1:5] == [
        "titre: Mes charges",
        "objectif: classer",
        "durée :  12 min",
        "type: évaluation",
    ]


def test_an_empty_value_takes_its_line_out() -> None:
    assert "durée" not in write_front(LESSON, "lesson", {"duree": ""})


def test_a_text_without_settings_gets_some() -> None:
    assert write_front("Un texte.", "bank", {"titre": "Une banque"}) == (
        "---\ntitre: Une banque\n---\nUn texte."
    )


def test_a_list_is_written_under_its_key() -> None:
    module = "---\ntitre: M\nbut: B\nobjectifs:\n  un = Un\n  deux = Deux\nseuil: 80 %\n---\n"
    written = write_front(module, "module", {"objectifs": ["un = Un", "trois = Trois"]})
    assert written == module.replace("deux = Deux", "trois = Trois")


def test_a_value_stays_on_one_line() -> None:
    written = write_front(LESSON, "lesson", {"titre": "Un\n---\ntype: évaluation"})
    assert read_front(written, "lesson").get("titre") == "Un --- type: évaluation"


def test_a_head_never_closed_is_told() -> None:
    assert is_unreadable("---\ntitre: Un\nTexte")
    assert not is_unreadable(LESSON)
    assert not is_unreadable("Texte")


def test_an_objective_keeps_its_name_when_reworded() -> None:
    before = ["classer = Classer mes charges", "calculer = Calculer mon résultat"]
    assert objectives_as_written(before, ["Trier mes charges", "Calculer mon résultat"]) == [
        "classer = Trier mes charges",
        "calculer = Calculer mon résultat",
    ]
    assert objectives_as_written(before, ["Calculer mon résultat", "Vendre à l’heure"]) == [
        "calculer = Calculer mon résultat",
        "vendre-a-l-heure = Vendre à l’heure",
    ]
    assert objectives_as_written(before, ["Vendre", *"AB"])[0] == "vendre = Vendre"


@pytest.mark.parametrize(
    ("title", "name"), [("L’été : 12 €", "l-ete-12"), ("", "sans-titre"), ("日本", "sans-titre")]
)
def test_a_name_is_made_from_a_title(title: str, name: str) -> None:
    assert free_name(title, set()) in {name, "titre"}
    assert free_name(title, {free_name(title, set())}).endswith("-2")


LINES = st.text(st.characters(blacklist_characters="\n\r\x00", blacklist_categories=["Cs"]))


@given(LINES, LINES, st.lists(LINES))
def test_what_is_set_is_read_back(title: str, minutes: str, body: list[str]) -> None:
    text = "\n".join(["---", "titre: x", "---", *body])
    written = write_front(text, "lesson", {"titre": title, "duree": minutes})
    front = read_front(written, "lesson")
    assert front.body == body
    assert front.get("titre") == " ".join(title.split())
