"""The two servers that benchmarks compare: the product on its real courses, and the yardstick."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from learning.services.work import open_program
from learning.settings import Settings
from tests.support.little_site import Learner, enrol
from tests.support.sites import ServedSite, done, free_port
from tests.support.visitor import Visitor

PEOPLE = 60
MODULE = "viabilite"
LESSON = f"/modules/{MODULE}/client-probleme-offre"  # with a sheet of the project
PLAIN = f"/modules/{MODULE}/marge"


@dataclass(slots=True)
class Bare(ServedSite):
    """The yardstick's process."""

    def command(self, *options: str) -> list[str]:
        """How it starts."""
        del options
        database = str(self.data / "repere.sqlite3")
        return [sys.executable, "-m", "tests.benchmarks.yardstick", database, str(self.port)]


@dataclass(frozen=True, slots=True)
class Measured:
    """A running server, its process, and who may sign in."""

    site: ServedSite
    ready_seconds: float
    learners: tuple[Learner, ...] = ()
    opened: list[Visitor] = field(default_factory=list)

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self.site.process
        return self.site.process.pid

    def visitor(self, number: int = 0) -> Visitor:
        """One of the learners, signed in."""
        visitor = Visitor(self.site.url)
        self.opened.append(visitor)
        learner = self.learners[number]
        visitor.sign_in(learner.identifier, learner.phrase)
        return visitor

    def end(self) -> None:
        """Close every connection, then the site."""
        for visitor in self.opened:
            visitor.close()
        self.site.stop()


def make_real_site(data: Path, learners: int) -> tuple[Learner, ...]:
    """The shipped courses, and learners who have answered nothing."""
    done(data, "init")
    done(data, "courses", "publish", "courses")
    program = open_program(Settings(data=data))
    try:
        return tuple(enrol(program, learners, path="createur"))
    finally:
        program.database.dispose()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """The product, served on its shipped courses."""
    data = tmp_path_factory.mktemp("product") / "var"
    learners = make_real_site(data, PEOPLE)
    site = ServedSite(data, free_port())
    seconds = site.start()
    measured = Measured(site, seconds, learners)
    yield measured
    measured.end()


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """Bare Flask behind the same server."""
    site = Bare(tmp_path_factory.mktemp("bare"), free_port())
    seconds = site.start()
    yield Measured(site, seconds)
    site.stop()


@pytest.fixture(scope="session")
def bare_visitor(bare: Measured) -> Iterator[Visitor]:
    """A visitor whom the yardstick knows."""
    visitor = Visitor(bare.site.url)
    assert visitor.ask("GET", "/entrer").status == 200
    yield visitor
    visitor.close()
