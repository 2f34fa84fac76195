"""« À voir », groups and a learner's page on both databases: bounds, limits, one state for all."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.facts import AnswerGiven, Context, Fact, LessonDone, Observed, Verdict
from learning.domain.follow_up import MOST_LINES, Why
from learning.domain.standing import State
from learning.services import groups
from learning.services.activity import add_facts
from learning.services.consultations import consultations_of, note_consultation
from learning.services.follow_up import FollowUp, see_lines, show_follow_up
from learning.services.follow_up_group import show_group
from learning.services.follow_up_learner import choose_person, observe, offered, show_learner
from learning.services.learn import home
from learning.services.sessions import close_sessions, find_session, open_session, touch_session
from learning.services.work import Program, Work, with_release
from learning.storage.people import account, group, membership
from tests.benchmarks.test_counts import counted
from tests.support.clock import START
from tests.support.small_site import Account, make

QUESTIONS = ("essai/formes/nombre", "essai/formes/libre")
GROUP_STATEMENTS, ROUND_STATEMENTS = 6, 10  # without those of the session

Site = tuple[Program, dict[str, Account]]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, and its people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def acting(work: Work, accounts: dict[str, Account], name: str = "counsellor") -> Work:
    """Let somebody act, with the groups that a session would give."""
    with_release(work)
    found = work.connection.execute(
        sa.select(membership.c.group_id).where(membership.c.account_id == accounts[name].id)
    ).scalars()
    role = Role.LEARNER if name in {"alix", "bilal", "chloe"} else Role(name)
    work.actor = Actor(id=accounts[name].id, role=role, site=work.site, groups=frozenset(found))
    return work


def round_of(site: Site, *, own: bool = False) -> FollowUp:
    program, accounts = site
    with program.reading() as work:
        return show_follow_up(acting(work, accounts), own=own)


def group_id(site: Site, name: str = "Groupe du matin") -> UUID:
    with site[0].reading() as work:
        query = sa.select(group.c.id).where(group.c.name == name)
        return UUID(str(work.connection.execute(query).scalar_one()))


def given(at: datetime, question: str = QUESTIONS[0], ordinal: int = 0) -> AnswerGiven:
    return AnswerGiven(
        id=uuid4(),
        at=at,
        module="essai",
        question=question,
        context=Context.LESSON,
        ordinal=ordinal,
        verdict=Verdict.RIGHT,
        points=1.0,
        out_of=1,
    )


def crowd(site: Site, count: int) -> list[UUID]:
    """More learners in the morning group, seen a month ago, no two of them the same day."""
    program, _accounts = site
    people = [uuid4() for _ in range(count)]
    near = group_id(site)
    with program.writing() as work:
        work.connection.execute(
            sa.insert(account),
            [
                {
                    "site_id": work.site,
                    "id": person,
                    "role": Role.LEARNER.value,
                    "identifier": f"foule{person.hex}",
                    "name": f"Une personne {number}",
                    "status": "active",
                    "created_at": START,
                    "made_by_demo": False,
                    "phrase_hash": "x",
                }
                for number, person in enumerate(people)
            ],
        )
        work.connection.execute(
            sa.insert(membership),
            [
                {"site_id": work.site, "group_id": near, "account_id": one, "since": START}
                for one in people
            ],
        )
        for number, person in enumerate(people):
            add_facts(work, person, [given(START - timedelta(days=40 + number))])
    return people


def test_the_round_holds_ten_lines_and_says_how_many_follow(site: Site) -> None:
    crowd(site, 14)
    found = round_of(site)
    assert found.people == 16
    assert len(found.lines) == MOST_LINES
    assert found.more == 14 - MOST_LINES
    assert found.counts[State.SILENT] == 14
    assert {one.line.why for one in found.lines} == {Why.SILENT}


def test_cost_does_not_grow_with_people(site: Site) -> None:
    program, accounts = site
    sent: dict[str, list[int]] = {"round": [], "group": []}
    near = group_id(site)
    round_of(site)  # the courses are read once a process
    for more in (2, 12):
        crowd(site, more)
        with program.reading() as work:
            acting(work, accounts)
            with counted(program) as statements:
                show_follow_up(work)
            sent["round"].append(len(statements))
            with counted(program) as statements:
                show_group(work, near)
            sent["group"].append(len(statements))
    assert sent["round"][0] == sent["round"][1] <= ROUND_STATEMENTS
    assert sent["group"][0] == sent["group"][1] <= GROUP_STATEMENTS


def test_seen_is_one_s_own_and_asked_twice_is_the_same(site: Site) -> None:
    program, accounts = site
    person = crowd(site, 3)[0]
    line = next(one.line for one in round_of(site).lines if one.line.learner == person)
    for _ in range(2):
        with program.writing() as work:
            see_lines(acting(work, accounts), [(line.key, line.mark)])
    assert person not in {one.line.learner for one in round_of(site).lines}
    with program.reading() as work:
        other = show_follow_up(acting(work, accounts, "trainer"))
    assert person in {one.line.learner for one in other.lines}
    with program.writing() as work, pytest.raises(Conflict):
        see_lines(acting(work, accounts), [(line.key, "autre")])
    with program.writing() as work:
        add_facts(work, person, [given(START - timedelta(days=35), QUESTIONS[1])])
    assert person in {one.line.learner for one in round_of(site).lines}


def sit(site: Site, person: UUID, at: datetime) -> None:
    """Let somebody spend five minutes at a terminal, and leave without closing anything."""
    with site[0].writing() as work:
        work.instant = at
        session = find_session(work, open_session(work, person, "127.0.0.1"))
        assert session
        work.instant += timedelta(minutes=5)
        touch_session(work, session, "lecon")


def close_after(site: Site, person: UUID, at: datetime) -> None:
    """Let a supervisor, a new card or a suspension close the session."""
    with site[0].writing() as work:
        work.instant = at
        close_sessions(work, person, state="ended")


def note(site: Site, person: UUID, line: str, at: datetime) -> None:
    with site[0].writing() as work:
        acting(work, site[1]).instant = at
        observe(work, person, line)


def told_of(site: Site, person: UUID) -> set[tuple[Why, ...]]:
    """Why somebody should be seen, as « À voir », their group and their own page say it."""
    near = group_id(site)
    with site[0].reading() as work:
        acting(work, site[1])
        row = next(one for one in show_group(work, near).rows if one.id == person)
        page = show_learner(work, person).lines
    return {
        tuple(one.line.why for one in round_of(site).lines if one.line.learner == person),
        (row.line.why,) if row.line else (),
        tuple(one.why for one in page),
    }


@pytest.mark.parametrize("line", ["pause.travail", "depart.travail"])
def test_a_session_closed_since_hides_no_noted_absence(site: Site, line: str) -> None:
    person = crowd(site, 4)[0]
    sat = START - timedelta(days=39)
    sit(site, person, sat)
    assert told_of(site, person) == {(Why.SILENT,)}
    note(site, person, line, sat + timedelta(hours=1))
    assert told_of(site, person) == {()}
    close_after(site, person, START - timedelta(hours=1))
    assert told_of(site, person) == {()}


def test_only_who_sat_down_again_came_back_from_a_pause(site: Site) -> None:
    program, accounts = site
    alix = accounts["alix"].id
    sat = START - timedelta(days=2)
    with program.writing() as work:
        add_facts(work, alix, [given(sat)])
    sit(site, alix, sat)
    note(site, alix, "pause.travail", sat + timedelta(hours=1))
    close_after(site, alix, START - timedelta(days=1))
    assert told_of(site, alix) == {()}
    sit(site, alix, START - timedelta(hours=2))
    close_after(site, alix, START - timedelta(hours=1))
    assert told_of(site, alix) == {(Why.BACK,)}


def test_another_group_s_learner_is_nobody(site: Site) -> None:
    program, accounts = site
    chloe, far = accounts["chloe"].id, group_id(site, "Groupe du soir")
    with program.writing() as work:
        acting(work, accounts)
        for act in (
            lambda: show_learner(work, chloe),
            lambda: observe(work, chloe, "observation.avance-seul"),
            lambda: choose_person(work, chloe, follow=True),
            lambda: note_consultation(work, chloe, "fiche"),
            lambda: show_group(work, far),
            lambda: groups.show_form(work, far),
            lambda: groups.set_form(work, far, "papier", "2026-11-02"),
            lambda: groups.note_export(work, far),
        ):
            with pytest.raises(NotFound):
                act()
        with pytest.raises(Invalid):
            groups.add_members(work, group_id(site), [chloe])
    with program.reading() as work:
        assert show_group(acting(work, accounts, "administrator"), far).rows[0].name == "Chloe"


def test_one_state_on_every_screen_whatever_was_done(site: Site) -> None:
    program, accounts = site
    chance = random.Random(4)
    near = group_id(site)
    people = [accounts["alix"].id, accounts["bilal"].id, *crowd(site, 4)]
    for step in range(12):
        person = chance.choice(people)
        with program.writing() as work:
            add_facts(work, person, [_drawn(chance, step)])
        with program.reading() as work:
            acting(work, accounts)
            rows = {row.id: row for row in show_group(work, near).rows}
            counts = show_follow_up(work).counts
            page = show_learner(work, person)
        assert page.state is rows[person].where.state
        states = [row.where.state for row in rows.values()]
        assert counts == {state: states.count(state) for state in counts}
        with program.reading() as work:
            acting(work, accounts)
            work.actor = replace(work.me, id=person, role=Role.LEARNER, groups=frozenset())
            own = home(work)
        assert (own.resume is None) == (page.state is State.DONE)
        if own.resume:
            assert own.resume.lesson.title == rows[person].where.lesson_title


def _drawn(chance: random.Random, step: int) -> Fact:
    """An answer, a lesson's end or what staff noted, at some time of the last weeks."""
    at = START - timedelta(days=chance.randint(0, 40), minutes=step)
    match chance.randint(0, 3):
        case 0:
            sort = chance.choice(["pause", "depart", "observation"])
            return Observed(id=uuid4(), at=at, sort=sort, code="autre", month="2026-11")
        case 1:
            lesson = chance.choice(["formes", "choix"])
            return LessonDone(id=uuid4(), at=at, module="essai", lesson=lesson)
        case _:
            return given(at, chance.choice(QUESTIONS), ordinal=100 + step)


