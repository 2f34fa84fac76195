"""Column types and the metadata that every table hangs on.

Times are UTC and aware; SQLite drops the zone, so a column type refuses naive values.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from learning.domain.order import microseconds

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware instant, stored as microseconds since 1970 so that both databases agree."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuse a naive value: its zone would be guessed."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a stored instant must carry its time zone"
            raise ValueError(message)
        return microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC instant."""
        del dialect
        return None if value is None else datetime.fromtimestamp(value / 1_000_000, UTC)


def site_id() -> sa.Column[str]:
    """First column of every key: which site holds the row."""
    return sa.Column("site_id", sa.String, primary_key=True)


def place() -> sa.Column[int]:
    """Where a row stands in the order of what its learner did: ``storage.order`` counts it."""
    return sa.Column("sequence", sa.BigInteger, nullable=False, server_default="0")


def account_reference(name: str) -> tuple[sa.Column[object], sa.ForeignKeyConstraint]:
    """A column that names an account of the same site, with its constraint."""
    column: sa.Column[object] = sa.Column(name, sa.Uuid, nullable=False)
    return column, sa.ForeignKeyConstraint(
        ["site_id", name], ["account.site_id", "account.id"], ondelete="CASCADE"
    )
