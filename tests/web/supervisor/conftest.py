"""A room of three terminals, one of them nobody's; the supervisor looks from elsewhere."""

import pytest

from learning.domain.access import Actor, Role
from learning.services import room_setup
from tests.support.client import PageClient
from tests.support.room import ALIX, BILAL, Room
from tests.support.small_site import SmallSite


@pytest.fixture
def room(small: SmallSite) -> Room:
    """The room, made as an administrator does."""
    with small.program.writing() as work:
        administrator = small.accounts["administrator"].id
        work.actor = Actor(id=administrator, role=Role.ADMINISTRATOR, site=work.site)
        made = room_setup.make_room(work, "Salle des tests")
        room_setup.change_room(work, made, name="Salle des tests", seats="2", aisle="1")
        terminals = tuple(
            room_setup.add_terminal(work, made, number=str(number), address=address)
            for number, address in enumerate((ALIX, BILAL, "127.0.0.4"), 1)
        )
    return Room(small, made, terminals)


@pytest.fixture
def supervisor(room: Room) -> PageClient:
    """The supervisor, at a terminal that is in no room."""
    return room.small.signed_in("supervisor", terminal="127.0.0.99")
