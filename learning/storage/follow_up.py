"""What staff need to follow learners: forms of support, own people, requests, consultations.

No text on a person has a column here: codes of closed lists, dates and functions alone.
"""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, account_reference, metadata, site_id

group_form = sa.Table(
    "group_form",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("group_id", sa.Uuid, nullable=False),
    sa.Column("form", sa.String, nullable=False),
    sa.Column("since", sa.String, nullable=False),  # a day, « 2026-11-25 »
    sa.ForeignKeyConstraint(
        ["site_id", "group_id"], ["learner_group.site_id", "learner_group.id"], ondelete="CASCADE"
    ),
)

own_person = sa.Table(
    "own_person",
    metadata,
    site_id(),
    sa.Column("staff_id", sa.Uuid, primary_key=True),
    sa.Column("learner_id", sa.Uuid, primary_key=True),
    sa.ForeignKeyConstraint(
        ["site_id", "staff_id"], ["account.site_id", "account.id"], ondelete="CASCADE"
    ),
    sa.ForeignKeyConstraint(
        ["site_id", "learner_id"], ["account.site_id", "account.id"], ondelete="CASCADE"
    ),
)

# A line of « À voir » that somebody has seen, until its mark changes.
seen_line = sa.Table(
    "seen_line",
    metadata,
    site_id(),
    sa.Column("staff_id", sa.Uuid, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),  # whom, and for which reason
    sa.Column("mark", sa.String, nullable=False),  # what the line was about
    sa.Column("at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(
        ["site_id", "staff_id"], ["account.site_id", "account.id"], ondelete="CASCADE"
    ),
)

help_request = sa.Table(
    "help_request",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    *account_reference("learner_id"),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("module", sa.String, nullable=False),
    sa.Column("lesson", sa.String, nullable=False),
    sa.Column("answered_at", UtcDateTime),
    sa.Column("answered_by", sa.String),  # a function
    sa.Column("seen_at", UtcDateTime),
    sa.Index(None, "site_id", "learner_id"),
)

print_request = sa.Table(
    "print_request",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    *account_reference("learner_id"),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("sheet", sa.String, nullable=False),  # which sheet, by its address
    sa.Column("printed_at", UtcDateTime),
    sa.Column("printed_by", sa.String),  # a function
    sa.Index(None, "site_id", "learner_id"),
)

consultation = sa.Table(
    "consultation",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("reader_id", sa.Uuid, nullable=False),
    sa.Column("reader_role", sa.String, nullable=False),
    *account_reference("learner_id"),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("page", sa.String, nullable=False),
    sa.Index(None, "site_id", "learner_id", "at"),
)

attestation = sa.Table(
    "attestation",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    *account_reference("learner_id"),
    sa.Column("number", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),  # reussite, assiduite, bilan
    sa.Column("payload", sa.String, nullable=False),  # what is stated, as it was signed
    sa.Column("code", sa.String, nullable=False),  # the signed code that is printed
    sa.Column("issued_at", UtcDateTime, nullable=False),
    sa.Column("issued_by", sa.String, nullable=False),  # a function
    sa.Column("revoked_at", UtcDateTime),
    sa.Column("revoked_why", sa.String),  # a code
    sa.Column("seen_at", UtcDateTime),  # by the learner, since it was issued or revoked
    # The site that issued it, « » when it is this one: it alone may revoke it.
    sa.Column("made_at", sa.String, nullable=False, server_default=""),
    sa.UniqueConstraint("site_id", "number"),
    sa.Index(None, "site_id", "learner_id"),
)
