"""Every column of every table is declared with its purpose, and nothing else is."""

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
from learning.storage.base import metadata
from learning.storage.inventory import TABLES
from tests.guards.tree import must_be_empty

MODULES = (
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
# trust.md: none of these may ever be stored.
FORBIDDEN = ("offence", "sentence", "release_date", "health", "nationality", "religion", "photo")


def test_every_column_is_declared() -> None:
    assert len(MODULES) == 12  # what makes the tables known
    stored = {
        f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c
    }
    declared = {f"{table}.{column}" for table, of in TABLES.items() for column in of.columns}
    must_be_empty(
        [f"{name}: stored and not declared" for name in sorted(stored - declared)]
        + [f"{name}: declared and not stored" for name in sorted(declared - stored)]
    )


def test_nothing_forbidden_is_stored() -> None:
    must_be_empty(
        [
            f"{table.name}.{column.name}: may never be stored"
            for table in metadata.sorted_tables
            for column in table.c
            if any(word in column.name for word in FORBIDDEN)
        ]
    )


def test_every_declaration_says_why_who_and_how_long() -> None:
    must_be_empty(
        [
            f"{name}: says nothing"
            for name, table in TABLES.items()
            if not all((table.readers, table.kept, table.erased, *table.columns.values()))
        ]
    )
