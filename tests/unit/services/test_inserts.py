"""What the studio inserts has no fault as it stands, and goes where it is asked."""

from datetime import date

import pytest

from learning.content.check import check
from learning.services.inserts import BLOCKS, QUESTIONS, SCALE, Insert, insert_block, inserts_for

MODULE = "---\ntitre: M\nbut: B\nobjectifs:\n  un = Un\n---\n"
LESSON = "---\ntitre: L\nobjectif: un\n---\n\n"
BANK = "".join(f":::question b{n}\nOui ?\n\n= Vrai\n≠ Faux\n> Non.\n:::\n" for n in range(5))


@pytest.mark.parametrize("insert", [*BLOCKS, *QUESTIONS], ids=lambda one: one.id)
def test_each_block_is_right_as_it_stands(insert: Insert) -> None:
    body = insert.text.replace("nom-de-la-banque", "reserve")
    files = {
        "m/module.md": MODULE,
        "m/10-l.md": f"{LESSON}{body}",
        "m/banques/reserve.md": BANK,
    }
    found = check({path: text.encode() for path, text in files.items()}, on=date(2026, 11, 25))
    assert [str(one) for one in found if one.line > 1] == []


def test_a_scale_is_right_in_a_questionnaire() -> None:
    head = "---\ntitre: Q\nmoment: avant\ninformation: Répondre est libre.\n---\n\n"
    files = {"questionnaires/q.md": f"{head}{SCALE.text}".encode()}
    assert check(files, on=date(2026, 11, 25)) == ()


def test_every_kind_of_question_is_offered() -> None:
    assert len({one.text for one in (*QUESTIONS, SCALE)}) == 12
    assert inserts_for("glossary") == ()
    assert SCALE in inserts_for("questionnaire")


def test_a_block_goes_after_its_line_or_at_the_end() -> None:
    assert insert_block("Un\n\nDeux\n", "regle", None).startswith("Un\n\nDeux\n\n:::regle\n")
    put = insert_block("Un\nDeux", "atelier", 1)
    assert put == "Un\n\n:::atelier prix :::\n\nDeux\n"
    assert insert_block("", "atelier", 9) == ":::atelier prix :::\n"
    assert insert_block("Un", "inconnu", None) == "Un"


def test_a_question_never_takes_a_name_twice() -> None:
    body = insert_block("", "un-choix", None)
    body = insert_block(insert_block(body, "un-choix", None), "un-choix", 0)
    names = [line for line in body.split("\n") if line.startswith(":::question")]
    assert names == [
        ":::question un-choix-3",
        ":::question un-choix",
        ":::question un-choix-2",
    ]
