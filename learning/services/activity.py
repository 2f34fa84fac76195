"""Facts in and out of their table, drafts beside them. Facts are added, never changed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.course import Lesson, Module
from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    AnswerUnread,
    Context,
    Fact,
    HintSeen,
    LessonDone,
    LessonPassedOver,
    QuestionsDrawn,
    ReadingSeen,
    Remarked,
    ReviewSkipped,
    ReviewStarted,
    SessionHeld,
    TestRemarked,
    TestStarted,
    TestSubmitted,
    Verdict,
)
from learning.domain.remarking import effective
from learning.services.work import Work
from learning.storage.activity import draft, fact

Fields = tuple[tuple[str, str], ...]

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
)
# An answer without what was typed: long to read, and of no use to whoever counts.
_UNTYPED = (
    *_COLUMNS[:-1],
    sa.case((fact.c.kind != "answer_given", fact.c.detail)).label("detail"),
)
_MINE = (
    sa.select(*_COLUMNS)
    .where(fact.c.site_id == sa.bindparam("site"), fact.c.learner_id == sa.bindparam("learner"))
    .order_by(fact.c.at, fact.c.id)
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
_INSERT = sa.insert(fact)
_CONTEXTS = {context.value: context for context in Context}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


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
    readers = _READERS
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
    readers = _READERS
    rows = work.connection.execute(_MINE_IN_LESSON, values)
    return effective([readers[row[0]](row) for row in rows])


def add_facts(work: Work, learner: UUID, facts: Iterable[Fact]) -> None:
    """Add facts. The unique constraints refuse a second answer in one place."""
    add_all(work, ((learner, one) for one in facts))


def add_all(work: Work, facts: Iterable[tuple[UUID, Fact]]) -> None:
    """Add facts of several learners, in one statement."""
    rows = [_row(work.site, learner, one) for learner, one in facts]
    if rows:
        work.connection.execute(_INSERT, rows)


def facts_where(
    work: Work, *conditions: sa.ColumnElement[bool], typed: bool = True
) -> dict[UUID, list[Fact]]:
    """Return the facts of everybody that meet the conditions, by learner, as they were given.

    Without ``typed``, answers come without their fields, seed, release and digest.
    """
    query = (
        sa.select(*(_COLUMNS if typed else _UNTYPED), fact.c.learner_id)
        .where(fact.c.site_id == work.site, *conditions)
        .order_by(fact.c.at, fact.c.id)
    )
    found: dict[UUID, list[Fact]] = {}
    for row in work.connection.execute(query):
        found.setdefault(row.learner_id, []).append(_READERS[row[0]](row))
    return found


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


def _fields(row: Any) -> Fields:
    return tuple((part, value) for part, value in (row.detail or {}).get("fields", ()))


def _answer(row: Any) -> AnswerGiven:
    """Read the fact that pages read by the hundred: by place, which is faster than by name."""
    detail: Mapping[str, Any] = row[13] or {}
    return AnswerGiven(
        id=row[1],
        at=row[2],
        module=row[3],
        question=row[5],
        context=_CONTEXTS[row[6]],
        attempt=row[7],
        ordinal=row[8],
        verdict=_VERDICTS[row[9]],
        points=row[10],
        out_of=row[11],
        retry=row[12],
        fields=tuple([(part, value) for part, value in detail.get("fields", ())]),
        seed=detail.get("seed", ""),
        release=detail.get("release", ""),
        digest=detail.get("digest", ""),
    )


def _unread(row: Any) -> AnswerUnread:
    return AnswerUnread(
        id=row.id,
        at=row.at,
        module=row.module,
        question=row.question,
        context=Context(row.context),
        verdict=Verdict(row.verdict),
        fields=_fields(row),
    )


def _test_started(row: Any) -> TestStarted:
    return TestStarted(
        id=row.id,
        at=row.at,
        module=row.module,
        lesson=row.lesson,
        questions=tuple(row.detail["questions"]),
        seed=row.detail["seed"],
        release=row.detail["release"],
    )


def _test_submitted(row: Any) -> TestSubmitted:
    return TestSubmitted(
        id=row.id,
        at=row.at,
        module=row.module,
        lesson=row.lesson,
        attempt=row.attempt,
        points=row.points,
        out_of=row.out_of,
        passed=row.flag,
    )


def _drawn(row: Any) -> QuestionsDrawn:
    return QuestionsDrawn(
        id=row.id,
        at=row.at,
        module=row.module,
        lesson=row.lesson,
        bank=row.detail["bank"],
        questions=tuple(row.detail["questions"]),
        seed=row.detail["seed"],
    )


def _answer_read(row: Any) -> AnswerRead:
    detail: Mapping[str, Any] = row.detail
    return AnswerRead(
        id=row.id,
        at=row.at,
        module=row.module,
        question=row.question,
        answer=UUID(detail["answer"]),
        verdict=_VERDICTS[row.verdict],
        points=row.points,
        out_of=row.out_of,
        lines=tuple(detail["lines"]),
        comment=detail["comment"],
        by_role=detail["by_role"],
    )


def _remarked(row: Any) -> Remarked:
    return Remarked(
        id=row.id,
        at=row.at,
        module=row.module,
        question=row.question,
        answer=UUID(row.detail["answer"]),
        verdict=_VERDICTS[row.verdict],
        points=row.points,
        out_of=row.out_of,
        release=row.detail["release"],
    )


def _test_remarked(row: Any) -> TestRemarked:
    return TestRemarked(
        id=row.id,
        at=row.at,
        module=row.module,
        lesson=row.lesson,
        attempt=row.attempt,
        points=row.points,
        out_of=row.out_of,
        passed=row.flag,
        release=row.detail["release"],
    )


def _reading_seen(row: Any) -> ReadingSeen:
    return ReadingSeen(
        id=row.id,
        at=row.at,
        module=row.module,
        question=row.question,
        reading=UUID(row.detail["reading"]),
    )


_READERS: dict[str, Callable[[Any], Fact]] = {
    "answer_given": _answer,
    "answer_read": _answer_read,
    "reading_seen": _reading_seen,
    "remarked": _remarked,
    "test_remarked": _test_remarked,
    "answer_unread": _unread,
    "lesson_done": lambda r: LessonDone(id=r.id, at=r.at, module=r.module, lesson=r.lesson),
    "lesson_passed_over": lambda r: LessonPassedOver(
        id=r.id, at=r.at, module=r.module, lesson=r.lesson
    ),
    "questions_drawn": _drawn,
    "test_started": _test_started,
    "test_submitted": _test_submitted,
    "hint_seen": lambda r: HintSeen(id=r.id, at=r.at, module=r.module, question=r.question),
    "review_started": lambda r: ReviewStarted(
        id=r.id, at=r.at, questions=tuple(r.detail["questions"])
    ),
    "review_skipped": lambda r: ReviewSkipped(id=r.id, at=r.at),
    "session_held": lambda r: SessionHeld(id=r.id, at=r.at, seconds=r.detail["seconds"]),
}

_KINDS: dict[type, str] = {
    AnswerGiven: "answer_given",
    AnswerRead: "answer_read",
    ReadingSeen: "reading_seen",
    Remarked: "remarked",
    TestRemarked: "test_remarked",
    AnswerUnread: "answer_unread",
    LessonDone: "lesson_done",
    LessonPassedOver: "lesson_passed_over",
    QuestionsDrawn: "questions_drawn",
    TestStarted: "test_started",
    TestSubmitted: "test_submitted",
    HintSeen: "hint_seen",
    ReviewStarted: "review_started",
    ReviewSkipped: "review_skipped",
    SessionHeld: "session_held",
}
_IN_COLUMNS = ("module", "lesson", "question", "context", "attempt", "ordinal", "out_of")
_IN_DETAIL = ("seed", "release", "digest", "bank", "seconds", "comment", "by_role")
_LINKS = ("answer", "reading")  # ids of other facts


def _row(site: str, learner: UUID, one: Fact) -> dict[str, object]:
    row: dict[str, object] = {
        "site_id": site,
        "id": one.id,
        "learner_id": learner,
        "kind": _KINDS[type(one)],
        "at": one.at,
        "made_at": site,
        "flag": bool(getattr(one, "retry", False) or getattr(one, "passed", False)),
        "points": getattr(one, "points", None),
        "verdict": getattr(one, "verdict", None),
    }
    for name in _IN_COLUMNS:
        empty = "" if name in {"module", "lesson", "question", "context"} else None
        row[name] = getattr(one, name, empty)
    detail: dict[str, object] = {n: getattr(one, n) for n in _IN_DETAIL if hasattr(one, n)}
    detail |= {n: str(getattr(one, n)) for n in _LINKS if hasattr(one, n)}
    if hasattr(one, "lines"):
        detail["lines"] = list(one.lines)
    if hasattr(one, "fields"):
        detail["fields"] = [list(pair) for pair in one.fields]
    if hasattr(one, "questions"):
        detail["questions"] = list(one.questions)
    row["detail"] = detail or None
    return row
