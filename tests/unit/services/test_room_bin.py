"""Terminals in bulk, rooms and terminals in the bin, what the command asks: on both databases."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Conflict, Refused
from learning.services.admin_acts import apply_act, ask_erasure
from learning.services.admin_bin import (
    check_erasable,
    list_bin,
    put_merge,
    put_room,
    put_terminal,
    restore,
)
from learning.services.agreements import give, waiting
from learning.services.erasure import erase
from learning.services.retention import run
from learning.services.room_series import Outcome, apply_series, plan_series, write_series
from learning.services.room_setup import make_room, show_setup
from learning.services.work import Program, Work
from learning.storage.people import account
from learning.storage.rooms import terminal
from tests.support.administered import add, as_administrator, first_administrator
from tests.support.clock import Clock


def made(work: Work, text: str) -> UUID:
    """A room with these terminals."""
    room = make_room(work, "Salle")
    apply_series(work, room, plan_series(work, room, text))
    return room


def places(work: Work, room: UUID) -> dict[int, str]:
    """The terminals of a room: place and address."""
    return {one.number: one.address for one in show_setup(work, room).terminals}


def test_a_series_is_added_once(program: Program) -> None:
    with program.writing() as work:
        room = made(work, write_series("1", "3", "2001:db8::9"))
        assert places(work, room)[2] == "2001:db8::a"
        again = plan_series(work, room, write_series("1", "4", "2001:db8::9"))
        assert again.count(Outcome.KNOWN) == 3
        other = make_room(work, "Autre")
        taken = plan_series(work, other, "1;2001:DB8::9")
        assert taken.count(Outcome.WRONG) == 1
        assert "Salle, 1" in str(taken.lines[0].fault)


def test_an_enrolled_terminal_comes_back_enrolled(program: Program) -> None:
    with program.writing() as work:
        room = made(work, "1;10.0.0.1\n2;\n")
        second = show_setup(work, room).terminals[1].id
        work.connection.execute(
            sa.update(terminal).where(terminal.c.id == second).values(mark_hash="m")
        )
        assert put_terminal(work, second) == room
        assert places(work, room) == {1: "10.0.0.1"}
        restore(work, list_bin(work)[0].id)
        assert show_setup(work, room).terminals[1].enrolled
    with program.writing() as work:
        put_terminal(work, second)
        put_room(work, room)
        one = next(item for item in list_bin(work) if item.kind == "poste")
        with pytest.raises(Conflict, match="n’est plus là"):
            restore(work, one.id)
        restore(work, next(item for item in list_bin(work) if item.kind == "salle").id)
        restore(work, one.id)
        assert places(work, room) == {1: "10.0.0.1", 2: ""}


def test_a_room_goes_for_good_after_thirty_days(program: Program, clock: Clock) -> None:
    with program.writing() as work:
        put_room(work, made(work, "1;10.0.0.1"))
    clock.advance(days=29)
    run(program)
    with program.reading() as work:
        assert len(list_bin(work)) == 1
    clock.advance(days=2)
    run(program)
    with program.reading() as work:
        assert list_bin(work) == ()
        assert work.connection.execute(sa.select(terminal)).first() is None


def test_what_the_command_asks_is_nobodys_own(program: Program) -> None:
    admin = first_administrator(program)
    with program.writing() as work:
        alix = add(work, "Alix")
        ask_erasure(work, alix)
        with pytest.raises(Conflict, match="déjà demandé"):
            ask_erasure(work, alix)
        others = sa.select(account.c.id).where(
            account.c.role == Role.ADMINISTRATOR.value, account.c.id != admin
        )
        apply_act(work, "suspendre", list(work.connection.execute(others).scalars()))
        with pytest.raises(Refused, match="dernier administrateur"):
            ask_erasure(work, admin)
        as_administrator(work, admin)
        (one,) = waiting(work)
        assert (one.by_command, one.asked_name) == (True, "")
        assert give(work, one.id).subject == alix


def test_an_administrator_without_a_card_is_not_one_who_stays(program: Program) -> None:
    admin = first_administrator(program)
    with program.writing() as work:
        others = (account.c.role == Role.ADMINISTRATOR.value) & (account.c.id != admin)
        uncarded = {"phrase_hash": None, "activation_hash": None}
        work.connection.execute(sa.update(account).where(others).values(uncarded))
        with pytest.raises(Refused, match="dernier administrateur"):
            erase(work, admin, program.keys.pepper)


def test_the_other_half_of_a_merge_is_not_asked_for(program: Program) -> None:
    with program.writing() as work:
        kept, double = (add(work, name) for name in ("Alix", "Alice"))
        put_merge(work, kept, double)
        with pytest.raises(Refused, match="comme double d’une fusion"):
            ask_erasure(work, double)
        (one,) = list_bin(work)
        with pytest.raises(Refused, match="Le reste s’efface à sa date"):
            check_erasable(work, one.id, typed="")
        assert waiting(work) == ()
