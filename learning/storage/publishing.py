"""Releases: immutable, named by their content; a release maps each name to content by digest.

Content is shared between sites (no ``site_id``); which release a site serves is the site's.
"""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, metadata

content_file = sa.Table(
    "content_file",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

release = sa.Table(
    "release",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("files", sa.JSON, nullable=False),  # path -> digest
    sa.Column("choices", sa.JSON, nullable=False),  # question id -> permanent choice ids, in order
    # question id -> how many times its marking or structure changed, plus one; absent is 1
    sa.Column("versions", sa.JSON, nullable=False, server_default="{}"),
)

publication = sa.Table(
    "publication",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("release_id", sa.String, sa.ForeignKey("release.id"), nullable=False),
    sa.Column("by", sa.Uuid),  # None for a command; no constraint: it outlives the account
    sa.Column("summary", sa.JSON, nullable=False, server_default="{}"),  # what changed, in figures
)

# The courses being written: what differs from the release that the site serves.
manuscript = sa.Table(
    "manuscript",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("path", sa.String, primary_key=True),
    sa.Column("body", sa.LargeBinary),  # None: the file is taken out
    sa.Column("base", sa.String, nullable=False),  # digest of the published file written upon
    sa.Column("saved_at", UtcDateTime, nullable=False),
    sa.Column("saved_by", sa.Uuid),
)

opinion = sa.Table(
    "opinion",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("module", sa.String, nullable=False),
    sa.Column("digest", sa.String, nullable=False),  # of the module's files that were looked at
    sa.Column("kind", sa.String, nullable=False),  # activite, detention
    sa.Column("favourable", sa.Boolean, nullable=False),
    sa.Column("comment", sa.String, nullable=False),
    sa.Column("by", sa.Uuid, nullable=False),
    sa.Column("by_role", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "site_id", "module"),
)

publishing_run = sa.Table(
    "publishing_run",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("by", sa.Uuid),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("beat_at", UtcDateTime, nullable=False),  # a run that no longer beats was cut short
    sa.Column("step", sa.String, nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("message", sa.String, nullable=False),
    sa.Column("options", sa.JSON, nullable=False),
)

rendered = sa.Table(
    "rendered",
    metadata,
    sa.Column("part_digest", sa.String, primary_key=True),  # of a module, or what is the site's
    sa.Column("renderer", sa.String, primary_key=True),
    sa.Column("html", sa.JSON, nullable=False),  # fragment -> safe HTML
)
