"""Facts in and out of their table, drafts beside them.

Facts are added, never changed; only answers that somebody takes back go.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.domain.course import Lesson, Module
from learning.domain.facts import Fact
from learning.domain.remarking import effective
from learning.services.fact_rows import READERS, Fields, row_of
from learning.services.work import Work
from learning.storage.activity import draft, fact
from learning.storage.order import next_place

_COLUMNS = (
    fact.c.kind,
    fact.c.id,
    fact.c.at,
    fact.c.module,
    fact.c.lesson,
    fact.c.question,
    fact.c.context,
    fact.c.attempt,
    fact.c.ordinal,
    fact.c.verdict,
    fact.c.points,
    fact.c.out_of,
    fact.c.flag,
    fact.c.detail,
    fact.c.sequence,
)
# An answer without what was typed: long to read, and of no use to whoever counts.
_UNTYPED = (
    *_COLUMNS[:-2],
    sa.case((fact.c.kind != "answer_given", fact.c.detail)).label("detail"),
    fact.c.sequence,
)
# As the database keeps it: read as a UUID once a learner, not once a fact.
_WHOSE = sa.type_coerce(fact.c.learner_id, sa.String)
_MINE = (
    sa.select(*_COLUMNS)
    .where(fact.c.site_id == sa.bindparam("site"), fact.c.learner_id == sa.bindparam("learner"))
    .order_by(fact.c.sequence, fact.c.id)
)
_MINE_IN_MODULE = _MINE.where(fact.c.module == sa.bindparam("module"))
_MINE_IN_LESSON = _MINE_IN_MODULE.where(
    sa.or_(
        fact.c.question == "",
        # Not « between »: the order of strings changes with PostgreSQL's collation.
        fact.c.question.like(sa.bindparam("own")),
        fact.c.question.like(sa.bindparam("bank")),
    )
)
_DRAFTS = sa.select(draft.c.key, draft.c.fields, draft.c.saved_at).where(
    draft.c.site_id == sa.bindparam("site"),
    draft.c.learner_id == sa.bindparam("learner"),
    # Not « between »: the order of strings changes with PostgreSQL's collation.
    draft.c.key.like(sa.bindparam("pattern")),
)
_MY_DRAFTS = sa.delete(draft).where(
    draft.c.site_id == sa.bindparam("site"), draft.c.learner_id == sa.bindparam("learner")
)
_DROP_ONE = _MY_DRAFTS.where(draft.c.key == sa.bindparam("wanted"))
_DROP_UNDER = _MY_DRAFTS.where(draft.c.key.like(sa.bindparam("wanted")))
_INSERT = sa.insert(fact).values(sequence=next_place(fact))


def facts_of(work: Work, learner: UUID, module: str | None = None) -> list[Fact]:
    """Return a learner's facts, of one module or all, in order, each mark as it is now."""
    return effective(facts_as_given(work, learner, module))


def facts_as_given(work: Work, learner: UUID, module: str | None = None) -> list[Fact]:
    """Return a learner's facts, of one module or all, each mark as first given: one statement."""
    values = {"site": work.site, "learner": learner}
    if module is None:
        rows = work.connection.execute(_MINE, values)
    else:
        rows = work.connection.execute(_MINE_IN_MODULE, {**values, "module": module})
    readers = READERS
    return [readers[row[0]](row) for row in rows]


def facts_of_lesson(work: Work, learner: UUID, module: Module, lesson: Lesson) -> list[Fact]:
    """Return what a lesson's page needs of a learner's facts: its cost is the lesson's own.

    A lesson that draws from several banks reads the whole module.
    """
    banks = [block.name for block in lesson.draws]
    if len(banks) > 1:
        return facts_of(work, learner, module.slug)
    own = f"{module.slug}/{lesson.slug}/"
    bank = f"{module.slug}/{banks[0]}/" if banks else own
    values = {
        "site": work.site,
        "learner": learner,
        "module": module.slug,
        "own": f"{own}%",
        "bank": f"{bank}%",
    }
    readers = READERS
    rows = work.connection.execute(_MINE_IN_LESSON, values)
    return effective([readers[row[0]](row) for row in rows])


def add_facts(work: Work, learner: UUID, facts: Iterable[Fact]) -> None:
    """Add facts. The unique constraints refuse a second answer in one place."""
    add_all(work, ((learner, one) for one in facts))


def add_all(work: Work, facts: Iterable[tuple[UUID, Fact]]) -> None:
    """Add facts of several learners, in one statement: each takes its learner's next place."""
    rows = [
        {**row_of(work.site, learner, one), "here": work.site, "whose": learner, "since": one.at}
        for learner, one in facts
    ]
    if rows:
        work.connection.execute(_INSERT, rows)


def forget_facts(work: Work, learner: UUID, ids: Iterable[UUID]) -> None:
    """Take out facts that the learner took back: the law lets nobody keep them."""
    mine = (fact.c.site_id == work.site) & (fact.c.learner_id == learner)
    work.connection.execute(sa.delete(fact).where(mine, fact.c.id.in_(list(ids))))


def facts_where(
    work: Work, *conditions: sa.ColumnElement[bool], typed: bool = True
) -> dict[UUID, list[Fact]]:
    """Return the facts of everybody that meet the conditions, by learner, as they were given.

    Without ``typed``, answers come without their fields, seed, release and digest.
    """
    query = (
        sa.select(*(_COLUMNS if typed else _UNTYPED), _WHOSE)
        .where(fact.c.site_id == work.site, *conditions)
        .order_by(fact.c.sequence, fact.c.id)
    )
    found: dict[str | UUID, list[Fact]] = {}
    readers, whose = READERS, len(_COLUMNS)
    for row in work.connection.execute(query):
        found.setdefault(row[whose], []).append(readers[row[0]](row))
    return {one if isinstance(one, UUID) else UUID(one): facts for one, facts in found.items()}


def drafts_of(work: Work, learner: UUID, prefix: str) -> dict[str, tuple[Fields, datetime]]:
    """Return the drafts whose key starts with ``prefix``: raw fields, and when they were kept."""
    rows = work.connection.execute(
        _DRAFTS, {"site": work.site, "learner": learner, "pattern": f"{prefix}%"}
    )
    return {
        row.key: (tuple((part, value) for part, value in row.fields), row.saved_at) for row in rows
    }


def keep_draft(work: Work, learner: UUID, key: str, fields: Fields) -> None:
    """Keep what was typed under ``key``, in place of what was there."""
    where = (draft.c.site_id == work.site) & (draft.c.learner_id == learner) & (draft.c.key == key)
    values = {"fields": [list(pair) for pair in fields], "saved_at": work.instant}
    if work.connection.execute(sa.update(draft).where(where).values(**values)).rowcount == 0:
        work.connection.execute(
            sa.insert(draft),
            {"site_id": work.site, "learner_id": learner, "key": key, **values},
        )


def drop_draft(work: Work, learner: UUID, key: str) -> None:
    """Forget one draft: it has become an answer."""
    values = {"site": work.site, "learner": learner, "wanted": key}
    work.connection.execute(_DROP_ONE, values)


def drop_drafts(work: Work, learner: UUID, prefix: str) -> None:
    """Forget the drafts under ``prefix``: they have become answers."""
    values = {"site": work.site, "learner": learner, "wanted": f"{prefix}%"}
    work.connection.execute(_DROP_UNDER, values)
