"""A figure entered ahead of its date: the release of a day shows that day's row, for ever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from learning.content.source import digest_of, read_folder
from learning.domain.errors import Conflict
from learning.services.doctor import examine
from learning.services.library import Library
from learning.services.publish import prepare_release, publish
from learning.services.work import Program, Work, with_release
from tests.support.clock import START
from tests.support.small_site import COURSES, make

FIGURE = """\
- id: essai.part
  label: "Taux d’essai"
  value: 10
  unit: "%"
  valid_from: null
  valid_to: "{last}"
  source: "un texte"
  confidence: high

- id: essai.part
  label: "Taux d’essai"
  value: 12
  unit: "%"
  valid_from: "{first}"
  valid_to: null
  source: "un texte"
  confidence: high

"""
TODAY = START.date()
CHANGE = TODAY + timedelta(days=10)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A site whose clock a test moves."""
    made, _accounts = make(tmp_path / "var", phrases=False)
    yield made
    made.database.dispose()


def files() -> dict[str, bytes]:
    """The small courses, with a figure that changes in ten days."""
    found = read_folder(COURSES)
    rows = FIGURE.format(first=CHANGE, last=CHANGE - timedelta(days=1)).encode()
    return found | {"referentiel.yaml": rows + found.get("referentiel.yaml", b"")}


def published(program: Program, on: date) -> tuple[Program, str]:
    """Publish on a day, and return the program whose clock is there with the release."""
    moved = replace(program, clock=lambda: START + (on - TODAY), library=Library())
    prepared = prepare_release(moved, files(), on=on)
    with moved.writing() as work:
        publish(with_release(work), prepared)
    return moved, prepared.id


def shown(work: Work, release: str) -> str:
    """What a release shows of the figure."""
    catalogue = work.library.catalogue(work.connection, release)
    return next(one.shown for one in catalogue.figures if one.id == "essai.part")


def test_publishing_again_on_the_day_shows_the_new_figure(program: Program) -> None:
    moved, before = published(program, TODAY)
    with moved.reading() as work:
        assert shown(work, before) == "10\u00a0%"
    moved, after = published(program, CHANGE)
    assert after == digest_of(files())
    assert before != after
    with moved.reading() as work:
        assert with_release(work).release == after
        assert shown(work, after) == "12\u00a0%"
        assert shown(work, before) == "10\u00a0%", "the old release never changes"


def test_a_release_prepared_the_day_before_is_refused(program: Program) -> None:
    prepared = prepare_release(program, files(), on=CHANGE - timedelta(days=1))
    moved = replace(program, clock=lambda: START + timedelta(days=10))
    with pytest.raises(Conflict, match="publiez à nouveau"), moved.writing() as work:
        publish(with_release(work), prepared)


def test_the_doctor_says_what_to_publish_again(program: Program) -> None:
    moved, _ = published(program, TODAY)

    def said(day: date) -> tuple[str, str]:
        then = replace(moved, clock=lambda: START + (day - TODAY))
        return next((p.state, p.sentence) for p in examine(then) if p.subject == "chiffres")

    assert said(TODAY) == ("ok", "Aucun périmé.")
    state, sentence = said(CHANGE)
    assert state == "attention"
    assert sentence.startswith("À publier de nouveau, leur valeur a changé (1)")
    assert "Taux d’essai" in sentence
    assert "Périmés" not in sentence
