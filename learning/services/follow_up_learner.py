"""A learner's page: what was done, session by session, and what is held. No text on people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from learning.domain.course import Module
from learning.domain.errors import Invalid
from learning.domain.facts import (
    AnswerGiven,
    Fact,
    LessonDone,
    Observed,
    OutcomeKnown,
    SessionHeld,
    SupportGiven,
    TestSubmitted,
)
from learning.domain.follow_up import Line, choose, is_own, most_pressing
from learning.domain.lists import BY_SORT
from learning.domain.order import in_order
from learning.domain.progress import measure
from learning.domain.standing import State
from learning.services import audit
from learning.services.accounts import find_learner, groups_of
from learning.services.activity import add_facts, facts_of
from learning.services.follow_up import stand_in
from learning.services.follow_up_group import hours, support_seconds
from learning.services.follow_up_roster import (
    GroupName,
    groups_among,
    own_people,
    people_of,
)
from learning.services.learn import ModuleStanding, path_modules, presence_seconds
from learning.services.outcomes import outcomes_of
from learning.services.work import Work
from learning.storage.follow_up import attestation, own_person

_ROOM = ZoneInfo("Europe/Paris")
_LATEST = 60
_NOON = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A half-day at work: what was finished, and how many answers were given."""

    day: date
    morning: bool
    answers: int
    lessons: tuple[str, ...]  # titles
    tests: tuple[str, ...]  # titles of modules whose test was sent
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTest:
    """A test as it was sent."""

    at: datetime
    module: str
    points: float
    out_of: int
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """An attestation that was issued."""

    number: str
    kind: str
    issued_at: datetime
    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerPage:
    """Everything that the page shows of one learner."""

    id: UUID
    name: str
    groups: tuple[GroupName, ...]
    status: str  # of the account: who left or is suspended stands in no roster
    state: State
    lines: tuple[Line, ...]
    modules: tuple[ModuleStanding, ...]
    sittings: tuple[Sitting, ...]
    tests: tuple[SentTest, ...]
    presence: Decimal
    support: Decimal
    supported: tuple[SupportGiven, ...]
    attestations: tuple[Attested, ...]
    observed: tuple[Observed, ...]
    outcomes: tuple[OutcomeKnown, ...]
    last_seen: datetime | None
    is_own: bool


def show_learner(work: Work, learner: UUID) -> LearnerPage:
    """Return the page of a learner of one's groups.

    Raises:
        NotFound: no such learner there.

    """
    line = find_learner(work, learner)
    groups = groups_among(work, groups_of(work, learner))
    facts = facts_of(work, learner)
    paths = {one.path: path_modules(work, work.catalogue.path(one.path)) for one in groups}
    modules = {module.slug: module for path in paths.values() for module in path}
    people = people_of(work, [one.id for one in groups])
    stood, _met = stand_in(work, groups, people, paths)
    mine = [one for (_group, who), one in stood.items() if who == learner]
    return LearnerPage(
        id=learner,
        name=line.name,
        groups=groups,
        status=line.status,
        state=most_pressing([one.state for one in mine] or [State.NOT_STARTED]),
        lines=_by_need(one for found in mine for one in found.lines),
        modules=tuple(
            ModuleStanding(module=one, progress=measure(one, facts)) for one in modules.values()
        ),
        sittings=_sittings(work, facts),
        tests=_tests(work, facts),
        presence=hours(presence_seconds(facts)),
        support=hours(support_seconds(facts)),
        supported=tuple(
            sorted((one for one in facts if isinstance(one, SupportGiven)), key=_latest_day_first)
        ),
        attestations=_attestations(work, learner),
        observed=observed_of(facts),
        outcomes=outcomes_of(facts),
        last_seen=max((one.at for one in facts if is_own(one)), default=None),
        is_own=learner in own_people(work),
    )


def observed_of(facts: Iterable[Fact]) -> tuple[Observed, ...]:
    """Return what staff noted from the closed lists, the latest first."""
    return tuple(reversed(in_order(one for one in facts if isinstance(one, Observed))))


def _latest_day_first(one: SupportGiven) -> tuple[float, int]:
    """Support is written down after its day: the day is what a register shows."""
    return (-one.at.timestamp(), one.id.int)