def test_a_form_to_come_is_not_yet_the_group_s(site: Site) -> None:
    program, accounts = site
    near = group_id(site)
    with program.writing() as work:
        acting(work, accounts)
        groups.set_form(work, near, "papier", "2026-10-01")
        groups.set_form(work, near, "papier", "2026-10-01")
        groups.set_form(work, near, "atelier", "01/12/2026")
        assert len(groups.show_form(work, near).forms) == 2
        assert show_group(work, near).form == "papier"
        with pytest.raises(Invalid):
            groups.set_form(work, near, "jeu", "2026-10-01")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("jour", {"day": "2027-01-01"}),
        ("jour", {"day": "hier"}),
        ("minutes", {"minutes": "0"}),
        ("minutes", {"minutes": "9000"}),
        ("qui", {"person": "voisin"}),
        ("present", {"present": []}),
    ],
)
def test_the_register_refuses_what_cannot_be(
    site: Site, field: str, values: dict[str, object]
) -> None:
    program, accounts = site
    typed = {
        "day": f"{START:%Y-%m-%d}",
        "minutes": "60",
        "person": "formateur",
        "present": [accounts["alix"].id],
    }
    with program.writing() as work:
        acting(work, accounts)
        with pytest.raises(Invalid) as refused:
            groups.note_support(work, group_id(site), **{**typed, **values})  # type: ignore[arg-type]
    assert refused.value.field == field


