"""The places of answers and of sheets when two accounts become one, or two again.

A place is taken once a person. Places are put aside below zero before rows change hands, and
given again after, each person's own in the order of what was done.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.worksheets import project_reading, sheet_comment, worksheet_version

Pair = tuple[UUID, UUID]


def order_answers(work: Work, people: Pair) -> Callable[[], None]:
    """Put the answers of both aside; what is returned gives each its place again."""
    mine = (
        (fact.c.site_id == work.site)
        & (fact.c.kind == "answer_given")
        & fact.c.learner_id.in_(people)
    )
    _put_aside(work, fact, mine, (fact.c.sequence, fact.c.ordinal, fact.c.id), fact.c.question)

    def settle() -> None:
        _give_places(work, fact, mine, fact.c.question, first=0)

    return settle


def order_sheets(work: Work, people: Pair) -> Callable[[], None]:
    """Put the versions of both aside; what is returned gives each its place again.

    A version that brought another back, and a comment, follow the version that they name.
    """
    table = worksheet_version
    mine = (table.c.site_id == work.site) & table.c.learner_id.in_(people)
    named = _named_versions(work, people)
    order = (table.c.sequence, table.c.ordinal, table.c.id)
    _put_aside(work, table, mine, order, table.c.sheet)

    def settle() -> None:
        _give_places(work, table, mine, table.c.sheet, first=1)
        rows = work.connection.execute(
            sa.select(table.c.id, table.c.learner_id, table.c.ordinal).where(mine)
        )
        now = {row.id: row.ordinal for row in rows}
        for condition, column, version in named:
            place = now.get(version)
            work.connection.execute(
                sa.update(column.table).where(condition).values({column.name: place})
            )

    return settle


def _put_aside(
    work: Work,
    table: sa.Table,
    mine: sa.ColumnElement[bool],
    order: tuple[Any, ...],
    kind: sa.Column[Any],
) -> None:
    """Give every row a place below zero that no other of the two people has."""
    query = sa.select(table.c.id, kind.label("kind")).where(mine).order_by(*order)
    counts: dict[str, int] = defaultdict(int)
    rows = []
    for row in work.connection.execute(query):
        counts[row.kind] += 1
        rows.append({"which": row.id, "place": -counts[row.kind]})
    _set_places(work, table, rows)


def _give_places(
    work: Work, table: sa.Table, mine: sa.ColumnElement[bool], kind: sa.Column[Any], *, first: int
) -> None:
    """Number each person's rows from ``first``, in the order in which they were put aside."""
    query = (
        sa.select(table.c.id, table.c.learner_id, kind.label("kind"))
        .where(mine)
        .order_by(table.c.ordinal.desc())
    )
    counts: dict[tuple[UUID, str], int] = defaultdict(lambda: first)
    rows = []
    for row in work.connection.execute(query):
        rows.append({"which": row.id, "place": counts[row.learner_id, row.kind]})
        counts[row.learner_id, row.kind] += 1
    _set_places(work, table, rows)


def _set_places(work: Work, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    work.connection.execute(
        sa.update(table)
        .where(table.c.site_id == work.site, table.c.id == sa.bindparam("which"))
        .values(ordinal=sa.bindparam("place")),
        rows,
    )


def _named_versions(
    work: Work, people: Pair
) -> list[tuple[sa.ColumnElement[bool], sa.Column[Any], UUID]]:
    """Which rows name a version by its place, and the version that they mean."""
    table = worksheet_version
    versions = work.connection.execute(
        sa.select(table).where(table.c.site_id == work.site, table.c.learner_id.in_(people))
    ).all()
    by_place = {(row.learner_id, row.sheet, row.ordinal): row.id for row in versions}
    found: list[tuple[sa.ColumnElement[bool], sa.Column[Any], UUID]] = []
    for row in versions:
        meant = by_place.get((row.learner_id, row.sheet, row.restored))
        if meant is not None:
            here = (table.c.site_id == work.site) & (table.c.id == row.id)
            found.append((here, table.c.restored, meant))
    comments = work.connection.execute(
        sa.select(sheet_comment, project_reading.c.learner_id)
        .join(
            project_reading,
            (project_reading.c.site_id == sheet_comment.c.site_id)
            & (project_reading.c.id == sheet_comment.c.reading_id),
        )
        .where(sheet_comment.c.site_id == work.site, project_reading.c.learner_id.in_(people))
    )
    for row in comments:
        meant = by_place.get((row.learner_id, row.sheet, row.ordinal))
        if meant is not None:
            here = (
                (sheet_comment.c.site_id == work.site)
                & (sheet_comment.c.reading_id == row.reading_id)
                & (sheet_comment.c.sheet == row.sheet)
            )
            found.append((here, sheet_comment.c.ordinal, meant))
    return found
