"""Rooms and their terminals, as an administrator named them. Nothing of any learner."""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, metadata, site_id

room = sa.Table(
    "room",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("seats", sa.Integer, nullable=False),  # terminals in a row
    sa.Column("aisle", sa.Integer, nullable=False),  # the aisle is after so many; 0 is none
    sa.Column("hours", sa.String, nullable=False),  # domain/opening.py; "" never closes
    sa.Column("paused_at", UtcDateTime),
    sa.Column("message", sa.String, nullable=False),  # a key of a closed list, or ""
    sa.Column("message_on", sa.String, nullable=False),  # the day that it is for
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
    sa.UniqueConstraint("site_id", "name"),
)

terminal = sa.Table(
    "terminal",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("room_id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # its place in the room
    sa.Column("address", sa.String),
    sa.Column("code_hash", sa.String),  # a code that waits to be typed at the terminal
    sa.Column("code_until", UtcDateTime),
    sa.Column("mark_hash", sa.String),  # what its browser carries once the code was typed
    sa.Column("hold", sa.String, nullable=False),  # "", pause, lock
    sa.Column("held_at", UtcDateTime),
    sa.Column("heard_at", UtcDateTime),  # its last request, to the minute, whoever was there
    sa.ForeignKeyConstraint(
        ["site_id", "room_id"], ["room.site_id", "room.id"], ondelete="CASCADE"
    ),
    sa.UniqueConstraint("site_id", "room_id", "number"),
    sa.UniqueConstraint("site_id", "address"),
    sa.UniqueConstraint("site_id", "code_hash"),
    sa.UniqueConstraint("site_id", "mark_hash"),
)
