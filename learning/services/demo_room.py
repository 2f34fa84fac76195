"""A room of twelve terminals in a demonstration, some people at work in it.

The twelfth is the machine itself, so that whoever tries a pause sees it on their own screen.
The room has no hours: a demonstration is shown at any time of the day.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from learning.domain.access import Actor, Role
from learning.domain.room import Hold
from learning.services import room_setup
from learning.services.room import learners_at, list_rooms, sitting_of
from learning.services.room_acts import hold_terminal, set_message
from learning.services.room_place import find_place, hear
from learning.services.sessions import find_session, open_session, touch_session
from learning.services.work import Work

_NAME = "Salle 1"
_TERMINALS = 12
_FIRST_ADDRESS = 11
_HERE = "127.0.0.1"
# Terminal, on what kind of page, since how many minutes, idle for how many.
_AT_WORK = (
    (1, "lecon", 40, 0),
    (2, "epreuve", 38, 1),
    (3, "lecon", 35, 2),
    (5, "lecon", 52, 11),
    (6, "revision", 12, 0),
    (7, "feuille", 44, 3),
    (9, "lecon", 21, 0),
)
_PAUSED, _LOCKED = 9, 7
_FREE, _OFF = (4, 8, 10), 11  # heard of just now; heard of yesterday, for the last time


def tell_room(work: Work, supervisor: UUID, learners: Sequence[UUID]) -> None:
    """Make the room once, and seat the learners whose accounts are not shown."""
    if list_rooms(work):
        return
    now = work.instant
    work.actor = Actor(id=supervisor, role=Role.SUPERVISOR, site=work.site)
    room_id = room_setup.make_room(work, _NAME)
    room_setup.change_room(work, room_id, name=_NAME, seats="4", aisle="2")
    made = {}
    for number in range(1, _TERMINALS + 1):
        address = f"10.0.0.{_FIRST_ADDRESS + number - 1}" if number < _TERMINALS else _HERE
        made[number] = room_setup.add_terminal(work, room_id, number=str(number), address=address)
    for learner, (number, kind, since, idle) in zip(learners, _AT_WORK, strict=False):
        address = f"10.0.0.{_FIRST_ADDRESS + number - 1}"
        work.instant = now - timedelta(minutes=since)
        token = open_session(work, learner, address, place=find_place(work, "", address))
        work.instant = now - timedelta(minutes=idle)
        if (found := find_session(work, token)) is not None:
            touch_session(work, found, kind)
    for number, hours in (*((one, 0) for one in _FREE), (_OFF, 20)):
        work.instant = now - timedelta(hours=hours)
        hear(work, made[number])
    work.instant = now
    work.actor = Actor(id=supervisor, role=Role.SUPERVISOR, site=work.site)
    for number, hold in ((_PAUSED, Hold.PAUSE), (_LOCKED, Hold.LOCK)):
        people = learners_at(work, made[number])
        sitting = sitting_of(people[0].token_hash) if people else ""
        hold_terminal(work, made[number], hold, sitting)
    set_message(work, room_id, "formateur")
