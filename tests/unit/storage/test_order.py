"""Places in the order of facts: given where they are written, filled for those of before."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.domain.order import microseconds
from learning.storage.activity import fact
from learning.storage.database import Database
from learning.storage.order import next_place
from learning.storage.people import account, site
from learning.storage.upgrade import upgrade
from learning.storage.worksheets import worksheet_version

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
NOW = microseconds(AT)
ALIX, BILAL = UUID(int=1), UUID(int=2)
DAY = timedelta(days=1)
YEARS = timedelta(days=3653)
_ADD = sa.insert(fact).values(sequence=next_place(fact))


@pytest.fixture
def former(database_url: str) -> Iterator[Database]:
    """A database of before: two people, and no place anywhere."""
    opened = Database(database_url)
    upgrade(opened, "0009")
    with opened.writing() as connection:
        connection.execute(sa.insert(site), {"id": "site", "name": "Essai", "created_at": AT})
        for number, one in enumerate((ALIX, BILAL)):
            row = {
                "site_id": "site",
                "id": one,
                "role": "learner",
                "identifier": f"essai-{number}",
            }
            row |= {"name": "Essai", "status": "active", "created_at": AT, "made_by_demo": False}
            connection.execute(sa.insert(account), row)
    yield opened
    opened.dispose()


@pytest.fixture
def database(former: Database) -> Database:
    """The same, brought to its last version."""
    upgrade(former)
    return former


def row_of(number: int, learner: UUID, at: datetime) -> dict[str, Any]:
    row: dict[str, Any] = {"site_id": "site", "id": UUID(int=number), "learner_id": learner}
    return row | {"kind": "hint_seen", "at": at, "made_at": "site"}


def add(connection: sa.Connection, *rows: dict[str, Any]) -> None:
    """Add rows as services do, in one statement."""
    bound = [
        row | {"here": row["site_id"], "whose": row["learner_id"], "since": row["at"]}
        for row in rows
    ]
    connection.execute(_ADD, bound)


def places(connection: sa.Connection, learner: UUID = ALIX) -> list[int]:
    """The places of somebody's facts, in the order in which they were added here."""
    query = sa.select(fact.c.sequence).where(fact.c.learner_id == learner).order_by(fact.c.id)
    return list(connection.execute(query).scalars())


def test_a_place_is_the_instant_when_the_clock_goes_on(database: Database) -> None:
    with database.writing() as connection:
        add(connection, row_of(10, ALIX, AT))
        add(connection, row_of(11, ALIX, AT + DAY))
        assert places(connection) == [NOW, NOW + 86_400_000_000]


def test_a_clock_behind_gives_one_more_than_the_last(database: Database) -> None:
    with database.writing() as connection:
        add(connection, row_of(10, ALIX, AT))
        add(connection, row_of(11, ALIX, AT - DAY))
        add(connection, row_of(12, ALIX, AT + YEARS))
        add(connection, row_of(13, ALIX, AT + DAY))
        ahead = microseconds(AT + YEARS)
        assert places(connection) == [NOW, NOW + 1, ahead, ahead + 1]


def test_facts_added_together_have_their_own_places(database: Database) -> None:
    with database.writing() as connection:
        add(connection, *(row_of(number, ALIX, AT) for number in (12, 10, 11)))
        assert places(connection) == [NOW + 1, NOW + 2, NOW]


def test_the_clock_of_one_person_says_nothing_of_another(database: Database) -> None:
    with database.writing() as connection:
        add(connection, row_of(10, ALIX, AT + YEARS), row_of(11, BILAL, AT))
        assert places(connection, BILAL) == [NOW]


def test_a_date_before_1970_still_has_a_place(database: Database) -> None:
    with database.writing() as connection:
        add(connection, row_of(10, ALIX, datetime(1960, 1, 1, tzinfo=UTC)))
        assert places(connection) == [1]


def test_those_already_there_keep_the_order_of_their_dates(former: Database) -> None:
    """By date then by id, as they were read: the same place on every site that has them."""
    dates = {10: AT + DAY, 11: AT, 12: AT, 13: datetime(1960, 1, 1, tzinfo=UTC)}
    names = [one.name for one in fact.c if one.name != "sequence"]
    old = sa.table("fact", *(sa.column(one, fact.c[one].type) for one in names))
    sheet_names = [one.name for one in worksheet_version.c if one.name != "sequence"]
    sheets = sa.table(
        "worksheet_version",
        *(sa.column(one, worksheet_version.c[one].type) for one in sheet_names),
    )
    with former.writing() as connection:
        for number, at in dates.items():
            connection.execute(sa.insert(old), row_of(number, ALIX, at))
        sheet = {"site_id": "site", "id": UUID(int=1), "learner_id": ALIX, "sheet": "prix"}
        sheet |= {"ordinal": 1, "at": AT, "made_at": "site", "typed": {}}
        connection.execute(sa.insert(sheets), sheet)
        read = sa.select(old.c.id).order_by(old.c.at, old.c.id)
        before = connection.execute(read).scalars().all()
    upgrade(former)
    with former.writing() as connection:
        read = sa.select(fact.c.id).order_by(fact.c.sequence, fact.c.id)
        assert connection.execute(read).scalars().all() == before
        assert places(connection) == [microseconds(AT + DAY), NOW, NOW, 1]
        assert connection.execute(sa.select(worksheet_version.c.sequence)).scalars().all() == [NOW]
        add(connection, row_of(14, ALIX, AT))
        assert places(connection)[-1] == microseconds(AT + DAY) + 1


def test_an_index_serves_the_order(database: Database) -> None:
    if not database.is_sqlite:
        return
    mine = "FROM fact WHERE site_id = 'site' AND learner_id = 'x'"
    queries = {
        f"SELECT * {mine} ORDER BY sequence, id": "ix_fact_order",
        f"SELECT max(sequence) {mine}": "ix_fact_order",
        f"SELECT * {mine} AND module = 'm' ORDER BY sequence, id": "ix_fact_learner_module",
    }
    with database.reading() as connection:
        for query, index in queries.items():
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
            assert any(index in row[3] for row in rows), rows
            assert not any(row[3] == "USE TEMP B-TREE FOR ORDER BY" for row in rows), rows
