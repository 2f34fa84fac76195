"""The learner's own project: every version of every sheet, and what readers said of them.

Versions are only ever added: an older one comes back as a new one that names it.
"""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, account_reference, metadata, place, site_id

worksheet_version = sa.Table(
    "worksheet_version",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    *account_reference("learner_id"),
    sa.Column("sheet", sa.String, nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),  # from 1: the constraint orders two tabs
    sa.Column("at", UtcDateTime, nullable=False),
    place(),
    sa.Column("made_at", sa.String, nullable=False),  # the site where it happened
    sa.Column("typed", sa.JSON, nullable=False),
    sa.Column("restored", sa.Integer),  # the ordinal that came back
    sa.UniqueConstraint("site_id", "learner_id", "sheet", "ordinal"),
)

# A reading that the learner asked for, given by a trainer, read by the learner.
project_reading = sa.Table(
    "project_reading",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    *account_reference("learner_id"),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("given_at", UtcDateTime),
    sa.Column("given_by", sa.String),  # the function of who read, never a name
    sa.Column("seen_at", UtcDateTime),  # when the learner said « J'ai lu »
    sa.Index(None, "site_id", "learner_id"),
)

sheet_comment = sa.Table(
    "sheet_comment",
    metadata,
    site_id(),
    sa.Column("reading_id", sa.Uuid, primary_key=True),
    sa.Column("sheet", sa.String, primary_key=True),
    sa.Column("ordinal", sa.Integer, nullable=False),  # the version that was read
    sa.Column("text", sa.String, nullable=False),
    sa.ForeignKeyConstraint(
        ["site_id", "reading_id"],
        ["project_reading.site_id", "project_reading.id"],
        ondelete="CASCADE",
    ),
)

# There is a row while the learner lets counsellors open the project.
project_allowance = sa.Table(
    "project_allowance",
    metadata,
    site_id(),
    sa.Column("learner_id", sa.Uuid, primary_key=True),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(
        ["site_id", "learner_id"], ["account.site_id", "account.id"], ondelete="CASCADE"
    ),
)
