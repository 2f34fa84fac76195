"""Trainers: courses being written, opinions, runs of publication, texts read, reports answered."""

import sqlalchemy as sa
from alembic import op

from learning.storage.base import UtcDateTime

revision = "0002"
down_revision = "0001"

_TO_READ = sa.text("verdict = 'a-lire'")


def _site_column() -> sa.Column[str]:
    return sa.Column("site_id", sa.String(), nullable=False)


def _site_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f(f"fk_{table}_site_id_site"))


def upgrade() -> None:
    op.create_table(
        "manuscript",
        _site_column(),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        _site_key("manuscript"),
        sa.PrimaryKeyConstraint("site_id", "path", name=op.f("pk_manuscript")),
    )
    op.create_table(
        "opinion",
        _site_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("favourable", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("by_role", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _site_key("opinion"),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_opinion")),
    )
    op.create_index(op.f("ix_opinion_site_id_module"), "opinion", ["site_id", "module"])
    op.create_table(
        "publishing_run",
        _site_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("beat_at", UtcDateTime(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        _site_key("publishing_run"),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_publishing_run")),
    )
    op.create_table(
        "reusable_comment",
        _site_column(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        _site_key("reusable_comment"),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_reusable_comment")),
    )
    op.create_index(
        "ix_fact_to_read",
        "fact",
        ["site_id", "learner_id"],
        sqlite_where=_TO_READ,
        postgresql_where=_TO_READ,
    )
    op.create_index("ix_fact_question", "fact", ["site_id", "question"])
    with op.batch_alter_table("error_report") as table:
        table.add_column(sa.Column("reply", sa.String(), nullable=True))
        table.add_column(sa.Column("replied_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("replied_by", sa.String(), nullable=True))
        table.add_column(sa.Column("seen_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("release") as table:
        table.add_column(sa.Column("versions", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("publication") as table:
        table.add_column(sa.Column("by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("summary", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("publication") as table:
        table.drop_column("summary")
        table.drop_column("by")
    with op.batch_alter_table("release") as table:
        table.drop_column("versions")
    with op.batch_alter_table("error_report") as table:
        for name in ("seen_at", "replied_by", "replied_at", "reply"):
            table.drop_column(name)
    op.drop_index("ix_fact_question", table_name="fact")
    op.drop_index("ix_fact_to_read", table_name="fact")
    op.drop_table("reusable_comment")
    op.drop_table("publishing_run")
    op.drop_index(op.f("ix_opinion_site_id_module"), table_name="opinion")
    op.drop_table("opinion")
    op.drop_table("manuscript")
