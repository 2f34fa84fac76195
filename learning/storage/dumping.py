"""A whole database in one file: ``VACUUM INTO`` on SQLite, ``pg_dump`` on PostgreSQL.

Copying the file of a living SQLite gives a malformed one; both ways here see one instant.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from learning.domain.errors import Invalid, Unavailable
from learning.storage.base import metadata
from learning.storage.database import Database
from learning.storage.upgrade import HEAD, current_version

_SECONDS = 3600
_FORMER = "avant_restauration"
_SCRATCH = "tremplin_essai_"
_LEFT = sa.text(
    "SELECT datname FROM pg_database WHERE datname LIKE :like"
    " AND pg_get_userbyid(datdba) = current_user"
    " AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE datid = pg_database.oid)"
    " ORDER BY datname"
).bindparams(like=_SCRATCH.replace("_", r"\_") + "%")


def dump(database: Database, file: Path) -> dict[str, int]:
    """Write the whole database to a file that does not exist yet; return how many rows it has.

    Raises:
        Unavailable: it cannot be written, or PostgreSQL's programs are absent.

    """
    if database.is_sqlite:
        raw = database.engine.raw_connection()
        try:
            driver: Any = raw.driver_connection
            driver.execute("PRAGMA query_only=OFF")
            driver.execute("VACUUM INTO ?", (str(file),))
        except _driver_error(database) as error:
            raise Unavailable(
                "La base ne peut pas être copiée : %(error)s.", error=error
            ) from error
        finally:
            raw.close()
        file.chmod(0o600)
        copy = Database(f"sqlite:///{file.absolute()}", pool=1)
        try:
            return count_rows(copy)
        finally:
            copy.dispose()
    counts = _dump_postgresql(database, file)
    file.chmod(0o600)
    return counts


def _dump_postgresql(database: Database, file: Path) -> dict[str, int]:
    """Let the dump and the count see one instant, while others write."""
    with database.reading() as connection:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        instant = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        options = ("--format=custom", "--no-owner", f"--snapshot={instant}", f"--file={file}")
        _run("pg_dump", database.url, *options)
        return _count_rows(connection)


def load(url: str, file: Path) -> None:
    """Put a dump of PostgreSQL in place of what is there, which is set aside until the end.

    ``keep_loaded`` removes what was set aside, ``undo_load`` brings it back.

    Raises:
        Unavailable: PostgreSQL refused it: nothing has changed.

    """
    with _server(url) as connection:
        if sa.inspect(connection).has_schema(_FORMER):  # an earlier restoration was cut
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        else:
            connection.exec_driver_sql(f"ALTER SCHEMA public RENAME TO {_FORMER}")
        connection.exec_driver_sql("CREATE SCHEMA public")
    try:
        fill(url, file)
    except Unavailable:
        undo_load(url)
        raise


def fill(url: str, file: Path) -> None:
    """Load a dump of PostgreSQL in an empty database.

    Raises:
        Unavailable: PostgreSQL refused it.

    """
    _run("pg_restore", url, "--no-owner", "--single-transaction", "--exit-on-error", str(file))


@contextmanager
def scratch(url: str) -> Iterator[str]:
    """Make an empty database on the site's server, give its address, and drop it at the end.

    Those that a killed rehearsal left go first: each holds everybody's data.

    Raises:
        Unavailable: the site's role may not make one.

    """
    name = f"{_SCRATCH}{secrets.token_hex(4)}"
    role = make_url(url).username or "tremplin"
    with _alone_on(url) as connection:
        _drop_left(connection)
        try:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        except sa.exc.ProgrammingError as error:
            raise Unavailable(
                "Pour répéter, le site doit pouvoir créer une base d’essai. Tapez : "
                "sudo -u postgres psql -c 'ALTER ROLE %(role)s CREATEDB'",
                role=role,
            ) from error
        try:
            place = make_url(url).set(database=name).render_as_string(hide_password=False)
            with _alone_on(place):  # somebody is there: another rehearsal leaves it alone
                yield place
        finally:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def scratch_left(connection: sa.Connection) -> list[str]:
    """Return the databases that rehearsals made on this server, and where nobody is."""
    if connection.dialect.name == "sqlite":
        return []
    return list(connection.execute(_LEFT).scalars())


def _drop_left(connection: sa.Connection) -> None:
    for name in scratch_left(connection):
        quoted = connection.dialect.identifier_preparer.quote_identifier(name)
        with suppress(sa.exc.OperationalError):  # somebody came in meanwhile
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {quoted}")


@contextmanager
def _alone_on(url: str) -> Iterator[sa.Connection]:
    """Open a connection where each order stands by itself, as making a database wants."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    except sa.exc.OperationalError as error:
        raise Unavailable("PostgreSQL ne répond pas : %(error)s", error=error.orig) from error
    finally:
        engine.dispose()


