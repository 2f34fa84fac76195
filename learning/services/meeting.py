"""« Ma séance »: a group before its trainer meets it, in as many statements whatever its size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.course import Module
from learning.domain.errors import NotFound
from learning.domain.facts import AnswerGiven, Context, Fact, Verdict
from learning.domain.lists import HELP_REASONS
from learning.domain.meeting import (
    BY_OTHERS,
    Whereabouts,
    find_whereabouts,
    half_days,
    measure_untouched,
)
from learning.domain.question import Question
from learning.domain.shares import Figures, wilson
from learning.domain.standing import State
from learning.domain.tallies import Given, Signals, summarise
from learning.services.activity import facts_where
from learning.services.learn import path_modules
from learning.services.requests import AskedHelp, place_of
from learning.services.statistics import question_text
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.follow_up import help_request, print_request
from learning.storage.people import account, group, membership

HARDEST_DAYS = 30
HARDEST = 3
_LEAST_ANSWERS = 5  # a few people missing a question say more of them than of it
_PRESSING = (State.STUCK, State.SILENT, State.IN_PROGRESS, State.NOT_STARTED, State.DONE)

_GROUPS = (
    sa.select(group.c.id, group.c.name, group.c.path)
    .where(
        group.c.site_id == sa.bindparam("site"),
        group.c.id.in_(sa.bindparam("groups", expanding=True)),
    )
    .order_by(group.c.name)
)
_IN_GROUP = (membership.c.site_id == sa.bindparam("site")) & (
    membership.c.group_id == sa.bindparam("group")
)
_MEMBERS = (
    sa.select(
        account.c.id,
        account.c.name,
        (account.c.phrase_hash.is_(None)).label("no_phrase"),
    )
    .select_from(
        membership.join(
            account,
            (account.c.site_id == membership.c.site_id)
            & (account.c.id == membership.c.account_id),
        )
    )
    .where(_IN_GROUP, account.c.role == Role.LEARNER.value, account.c.status == "active")
    .order_by(account.c.name, account.c.id)
)
_OF_GROUP = sa.select(membership.c.account_id).where(_IN_GROUP)
_TYPED = sa.select(
    fact.c.question, fact.c.verdict, fact.c.points, fact.c.out_of, fact.c.context, fact.c.detail
).where(
    fact.c.site_id == sa.bindparam("site"),
    fact.c.learner_id.in_(_OF_GROUP),
    fact.c.question.in_(sa.bindparam("questions", expanding=True)),
    fact.c.kind == "answer_given",
    fact.c.ordinal == 0,
    fact.c.at >= sa.bindparam("since"),
)
_ASKED = sa.union_all(
    sa.select(
        help_request.c.id,
        help_request.c.learner_id,
        help_request.c.at,
        help_request.c.reason,
        help_request.c.module,
        help_request.c.lesson,
    ).where(
        help_request.c.site_id == sa.bindparam("site"),
        help_request.c.learner_id.in_(_OF_GROUP),
        help_request.c.answered_at.is_(None),
    ),
    sa.select(
        print_request.c.id,
        print_request.c.learner_id,
        print_request.c.at,
        *(sa.null() for _ in range(3)),
    ).where(
        print_request.c.site_id == sa.bindparam("site"),
        print_request.c.learner_id.in_(_OF_GROUP),
        print_request.c.printed_at.is_(None),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupName:
    """One of the trainer's groups."""

    id: UUID
    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A learner of the group, and where that learner is."""

    id: UUID
    name: str
    where: Whereabouts
    no_phrase: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HardQuestion:
    """A question that the group found hard: the share of points at the first try."""

    question: str
    text: str
    place: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A group before the meeting. ``group`` is None when the trainer has none."""

    groups: tuple[GroupName, ...]
    group: GroupName | None = None
    members: tuple[Member, ...] = ()
    hardest: tuple[HardQuestion, ...] = ()
    asking: tuple[AskedHelp, ...] = ()  # the oldest first
    prints: int = 0  # sheets that the group waits for

    @property
    def waiting(self) -> int:
        """How many texts nobody has read."""
        return sum(len(member.where.waiting) for member in self.members)

    @property
    def without_card(self) -> tuple[Member, ...]:
        """Who has never opened a session with a phrase of their own."""
        return tuple(member for member in self.members if member.no_phrase)


def show_meeting(work: Work, wanted: UUID | None = None) -> Meeting:
    """Return one of the trainer's own groups, the first by name when none is said.

    Raises:
        NotFound: the group is not one of the trainer's.

    """
    groups = _groups(work)
    if not groups and wanted is None:
        return Meeting(groups=())
    chosen = next((one for one in groups if wanted in {None, one.id}), None)
    if chosen is None:
        raise NotFound("Ce groupe n’existe pas, ou ce n’est pas l’un des vôtres.")
    bound = {"site": work.site, "group": chosen.id}
    people = work.connection.execute(_MEMBERS, bound).all()
    mine = fact.c.learner_id.in_(_OF_GROUP.params(**bound))
    facts = facts_where(work, mine, typed=False)
    modules = path_modules(work, work.catalogue.path(chosen.path))
    asking, prints = _asking(work, bound, {row.id: row.name for row in people})
    members = _members(work, people, facts, modules)
    return Meeting(
        groups=groups,
        group=chosen,
        members=members,
        hardest=_hardest(work, bound, facts),
        asking=asking,
        prints=prints,
    )


