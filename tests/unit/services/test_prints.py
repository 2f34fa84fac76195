"""Sheets asked for and printed, on both databases: one line a sheet, one act, one log."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.errors import Conflict, NotFound
from learning.domain.facts import LessonDone
from learning.services.activity import add_facts
from learning.services.audit import known_name
from learning.services.prints import (
    GLOSSARY,
    MOST_WAITING,
    RULES,
    PrintQueue,
    ask_print,
    asked_on,
    cancel_print,
    list_prints,
    mark_printed,
    own_prints,
    sheet_state,
    show_printing,
)
from learning.services.requests import ask_help
from learning.services.work import Program
from learning.storage.audit import audit
from learning.storage.follow_up import print_request
from tests.support.clock import START
from tests.support.small_site import LESSON, TEST, as_learner, make
from tests.unit.services.test_requests import Site, as_staff


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, and its people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def ask(site: Site, *sheets: str, who: str = "alix", after: str | None = None) -> None:
    program, accounts = site
    for sheet in sheets:
        with program.writing() as work:
            ask_print(as_learner(work, accounts[who]), sheet, after=after)


def queue(site: Site, role: str = "trainer") -> PrintQueue:
    program, accounts = site
    with program.reading() as work:
        return list_prints(as_staff(work, accounts, role))


def mark(site: Site, *ids: object, role: str = "trainer") -> int:
    program, accounts = site
    with program.writing() as work:
        return mark_printed(as_staff(work, accounts, role), [str(one) for one in ids])


def audited(program: Program) -> list[str]:
    query = sa.select(audit.c.subject).where(audit.c.action == "feuille.imprimee")
    with program.reading() as work:
        return list(work.connection.execute(query).scalars())


def test_a_sheet_that_waits_is_asked_for_once(site: Site) -> None:
    ask(site, RULES, RULES, GLOSSARY, LESSON, LESSON)
    assert [(one.who, one.sheet) for one in queue(site).prints] == [
        ("Alix", RULES),
        ("Alix", GLOSSARY),
        ("Alix", LESSON),
    ]
    assert [one.title for one in queue(site).prints][2] == "Compter – Toutes les formes"


@pytest.mark.parametrize(
    "sheet", ["", "/accueil", TEST, "/modules/essai/rien", "/modules/rien/formes", "//ailleurs"]
)
def test_nothing_but_a_sheet_is_printed(site: Site, sheet: str) -> None:
    program, accounts = site
    with pytest.raises(NotFound):
        ask(site, sheet)
    with program.writing() as work, pytest.raises(NotFound):
        cancel_print(as_learner(work, accounts["alix"]), sheet)


def test_a_form_sent_again_after_the_printing_asks_nothing(site: Site) -> None:
    program, accounts = site
    ask(site, RULES, after="")
    mark(site, queue(site).prints[0].id)
    ask(site, RULES, after="")
    assert queue(site).total == 0
    with program.reading() as work:
        state = sheet_state(as_learner(work, accounts["alix"]), RULES)
    assert state.printed_at
    assert not state.waits
    ask(site, RULES, after=state.token)
    assert queue(site).total == 1


def test_nobody_waits_for_more_than_a_few_sheets(site: Site) -> None:
    program, accounts = site
    with program.writing() as work:
        for number in range(MOST_WAITING):
            work.connection.execute(
                sa.insert(print_request),
                {
                    "site_id": work.site,
                    "id": uuid4(),
                    "learner_id": accounts["alix"].id,
                    "at": START,
                    "sheet": f"/modules/ancien/lecon-{number}",
                },
            )
    with pytest.raises(Conflict) as refused:
        ask(site, RULES)
    assert str(MOST_WAITING) in refused.value.sentence()
    ask(site, RULES, who="bilal")


def test_taking_back_twice_is_harmless(site: Site) -> None:
    program, accounts = site
    ask(site, RULES)
    ask(site, RULES, who="bilal")
    for _ in range(2):
        with program.writing() as work:
            cancel_print(as_learner(work, accounts["alix"]), RULES)
    assert [one.who for one in queue(site).prints] == ["Bilal"]


@pytest.mark.parametrize(
    ("role", "seen"),
    [("trainer", {"Alix"}), ("counsellor", {"Alix"}), ("administrator", {"Alix", "Chloe"})],
)
def test_each_prints_for_their_groups_alone(site: Site, role: str, seen: set[str]) -> None:
    program, _ = site
    ask(site, RULES)
    ask(site, RULES, who="chloe")
    assert {one.who for one in queue(site, role).prints} == seen
    everything = [one.id for one in queue(site, "administrator").prints]
    assert mark(site, *everything, role=role) == len(seen)
    assert len(audited(program)) == len(seen)
    with pytest.raises(NotFound):
        mark(site, "rien", uuid4(), role=role)


def test_who_printed_what_for_whom_is_logged_once(site: Site) -> None:
    program, accounts = site
    ask(site, RULES, LESSON)
    ids = [one.id for one in queue(site).prints]
    assert mark(site, *ids) == 2
    assert mark(site, *ids, role="counsellor") == 0
    with program.reading() as work:
        alix = known_name(work, accounts["alix"].id)
    assert set(audited(program)) == {f"{alix}{RULES}", f"{alix}{LESSON}"}
    with program.reading() as work:
        as_learner(work, accounts["alix"])
        assert {one.title for one in own_prints(work)} == {
            "Mes règles",
            "Compter – Toutes les formes",
        }
        assert all(one.printed_at for one in own_prints(work))


def test_one_taken_back_meanwhile_is_passed_over(site: Site) -> None:
    program, accounts = site
    ask(site, RULES, GLOSSARY)
    ids = [one.id for one in queue(site).prints]
    with program.writing() as work:
        cancel_print(as_learner(work, accounts["alix"]), GLOSSARY)
    assert mark(site, *ids) == 1


def test_each_gets_the_rules_that_they_met_and_a_lesson_without_answers(site: Site) -> None:
    program, accounts = site
    ask(site, RULES, LESSON)
    ask(site, RULES, who="bilal")
    done = LessonDone(id=uuid4(), at=START, module="essai", lesson="formes")
    with program.writing() as work:
        add_facts(work, accounts["alix"].id, [done])
    with program.reading() as work:
        page = show_printing(as_staff(work, accounts, "trainer"))
    rules = {one: len(page.rules[accounts[one].id]) for one in ("alix", "bilal")}
    assert rules == {"alix": 1, "bilal": 0}
    assert page.left == 0
    views = [view.question for view in page.lessons[LESSON].blocks if view.question]
    assert len(views) == 11
    assert not any(view.answered or view.verdict or view.expected for view in views)
    assert not any(choice.checked or choice.right for view in views for choice in view.choices)


def test_sheets_of_one_person_come_out_together(site: Site) -> None:
    program, accounts = site
    ask(site, RULES)
    ask(site, RULES, who="bilal")
    ask(site, GLOSSARY)
    with program.reading() as work:
        page = show_printing(as_staff(work, accounts, "trainer"))
    assert [one.who for one in page.prints] == ["Alix", "Alix", "Bilal"]
    assert [one.who for one in queue(site).prints] == ["Alix", "Bilal", "Alix"]


def test_a_lesson_no_longer_taught_prints_nothing(site: Site) -> None:
    program, accounts = site
    with program.writing() as work:
        work.connection.execute(
            sa.insert(print_request),
            {
                "site_id": work.site,
                "id": uuid4(),
                "learner_id": accounts["alix"].id,
                "at": START,
                "sheet": "/modules/essai/ancienne",
            },
        )
    with program.reading() as work:
        page = show_printing(as_staff(work, accounts, "trainer"))
    assert page.lessons == {}
    assert [one.title for one in page.prints] == ["Compter"]


def test_help_and_sheet_of_a_lesson_come_together(site: Site) -> None:
    program, accounts = site
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        ask_help(work, "essai", "formes", "projet")
        ask_help(work, "essai", "formes", "lecon")
        ask_help(work, "essai", "choix", "lecon")
        ask_print(work, LESSON)
        ask_print(work, RULES)
        both = asked_on(work, "essai", "formes")
        assert {one.reason for one in both.helps} == {"projet", "lecon"}
        assert both.printing.waits
        assert both.printing.asked_at is not None
        assert UUID(both.printing.token).version == 4
        as_learner(work, accounts["bilal"])
        assert asked_on(work, "essai", "formes").helps == ()
        assert asked_on(work, "essai", "formes").printing.asked_at is None
