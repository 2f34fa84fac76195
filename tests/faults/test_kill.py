"""The server is killed in the middle of answers: what it acknowledged stays, once."""

import random
import sqlite3
import time
from pathlib import Path

import pytest

from tests.faults.ledger import Client, Ledger, recorded, verdict
from tests.support.hurt import HurtSite
from tests.support.little_site import make_little_site
from tests.support.sites import Serve, free_port
from tests.support.tables import Figures

pytestmark = pytest.mark.faults

READY_AGAIN_SECONDS = 5.0


@pytest.mark.parametrize(
    ("clients", "answers", "kills"),
    [
        pytest.param(4, 40, 3, id="short"),
        pytest.param(20, 50, 20, id="long", marks=pytest.mark.long),
    ],
)
def test_nothing_acknowledged_is_lost_or_counted_twice(
    tmp_path: Path,
    serve_site: Serve,
    figures: Figures,
    clients: int,
    answers: int,
    kills: int,
) -> None:
    data = tmp_path / "var"
    learners = make_little_site(data, clients)
    site = serve_site(data)
    ledger = Ledger(tmp_path / "ledger")
    people = [Client(site.url, learner, ledger, answers) for learner in learners]
    for person in people:
        person.start()
    slowest, done = 0.0, 0
    for kill in range(kills):
        wanted = (kill + 1) * clients * answers // (kills + 1)
        while len(ledger.entries()) < wanted and any(p.is_alive() for p in people):
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.05))
        site.kill()
        done += 1
        slowest = max(slowest, site.start())
    for person in people:
        person.join(timeout=120)
    acknowledged = ledger.entries()
    ledger.close()
    site.stop()
    assert not [sentence for person in people for sentence in person.trouble]
    wrong = verdict(acknowledged, recorded(data, learners))
    assert wrong == []
    figures.exactly(
        f"réponses reconnues et gardées, {done} arrêts", len(acknowledged), clients * answers
    )
    figures.at_most("de nouveau prêt après un arrêt", slowest, READY_AGAIN_SECONDS, " s")
    with sqlite3.connect(data / "tremplin.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


@pytest.mark.long
def test_acknowledged_before_it_is_kept_is_lost(tmp_path: Path) -> None:
    data = tmp_path / "var"
    learners = make_little_site(data, 4)
    site = HurtSite(data, free_port(), "hasty", {})
    site.start()
    ledger = Ledger(tmp_path / "ledger")
    people = [Client(site.url, learner, ledger, 20) for learner in learners]
    for person in people:
        person.start()
    while len(ledger.entries()) < 20 and any(one.is_alive() for one in people):
        time.sleep(0.01)
    site.kill()
    acknowledged = ledger.entries()
    wrong = verdict(acknowledged, recorded(data, learners))
    site.start()
    for person in people:
        person.join(timeout=120)
    site.stop()
    ledger.close()
    assert wrong, "the mutant must be caught"


def test_the_ledger_would_tell() -> None:
    """The check that passes above fails when the defence is taken away."""
    assert verdict([("a", "1"), ("a", "2")], [("a", "1")]) == ["a 2: acknowledged and lost"]
    assert verdict([("a", "1")], [("a", "1"), ("a", "1")]) == ["a 1: counted 2 times"]
