"""Bulk acts, the bin, the last administrator, cards, two people, grids: on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.errors import Conflict, Invalid, NotFound, Refused, Unavailable
from learning.services import agreements, grids
from learning.services.accounts import list_accounts
from learning.services.admin_accounts import Wanted, change_account, list_page, show_account
from learning.services.admin_acts import administrators, apply_act, plan_act
from learning.services.admin_bin import (
    check_binned,
    check_erasable,
    expired,
    list_bin,
    put_group,
    restore,
)
from learning.services.admin_cards import count_uncarded, make_cards, waiting_ids
from learning.services.work import Program
from learning.storage.administration import grid_code
from learning.storage.people import account, group, membership
from tests.support.administered import (
    CARD,
    add,
    add_with_group,
    as_administrator,
    first_administrator,
)
from tests.support.clock import Clock


def statuses(program: Program, *ids: UUID) -> list[str]:
    """The statuses of these accounts, in this order."""
    with program.reading() as work:
        query = sa.select(account.c.id, account.c.status).where(account.c.id.in_(ids))
        found = {row.id: row.status for row in work.connection.execute(query)}
    return [found[one] for one in ids]


def test_an_act_is_previewed_then_done_whole(program: Program) -> None:
    admin = first_administrator(program)
    with program.writing() as work:
        _, people = add_with_group(work, "Matin", "Alix", "Bilal")
        as_administrator(work, admin)
        plan = plan_act(work, "suspendre", people)
        assert [line.barred for line in plan.lines] == ["", ""]
        with pytest.raises(Invalid, match="écrivez"):
            apply_act(work, "suspendre", people, mark=plan.mark, typed="")
        apply_act(work, "suspendre", people, mark=plan.mark, typed="2")
        with pytest.raises(Conflict):
            apply_act(work, "suspendre", people, mark=plan.mark, typed="2")
        with pytest.raises(Refused, match="Déjà suspendu"):
            apply_act(work, "suspendre", people)
        apply_act(work, "rouvrir", people[:1])
    assert statuses(program, *people) == ["active", "suspended"]


def test_the_last_administrator_always_stays(program: Program) -> None:
    with program.writing() as work:
        # The one whom ``init`` made has an activation card: both may enter.
        ids = [one.id for one in list_accounts(work) if one.role is Role.ADMINISTRATOR]
        second = add(work, "Adèle", Role.ADMINISTRATOR)
        for act in ("suspendre", "fermer", "corbeille"):
            barred = [line.barred for line in plan_act(work, act, [*ids, second]).lines]
            assert sum(bool(one) for one in barred) == 1, act
        apply_act(work, "fermer", [*ids, second])
        assert administrators(work) == 1
        (left,) = [
            one.id
            for one in list_accounts(work)
            if one.role is Role.ADMINISTRATOR and one.status == "active"
        ]
        for act in ("suspendre", "fermer", "corbeille"):
            with pytest.raises(Refused, match="dernier administrateur"):
                apply_act(work, act, [left])


def test_two_administrators_who_suspend_each_other_leave_one(program: Program) -> None:
    with program.writing() as work:
        first = [one.id for one in list_accounts(work) if one.role is Role.ADMINISTRATOR]
        apply_act(work, "suspendre", [add(work, "Avant", Role.ADMINISTRATOR)])
        second = add(work, "Adèle", Role.ADMINISTRATOR)
    pairs = [(first[0], second), (second, first[0])]

    def suspend(pair: tuple[UUID, UUID]) -> bool:
        try:
            with program.writing() as work:
                apply_act(as_administrator(work, pair[0]), "suspendre", [pair[1]])
        except (Refused, Unavailable):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(suspend, pairs))
    assert sorted(done) == [False, True]
    with program.reading() as work:
        assert administrators(work) == 1


def test_nobody_closes_their_own_account(program: Program) -> None:
    admin = first_administrator(program)
    with program.writing() as work:
        as_administrator(work, admin)
        with pytest.raises(Refused, match="votre propre compte"):
            apply_act(work, "suspendre", [admin])


def test_an_unknown_act_nobody_and_a_crowd_are_refused(program: Program) -> None:
    with program.reading() as work:
        for act, ids in (("jeter", [uuid4()]), ("suspendre", []), ("suspendre", [uuid4()])):
            with pytest.raises(Invalid):
                plan_act(work, act, ids)
        with pytest.raises(Invalid, match="200"):
            plan_act(work, "suspendre", [uuid4() for _ in range(201)])


def test_the_bin_hides_and_gives_back_what_was_there(program: Program, clock: Clock) -> None:
    admin = first_administrator(program)
    with program.writing() as work:
        _, (alix, bilal) = add_with_group(work, "Matin", "Alix", "Bilal")
        as_administrator(work, admin)
        apply_act(work, "suspendre", [alix])
        apply_act(work, "corbeille", [alix])
        assert alix not in {one.id for one in list_accounts(work)}
        assert [row.id for row in list_page(work, Wanted(role="learner")).rows] == [bilal]
        with pytest.raises(NotFound):
            show_account(work, alix)
        (item,) = list_bin(work)
        check_binned(work, alix)
        with pytest.raises(Invalid, match="Pour confirmer"):
            check_erasable(work, item.id, typed="autre")
        assert check_erasable(work, item.id, typed=item.identifier).subject == alix
        assert expired(work) == ()
    clock.advance(days=31)
    with program.writing() as work:
        assert [one.subject for one in expired(work)] == [alix]
        restore(work, item.id)
        assert list_bin(work) == ()
        with pytest.raises(NotFound):
            restore(work, item.id)
        with pytest.raises(Refused):
            check_binned(work, alix)
    assert statuses(program, alix) == ["suspended"]


def test_a_group_comes_back_with_its_people(program: Program) -> None:
    with program.writing() as work:
        made, people = add_with_group(work, "Matin", "Alix", "Bilal")
        with pytest.raises(Invalid):
            put_group(work, made, typed="Soir")
        put_group(work, made, typed=" matin ")
        assert work.connection.execute(sa.select(group.c.id)).first() is None
        (item,) = list_bin(work)
        add_with_group(work, "Matin")
        with pytest.raises(Conflict, match="Renommez"):
            restore(work, item.id)
        work.connection.execute(sa.update(group).values(name="Autre"))
        work.connection.execute(sa.delete(account).where(account.c.id == people[1]))
        restore(work, item.id)
        found = work.connection.execute(
            sa.select(membership.c.account_id).where(membership.c.group_id == made)
        ).scalars()
        assert list(found) == [people[0]]
        with pytest.raises(NotFound):
            put_group(work, uuid4())


def test_cards_are_made_for_those_who_wait_and_say_when_they_replace(program: Program) -> None:
    with program.writing() as work:
        made, (alix,) = add_with_group(work, "Matin", "Alix")
        work.connection.execute(sa.update(account).values(phrase_hash=None, activation_hash=None))
        assert [(one.name, one.count) for one in count_uncarded(work)] == [("Matin", 1), ("", 1)]
        assert waiting_ids(work, made) == (alix,)
        (card,) = make_cards(work, [CARD], [alix])
        assert (card.words, card.is_activation) == (CARD.words, False)
        assert show_account(work, alix).card_made_at is None
        with pytest.raises(Invalid, match="Cochez"):
            make_cards(work, [CARD], [alix])
        make_cards(work, [CARD], [alix], again=True)
        assert show_account(work, alix).card_made_at == work.instant
        (staff,) = waiting_ids(work, None)
        (code,) = make_cards(work, [CARD], [staff])
        assert code.is_activation
        with pytest.raises(Conflict):
            make_cards(work, [CARD], [alix, uuid4()], again=True)


def test_a_change_of_groups_moves_the_person(program: Program) -> None:
    with program.writing() as work:
        near, (alix,) = add_with_group(work, "Matin", "Alix")
        far, _ = add_with_group(work, "Soir")
        change_account(work, alix, name="  Alix   B. ", groups=[far])
        page = show_account(work, alix)
        assert (page.row.name, page.row.groups) == ("Alix B.", ("Soir",))
        with pytest.raises(Invalid):
            change_account(work, alix, name="", groups=[near])
        with pytest.raises(Invalid):
            change_account(work, alix, name="Alix", groups=[uuid4()])


def test_two_people_decide_and_an_agreement_serves_once(program: Program, clock: Clock) -> None:
    first, second = first_administrator(program), first_administrator(program)
    with program.writing() as work:
        alix = add(work, "Alix")
        as_administrator(work, first)
        asked = agreements.ask(work, agreements.ERASE, alix)
        with pytest.raises(Conflict):
            agreements.ask(work, agreements.ERASE, alix)
        with pytest.raises(Refused, match="Vous avez fait"):
            agreements.give(work, asked)
        with pytest.raises(Refused):
            agreements.spend(work, agreements.ERASE, alix)
        as_administrator(work, second)
        agreements.give(work, asked)
        assert agreements.is_given(work, agreements.ERASE, alix)
        assert not agreements.is_given(work, agreements.TRANSFER, alix)
        agreements.spend(work, agreements.ERASE, alix)
        with pytest.raises(Refused):
            agreements.spend(work, agreements.ERASE, alix)
        with pytest.raises(NotFound):
            agreements.give(work, asked)
        old = agreements.ask(work, agreements.TRANSFER, alix)
    clock.advance(days=8)
    with program.writing() as work:
        as_administrator(work, first)
        assert agreements.waiting(work) == ()
        with pytest.raises(NotFound):
            agreements.give(work, old)
        agreements.refuse(work, agreements.ask(work, agreements.TRANSFER, alix))
        assert agreements.waiting(work) == ()


def test_each_code_of_a_grid_serves_once_and_a_new_grid_ends_the_old(program: Program) -> None:
    pepper = program.keys.pepper
    with program.writing() as work:
        staff, learner = add(work, "Claire", Role.TRAINER), add(work, "Alix")
        with pytest.raises(Refused):
            grids.make_grid(work, pepper, learner)
        with pytest.raises(NotFound):
            grids.make_grid(work, pepper, uuid4())
        assert grids.asked_of(work, learner) is None
        assert grids.asked_of(work, staff) == grids.Asked(grid=None)
        assert grids.codes_left(work, staff) is None
        grid = grids.make_grid(work, pepper, staff)
        assert len(set(grid.codes)) == grids.CODES
        asked = grids.asked_of(work, staff)
        assert asked is not None
        assert asked.place == 1
        assert not grids.use_code(work, pepper, asked, grid.codes[1])
        assert grids.use_code(
            work, pepper, asked, f" {grid.codes[0][:3].lower()}-{grid.codes[0][3:]}"
        )
        assert not grids.use_code(work, pepper, asked, grid.codes[0])
        assert grids.codes_left(work, staff) == grids.CODES - 1
        following = grids.asked_of(work, staff)
        assert following is not None
        assert following.place == 2
        grids.make_grid(work, pepper, staff)
        assert not grids.use_code(work, pepper, following, grid.codes[1])
        kept = work.connection.execute(sa.select(grid_code.c.code_hash)).scalars()
        assert not set(grid.codes) & set(kept)


def test_those_who_cannot_sign_in_for_want_of_a_code_are_counted(program: Program) -> None:
    with program.writing() as work:
        before = grids.without_grid(work)
        staff = add(work, "Claire", Role.TRAINER)
        add(work, "Alix")
        assert grids.without_grid(work) == before + 1
        grids.make_grid(work, program.keys.pepper, staff)
        assert grids.without_grid(work) == before
        work.connection.execute(
            sa.update(grid_code).values(used_at=work.instant + timedelta(seconds=1))
        )
        assert grids.without_grid(work) == before + 1


def test_the_list_filters_and_turns_its_pages(program: Program) -> None:
    with program.writing() as work:
        made, _ = add_with_group(work, "Matin", *(f"Élève {number:02}" for number in range(60)))
        add(work, "Zoé", Role.TRAINER)
        found = list_page(work, Wanted(role="learner"))
        assert (found.total, found.pages, len(found.rows)) == (60, 2, 50)
        assert list_page(work, Wanted(role="learner", page=9)).page == 2
        assert list_page(work, Wanted(named="eleve 07")).total == 1
        assert list_page(work, Wanted(group=str(made))).total == 60
        assert {row.name for row in list_page(work, Wanted(group="aucun")).rows} >= {"Zoé"}
        assert list_page(work, Wanted(status="gone")).total == 0
        with pytest.raises(NotFound):
            list_page(work, Wanted(group="nulle-part"))


def test_an_administrator_of_elsewhere_finds_nothing(program: Program) -> None:
    with program.writing() as work:
        alix = add(work, "Alix")
        work.actor = Actor(id=uuid4(), role=Role.ADMINISTRATOR, site="ailleurs")
        work.site = "ailleurs"
        assert list_page(work, Wanted()).total == 0
        with pytest.raises(NotFound):
            show_account(work, alix)
