"""Two accounts made one: a union of what both did, and undone it is as it was."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Invalid, NotFound
from learning.domain.order import microseconds
from learning.services.admin_bin import MERGE, list_bin, put_merge, restore
from learning.services.admin_merge import owned, preview_merge
from learning.services.audit import name_of
from learning.services.work import Program, Work
from learning.storage.activity import draft, fact
from learning.storage.follow_up import help_request
from learning.storage.people import account
from learning.storage.worksheets import (
    project_allowance,
    project_reading,
    sheet_comment,
    worksheet_version,
)
from tests.support.administered import add, add_with_group, as_administrator

HOUR = timedelta(hours=1)


def placed(at: datetime) -> dict[str, Any]:
    """A date, and the place of it."""
    return {"at": at, "sequence": microseconds(at)}


def answer(work: Work, who: UUID, question: str, ordinal: int, after: int) -> UUID:
    """Write one answer, so many hours after now."""
    made = uuid4()
    work.connection.execute(
        sa.insert(fact),
        {
            "site_id": work.site,
            "id": made,
            "learner_id": who,
            "kind": "answer_given",
            **placed(work.instant + after * HOUR),
            "made_at": work.site,
            "question": question,
            "ordinal": ordinal,
        },
    )
    return made


def version(work: Work, who: UUID, ordinal: int, after: int, restored: int | None = None) -> UUID:
    """Write one version of the sheet « prix »."""
    made = uuid4()
    work.connection.execute(
        sa.insert(worksheet_version),
        {
            "site_id": work.site,
            "id": made,
            "learner_id": who,
            "sheet": "prix",
            "ordinal": ordinal,
            **placed(work.instant + after * HOUR),
            "made_at": work.site,
            "typed": {"prix": str(ordinal)},
            "restored": restored,
        },
    )
    return made


def comment(work: Work, who: UUID, ordinal: int) -> UUID:
    """Write a reading with one comment on a version."""
    reading = uuid4()
    work.connection.execute(
        sa.insert(project_reading),
        {"site_id": work.site, "id": reading, "learner_id": who, "at": work.instant},
    )
    work.connection.execute(
        sa.insert(sheet_comment),
        {
            "site_id": work.site,
            "reading_id": reading,
            "sheet": "prix",
            "ordinal": ordinal,
            "text": "Bien.",
        },
    )
    return reading


def keep(work: Work, who: UUID, key: str) -> None:
    """Keep a draft, allow the project, ask for help."""
    row = {"site_id": work.site, "learner_id": who}
    work.connection.execute(
        sa.insert(draft), {**row, "key": key, "fields": {}, "saved_at": work.instant}
    )
    work.connection.execute(sa.insert(project_allowance), {**row, "since": work.instant})
    work.connection.execute(
        sa.insert(help_request),
        {
            **row,
            "id": uuid4(),
            "at": work.instant,
            "reason": "question",
            "module": "m",
            "lesson": "l",
        },
    )


def everything(work: Work) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that belongs to somebody, and the comments, in a stable order."""
    tables = {table.name: table for table, _ in owned()} | {"sheet_comment": sheet_comment}
    return {
        name: sorted((tuple(row) for row in work.connection.execute(sa.select(table))), key=str)
        for name, table in tables.items()
    }


def ordinals(work: Work, table: sa.Table, who: UUID) -> list[UUID]:
    """The ids of somebody's rows by place."""
    query = sa.select(table.c.id).where(table.c.learner_id == who).order_by(table.c.ordinal)
    return list(work.connection.execute(query).scalars())


@pytest.fixture
def pair(program: Program) -> tuple[UUID, UUID]:
    """Two accounts with work of the same kind, hours apart."""
    with program.writing() as work:
        _, (kept,) = add_with_group(work, "Matin", "Marc Petit")
        _, (double,) = add_with_group(work, "Soir", "Marc  Petit")
        name_of(work, kept)
        name_of(work, double)
        for who, key in ((kept, "a"), (double, "a")):
            keep(work, who, key)
        keep_only_draft(work, double)
        answer(work, kept, "q1", 0, 1)
        answer(work, kept, "q1", 1, 3)
        answer(work, double, "q1", 0, 2)
        answer(work, double, "q2", 0, 4)
        version(work, kept, 1, 2)
        version(work, double, 1, 1)
        version(work, double, 2, 3, restored=1)
        comment(work, double, 2)
    return kept, double


