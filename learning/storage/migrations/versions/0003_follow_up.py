"""Following learners, evaluating the programme: requests, attestations, consultations, studies."""

import sqlalchemy as sa
from alembic import op

from learning.storage.base import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "evaluation_export",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("study", sa.String(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_evaluation_export_site_id_site")
        ),
        sa.PrimaryKeyConstraint("site_id", "number", name=op.f("pk_evaluation_export")),
    )
    op.create_table(
        "study",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("protocol", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("frozen_at", UtcDateTime(), nullable=True),
        sa.Column("closes_on", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_study_site_id_site")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_study")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_study_site_id_name")),
    )
    op.create_table(
        "attestation",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_why", sa.String(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_attestation_site_id_learner_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("site_id", "number", name=op.f("uq_attestation_site_id_number")),
    )
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attestation_site_id_learner_id"),
            ["site_id", "learner_id"],
            unique=False,
        )
    op.create_table(
        "consultation",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("reader_role", sa.String(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_consultation_site_id_learner_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_site_id_learner_id_at"),
            ["site_id", "learner_id", "at"],
            unique=False,
        )
    op.create_table(
        "group_form",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "group_id"],
            ["learner_group.site_id", "learner_group.id"],
            name=op.f("fk_group_form_site_id_group_id_learner_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_group_form")),
    )
    op.create_table(
        "help_request",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_help_request_site_id_learner_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_help_request")),
    )
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_help_request_site_id_learner_id"),
            ["site_id", "learner_id"],
            unique=False,
        )
    op.create_table(
        "own_person",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_own_person_site_id_learner_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "staff_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_own_person_site_id_staff_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "staff_id", "learner_id", name=op.f("pk_own_person")),
    )
    op.create_table(
        "print_request",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("printed_at", UtcDateTime(), nullable=True),
        sa.Column("printed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_print_request_site_id_learner_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_print_request")),
    )
    with op.batch_alter_table("print_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_print_request_site_id_learner_id"),
            ["site_id", "learner_id"],
            unique=False,
        )
    op.create_table(
        "seen_line",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "staff_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_seen_line_site_id_staff_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "staff_id", "key", name=op.f("pk_seen_line")),
    )
    op.create_table(
        "study_change",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_role", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "study_id"],
            ["study.site_id", "study.id"],
            name=op.f("fk_study_change_site_id_study_id_study"),
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_study_change")),
    )
    with op.batch_alter_table("learner_group", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens_on", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("learner_group", schema=None) as batch_op:
        batch_op.drop_column("opens_on")
    op.drop_table("study_change")
    op.drop_table("seen_line")
    with op.batch_alter_table("print_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_print_request_site_id_learner_id"))
    op.drop_table("print_request")
    op.drop_table("own_person")
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_request_site_id_learner_id"))
    op.drop_table("help_request")
    op.drop_table("group_form")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_site_id_learner_id_at"))
    op.drop_table("consultation")
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestation_site_id_learner_id"))
    op.drop_table("attestation")
    op.drop_table("study")
    op.drop_table("evaluation_export")