def _by_need(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Keep every reason once, although the person is in several groups."""
    by_key = {line.key: line for line in lines}
    return tuple(found for line in by_key.values() for found in choose([line], {}))


def _sittings(work: Work, facts: Sequence[Fact]) -> tuple[Sitting, ...]:
    """Gather what was done by half-day, the latest first."""
    halves: dict[tuple[date, bool], list[Fact]] = defaultdict(list)
    for one in facts:
        if is_own(one):
            local = one.at.astimezone(_ROOM)
            halves[local.date(), local.hour < _NOON].append(one)
    latest = sorted(halves.items(), key=lambda item: (item[0][0], not item[0][1]), reverse=True)
    return tuple(_sitting(work, day, found, morning=am) for (day, am), found in latest[:_LATEST])


def _sitting(work: Work, day: date, facts: Sequence[Fact], *, morning: bool) -> Sitting:
    seconds = sum(one.seconds for one in facts if isinstance(one, SessionHeld))
    return Sitting(
        day=day,
        morning=morning,
        answers=sum(isinstance(one, AnswerGiven) for one in facts),
        lessons=tuple(_lesson(work, one) for one in facts if isinstance(one, LessonDone)),
        tests=tuple(_title(work, one.module) for one in facts if isinstance(one, TestSubmitted)),
        minutes=seconds // 60,
    )


def _lesson(work: Work, one: LessonDone) -> str:
    module = work.catalogue.module(one.module)
    lesson = module.lesson(one.lesson) if module else None
    return lesson.title if lesson else _title(work, one.module)


def _title(work: Work, slug: str) -> str:
    module: Module | None = work.catalogue.module(slug)
    return module.title if module else slug


def _tests(work: Work, facts: Sequence[Fact]) -> tuple[SentTest, ...]:
    sent = in_order(one for one in facts if isinstance(one, TestSubmitted))
    return tuple(
        SentTest(
            at=one.at,
            module=_title(work, one.module),
            points=one.points,
            out_of=one.out_of,
            passed=one.passed,
        )
        for one in reversed(sent)
    )


def _attestations(work: Work, learner: UUID) -> tuple[Attested, ...]:
    query = (
        sa.select(
            attestation.c.number,
            attestation.c.kind,
            attestation.c.issued_at,
            attestation.c.revoked_at,
        )
        .where(attestation.c.site_id == work.site, attestation.c.learner_id == learner)
        .order_by(attestation.c.issued_at.desc(), attestation.c.id)
    )
    return tuple(
        Attested(
            number=row.number,
            kind=row.kind,
            issued_at=row.issued_at,
            revoked=row.revoked_at is not None,
        )
        for row in work.connection.execute(query)
    )


def offered(hidden: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the closed lists without the lines that the site hides."""
    out = frozenset(hidden)
    return {
        sort: {code: word for code, word in lines.items() if f"{sort}.{code}" not in out}
        for sort, lines in BY_SORT.items()
    }


def observe(work: Work, learner: UUID, chosen: str, *, hidden: Iterable[str] = ()) -> None:
    """Note one line of a closed list, dated by month. The same twice in a month is once.

    Raises:
        NotFound: no such learner in one's groups.
        Invalid: the line is in no list that this site offers.

    """
    find_learner(work, learner)
    sort, _, code = chosen.partition(".")
    if code not in offered(hidden).get(sort, {}):
        raise Invalid("Choisissez une ligne de la liste.", field="observation")
    month = f"{work.instant.astimezone(_ROOM):%Y-%m}"
    known = {(one.sort, one.code, one.month) for one in observed_of(facts_of(work, learner))}
    if (sort, code, month) in known:
        return
    one = Observed(id=uuid4(), at=work.instant, sort=sort, code=code, month=month)
    add_facts(work, learner, [one])
    audit.record(work, "observation.note", subject=str(learner))


def choose_person(work: Work, learner: UUID, *, follow: bool) -> None:
    """Put a learner among one's own people, or take that learner out.

    Raises:
        NotFound: no such learner in one's groups.

    """
    find_learner(work, learner)
    values = {"site_id": work.site, "staff_id": work.me.id, "learner_id": learner}
    work.connection.execute(
        sa.delete(own_person).where(
            own_person.c.site_id == work.site,
            own_person.c.staff_id == work.me.id,
            own_person.c.learner_id == learner,
        )
    )
    if follow:
        work.connection.execute(sa.insert(own_person), values)
