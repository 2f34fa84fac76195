"""On PostgreSQL, a room goes to the bin while people work there: who waits for whom."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.services.admin_bin import list_bin, put_room, put_terminal, restore
from learning.services.room_place import find_place, hear
from learning.services.room_setup import add_terminal, make_room, show_setup
from learning.services.sessions import find_session, open_session, touch_session
from learning.services.work import Program, Work
from tests.support.administered import add

pytestmark = pytest.mark.postgres
ADDRESS = "10.0.0.1"
_SECONDS = 10.0
_WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
Act = Callable[[Work], object]


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """PostgreSQL only: SQLite has one writer at a time."""
    return postgres_url


def occupied(program: Program) -> tuple[UUID, UUID, str]:
    """A room, its only terminal, the token of who sits there."""
    with program.writing() as work:
        room = make_room(work, "Salle")
        terminal = add_terminal(work, room, number="1", address=ADDRESS)
        place = find_place(work, "", ADDRESS)
        return room, terminal, open_session(work, add(work, "Alix"), ADDRESS, place=place)


def until_it_waits(program: Program, done: Future[None]) -> None:
    """Wait until somebody is held by another's lock."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and not done.done():
        with program.reading() as work:
            if work.connection.execute(_WAITING).scalar():
                return
        time.sleep(0.02)
    pytest.fail("Personne n’a attendu.")


def meanwhile(program: Program, first: Act, act: Act, last: Act) -> None:
    """Do ``first`` and ``last`` in one unit, ``act`` in another that begins between them."""

    def do() -> None:
        with program.writing() as work:
            act(work)

    with ThreadPoolExecutor(1) as pool:
        with program.writing() as work:
            first(work)
            done = pool.submit(do)
            until_it_waits(program, done)
            last(work)
        done.result(_SECONDS)


@pytest.mark.parametrize("whole", [True, False], ids=["room", "terminal"])
def test_a_place_goes_while_somebody_works_there(program: Program, *, whole: bool) -> None:
    room, terminal, token = occupied(program)

    def work_on(work: Work) -> None:
        session = find_session(work, token)
        assert session is not None
        touch_session(work, session, "lecon")

    def put(work: Work) -> None:
        if whole:
            put_room(work, room)
        else:
            put_terminal(work, terminal)

    meanwhile(program, lambda work: hear(work, terminal), put, work_on)
    with program.reading() as work:
        found = find_session(work, token)
        assert found is not None
        assert (found.state, found.page_kind, found.place) == ("open", "lecon", None)
        assert len(list_bin(work)) == 1


def test_a_terminal_added_at_that_moment_waits_in_the_bin_too(program: Program) -> None:
    room, _terminal, _token = occupied(program)
    meanwhile(
        program,
        lambda work: add_terminal(work, room, number="2", address="10.0.0.2"),
        lambda work: put_room(work, room),
        lambda _work: None,
    )
    with program.writing() as work:
        restore(work, list_bin(work)[0].id)
        assert [one.number for one in show_setup(work, room).terminals] == [1, 2]
