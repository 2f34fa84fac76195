"""The first tables: people, sessions, activity, publications, audit."""

import sqlalchemy as sa
from alembic import op

from learning.storage.base import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "sequence", name=op.f("pk_audit")),
    )
    op.create_table(
        "content_file",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_content_file")),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.create_table(
        "rendered",
        sa.Column("part_digest", sa.String(), nullable=False),
        sa.Column("renderer", sa.String(), nullable=False),
        sa.Column("html", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("part_digest", "renderer", name=op.f("pk_rendered")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_key", sa.String(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index(
        op.f("ix_sign_in_failure_site_id_terminal_at"),
        "sign_in_failure",
        ["site_id", "terminal", "at"],
        unique=False,
    )
    op.create_table(
        "site",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_table(
        "account",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phrase_hash", sa.String(), nullable=True),
        sa.Column("activation_hash", sa.String(), nullable=True),
        sa.Column("activation_until", UtcDateTime(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_demo", sa.Boolean(), nullable=False),
        sa.Column("card_made_at", UtcDateTime(), nullable=True),
        sa.Column("card_made_by", sa.String(), nullable=True),
        sa.Column("first_steps_at", UtcDateTime(), nullable=True),
        sa.Column("text_size", sa.String(), server_default="normal", nullable=False),
        sa.Column("spacing", sa.String(), server_default="normal", nullable=False),
        sa.Column("theme", sa.String(), server_default="clair", nullable=False),
        sa.Column("depth", sa.String(), server_default="complet", nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_account_site_id_site")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("site_id", "identifier", name=op.f("uq_account_site_id_identifier")),
    )
    op.create_table(
        "learner_group",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_learner_group_site_id_site")
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_learner_group")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_learner_group_site_id_name")),
    )
    op.create_table(
        "publication",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_publication_release_id_release")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_publication_site_id_site")
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_publication")),
    )
    op.create_table(
        "draft",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_draft_site_id_learner_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "learner_id", "key", name=op.f("pk_draft")),
    )
    op.create_table(
        "error_report",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_error_report_site_id_learner_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_error_report")),
    )
    op.create_table(
        "fact",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("module", sa.String(), server_default="", nullable=False),
        sa.Column("lesson", sa.String(), server_default="", nullable=False),
        sa.Column("question", sa.String(), server_default="", nullable=False),
        sa.Column("context", sa.String(), server_default="", nullable=False),
        sa.Column("attempt", sa.Uuid(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("points", sa.Float(), nullable=True),
        sa.Column("out_of", sa.Integer(), nullable=True),
        sa.Column("flag", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("detail", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_fact_site_id_learner_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_fact")),
    )
    op.create_index(
        "ix_fact_learner_module", "fact", ["site_id", "learner_id", "module"], unique=False
    )
    op.create_index(
        "uq_fact_answer",
        "fact",
        ["site_id", "learner_id", "question", "ordinal"],
        unique=True,
        sqlite_where=sa.text("kind = 'answer_given'"),
        postgresql_where=sa.text("kind = 'answer_given'"),
    )
    op.create_index(
        "uq_fact_test_submitted",
        "fact",
        ["site_id", "learner_id", "attempt"],
        unique=True,
        sqlite_where=sa.text("kind = 'test_submitted'"),
        postgresql_where=sa.text("kind = 'test_submitted'"),
    )
    op.create_table(
        "membership",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "account_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_membership_site_id_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "group_id"],
            ["learner_group.site_id", "learner_group.id"],
            name=op.f("fk_membership_site_id_group_id_learner_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "group_id", "account_id", name=op.f("pk_membership")),
    )
    op.create_index(
        op.f("ix_membership_site_id_account_id"),
        "membership",
        ["site_id", "account_id"],
        unique=False,
    )
    op.create_table(
        "terminal_session",
        sa.Column("site_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("page_kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "account_id"],
            ["account.site_id", "account.id"],
            name=op.f("fk_terminal_session_site_id_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "token_hash", name=op.f("pk_terminal_session")),
    )
    op.create_index(
        op.f("ix_terminal_session_site_id_account_id_state"),
        "terminal_session",
        ["site_id", "account_id", "state"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_terminal_session_site_id_account_id_state"), table_name="terminal_session"
    )
    op.drop_table("terminal_session")
    op.drop_index(op.f("ix_membership_site_id_account_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(
        "uq_fact_test_submitted",
        table_name="fact",
        sqlite_where=sa.text("kind = 'test_submitted'"),
        postgresql_where=sa.text("kind = 'test_submitted'"),
    )
    op.drop_index(
        "uq_fact_answer",
        table_name="fact",
        sqlite_where=sa.text("kind = 'answer_given'"),
        postgresql_where=sa.text("kind = 'answer_given'"),
    )
    op.drop_index("ix_fact_learner_module", table_name="fact")
    op.drop_table("fact")
    op.drop_table("error_report")
    op.drop_table("draft")
    op.drop_table("publication")
    op.drop_table("learner_group")
    op.drop_table("account")
    op.drop_table("site")
    op.drop_index(op.f("ix_sign_in_failure_site_id_terminal_at"), table_name="sign_in_failure")
    op.drop_table("sign_in_failure")
    op.drop_table("rendered")
    op.drop_table("release")
    op.drop_table("content_file")
    op.drop_table("audit")
