"""The texts that wait for a trainer, and those read lately: two statements each.

A text waits while it is the latest that a learner wrote to a question and nobody has read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.facts import Verdict
from learning.services.asked import asked
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.people import account, group, membership

_MOST_SHOWN = 50
_MOST_COUNTED = 500
_LATELY = 40

text = fact.alias("answer")
_later = fact.alias("later")
_read = fact.alias("read")


def _bare(identity: Any) -> Any:
    """An id as text without dashes: the two databases write them differently."""
    return sa.func.replace(sa.cast(identity, sa.String), "-", "")


_PEOPLE = membership.join(
    group, (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id)
).join(
    account,
    (account.c.site_id == membership.c.site_id) & (account.c.id == membership.c.account_id),
)
_NAMES = (account.c.name.label("who"), group.c.name.label("group_name"))
_IN_OWN_GROUPS = (membership.c.site_id == sa.bindparam("site")) & membership.c.group_id.in_(
    sa.bindparam("groups", expanding=True)
)


def of_own_groups(learner: Any, columns: Sequence[Any], table: Any) -> sa.Select[Any]:
    """Select from ``table`` what belongs to learners of the groups bound as ``groups``."""
    joined = _PEOPLE.join(
        table, (table.c.site_id == account.c.site_id) & (learner == account.c.id)
    )
    return sa.select(*columns, *_NAMES).select_from(joined).where(_IN_OWN_GROUPS)


IS_TEXT = (
    (text.c.kind == "answer_given")
    # A function, so that SQLite starts from the few learners and not from every text of the site.
    & (sa.func.coalesce(text.c.verdict, "") == Verdict.TO_READ.value)
    & (text.c.out_of > 0)  # a scale has nothing to mark
)
_AUTHORS = (
    sa.select(account.c.id, *_NAMES)
    .select_from(_PEOPLE)
    .where(_IN_OWN_GROUPS, account.c.role == Role.LEARNER.value)
    .order_by(group.c.name)
)
_THEIRS: sa.BindParameter[Any] = sa.bindparam("learners", expanding=True)
_WAITING = (
    sa.select(
        text.c.id.label("answer"),
        text.c.at,
        text.c.module,
        text.c.question,
        text.c.verdict,
        text.c.learner_id,
    )
    .where(
        text.c.site_id == sa.bindparam("site"),
        text.c.learner_id.in_(_THEIRS),
        IS_TEXT,
        ~sa.exists().where(
            _later.c.site_id == text.c.site_id,
            _later.c.learner_id == text.c.learner_id,
            _later.c.question == text.c.question,
            _later.c.kind == "answer_given",
            _later.c.verdict == Verdict.TO_READ.value,
            _later.c.ordinal > text.c.ordinal,
        ),
        _bare(text.c.id).not_in(
            sa.select(_bare(_read.c.detail["answer"].as_string())).where(
                _read.c.site_id == sa.bindparam("site"),
                _read.c.learner_id.in_(_THEIRS),
                _read.c.kind == "answer_read",
            )
        ),
    )
    .order_by(text.c.at, text.c.id)
    .limit(_MOST_COUNTED)
)
_LATELY_READ = (
    sa.select(
        _read.c.detail["answer"].as_string().label("answer"),
        _read.c.at,
        _read.c.module,
        _read.c.question,
        _read.c.verdict,
        _read.c.learner_id,
    )
    .where(
        _read.c.site_id == sa.bindparam("site"),
        _read.c.learner_id.in_(_THEIRS),
        _read.c.kind == "answer_read",
    )
    .order_by(_read.c.sequence.desc(), _read.c.id.desc())
    .limit(_LATELY * 2)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Author:
    """Somebody of the trainer's groups."""

    who: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One text in a list: who, which question, when; never the text itself."""

    answer: UUID
    who: str
    groups: tuple[str, ...]
    at: datetime
    asked: str
    place: str  # « Module – leçon »
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The oldest texts that wait, and how many there are in all."""

    texts: tuple[TextLine, ...]
    total: int
    more: bool  # there are even more than were counted


def list_waiting(work: Work) -> Queue:
    """Return the texts of the trainer's groups that wait, the oldest first."""
    authors = _authors(work)
    values = {"site": work.site, "learners": list(authors)}
    rows = work.connection.execute(_WAITING, values).all()
    return Queue(
        texts=tuple(_line(work, row, authors) for row in rows[:_MOST_SHOWN]),
        total=len(rows),
        more=len(rows) == _MOST_COUNTED,
    )


def list_read(work: Work) -> tuple[TextLine, ...]:
    """Return the texts read lately in the trainer's groups, the latest first, each once."""
    authors = _authors(work)
    values = {"site": work.site, "learners": list(authors)}
    rows = work.connection.execute(_LATELY_READ, values).all()
    latest: dict[Any, Any] = {}
    for row in rows:
        latest.setdefault(row.answer, row)
    return tuple(_line(work, row, authors) for row in list(latest.values())[:_LATELY])


def own_groups(work: Work) -> dict[str, Any]:
    return {"site": work.site, "groups": list(work.me.groups)}


def _authors(work: Work) -> dict[UUID, _Author]:
    authors: dict[UUID, _Author] = {}
    for row in work.connection.execute(_AUTHORS, own_groups(work)):
        before = authors[row.id].groups if row.id in authors else ()
        authors[row.id] = _Author(who=row.who, groups=(*before, row.group_name))
    return authors


def _line(work: Work, row: Any, authors: Mapping[UUID, _Author]) -> TextLine:
    module = work.catalogue.module(row.module)
    lesson = module.lesson(row.question.split("/")[1]) if module else None
    title = module.title if module else row.module
    author = authors[row.learner_id]
    return TextLine(
        answer=row.answer if isinstance(row.answer, UUID) else UUID(row.answer),
        who=author.who,
        groups=author.groups,
        at=row.at,
        asked=asked(module.question(row.question) if module else None),
        place=f"{title} – {lesson.title}" if lesson else title,
        verdict=Verdict(row.verdict),
    )
