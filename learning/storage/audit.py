"""The audit: who did what to whom, in the same transaction as the act, chained by hash."""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, metadata, site_id

audit = sa.Table(
    "audit",
    metadata,
    site_id(),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("actor", sa.String, nullable=False),  # pseudonym, or the command
    sa.Column("subject", sa.String, nullable=False),  # pseudonym, release, group…
    sa.Column("previous", sa.String, nullable=False),
    sa.Column("hash", sa.String, nullable=False),
)
