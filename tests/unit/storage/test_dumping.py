"""The database of a rehearsal: gone at the end, and at the next one when the first was killed."""

import pytest
import sqlalchemy as sa

from learning.storage.database import Database
from learning.storage.dumping import scratch, scratch_left

pytestmark = pytest.mark.postgres


def left(url: str) -> list[str]:
    """What is said to be left on the server."""
    database = Database(url, pool=1)
    try:
        with database.reading() as connection:
            return scratch_left(connection)
    finally:
        database.dispose()


def make(url: str, name: str, *more: str) -> None:
    """Make a database as a killed rehearsal leaves it."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for order in (f"CREATE DATABASE {name} TEMPLATE template0", *more):
            connection.exec_driver_sql(order)
    engine.dispose()


def names(url: str) -> set[str]:
    """Every database of the server."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = set(connection.exec_driver_sql("SELECT datname FROM pg_database").scalars())
    engine.dispose()
    return found


def test_what_a_killed_rehearsal_left_goes_at_the_next_one(postgres_url: str) -> None:
    others = {"tremplin_essai_autrui", "tremplinxessai_ab"}
    make(
        *(postgres_url, "tremplin_essai_autrui", "CREATE ROLE autrui"),
        "ALTER DATABASE tremplin_essai_autrui OWNER TO autrui",
    )
    make(postgres_url, "tremplinxessai_ab")
    make(postgres_url, "tremplin_essai_0badcafe")
    try:
        assert left(postgres_url) == ["tremplin_essai_0badcafe"]
        with scratch(postgres_url):
            assert left(postgres_url) == []
            assert "tremplin_essai_0badcafe" not in names(postgres_url)
        assert others <= names(postgres_url)
    finally:
        engine = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for name in others:
                connection.exec_driver_sql(f"DROP DATABASE {name}")
            connection.exec_driver_sql("DROP ROLE autrui")
        engine.dispose()


def test_a_rehearsal_leaves_another_one_alone(postgres_url: str) -> None:
    with scratch(postgres_url) as first, scratch(postgres_url) as second:
        for url in (first, second):
            engine = sa.create_engine(url)
            with engine.connect() as connection:
                assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
            engine.dispose()
