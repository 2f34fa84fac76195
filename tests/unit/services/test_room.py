"""The room on both databases: as many statements whatever its size, and acts that hold at once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.room import Hold, Tile
from learning.services import admin_bin, room_acts, room_setup
from learning.services.room import RoomPage, show_room
from learning.services.room_place import Enrolled, enrol_terminal, find_place, hash_code
from learning.services.sessions import find_session, open_session
from learning.services.work import Program, Work
from learning.storage.audit import audit
from learning.storage.database import Database
from learning.storage.people import account
from learning.storage.rooms import terminal
from tests.benchmarks.test_counts import counted
from tests.support.small_site import Account, make

Site = tuple[Program, dict[str, Account]]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, and its people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def as_supervisor(work: Work, accounts: dict[str, Account]) -> Work:
    work.actor = Actor(id=accounts["supervisor"].id, role=Role.SUPERVISOR, site=work.site)
    return work


def make_room(site: Site, terminals: int = 3) -> tuple[UUID, list[UUID]]:
    program, accounts = site
    with program.writing() as work:
        as_supervisor(work, accounts)
        made = room_setup.make_room(work, "Salle")
        places = [
            room_setup.add_terminal(work, made, number=str(number), address=f"10.0.0.{number}")
            for number in range(1, terminals + 1)
        ]
    return made, places


def enter(site: Site, name: str, number: int) -> str:
    program, accounts = site
    with program.writing() as work:
        address = f"10.0.0.{number}"
        place = find_place(work, "", address)
        return open_session(work, accounts[name].id, address, place=place)


def look(site: Site, room: UUID) -> RoomPage:
    with site[0].reading() as work:
        return show_room(work, room, lambda _kind: 15)


def sitting(site: Site, room: UUID, number: int) -> str:
    tile = next(one for one in look(site, room).tiles if one.number == number)
    return tile.learners[0].sitting if tile.learners else ""


def test_a_session_carries_its_terminal_in_one_statement(site: Site) -> None:
    make_room(site)
    token = enter(site, "alix", 1)
    with site[0].reading() as work, counted(site[0]) as asked:
        found = find_session(work, token)
    assert len(asked) == 1
    assert found is not None
    assert found.place is not None
    assert not found.place.paused


def test_the_screen_costs_as_much_for_three_as_for_forty(site: Site) -> None:
    small, _ = make_room(site)
    with site[0].writing() as work:
        as_supervisor(work, site[1])
        big = room_setup.make_room(work, "Grande salle")
        for number in range(1, 41):
            room_setup.add_terminal(work, big, number=str(number), address=f"10.0.1.{number}")
    counts = []
    for room in (small, big):
        with site[0].reading() as work, counted(site[0]) as asked:
            show_room(work, room, lambda _kind: 15)
        counts.append(len(asked))
    assert counts == [3, 3]


def test_rows_stand_as_the_room_does(site: Site) -> None:
    room, places = make_room(site, 5)
    with site[0].writing() as work:
        as_supervisor(work, site[1])
        room_setup.change_room(work, room, name="Salle", seats="2", aisle="1")
        admin_bin.put_terminal(work, places[1])
    rows = look(site, room).rows
    assert [[one.number if one else None for one in row] for row in rows] == [
        [1, None],
        [3, 4],
        [5, None],
    ]


def test_a_pause_is_seen_by_another_process_at_once(site: Site) -> None:
    program, accounts = site
    room, _ = make_room(site)
    token = enter(site, "alix", 1)
    other = replace(program, database=Database(program.settings.database))
    with program.writing() as work:
        room_acts.pause_room(as_supervisor(work, accounts), room)
    with other.reading() as work:
        found = find_session(work, token)
    other.database.dispose()
    assert found is not None
    assert found.place is not None
    assert found.place.paused


def test_two_who_pause_at_once_make_one_pause(site: Site) -> None:
    program, accounts = site
    room, _ = make_room(site)
    ready = Barrier(4)

    def pause() -> None:
        ready.wait()
        with program.writing() as work:
            room_acts.pause_room(as_supervisor(work, accounts), room)

    threads = [Thread(target=pause) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    query = sa.select(sa.func.count()).where(audit.c.action == "salle.pause")
    with program.reading() as work:
        assert work.connection.execute(query).scalar() == 1


def test_a_code_typed_twice_at_once_enrols_one_browser(site: Site) -> None:
    program, accounts = site
    _, places = make_room(site)
    hashed = hash_code("ABCD-EFGH", program.keys.pepper)
    with program.writing() as work:
        room_setup.make_code(as_supervisor(work, accounts), places[0], hashed)
    ready, made = Barrier(2), list[Enrolled | None]()

    def enrol() -> None:
        ready.wait()
        with program.writing() as work:
            made.append(enrol_terminal(work, hashed))

    threads = [Thread(target=enrol) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one is None for one in made) == [False, True]
    kept = next(one.mark for one in made if one)
    with program.reading() as work:
        place = find_place(work, kept, "192.0.2.1")
        stored = work.connection.execute(sa.select(terminal.c.mark_hash)).scalars().all()
    assert place is not None
    assert place.by_mark
    assert kept not in stored


def test_closing_ends_that_session_and_counts_its_time(site: Site) -> None:
    program, accounts = site
    room, places = make_room(site)
    enter(site, "alix", 1)
    seen = sitting(site, room, 1)
    with program.writing() as work:
        room_acts.close_sitting(as_supervisor(work, accounts), places[0], seen)
    assert look(site, room).present == 0
    enter(site, "bilal", 1)
    with pytest.raises(Conflict), program.writing() as work:
        room_acts.close_sitting(as_supervisor(work, accounts), places[0], seen)
    assert look(site, room).present == 1


def test_a_terminal_is_held_for_who_was_seen_there(site: Site) -> None:
    program, accounts = site
    room, places = make_room(site)
    enter(site, "alix", 1)
    for seen in ("", "autre"):
        with pytest.raises(Conflict), program.writing() as work:
            room_acts.hold_terminal(as_supervisor(work, accounts), places[0], Hold.LOCK, seen)
    with program.writing() as work:
        as_supervisor(work, accounts)
        room_acts.hold_terminal(work, places[0], Hold.LOCK, sitting(site, room, 1))
    assert look(site, room).tiles[0].shown.tile is Tile.LOCKED


def test_a_team_member_is_neither_locked_nor_sent_away(site: Site) -> None:
    program, accounts = site
    room, places = make_room(site)
    token = enter(site, "trainer", 2)
    tile = look(site, room).tiles[1]
    assert tile.shown.tile is Tile.STAFF
    assert tile.learners == ()
    seen = tile.people[0].sitting
    with pytest.raises(Conflict), program.writing() as work:
        room_acts.close_sitting(as_supervisor(work, accounts), places[1], seen)
    with program.writing() as work:
        room_acts.hold_terminal(as_supervisor(work, accounts), places[1], Hold.LOCK, "")
    with program.reading() as work:
        found = find_session(work, token)
    assert found is not None
    assert found.state == "open"


def test_who_left_long_ago_or_was_suspended_is_not_there(site: Site) -> None:
    program, accounts = site
    room, _ = make_room(site)
    enter(site, "alix", 1)
    enter(site, "bilal", 2)
    with program.writing() as work:
        work.connection.execute(
            sa.update(account)
            .where(account.c.id == accounts["bilal"].id)
            .values(status="suspended")
        )
    assert look(site, room).present == 1
    with program.reading() as work:
        work.instant += timedelta(hours=4, minutes=1)
        assert show_room(work, room, lambda _kind: 15).present == 0


def test_what_is_unknown_is_not_found(site: Site) -> None:
    program, accounts = site
    nobody = UUID(int=7)
    acts: tuple[Callable[[Work], None], ...] = (
        lambda work: room_acts.pause_room(work, nobody),
        lambda work: room_acts.resume_room(work, nobody, ""),
        lambda work: room_acts.set_message(work, nobody, "aide"),
        lambda work: room_acts.hold_terminal(work, nobody, Hold.LOCK, ""),
        lambda work: room_acts.release_terminal(work, nobody, ""),
        lambda work: room_acts.close_sitting(work, nobody, ""),
    )
    for act in acts:
        with pytest.raises(NotFound), program.writing() as work:
            act(as_supervisor(work, accounts))
    room, _ = make_room(site)
    with pytest.raises(Invalid), program.writing() as work:
        room_acts.set_message(as_supervisor(work, accounts), room, "Rendez-vous à 10 h")
