"""Both databases for storage and service tests, and a made site on either.

Rows without ORDER BY come back reversed on SQLite, so that no test leans on their order.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from learning.services.site import make_site
from learning.services.work import Program
from learning.settings import Settings
from tests.support.clock import Clock


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


@pytest.fixture
def program(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Program]:
    """A site just made, with nothing published and the clock of the test."""
    made, _card = make_site(Settings(data=tmp_path / "var", database_url=database_url))
    yield replace(made, clock=clock)
    made.database.dispose()
