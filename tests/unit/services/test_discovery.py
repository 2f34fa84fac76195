"""« Est-ce pour moi ? » as it ships: done right, it gives its attestation within two hours."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from learning.content.source import read_folder
from learning.domain.access import Role
from learning.domain.attested import Attested
from learning.domain.course import LessonKind
from learning.domain.stating import tells_where
from learning.paths import COURSES
from learning.services import learn
from learning.services import test as tests
from learning.services.accounts import PreparedCard, add_account, add_group, find_account
from learning.services.answer import answer_question
from learning.services.attestation_papers import draft_of
from learning.services.demo_answers import fill_form
from learning.services.own_attestations import OwnAttestations, show_own
from learning.services.question_view import question_seed
from learning.services.site import make_site
from learning.services.work import Program, Work, with_release
from learning.settings import Settings
from tests.support.clock import START
from tests.support.passed import answer_all
from tests.support.small_site import Account, TickingClock, as_learner, publish_folder

PATH, TWO_HOURS, MOST_STEPS = "decouverte", 120, 60


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The shipped courses."""
    made, _card = make_site(Settings(data=tmp_path_factory.mktemp("decouverte") / "var"))
    program = replace(made, clock=TickingClock(START))
    publish_folder(program, read_folder(COURSES))
    yield program
    program.database.dispose()


@pytest.fixture(scope="module")
def learner(program: Program) -> Account:
    """Somebody of a group that follows it, who has done it all."""
    nobody = PreparedCard(words=(), hashed="")
    with program.writing() as work:
        group = add_group(with_release(work), name="Groupe de novembre", path=PATH)
        card = add_account(work, nobody, role=Role.LEARNER, name="Sami", groups=(group,))
        account = Account(find_account(work, card.identifier), card.identifier, "")
    for _ in range(MOST_STEPS):
        with program.writing() as work:
            if not step_on(as_learner(work, account)):
                return account
    pytest.fail("the path has no end")


def step_on(work: Work) -> bool:
    """Do the next thing, right; False at the end of the path."""
    resume = learn.home(work).resume
    if resume is None:
        return False
    step = resume.step
    if step.kind is LessonKind.TEST:
        tests.start_test(work, step.module, step.lesson)
        answer_all(work, (step.module, step.lesson), right=True)
    elif step.question is None:
        learn.finish_lesson(work, step.module, step.lesson, anyway=True)
    else:
        module = work.catalogue.module(step.module)
        question = module.question(step.question) if module else None
        assert question is not None
        chance = random.Random(3)
        seed = question_seed(work.me.id, question.id, 0)
        form = fill_form(question, seed, right=True, chance=chance)
        answer_question(work, step.module, step.lesson, question.name, form)
    return True


def own(program: Program, learner: Account) -> OwnAttestations:
    with program.reading() as work:
        return show_own(as_learner(work, learner))


def test_its_time_leaves_two_hours_for_the_attestation(program: Program) -> None:
    with program.reading() as work:
        path = with_release(work).catalogue.path(PATH)
        modules = learn.path_modules(work, path)
    assert path is not None
    assert path.attestation
    assert 0 < sum(one.minutes for module in modules for one in module.lessons) <= TWO_HOURS


def test_done_right_it_is_ready_and_says_so_once(program: Program, learner: Account) -> None:
    page = own(program, learner)
    ready = [offer.key for offer in page.offers if offer.ready]
    assert ready == [f"reussite/parcours/{PATH}"]
    assert page.missing == ()


def words_of(paper: Attested) -> list[str]:
    """All that a paper says."""
    rows = [text for row in paper.rows for text in (row.title, row.says)]
    bars = [bar.sentence for chart in paper.charts for bar in chart.bars]
    return [paper.title, paper.did, paper.detail, *rows, *bars]


def test_its_papers_say_nothing_of_a_place(program: Program, learner: Account) -> None:
    page = own(program, learner)
    stated = [offer.statement for offer in page.offers if offer.statement is not None]
    stated += [one.statement for one in page.summaries]
    assert len(stated) == 2
    for one in stated:
        paper = draft_of(one, START.date())
        told = [text for text in words_of(paper) if tells_where(text) or "dedans" in text]
        assert not told, told
