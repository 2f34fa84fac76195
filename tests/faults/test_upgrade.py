"""An upgrade from every release, killed half-way: nothing changed, and then it goes through."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from learning.services.work import make_keys
from learning.settings import Settings
from learning.storage import migrations
from learning.storage.database import Database
from learning.storage.upgrade import HEAD, current_version, upgrade
from tests.faults.cutting import cut
from tests.support.sites import done
from tests.support.tables import Figures

pytestmark = pytest.mark.faults

ROWS = 20
STEPS = (
    "alembic.runtime.migration:HeadMaintainer.update_to_step",  # after the first migration
    "learning.storage.upgrade._check_keys",  # after the last, before they are kept
)
KEEP_PARTS = "given[0].context.connection.connection.driver_connection.execute('COMMIT')"
VERSIONS = sorted(
    file.name[:4] for file in (Path(migrations.__path__[0]) / "versions").glob("0*.py")
)
PEOPLE = {"role": "learner", "status": "active", "made_by_demo": 0}
MADE: dict[type[sa.types.TypeEngine[Any]], Callable[[int], object]] = {
    sa.JSON: lambda _: "{}",
    sa.CHAR: lambda number: f"{number:032x}",  # a UUID
    sa.Uuid: lambda number: f"{number:032x}",
    sa.LargeBinary: lambda number: f"{number}".encode(),
    sa.Boolean: lambda number: number % 2,
    sa.String: lambda number: f"essai-{number}",
}
# The chain of the audit is written again by a migration: « audit verify » judges it. A study is
# read whole when a site is restored.
APART = ("alembic_version", "audit", "study")


class Release:
    """The database of a site of some release, every table filled."""

    def __init__(self, data: Path, version: str) -> None:
        data.mkdir()
        make_keys(data)
        self.data = data
        database = self.open()
        upgrade(database, version)
        self.tables = sa.MetaData()
        with database.writing() as connection:
            self.tables.reflect(connection)
            self._fill(connection)
        database.dispose()

    def open(self) -> Database:
        """The database, to be disposed of."""
        return Database(Settings(data=self.data).database)

    def _fill(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql(
            "INSERT INTO site (id, name, created_at) VALUES ('site', 'Essai', 0)"
        )
        for table in self._kept():
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            marks = ", ".join("?" for _ in table.columns)
            alone = [column.name for column in table.primary_key] == ["site_id"]
            for number in range(1 if alone else ROWS):
                connection.exec_driver_sql(
                    f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})',  # noqa: S608 - names of our own tables
                    tuple(_value(column, number) for column in table.columns),
                )

    def _kept(self) -> list[sa.Table]:
        return [
            table
            for table in self.tables.sorted_tables
            if table.name != "site" and not table.name.startswith(APART)
        ]

    def content(self) -> dict[str, str]:
        """How many rows each table of that release holds, and their hash."""
        database = self.open()
        found = {}
        with database.reading() as connection:
            for table in self._kept():
                columns = ", ".join(f'"{column.name}"' for column in table.columns)
                query = f'SELECT {columns} FROM "{table.name}"'  # noqa: S608 - as above
                rows = sorted(map(repr, connection.exec_driver_sql(query)))
                digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
                found[table.name] = f"{len(rows)} {digest}"
        database.dispose()
        return found

    def version(self) -> str | None:
        """Where it stands now."""
        database = self.open()
        with database.reading() as connection:
            found = current_version(connection)
        database.dispose()
        return found


def _value(column: "sa.Column[object]", number: int) -> object:
    """Something that the column takes; what points at another row points at that number's."""
    while column.foreign_keys:
        column = next(iter(column.foreign_keys)).column
    if column.table.name == "site" or column.name == "site_id":
        return "site"
    if column.table.name == "account" and column.name in PEOPLE:
        return PEOPLE[column.name]
    for kind, made in MADE.items():
        if isinstance(column.type, kind):
            return made(number)
    return number


@pytest.mark.parametrize(
    "version",
    [pytest.param(one, marks=pytest.mark.long) for one in VERSIONS[:-2]] + [VERSIONS[-2]],
)
def test_an_upgrade_killed_half_way_changes_nothing_and_then_goes_through(
    tmp_path: Path, figures: Figures, version: str
) -> None:
    release = Release(tmp_path / "var", version)
    before = release.content()
    for step in STEPS:
        cut(release.data, step, "upgrade")
        assert release.version() == version
        assert release.content() == before
    said = done(release.data, "upgrade")
    assert f"de {version} à {HEAD}" in said
    after = release.content()
    assert {name: after[name] for name in before} == before
    done(release.data, "audit", "verify")
    copies = sorted((release.data / "sauvegardes").iterdir())
    assert len(copies) >= 1
    shutil.copy(copies[0], tmp_path / "copie")
    done(tmp_path / "ailleurs", "restore", str(tmp_path / "copie"))
    assert f"essai-{ROWS - 1}" in done(tmp_path / "ailleurs", "accounts", "list")
    figures.exactly(f"mise à niveau depuis {version}, tables gardées", len(before), len(before))


def test_the_newest_release_is_the_last_migration() -> None:
    assert VERSIONS[-1] == HEAD


def test_an_upgrade_kept_in_parts_is_seen(tmp_path: Path) -> None:
    release = Release(tmp_path / "var", VERSIONS[0])
    cut(release.data, STEPS[0], "upgrade", first=KEEP_PARTS)
    assert release.version() != VERSIONS[0], "the mutant must be caught"
