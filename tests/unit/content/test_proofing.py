"""Proofs by the warm child: the very findings of a check, a text built, hostile ones stopped."""

import io
import os
import pickle
from collections.abc import Iterator
from datetime import date

import pytest

from learning.content.check import Severity, check
from learning.content.library import build, render_parts
from learning.content.proofing import Proof, Proofreader, _Reader
from learning.content.source import read_folder
from learning.domain.course import Module
from tests.support.small_site import COURSES

TODAY = date(2026, 11, 25)
FILES = read_folder(COURSES)
LESSON = "essai/10-formes.md"
HOSTILE = b"\n\n" + b"\n".join(b"[" * 1_900 for _ in range(10))


@pytest.fixture(scope="module")
def reader() -> Iterator[Proofreader]:
    """One warm child for the module."""
    made = Proofreader()
    yield made
    made.close()


def test_the_findings_are_those_of_a_check(reader: Proofreader) -> None:
    broken = {**FILES, LESSON: FILES[LESSON] + b"\n:::question x\nQui ?\n\n- ( ) Un\n- ( ) Deux\n"}
    for files in (FILES, broken, broken):
        assert reader.prove(files, on=TODAY, shown=()).findings == check(files, on=TODAY)


def test_corrections_come_with_the_findings(reader: Proofreader) -> None:
    broken = {**FILES, LESSON: FILES[LESSON] + b"\n:::regle\nUne phrase.\n"}
    found = reader.prove(broken, on=TODAY, shown=()).of(LESSON)
    assert [one.fix for one in found if one.severity is Severity.ERROR] != [None]
    assert [one.fix for one in found] == [
        one.fix for one in check(broken, on=TODAY) if one.file == LESSON
    ]


def test_a_text_is_built_as_it_would_be_published(reader: Proofreader) -> None:
    shown = reader.prove(FILES, on=TODAY, shown=("essai/module.md", LESSON)).shown
    whole = build(FILES, render_parts(FILES), on=TODAY).module("essai")
    assert isinstance(shown, Module)
    assert whole is not None
    assert shown.lesson("formes") == whole.lesson("formes")
    assert len(shown.lessons) == 1


def test_hostile_text_is_stopped_and_the_next_one_proved(reader: Proofreader) -> None:
    hostile = {**FILES, LESSON: FILES[LESSON] + HOSTILE}
    proof = reader.prove(hostile, on=TODAY, shown=(LESSON,))
    (finding,) = proof.findings
    assert (finding.file, finding.severity) == (LESSON, Severity.ERROR)
    assert "trop de travail" in finding.message
    assert finding.line > FILES[LESSON].count(b"\n")
    assert proof.shown is None
    assert reader.prove(FILES, on=TODAY, shown=()).findings == check(FILES, on=TODAY)


@pytest.mark.parametrize("act", [os.system, print, pickle.loads, Proofreader])
def test_what_the_child_says_cannot_act(act: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        _Reader(io.BytesIO(pickle.dumps(act))).load()
    said = pickle.dumps(Proof(findings=()))
    assert _Reader(io.BytesIO(said)).load() == Proof(findings=())
