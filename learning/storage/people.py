"""Sites, accounts and groups. No offence, sentence, release date, health or photo, ever."""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, metadata, site_id

site = sa.Table(
    "site",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("release_id", sa.String),  # what this site serves now
)

account = sa.Table(
    "account",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("identifier", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("phrase_hash", sa.String),
    sa.Column("activation_hash", sa.String),
    sa.Column("activation_until", UtcDateTime),
    sa.Column("status", sa.String, nullable=False),  # active, suspended, gone, binned
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("made_by_demo", sa.Boolean, nullable=False),
    sa.Column("card_made_at", UtcDateTime),  # shown to the learner: when the last card was made
    sa.Column("card_made_by", sa.String),  # the function of who made it, never a name
    sa.Column("first_steps_at", UtcDateTime),  # when the four first screens were passed
    sa.Column("text_size", sa.String, nullable=False, server_default="normal"),
    sa.Column("spacing", sa.String, nullable=False, server_default="normal"),
    sa.Column("theme", sa.String, nullable=False, server_default="clair"),
    sa.Column("depth", sa.String, nullable=False, server_default="complet"),
    sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
    sa.UniqueConstraint("site_id", "identifier"),
)

group = sa.Table(
    "learner_group",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("path", sa.String, nullable=False),
    sa.Column("opens_on", sa.String, nullable=False, server_default=""),  # a day, or ""
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
    sa.UniqueConstraint("site_id", "name"),
)


membership = sa.Table(
    "membership",
    metadata,
    site_id(),
    sa.Column("group_id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, primary_key=True),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(
        ["site_id", "group_id"], ["learner_group.site_id", "learner_group.id"], ondelete="CASCADE"
    ),
    sa.ForeignKeyConstraint(
        ["site_id", "account_id"], ["account.site_id", "account.id"], ondelete="CASCADE"
    ),
    sa.Index(None, "site_id", "account_id"),
)
