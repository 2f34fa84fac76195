"""The copy of somebody's data: everything that is theirs, nobody else, no secret."""

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from learning.domain.errors import NotFound
from learning.domain.facts import Fact, ScaleAnswered, SessionHeld
from learning.services.activity import add_facts
from learning.services.erasure import find_person
from learning.services.privacy_export import copy_data, note_copy, own_tables
from learning.services.privacy_words import TITLES
from learning.services.work import Program
from tests.support.canary import ROUNDS, WORD, plant
from tests.support.clock import START
from tests.support.every_fact import EVERY, GIVEN


def copied(program: Program) -> tuple[str, Any]:
    mine, identifier = plant(program, others=6)
    with program.writing() as work:
        note_copy(work, find_person(work, identifier))
    with program.reading() as work:
        made = copy_data(work, mine)
    assert set(made.files) == {f"donnees-{identifier}.html", f"donnees-{identifier}.json"}
    return made.page, json.loads(made.json)


def test_everything_that_is_theirs_is_in_both_files(program: Program) -> None:
    page, said = copied(program)
    tables = said["tables"]
    assert len(tables["fact"]["lignes"]) == ROUNDS
    for name in ("draft", "worksheet_version", "sheet_comment", "attestation", "print_request"):
        assert WORD in json.dumps(tables[name]["lignes"]), name
    assert f"{WORD} {ROUNDS - 1}" in page
    assert tables["membership"]["lignes"][0]["groupe"] == "Groupe d’essai"
    assert [row["action"] for row in tables["audit"]["lignes"]][-1] == "donnees.copiees"
    assert "<script" not in page
    assert "http" not in page


def test_who_consulted_is_told_by_function_and_never_by_name(program: Program) -> None:
    page, said = copied(program)
    page = page[page.index("<h2") :]
    rows = said["tables"]["consultation"]["lignes"]
    assert [(row["reader_role"], row["page"], row["reader_id"]) for row in rows] == [
        ("counsellor", "fiche", "quelqu’un d’autre")
    ]
    assert page.index("Qui a ouvert votre fiche") < page.index("Votre compte")
    assert "conseiller" in page
    assert "Conseil" not in page


def test_nobody_else_and_no_secret_is_in_it(program: Program) -> None:
    page, said = copied(program)
    whole = page + json.dumps(said, ensure_ascii=False)
    assert "Essai 0" not in whole
    assert f"{WORD}-empreinte" not in whole
    assert "token_hash" not in whole


def test_what_a_person_typed_is_text_in_the_page(program: Program) -> None:
    mine, _ = plant(program, others=2)
    with program.writing() as work:
        work.connection.exec_driver_sql("UPDATE account SET name = '<b>Alix</b>'")
    with program.reading() as work:
        assert "<b>" not in copy_data(work, mine).page


def test_the_page_leaves_to_the_json_what_only_a_program_reads(program: Program) -> None:
    mine, _ = plant(program, others=2)
    with program.writing() as work:
        add_facts(work, mine, EVERY)
    with program.reading() as work:
        made = copy_data(work, mine)
    assert "graine" in made.json
    assert "graine" not in made.page
    assert "Questions tirées\u00a0: a, b" in made.page


def test_a_zero_is_told_and_what_is_empty_is_not(program: Program) -> None:
    mine, _ = plant(program, others=2)
    zeros: list[Fact] = [
        replace(GIVEN, id=uuid4(), points=0.0, retry=False),
        SessionHeld(id=uuid4(), at=START, seconds=0),
        ScaleAnswered(
            id=uuid4(),
            at=START,
            questionnaire="auto-efficacite",
            question="questionnaires/auto-efficacite/clients",
            value=0,
            release="version",
        ),
    ]
    with program.writing() as work:
        add_facts(work, mine, zeros)
    with program.reading() as work:
        page = copy_data(work, mine).page
    for said in ("Points", "Secondes de présence", "Réponse choisie"):
        assert f"{said}\u00a0: 0\n" in page or f"{said}\u00a0: 0<" in page, said
    assert "Sur papier" not in page
    assert "Réponses retirées" not in page
    assert "Nouvel essai, ou réussite" not in page


def test_nobody_is_not_copied(program: Program) -> None:
    with pytest.raises(NotFound), program.reading() as work:
        copy_data(work, uuid4())


def test_every_table_of_a_person_has_a_french_title() -> None:
    assert set(own_tables()) - set(TITLES) == set()
    assert {"account", "fact", "sheet_comment", "consultation"} <= set(own_tables())
