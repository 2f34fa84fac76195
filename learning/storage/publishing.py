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
)

publication = sa.Table(
    "publication",
    metadata,
    sa.Column("site_id", sa.String, sa.ForeignKey("site.id"), primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("release_id", sa.String, sa.ForeignKey("release.id"), nullable=False),
)

rendered = sa.Table(
    "rendered",
    metadata,
    sa.Column("part_digest", sa.String, primary_key=True),  # of a module, or what is the site's
    sa.Column("renderer", sa.String, primary_key=True),
    sa.Column("html", sa.JSON, nullable=False),  # fragment -> safe HTML
)
