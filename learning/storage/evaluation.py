"""The evaluation: protocols frozen on a day with their later changes, and each export made."""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, metadata

study = sa.Table(
    "study",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("protocol", sa.JSON, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("frozen_at", UtcDateTime),
    sa.Column("closes_on", sa.String, nullable=False),  # a day
    sa.UniqueConstraint("site_id", "name"),
)

study_change = sa.Table(
    "study_change",
    metadata,
    sa.Column("site_id", sa.String, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("study_id", sa.Uuid, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by_role", sa.String, nullable=False),
    sa.Column("field", sa.String, nullable=False),
    sa.Column("before", sa.String, nullable=False),
    sa.Column("after", sa.String, nullable=False),
    sa.ForeignKeyConstraint(["site_id", "study_id"], ["study.site_id", "study.id"]),
)

evaluation_export = sa.Table(
    "evaluation_export",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by", sa.Uuid),
    sa.Column("study", sa.String, nullable=False),
    sa.Column("people", sa.JSON, nullable=False),  # keyed digests, to compare two exports alone
)
