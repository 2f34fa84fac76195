"""Both databases for storage and service tests, and a made site on either.

Rows without ORDER BY come back reversed on SQLite, so that no test leans on their order.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from learning.services.site import make_site
from learning.services.work import Program, open_program
from learning.settings import Settings
from tests.support.clock import Clock
from tests.support.postgres import Cluster


@sa.event.listens_for(sa.Engine, "connect")
def _reverse(dbapi: Any, _record: object) -> None:
    if "sqlite" in type(dbapi).__module__:
        dbapi.execute("PRAGMA reverse_unordered_selects=ON").close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: the test runs once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'essai.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@dataclass(frozen=True, slots=True)
class Blank:
    """A site just made, to copy: its data directory, and its database by a file or a name."""

    data: Path
    file: Path
    name: str = ""


@pytest.fixture(scope="session")
def blank_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Blank:
    """Made once: the migrations of a new site last longer than most tests."""
    folder = tmp_path_factory.mktemp("neuf")
    file = folder / "essai.sqlite3"
    _make(folder / "var", f"sqlite:///{file}")
    return Blank(folder / "var", file)


@pytest.fixture(scope="session")
def blank_on_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_cluster: Cluster
) -> Blank:
    """The same on PostgreSQL, where it is the template of others."""
    folder = tmp_path_factory.mktemp("neuf")
    name = postgres_cluster.create()
    _make(folder / "var", postgres_cluster.url(name))
    return Blank(folder / "var", folder, name)


def _make(data: Path, url: str) -> None:
    made, _card = make_site(Settings(data=data, database_url=url))
    made.database.dispose()


@pytest.fixture
def program(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, clock: Clock
) -> Iterator[Program]:
    """A site just made, with nothing published and the clock of the test."""
    address = sa.make_url(database_url)
    blank: Blank
    if address.get_backend_name() == "sqlite":
        blank = request.getfixturevalue("blank_on_sqlite")
        shutil.copyfile(blank.file, str(address.database))
    else:
        blank = request.getfixturevalue("blank_on_postgres")
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        cluster.refill(str(address.database), blank.name)
    shutil.copytree(blank.data, tmp_path / "var")
    settings = Settings(data=tmp_path / "var", database_url=database_url)
    opened = open_program(settings, clock=clock)
    yield opened
    opened.database.dispose()
