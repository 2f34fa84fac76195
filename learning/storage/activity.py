"""What learners did: facts are only ever added; drafts are what is not yet an answer.

One table holds every kind of fact, so that a page reads them with one statement and a
transfer between sites is a union of rows.
"""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, account_reference, metadata, place, site_id

fact = sa.Table(
    "fact",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    *account_reference("learner_id"),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),  # the clock on the wall: it dates
    place(),  # it orders
    sa.Column("made_at", sa.String, nullable=False),  # the site where it happened
    sa.Column("module", sa.String, nullable=False, server_default=""),
    sa.Column("lesson", sa.String, nullable=False, server_default=""),
    sa.Column("question", sa.String, nullable=False, server_default=""),
    sa.Column("context", sa.String, nullable=False, server_default=""),
    sa.Column("attempt", sa.Uuid),
    sa.Column("ordinal", sa.Integer),
    sa.Column("verdict", sa.String),
    sa.Column("points", sa.Float),
    sa.Column("out_of", sa.Integer),
    sa.Column("flag", sa.Boolean, nullable=False, server_default=sa.false()),  # retry, or passed
    sa.Column(
        "detail", sa.JSON(none_as_null=True)
    ),  # raw fields, seed, release, digest, questions
    # Both serve the order: else a lesson's page would walk all that its learner ever did.
    sa.Index("ix_fact_learner_module", "site_id", "learner_id", "module", "sequence"),
    sa.Index("ix_fact_order", "site_id", "learner_id", "sequence"),
    # What waits for a trainer is found without looking at the rest.
    sa.Index(
        "ix_fact_to_read",
        "site_id",
        "learner_id",
        sqlite_where=sa.text("verdict = 'a-lire'"),
        postgresql_where=sa.text("verdict = 'a-lire'"),
    ),
    sa.Index("ix_fact_question", "site_id", "question"),
    # Every limit has its constraint: an answer's place is taken once, a test is sent once.
    sa.Index(
        "uq_fact_answer",
        "site_id",
        "learner_id",
        "question",
        "ordinal",
        unique=True,
        sqlite_where=sa.text("kind = 'answer_given'"),
        postgresql_where=sa.text("kind = 'answer_given'"),
    ),
    sa.Index(
        "uq_fact_test_submitted",
        "site_id",
        "learner_id",
        "attempt",
        unique=True,
        sqlite_where=sa.text("kind = 'test_submitted'"),
        postgresql_where=sa.text("kind = 'test_submitted'"),
    ),
)

draft = sa.Table(
    "draft",
    metadata,
    site_id(),
    sa.Column("learner_id", sa.Uuid, primary_key=True),
    sa.ForeignKeyConstraint(
        ["site_id", "learner_id"], ["account.site_id", "account.id"], ondelete="CASCADE"
    ),
    sa.Column("key", sa.String, primary_key=True),  # question id, or attempt/question id
    sa.Column("fields", sa.JSON, nullable=False),
    sa.Column("saved_at", UtcDateTime, nullable=False),
)

error_report = sa.Table(
    "error_report",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    *account_reference("learner_id"),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("release", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("reply", sa.String),
    sa.Column("replied_at", UtcDateTime),
    sa.Column("replied_by", sa.String),  # the function of who replied, never a name
    sa.Column("seen_at", UtcDateTime),  # when the learner said « J'ai lu »
)

reusable_comment = sa.Table(
    "reusable_comment",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
)
