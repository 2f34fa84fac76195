"""What trust rests on: names in the audit, signed checkpoints, tombstones, last upkeep.

Somebody's name in the audit is drawn at random and dies with the account, in cascade.
"""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, account_reference, metadata, site_id

audit_name = sa.Table(
    "audit_name",
    metadata,
    site_id(),
    sa.Column("name", sa.String, primary_key=True),
    *account_reference("account_id"),
    sa.UniqueConstraint("site_id", "account_id"),
)

# Left by a purge: the last entry that went, signed; the chain starts again from its hash.
audit_checkpoint = sa.Table(
    "audit_checkpoint",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("signature", sa.String, nullable=False),
)

# Says that an account was erased, to whoever meets its id again, and to nobody else.
tombstone = sa.Table(
    "tombstone",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("mark", sa.String, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
)

upkeep = sa.Table(
    "upkeep",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),  # conservation, sauvegarde
    sa.Column("at", UtcDateTime, nullable=False),
)
