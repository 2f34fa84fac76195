"""The current goes: what was acknowledged is on the disk, and the database is whole.

The site lives alone on an ext4 image. At each cut its programs stop where they are, and the
file system is shut down without writing what it still held in memory (the kernel's own request
for it): the image then holds what the disk had been given, and no more. A copy of it is looked
at; the site starts again on it by itself. A disk that lies about its own cache is not tried.
"""

import fcntl
import os
import random
import signal
import sqlite3
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.ledger import Client, Ledger, recorded, verdict
from tests.support.hurt import HurtSite
from tests.support.little_site import Learner, make_little_site
from tests.support.sites import ServedSite, free_port
from tests.support.tables import Figures

pytestmark = [pytest.mark.faults, pytest.mark.long]

CUTS, CLIENTS, ANSWERS = 20, 10, 60
MUTANT_CUTS = 5
SIZE = 96 * 2**20
SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
WITHOUT_THE_LOG = 2  # … and its journal stays as it is too


def mount(image: Path, place: Path) -> None:
    """Mount an image; ext4 takes up its journal where it was."""
    subprocess.run(["mount", "-o", "loop", image, place], check=True)


def unmount(place: Path) -> None:
    """Unmount it, once nobody holds it any more."""
    for _ in range(100):
        if subprocess.run(["umount", place], check=False, capture_output=True).returncode == 0:
            return
        time.sleep(0.05)
    subprocess.run(["umount", "-l", place], check=True)


@dataclass(frozen=True, slots=True)
class Disk:
    """An ext4 file system of one's own, in a file."""

    image: Path
    place: Path

    @property
    def data(self) -> Path:
        """The site on it."""
        return self.place / "var"

    def cut(self, site: ServedSite) -> None:
        """Stop everything at once, and forget what the disk had not been given."""
        assert site.process
        site.process.send_signal(signal.SIGSTOP)
        root = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(root, SHUTDOWN, struct.pack("I", WITHOUT_THE_LOG))
        finally:
            os.close(root)
        site.kill()
        unmount(self.place)

    def look(self, learners: tuple[Learner, ...], ledger: Ledger) -> list[str]:
        """Tell what is wrong on a copy of the image."""
        copied, beside = self.image.with_suffix(".copie"), self.place.with_name("copie")
        subprocess.run(["cp", "--sparse=always", self.image, copied], check=True)
        beside.mkdir(exist_ok=True)
        mount(copied, beside)
        try:
            with closing(sqlite3.connect(beside / "var" / "tremplin.sqlite3")) as connection:
                found = connection.execute("PRAGMA integrity_check").fetchall()
            broken = [] if found == [("ok",)] else [f"integrity_check: {found[:3]}"]
            return broken + verdict(ledger.entries(), recorded(beside / "var", learners))
        finally:
            unmount(beside)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A fresh disk, mounted."""
    if os.geteuid():
        pytest.fail("Cet essai monte un disque : lancez « make faults » en root.")
    made = Disk(tmp_path / "disque.img", tmp_path / "disque")
    made.place.mkdir()
    with made.image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", "-F", made.image], check=True)
    mount(made.image, made.place)
    try:
        yield made
    finally:
        if made.place.is_mount():
            unmount(made.place)


@dataclass(frozen=True, slots=True)
class Found:
    """What the cuts left."""

    wrong: list[str]
    acknowledged: int
    slowest: float
    trouble: list[str]


def cut_while_answering(disk: Disk, site: ServedSite, cuts: int) -> Found:
    """Cut the current again and again while everybody answers; stop at the first loss."""
    learners = make_little_site(disk.data, CLIENTS)
    ledger = Ledger(disk.image.with_name("ledger"))
    site.start()
    people = [Client(site.url, learner, ledger, ANSWERS) for learner in learners]
    for person in people:
        person.start()
    wrong: list[str] = []
    slowest = 0.0
    for cut in range(cuts):
        wanted = (cut + 1) * CLIENTS * ANSWERS // (cuts + 1)
        while len(ledger.entries()) < wanted and any(one.is_alive() for one in people):
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.05))
        disk.cut(site)
        wrong += disk.look(learners, ledger)
        mount(disk.image, disk.place)
        slowest = max(slowest, site.start())
        if wrong:
            break
    for person in people:
        person.join(timeout=120)
    site.stop()
    wrong += verdict(ledger.entries(), recorded(disk.data, learners))
    acknowledged = len(ledger.entries())
    ledger.close()
    return Found(wrong, acknowledged, slowest, [line for one in people for line in one.trouble])


def test_no_cut_loses_what_was_acknowledged(disk: Disk, figures: Figures) -> None:
    found = cut_while_answering(disk, ServedSite(disk.data, free_port()), CUTS)
    assert not found.trouble
    assert not found.wrong, found.wrong[:5]
    figures.exactly(f"coupures de courant ({CUTS}), perdu ou abîmé", len(found.wrong), 0)
    figures.exactly("réponses reconnues et gardées", found.acknowledged, CLIENTS * ANSWERS)
    figures.tell("de nouveau prêt après une coupure", f"{found.slowest:.1f} s")


def test_without_waiting_for_the_disk_answers_are_lost(disk: Disk) -> None:
    site = HurtSite(disk.data, free_port(), "unsynced", {})
    found = cut_while_answering(disk, site, MUTANT_CUTS)
    assert any("acknowledged and lost" in one for one in found.wrong), "the mutant must be caught"
