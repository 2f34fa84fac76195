"""Open sessions at terminals, and failed sign-ins. Tokens are stored hashed."""

import sqlalchemy as sa

from learning.storage.base import UtcDateTime, account_reference, metadata, site_id

terminal_session = sa.Table(
    "terminal_session",
    metadata,
    site_id(),
    sa.Column("token_hash", sa.String, primary_key=True),
    *account_reference("account_id"),
    sa.Column("terminal", sa.String, nullable=False),
    sa.Column("terminal_id", sa.Uuid),  # the one of a room, when an administrator named it
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
    sa.Column("page_kind", sa.String, nullable=False),  # a kind, never a content
    # open, closed, replaced; locked and ended by the room; an idle lock is told by the clock
    sa.Column("state", sa.String, nullable=False),
    sa.Column("seconds", sa.Integer, nullable=False),  # sum of the capped gaps between requests
    sa.Column("held", sa.Boolean, nullable=False),  # the SessionHeld fact was written
    sa.Index(None, "site_id", "account_id", "state"),
    sa.Index(None, "site_id", "terminal_id"),
)

sign_in_failure = sa.Table(
    "sign_in_failure",
    metadata,
    site_id(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("account_key", sa.String, nullable=False),  # hash of what was typed
    sa.Column("terminal", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index(None, "site_id", "terminal", "at"),
)
