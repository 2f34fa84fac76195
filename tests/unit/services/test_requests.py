"""Help asked for and answered, on both databases: closed list, own groups, once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.lists import HELP_REASONS
from learning.services.accounts import groups_of
from learning.services.requests import (
    MOST_A_DAY,
    Waiting,
    all_requests,
    answer_help,
    ask_help,
    cancel_help,
    list_waiting,
    own_requests,
    see_answer,
    show_form,
)
from learning.services.work import Program, Work, with_release
from learning.storage.audit import audit
from learning.storage.people import account
from tests.support.small_site import Account, as_learner, make

MODULE, LESSON, TEST = "essai", "formes", "epreuve"
Site = tuple[Program, dict[str, Account]]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, and its people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def as_staff(work: Work, accounts: dict[str, Account], role: str) -> Work:
    """Let somebody of the team act, with their own groups."""
    with_release(work)
    who = accounts[role].id
    groups = groups_of(work, who)
    work.actor = Actor(id=who, role=Role(role), site=work.site, groups=groups)
    return work


def ask(site: Site, reason: str = "projet", *, who: str = "alix", **rest: str) -> None:
    """Ask on the lesson, in a unit of one's own."""
    program, accounts = site
    with program.writing() as work:
        ask_help(as_learner(work, accounts[who]), MODULE, LESSON, reason, **rest)


def waiting(site: Site, role: str) -> Waiting:
    program, accounts = site
    with program.reading() as work:
        return list_waiting(as_staff(work, accounts, role))


def answer(site: Site, request: UUID, role: str = "counsellor") -> None:
    program, accounts = site
    with program.writing() as work:
        answer_help(as_staff(work, accounts, role), request)


def first(site: Site) -> UUID:
    return waiting(site, "administrator").requests[0].id


def audited(program: Program) -> list[str]:
    with program.reading() as work:
        return list(work.connection.execute(sa.select(audit.c.action)).scalars())


def test_one_reason_asked_twice_is_one_request(site: Site) -> None:
    program, accounts = site
    ask(site)
    ask(site)
    ask(site, "lecon")
    with program.reading() as work:
        as_learner(work, accounts["alix"])
        assert {one.reason for one in own_requests(work)} == {"projet", "lecon"}
        form = show_form(work, MODULE, LESSON)
        assert set(form.reasons) == set(HELP_REASONS) - {"projet", "lecon"}
        assert not form.is_test
        assert show_form(work, MODULE, TEST).is_test


def test_a_form_sent_again_after_the_answer_asks_nothing(site: Site) -> None:
    token = str(uuid4())
    ask(site, token=token)
    answer(site, first(site))
    ask(site, token=token)
    assert waiting(site, "administrator").total == 0
    ask(site, "lecon", token=token)  # Back, then another line of the same form
    ask(site, token=str(uuid4()))
    assert waiting(site, "administrator").total == 2


def test_two_people_may_send_the_same_token(site: Site) -> None:
    token = str(uuid4())
    ask(site, token=token)
    ask(site, who="bilal", token=token)
    assert waiting(site, "administrator").total == 2, "nobody learns what another sent"


@pytest.mark.parametrize("reason", ["", "autre", "Je ne comprends pas cette leçon", "LECON"])
def test_nothing_but_the_list_is_kept(site: Site, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(site, reason)
    assert refused.value.field == "raison"
    assert waiting(site, "administrator").total == 0


def test_a_lesson_that_is_not_there_is_not_found(site: Site) -> None:
    program, accounts = site
    for module, lesson in ((MODULE, "rien"), ("rien", LESSON)):
        with program.writing() as work, pytest.raises(NotFound):
            ask_help(as_learner(work, accounts["alix"]), module, lesson, "projet")


def test_a_day_has_a_limit_and_the_next_one_begins_anew(site: Site) -> None:
    program, accounts = site
    places = [(LESSON, one) for one in HELP_REASONS] + [(TEST, one) for one in HELP_REASONS]
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        for lesson, reason in places[:MOST_A_DAY]:
            ask_help(work, MODULE, lesson, reason)
        with pytest.raises(Invalid) as refused:
            ask_help(work, MODULE, *places[MOST_A_DAY])
        assert str(MOST_A_DAY) in refused.value.sentence()
        work.instant += timedelta(days=1)
        ask_help(work, MODULE, *places[MOST_A_DAY])
    assert waiting(site, "administrator").total == MOST_A_DAY + 1


@pytest.mark.parametrize(
    ("role", "seen"),
    [("trainer", ["Alix"]), ("counsellor", ["Alix"]), ("administrator", ["Alix", "Chloe"])],
)
def test_each_answers_for_their_groups_alone(site: Site, role: str, seen: list[str]) -> None:
    program, _ = site
    ask(site)
    ask(site, who="chloe")
    page = waiting(site, role)
    assert [one.who for one in page.requests] == seen
    far = next(one.id for one in waiting(site, "administrator").requests if one.who == "Chloe")
    if role == "administrator":
        answer(site, far, role)
        return
    with pytest.raises(NotFound):
        answer(site, far, role)
    assert "aide.repondue" not in audited(program)


def test_an_answer_is_told_by_function_and_counts_once(site: Site) -> None:
    program, accounts = site
    ask(site)
    request = first(site)
    answer(site, request, "trainer")
    answer(site, request, "counsellor")
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        (one,) = own_requests(work)
        assert one.answered_by == "trainer"
        see_answer(work, request)
        see_answer(work, request)
        assert own_requests(work) == ()
        assert [kept.id for kept in all_requests(work)] == [request]
    assert audited(program).count("aide.repondue") == 1


def test_taking_back_twice_is_harmless(site: Site) -> None:
    program, accounts = site
    ask(site)
    request = first(site)
    for _ in range(2):
        with program.writing() as work:
            cancel_help(as_learner(work, accounts["alix"]), request)
    assert waiting(site, "administrator").total == 0
    with pytest.raises(NotFound):
        answer(site, request)


def test_what_is_answered_is_not_taken_back(site: Site) -> None:
    program, accounts = site
    ask(site)
    request = first(site)
    answer(site, request)
    with program.writing() as work, pytest.raises(Conflict):
        cancel_help(as_learner(work, accounts["alix"]), request)


def test_nobody_touches_the_request_of_another(site: Site) -> None:
    program, accounts = site
    ask(site)
    request = first(site)
    with program.writing() as work:
        as_learner(work, accounts["bilal"])
        cancel_help(work, request)
        with pytest.raises(NotFound):
            see_answer(work, request)
        assert all_requests(work) == ()
    assert first(site) == request


def test_an_answer_is_not_read_before_it_is_given(site: Site) -> None:
    program, accounts = site
    ask(site)
    with program.writing() as work, pytest.raises(NotFound):
        see_answer(as_learner(work, accounts["alix"]), first(site))


def test_somebody_who_left_asks_no_more(site: Site) -> None:
    program, accounts = site
    ask(site)
    with program.writing() as work:
        work.connection.execute(
            sa.update(account).where(account.c.id == accounts["alix"].id).values(status="gone")
        )
    assert waiting(site, "counsellor") == Waiting(requests=(), total=0)
