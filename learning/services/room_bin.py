"""Rooms and terminals on their way to the bin, and back: places, addresses, hours, enrolments.

Sessions that are open there go on; they are of no terminal any more. The room is held before
its terminals, and those before their sessions, as who works there holds them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.errors import Conflict
from learning.services.room import find_room, find_terminal
from learning.services.work import Work
from learning.storage.rooms import room, terminal
from learning.storage.sessions import terminal_session


def take_room(work: Work, room_id: UUID) -> dict[str, Any]:
    """Take a room away with its terminals; return what brings it back.

    Raises:
        NotFound: no such room.

    """
    row = find_room(work, room_id, hold=True)
    inside = sa.select(terminal).where(
        terminal.c.site_id == work.site, terminal.c.room_id == room_id
    )
    held = work.connection.execute(inside.order_by(terminal.c.id).with_for_update()).all()
    terminals = sorted(held, key=lambda one: one.number)
    for one in terminals:
        _leave_nobody(work, one.id)
    work.connection.execute(
        sa.delete(room).where(room.c.site_id == work.site, room.c.id == room_id)
    )
    return {
        "name": row.name,
        "seats": row.seats,
        "aisle": row.aisle,
        "hours": row.hours,
        "made_at": row.made_at.isoformat(),
        "terminals": [_keep(one) for one in terminals],
    }


def take_terminal(work: Work, terminal_id: UUID) -> dict[str, Any]:
    """Take a terminal out of its room; return what brings it back.

    Raises:
        NotFound: no such terminal.

    """
    row = find_terminal(work, terminal_id, hold=True)
    _leave_nobody(work, terminal_id)
    work.connection.execute(
        sa.delete(terminal).where(terminal.c.site_id == work.site, terminal.c.id == terminal_id)
    )
    name = f"{find_room(work, row.room_id).name}, {row.number}"
    return {"name": name, "room": str(row.room_id), "terminal": _keep(row)}


def give_room(work: Work, room_id: UUID, detail: Mapping[str, Any]) -> None:
    """Bring a room back with its terminals.

    Raises:
        Conflict: another room took its name meanwhile.

    """
    taken = sa.select(room.c.id).where(room.c.site_id == work.site, room.c.name == detail["name"])
    if work.connection.execute(taken).first():
        raise Conflict(
            "Une autre salle s’appelle « %(name)s ». Renommez-la d’abord.", name=detail["name"]
        )
    work.connection.execute(
        sa.insert(room),
        {
            "site_id": work.site,
            "id": room_id,
            "name": detail["name"],
            "seats": detail["seats"],
            "aisle": detail["aisle"],
            "hours": detail["hours"],
            "message": "",
            "message_on": "",
            "made_at": datetime.fromisoformat(detail["made_at"]),
        },
    )
    for one in detail["terminals"]:
        _insert(work, room_id, one)


def give_terminal(work: Work, detail: Mapping[str, Any]) -> None:
    """Bring a terminal back to its place.

    Raises:
        Conflict: its room is not there, or another terminal took its place.

    """
    room_id, kept = UUID(detail["room"]), detail["terminal"]
    there = sa.select(room.c.id).where(room.c.site_id == work.site, room.c.id == room_id)
    if not work.connection.execute(there).first():
        raise Conflict("Sa salle n’est plus là. Remettez-la d’abord.")
    taken = sa.select(terminal.c.id).where(
        terminal.c.site_id == work.site,
        terminal.c.room_id == room_id,
        terminal.c.number == kept["number"],
    )
    if work.connection.execute(taken).first():
        raise Conflict("Un autre poste a pris ce numéro. Changez-le d’abord.")
    _insert(work, room_id, kept)


def _keep(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "number": row.number,
        "address": row.address,
        "mark_hash": row.mark_hash,
    }


def _insert(work: Work, room_id: UUID, kept: Mapping[str, Any]) -> None:
    """Write a terminal again; an address or an enrolment that another has now stays its own."""
    values = {
        name: None if _has(work, terminal.c[name], kept[name]) else kept[name]
        for name in ("address", "mark_hash")
    }
    work.connection.execute(
        sa.insert(terminal),
        {
            "site_id": work.site,
            "id": UUID(kept["id"]),
            "room_id": room_id,
            "number": kept["number"],
            "hold": "",
            **values,
        },
    )


def _has(work: Work, column: sa.Column[Any], value: str | None) -> bool:
    if value is None:
        return False
    query = sa.select(terminal.c.id).where(terminal.c.site_id == work.site, column == value)
    return work.connection.execute(query).first() is not None


def _leave_nobody(work: Work, terminal_id: UUID) -> None:
    here = terminal_session.c.terminal_id == terminal_id
    work.connection.execute(
        sa.update(terminal_session)
        .where(terminal_session.c.site_id == work.site, here)
        .values(terminal_id=None)
    )
