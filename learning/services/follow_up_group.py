"""A group's page: where each member is, who needs someone first, and what fits.

One dataclass feeds the screen, the print, the CSV and the spreadsheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from learning.documents.spreadsheet import write_csv, write_xlsx
from learning.domain.course import Module
from learning.domain.facts import Fact, SupportGiven
from learning.domain.follow_up import PRESSING, Line, Trace, Why, choose, stand, trace_of
from learning.domain.meeting import (
    BY_OTHERS,
    Whereabouts,
    find_whereabouts,
    half_days,
    measure_untouched,
)
from learning.domain.numbers import round_to
from learning.domain.sheet import Sheet
from learning.domain.standing import GroupSession, State, is_silent
from learning.services.activity import facts_where
from learning.services.follow_up import last_session
from learning.services.follow_up_roster import (
    IN_GROUPS,
    GroupName,
    Person,
    asked_in,
    attested_in,
    bound,
    find_group,
    form_today,
    forms_in,
    people_of,
)
from learning.services.learn import path_modules, presence_seconds
from learning.services.work import Work
from learning.storage.activity import fact

_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A member: where, hours at a terminal and hours of human support, what to do."""

    id: UUID
    name: str
    since: datetime
    where: Whereabouts
    presence: Decimal
    support: Decimal
    line: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage:
    """A group, its members sorted by who needs someone first."""

    group: GroupName
    path: str
    form: str
    rows: tuple[GroupRow, ...]
    met: datetime | None
    present: int

    @property
    def counts(self) -> dict[State, int]:
        """How many members are in each state."""
        return {state: sum(row.where.state is state for row in self.rows) for state in PRESSING}


def hours(seconds: float) -> Decimal:
    """Return hours, to the tenth."""
    return round_to(Decimal(seconds) / _HOUR, 1)


def support_seconds(facts: Sequence[Fact]) -> int:
    """Sum the human support attested by staff."""
    return sum(one.minutes * 60 for one in facts if isinstance(one, SupportGiven))


def show_group(work: Work, wanted: UUID) -> GroupPage:
    """Return a group that the person may open.

    Raises:
        NotFound: no such group, or somebody else's.

    """
    one = find_group(work, wanted)
    people = people_of(work, [one.id])
    mine = fact.c.learner_id.in_(IN_GROUPS.params(**bound(work, [one.id])))
    facts = facts_where(work, mine, typed=False)
    path = work.catalogue.path(one.path)
    modules = path_modules(work, path)
    sessions = half_days(
        {
            person.id: [
                seen.at for seen in facts.get(person.id, ()) if not isinstance(seen, BY_OTHERS)
            ]
            for person in people
        },
        work.instant,
    )
    rows = _rows(
        work, one, people, facts, modules, sessions, attested=bool(path and path.attestation)
    )
    at, present = last_session(sessions)
    return GroupPage(
        group=one,
        path=path.title if path else "",
        form=form_today(work, forms_in(work, [one.id]).get(one.id, ())),
        rows=rows,
        met=at,
        present=present,
    )


def _rows(
    work: Work,
    one: GroupName,
    people: Sequence[Person],
    facts: Mapping[UUID, Sequence[Fact]],
    modules: Sequence[Module],
    sessions: Mapping[UUID, Sequence[GroupSession]],
    *,
    attested: bool,
) -> tuple[GroupRow, ...]:
    untouched = measure_untouched(modules)
    asked, holders = asked_in(work, [one.id]), attested_in(work, [one.id])
    rows = []
    for person in people:
        known = facts.get(person.id, ())
        where = find_whereabouts(
            modules,
            known,
            now=work.instant,
            untouched=untouched,
            sessions=sessions[person.id],
            missed=work.missed,
        )
        trace = Trace(
            asked=asked.get(person.id, ()),
            has_attestation=(person.id, f"parcours/{one.path}") in holders,
            no_phrase=person.no_phrase,
            since=person.since,
        )
        stood = stand(
            modules,
            person.id,
            trace_of(modules, known, trace, where.state),
            now=work.instant,
            silent=is_silent(where.last_seen, work.instant, sessions[person.id], work.missed),
            attested=attested,
        )
        rows.append(
            GroupRow(
                id=person.id,
                name=person.name,
                since=person.since,
                where=where,
                presence=hours(presence_seconds(known)),
                support=hours(support_seconds(known)),
                line=next(iter(choose(stood.lines, {})), None),
            )
        )
    return tuple(sorted(rows, key=_need))


def _need(row: GroupRow) -> tuple[bool, int, bool]:
    """Who asks for help comes first, then by state; in a state, who has something to do."""
    asks = row.line is not None and row.line.why is Why.HELP
    return (not asks, PRESSING.index(row.where.state), row.line is None)


def write_sheet(sheet: Sheet, kind: str) -> bytes:
    """Write the table of a screen as a CSV or an XLSX."""
    return write_xlsx(sheet) if kind == "xlsx" else write_csv(sheet)
