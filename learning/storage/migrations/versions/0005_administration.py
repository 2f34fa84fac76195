"""The 30-day bin, acts that two people decide, and grids of one-time codes."""

import sqlalchemy as sa
from alembic import op

from learning.storage.base import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "bin_item",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_bin_item_site_id_site")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_bin_item")),
        sa.UniqueConstraint(
            "site_id", "kind", "subject", name=op.f("uq_bin_item_site_id_kind_subject")
        ),
    )
    op.create_table(
        "agreement",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_agreement_site_id_site")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_agreement")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_site_id_state"), ["site_id", "state"], unique=False
        )
    op.create_table(
        "code_grid",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id", "account_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_code_grid_site_id_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_code_grid")),
    )
    with op.batch_alter_table("code_grid", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_code_grid_site_id_account_id"),
            ["site_id", "account_id"],
            unique=False,
        )
    op.create_table(
        "grid_code",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("grid_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id", "grid_id"],
            ["code_grid.site_id", "code_grid.id"],
            name=op.f("fk_grid_code_site_id_grid_id_code_grid"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "grid_id", "place", name=op.f("pk_grid_code")),
    )


def downgrade() -> None:
    op.drop_table("grid_code")
    op.drop_table("code_grid")
    op.drop_table("agreement")
    op.drop_table("bin_item")
