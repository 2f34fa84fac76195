"""Migrations, inside the package and in the same process; a newer database is refused."""

import importlib
from typing import Any

import sqlalchemy as sa

from learning.domain.errors import Unavailable
from learning.paths import PACKAGE
from learning.storage.database import Database

HEAD = "0010"


def current_version(connection: sa.Connection) -> str | None:
    """Return the version of the database, or None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def check_version(database: Database) -> None:
    """Refuse a database that this program does not know how to read.

    Raises:
        Unavailable: it is empty, older or newer.

    """
    with database.reading() as connection:
        version = current_version(connection)
    if version is None:
        raise Unavailable("La base est vide. Lancez d’abord « tremplin init ».")
    if version > HEAD:
        raise Unavailable(
            "La base vient d’une version plus récente de Tremplin (%(version)s). "
            "Installez cette version, ou restaurez une sauvegarde.",
            version=version,
        )
    if version < HEAD:
        raise Unavailable(
            "La base est ancienne (%(version)s). Lancez « tremplin upgrade ».", version=version
        )


def upgrade(database: Database, target: str = "head") -> None:
    """Bring the database to ``target``; on SQLite with foreign keys off, or rows would go.

    ``PRAGMA foreign_keys=OFF`` does nothing inside a transaction, so it comes before BEGIN;
    with it on, Alembic's batch copy deletes child rows.
    """
    # Alembic costs 0.2 s to import and serving never needs it.
    command: Any = importlib.import_module("alembic.command")
    config: Any = importlib.import_module("alembic.config").Config()
    config.set_main_option("script_location", str(PACKAGE / "storage" / "migrations"))
    engine = database.engine.execution_options(write=True)
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if database.is_sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                if target == "base":
                    command.downgrade(config, target)
                else:
                    command.upgrade(config, target)
                _check_keys(database, connection)
        finally:
            if database.is_sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


def _check_keys(database: Database, connection: sa.Connection) -> None:
    if not database.is_sqlite:
        return
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise Unavailable(
            "La mise à niveau casserait %(count)s liens. Rien n’a changé.", count=len(broken)
        )
