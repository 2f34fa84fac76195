"""The engine on both databases: what is promised of its settings, and no update ever lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from learning.domain.errors import Unavailable
from learning.storage import (
    activity,
    administration,
    audit,
    dossiers,
    evaluation,
    follow_up,
    people,
    publishing,
    rooms,
    sessions,
    trust,
    worksheets,
)
from learning.storage.base import UtcDateTime, metadata
from learning.storage.database import Database, sqlite_is_safe
from learning.storage.upgrade import HEAD, check_version, current_version, upgrade

TABLES = (
    activity,
    administration,
    audit,
    dossiers,
    evaluation,
    follow_up,
    people,
    publishing,
    rooms,
    sessions,
    trust,
    worksheets,
)
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
SITE = {"id": "site", "name": "Essai", "created_at": AT}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database at its last version."""
    opened = Database(database_url)
    upgrade(opened)
    yield opened
    opened.dispose()


def test_the_last_migration_makes_the_tables_that_the_code_reads(database: Database) -> None:
    assert TABLES
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
        assert current_version(connection) == HEAD
    assert [one for one in found if "comment" not in str(one)] == []
    check_version(database)


def test_down_to_nothing_and_up_again(database: Database) -> None:
    upgrade(database, "base")
    with database.reading() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
    with pytest.raises(Unavailable):
        check_version(database)
    upgrade(database)
    with database.reading() as connection:
        assert {"fact", "draft", "audit"} <= set(sa.inspect(connection).get_table_names())


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(sa.insert(people.site), SITE)
    upgrade(database)
    with database.reading() as connection:
        assert connection.execute(sa.select(people.site.c.id)).scalars().all() == ["site"]


def test_a_newer_database_is_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unavailable, match="plus récente"):
        check_version(database)


def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="read"), database.reading() as connection:
        connection.execute(sa.insert(people.site), SITE)
    with database.writing() as connection:
        connection.execute(sa.insert(people.site), SITE)


def test_an_error_rolls_the_whole_write_back(database: Database) -> None:
    def write_and_fail() -> None:
        with database.writing() as connection:
            connection.execute(sa.insert(people.site), SITE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with database.reading() as connection:
        assert connection.execute(sa.select(people.site.c.id)).first() is None


def test_sqlite_keeps_its_settings_on_each_connection(database: Database) -> None:
    if not database.is_sqlite:
        return
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 8000,
        "trusted_schema": 0,
        "secure_delete": 1,
    }
    for unit, read_only in ((database.reading, 1), (database.writing, 0), (database.reading, 1)):
        with unit() as connection:
            for name, value in {**expected, "query_only": read_only}.items():
                found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                assert found == value, name


def test_read_then_write_from_four_threads_loses_nothing(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(sa.insert(people.site), SITE | {"name": "0"})
    locked = sa.select(people.site.c.name).with_for_update()

    def add(_: int) -> None:
        for _ in range(25):
            with database.writing() as connection:
                seen = int(connection.execute(locked).scalar_one())
                connection.execute(sa.update(people.site).values(name=str(seen + 1)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    with database.reading() as connection:
        assert connection.execute(sa.select(people.site.c.name)).scalar() == "100"


def test_a_child_without_its_parent_is_refused(database: Database) -> None:
    values = {
        "site_id": "ailleurs",
        "group_id": UUID(int=1),
        "account_id": UUID(int=2),
        "since": AT,
    }
    with pytest.raises(sa.exc.IntegrityError), database.writing() as connection:
        connection.execute(sa.insert(people.membership), values)


def test_an_instant_without_zone_is_refused(database: Database) -> None:
    naive = AT.replace(tzinfo=None)
    with pytest.raises(sa.exc.StatementError), database.writing() as connection:
        connection.execute(sa.insert(people.site), SITE | {"created_at": naive})


def test_an_instant_comes_back_to_the_microsecond(database: Database) -> None:
    exact = AT.replace(microsecond=123457)
    with database.writing() as connection:
        connection.execute(sa.insert(people.site), SITE | {"created_at": exact})
    with database.reading() as connection:
        assert connection.execute(sa.select(people.site.c.created_at)).scalar() == exact


def test_every_time_is_of_our_type_and_every_key_starts_with_the_site() -> None:
    shared = {"content_file", "release", "rendered", "site"}
    for table in metadata.tables.values():
        for column in table.columns:
            assert not isinstance(column.type, sa.DateTime), column
            if column.name != "made_at" and column.name.rpartition("_")[2] == "at":
                assert isinstance(column.type, UtcDateTime), column
        if table.name not in shared:
            assert next(iter(table.primary_key)).name == "site_id", table.name


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((3, 50, 7), True),
        ((3, 50, 6), False),
        ((3, 44, 6), True),
        ((3, 45, 1), False),
        ((3, 40, 1), False),
    ],
)
def test_sqlite_versions_are_judged(version: tuple[int, int, int], *, safe: bool) -> None:
    assert sqlite_is_safe(version) is safe
