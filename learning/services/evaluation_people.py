"""Who the evaluation counts, read in six statements whatever their number, and without a name.

Staff who try a course are not learners; demonstration accounts count on no real site.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.evaluation import Stage, Subject, form_on, last_week_of, scores_of
from learning.domain.lists import LEAVINGS, OUTCOMES
from learning.services.learn import path_modules
from learning.services.questionnaires import SCALES, pairings
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.follow_up import group_form
from learning.storage.people import account, group, membership

_SITE: sa.BindParameter[str] = sa.bindparam("site")
# Every row of the site is read: an index on the site would only lead to each, one by one.
_HERE = sa.func.coalesce(fact.c.site_id, "") == _SITE
# An id as the database keeps it: making thousands of UUIDs would be a third of the time.
_WHO = sa.type_coerce(fact.c.learner_id, sa.String)
_TESTS = ("test_submitted", "test_remarked")
_NOTED = ("observed", "outcome_known")
_ROOM = ZoneInfo("Europe/Paris")
_NOTHING: Mapping[str, "InModule"] = {}

# The first group that somebody entered is the one that counts.
_PEOPLE = (
    sa.select(
        account.c.id,
        sa.type_coerce(account.c.id, sa.String).label("key"),
        account.c.made_by_demo,
        membership.c.group_id,
        membership.c.since,
        group.c.path,
        group.c.opens_on,
        account.c.created_at,
    )
    .select_from(
        account.outerjoin(
            membership,
            (membership.c.site_id == account.c.site_id)
            & (membership.c.account_id == account.c.id),
        ).outerjoin(
            group,
            (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id),
        )
    )
    .where(account.c.site_id == _SITE, account.c.role == Role.LEARNER.value)
    .order_by(membership.c.since, membership.c.group_id)
)
_FORMS = (
    sa.select(group_form.c.group_id, group_form.c.since, group_form.c.form)
    .where(group_form.c.site_id == _SITE)
    .order_by(group_form.c.since, group_form.c.id)
)
_DONE = (
    sa.select(
        _WHO,
        fact.c.module,
        sa.func.min(sa.case((fact.c.kind == "answer_given", fact.c.at))).label("first"),
        sa.func.max(sa.case((fact.c.kind == "answer_given", fact.c.at))).label("last"),
        sa.func.max(sa.case((fact.c.kind.in_(_TESTS) & fact.c.flag, 1), else_=0)).label("passed"),
    )
    .where(_HERE, fact.c.kind.in_(("answer_given", *_TESTS)))
    .group_by(fact.c.learner_id, fact.c.module)
)
_DETAIL = fact.c.detail
_WHO_MAY_COMPARE = sa.select(fact.c.learner_id).where(
    _HERE,
    fact.c.kind == "questionnaire_ended",
    _DETAIL["questionnaire"].as_string().in_(sa.bindparam("after", expanding=True)),
)
_ANSWERED = (
    sa.select(
        _WHO,
        fact.c.kind,
        _DETAIL["questionnaire"].as_string(),
        fact.c.question,
        sa.case(
            (fact.c.kind == "scale_answered", _DETAIL["value"].as_integer()),
            (_DETAIL["refused"].as_boolean(), 1),
        ),
    )
    .where(
        _HERE,
        fact.c.kind.in_(SCALES),
        fact.c.learner_id.in_(_WHO_MAY_COMPARE),
    )
    .order_by(fact.c.sequence, fact.c.id)
)
_KNOWN = (
    sa.select(
        _WHO,
        fact.c.kind,
        _DETAIL["code"].as_string(),
        _DETAIL["sort"].as_string(),
    )
    .where(_HERE, fact.c.kind.in_(_NOTED))
    .order_by(fact.c.sequence, fact.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InModule:
    """What somebody did in one module."""

    first: datetime | None
    last: datetime | None
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One person of the evaluation, under an id that no page shows."""

    id: UUID
    subject: Subject
    modules: Mapping[str, InModule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Everybody whom the evaluation counts; ``invented``: a demonstration's people."""

    people: tuple[Counted, ...]
    invented: bool = False

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The people without their ids."""
        return tuple(one.subject for one in self.people)


def read_population(work: Work) -> Population:
    """Return every learner once, as the evaluation counts people."""
    rows: dict[UUID, Any] = {}
    for row in work.connection.execute(_PEOPLE, {"site": work.site}).all():
        rows.setdefault(row.id, row)
    real = [row for row in rows.values() if not row.made_by_demo]
    invented = bool(rows) and not real
    kept = real or list(rows.values())
    paths = {slug: _modules(work, slug) for slug in {row.path or "" for row in kept}}
    forms, done = _forms(work), _done(work)
    scores, noted = _scores(work), _noted(work)
    people = []
    for row in kept:
        mine = done.get(row.key, _NOTHING)
        since = _day(row.since or row.created_at)
        subject = Subject(
            path=row.path or "",
            form=form_on(forms.get(row.group_id, ()), since),
            month=(row.opens_on or since)[:7],
            stage=_stage(paths[row.path or ""], mine),
            last_week=_last_week(mine, work.instant),
            scores=scores.get(row.key),
            **noted.get(row.key, {}),
        )
        people.append(Counted(id=row.id, subject=subject, modules=mine))
    return Population(people=tuple(people), invented=invented)


@lru_cache(maxsize=1024)
def _day(instant: datetime) -> str:
    """Return the day it was in the room: a zone is slow to compute by the thousand."""
    return f"{instant.astimezone(_ROOM):%Y-%m-%d}"


def _modules(work: Work, slug: str) -> tuple[str, ...]:
    path = work.catalogue.path(slug) if work.release else None
    return tuple(module.slug for module in path_modules(work, path)) if path else ()


def _stage(wanted: Sequence[str], done: Mapping[str, InModule]) -> Stage:
    if wanted and all(slug in done and done[slug].passed for slug in wanted):
        return Stage.FINISHED
    return Stage.STARTED if any(one.first for one in done.values()) else Stage.REACHED


def _last_week(done: Mapping[str, InModule], now: datetime) -> int | None:
    firsts = [one.first for one in done.values() if one.first]
    lasts = [one.last for one in done.values() if one.last]
    return last_week_of(min(firsts), max(lasts), now) if firsts else None


def _forms(work: Work) -> dict[UUID, list[tuple[str, str]]]:
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for row in work.connection.execute(_FORMS, {"site": work.site}).all():
        found[row.group_id].append((row.since, row.form))
    return found


def _done(work: Work) -> dict[str, dict[str, InModule]]:
    found: dict[str, dict[str, InModule]] = defaultdict(dict)
    for row in work.connection.execute(_DONE, {"site": work.site}).all():
        found[row[0]][row[1]] = InModule(first=row[2], last=row[3], passed=bool(row[4]))
    return found


def _scores(work: Work) -> dict[str, tuple[float, float]]:
    """Return the scores of those who have both: the questionnaires of others are not read."""
    pairs = pairings(work.catalogue.questionnaires) if work.release else ()
    if not pairs:
        return {}
    bound = {"site": work.site, "after": sorted({pair.after for pair in pairs})}
    answers: dict[str, dict[str, dict[str, int | None]]] = {}
    for learner, kind, name, question, value in work.connection.execute(_ANSWERED, bound).all():
        if kind == "scale_answered":
            answers.setdefault(learner, {}).setdefault(name, {})[question] = value
        elif value:  # what was withdrawn never counts again, as domain/evaluation says
            answers.get(learner, {}).pop(name, None)
    found = {}
    for learner, mine in answers.items():
        if (both := scores_of(mine, pairs)) is not None:
            found[learner] = both
    return found


def _noted(work: Work) -> dict[str, dict[str, str]]:
    """Return what was last noted of each person: ``leaving``, ``outcome``."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for learner, kind, code, sort in work.connection.execute(_KNOWN, {"site": work.site}).all():
        if kind == "outcome_known" and code in OUTCOMES:
            found[learner]["outcome"] = code
        elif sort == "depart" and code in LEAVINGS:
            found[learner]["leaving"] = code
    return found
