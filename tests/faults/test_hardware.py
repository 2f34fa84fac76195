"""A disk that fails and a disk that fills: nothing is acknowledged that is not kept.

Each bar is shown to break when its defence is taken away (tests/support/hurt.py).
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.ledger import recorded
from tests.faults.person import Person, person_at
from tests.support.hurt import HurtSite
from tests.support.little_site import LESSON, Learner, make_little_site
from tests.support.sites import ServedSite, free_port
from tests.support.tables import Figures
from tests.support.visitor import Answered

pytestmark = [pytest.mark.faults, pytest.mark.long]

TRIES = 10
MOST_WRITES = 900
SPACE = "24m"
RECOVERY_SECONDS = 10.0


@contextmanager
def serving(data: Path, mutant: str = "") -> Iterator[ServedSite]:
    """The real program, or one without a defence."""
    port = free_port()
    site = HurtSite(data, port, mutant, {}) if mutant else ServedSite(data, port)
    try:
        site.start()
        yield site
    finally:
        site.stop()


@contextmanager
def failing_fsync(site: ServedSite) -> Iterator[None]:
    """Let every fsync of the process fail with an input-output error, as a dying disk does."""
    assert site.process
    # A process that starts with the fault would not start: strace takes hold of a running one.
    held = subprocess.Popen(
        [
            *("strace", "-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"),
            *("-e", "inject=fsync,fdatasync:error=EIO", "-p", str(site.process.pid)),
        ],
        stderr=subprocess.PIPE,
    )
    assert held.stderr
    assert b"attached" in held.stderr.readline()
    try:
        yield
    finally:
        held.terminate()
        held.wait(timeout=20)
        held.stderr.close()


def answers_under_fault(site: ServedSite, learner: Learner) -> tuple[int, list[Answered]]:
    """Answer before the fault, then under it; the last number acknowledged before comes first."""
    person = person_at(site, learner)
    assert person.answer().status == 303
    before = person.typed
    with failing_fsync(site):
        return before, [person.answer() for _ in range(TRIES)]


def test_nothing_is_acknowledged_when_fsync_fails(tmp_path: Path, figures: Figures) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    with serving(data) as site:
        before, answers = answers_under_fault(site, learner)
        assert {one.status for one in answers} == {503}
        assert all("Rien n’a été enregistré" in one.page.text for one in answers)
        assert all(str(before + n) in one.body.decode() for n, one in enumerate(answers, 1))
        site.stop()
        before_restart = site.log.stat().st_size
        figures.tell("de nouveau prêt après l’erreur", f"{site.start():.1f} s")
        again = person_at(site, learner)
        again.typed = 5000
        assert again.answer().status == 303
        said = site.log.read_text(encoding="utf-8")[before_restart:]
        assert "Traceback" not in said
        assert "error" not in said.lower()
    kept = [typed for _, typed in recorded(data, (learner,))]
    assert {str(before), "5001"} <= set(kept)
    assert len(kept) == len(set(kept))
    # The last one refused may stand in the log all the same: the same form, sent again, is not
    # counted twice. None of the others does.
    assert set(kept) - {str(before), "5001"} <= {str(before + TRIES)}
    with contextlib.closing(sqlite3.connect(data / "tremplin.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    figures.exactly("reconnues pendant l’erreur fsync", 0, 0)


def test_without_fsync_the_bar_breaks(tmp_path: Path) -> None:
    learner = make_little_site(tmp_path / "var", 1)[0]
    with serving(tmp_path / "var", "unsynced") as site:
        _, answers = answers_under_fault(site, learner)
    assert 303 in {one.status for one in answers}, "the mutant must be caught"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A data directory alone on a small disk."""
    place = tmp_path / "disque"
    place.mkdir()
    if os.geteuid():
        pytest.fail("Cet essai monte un disque : lancez « make faults » en root.")
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SPACE}", "tmpfs", place], check=True)
    try:
        yield place / "var"
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path) -> Path:
    """Leave no room at all."""
    filler = disk / "plein"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    assert shutil.disk_usage(disk).free == 0
    return filler


def write_until_full(person: Person) -> Answered:
    """Answer until an answer is not taken: what the database had set aside goes first."""
    for _ in range(MOST_WRITES):
        answered = person.answer()
        if answered.status != 303:
            return answered
    pytest.fail("the disk never filled")


def test_a_full_disk_loses_nothing_and_recovers(small_disk: Path, figures: Figures) -> None:
    learner = make_little_site(small_disk, 1)[0]
    with serving(small_disk) as site:
        person = person_at(site, learner)
        filler = fill(small_disk.parent)
        refused = write_until_full(person)
        assert refused.status in {503, 507}
        assert str(person.typed) in refused.body.decode()
        assert refused.headers["retry-after"].isdigit()
        assert person.visitor.get(LESSON).status == 200, "reading must go on"
        acknowledged = person.typed - 1
        filler.unlink()
        freed = time.monotonic()
        while person.answer().status != 303:
            assert time.monotonic() - freed < RECOVERY_SECONDS
            time.sleep(0.2)
        figures.at_most("de nouveau écrit", time.monotonic() - freed, RECOVERY_SECONDS, " s")
    kept = [int(typed) for _, typed in recorded(small_disk, (learner,))]
    assert set(range(1001, acknowledged + 1)) <= set(kept)
    assert len(kept) == len(set(kept))
    figures.exactly("reconnues et perdues", 0, 0)


def test_without_its_translation_a_full_disk_is_a_fault(small_disk: Path) -> None:
    learner = make_little_site(small_disk, 1)[0]
    with serving(small_disk, "untold") as site:
        person = person_at(site, learner)
        fill(small_disk.parent)
        assert write_until_full(person).status == 500, "the mutant must be caught"
