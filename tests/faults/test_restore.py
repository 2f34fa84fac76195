"""A site served, restored, upgraded, killed half-way: the one or the other, never between."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from learning.services.work import make_keys
from learning.settings import Settings
from learning.storage.database import Database
from learning.storage.dumping import count_rows, hash_rows
from learning.storage.people import account
from learning.storage.upgrade import HEAD, current_version, upgrade
from tests.faults.ledger import Client, Ledger, recorded, verdict
from tests.support.little_site import LESSON, make_little_site
from tests.support.sites import ROOT, Serve, done, environment, tremplin
from tests.support.visitor import Visitor

pytestmark = pytest.mark.faults

# Kills the command inside the step that is named, once that step is done.
CUT = """
import importlib, os, signal, sys
module, name = sys.argv[1].rsplit(".", 1)
target = importlib.import_module(module)
whole = getattr(target, name)
def cut(*given, **named):
    whole(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(target, name, cut)
from learning.__main__ import main
sys.argv = ["tremplin", *sys.argv[2:]]
sys.exit(main())
"""


def cut(data: Path, step: str, *words: str) -> None:
    """Run a command and kill it after a step."""
    killed = subprocess.run(
        [sys.executable, "-c", CUT, step, *words],
        check=False,
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        timeout=120,
    )
    assert killed.returncode == -9, killed.stderr.decode()


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


VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")


@pytest.mark.parametrize(
    "version", [pytest.param(one, marks=pytest.mark.long) for one in VERSIONS[:-1]] + ["0007"]
)
def test_an_upgrade_killed_half_way_changes_nothing_and_then_goes_through(
    tmp_path: Path, version: str
) -> None:
    data = tmp_path / "var"
    data.mkdir()
    make_keys(data)
    database = Database(Settings(data=data).database)
    upgrade(database, version)
    with database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO site (id, name, created_at) VALUES ('site', 'Essai', 0)"
        )
        for number in range(50):
            connection.exec_driver_sql(
                "INSERT INTO account (site_id, id, role, identifier, name, status, created_at, "
                "made_by_demo) VALUES ('site', ?, 'learner', ?, 'Essai', 'active', 0, 0)",
                (f"{number:032x}", f"essai-{number}"),
            )
    before = _old_rows(database)
    database.dispose()
    for step in ("alembic.op.create_table", "learning.storage.upgrade._check_keys"):
        cut(data, step, "upgrade")
        database = Database(Settings(data=data).database)
        with database.reading() as connection:
            assert current_version(connection) == version
        assert _old_rows(database) == before
        database.dispose()
    said = done(data, "upgrade")
    assert f"de {version} à {HEAD}" in said
    database = Database(Settings(data=data).database)
    assert _old_rows(database) == before
    database.dispose()
    done(data, "audit", "verify")
    copies = sorted((data / "sauvegardes").iterdir())
    assert len(copies) >= 1
    shutil.copy(copies[0], tmp_path / "copie")
    done(tmp_path / "ailleurs", "restore", str(tmp_path / "copie"))
    assert "essai-49" in done(tmp_path / "ailleurs", "accounts", "list")


def _old_rows(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, identifier, name, status FROM account")
        return sorted(tuple(row) for row in rows)
