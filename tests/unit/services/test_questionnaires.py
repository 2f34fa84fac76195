"""Questionnaires on both databases: their moments, what counts, what is withdrawn, paper."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.evaluation import Answering, answers_of
from learning.domain.facts import (
    AnswerGiven,
    Context,
    Fact,
    LessonDone,
    Observed,
    ScaleAnswered,
    TestSubmitted,
    Verdict,
)
from learning.domain.order import microseconds
from learning.services import questionnaires as screen
from learning.services import questionnaires_paper as paper
from learning.services.accounts import groups_of
from learning.services.activity import add_facts, facts_of
from learning.services.audit import known_name
from learning.services.learn import list_modules
from learning.services.questionnaires_own import own_questionnaires
from learning.services.work import Program, Work, with_release
from learning.storage.activity import draft, fact
from learning.storage.audit import audit
from tests.support.clock import START
from tests.support.small_site import Account, as_learner, make

Site = tuple[Program, dict[str, Account]]
ALL = {"client": ["4"], "prix": ["2"], "aide": ["5"]}


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, and its people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def lesson(*, days: int = 9) -> Fact:
    at = START - timedelta(days=days)
    return LessonDone(id=uuid4(), at=at, module="essai", lesson="formes")


def sent_test(*, days: int = 5) -> Fact:
    return TestSubmitted(
        id=uuid4(),
        at=START - timedelta(days=days),
        module="essai",
        lesson="epreuve",
        attempt=uuid4(),
        points=0,
        out_of=5,
        passed=False,
    )


def left(*, days: int = 3) -> Fact:
    at = START - timedelta(days=days)
    return Observed(id=uuid4(), at=at, sort="depart", code="envie", month="2026-11")


def answered(*, days: int = 1) -> Fact:
    return AnswerGiven(
        id=uuid4(),
        at=START - timedelta(days=days),
        module="essai",
        question="essai/formes/unique",
        context=Context.LESSON,
        ordinal=0,
        verdict=Verdict.RIGHT,
        points=1,
        out_of=1,
    )


def live(site: Site, *facts: Fact, who: str = "alix") -> None:
    program, accounts = site
    with program.writing() as work:
        add_facts(work, accounts[who].id, facts)


def me(work: Work, site: Site, who: str = "alix") -> Work:
    return as_learner(work, site[1][who])


def staff(work: Work, site: Site, role: str = "counsellor") -> Work:
    with_release(work)
    who = site[1][role].id
    groups = groups_of(work, who)
    work.actor = Actor(id=who, role=Role(role), site=work.site, groups=groups)
    return work


def offer(site: Site) -> screen.Offer | None:
    with site[0].reading() as work:
        me(work, site)
        return screen.offered(work, facts_of(work, work.me.id), list_modules(work))


def may_open(site: Site) -> set[str]:
    with site[0].reading() as work:
        me(work, site)
        found = set()
        for slug in ("avant", "apres", "depart", "absent"):
            try:
                screen.show(work, slug)
            except NotFound:
                continue
            found.add(slug)
        return found


def state(site: Site, slug: str = "avant") -> Answering:
    with site[0].reading() as work:
        return screen.show(me(work, site), slug).state


def send(site: Site, slug: str = "avant", form: screen.Form = ALL) -> None:
    with site[0].writing() as work:
        screen.send(me(work, site), slug, form)


def counted(site: Site) -> dict[str, dict[str, int | None]]:
    program, accounts = site
    with program.reading() as work:
        return answers_of(facts_of(work, accounts["alix"].id))


def scales(site: Site) -> Sequence[ScaleAnswered]:
    program, accounts = site
    with program.reading() as work:
        facts = facts_of(work, accounts["alix"].id)
    return [one for one in facts if isinstance(one, ScaleAnswered)]


def drafts(site: Site) -> list[str]:
    with site[0].reading() as work:
        return list(work.connection.execute(sa.select(draft.c.key)).scalars())


def enter(site: Site, form: screen.Form = ALL, *, role: str = "counsellor") -> None:
    with site[0].writing() as work:
        paper.enter_sheet(staff(work, site, role), "avant", site[1]["alix"].id, form)


def test_nothing_is_asked_before_the_first_lesson_is_finished(site: Site) -> None:
    live(site, answered())
    assert offer(site) is None
    assert may_open(site) == set()
    with pytest.raises(NotFound):
        send(site)
    live(site, lesson())
    found = offer(site)
    assert found is not None
    assert (found.slug, found.count, found.chosen) == ("avant", 3, 0)
    assert may_open(site) == {"avant", "depart"}


def test_before_closes_with_the_first_test_and_after_opens_with_the_last(site: Site) -> None:
    live(site, lesson(), sent_test())
    found = offer(site)
    assert found is not None
    assert found.slug == "apres"
    assert may_open(site) == {"apres", "depart"}


def test_the_one_on_leaving_is_offered_to_who_left_and_did_not_come_back(site: Site) -> None:
    live(site, lesson())
    send(site)
    assert offer(site) is None
    live(site, left())
    found = offer(site)
    assert found is not None
    assert found.slug == "depart"
    live(site, answered())
    assert offer(site) is None


def test_what_is_kept_comes_back_and_becomes_the_answer_once_sent(site: Site) -> None:
    live(site, lesson())
    with site[0].writing() as work:
        assert screen.keep_typed(me(work, site), "avant", {"prix": ["3"], "client": ["sept"]})
    with site[0].reading() as work:
        page = screen.show(me(work, site), "avant")
    assert page.chosen == 1
    assert [one.value for view in page.questions for one in view.choices if one.checked] == ["3"]
    found = offer(site)
    assert found is not None
    assert found.chosen == 1
    assert counted(site) == {}
    send(site, form={"prix": ["3"], "client": [""], "aide": ["9"]})
    assert counted(site) == {"avant": {"client": None, "prix": 3, "aide": None}}
    assert drafts(site) == []
    assert offer(site) is None


def test_sent_twice_is_one_set(site: Site) -> None:
    live(site, lesson())
    send(site)
    send(site, form={"prix": ["1"]})
    assert len(scales(site)) == 3
    assert counted(site) == {"avant": {"client": 4, "prix": 2, "aide": 5}}


def test_refused_is_never_asked_again_until_the_person_changes_their_mind(site: Site) -> None:
    live(site, lesson())
    with site[0].writing() as work:
        screen.keep_typed(me(work, site), "avant", ALL)
        screen.refuse(work, "avant")
        screen.refuse(work, "avant")
    assert offer(site) is None
    assert drafts(site) == []
    with pytest.raises(Conflict):
        send(site)
    with site[0].writing() as work:
        assert not screen.keep_typed(me(work, site), "avant", ALL)
        work.instant += timedelta(minutes=1)
        screen.take_back(work, "avant")
    assert state(site) is Answering.OPEN
    with site[0].writing() as work:
        work.instant += timedelta(minutes=5)
        screen.send(me(work, site), "avant", ALL)
    assert state(site) is Answering.DONE


def test_withdrawn_answers_are_erased_and_never_count_again(site: Site) -> None:
    live(site, lesson())
    send(site)
    assert len(scales(site)) == 3
    with site[0].writing() as work:
        screen.refuse(me(work, site), "avant")
    assert list(scales(site)) == []
    assert counted(site) == {}
    with site[0].writing() as work:
        screen.take_back(me(work, site), "avant")
    assert counted(site) == {}
    assert state(site) is Answering.OPEN


def test_a_refusal_stays_once_its_moment_has_gone(site: Site) -> None:
    live(site, lesson())
    with site[0].writing() as work:
        screen.refuse(me(work, site), "avant")
    live(site, sent_test())
    with site[0].reading() as work:
        assert not screen.show(me(work, site), "avant").reopens
    with site[0].writing() as work, pytest.raises(Conflict):
        screen.take_back(me(work, site), "avant")


def test_what_was_begun_may_be_finished_after_its_moment(site: Site) -> None:
    live(site, lesson())
    with site[0].writing() as work:
        screen.keep_typed(me(work, site), "avant", ALL)
    live(site, sent_test())
    send(site)
    assert counted(site)["avant"]["prix"] == 2


def test_the_one_of_the_end_comes_again_with_the_end_of_another_path(site: Site) -> None:
    live(site, lesson(), sent_test(days=5))
    send(site, "apres")
    assert offer(site) is None
    at = START + timedelta(days=30)
    program, accounts = site
    with program.writing() as work:  # as if the path ended after those answers
        work.connection.execute(
            sa.update(fact)
            .where(fact.c.kind == "test_submitted", fact.c.learner_id == accounts["alix"].id)
            .values(at=at, sequence=microseconds(at))
        )
    found = offer(site)
    assert found is not None
    assert found.slug == "apres"
    with program.writing() as work:
        me(work, site).instant = at + timedelta(hours=1)
        screen.send(work, "apres", {"prix": ["5"]})
    assert counted(site)["apres"] == {"client": None, "prix": 5, "aide": None}
    assert offer(site) is None


def test_own_data_shows_each_answer_and_what_is_open(site: Site) -> None:
    live(site, lesson())
    send(site, form={"client": ["4"]})
    with site[0].reading() as work:
        me(work, site)
        facts = facts_of(work, work.me.id)
        own = own_questionnaires(work, facts, list_modules(work))
    (one,) = own.ended
    assert (one.slug, one.state, one.on_paper, one.published) == (
        "avant",
        Answering.DONE,
        False,
        True,
    )
    assert [(answer.value, answer.high) for answer in one.answers] == [
        (4, 5),
        (None, 5),
        (None, 5),
    ]
    assert [opened.slug for opened in own.open] == ["depart"]


def test_a_sheet_is_entered_once_told_and_noted(site: Site) -> None:
    enter(site)
    enter(site)
    assert counted(site) == {"avant": {"client": 4, "prix": 2, "aide": 5}}
    assert len(scales(site)) == 3
    assert all(one.on_paper for one in scales(site))
    with pytest.raises(Conflict):
        enter(site, {"prix": ["1"]})
    with site[0].reading() as work:
        rows = work.connection.execute(sa.select(audit.c.action, audit.c.subject)).all()
        alix = known_name(work, site[1]["alix"].id)
        assert sum(row == ("questionnaire.saisi", alix) for row in rows) == 1
        own = own_questionnaires(me(work, site), facts_of(work, work.me.id), list_modules(work))
    assert own.ended[0].on_paper


def test_a_sheet_never_replaces_what_was_answered_or_refused_on_screen(site: Site) -> None:
    live(site, lesson())
    send(site)
    with pytest.raises(Conflict):
        enter(site, {"prix": ["1"]})
    with pytest.raises(Conflict):
        enter(site, ALL)  # the same answers, but they were not on paper
    with site[0].writing() as work:
        screen.refuse(me(work, site), "avant")
    with pytest.raises(Conflict) as refused:
        enter(site)
    assert "a déjà répondu, ou elle a choisi" in str(refused.value)
    assert counted(site) == {}


def test_an_empty_sheet_is_not_entered(site: Site) -> None:
    with pytest.raises(Invalid):
        enter(site, {"prix": [""], "client": ["12"]})
    assert counted(site) == {}


@pytest.mark.parametrize("who", ["chloe", "trainer"])
def test_only_learners_of_ones_groups_have_sheets(site: Site, who: str) -> None:
    program, accounts = site
    with program.writing() as work, pytest.raises(NotFound):
        paper.enter_sheet(staff(work, site), "avant", accounts[who].id, ALL)
    with program.reading() as work:
        names = [one.name for one in paper.list_people(staff(work, site))]
        everybody = [one.name for one in paper.list_people(staff(work, site, "administrator"))]
    assert names == ["Alix", "Bilal"]
    assert everybody == ["Alix", "Bilal", "Chloe"]


def test_what_staff_had_entered_is_kept_and_goes_once_recorded(site: Site) -> None:
    program, accounts = site
    alix = accounts["alix"].id
    with program.writing() as work:
        assert paper.keep_typed(staff(work, site), "avant", alix, {"prix": ["2"]})
        assert not paper.keep_typed(work, "apres", alix, {})
    with program.reading() as work:
        page = paper.show_entry(staff(work, site), "avant", alix)
    assert [one.value for view in page.questions for one in view.choices if one.checked] == ["2"]
    enter(site)
    assert drafts(site) == []
    with program.reading() as work:
        assert paper.show_entry(staff(work, site), "avant", alix).closed
