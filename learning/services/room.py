"""The supervisor's room: who is at which terminal, since when, on what kind of page.

No mark, no text and no title of anybody is read here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import NotFound
from learning.domain.opening import Opening, opening_at
from learning.domain.room import (
    Hold,
    Place,
    Presence,
    Shown,
    short_name,
    show_tile,
)
from learning.services.room_place import ZONE
from learning.services.work import Work
from learning.storage.people import account
from learning.storage.rooms import room, terminal
from learning.storage.sessions import terminal_session

LIVE = ("open", "locked")
_GONE = timedelta(hours=4)  # trust.md: a session lasts 4 h at most, then nobody is there


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLine:
    """A room in the list."""

    id: UUID
    name: str
    terminals: int
    present: int
    paused: bool
    opening: Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """Somebody at a terminal. ``sitting`` names this session and no other."""

    account: UUID
    name: str
    short: str
    role: Role
    opened_at: datetime
    sitting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalTile:
    """One terminal as its supervisor sees it."""

    id: UUID
    number: int
    shown: Shown
    hold: Hold | None  # its own or its room's
    own_hold: str
    held_mark: str  # what a release must carry
    people: tuple[Seated, ...]

    @property
    def learners(self) -> tuple[Seated, ...]:
        """Those whom a supervisor may send away."""
        return tuple(one for one in self.people if one.role is Role.LEARNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPage:
    """A room: its terminals in the order of their places, rows as they stand."""

    id: UUID
    name: str
    seats: int
    aisle: int
    paused_at: datetime | None
    paused_mark: str
    opening: Opening
    message: str
    tiles: tuple[TerminalTile, ...]

    @property
    def present(self) -> int:
        """How many people are there."""
        return sum(len(tile.people) for tile in self.tiles)

    @property
    def rows(self) -> tuple[tuple[TerminalTile | None, ...], ...]:
        """The tiles by rows; None where no terminal stands."""
        if not self.tiles:
            return ()
        by_number = {tile.number: tile for tile in self.tiles}
        last = -(-max(by_number) // self.seats)
        rows = [
            tuple(by_number.get(row * self.seats + seat + 1) for seat in range(self.seats))
            for row in range(last)
        ]
        return tuple(row for row in rows if any(row))


def list_rooms(work: Work) -> list[RoomLine]:
    """List the site's rooms by name, with how many people are there."""
    seated = (
        sa.select(terminal_session.c.terminal_id)
        .where(
            terminal_session.c.site_id == work.site,
            terminal_session.c.state.in_(LIVE),
            terminal_session.c.seen_at > work.instant - _GONE,
        )
        .distinct()
        .subquery()
    )
    query = (
        sa.select(
            room.c.id,
            room.c.name,
            room.c.paused_at,
            room.c.hours,
            sa.func.count(terminal.c.id).label("terminals"),
            sa.func.count(seated.c.terminal_id).label("present"),
        )
        .select_from(
            room.outerjoin(
                terminal,
                (terminal.c.site_id == room.c.site_id) & (terminal.c.room_id == room.c.id),
            ).outerjoin(seated, seated.c.terminal_id == terminal.c.id)
        )
        .where(room.c.site_id == work.site)
        .group_by(room.c.id, room.c.name, room.c.paused_at, room.c.hours)
        .order_by(room.c.name)
    )
    return [
        RoomLine(
            id=row.id,
            name=row.name,
            terminals=row.terminals,
            present=row.present,
            paused=row.paused_at is not None,
            opening=opening_at(row.hours, work.instant, ZONE),
        )
        for row in work.connection.execute(query)
    ]


def show_room(work: Work, room_id: UUID, locks_after: Callable[[str], int]) -> RoomPage:
    """Return a room of the site; ``locks_after`` tells the minutes of a kind of page.

    Raises:
        NotFound: no such room.

    """
    row = find_room(work, room_id)
    today = work.instant.astimezone(ZONE).date().isoformat()
    return RoomPage(
        id=row.id,
        name=row.name,
        seats=row.seats,
        aisle=row.aisle,
        paused_at=row.paused_at,
        paused_mark=mark_of(row.paused_at),
        opening=opening_at(row.hours, work.instant, ZONE),
        message=row.message if row.message_on == today else "",
        tiles=tuple(_tiles(work, row, locks_after)),
    )


def show_terminal(
    work: Work, terminal_id: UUID, locks_after: Callable[[str], int]
) -> tuple[RoomPage, TerminalTile]:
    """Return a terminal and its room.

    Raises:
        NotFound: no such terminal.

    """
    page = show_room(work, find_terminal(work, terminal_id).room_id, locks_after)
    return page, next(tile for tile in page.tiles if tile.id == terminal_id)


