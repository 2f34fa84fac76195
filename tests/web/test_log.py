"""The technical log: one file a month, and nobody in it."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.web import log
from tests.support.small_site import LESSON, SmallSite


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the lines go, for this test alone."""
    logger = logging.getLogger("tremplin.requests")
    kept = (list(logger.handlers), logger.level, logger.propagate)
    yield tmp_path / "journaux"
    logger.handlers, logger.propagate = kept[0], kept[2]
    logger.setLevel(kept[1])


def test_a_line_tells_a_route_and_never_who_or_what(small: SmallSite, folder: Path) -> None:
    log.to_files(folder)
    client = small.signed_in("alix")
    client.get(LESSON)
    client.get(f"/suivi/apprenants/{small.accounts['alix'].id}")
    (file,) = folder.iterdir()
    assert file.name.startswith("technique-20")
    assert file.stat().st_mode & 0o077 == 0
    text = file.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert {"GET", "POST"} <= {line["methode"] for line in lines}
    assert all(set(line) == {"t", "methode", "route", "etat", "ms"} for line in lines)
    alix = small.accounts["alix"]
    assert str(alix.id) not in text
    assert alix.identifier not in text
    assert "127.0.0.1" not in text


def test_a_line_that_cannot_be_written_stops_nobody(small: SmallSite, folder: Path) -> None:
    log.to_files(folder)
    folder.rmdir()
    assert small.client().get("/connexion").status == 200


def test_a_request_refused_before_its_view_has_its_line_too(
    small: SmallSite, folder: Path
) -> None:
    log.to_files(folder)
    client = small.signed_in("administrator")
    assert client.post("/affichage", {"x": "a" * 3_000_000}).status == 413
    (file,) = folder.iterdir()
    last = json.loads(file.read_text(encoding="utf-8").splitlines()[-1])
    assert (last["methode"], last["etat"]) == ("POST", 413)
