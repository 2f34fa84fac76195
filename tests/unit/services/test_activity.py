"""Facts, drafts and releases, on both databases: what goes in comes out, and limits hold."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.content.source import read_folder
from learning.domain.errors import Conflict, LearningError, NotFound
from learning.domain.facts import (
    AnswerGiven,
    Fact,
    TestSubmitted,
)
from learning.services import learn
from learning.services import test as tests
from learning.services import test_page as result_page
from learning.services.activity import (
    add_facts,
    drafts_of,
    drop_drafts,
    facts_of,
    facts_where,
    keep_draft,
)
from learning.services.answer import answer_question
from learning.services.library import Library
from learning.services.work import Program
from learning.storage.publishing import content_file, release
from tests.support.clock import START
from tests.support.every_fact import ATTEMPT, EVERY, GIVEN
from tests.support.small_site import COURSES, Account, as_learner, make, publish_folder

Enrolled = tuple[Program, dict[str, Account]]


@pytest.fixture
def enrolled(database_url: str, tmp_path: Path) -> Iterator[Enrolled]:
    """A published site with three learners, on either database."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def test_every_kind_of_fact_comes_back_whole(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    with program.writing() as work:
        add_facts(work, accounts["alix"].id, EVERY)
    with program.reading() as work:
        assert set(facts_of(work, accounts["alix"].id)) == set(EVERY)
        assert facts_of(work, accounts["bilal"].id) == []
        in_module = facts_of(work, accounts["alix"].id, "essai")
    assert set(in_module) == {fact for fact in EVERY if getattr(fact, "module", "")}
    assert {type(fact) for fact in EVERY} == set(Fact.__args__)


