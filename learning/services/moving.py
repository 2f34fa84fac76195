"""Move a site from one database to another: each table's rows counted and hashed on both sides."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid, Unavailable
from learning.services import audit
from learning.services.running import alone
from learning.services.work import open_program
from learning.settings import Settings
from learning.storage.base import metadata
from learning.storage.database import Database
from learning.storage.dumping import hash_rows, version_of
from learning.storage.upgrade import check_version, upgrade

_BATCH = 1000
Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was copied: rows by table, each with the same hash on both sides."""

    counts: dict[str, int]

    @property
    def rows(self) -> int:
        """How many in all."""
        return sum(self.counts.values())


def move_site(settings: Settings, url: str, *, step: Step | None = None) -> Moved:
    """Copy every row to an empty database, in one transaction, and compare.

    Raises:
        Refused: the site is running.
        Conflict: the other database is not empty, or is this very one.
        Invalid: the address is none.
        Unavailable: the rows are not the same on both sides: nothing was kept there.

    """
    if url == settings.database:
        raise Conflict("Le site est déjà dans cette base.")
    with alone(settings.data):
        program = open_program(settings)
        target = _open(url)
        try:
            check_version(program.database)
            if version_of(target) is not None:
                raise Conflict(
                    "La base d’arrivée n’est pas vide. Donnez-en une vide : rien n’a changé."
                )
            with program.writing() as work:
                audit.record(work, "base.deplacee", subject=target.engine.dialect.name)
            upgrade(target)
            try:
                counts = _copy(program.database, target, step)
            except Exception:
                upgrade(target, "base")  # what is half there must not pass for a site
                raise
        finally:
            program.database.dispose()
            target.dispose()
    return Moved(counts=counts)


def _open(url: str) -> Database:
    try:
        database = Database(url)
        with database.reading():
            return database
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
        raise Invalid(
            "« %(url)s » n’est pas une adresse de base. "
            "Par exemple : postgresql+psycopg://tremplin@/tremplin",
            url=url,
        ) from error
    except Unavailable as error:
        raise Invalid(
            "La base « %(url)s » ne s’ouvre pas. Vérifiez qu’elle existe, que son serveur répond "
            "et que vous avez le droit d’y écrire. Rien n’a changé.",
            url=url,
        ) from error


def _copy(source: Database, target: Database, step: Step | None) -> dict[str, int]:
    counts = {}
    tables = metadata.sorted_tables
    with source.reading() as here, target.writing() as there:
        for number, table in enumerate(tables, 1):
            counts[table.name] = _copy_table(here, there, table)
            if hash_rows(here, table) != hash_rows(there, table):
                raise Unavailable(
                    "La table « %(table)s » n’est pas la même à l’arrivée. Rien n’a été gardé.",
                    table=table.name,
                )
            if step:
                step(number, len(tables))
    return counts


def _copy_table(here: sa.Connection, there: sa.Connection, table: sa.Table) -> int:
    count = 0
    rows = here.execute(sa.select(table).execution_options(yield_per=_BATCH))
    for batch in rows.mappings().partitions():
        there.execute(sa.insert(table), [dict(row) for row in batch])
        count += len(batch)
    return count
