"""A site served, restored, killed half-way: the one or the other, never between."""

import threading
from pathlib import Path

import pytest

from learning.settings import Settings
from learning.storage.database import Database
from learning.storage.dumping import count_rows, hash_rows
from learning.storage.people import account
from tests.faults.cutting import cut
from tests.faults.ledger import Client, Ledger, recorded, verdict
from tests.support.hurt import hurt_command
from tests.support.little_site import LESSON, make_little_site
from tests.support.sites import Serve, done, tremplin
from tests.support.visitor import Visitor

pytestmark = pytest.mark.faults


def content(data: Path) -> dict[str, str]:
    """The accounts and how many rows there are of everything."""
    database = Database(Settings(data=data).database)
    try:
        counts = {name: str(count) for name, count in count_rows(database).items()}
        with database.reading() as connection:
            return counts | {"personnes": hash_rows(connection, account)}
    finally:
        database.dispose()


def test_a_served_site_is_not_replaced_and_goes_on(tmp_path: Path, serve_site: Serve) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    done(data, "backup", str(tmp_path / "copie"))
    site = serve_site(data)
    visitor = Visitor(site.url)
    visitor.sign_in(learner.identifier, learner.phrase)
    for words in (("restore", str(tmp_path / "copie"), "--remplacer"), ("upgrade",)):
        refused = tremplin(data, *words)
        assert refused.returncode == 1
        assert "en marche" in refused.stderr
    assert visitor.get(LESSON).status == 200
    visitor.close()
    site.stop()
    assert "restauré" in done(data, "restore", str(tmp_path / "copie"), "--remplacer")
    again = serve_site(data)
    visitor = Visitor(again.url)
    visitor.sign_in(learner.identifier, learner.phrase)
    assert visitor.get(LESSON).status == 200
    visitor.close()


@pytest.mark.long
def test_without_its_lock_a_served_site_is_replaced(tmp_path: Path, serve_site: Serve) -> None:
    data = tmp_path / "var"
    make_little_site(data, 1)
    done(data, "backup", str(tmp_path / "copie"))
    serve_site(data)
    words = ("restore", str(tmp_path / "copie"), "--remplacer")
    assert hurt_command(data, "unlocked", *words).returncode == 0, "the mutant must be caught"


def test_a_backup_made_while_people_answer_holds_all_that_was_acknowledged_before(
    tmp_path: Path, serve_site: Serve
) -> None:
    data = tmp_path / "var"
    learners = make_little_site(data, 4)
    site = serve_site(data)
    ledger = Ledger(tmp_path / "ledger")
    people = [Client(site.url, learner, ledger, 40) for learner in learners]
    for person in people:
        person.start()
    while len(ledger.entries()) < 20:
        threading.Event().wait(0.02)
    before = ledger.entries()
    done(data, "backup", str(tmp_path / "copie"))
    for person in people:
        person.join(timeout=120)
    assert not [sentence for person in people for sentence in person.trouble]
    assert verdict(ledger.entries(), recorded(data, learners)) == []
    site.stop()
    elsewhere = tmp_path / "ailleurs"
    done(elsewhere, "restore", str(tmp_path / "copie"))
    assert verdict(before, recorded(elsewhere, learners)) == []
    done(elsewhere, "audit", "verify")
    ledger.close()


def test_somebody_erased_does_not_come_back(tmp_path: Path) -> None:
    data = tmp_path / "var"
    gone, stays = make_little_site(data, 2)
    done(data, "backup", str(tmp_path / "copie"))
    done(data, "privacy", "erase", gone.identifier)
    assert "1 effacé de nouveau" in done(data, "restore", str(tmp_path / "copie"))
    listed = done(data, "accounts", "list")
    assert stays.identifier in listed
    assert gone.identifier not in listed
    marks = [str(gone.id).encode(), gone.id.hex.encode(), gone.identifier.encode()]
    for file in data.rglob("*"):
        if file.is_file():
            body = file.read_bytes()
            assert not [mark for mark in marks if mark in body], file


@pytest.mark.long
def test_without_being_erased_again_somebody_comes_back(tmp_path: Path) -> None:
    data = tmp_path / "var"
    gone = make_little_site(data, 1)[0]
    done(data, "backup", str(tmp_path / "copie"))
    done(data, "privacy", "erase", gone.identifier)
    restored = hurt_command(data, "resurrecting", "restore", str(tmp_path / "copie"))
    assert restored.returncode == 0, restored.stderr
    assert gone.identifier in done(data, "accounts", "list"), "the mutant must be caught"


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("learning.services.restore._unpack", marks=pytest.mark.long),
        pytest.param("learning.services.restore.upgrade", marks=pytest.mark.long),
        pytest.param("learning.services.restore.erase_again", marks=pytest.mark.long),
        "learning.services.restore.leave_nothing",
    ],
)
def test_a_restoration_killed_half_way_leaves_the_site_as_it_was(
    tmp_path: Path, step: str
) -> None:
    data = tmp_path / "var"
    gone, _stays = make_little_site(data, 2)
    done(data, "backup", str(tmp_path / "copie"))
    done(data, "privacy", "erase", gone.identifier)
    before = content(data)
    cut(data, step, "restore", str(tmp_path / "copie"), "--remplacer")
    assert content(data) == before
    done(data, "audit", "verify")
    done(data, "restore", str(tmp_path / "copie"), "--remplacer")
    assert gone.identifier not in done(data, "accounts", "list")
