"""Names in the audit, checkpoints, tombstones, upkeep; entries already there take their names.

The chain is written again once, here, so that no entry holds anybody's id.
"""

import hashlib
import re
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from learning.storage.base import UtcDateTime

revision = "0008"
down_revision = "0007"

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def upgrade() -> None:
    op.create_table(
        "audit_name",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "account_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_audit_name_site_id_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "name", name=op.f("pk_audit_name")),
        sa.UniqueConstraint(
            "site_id", "account_id", name=op.f("uq_audit_name_site_id_account_id")
        ),
    )
    op.create_table(
        "audit_checkpoint",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        _of_site("audit_checkpoint"),
        sa.PrimaryKeyConstraint("site_id", "sequence", name=op.f("pk_audit_checkpoint")),
    )
    op.create_table(
        "tombstone",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of_site("tombstone"),
        sa.PrimaryKeyConstraint("site_id", "mark", name=op.f("pk_tombstone")),
    )
    op.create_table(
        "upkeep",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _of_site("upkeep"),
        sa.PrimaryKeyConstraint("site_id", "kind", name=op.f("pk_upkeep")),
    )
    _note_clock()
    _rename()


def _of_site(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f(f"fk_{table}_site_id_site"))


def _note_clock() -> None:
    """The clock of this upgrade is what the first purge is compared with."""
    upkeep = sa.table(
        "upkeep", sa.column("site_id"), sa.column("kind"), sa.column("at", UtcDateTime())
    )
    connection = op.get_bind()
    site = sa.table("site", sa.column("id", sa.String()))
    for known in connection.execute(sa.select(site.c.id)).scalars().all():
        connection.execute(
            sa.insert(upkeep),
            {"site_id": known, "kind": "conservation", "at": datetime.now(UTC)},
        )


def _rename() -> None:
    connection = op.get_bind()
    account = sa.table("account", sa.column("site_id"), sa.column("id", sa.Uuid()))
    known = sa.table(
        "audit_name", sa.column("site_id"), sa.column("name"), sa.column("account_id", sa.Uuid())
    )
    names: dict[tuple[str, str], str] = {}
    for row in connection.execute(sa.select(account)).all():
        name = secrets.token_hex(10)
        names[row.site_id, str(row.id)] = name
        connection.execute(
            sa.insert(known), {"site_id": row.site_id, "name": name, "account_id": row.id}
        )
    audit = sa.table(
        "audit",
        *map(sa.column, ("site_id", "sequence", "action", "actor", "subject", "previous", "hash")),
        sa.column("at", UtcDateTime()),
    )
    last: dict[str, str] = {}
    query = sa.select(audit).order_by(audit.c.site_id, audit.c.sequence)
    for row in connection.execute(query).all():
        values = {
            key: _named(names, row.site_id, getattr(row, key)) for key in ("actor", "subject")
        }
        previous = last.get(row.site_id, "")
        parts = [previous, row.site_id, str(row.sequence), row.at.isoformat(), row.action]
        parts += [values["actor"], values["subject"]]
        last[row.site_id] = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
        connection.execute(
            sa.update(audit)
            .where(audit.c.site_id == row.site_id, audit.c.sequence == row.sequence)
            .values(**values, previous=previous, hash=last[row.site_id])
        )


def _named(names: dict[tuple[str, str], str], site: str, text: str) -> str:
    return _ID.sub(lambda found: names.get((site, found.group()), found.group()), text)


def downgrade() -> None:
    op.drop_table("upkeep")
    op.drop_table("tombstone")
    op.drop_table("audit_checkpoint")
    op.drop_table("audit_name")