def keep_loaded(url: str) -> None:
    """Remove what a restoration had set aside."""
    with _server(url) as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {_FORMER} CASCADE")


def undo_load(url: str) -> None:
    """Bring back what a restoration had set aside."""
    with _server(url) as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql(f"ALTER SCHEMA {_FORMER} RENAME TO public")


@contextmanager
def _server(url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    except sa.exc.DBAPIError as error:
        raise Unavailable(
            "PostgreSQL refuse la restauration : %(error)s", error=str(error.orig)[:400]
        ) from error
    finally:
        engine.dispose()


def check_file(file: Path, *, sqlite: bool) -> None:
    """Open a dump and look at it whole.

    Raises:
        Invalid: it does not open, or is damaged.

    """
    if not sqlite:
        done = subprocess.run(  # noqa: S603 - the program is looked up, the file is ours
            [_program("pg_restore"), "--list", str(file)],
            check=False,
            capture_output=True,
            timeout=_SECONDS,
        )
        if done.returncode:
            raise Invalid(DAMAGED)
        return
    database = Database(f"sqlite:///{file.absolute()}", pool=1)
    try:
        with database.reading() as connection:
            for pragma, sound in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
                found = [tuple(row) for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]
                if found != sound:
                    raise Invalid(DAMAGED)
    except (sa.exc.DatabaseError, _driver_error(database), Unavailable) as error:
        raise Invalid(DAMAGED) from error
    finally:
        database.dispose()


DAMAGED = "La base de cette sauvegarde est abîmée : elle ne s’ouvre pas. Prenez-en une autre."


def count_rows(database: Database) -> dict[str, int]:
    """Return how many rows each table of this program holds."""
    with database.reading() as connection:
        return _count_rows(connection)


def _count_rows(connection: sa.Connection) -> dict[str, int]:
    known = set(sa.inspect(connection).get_table_names())
    return {
        table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0
        for table in metadata.sorted_tables
        if table.name in known
    }


def hash_rows(connection: sa.Connection, table: sa.Table) -> str:
    """Return a hash of every row of a table, the same on both databases."""
    digest = hashlib.sha256()
    rows = connection.execute(sa.select(table).execution_options(yield_per=1000))
    lines = [hashlib.sha256(repr([_plain(one) for one in row]).encode()).digest() for row in rows]
    for line in sorted(lines):
        digest.update(line)
    return digest.hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, dict):
        return sorted((key, _plain(one)) for key, one in value.items())
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value) if hasattr(value, "hex") and not isinstance(value, bytes | float) else value


def version_of(database: Database) -> str | None:
    """Return the version of a database, None for an empty one.

    Raises:
        Unavailable: it is newer than this program.

    """
    with database.reading() as connection:
        version = current_version(connection)
    if version is not None and version > HEAD:
        raise Unavailable(
            "La base vient d’une version plus récente de Tremplin (%(version)s). "
            "Installez cette version, ou restaurez une sauvegarde.",
            version=version,
        )
    return version


def _driver_error(database: Database) -> type[Exception]:
    """Errors of the driver itself, which nobody wraps when it is called directly."""
    found: type[Exception] = database.engine.dialect.loaded_dbapi.Error
    return found


def _run(name: str, url: str, *options: str) -> None:
    address = make_url(url)
    variables = {"PGPASSWORD": str(address.password)} if address.password else {}
    place = address.set(drivername="postgresql", password=None)
    done = subprocess.run(  # noqa: S603 - the program is looked up, the address is the site's
        [_program(name), f"--dbname={place.render_as_string(hide_password=False)}", *options],
        check=False,
        capture_output=True,
        env={**os.environ, **variables},
        text=True,
        timeout=_SECONDS,
    )
    if done.returncode:
        raise Unavailable(
            "« %(name)s » a échoué : %(error)s", name=name, error=done.stderr.strip()[-400:]
        )


def _program(name: str) -> str:
    """Find a program of PostgreSQL: the newest that Debian installed, else that of the path."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(path.parent.parent.name),
    )
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise Unavailable(
            "Il manque « %(name)s ». Tapez : sudo apt-get install -y postgresql-client", name=name
        )
    return path
