"""Dossiers between sites: the sites known, who left or is awaited, what was sent and taken.

No name and no text of a learner has a column here but the titles of modules known elsewhere.
"""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, account_reference, metadata, site_id

peer_key = sa.Table(
    "peer_key",
    metadata,
    site_id(),
    sa.Column("key", sa.String, primary_key=True),  # number of the key that signs
    sa.Column("number", sa.String, nullable=False),  # of the other site, for ever
    sa.Column("name", sa.String, nullable=False),
    sa.Column("signs", sa.String, nullable=False),
    sa.Column("opens", sa.String, nullable=False),
    sa.Column("attests", sa.String, nullable=False),
    sa.Column("generation", sa.Integer, nullable=False),
    sa.Column("origin", sa.String, nullable=False),  # annuaire, directe
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("revoked_at", UtcDateTime),
    sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
)

directory = sa.Table(
    "site_directory",
    metadata,
    site_id(),
    sa.Column("programme", sa.String, nullable=False),  # the key that every edition must bear
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("day", sa.String, nullable=False),
    sa.Column("taken_at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
)

# A learner under other ids: those that other sites know them by.
known_person = sa.Table(
    "known_person",
    metadata,
    site_id(),
    sa.Column("person_id", sa.Uuid, primary_key=True),
    *account_reference("account_id"),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Index(None, "site_id", "account_id"),
)

dossier_request = sa.Table(
    "dossier_request",
    metadata,
    site_id(),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("made_here", sa.Boolean, nullable=False),
    *account_reference("account_id"),
    sa.Column("peer", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("answered_at", UtcDateTime),
    sa.Index(None, "site_id", "account_id"),
)

departure = sa.Table(
    "departure",
    metadata,
    site_id(),
    sa.Column("account_id", sa.Uuid, primary_key=True),
    sa.Column("peer", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("by_role", sa.String, nullable=False),
    sa.ForeignKeyConstraint(
        ["site_id", "account_id"], ["account.site_id", "account.id"], ondelete="CASCADE"
    ),
)

dossier_sent = sa.Table(
    "dossier_sent",
    metadata,
    site_id(),
    sa.Column("account_id", sa.Uuid, primary_key=True),
    sa.Column("counter", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("peer", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("expires", UtcDateTime, nullable=False),
    sa.Column("print", sa.String, nullable=False),
    sa.ForeignKeyConstraint(
        ["site_id", "account_id"], ["account.site_id", "account.id"], ondelete="CASCADE"
    ),
)

# What was taken last of whom: kept under a pseudonym, so that an erased person's old dossier
# does not come back as a new one.
dossier_taken = sa.Table(
    "dossier_taken",
    metadata,
    site_id(),
    sa.Column("person_key", sa.String, primary_key=True),
    sa.Column("counter", sa.BigInteger, nullable=False),
    sa.Column("mark", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
)

# The title of a module that a learner worked on elsewhere, to name it where it is unknown.
foreign_module = sa.Table(
    "foreign_module",
    metadata,
    site_id(),
    sa.Column("learner_id", sa.Uuid, primary_key=True),
    sa.Column("module", sa.String, primary_key=True),
    sa.Column("title", sa.String, nullable=False),
    sa.ForeignKeyConstraint(
        ["site_id", "learner_id"], ["account.site_id", "account.id"], ondelete="CASCADE"
    ),
)

# « Validé ailleurs »: what a valid attestation of another site says of a module.
validated = sa.Table(
    "validated",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    *account_reference("learner_id"),
    sa.Column("number", sa.String, nullable=False),  # of the attestation
    sa.Column("module", sa.String, nullable=False),  # « » when this site has none of that title
    sa.Column("title", sa.String, nullable=False),
    sa.Column("points", sa.Float, nullable=False),
    sa.Column("out_of", sa.Integer, nullable=False),
    sa.Column("day", sa.String, nullable=False),
    sa.Column("issuer", sa.String, nullable=False),  # the opaque number of a key
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.UniqueConstraint("site_id", "learner_id", "number", "title"),
)
