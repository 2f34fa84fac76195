"""Another program holds the database: a short wait is invisible, a long one ends in a page."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.ledger import recorded
from tests.faults.person import Person, person_at
from tests.support.hurt import HurtSite
from tests.support.little_site import LESSON, Learner, make_little_site
from tests.support.sites import Serve, ServedSite, free_port
from tests.support.visitor import Visitor

pytestmark = pytest.mark.faults


@contextmanager
def locked(data: Path) -> Iterator[sqlite3.Connection]:
    """Hold the write lock, as a backup gone wrong would."""
    connection = sqlite3.connect(
        data / "tremplin.sqlite3", isolation_level=None, check_same_thread=False
    )
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.close()


@pytest.fixture
def served(tmp_path: Path, serve_site: Serve) -> Iterator[tuple[ServedSite, Learner, Visitor]]:
    """A little site with one learner signed in."""
    learner = make_little_site(tmp_path / "var", 1)[0]
    site = serve_site(tmp_path / "var")
    visitor = Visitor(site.url)
    visitor.sign_in(learner.identifier, learner.phrase)
    yield site, learner, visitor
    visitor.close()


def test_three_seconds_are_waited_for(served: tuple[ServedSite, Learner, Visitor]) -> None:
    site, learner, visitor = served
    form = visitor.get(LESSON).page.form("combien")
    with locked(site.data) as holder:
        release = threading.Timer(3, holder.execute, ["ROLLBACK"])
        release.start()
        began = time.monotonic()
        answered = visitor.send(form, {"combien": "1234", "enregistrer": "combien"})
        release.join()
    assert answered.status == 303
    assert time.monotonic() - began >= 2.5
    assert recorded(site.data, (learner,)) == [(str(learner.id), "1234")]


def test_longer_is_said_and_nothing_typed_is_lost(
    served: tuple[ServedSite, Learner, Visitor],
) -> None:
    site, learner, visitor = served
    form = visitor.get(LESSON).page.form("racontez")
    text = "Des sandwichs à l’œuf, devant la gare."
    with locked(site.data):
        assert visitor.get(LESSON).status == 200, "reading must go on"
        answered = visitor.send(form, {"racontez": text, "enregistrer": "racontez"})
    assert answered.status == 503
    assert answered.headers["retry-after"].isdigit()
    assert text in answered.body.decode()
    assert "Rien n’a été enregistré" in answered.page.text
    again = visitor.send(form, {"racontez": text, "enregistrer": "racontez"})
    assert again.status == 303
    assert len(recorded(site.data, (learner,))) == 1


@pytest.mark.long
def test_thirty_seconds_end_in_a_page_for_everybody(tmp_path: Path, serve_site: Serve) -> None:
    data = tmp_path / "var"
    learners = make_little_site(data, 3)
    site = serve_site(data)
    people = [person_at(site, learner) for learner in learners]
    over = threading.Event()
    found: list[set[int]] = []

    def insist(person: Person) -> None:
        seen = set()
        while not over.is_set():
            answered = person.answer()
            seen.add(answered.status)
            assert answered.status != 503 or answered.headers["retry-after"].isdigit()
        found.append(seen)

    threads = [threading.Thread(target=insist, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    time.sleep(1)
    with locked(data):
        time.sleep(30)
    over.set()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert {status for seen in found for status in seen} == {303, 503}
    assert people[0].answer().status == 303


@pytest.mark.long
def test_without_its_translation_a_long_lock_is_a_fault(tmp_path: Path) -> None:
    learner = make_little_site(tmp_path / "var", 1)[0]
    site = HurtSite(tmp_path / "var", free_port(), "untold", {})
    site.start()
    person = person_at(site, learner)
    with locked(site.data):
        assert person.answer().status == 500, "the mutant must be caught"
    site.stop()


@pytest.mark.long
def test_without_waiting_three_seconds_are_refused(tmp_path: Path) -> None:
    learner = make_little_site(tmp_path / "var", 1)[0]
    site = HurtSite(tmp_path / "var", free_port(), "impatient", {})
    site.start()
    visitor = Visitor(site.url)
    visitor.sign_in(learner.identifier, learner.phrase)
    form = visitor.get(LESSON).page.form("combien")
    with locked(site.data):
        refused = visitor.send(form, {"combien": "1234", "enregistrer": "combien"})
    assert refused.status == 503, "the mutant must be caught"
    visitor.close()
    site.stop()
