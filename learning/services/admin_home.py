"""What waits for an administrator: counts for the home of administration."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from learning.services.accounts import BINNED
from learning.services.admin_acts import administrators
from learning.services.admin_bin import list_bin
from learning.services.agreements import waiting
from learning.services.grids import without_grid
from learning.services.work import Program, Work
from learning.storage.activity import fact
from learning.storage.audit import audit
from learning.storage.people import account, group
from learning.storage.publishing import release

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminHome:
    """Counts: each is a line of the page."""

    active: int
    without_card: int
    suspended: int
    groups: int
    binned: int
    waiting: int
    administrators: int
    without_grid: int | None  # None when grids are not asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """What the site holds, and the room that it takes. ``megabytes`` is None elsewhere."""

    accounts: int
    facts: int
    entries: int
    releases: int
    megabytes: int | None


def count_all(work: Work, *, grids: bool) -> AdminHome:
    """Count what the home of administration shows."""
    counted = (
        sa.select(account.c.status, sa.func.count().label("people"))
        .where(account.c.site_id == work.site)
        .group_by(account.c.status)
    )
    status = {row.status: row.people for row in work.connection.execute(counted)}
    uncarded = sa.select(sa.func.count()).where(
        account.c.site_id == work.site,
        account.c.status == "active",
        account.c.phrase_hash.is_(None),
        account.c.activation_hash.is_(None),
    )
    return AdminHome(
        active=status.get("active", 0),
        without_card=int(work.connection.execute(uncarded).scalar_one()),
        suspended=status.get("suspended", 0),
        groups=_count(work, group),
        binned=len(list_bin(work)),
        waiting=len(waiting(work)),
        administrators=administrators(work),
        without_grid=without_grid(work) if grids else None,
    )


def measure_storage(work: Work, program: Program) -> Storage:
    """Count the rows of the site, and weigh its files."""
    accounts = sa.select(sa.func.count()).where(
        account.c.site_id == work.site, account.c.status != BINNED
    )
    return Storage(
        accounts=int(work.connection.execute(accounts).scalar_one()),
        facts=_count(work, fact),
        entries=_count(work, audit),
        releases=int(
            work.connection.execute(sa.select(sa.func.count()).select_from(release)).scalar_one()
        ),
        megabytes=_weigh(program.settings.data) if program.database.is_sqlite else None,
    )


def _count(work: Work, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).where(table.c.site_id == work.site)
    return int(work.connection.execute(query).scalar_one())


def _weigh(data: Path) -> int:
    """The database with what it has not folded in yet, in whole megabytes, rounded up."""
    weights = [file.stat().st_size for file in data.glob("tremplin.sqlite3*") if file.is_file()]
    return -(-sum(weights) // _MEGABYTE)