def test_hidden_lines_are_not_offered_nor_taken(site: Site) -> None:
    program, accounts = site
    hidden = ("observation.avance-seul",)
    assert "avance-seul" not in offered(hidden)["observation"]
    with program.writing() as work:
        acting(work, accounts)
        with pytest.raises(Invalid):
            observe(work, accounts["alix"].id, hidden[0], hidden=hidden)
        observe(work, accounts["alix"].id, "depart.travail", hidden=hidden)
        noted = show_learner(work, accounts["alix"].id).observed
    assert [(one.sort, one.code, one.month) for one in noted] == [
        ("depart", "travail", f"{START:%Y-%m}")
    ]


def test_an_opening_is_kept_by_function_and_own_people_are_kept(site: Site) -> None:
    program, accounts = site
    alix = accounts["alix"].id
    with program.writing() as work:
        acting(work, accounts)
        note_consultation(work, alix, "fiche")
        assert [one.by_role for one in consultations_of(work, alix)] == ["counsellor"]
        for _ in range(2):
            choose_person(work, alix, follow=True)
    assert [one.people for one in (round_of(site), round_of(site, own=True))] == [2, 1]


def test_a_group_keeps_what_was_done_by_who_leaves_it(site: Site) -> None:
    program, accounts = site
    alix = accounts["alix"].id
    with program.writing() as work:
        acting(work, accounts)
        made = groups.make_group(work, name="  Midi  ", path="essai", opens_on="01/12/2026")
        work.actor = replace(work.me, groups=work.me.groups | {made})
        groups.add_members(work, made, [alix])
        groups.remove_member(work, made, alix)
        groups.remove_member(work, made, alix)
        assert show_group(work, made).rows == ()
        assert groups.show_form(work, made).group.opens_on == "2026-12-01"
        with pytest.raises(Conflict):
            groups.change_group(work, made, name="Groupe du soir", path="essai", opens_on="")
        assert show_learner(work, alix).name == "Alix"


def test_whom_to_add_is_looked_for_by_name(site: Site) -> None:
    program, accounts = site
    crowd(site, groups.MOST_CANDIDATES + 5)
    with program.writing() as work:
        acting(work, accounts)
        made = groups.make_group(work, name="Midi", path="essai", opens_on="")
        work.actor = replace(work.me, groups=work.me.groups | {made})
        every = groups.show_form(work, made)
        assert (len(every.candidates), every.hidden) == (groups.MOST_CANDIDATES, 7)
        found = groups.show_form(work, made, " BÍLAL ")
        assert [one.name for one in found.candidates] == ["Bilal"]
        groups.add_members(work, made, [one.id for one in found.candidates])
        assert groups.show_form(work, made, "bilal").candidates == ()