def test_facts_come_in_the_order_in_which_they_were_done(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    clock = (0, 60, -86_400, 60, 315_619_200, 0)  # a day back, ten years on and back
    done = [
        replace(GIVEN, id=uuid4(), ordinal=n, at=START + timedelta(seconds=shift))
        for n, shift in enumerate(clock)
    ]
    for one in done:
        with program.writing() as work:
            add_facts(work, accounts["alix"].id, [one])
    with program.reading() as work:
        found = facts_of(work, accounts["alix"].id)
        everybody = facts_where(work)[accounts["alix"].id]
    assert found == everybody == done
    assert [fact.at for fact in found] == [fact.at for fact in done]
    assert sorted({fact.sequence for fact in found}) == [fact.sequence for fact in found]


@pytest.mark.parametrize(
    "twice",
    [
        replace(GIVEN, id=UUID(int=200)),
        TestSubmitted(
            id=UUID(int=201),
            at=START,
            module="essai",
            lesson="epreuve",
            attempt=ATTEMPT,
            points=0.0,
            out_of=4,
            passed=False,
        ),
    ],
)
def test_an_answers_place_is_taken_once_and_a_test_sent_once(
    enrolled: Enrolled, twice: Fact
) -> None:
    program, accounts = enrolled
    with program.writing() as work:
        add_facts(work, accounts["alix"].id, EVERY)
    with pytest.raises(Conflict), program.writing() as work:
        add_facts(work, accounts["alix"].id, [twice])
    with program.writing() as work:
        add_facts(work, accounts["bilal"].id, [twice])


def test_drafts_are_replaced_listed_by_prefix_and_dropped(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    me, other = accounts["alix"].id, accounts["bilal"].id
    with program.writing() as work:
        keep_draft(work, me, "essai/formes/libre", (("", "un"),))
        keep_draft(work, me, "essai/formes/libre", (("", "deux"), ("", "trois")))
        keep_draft(work, me, "autre/formes/libre", (("", "x"),))
        keep_draft(work, other, "essai/formes/libre", (("", "à bilal"),))
        found = drafts_of(work, me, "essai/")
        assert {key: fields for key, (fields, _) in found.items()} == {
            "essai/formes/libre": (("", "deux"), ("", "trois"))
        }
        drop_drafts(work, me, "essai/")
        assert set(drafts_of(work, me, "")) == {"autre/formes/libre"}
        assert set(drafts_of(work, other, "")) == {"essai/formes/libre"}


def test_dropping_one_questions_draft_spares_a_longer_name(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    me = accounts["alix"].id
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        keep_draft(work, me, "essai/formes/nombre-2", (("", "gardé"),))
        answer_question(work, "essai", "formes", "nombre", {"nombre": ["1234"], "jeton": ["0"]})
        assert set(drafts_of(work, me, "")) == {"essai/formes/nombre-2"}


def test_the_same_answer_from_four_threads_counts_once(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    ready = Barrier(4)
    form = {"nombre": ["1234"], "jeton": ["0"]}

    def send(_: int) -> bool:
        ready.wait(timeout=10)
        try:
            with program.writing() as work:
                as_learner(work, accounts["alix"])
                answer_question(work, "essai", "formes", "nombre", form)
        except (LearningError, sa.exc.IntegrityError):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(send, range(4)))
    with program.reading() as work:
        assert len(facts_of(work, accounts["alix"].id)) == 1
    assert any(done)
    if program.database.is_sqlite:
        assert all(done)


def test_a_test_sent_from_four_threads_counts_once(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    with program.writing() as work:
        tests.start_test(as_learner(work, accounts["alix"]), "essai", "epreuve")
    ready = Barrier(4)

    def send(_: int) -> None:
        ready.wait(timeout=10)
        try:
            with program.writing() as work:
                sitting = tests.find_sitting(
                    as_learner(work, accounts["alix"]), "essai", "epreuve"
                )
                if sitting is not None:
                    tests.submit_test(work, sitting)
        except (LearningError, sa.exc.IntegrityError):
            return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    with program.reading() as work:
        facts = facts_of(work, accounts["alix"].id)
    assert sum(isinstance(fact, TestSubmitted) for fact in facts) == 1
    assert sum(isinstance(fact, AnswerGiven) for fact in facts) == 4


def test_what_is_published_is_what_the_library_reads(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    with program.reading() as work:
        as_learner(work, accounts["alix"])
        assert work.release
        fresh = Library().catalogue(work.connection, work.release)
        module = fresh.module("essai")
    assert module
    assert [lesson.slug for lesson in module.lessons] == ["formes", "choix", "epreuve"]
    assert {bank.slug for bank in module.banks} == {"epreuve", "exercices"}
    kinds = {question.kind.value for question in module.lessons[0].questions}
    assert len(kinds) == 11


def changed() -> dict[str, bytes]:
    """The courses with a question's key, wording and a lesson's rule rewritten."""
    files = dict(read_folder(COURSES))
    bank = files["essai/banques/epreuve.md"].decode()
    files["essai/banques/epreuve.md"] = bank.replace("Vous achetez", "Un marchand achète").encode()
    return files


def test_an_old_attempt_stays_as_it_was_after_a_republish(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        tests.start_test(work, "essai", "epreuve")
        sitting = tests.find_sitting(work, "essai", "epreuve")
        assert sitting
        attempt = tests.submit_test(work, sitting)
        before = result_page.show_result(work, "essai", "epreuve", attempt)
        first = work.release
    second = publish_folder(program, changed())
    assert second != first
    with program.reading() as work:
        as_learner(work, accounts["alix"])
        assert work.release == second
        after = result_page.show_result(work, "essai", "epreuve", attempt)
        kept = work.connection.execute(sa.select(release.c.id)).scalars().all()
    assert after == before
    assert "Vous achetez" in str(after.questions[0].prompt)
    assert set(kept) == {first, second}


def test_a_test_under_way_ends_on_its_own_release(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    with program.writing() as work:
        tests.start_test(as_learner(work, accounts["alix"]), "essai", "epreuve")
    publish_folder(program, changed())
    with program.reading() as work:
        page = result_page.show_test(as_learner(work, accounts["alix"]), "essai", "epreuve")
    assert all("Vous achetez" in str(question.prompt) for question in page.questions)


def test_publishing_the_same_twice_makes_one_release(enrolled: Enrolled) -> None:
    program, _ = enrolled
    with program.reading() as work:
        bodies = len(work.connection.execute(sa.select(content_file.c.digest)).all())
    publish_folder(program, dict(read_folder(COURSES)))
    with program.reading() as work:
        assert len(work.connection.execute(sa.select(release.c.id)).all()) == 1
        assert len(work.connection.execute(sa.select(content_file.c.digest)).all()) == bodies


def test_choices_keep_their_numbers_when_they_move(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    files = dict(read_folder(COURSES))
    lesson = files["essai/10-formes.md"].decode()
    moved = "- ( ) Le nom du client\n  > Un nom ne coûte rien.\n- (x) Le prix d’achat\n"
    old = "- (x) Le prix d’achat\n- ( ) Le nom du client\n  > Un nom ne coûte rien.\n"
    assert old in lesson
    files["essai/10-formes.md"] = lesson.replace(old, moved).encode()

    def ids() -> dict[str, str]:
        with program.reading() as work:
            module = as_learner(work, accounts["alix"]).catalogue.module("essai")
        assert module
        question = module.question("essai/formes/unique")
        assert question
        assert hasattr(question, "choices")
        return {choice.plain: choice.id for choice in question.choices}

    before = ids()
    publish_folder(program, files)
    assert ids() == before


def test_an_unknown_release_is_not_found(enrolled: Enrolled) -> None:
    program, _ = enrolled
    with program.reading() as work, pytest.raises(NotFound):
        Library().catalogue(work.connection, "absente")


def test_a_stale_answer_is_a_conflict(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        answer_question(work, "essai", "formes", "nombre", {"nombre": ["1"], "jeton": ["0"]})
        with pytest.raises(Conflict):
            answer_question(work, "essai", "formes", "nombre", {"nombre": ["2"], "jeton": ["0"]})


def test_the_home_of_somebody_new_begins_at_the_first_question(enrolled: Enrolled) -> None:
    program, accounts = enrolled
    with program.reading() as work:
        page = learn.home(as_learner(work, accounts["alix"]))
    assert page.resume
    assert (page.resume.lesson.slug, page.resume.question_name) == ("formes", "unique")
    assert not page.begun
