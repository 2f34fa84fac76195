"""Learners who passed a test, failed one, spent hours: without a browser."""

import random
from datetime import timedelta
from uuid import uuid4

from learning.domain.facts import SessionHeld, SupportGiven
from learning.services import test as tests
from learning.services.activity import add_facts
from learning.services.demo_answers import fill_form
from learning.services.work import Program, Work
from tests.support.small_site import Account, as_learner

HELD_SECONDS, SUPPORT_MINUTES = 5_400, 45
_ESSAI = ("essai", "epreuve")


def pass_test(program: Program, account: Account) -> None:
    """Take the test of the small course, and pass it."""
    _take_test(program, account, right=True)


def fail_test(program: Program, account: Account) -> None:
    """Take the test of the small course, and fail it."""
    _take_test(program, account, right=False)


def _take_test(program: Program, account: Account, *, right: bool) -> None:
    with program.writing() as work:
        tests.start_test(as_learner(work, account), *_ESSAI)
    with program.writing() as work:
        answer_all(as_learner(work, account), _ESSAI, right=right)


def answer_all(work: Work, place: tuple[str, str], *, right: bool) -> None:
    """Answer every question of the test begun, and send it."""
    chance = random.Random(7)
    sitting = tests.find_sitting(work, *place)
    assert sitting is not None
    for question in sitting.questions:
        seed = tests.seed_for(sitting.started, question.id)
        form = fill_form(question, seed, right=right, chance=chance)
        tests.keep_answers(work, sitting, form)
    tests.submit_test(work, sitting)


def spend_hours(program: Program, account: Account) -> None:
    """An hour and a half at a terminal, and three quarters of an hour with a trainer."""
    with program.writing() as work:
        at = work.instant - timedelta(days=1)
        held = SessionHeld(id=uuid4(), at=at, seconds=HELD_SECONDS)
        given = SupportGiven(id=uuid4(), at=at, minutes=SUPPORT_MINUTES, person="formateur")
        add_facts(work, account.id, [held, given])
