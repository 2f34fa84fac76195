"""What deleting leaves behind: stale bytes in the pages, the WAL, PostgreSQL's dead rows.

``secure_delete`` zeroes what is deleted where it stood; a row that moved between two pages
before leaves a copy behind, so the whole file is written again and the WAL emptied.
"""

import time
from typing import Any

import sqlalchemy as sa

from learning.storage.base import metadata
from learning.storage.database import Database

_TRIES = 5
_PAUSE_SECONDS = 0.5


def leave_nothing(database: Database) -> bool:
    """Write the database again without what was deleted; False when somebody was in the way."""
    if not database.is_sqlite:
        _vacuum(database)
        return True
    raw = database.engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        driver.execute("PRAGMA query_only=OFF")
        driver.execute("VACUUM")
        for attempt in range(_TRIES):
            busy, _in_wal, _moved = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return True
            if attempt < _TRIES - 1:
                time.sleep(_PAUSE_SECONDS)
    finally:
        raw.close()
    return False


def _vacuum(database: Database) -> None:
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT", write=True)
    with engine.connect() as connection:
        known = set(sa.inspect(connection).get_table_names())
        for table in metadata.sorted_tables:
            if table.name in known:
                connection.exec_driver_sql(f'VACUUM "{table.name}"')
