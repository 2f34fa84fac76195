"""What a supervisor does in a room: pause, lock, close, let go on, say the day's sentence.

Every act is written in the audit, and carries what its page had seen, so that an old page sent
again cannot touch the next person.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid
from learning.domain.room import MESSAGES, Hold
from learning.services import audit
from learning.services.room import find_room, find_terminal, learners_at, mark_of, sitting_of
from learning.services.room_place import ZONE
from learning.services.sessions import close_sessions
from learning.services.work import Work
from learning.storage.rooms import room, terminal
from learning.storage.sessions import terminal_session

CHANGED = "Cela a changé entre-temps. Regardez la salle, puis recommencez si besoin."


def pause_room(work: Work, room_id: UUID) -> None:
    """Pause every terminal of a room; twice is once."""
    find_room(work, room_id)
    if _set_room(work, room_id, room.c.paused_at.is_(None), paused_at=work.instant):
        audit.record(work, "salle.pause", subject=str(room_id))


def resume_room(work: Work, room_id: UUID, mark: str) -> None:
    """Let a paused room go on; terminals paused or locked one by one stay so.

    Raises:
        Conflict: the pause is not the one that was seen.

    """
    row = find_room(work, room_id)
    if row.paused_at is None:
        return
    if mark_of(row.paused_at) != mark:
        raise Conflict(CHANGED)
    if _set_room(work, room_id, room.c.paused_at == row.paused_at, paused_at=None):
        audit.record(work, "salle.reprise", subject=str(room_id))


def set_message(work: Work, room_id: UUID, key: str) -> None:
    """Say a sentence of the closed list for today, or none.

    Raises:
        Invalid: the sentence is not in the list.

    """
    if key and key not in MESSAGES:
        raise Invalid("Choisissez une phrase de la liste.", field="message")
    row = find_room(work, room_id)
    today = work.instant.astimezone(ZONE).date().isoformat() if key else ""
    if (row.message, row.message_on) == (key, today):
        return
    _set_room(work, room_id, sa.true(), message=key, message_on=today)
    audit.record(work, "salle.message", subject=f"{room_id} {key or 'aucun'}")


def hold_terminal(work: Work, terminal_id: UUID, hold: Hold, sitting: str) -> None:
    """Pause a terminal, or lock it: who was there types their phrase once it is released.

    Raises:
        Conflict: somebody else is there now.

    """
    row = find_terminal(work, terminal_id)
    people = _same_people(work, terminal_id, sitting)
    if row.hold == hold:
        return
    _set_terminal(work, terminal_id, hold=hold.value, held_at=work.instant)
    if hold is Hold.LOCK:
        work.connection.execute(
            sa.update(terminal_session)
            .where(
                terminal_session.c.site_id == work.site,
                terminal_session.c.token_hash.in_([one.token_hash for one in people]),
                terminal_session.c.state == "open",
            )
            .values(state="locked")
        )
    action = "poste.verrou" if hold is Hold.LOCK else "poste.pause"
    audit.record(work, action, subject=_subject(terminal_id, people))


def release_terminal(work: Work, terminal_id: UUID, mark: str) -> None:
    """Let a paused or locked terminal go on.

    Raises:
        Conflict: the pause is not the one that was seen.

    """
    row = find_terminal(work, terminal_id)
    if not row.hold:
        return
    if mark_of(row.held_at) != mark:
        raise Conflict(CHANGED)
    _set_terminal(work, terminal_id, hold="", held_at=None)
    audit.record(work, "poste.reprise", subject=str(terminal_id))


def close_sitting(work: Work, terminal_id: UUID, sitting: str) -> None:
    """End the session of a learner at a terminal; what was posted late becomes a draft.

    Raises:
        Conflict: that session is no longer there.

    """
    find_terminal(work, terminal_id)
    people = [
        one for one in learners_at(work, terminal_id) if sitting_of(one.token_hash) == sitting
    ]
    if not people:
        raise Conflict(CHANGED)
    for one in people:
        close_sessions(work, one.account_id, state="ended")
    audit.record(work, "poste.ferme", subject=_subject(terminal_id, people))


def _set_room(work: Work, room_id: UUID, seen: Any, **values: Any) -> bool:
    """Change a room if it is still as it was seen; tell whether it was."""
    changed = work.connection.execute(
        sa.update(room)
        .where(room.c.site_id == work.site, room.c.id == room_id, seen)
        .values(**values)
    )
    return bool(changed.rowcount)


def _set_terminal(work: Work, terminal_id: UUID, **values: Any) -> None:
    work.connection.execute(
        sa.update(terminal)
        .where(terminal.c.site_id == work.site, terminal.c.id == terminal_id)
        .values(**values)
    )


def _same_people(work: Work, terminal_id: UUID, sitting: str) -> list[Any]:
    """The learners at a terminal, if the latest is the one that was seen."""
    people = learners_at(work, terminal_id)
    if (sitting_of(people[0].token_hash) if people else "") != sitting:
        raise Conflict(CHANGED)
    return people


def _subject(terminal_id: UUID, people: Iterable[Any]) -> str:
    return " ".join([str(terminal_id), *(str(one.account_id) for one in people)])
