"""Rooms and terminals as an administrator sets them: places, addresses, codes, opening hours."""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid
from learning.domain.opening import DAYS, Week, read_spans, read_week, show, write_week
from learning.services import audit
from learning.services.room import find_room, find_terminal
from learning.services.room_place import code_until
from learning.services.work import Work
from learning.storage.rooms import room, terminal
from learning.storage.sessions import terminal_session

_NAME_LENGTH = 40
_MOST_SEATS = 8
MOST_TERMINALS = 99
_MOST_DIGITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalLine:
    """A terminal in the list of its room."""

    id: UUID
    number: int
    address: str
    enrolled: bool
    code_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A room as its administrator sets it."""

    id: UUID
    name: str
    seats: int
    aisle: int
    week: Week
    terminals: tuple[TerminalLine, ...]

    @property
    def next_number(self) -> int:
        """The first place that no terminal has."""
        taken = {one.number for one in self.terminals}
        return next(number for number in range(1, len(taken) + 2) if number not in taken)

    @property
    def typed_hours(self) -> dict[str, str]:
        """The fields of the hours, as they are."""
        return {
            name: show(minutes)
            for day, spans in self.week.items()
            for number, span in enumerate(spans, 1)
            for name, minutes in (
                (f"ouvre-{day}-{number}", span.opens),
                (f"ferme-{day}-{number}", span.closes),
            )
        }


def show_setup(work: Work, room_id: UUID) -> Setup:
    """Return a room to be set.

    Raises:
        NotFound: no such room.

    """
    row = find_room(work, room_id)
    query = (
        sa.select(terminal)
        .where(terminal.c.site_id == work.site, terminal.c.room_id == room_id)
        .order_by(terminal.c.number)
    )
    return Setup(
        id=row.id,
        name=row.name,
        seats=row.seats,
        aisle=row.aisle,
        week=read_week(row.hours),
        terminals=tuple(_line(work, one) for one in work.connection.execute(query)),
    )


def show_line(work: Work, terminal_id: UUID) -> tuple[Setup, TerminalLine]:
    """Return a terminal to be set, with its room."""
    setup = show_setup(work, find_terminal(work, terminal_id).room_id)
    return setup, next(one for one in setup.terminals if one.id == terminal_id)


def make_room(work: Work, name: str) -> UUID:
    """Make a room without terminals, that never closes.

    Raises:
        Invalid: the name is empty or too long.
        Conflict: another room has it.

    """
    name = _name(work, name)
    made = uuid4()
    work.connection.execute(
        sa.insert(room),
        {
            "site_id": work.site,
            "id": made,
            "name": name,
            "seats": 4,
            "aisle": 0,
            "hours": "",
            "message": "",
            "message_on": "",
            "made_at": work.instant,
        },
    )
    audit.record(work, "salle.creee", subject=str(made))
    return made


def change_room(work: Work, room_id: UUID, *, name: str, seats: str, aisle: str) -> None:
    """Name a room, and say how its rows stand.

    Raises:
        Invalid: a field cannot be used.
        Conflict: another room has this name.

    """
    find_room(work, room_id)
    in_row = _whole(seats, 1, _MOST_SEATS, field="rangee", what="Postes par rangée")
    after = _whole(aisle or "0", 0, in_row - 1, field="allee", what="Allée")
    _change(work, room_id, name=_name(work, name, room_id), seats=in_row, aisle=after)
    audit.record(work, "salle.modifiee", subject=str(room_id))


def set_hours(work: Work, room_id: UUID, typed: Mapping[str, str]) -> None:
    """Set when a room is open; a week without any hour never closes.

    Raises:
        Invalid: an hour cannot be read, or two spans overlap.

    """
    find_room(work, room_id)
    week = {
        day: read_spans(
            day,
            (
                (typed.get(f"ouvre-{day}-{number}", ""), typed.get(f"ferme-{day}-{number}", ""))
                for number in (1, 2)
            ),
        )
        for day in range(1, len(DAYS) + 1)
    }
    _change(work, room_id, hours=write_week(week))
    audit.record(work, "salle.horaires", subject=str(room_id))


def add_terminal(work: Work, room_id: UUID, *, number: str, address: str) -> UUID:
    """Put a terminal in a room, known by its address or, without one, by a code to come.

    Raises:
        Invalid: the number or the address cannot be used.
        Conflict: another terminal has it.

    """
    find_room(work, room_id)
    place = _number(work, room_id, number)
    known = _address(work, address)
    made = uuid4()
    work.connection.execute(
        sa.insert(terminal),
        {
            "site_id": work.site,
            "id": made,
            "room_id": room_id,
            "number": place,
            "address": known,
            "hold": "",
        },
    )
    _seat_those_here(work, made, known)
    audit.record(work, "poste.cree", subject=str(made))
    return made


def change_terminal(work: Work, terminal_id: UUID, *, number: str, address: str) -> None:
    """Move a terminal to another place, or know it by another address."""
    row = find_terminal(work, terminal_id)
    place = _number(work, row.room_id, number, terminal_id)
    known = _address(work, address, terminal_id)
    _change_terminal(work, terminal_id, number=place, address=known)
    _seat_those_here(work, terminal_id, known)
    audit.record(work, "poste.modifie", subject=str(terminal_id))


def make_code(work: Work, terminal_id: UUID, hashed: str) -> datetime:
    """Keep the hash of a code to type at the terminal; the code before it dies."""
    find_terminal(work, terminal_id)
    until: datetime = code_until(work)
    _change_terminal(work, terminal_id, code_hash=hashed, code_until=until)
    audit.record(work, "poste.code", subject=str(terminal_id))
    return until


def forget_mark(work: Work, terminal_id: UUID) -> None:
    """Stop knowing a terminal by its code: its browser was changed, or moved elsewhere."""
    find_terminal(work, terminal_id)
    _change_terminal(work, terminal_id, mark_hash=None, code_hash=None, code_until=None)
    audit.record(work, "poste.oublie", subject=str(terminal_id))


def _line(work: Work, row: Any) -> TerminalLine:
    waits = row.code_until is not None and row.code_until > work.instant
    return TerminalLine(
        id=row.id,
        number=row.number,
        address=row.address or "",
        enrolled=row.mark_hash is not None,
        code_until=row.code_until if waits else None,
    )


def _change(work: Work, room_id: UUID, **values: Any) -> None:
    work.connection.execute(
        sa.update(room).where(room.c.site_id == work.site, room.c.id == room_id).values(**values)
    )


def _change_terminal(work: Work, terminal_id: UUID, **values: Any) -> None:
    work.connection.execute(
        sa.update(terminal)
        .where(terminal.c.site_id == work.site, terminal.c.id == terminal_id)
        .values(**values)
    )


def _seat_those_here(work: Work, terminal_id: UUID, address: str | None) -> None:
    """Let the sessions already open at this address be of this terminal."""
    if address is None:
        return
    work.connection.execute(
        sa.update(terminal_session)
        .where(
            terminal_session.c.site_id == work.site,
            terminal_session.c.terminal == address,
            terminal_session.c.terminal_id.is_(None),
        )
        .values(terminal_id=terminal_id)
    )


def _name(work: Work, typed: str, room_id: UUID | None = None) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > _NAME_LENGTH or not name.isprintable():
        raise Invalid("Écrivez un nom de 1 à 40 caractères.", field="nom")
    query = sa.select(room.c.id).where(room.c.site_id == work.site, room.c.name == name)
    if _taken(work.connection.execute(query).scalars(), room_id):
        raise Conflict("Une salle « %(name)s » existe déjà. Choisissez un autre nom.", name=name)
    return name


def read_number(typed: str, *, field: str) -> int:
    """Read the place of a terminal.

    Raises:
        Invalid: it is no number that a place may have.

    """
    return _whole(typed, 1, MOST_TERMINALS, field=field, what="Numéro")


def _number(work: Work, room_id: UUID, typed: str, terminal_id: UUID | None = None) -> int:
    number = read_number(typed, field="numero")
    query = sa.select(terminal.c.id).where(
        terminal.c.site_id == work.site,
        terminal.c.room_id == room_id,
        terminal.c.number == number,
    )
    if _taken(work.connection.execute(query).scalars(), terminal_id):
        raise Invalid("Un autre poste a déjà ce numéro.", field="numero")
    return number


def _address(work: Work, typed: str, terminal_id: UUID | None = None) -> str | None:
    if not typed.strip():
        return None
    try:
        address = str(ipaddress.ip_address(typed.strip()))
    except ValueError as error:
        raise Invalid(
            "Écrivez une adresse comme 10.0.0.11, ou laissez vide.", field="adresse"
        ) from error
    query = sa.select(terminal.c.id).where(
        terminal.c.site_id == work.site, terminal.c.address == address
    )
    if _taken(work.connection.execute(query).scalars(), terminal_id):
        raise Invalid("Un autre poste a déjà cette adresse.", field="adresse")
    return address


def _taken(found: Iterable[UUID], own: UUID | None) -> bool:
    return any(one != own for one in found)


def _whole(typed: str, least: int, most: int, *, field: str, what: str) -> int:
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        text = "-1"
    if not least <= int(text) <= most:
        raise Invalid(
            "%(what)s : écrivez un nombre de %(least)s à %(most)s.",
            field=field,
            what=what,
            least=least,
            most=most,
        )
    return int(text)
