"""A locked database, a fault nobody foresaw: a French sentence, and what was typed shown back."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from learning.storage.database import Database
from tests.support.small_site import LESSON, SmallSite


@contextmanager
def locked(small: SmallSite) -> Iterator[None]:
    """Let somebody else hold the write lock of the database."""
    other = Database(small.program.database.url)
    with other.writing():
        yield
    other.dispose()


@pytest.fixture
def impatient(small: SmallSite) -> SmallSite:
    """The same site, whose connections wait a moment and not eight seconds."""
    engine = small.program.database.engine
    for connection in [engine.connect() for _ in range(3)]:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout=50")
        connection.close()
    return small


def test_a_locked_database_answers_503_and_shows_what_was_typed(impatient: SmallSite) -> None:
    client = impatient.signed_in()
    form = client.get(LESSON).page.form("libre")
    values: dict[str, str | list[str]] = dict(form.values)
    values |= {"libre": "Vendre quoi ? Des paniers", "enregistrer": "libre"}
    with locked(impatient):
        reply = client.post(LESSON, values)
        assert reply.status == 503
        assert int(reply.response.headers["Retry-After"]) > 0
        assert "Vendre quoi ? Des paniers" in reply.page.html
        assert "Rien n’a été enregistré" in reply.text
        assert client.get(LESSON).status == 200
    assert impatient.answers() == []
    assert client.post(LESSON, values).status == 303
    assert len(impatient.answers()) == 1


def test_signing_in_on_a_locked_database_never_shows_the_phrase(impatient: SmallSite) -> None:
    client = impatient.client()
    form = client.get("/connexion").page.form("phrase")
    account = impatient.accounts["alix"]
    values: dict[str, str | list[str]] = dict(form.values)
    values |= {"identifiant": account.identifier, "phrase": account.phrase}
    with locked(impatient):
        reply = client.post("/connexion", values)
    assert reply.status == 503
    assert account.phrase not in reply.page.html
    assert client.post("/connexion", values).status == 303


def test_what_nobody_foresaw_has_a_code_that_the_log_has_too(
    small: SmallSite, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = small.signed_in()
    form = client.get(LESSON).page.form("libre")

    def fail(*_: object) -> None:
        message = "secret detail"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("learning.services.answer.record_answer", fail)
    monkeypatch.setattr("learning.services.answer.posted_fields", fail)
    values: dict[str, str | list[str]] = dict(form.values)
    values |= {"libre": "Mon texte", "enregistrer": "libre"}
    with caplog.at_level(logging.ERROR):
        reply = client.post(LESSON, values)
    assert reply.status == 500
    assert "Mon texte" in reply.page.html
    assert "secret detail" not in reply.page.html
    code = caplog.records[-1].args
    assert code
    assert str(next(iter(code))) in reply.text


def test_a_form_too_heavy_is_refused_in_a_sentence(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get(LESSON).page.form("libre")
    values: dict[str, str | list[str]] = dict(form.values)
    reply = client.post(LESSON, {**values, "libre": "é" * 1_500_000})
    assert reply.status == 413
    assert "trop long" in reply.text


def test_an_address_that_needs_a_post_says_so(small: SmallSite) -> None:
    reply = small.signed_in().get("/deconnexion")
    assert reply.status == 405
    assert "s’ouvre autrement" in reply.text


def test_an_unknown_address_keeps_the_links_of_the_header(small: SmallSite) -> None:
    client = small.signed_in()
    page = client.get("/nulle-part").page
    assert "/fin" in page.links, "the way out is still there"
    stranger = small.client().get("/nulle-part").page
    assert "/fin" not in stranger.links
