"""Which terminal a request comes from: by the mark of its browser, else by its address.

An administrator makes a code for a terminal; typed there once, it dies and the browser keeps
a mark instead. Both are stored hashed.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from learning.domain.errors import Refused
from learning.domain.room import HEARD, Hold, Place
from learning.services import audit
from learning.services.work import Work
from learning.storage.rooms import room, terminal

ZONE = ZoneInfo("Europe/Paris")
CODE_HOURS = 24
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no letter that is read as another
_CODE_LENGTH = 8

# The columns that a session's statement reads too, so that a request costs no other one.
PLACE = (
    terminal.c.id.label("place_terminal"),
    terminal.c.hold.label("place_hold"),
    terminal.c.mark_hash.label("place_mark"),
    terminal.c.heard_at.label("place_heard"),
    room.c.id.label("place_room"),
    room.c.paused_at.label("place_paused"),
    room.c.hours.label("place_hours"),
    room.c.message.label("place_message"),
    room.c.message_on.label("place_message_on"),
)
TERMINAL_ROOM = (room.c.site_id == terminal.c.site_id) & (room.c.id == terminal.c.room_id)
_HERE = (
    sa.select(*PLACE)
    .select_from(terminal.join(room, TERMINAL_ROOM))
    .where(
        terminal.c.site_id == sa.bindparam("site"),
        sa.or_(
            terminal.c.mark_hash == sa.bindparam("mark"),
            terminal.c.address == sa.bindparam("address"),
        ),
    )
)


class RoomHeld(Refused):
    """A learner signs in at a terminal that is paused, locked or closed."""

    def __init__(self) -> None:
        super().__init__("Ce poste n’est pas ouvert. Attendez, ou demandez au surveillant.")


class UnknownTerminal(Refused):
    """A learner signs in at a terminal of no room, and the site wants it known."""

    def __init__(self) -> None:
        super().__init__("Ce poste n’est pas inscrit. Demandez au surveillant un autre poste.")


def read_place(row: Any, mark: str = "") -> Place | None:
    """Return the place that a row carries; None when the terminal is in no room."""
    if row.place_room is None:
        return None
    return Place(
        terminal=row.place_terminal,
        room=row.place_room,
        hold=row.place_hold,
        paused=row.place_paused is not None,
        hours=row.place_hours,
        message=row.place_message,
        message_on=row.place_message_on,
        heard_at=row.place_heard,
        by_mark=bool(mark) and row.place_mark == mark,
    )


def find_place(work: Work, mark: str, address: str) -> Place | None:
    """Return the terminal that a browser stands at; its mark says more than its address."""
    hashed = hash_mark(mark) if mark else ""
    values = {"site": work.site, "mark": hashed, "address": address}
    found = [read_place(row, hashed) for row in work.connection.execute(_HERE, values)]
    known = [place for place in found if place is not None]
    return max(known, key=lambda place: place.by_mark, default=None)


def must_hear(place: Place, now: datetime) -> bool:
    """Tell whether a request is worth a note: once a minute, or the clock went back."""
    return place.heard_at is None or not timedelta() <= now - place.heard_at < HEARD


def hear(work: Work, heard: UUID) -> None:
    """Note that a terminal asked for something: it is on."""
    work.connection.execute(
        sa.update(terminal)
        .where(terminal.c.site_id == work.site, terminal.c.id == heard)
        .values(heard_at=work.instant)
    )


def hold_here(work: Work, place: Place | None) -> Hold | None:
    """Tell why a learner must wait at this place now."""
    return place.hold_at(work.instant, ZONE) if place is not None else None


def hash_mark(mark: str) -> str:
    """Hash what a browser carries, as it is stored."""
    return hashlib.sha256(mark.encode()).hexdigest()


def draw_code() -> str:
    """Draw the code of a terminal, to be typed once: « K7PW-3MXQ »."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def hash_code(code: str, pepper: str) -> str:
    """Hash a code however it was typed: case, spaces and dashes do not matter."""
    plain = "".join(sign for sign in code.upper()[:40] if sign.isalnum())
    return hmac.new(pepper.encode(), plain.encode(), hashlib.sha256).hexdigest()


def code_until(work: Work) -> Any:
    """Return until when a code made now may be typed."""
    return work.instant + timedelta(hours=CODE_HOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A terminal whose code was typed: what its browser keeps, and which one it is."""

    mark: str
    number: int
    room: str


def enrol_terminal(work: Work, code_hash: str) -> Enrolled | None:
    """Take a code that was typed: it dies; None when no terminal waits for it."""
    mark = secrets.token_urlsafe(32)
    waiting = (
        (terminal.c.site_id == work.site)
        & (terminal.c.code_hash == code_hash)
        & (terminal.c.code_until > work.instant)
    )
    found = work.connection.execute(
        sa.select(terminal.c.id, terminal.c.number, room.c.name)
        .select_from(terminal.join(room, TERMINAL_ROOM))
        .where(waiting)
    ).first()
    if found is None:
        return None
    changed = work.connection.execute(
        sa.update(terminal)
        .where(waiting)
        .values(mark_hash=hash_mark(mark), code_hash=None, code_until=None)
    ).rowcount
    if changed != 1:
        return None
    audit.record(work, "poste.inscrit", subject=str(found.id), actor="poste")
    return Enrolled(mark=mark, number=found.number, room=found.name)
