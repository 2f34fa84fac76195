"""Dossiers between sites: known sites, ids of a person elsewhere, requests, what came and went."""

import sqlalchemy as sa
from alembic import op

from learning.storage.base import UtcDateTime

revision = "0007"
down_revision = "0006"


def _site(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f(f"fk_{table}_site_id_site"))


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["site_id", column],
        ["account.site_id", "account.id"],
        name=op.f(f"fk_{table}_site_id_{column}_account"),
        ondelete="CASCADE",
    )


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_at", sa.String(), nullable=False, server_default=""))
    _sites()
    _people()
    _files()
    _elsewhere()


def _sites() -> None:
    op.create_table(
        "peer_key",
        _id("site_id"),
        *(_id(name) for name in ("key", "number", "name", "signs", "opens", "attests")),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        _site("peer_key"),
        sa.PrimaryKeyConstraint("site_id", "key", name=op.f("pk_peer_key")),
    )
    op.create_table(
        "site_directory",
        _id("site_id"),
        _id("programme"),
        sa.Column("edition", sa.Integer(), nullable=False),
        _id("day"),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        _site("site_directory"),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site_directory")),
    )


def _people() -> None:
    op.create_table(
        "known_person",
        _id("site_id"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        _person("known_person", "account_id"),
        sa.PrimaryKeyConstraint("site_id", "person_id", name=op.f("pk_known_person")),
    )
    op.create_table(
        "dossier_request",
        _id("site_id"),
        _id("id"),
        sa.Column("made_here", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        _id("peer"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        _person("dossier_request", "account_id"),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_dossier_request")),
    )
    for table in ("known_person", "dossier_request"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(
                batch_op.f(f"ix_{table}_site_id_account_id"),
                ["site_id", "account_id"],
                unique=False,
            )
    op.create_table(
        "departure",
        _id("site_id"),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        _id("peer"),
        sa.Column("at", UtcDateTime(), nullable=False),
        _id("by_role"),
        _person("departure", "account_id"),
        sa.PrimaryKeyConstraint("site_id", "account_id", name=op.f("pk_departure")),
    )


def _files() -> None:
    op.create_table(
        "dossier_sent",
        _id("site_id"),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("counter", sa.BigInteger(), autoincrement=False, nullable=False),
        _id("peer"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("expires", UtcDateTime(), nullable=False),
        _id("print"),
        _person("dossier_sent", "account_id"),
        sa.PrimaryKeyConstraint("site_id", "account_id", "counter", name=op.f("pk_dossier_sent")),
    )
    op.create_table(
        "dossier_taken",
        _id("site_id"),
        _id("person_key"),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        _id("mark"),
        sa.Column("at", UtcDateTime(), nullable=False),
        _site("dossier_taken"),
        sa.PrimaryKeyConstraint("site_id", "person_key", name=op.f("pk_dossier_taken")),
    )


def _elsewhere() -> None:
    op.create_table(
        "foreign_module",
        _id("site_id"),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        _id("module"),
        _id("title"),
        _person("foreign_module", "learner_id"),
        sa.PrimaryKeyConstraint("site_id", "learner_id", "module", name=op.f("pk_foreign_module")),
    )
    op.create_table(
        "validated",
        _id("site_id"),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        *(_id(name) for name in ("number", "module", "title")),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        *(_id(name) for name in ("day", "issuer")),
        sa.Column("at", UtcDateTime(), nullable=False),
        _id("made_at"),
        _person("validated", "learner_id"),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("pk_validated")),
        sa.UniqueConstraint(
            "site_id",
            "learner_id",
            "number",
            "title",
            name=op.f("uq_validated_site_id_learner_id_number_title"),
        ),
    )


def downgrade() -> None:
    for table in (
        "validated",
        "foreign_module",
        "dossier_taken",
        "dossier_sent",
        "departure",
        "dossier_request",
        "known_person",
        "site_directory",
        "peer_key",
    ):
        op.drop_table(table)
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.drop_column("made_at")
