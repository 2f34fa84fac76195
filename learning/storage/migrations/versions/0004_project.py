"""The learner's own project: versions of sheets, readings, who may look."""

import sqlalchemy as sa
from alembic import op

from learning.storage.base import UtcDateTime

revision = "0004"
down_revision = "0003"


def _learner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["site_id", "learner_id"],
        ["account.site_id", "account.id"],
        name=op.f(f"fk_{table}_site_id_learner_id_account"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    op.create_table(
        "worksheet_version",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=True),
        _learner("worksheet_version"),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_worksheet_version")),
        sa.UniqueConstraint(
            "site_id",
            "learner_id",
            "sheet",
            "ordinal",
            name=op.f("uq_worksheet_version_site_id_learner_id_sheet_ordinal"),
        ),
    )
    op.create_table(
        "project_reading",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=True),
        sa.Column("given_by", sa.String(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        _learner("project_reading"),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_project_reading")),
    )
    with op.batch_alter_table("project_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_reading_site_id_learner_id"),
            ["site_id", "learner_id"],
            unique=False,
        )
    op.create_table(
        "sheet_comment",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "reading_id"],
            ["project_reading.site_id", "project_reading.id"],
            name=op.f("fk_sheet_comment_site_id_reading_id_project_reading"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "reading_id", "sheet", name=op.f("pk_sheet_comment")),
    )
    op.create_table(
        "project_allowance",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        _learner("project_allowance"),
        sa.PrimaryKeyConstraint("site_id", "learner_id", name=op.f("pk_project_allowance")),
    )


def downgrade() -> None:
    op.drop_table("project_allowance")
    op.drop_table("sheet_comment")
    op.drop_table("project_reading")
    op.drop_table("worksheet_version")
