"""The place of one more row of a learner, counted by the database where the row is written."""

from typing import Any

import sqlalchemy as sa

from learning.storage.base import UtcDateTime


def next_place(table: sa.Table) -> sa.ScalarSelect[Any]:
    """Return the instant, or one more than the learner's last place when the clock is behind it.

    Bind ``here``, ``whose`` and ``since``, the instant. The index on the order finds the last.
    """
    last = (
        sa.select(sa.func.max(table.c.sequence).label("place"))
        .where(
            table.c.site_id == sa.bindparam("here", type_=sa.String),
            table.c.learner_id == sa.bindparam("whose", type_=sa.Uuid),
        )
        .subquery("last")
    )
    now = sa.cast(sa.bindparam("since", type_=UtcDateTime), sa.BigInteger)
    following = sa.func.coalesce(last.c.place, 0) + 1
    return sa.select(sa.case((now >= following, now), else_=following)).scalar_subquery()
