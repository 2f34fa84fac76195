"""The journal's words: every act that the program writes has its French, and its family."""

import re
from pathlib import Path

from learning.domain.dossier_faults import Fault
from learning.domain.journal import ACTIONS, FAMILIES, family_of, known_starts, starts_of, words_of

PROGRAM = Path(__file__).parents[3] / "learning"
WRITTEN = re.compile(r"audit\.record\(\s*[\w.()]+,\s*\"([^\"]+)\"")


def test_every_act_that_is_written_has_its_words() -> None:
    written = {
        action
        for file in PROGRAM.rglob("*.py")
        for action in WRITTEN.findall(file.read_text(encoding="utf-8"))
    }
    assert len(written) > 40
    assert sorted(written - set(ACTIONS)) == []


def test_every_action_is_of_a_known_family() -> None:
    assert {family_of(action) for action in ACTIONS} == set(FAMILIES)
    assert family_of("inconnu.fait") == "site"
    assert all(start in known_starts() for start in starts_of("comptes"))
    assert starts_of("site") == ()


def test_an_action_that_says_more_keeps_its_words() -> None:
    assert words_of("dossier.refuse.autrement") == "Dossier refusé"
    said = [words_of(f"dossier.refuse.{fault.value}") for fault in Fault]
    assert len(set(said)) == len(Fault), "each refusal says why"
    assert "Dossier refusé" not in said
    assert words_of("inconnu.fait") == "inconnu.fait"
