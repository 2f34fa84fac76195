"""First answers as the database groups them, by question and by version of the question.

Nobody's name is read here. Marks are those of the version that was answered, as first given;
an open answer's is what a trainer gave at the latest reading.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from learning.domain.facts import Context, Verdict
from learning.domain.tallies import Given, Signals
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.publishing import release

_CONTEXTS = {context.value: context for context in Context}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}

# Several statements of one shape: the first answers, and facts beside them.
_first = fact.alias("first")
_RELEASE = _first.c.detail["release"].as_string()
_ANSWERED = (
    _first.c.site_id == sa.bindparam("site"),
    _first.c.kind == "answer_given",
)
_WHERE = {
    "module": _first.c.module == sa.bindparam("wanted"),
    "question": _first.c.question == sa.bindparam("wanted"),
}


def _answers(where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """First answers that were alike, with how many and when.

    A text to read stays where it is: nothing but whether it waits is asked.
    """
    fields = sa.case(
        (_first.c.verdict == Verdict.TO_READ.value, "[]"),
        else_=_first.c.detail["fields"].as_string(),
    )
    keys = (
        _first.c.question,
        _first.c.context,
        _first.c.verdict,
        _first.c.points,
        _first.c.out_of,
        _RELEASE.label("release"),
        fields.label("fields"),
    )
    return (
        sa.select(
            *keys,
            sa.func.count().label("count"),
            sa.func.min(_first.c.at).label("since"),
            sa.func.max(_first.c.at).label("until"),
        )
        .where(*_ANSWERED, where, _first.c.ordinal == 0)
        .group_by(*keys)
    )


def _before(where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """What could not be read, and hints asked for, before the first answer."""
    aside = fact.alias("aside")
    return (
        sa.select(
            aside.c.kind.label("kind"),
            _first.c.question.label("question"),
            _RELEASE.label("release"),
            sa.literal(0.0).label("value"),
            sa.literal(0).label("out_of"),
            sa.case(
                (aside.c.kind == "hint_seen", sa.func.count(sa.distinct(aside.c.learner_id))),
                else_=sa.func.count(),
            ).label("count"),
        )
        .select_from(
            aside.join(
                _first,
                (_first.c.site_id == aside.c.site_id)
                & (_first.c.learner_id == aside.c.learner_id)
                & (_first.c.question == aside.c.question),
            )
        )
        .where(
            *_ANSWERED,
            where,
            _first.c.ordinal == 0,
            aside.c.kind.in_(("answer_unread", "hint_seen")),
            aside.c.at <= _first.c.at,
        )
        .group_by(aside.c.kind, _first.c.question, _RELEASE)
    )


def _tries(where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """How many people needed so many tries, among those who began in a lesson."""
    person = (
        sa.select(
            _first.c.question.label("question"),
            sa.func.max(sa.case((_first.c.ordinal == 0, _RELEASE))).label("release"),
            sa.func.count().label("tries"),
        )
        .where(*_ANSWERED, where, _first.c.context == Context.LESSON.value)
        .group_by(_first.c.learner_id, _first.c.question)
        .subquery("person")
    )
    return (
        sa.select(
            sa.literal("tries").label("kind"),
            person.c.question,
            person.c.release,
            sa.cast(person.c.tries, sa.Float).label("value"),
            sa.literal(0).label("out_of"),
            sa.func.count().label("count"),
        )
        .where(person.c.release.is_not(None))
        .group_by(person.c.question, person.c.release, person.c.tries)
    )


def _readings(where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Marks that trainers gave to first answers, each answer's latest reading alone."""
    read = fact.alias("read")
    answer = sa.func.replace(read.c.detail["answer"].as_string(), "-", "")
    latest = (
        sa.select(
            _first.c.question.label("question"),
            _RELEASE.label("release"),
            read.c.points.label("points"),
            read.c.out_of.label("out_of"),
            sa.func.row_number()
            .over(partition_by=_first.c.id, order_by=(read.c.at.desc(), read.c.id.desc()))
            .label("place"),
        )
        .select_from(
            read.join(
                _first,
                (_first.c.site_id == read.c.site_id)
                & (_first.c.learner_id == read.c.learner_id)
                & (_first.c.question == read.c.question)
                & (sa.func.replace(sa.cast(_first.c.id, sa.String), "-", "") == answer),
            )
        )
        .where(*_ANSWERED, where, _first.c.ordinal == 0, read.c.kind == "answer_read")
        .subquery("latest")
    )
    return (
        sa.select(
            sa.literal("read").label("kind"),
            latest.c.question,
            latest.c.release,
            latest.c.points.label("value"),
            latest.c.out_of,
            sa.func.count().label("count"),
        )
        .where(latest.c.place == 1)
        .group_by(latest.c.question, latest.c.release, latest.c.points, latest.c.out_of)
    )


_ANSWERS = {scope: _answers(where) for scope, where in _WHERE.items()}
_BESIDE = {
    scope: sa.union_all(_before(where), _tries(where), _readings(where))
    for scope, where in _WHERE.items()
}
_VERSIONS = sa.select(release.c.id, release.c.versions).where(
    release.c.id.in_(sa.bindparam("releases", expanding=True))
)


@dataclass(slots=True)
class VersionCounts:
    """What the database says of one version of one question."""

    given: list[Given] = field(default_factory=list)
    unread: int = 0
    hints: int = 0
    tries: dict[int, int] = field(default_factory=dict)
    readings: list[tuple[float, int, int]] = field(default_factory=list)
    since: datetime | None = None
    until: datetime | None = None
    release: str = ""

    def signals(self) -> Signals:
        """What stands beside the answers."""
        return Signals(
            unread=self.unread,
            hints=self.hints,
            tries=tuple(self.tries.items()),
            readings=tuple(self.readings),
        )


Counted = dict[str, dict[int, VersionCounts]]  # question id → version → what is known


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


def _add_answers(version: VersionCounts, row: Any) -> None:
    version.given.append(
        Given(
            fields=tuple((part, value) for part, value in json.loads(row.fields or "[]")),
            context=_CONTEXTS[row.context],
            verdict=_VERDICTS[row.verdict],
            points=row.points,
            out_of=row.out_of,
            count=row.count,
        )
    )
    version.release = row.release or version.release
    version.since = min(version.since or row.since, row.since)
    version.until = max(version.until or row.until, row.until)


def _add_beside(version: VersionCounts, row: Any) -> None:
    match row.kind:
        case "answer_unread":
            version.unread += row.count
        case "hint_seen":
            version.hints += row.count
        case "tries":
            tries = int(row.value)
            version.tries[tries] = version.tries.get(tries, 0) + row.count
        case "read":
            version.readings.append((row.value, row.out_of, row.count))