def sitting_of(token_hash: str) -> str:
    """Name a session without giving what opens it."""
    return sha256(f"seance {token_hash}".encode()).hexdigest()[:20]


def mark_of(instant: datetime | None) -> str:
    """Name a pause by its instant, to the microsecond."""
    return instant.strftime("%Y%m%d%H%M%S%f") if instant else ""


def find_room(work: Work, room_id: UUID, *, hold: bool = False) -> Any:
    """Return a room of the site, or raise ``NotFound``; ``hold`` keeps new terminals out."""
    query = sa.select(room).where(room.c.site_id == work.site, room.c.id == room_id)
    row = work.connection.execute(query.with_for_update() if hold else query).first()
    if row is None:
        raise NotFound("Cette salle n’existe pas.")
    return row


def find_terminal(work: Work, terminal_id: UUID, *, hold: bool = False) -> Any:
    """Return a terminal of the site, or raise ``NotFound``; ``hold`` lets nobody change it."""
    query = sa.select(terminal).where(
        terminal.c.site_id == work.site, terminal.c.id == terminal_id
    )
    row = work.connection.execute(query.with_for_update() if hold else query).first()
    if row is None:
        raise NotFound("Ce poste n’existe pas.")
    return row


SEATED = (
    sa.select(
        terminal_session.c.terminal_id,
        terminal_session.c.token_hash,
        terminal_session.c.account_id,
        terminal_session.c.opened_at,
        terminal_session.c.seen_at,
        terminal_session.c.page_kind,
        terminal_session.c.state,
        account.c.name,
        account.c.role,
    )
    .select_from(
        terminal_session.join(
            account,
            (account.c.site_id == terminal_session.c.site_id)
            & (account.c.id == terminal_session.c.account_id),
        )
    )
    .where(
        terminal_session.c.site_id == sa.bindparam("site"),
        terminal_session.c.state.in_(LIVE),
        terminal_session.c.seen_at > sa.bindparam("gone"),
        account.c.status == "active",
    )
    .order_by(terminal_session.c.seen_at.desc(), terminal_session.c.token_hash)
)


def learners_at(work: Work, terminal_id: UUID) -> list[Any]:
    """The sessions of learners at a terminal, the latest seen first."""
    query = SEATED.where(
        terminal_session.c.terminal_id == terminal_id, account.c.role == Role.LEARNER.value
    )
    return list(work.connection.execute(query, {"site": work.site, "gone": work.instant - _GONE}))


def _tiles(work: Work, row: Any, locks_after: Callable[[str], int]) -> list[TerminalTile]:
    here = sa.select(terminal.c.id).where(
        terminal.c.site_id == work.site, terminal.c.room_id == row.id
    )
    query = SEATED.where(terminal_session.c.terminal_id.in_(here))
    values = {"site": work.site, "gone": work.instant - _GONE}
    seated: dict[UUID, list[Any]] = {}
    for one in work.connection.execute(query, values):
        seated.setdefault(one.terminal_id, []).append(one)
    terminals = work.connection.execute(
        sa.select(terminal)
        .where(terminal.c.site_id == work.site, terminal.c.room_id == row.id)
        .order_by(terminal.c.number)
    )
    return [_tile(work, row, one, seated.get(one.id, []), locks_after) for one in terminals]


def _tile(
    work: Work, row: Any, one: Any, people: list[Any], locks_after: Callable[[str], int]
) -> TerminalTile:
    place = Place(
        terminal=one.id,
        room=row.id,
        hold=one.hold,
        paused=row.paused_at is not None,
        hours=row.hours,
        message="",
        message_on="",
    )
    hold = place.hold_at(work.instant, ZONE)
    since = {Hold.CLOSED: None, Hold.ROOM: row.paused_at}
    held = (hold, since.get(hold, one.held_at)) if hold else None
    people = sorted(people, key=lambda person: person.role != Role.LEARNER.value)
    presence = _presence(people[0], locks_after) if people else None
    return TerminalTile(
        id=one.id,
        number=one.number,
        shown=show_tile(held, presence, one.heard_at, work.instant),
        hold=hold,
        own_hold=one.hold,
        held_mark=mark_of(one.held_at),
        people=tuple(_seated(person) for person in people),
    )


def _presence(person: Any, locks_after: Callable[[str], int]) -> Presence:
    return Presence(
        opened_at=person.opened_at,
        seen_at=person.seen_at,
        page_kind=person.page_kind,
        learns=person.role == Role.LEARNER.value,
        locked=person.state == "locked",
        locks_after=timedelta(minutes=locks_after(person.page_kind) + 1),
    )


def _seated(person: Any) -> Seated:
    return Seated(
        account=person.account_id,
        name=person.name,
        short=short_name(person.name),
        role=Role(person.role),
        opened_at=person.opened_at,
        sitting=sitting_of(person.token_hash),
    )
