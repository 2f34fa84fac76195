"""« À voir »: across one's groups and people, who should be seen first, in few statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from learning.domain.course import Module
from learning.domain.errors import Conflict
from learning.domain.facts import Fact, TestSubmitted
from learning.domain.follow_up import (
    MOST_LINES,
    NEWS_DAYS,
    PRESSING,
    Line,
    Standpoint,
    Trace,
    Why,
    choose,
    find_stuck,
    most_pressing,
    stand,
    tried_often,
)
from learning.domain.meeting import half_days
from learning.domain.standing import GroupSession, State, is_silent
from learning.services.activity import facts_where
from learning.services.follow_up_roster import (
    IN_GROUPS,
    GroupName,
    Person,
    asked_in,
    attested_in,
    bound,
    form_today,
    forms_in,
    own_groups,
    own_people,
    people_of,
    prints_in,
    seen_by,
)
from learning.services.learn import path_modules
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.follow_up import seen_line

_HOUR = 3_600_000_000  # microseconds, as instants are stored
_AT = sa.type_coerce(fact.c.at, sa.BigInteger)
_BY_OTHERS = (
    "answer_read", "remarked", "test_remarked", "support_given", "observed", "outcome_known",
)  # fmt: skip
# A session is written once closed, maybe days after the learner left: its own date places it.
_LIVED_AT = sa.case((fact.c.kind == "session_held", _AT), else_=fact.c.sequence)
_TRACED = ("lesson_done", "observed", "test_remarked", "test_started", "test_submitted")
# One row an hour of presence and module, instead of one an answer.
_HOURS = (
    sa.select(
        fact.c.learner_id,
        fact.c.module,
        sa.func.min(_AT).label("first"),
        sa.func.max(_AT).label("last"),
        sa.func.max(_LIVED_AT).label("place"),
        sa.func.sum(sa.case((fact.c.kind == "answer_given", 1), else_=0)).label("answers"),
    )
    .where(
        fact.c.site_id == sa.bindparam("site"),
        fact.c.learner_id.in_(IN_GROUPS),
        fact.c.kind.not_in(_BY_OTHERS),
    )
    .group_by(fact.c.learner_id, fact.c.module, _AT // _HOUR)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A line with the person's name."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One group in one line."""

    group: GroupName
    people: int
    counts: Mapping[State, int]
    met: datetime | None
    present: int
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The page: ten lines at most, then what is well, then one line a group."""

    people: int
    counts: Mapping[State, int]
    lines: tuple[Shown, ...]
    more: int
    passed: tuple[tuple[UUID, str], ...]  # who passed a module lately
    passed_modules: int
    finished: int  # who ended the path lately
    helps: int  # requests that wait, their lines seen or not
    prints: int
    groups: tuple[GroupLine, ...]
    own: bool  # only the people that one chose
    has_own: bool


@dataclass(slots=True)
class _Presence:
    """What the hours of one learner say."""

    instants: list[datetime]
    answered: set[str]
    last: int = 0
    place: int = 0


def show_follow_up(work: Work, *, own: bool = False) -> FollowUp:
    """Return what the person who acts should look at; ``own``: among chosen people alone."""
    groups = own_groups(work)
    ids = [one.id for one in groups]
    mine = own_people(work)
    everybody = people_of(work, ids)
    modules = {one.path: path_modules(work, work.catalogue.path(one.path)) for one in groups}
    stood, met = stand_in(work, groups, everybody, modules)
    shown = [one for one in everybody if not own or one.id in mine]
    names = {one.id: one.name for one in shown}
    called = [line for one in shown for line in stood[one.group, one.id].lines]
    lines = choose(called, seen_by(work))
    states = _states(shown, stood)
    passed = _passed_lately(shown, stood, work.instant)
    return FollowUp(
        people=len(names),
        counts=_count(states.values()),
        lines=tuple(Shown(name=names[one.learner], line=one) for one in lines[:MOST_LINES]),
        more=max(0, len(lines) - MOST_LINES),
        passed=tuple((one, names[one]) for one in passed),
        passed_modules=sum(len(found) for found in passed.values()),
        finished=sum(states[one] is State.DONE for one in passed),
        helps=len({line.mark for line in called if line.why is Why.HELP}),
        prints=prints_in(work, ids),
        groups=_group_lines(groups, everybody, stood, met, _forms(work, ids)),
        own=own,
        has_own=bool(mine),
    )


def see_lines(work: Work, seen: Iterable[tuple[str, str]]) -> None:
    """Hide lines, each by its key and mark, until something new. Seeing twice is the same.

    Raises:
        Conflict: none of them is there, or they speak of something else by now.

    """
    groups = own_groups(work)
    ids = [one.id for one in groups]
    modules = {one.path: path_modules(work, work.catalogue.path(one.path)) for one in groups}
    stood, _met = stand_in(work, groups, people_of(work, ids), modules)
    known = {(line.key, line.mark) for one in stood.values() for line in one.lines}
    hidden = dict(sorted(known.intersection(seen)))
    if not hidden:
        raise Conflict("Cette ligne a changé depuis. Regardez la liste à nouveau.")
    where = (
        (seen_line.c.site_id == work.site)
        & (seen_line.c.staff_id == work.me.id)
        & seen_line.c.key.in_(hidden)
    )
    work.connection.execute(sa.delete(seen_line).where(where))
    mine = {"site_id": work.site, "staff_id": work.me.id, "at": work.instant}
    work.connection.execute(
        sa.insert(seen_line), [{**mine, "key": key, "mark": mark} for key, mark in hidden.items()]
    )


_Stood = Mapping[tuple[UUID, UUID], Standpoint]
_Met = Mapping[UUID, Mapping[UUID, tuple[GroupSession, ...]]]


def stand_in(
    work: Work,
    groups: Sequence[GroupName],
    people: Sequence[Person],
    modules: Mapping[str, Sequence[Module]],
) -> tuple[_Stood, _Met]:
    """Say where each person of each group stands."""
    ids = [one.id for one in groups]
    traces, holders = _traces(work, ids, modules), attested_in(work, ids)
    attested = _attested_paths(work)
    stood: dict[tuple[UUID, UUID], Standpoint] = {}
    met = {}
    for one in groups:
        members = [person for person in people if person.group == one.id]
        sessions = half_days(
            {person.id: traces[person.id][1] for person in members if person.id in traces}
            | {person.id: () for person in members if person.id not in traces},
            work.instant,
        )
        met[one.id] = sessions
        for person in members:
            trace = traces[person.id][0] if person.id in traces else Trace()
            stood[one.id, person.id] = stand(
                modules[one.path],
                person.id,
                replace(
                    trace,
                    no_phrase=person.no_phrase,
                    since=person.since,
                    has_attestation=(person.id, f"parcours/{one.path}") in holders,
                ),
                now=work.instant,
                silent=is_silent(trace.last_seen, work.instant, sessions[person.id], work.missed),
                attested=one.path in attested,
            )
    return stood, met


def _attested_paths(work: Work) -> frozenset[str]:
    return frozenset(one.slug for one in work.catalogue.paths if one.attestation)


def _traces(
    work: Work, groups: Sequence[UUID], modules: Mapping[str, Sequence[Module]]
) -> dict[UUID, tuple[Trace, Sequence[datetime]]]:
    """Read what « À voir » needs of everybody: never an answer, but of who may be stuck."""
    values = bound(work, groups)
    presence: dict[UUID, _Presence] = {}
    for learner, module, first, last, place, answers in work.connection.execute(_HOURS, values):
        known = presence.setdefault(learner, _Presence([], set()))
        known.instants.append(datetime.fromtimestamp(first / 1_000_000, UTC))
        known.last = max(known.last, last)
        known.place = max(known.place, place)
        if answers:
            known.answered.add(module)
    mine = fact.c.learner_id.in_(IN_GROUPS.params(**values))
    facts = facts_where(work, mine, fact.c.kind.in_(_TRACED))
    stuck = _find_stuck(work, facts, modules)
    asked = asked_in(work, groups)
    found: dict[UUID, tuple[Trace, Sequence[datetime]]] = {}
    for learner in presence.keys() | facts.keys() | asked.keys():
        known = presence.get(learner) or _Presence([], set())
        trace = Trace(
            answered=frozenset(known.answered),
            last_seen=datetime.fromtimestamp(known.last / 1_000_000, UTC) if known.last else None,
            last_place=known.place,
            facts=tuple(facts.get(learner, ())),
            stuck=stuck.get(learner, {}),
            asked=asked.get(learner, ()),
        )
        found[learner] = (trace, known.instants)
    return found


def _find_stuck(
    work: Work, facts: Mapping[UUID, Sequence[Fact]], modules: Mapping[str, Sequence[Module]]
) -> dict[UUID, dict[str, str]]:
    """Measure in full those who sent three tests and passed none."""
    known = {module.slug: module for path in modules.values() for module in path}
    often = {
        learner: [
            known[slug]
            for slug in sorted({one.module for one in mine if isinstance(one, TestSubmitted)})
            if slug in known and tried_often(slug, mine)
        ]
        for learner, mine in facts.items()
    }
    often = {learner: tried for learner, tried in often.items() if tried}
    if not often:
        return {}
    read = facts_where(
        work,
        fact.c.learner_id.in_(often),
        fact.c.module.in_({one.slug for tried in often.values() for one in tried}),
        typed=False,
    )
    return {learner: find_stuck(tried, read.get(learner, ())) for learner, tried in often.items()}


def _states(people: Iterable[Person], stood: _Stood) -> dict[UUID, State]:
    """Say one state a person, the most pressing of their groups."""
    states: dict[UUID, list[State]] = defaultdict(list)
    for one in people:
        states[one.id].append(stood[one.group, one.id].state)
    return {person: most_pressing(found) for person, found in states.items()}


def _count(states: Iterable[State]) -> dict[State, int]:
    found = dict.fromkeys(PRESSING, 0)
    for state in states:
        found[state] += 1
    return found


def _passed_lately(people: Iterable[Person], stood: _Stood, now: datetime) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    since = now - timedelta(days=NEWS_DAYS)
    for one in people:
        lately = {slug for slug, at in stood[one.group, one.id].done if at >= since}
        if lately:
            found.setdefault(one.id, set()).update(lately)
    return found


def _forms(work: Work, groups: Sequence[UUID]) -> dict[UUID, str]:
    return {one: form_today(work, forms) for one, forms in forms_in(work, groups).items()}


def _group_lines(
    groups: Sequence[GroupName],
    people: Sequence[Person],
    stood: _Stood,
    met: _Met,
    forms: Mapping[UUID, str],
) -> tuple[GroupLine, ...]:
    lines = []
    for one in groups:
        members = [person for person in people if person.group == one.id]
        at, present = last_session(met[one.id])
        lines.append(
            GroupLine(
                group=one,
                people=len(members),
                counts=_count(stood[one.id, person.id].state for person in members),
                met=at,
                present=present,
                form=forms.get(one.id, ""),
            )
        )
    return tuple(lines)


def last_session(
    sessions: Mapping[UUID, Sequence[GroupSession]],
) -> tuple[datetime | None, int]:
    """Return when a group last met, and how many were there."""
    latest = [lived[-1] for lived in sessions.values() if lived]
    return (latest[0].at if latest else None, sum(one.present for one in latest))
