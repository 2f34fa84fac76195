"""First answers as the database groups them, by question and by version of the question.

Nobody's name is read here. Marks are those of the version that was answered, as first given;
an open answer's is what a trainer gave at the latest reading.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.facts import Context, Verdict
from learning.domain.tallies import Given, Signals
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.people import account
from learning.storage.publishing import release

# The team trains and tries: what it answers is nobody's learning.
_TEAM = sa.select(account.c.id).where(
    account.c.site_id == sa.bindparam("site"), account.c.role != Role.LEARNER.value
)
_VERDICTS = {verdict.value: verdict for verdict in Verdict}

_first = fact.alias("first")
_RELEASE = _first.c.detail["release"].as_string()
_AT = sa.type_coerce(_first.c.at, sa.BigInteger)
_WHERE = {
    "module": lambda table: table.c.module == sa.bindparam("wanted"),
    "question": lambda table: table.c.question == sa.bindparam("wanted"),
}


def _answers(scope: str) -> sa.Select[Any]:
    """First answers that were alike, with how many and when.

    A text to read stays where it is: nothing but whether it waits is asked.
    """
    fields = sa.case(
        (_first.c.verdict == Verdict.TO_READ.value, "[]"),
        else_=_first.c.detail["fields"].as_string(),
    )
    keys = (
        _first.c.question,
        _first.c.verdict,
        _first.c.points,
        _first.c.out_of,
        _RELEASE.label("release"),
        fields.label("fields"),
    )
    return (
        sa.select(
            *keys,
            sa.func.count().label("people"),
            _count_in(Context.TEST).label("in_tests"),
            _count_in(Context.LESSON).label("in_lessons"),
            # Read as plain numbers: an instant is made once for each version.
            sa.func.min(_AT).label("since"),
            sa.func.max(_AT).label("until"),
        )
        .where(
            _first.c.site_id == sa.bindparam("site"),
            _WHERE[scope](_first),
            _first.c.kind == "answer_given",
            _first.c.ordinal == 0,
            _first.c.learner_id.not_in(_TEAM),
        )
        .group_by(*keys)
    )


def _count_in(context: Context) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((_first.c.context == context.value, 1), else_=0))


_aside = fact.alias("aside")
_READ_ANSWER = _aside.c.detail["answer"].as_string()
_IS_READING = _aside.c.kind == "answer_read"
# An id has no hyphens on SQLite.
_READS_FIRST = sa.func.replace(sa.cast(_first.c.id, sa.String), "-", "") == sa.func.replace(
    _READ_ANSWER, "-", ""
)


_OF_PERSON = (
    (_first.c.site_id == _aside.c.site_id)
    & (_first.c.learner_id == _aside.c.learner_id)
    & (_first.c.question == _aside.c.question)
    & (_first.c.ordinal == 0)
    & (_first.c.kind == "answer_given")
)


def _beside(scope: str) -> sa.Select[Any]:
    """How many people did something so many times beside their first answer.

    Before it: what could not be read, hints asked for. After it: other tries in the lesson,
    and each mark that a trainer gave to it.
    """
    keys = (
        _aside.c.kind.label("kind"),
        _aside.c.question.label("question"),
        _RELEASE.label("release"),
        sa.case((_IS_READING, _aside.c.points)).label("points"),
        sa.case((_IS_READING, _aside.c.out_of)).label("out_of"),
        sa.case((_IS_READING, _READ_ANSWER)).label("answer"),
        sa.case((_IS_READING, _aside.c.sequence)).label("place"),
    )
    person = (
        sa.select(*keys, sa.func.count().label("times"))
        .select_from(_aside.join(_first, _OF_PERSON))
        .where(
            _aside.c.site_id == sa.bindparam("site"),
            _WHERE[scope](_aside),
            _aside.c.learner_id.not_in(_TEAM),
            # Said apart, so that other answers are passed over before anything is joined.
            (_aside.c.kind != "answer_given") | _aside.c.flag,
            sa.or_(
                _aside.c.kind.in_(("answer_unread", "hint_seen"))
                & (_aside.c.sequence <= _first.c.sequence),
                (_aside.c.kind == "answer_given")
                & _aside.c.flag
                & (_first.c.context == Context.LESSON.value),
                _IS_READING & _READS_FIRST,
            ),
        )
        .group_by(*keys, _aside.c.learner_id)
        .subquery("person")
    )
    columns = (
        person.c.kind,
        person.c.question,
        person.c.release,
        person.c.points,
        person.c.out_of,
        person.c.answer,
        person.c.place,
        person.c.times,
    )
    return sa.select(*columns, sa.func.count().label("people")).group_by(*columns)


_ANSWERS = {scope: _answers(scope) for scope in _WHERE}
_BESIDE = {scope: _beside(scope) for scope in _WHERE}
_BY_MODULE = (
    sa.select(fact.c.module, sa.func.count().label("people"))
    .where(
        fact.c.site_id == sa.bindparam("site"),
        fact.c.kind == "answer_given",
        fact.c.ordinal == 0,
        fact.c.learner_id.not_in(_TEAM),
    )
    .group_by(fact.c.module)
)
_VERSIONS = sa.select(release.c.id, release.c.versions).where(
    release.c.id.in_(sa.bindparam("releases", expanding=True))
)


@dataclass(slots=True)
class VersionCounts:
    """What the database says of one version of one question."""

    given: list[Given] = field(default_factory=list)
    unread: int = 0
    hints: int = 0
    in_lessons: int = 0
    again: dict[int, int] = field(default_factory=dict)  # other tries → people
    read: dict[str, tuple[int, float, int]] = field(default_factory=dict)  # answer → the latest
    since: int | None = None  # microseconds since 1970
    until: int | None = None
    release: str = ""

    def signals(self) -> Signals:
        """What stands beside the answers."""
        once = max(0, self.in_lessons - sum(self.again.values()))
        more = ((times + 1, people) for times, people in self.again.items())
        return Signals(
            unread=self.unread,
            hints=self.hints,
            tries=((1, once), *more),
            readings=self.readings,
        )

    @property
    def readings(self) -> tuple[tuple[float, int, int], ...]:
        """The latest mark of each text that was read, one text each."""
        return tuple((points, out_of, 1) for _, points, out_of in self.read.values())


Counted = dict[str, dict[int, VersionCounts]]  # question id → version → what is known


def count_by_module(work: Work) -> dict[str, int]:
    """Return how many first answers each module got."""
    rows = work.connection.execute(_BY_MODULE, {"site": work.site})
    return {row.module: row.people for row in rows}


def count_answers(
    work: Work, scope: str, wanted: str
) -> tuple[Counted, dict[str, Mapping[str, int]]]:
    """Read what the database counts, by question and version: three statements."""
    values = {"site": work.site, "wanted": wanted}
    answers = work.connection.execute(_ANSWERS[scope], values).all()
    beside = work.connection.execute(_BESIDE[scope], values).all()
    seen = {row.release or "" for row in answers} | {work.release or ""}
    versions: dict[str, Mapping[str, int]] = {
        row.id: row.versions
        for row in work.connection.execute(_VERSIONS, {"releases": sorted(seen)})
    }
    counted: Counted = {}

    def version_of(row: Any) -> VersionCounts:
        number = versions.get(row.release or "", {}).get(row.question, 1)
        return counted.setdefault(row.question, {}).setdefault(number, VersionCounts())

    for row in answers:
        _add_answers(version_of(row), row)
    for row in beside:
        _add_beside(version_of(row), row)
    return counted, versions


def instant_of(microseconds: int) -> datetime:
    """Return the instant that the table keeps as a number."""
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)


def _add_answers(version: VersionCounts, row: Any) -> None:
    version.given.append(
        Given(
            fields=tuple([(part, value) for part, value in json.loads(row.fields or "[]")]),
            verdict=_VERDICTS[row.verdict],
            points=row.points,
            out_of=row.out_of,
            count=row.people,
            in_tests=row.in_tests,
        )
    )
    version.in_lessons += row.in_lessons
    version.release = row.release or version.release
    version.since = min(version.since or row.since, row.since)
    version.until = max(version.until or row.until, row.until)


def _add_beside(version: VersionCounts, row: Any) -> None:
    match row.kind:
        case "answer_unread":
            version.unread += row.times * row.people
        case "hint_seen":
            version.hints += row.people
        case "answer_given":
            version.again[row.times] = version.again.get(row.times, 0) + row.people
        case "answer_read":
            latest = (row.place, row.points, row.out_of)
            version.read[row.answer] = max(version.read.get(row.answer, latest), latest)