def _groups(work: Work) -> tuple[GroupName, ...]:
    rows = work.connection.execute(
        _GROUPS, {"site": work.site, "groups": sorted(work.me.groups, key=str)}
    )
    return tuple(GroupName(id=row.id, name=row.name, path=row.path) for row in rows)


def _members(
    work: Work,
    people: Sequence[Any],
    facts: Mapping[UUID, Sequence[Fact]],
    modules: Sequence[Module],
) -> tuple[Member, ...]:
    """Place every member on the path, those who most need somebody first."""
    seen = {
        row.id: [one.at for one in facts.get(row.id, ()) if not isinstance(one, BY_OTHERS)]
        for row in people
    }
    sessions = half_days(seen, work.instant)
    untouched = measure_untouched(modules)
    members = [
        Member(
            id=row.id,
            name=row.name,
            no_phrase=row.no_phrase,
            where=find_whereabouts(
                modules,
                facts.get(row.id, ()),
                now=work.instant,
                untouched=untouched,
                sessions=sessions[row.id],
                missed=work.missed,
            ),
        )
        for row in people
    ]
    return tuple(sorted(members, key=lambda member: _PRESSING.index(member.where.state)))


def _hardest(
    work: Work, bound: Mapping[str, object], facts: Mapping[UUID, Sequence[Fact]]
) -> tuple[HardQuestion, ...]:
    """Return the questions worst answered at the first try, with what was answered to them."""
    since = work.instant - timedelta(days=HARDEST_DAYS)
    chosen = _worst(work, (one for mine in facts.values() for one in mine), since)
    if not chosen:
        return ()
    rows = work.connection.execute(
        _TYPED, {**bound, "questions": [one.id for one in chosen], "since": since}
    )
    given: dict[str, list[Given]] = defaultdict(list)
    for row in rows:
        given[row.question].append(_given(row))
    return tuple(
        HardQuestion(
            question=one.id,
            text=question_text(one),
            place=_place(work, one.id),
            figures=summarise(one, given[one.id], Signals()),
        )
        for one in chosen
    )


def _worst(work: Work, facts: Iterable[Fact], since: datetime) -> list[Question]:
    """Rank by the upper bound of the share: three misses say less than ten."""
    tallies: dict[str, list[float]] = defaultdict(lambda: [0.0, 0])
    for one in facts:
        if not isinstance(one, AnswerGiven) or one.ordinal or one.at < since:
            continue
        if one.points is not None and one.out_of:
            tally = tallies[one.question]
            tally[0] += one.points / one.out_of
            tally[1] += 1
    ranked = sorted(
        (wilson(points / count, int(count)).high, question)
        for question, (points, count) in tallies.items()
        if count >= _LEAST_ANSWERS and points < count
    )
    found = (find_question(work, question) for _, question in ranked)
    return [one for one in found if one is not None][:HARDEST]


def _given(row: Any) -> Given:
    return Given(
        fields=tuple((part, value) for part, value in (row.detail or {}).get("fields", ())),
        verdict=Verdict(row.verdict),
        points=row.points,
        out_of=row.out_of,
        count=1,
        in_tests=int(row.context == Context.TEST.value),
    )


def find_question(work: Work, question_id: str) -> Question | None:
    """Return a question of today's release, None when it is retired."""
    module = work.catalogue.module(question_id.partition("/")[0])
    return module.question(question_id) if module else None


def _place(work: Work, question_id: str) -> str:
    """« Module – leçon », the module alone for a question of a bank."""
    slug, file, _ = question_id.split("/")
    module = work.catalogue.module(slug)
    lesson = module.lesson(file) if module else None
    title = module.title if module else slug
    return f"{title} – {lesson.title}" if lesson else title


def _asking(
    work: Work, bound: Mapping[str, object], names: Mapping[UUID, str]
) -> tuple[tuple[AskedHelp, ...], int]:
    """Return who of the group waits for help, and how many sheets it waits for."""
    rows = [row for row in work.connection.execute(_ASKED, bound) if row.learner_id in names]
    helps = sorted((row for row in rows if row.reason), key=lambda row: (row.at, str(row.id)))
    return (
        tuple(
            AskedHelp(
                id=row.id,
                learner=row.learner_id,
                who=names[row.learner_id],
                groups=(),
                words=HELP_REASONS.get(row.reason, row.reason),
                place=place_of(work, row.module, row.lesson),
                at=row.at,
            )
            for row in helps
        ),
        len(rows) - len(helps),
    )
