"""What administrators need: the 30-day bin, acts that two people decide, grids of codes.

A grid's codes are kept as keyed hashes; what is in the bin keeps what brings it back.
"""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, account_reference, metadata, site_id

# What may still come back: an account, a group, two accounts made one, a room, a terminal.
bin_item = sa.Table(
    "bin_item",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),  # compte, groupe, fusion, salle, poste
    sa.Column("subject", sa.Uuid, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),  # what brings it back
    sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
    sa.UniqueConstraint("site_id", "kind", "subject"),
)

# An act that somebody asked for and that another administrator decides.
agreement = sa.Table(
    "agreement",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),  # effacement, transfert
    sa.Column("subject", sa.Uuid, nullable=False),
    sa.Column("asked_by", sa.Uuid, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
    sa.Column("state", sa.String, nullable=False),  # demande, donne, refuse, fait
    sa.Column("decided_by", sa.Uuid),
    sa.Column("decided_at", UtcDateTime),
    sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
    sa.Index(None, "site_id", "state"),
)

code_grid = sa.Table(
    "code_grid",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    *account_reference("account_id"),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("revoked_at", UtcDateTime),  # when a newer grid took its place
    sa.Index(None, "site_id", "account_id"),
)

grid_code = sa.Table(
    "grid_code",
    metadata,
    site_id(),
    sa.Column("grid_id", sa.Uuid, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code_hash", sa.String, nullable=False),
    sa.Column("used_at", UtcDateTime),
    sa.ForeignKeyConstraint(
        ["site_id", "grid_id"], ["code_grid.site_id", "code_grid.id"], ondelete="CASCADE"
    ),
)
