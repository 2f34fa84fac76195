"""Later marks: what an answer or a test is worth now, whatever the order of the facts."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    Context,
    Remarked,
    TestRemarked,
    TestSubmitted,
    Verdict,
)
from learning.domain.remarking import effective
from tests.support.clock import START

GIVEN = AnswerGiven(
    id=UUID(int=1),
    at=START,
    module="m",
    question="m/l/q",
    context=Context.TEST,
    ordinal=0,
    verdict=Verdict.TO_READ,
    points=None,
    out_of=4,
)
READ = AnswerRead(
    id=UUID(int=2),
    at=START + timedelta(days=1),
    module="m",
    question="m/l/q",
    answer=GIVEN.id,
    verdict=Verdict.PARTIAL,
    points=2.0,
    out_of=4,
)
AGAIN = Remarked(
    id=UUID(int=3),
    at=START + timedelta(days=2),
    module="m",
    question="m/l/q",
    answer=GIVEN.id,
    verdict=Verdict.RIGHT,
    points=4.0,
    out_of=4,
    release="r",
)
SENT = TestSubmitted(
    id=UUID(int=4),
    at=START,
    module="m",
    lesson="e",
    attempt=UUID(int=5),
    points=3.0,
    out_of=4,
    passed=True,
)


@pytest.mark.parametrize("facts", [(GIVEN, READ, AGAIN), (AGAIN, GIVEN, READ)])
def test_the_latest_mark_counts_whatever_the_order(facts: tuple[AnswerGiven]) -> None:
    found = [fact for fact in effective(facts) if isinstance(fact, AnswerGiven)]
    assert found == [replace(GIVEN, verdict=Verdict.RIGHT, points=4.0)]


def test_another_answer_keeps_its_mark() -> None:
    other = replace(GIVEN, id=UUID(int=9))
    assert effective([other, READ])[0] == other


def test_a_test_once_passed_stays_passed() -> None:
    lower = TestRemarked(
        id=UUID(int=6),
        at=START,
        module="m",
        lesson="e",
        attempt=SENT.attempt,
        points=1.0,
        out_of=4,
        passed=False,
        release="r",
    )
    assert effective([SENT, lower])[0] == replace(SENT, points=1.0)
    failed = replace(SENT, passed=False)
    assert effective([failed, replace(lower, passed=True)])[0] == replace(
        failed, points=1.0, passed=True
    )
