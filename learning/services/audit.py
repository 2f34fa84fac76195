"""Write one entry of the audit, chained to the one before, in the act's own transaction."""

import hashlib

import sqlalchemy as sa

from learning.services.work import Work
from learning.storage.audit import audit

_LAST = (
    sa.select(audit.c.sequence, audit.c.hash)
    .where(audit.c.site_id == sa.bindparam("site"))
    .order_by(audit.c.sequence.desc())
    .limit(1)
)


def record(work: Work, action: str, *, subject: str = "", actor: str = "") -> None:
    """Note that ``action`` was done to ``subject`` (an opaque id) by the actor, now."""
    last = work.connection.execute(_LAST, {"site": work.site}).first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, "")
    who = actor or (str(work.actor.id) if work.actor else "commande")
    parts = [previous, work.site, str(sequence), work.instant.isoformat(), action, who, subject]
    work.connection.execute(
        sa.insert(audit),
        {
            "site_id": work.site,
            "sequence": sequence,
            "at": work.instant,
            "action": action,
            "actor": who,
            "subject": subject,
            "previous": previous,
            "hash": hashlib.sha256("\x1f".join(parts).encode()).hexdigest(),
        },
    )