def keep_only_draft(work: Work, who: UUID) -> None:
    """One draft more, under a key that the other does not have."""
    work.connection.execute(
        sa.insert(draft),
        {
            "site_id": work.site,
            "learner_id": who,
            "key": "b",
            "fields": {},
            "saved_at": work.instant,
        },
    )


def test_what_both_did_is_one_in_the_order_of_time(
    program: Program, pair: tuple[UUID, UUID]
) -> None:
    kept, double = pair
    with program.writing() as work:
        put_merge(work, kept, double)
    with program.reading() as work:
        rows = work.connection.execute(
            sa.select(fact).where(fact.c.learner_id == kept).order_by(fact.c.ordinal)
        ).all()
        first = [row for row in rows if row.question == "q1"]
        assert [row.ordinal for row in first] == [0, 1, 2]
        assert [row.at for row in first] == sorted(row.at for row in first)
        assert len(rows) == 4
        sheets = work.connection.execute(
            sa.select(worksheet_version)
            .where(worksheet_version.c.learner_id == kept)
            .order_by(worksheet_version.c.ordinal)
        ).all()
        assert [row.ordinal for row in sheets] == [1, 2, 3]
        # The last one brought back the double's first, which is the first of all by time.
        assert [row.restored for row in sheets] == [None, None, 1]
        assert work.connection.execute(sa.select(sheet_comment.c.ordinal)).scalar() == 3
        left = work.connection.execute(
            sa.select(draft.c.learner_id, draft.c.key).order_by(draft.c.key)
        ).all()
        assert {(row.learner_id, row.key) for row in left} == {
            (kept, "a"),
            (kept, "b"),
            (double, "a"),
        }
        (item,) = list_bin(work)
        assert (item.kind, item.subject, item.other) == (MERGE, double, "Marc Petit")


def test_undone_everything_is_as_it_was(program: Program, pair: tuple[UUID, UUID]) -> None:
    kept, double = pair
    with program.writing() as work:
        name_of(work, kept)
        before = everything(work)
    with program.writing() as work:
        put_merge(work, kept, double)
    with program.reading() as work:
        assert everything(work) != before
    with program.writing() as work:
        restore(work, list_bin(work)[0].id)
    with program.reading() as work:
        assert everything(work) == before
        status = sa.select(account.c.status).where(account.c.id == double)
        assert work.connection.execute(status).scalar() == "active"


def test_what_was_done_since_stays_with_the_kept_account(
    program: Program, pair: tuple[UUID, UUID]
) -> None:
    kept, double = pair
    with program.writing() as work:
        put_merge(work, kept, double)
        since = answer(work, kept, "q1", 3, 9)
    with program.writing() as work:
        restore(work, list_bin(work)[0].id)
    with program.reading() as work:
        mine = ordinals(work, fact, kept)
        assert mine[-1] == since
        places = work.connection.execute(
            sa.select(fact.c.ordinal).where(fact.c.learner_id == kept).order_by(fact.c.ordinal)
        ).scalars()
        assert list(places) == [0, 1, 2]


def test_only_two_learners_who_differ_are_merged(program: Program) -> None:
    with program.writing() as work:
        learner = add(work, "Marc")
        trainer = add(work, "Claire", Role.TRAINER)
        as_administrator(work, add(work, "Adèle", Role.ADMINISTRATOR))
        with pytest.raises(Invalid, match="différents"):
            preview_merge(work, learner, learner)
        with pytest.raises(Invalid, match="apprenants"):
            preview_merge(work, learner, trainer)
        with pytest.raises(NotFound):
            preview_merge(work, learner, uuid4())
        other = add(work, "Marc bis")
        with pytest.raises(Invalid, match="Pour confirmer"):
            put_merge(work, learner, other, typed="autre")
        assert list_bin(work) == ()
