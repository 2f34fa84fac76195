"""« Ma séance » on both databases: one's own groups, in as many statements whatever the size."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.errors import NotFound
from learning.domain.facts import AnswerGiven, Context, Verdict
from learning.domain.standing import State
from learning.services.activity import add_facts
from learning.services.meeting import Meeting, show_meeting
from learning.services.work import Program, Work, with_release
from learning.storage.follow_up import help_request, print_request
from learning.storage.people import account, group, membership
from tests.benchmarks.test_counts import counted
from tests.support.clock import START
from tests.support.small_site import Account, make

NUMBER, TEXT = "essai/formes/nombre", "essai/formes/libre"
STATEMENTS = 6


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[tuple[Program, dict[str, Account]]]:
    """A published site on either database, and its people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def as_trainer(work: Work, accounts: dict[str, Account]) -> Work:
    """Let the trainer act, with the groups that a session would give."""
    with_release(work)
    trainer = accounts["trainer"].id
    groups = work.connection.execute(
        sa.select(membership.c.group_id).where(membership.c.account_id == trainer)
    ).scalars()
    work.actor = Actor(id=trainer, role=Role.TRAINER, site=work.site, groups=frozenset(groups))
    return work


def meeting(site: tuple[Program, dict[str, Account]], wanted: UUID | None = None) -> Meeting:
    program, accounts = site
    with program.reading() as work:
        return show_meeting(as_trainer(work, accounts), wanted)


def given(question: str, typed: str, *, right: bool, instant: int = 0) -> AnswerGiven:
    return AnswerGiven(
        id=uuid4(),
        at=START - timedelta(days=instant),
        module="essai",
        question=question,
        context=Context.LESSON,
        ordinal=0,
        verdict=Verdict.RIGHT if right else Verdict.WRONG,
        points=float(right),
        out_of=1,
        fields=(("", typed),),
    )


def crowd(program: Program, count: int) -> list[UUID]:
    """More learners in the morning group."""
    people = [uuid4() for _ in range(count)]
    with program.writing() as work:
        near = work.connection.execute(
            sa.select(group.c.id).where(group.c.name == "Groupe du matin")
        ).scalar_one()
        work.connection.execute(
            sa.insert(account),
            [
                {
                    "site_id": work.site,
                    "id": person,
                    "role": Role.LEARNER.value,
                    "identifier": f"p{person.hex}",
                    "name": f"Personne {number:02}",
                    "phrase_hash": "x",
                    "status": "active",
                    "created_at": START,
                    "made_by_demo": False,
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
    return people


def add(program: Program, person: UUID, *facts: AnswerGiven) -> None:
    with program.writing() as work:
        add_facts(work, person, facts)


def test_the_own_group_alone_is_shown(site: tuple[Program, dict[str, Account]]) -> None:
    program, accounts = site
    page = meeting(site)
    assert page.group is not None
    assert page.group.name == "Groupe du matin"
    assert [member.name for member in page.members] == ["Alix", "Bilal"]
    assert {member.where.state for member in page.members} == {State.NOT_STARTED}
    with program.reading() as work:
        far = work.connection.execute(
            sa.select(group.c.id).where(group.c.name == "Groupe du soir")
        ).scalar_one()
    with pytest.raises(NotFound):
        meeting(site, far)
    with program.reading() as work:
        as_trainer(work, accounts)
        assert work.actor
        work.actor = replace(work.actor, groups=frozenset())
        assert show_meeting(work).group is None
        with pytest.raises(NotFound):
            show_meeting(work, page.group.id)


def test_hard_questions_are_those_of_the_last_thirty_days(
    site: tuple[Program, dict[str, Account]],
) -> None:
    program, _ = site
    people = crowd(program, 6)
    for number, person in enumerate(people):
        add(
            program,
            person,
            given(NUMBER, "1234" if number < 2 else "1766", right=number < 2),
            given("essai/choix/prix", "absent", right=False, instant=31),
            given("essai/formes/vraifaux", "vrai", right=True),
        )
    (hard,) = meeting(site).hardest
    assert hard.question == NUMBER
    assert hard.place.endswith("Toutes les formes")
    assert hard.figures.count == 6
    assert hard.figures.commonest_wrong == "1\u00a0766\u00a0€"


def test_texts_help_and_cards_wait(site: tuple[Program, dict[str, Account]]) -> None:
    program, accounts = site
    alix = accounts["alix"].id
    text = replace(given(TEXT, "Du pain", right=False), verdict=Verdict.TO_READ, points=None)
    add(program, alix, text)
    with program.writing() as work:
        for reason, answered in (("projet", None), ("lecon", START)):
            work.connection.execute(
                sa.insert(help_request),
                {
                    "site_id": work.site,
                    "id": uuid4(),
                    "learner_id": alix,
                    "at": START,
                    "reason": reason,
                    "module": "essai",
                    "lesson": "formes",
                    "answered_at": answered,
                },
            )
        for who, printed in (("alix", None), ("bilal", START), ("chloe", None)):
            work.connection.execute(
                sa.insert(print_request),
                {
                    "site_id": work.site,
                    "id": uuid4(),
                    "learner_id": accounts[who].id,
                    "at": START,
                    "sheet": "/regles",
                    "printed_at": printed,
                },
            )
        work.connection.execute(
            sa.update(account).where(account.c.id == alix).values(phrase_hash=None)
        )
    page = meeting(site)
    assert page.waiting == 1
    assert [member.where.waiting for member in page.members if member.id == alix] == [(text.id,)]
    assert [(one.who, one.words, one.place) for one in page.asking] == [
        ("Alix", "Parler de mon projet", "Compter – Toutes les formes")
    ]
    assert page.prints == 1
    assert [member.name for member in page.without_card] == ["Alix"]


def test_a_large_group_asks_no_more(site: tuple[Program, dict[str, Account]]) -> None:
    program, accounts = site
    for person in crowd(program, 30):
        add(
            program,
            person,
            given(NUMBER, "12", right=False),
            given("essai/formes/vraifaux", "faux", right=False),
        )
    with program.reading() as work:
        as_trainer(work, accounts)
        assert work.catalogue.modules  # read once and for all
        with counted(program) as sent:
            page = show_meeting(work)
    assert len(page.members) == 32
    assert len(page.hardest) == 2
    assert len(sent) <= STATEMENTS, sent
