"""The texts that wait for a trainer, and those read lately: one statement each.

A text waits while it is the latest that a learner wrote to a question and nobody has read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

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


def of_own_groups(learner: Any, columns: Sequence[Any], table: Any) -> sa.Select[Any]:
    """Select from ``table`` what belongs to learners of the groups bound as ``groups``."""
    return (
        sa.select(*columns, account.c.name.label("who"), group.c.name.label("group_name"))
        .select_from(
            membership.join(
                group,
                (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id),
            )
            .join(
                account,
                (account.c.site_id == membership.c.site_id)
                & (account.c.id == membership.c.account_id),
            )
            .join(table, (table.c.site_id == account.c.site_id) & (learner == account.c.id))
        )
        .where(
            membership.c.site_id == sa.bindparam("site"),
            membership.c.group_id.in_(sa.bindparam("groups", expanding=True)),
        )
    )


IS_TEXT = (
    (text.c.kind == "answer_given")
    # A function, so that SQLite starts from the few learners and not from every text of the site.
    & (sa.func.coalesce(text.c.verdict, "") == Verdict.TO_READ.value)
    & (text.c.out_of > 0)  # a scale has nothing to mark
)
_PLACE = (
    text.c.id,
    text.c.at,
    text.c.module,
    text.c.question,
    text.c.verdict,
    text.c.learner_id,
)
_READ_ALREADY = sa.select(_bare(_read.c.detail["answer"].as_string())).where(
    _read.c.site_id == sa.bindparam("site"),
    _read.c.learner_id.in_(
        sa.select(membership.c.account_id).where(
            membership.c.site_id == sa.bindparam("site"),
            membership.c.group_id.in_(sa.bindparam("groups", expanding=True)),
        )
    ),
    _read.c.kind == "answer_read",
)
_WAITING = (
    of_own_groups(text.c.learner_id, _PLACE, text)
    .where(
        IS_TEXT,
        ~sa.exists().where(
            _later.c.site_id == text.c.site_id,
            _later.c.learner_id == text.c.learner_id,
            _later.c.question == text.c.question,
            _later.c.kind == "answer_given",
            _later.c.verdict == Verdict.TO_READ.value,
            _later.c.ordinal > text.c.ordinal,
        ),
        _bare(text.c.id).not_in(_READ_ALREADY),
    )
    .order_by(text.c.at, text.c.id)
    .limit(_MOST_COUNTED)
)
_LATELY_READ = (
    of_own_groups(
        _read.c.learner_id,
        (_read.c.at, _read.c.module, _read.c.question, _read.c.verdict, _read.c.detail),
        _read,
    )
    .where(_read.c.kind == "answer_read")
    .order_by(_read.c.at.desc(), _read.c.id)
    .limit(_LATELY * 2)
)


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
    """Return the texts of the trainer's groups that wait, the oldest first: one statement."""
    rows = work.connection.execute(_WAITING, own_groups(work)).all()
    lines = _lines(work, [(row.id, row) for row in rows])
    return Queue(
        texts=tuple(lines[:_MOST_SHOWN]), total=len(lines), more=len(rows) == _MOST_COUNTED
    )


def list_read(work: Work) -> tuple[TextLine, ...]:
    """Return the texts read lately in the trainer's groups, the latest first."""
    rows = work.connection.execute(_LATELY_READ, own_groups(work)).all()
    return tuple(_lines(work, [(UUID(row.detail["answer"]), row) for row in rows])[:_LATELY])


def own_groups(work: Work) -> dict[str, Any]:
    return {"site": work.site, "groups": list(work.me.groups)}


def _lines(work: Work, rows: Sequence[tuple[UUID, Any]]) -> list[TextLine]:
    """Turn rows into lines, a text once whatever the number of groups of its author."""
    lines: dict[UUID, TextLine] = {}
    for answer, row in rows:
        before = lines.get(answer)
        if before is None:
            lines[answer] = _line(work, answer, row)
        elif row.group_name not in before.groups:
            lines[answer] = replace(before, groups=(*before.groups, row.group_name))
    return list(lines.values())


def _line(work: Work, answer: UUID, row: Any) -> TextLine:
    module = work.catalogue.module(row.module)
    lesson = module.lesson(row.question.split("/")[1]) if module else None
    title = module.title if module else row.module
    return TextLine(
        answer=answer,
        who=row.who,
        groups=(row.group_name,),
        at=row.at,
        asked=asked(module.question(row.question) if module else None),
        place=f"{title} – {lesson.title}" if lesson else title,
        verdict=Verdict(row.verdict),
    )
