"""Bring a site to this program's version: a backup first, and a newer database is refused.

The migration is one transaction: killed half-way, the database is what it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from learning.domain.errors import Unavailable
from learning.services import audit
from learning.services.backup import SUFFIX, gather, write
from learning.services.running import UPGRADES, alone
from learning.services.work import open_program, read_keys, real_clock
from learning.settings import Settings
from learning.storage.database import Database
from learning.storage.dumping import version_of
from learning.storage.upgrade import HEAD, upgrade

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What an upgrade did; ``backup`` is None when there was nothing to do."""

    before: str
    after: str
    backup: Path | None


def upgrade_site(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = real_clock,
    step: Step | None = None,
) -> Upgraded:
    """Back the site up, then upgrade its database.

    Raises:
        Refused: the site is running.
        Unavailable: there is no site, or its database is newer than this program.

    """
    keys = read_keys(settings.data)
    with alone(settings.data):
        database = Database(settings.database)
        try:
            before = version_of(database)
            if before is None:
                raise Unavailable("La base est vide. Lancez d’abord « tremplin init ».")
            if before == HEAD:
                return Upgraded(before=before, after=before, backup=None)
            folder = settings.data / UPGRADES
            folder.mkdir(exist_ok=True, mode=0o700)
            at = clock()
            place = folder / f"avant-{HEAD}-{at:%Y%m%d-%H%M%S}{SUFFIX}"
            write(gather(settings, database, at, step=step), place, keys.signing, step=step)
            upgrade(database)
        finally:
            database.dispose()
        program = open_program(settings, clock=clock)
        try:
            with program.writing() as work:
                audit.record(work, "base.mise-a-niveau", subject=f"{before}-{HEAD}")
        finally:
            program.database.dispose()
    return Upgraded(before=before, after=HEAD, backup=place)
