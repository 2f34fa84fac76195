"""Rooms and their terminals; which terminal a session was opened at."""

import sqlalchemy as sa
from alembic import op

from learning.storage.base import UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("aisle", sa.Integer(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("message_on", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_room_site_id_site")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_room")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_room_site_id_name")),
    )
    op.create_table(
        "terminal",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("code_until", UtcDateTime(), nullable=True),
        sa.Column("mark_hash", sa.String(), nullable=True),
        sa.Column("hold", sa.String(), nullable=False),
        sa.Column("held_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id", "room_id"],
            ["room.site_id", "room.id"],
            name=op.f("fk_terminal_site_id_room_id_room"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_terminal")),
        sa.UniqueConstraint(
            "site_id", "room_id", "number", name=op.f("uq_terminal_site_id_room_id_number")
        ),
        sa.UniqueConstraint("site_id", "address", name=op.f("uq_terminal_site_id_address")),
        sa.UniqueConstraint("site_id", "code_hash", name=op.f("uq_terminal_site_id_code_hash")),
        sa.UniqueConstraint("site_id", "mark_hash", name=op.f("uq_terminal_site_id_mark_hash")),
    )
    with op.batch_alter_table("terminal_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("terminal_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_terminal_session_site_id_terminal_id"),
            ["site_id", "terminal_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("terminal_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terminal_session_site_id_terminal_id"))
        batch_op.drop_column("terminal_id")
    op.drop_table("terminal")
    op.drop_table("room")
