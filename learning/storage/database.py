"""The engine and its two units: a read that cannot write, and a write that never loses one.

Default drivers lose read-then-write updates on SQLite (407 of 600 in a trial), so BEGIN is
ours. Writers of one process queue on a lock: SQLite's own back-off is unfair and slow.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from learning.domain.errors import Conflict, Unavailable

try:
    import pysqlite3 as sqlite_driver
except ImportError:  # no wheel for this processor: the distribution's, whose version is judged
    import sqlite3 as sqlite_driver

SQLITE_VERSION: str = sqlite_driver.sqlite_version
SQLITE_VERSION_PARTS: tuple[int, int, int] = sqlite_driver.sqlite_version_info

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=8000",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "secure_delete=ON",
)
_QUEUE_SECONDS = 20.0


def sqlite_is_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether a SQLite is free of the WAL-reset bug (3.7.0 to 3.51.2 but two branches)."""
    return (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


class Database:
    """One database; ``reading`` and ``writing`` are the only ways in."""

    def __init__(self, url: str, *, pool: int = 12) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self._writers = threading.Lock()
        self.engine = self._sqlite(url, pool) if self.is_sqlite else self._postgresql(url, pool)
        self._read = self.engine.execution_options(write=False)
        self._write = self.engine.execution_options(write=True)

    @staticmethod
    def _sqlite(url: str, pool: int) -> sa.Engine:
        if not sqlite_is_safe(SQLITE_VERSION_PARTS):
            raise Unavailable(
                "La version de SQLite (%(version)s) peut abîmer la base. Installez une version "
                "3.51.3 ou plus récente, puis relancez.",
                version=SQLITE_VERSION,
            )
        engine = sa.create_engine(
            url,
            module=sqlite_driver,
            poolclass=sa.pool.QueuePool,
            pool_size=pool,
            max_overflow=0,
            connect_args={"check_same_thread": False, "timeout": 8},
        )

        @sa.event.listens_for(engine, "connect")
        def _connect(dbapi: Any, _record: object) -> None:
            dbapi.isolation_level = None  # BEGIN is sent below
            for pragma in _PRAGMAS:
                dbapi.execute(f"PRAGMA {pragma}").fetchall()

        @sa.event.listens_for(engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            cursor: Any = connection.connection.driver_connection
            if connection.get_execution_options().get("write"):
                cursor.execute("PRAGMA query_only=OFF")
                cursor.execute("BEGIN IMMEDIATE")
            else:
                cursor.execute("PRAGMA query_only=ON")
                cursor.execute("BEGIN")

        return engine

    @staticmethod
    def _postgresql(url: str, pool: int) -> sa.Engine:
        engine = sa.create_engine(
            url, pool_size=pool, max_overflow=0, connect_args={"prepare_threshold": None}
        )

        @sa.event.listens_for(engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            if not connection.get_execution_options().get("write"):
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")

        return engine

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Open a read: whatever tries to write in it fails."""
        with _translated(), self._read.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Open a write; it commits at the end of the block, and rolls back on an error.

        Raises:
            Unavailable: the database stayed locked, or has no room left.

        """
        with self._turn(), _translated(), self._write.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._writers.acquire(timeout=_QUEUE_SECONDS):
            raise Unavailable(BUSY)
        try:
            yield
        finally:
            self._writers.release()

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


BUSY = (
    "Le site est très occupé. Rien n’a été enregistré, et ce que vous avez écrit est encore ici. "
    "Essayez à nouveau dans une minute."
)

TAKEN = (
    "Une autre page vient d’enregistrer la même chose. "
    "Revenez à la page pour voir ce qui est gardé."
)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the driver's refusals into ``Unavailable``; a broken constraint stays what it is."""
    try:
        yield
    except (OperationalError, sqlite_driver.OperationalError) as error:
        # BEGIN and its pragmas go to the driver itself, whose errors nobody wraps.
        if "readonly" in str(error):  # a read that writes is our own fault, not the disk's
            raise
        raise Unavailable(BUSY) from error
    except IntegrityError as error:
        # A unique index refused a second act in one place: two pages raced for it. Any other
        # broken constraint is a fault of ours.
        if "unique" not in str(error.orig).lower():
            raise
        raise Conflict(TAKEN) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable(BUSY) from error
        raise
