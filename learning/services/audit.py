"""Write one entry of the audit, chained to the one before, in the act's own transaction.

People stand in it under a name drawn at random, which dies with their account.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from learning.domain.errors import Unavailable
from learning.services.work import Work
from learning.storage.audit import audit
from learning.storage.people import account, site
from learning.storage.trust import audit_checkpoint, audit_name

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAME_BYTES = 10
_REFUSED = (
    "Le journal ne peut pas être écrit, donc rien n’a été fait. "
    "Prévenez l’administrateur, puis essayez à nouveau."
)
_LAST = (
    sa.select(audit.c.sequence, audit.c.hash)
    .where(audit.c.site_id == sa.bindparam("site"))
    .order_by(audit.c.sequence.desc())
    .limit(1)
)
_PURGED = (
    sa.select(audit_checkpoint.c.sequence, audit_checkpoint.c.hash)
    .where(audit_checkpoint.c.site_id == sa.bindparam("site"))
    .order_by(audit_checkpoint.c.sequence.desc())
    .limit(1)
)
# PostgreSQL has many writers: the site's row is held, so that two entries never take one place.
_HELD = (
    sa.select(site.c.id).where(site.c.id == sa.bindparam("site")).with_for_update(key_share=True)
)
_NAMES = (
    sa.select(account.c.id, audit_name.c.name)
    .select_from(
        account.outerjoin(
            audit_name,
            (audit_name.c.site_id == account.c.site_id)
            & (audit_name.c.account_id == account.c.id),
        )
    )
    .where(
        account.c.site_id == sa.bindparam("site"),
        account.c.id.in_(sa.bindparam("ids", expanding=True)),
    )
)


def record(work: Work, action: str, *, subject: str = "", actor: str = "") -> None:
    """Note that ``action`` was done to ``subject`` (an opaque id) by the actor, now.

    Raises:
        Unavailable: it cannot be written, so the act must not be done.

    """
    who = actor or (str(work.actor.id) if work.actor else "commande")
    try:
        _hold(work)
        _write(work, action, *_named(work, who, subject))
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        raise Unavailable(_REFUSED) from error


def entry_hash(previous: str, place: tuple[str, int, datetime], said: tuple[str, ...]) -> str:
    """Return the hash of an entry: that of the one before is in it, so that none can change."""
    site_id, sequence, at = place
    parts = [previous, site_id, str(sequence), at.astimezone(UTC).isoformat(), *said]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def last_entry(work: Work) -> tuple[int, str]:
    """Return the place and the hash of the last entry, purged or not; (0, "") before any."""
    last = work.connection.execute(_LAST, {"site": work.site}).first()
    purged = work.connection.execute(_PURGED, {"site": work.site}).first() if not last else None
    found = last or purged
    return (found.sequence, found.hash) if found else (0, "")


def name_of(work: Work, account_id: UUID) -> str:
    """Return somebody's name in the audit, drawn now if there was none; "" for nobody."""
    return _names(work, {account_id}).get(str(account_id), "")


def known_name(work: Work, account_id: UUID) -> str:
    """Return somebody's name in the audit, "" when no entry has needed one."""
    query = sa.select(audit_name.c.name).where(
        audit_name.c.site_id == work.site, audit_name.c.account_id == account_id
    )
    return work.connection.execute(query).scalar() or ""


def people_named(work: Work, names: Iterable[str]) -> dict[str, UUID]:
    """Return the accounts behind names of the audit: those that still exist."""
    query = sa.select(audit_name.c.name, audit_name.c.account_id).where(
        audit_name.c.site_id == work.site, audit_name.c.name.in_(set(names))
    )
    return {row.name: row.account_id for row in work.connection.execute(query)}


def _hold(work: Work) -> None:
    if work.connection.dialect.name == "postgresql":
        work.connection.execute(_HELD, {"site": work.site})


def _write(work: Work, action: str, who: str, subject: str) -> None:
    sequence, previous = last_entry(work)
    said = (action, who, subject)
    work.connection.execute(
        sa.insert(audit),
        {
            "site_id": work.site,
            "sequence": sequence + 1,
            "at": work.instant,
            "action": action,
            "actor": who,
            "subject": subject,
            "previous": previous,
            "hash": entry_hash(previous, (work.site, sequence + 1, work.instant), said),
        },
    )


def _named(work: Work, who: str, subject: str) -> tuple[str, str]:
    """Replace every id of a person by that person's name in the audit."""
    ids = {UUID(found) for text in (who, subject) for found in _ID.findall(text)}
    if not ids:
        return who, subject
    names = _names(work, ids)

    def put(found: re.Match[str]) -> str:
        return names.get(found.group(), found.group())

    return _ID.sub(put, who), _ID.sub(put, subject)


def _names(work: Work, ids: set[UUID]) -> dict[str, str]:
    rows = work.connection.execute(_NAMES, {"site": work.site, "ids": sorted(ids, key=str)}).all()
    names = {str(row.id): row.name for row in rows}
    for row in rows:
        if row.name is None:
            names[str(row.id)] = secrets.token_hex(_NAME_BYTES)
            work.connection.execute(
                sa.insert(audit_name),
                {"site_id": work.site, "name": names[str(row.id)], "account_id": row.id},
            )
    return names
