"""A demonstration's answers: never before their moment, with a spread, the same each time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from learning.domain.facts import (
    Fact,
    LessonDone,
    OutcomeKnown,
    ScaleAnswered,
    TestSubmitted,
)
from learning.services.activity import add_facts, facts_of
from learning.services.demo_evaluation import tell_evaluation
from learning.services.work import Program, with_release
from tests.support.clock import START
from tests.support.small_site import Account, make

Site = tuple[Program, dict[str, Account]]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, and its people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def test_each_answers_when_the_screen_would_have_offered_it(site: Site) -> None:
    program, accounts = site
    lesson, sent = START - timedelta(days=20), START - timedelta(days=5)
    done = LessonDone(id=uuid4(), at=lesson, module="essai", lesson="formes")
    test = TestSubmitted(
        id=uuid4(), at=sent, module="essai", lesson="epreuve", attempt=uuid4(),
        points=5, out_of=5, passed=True,
    )  # fmt: skip
    people = [accounts[name].id for name in ("alix", "bilal", "chloe")]
    with program.writing() as work:
        with_release(work)
        add_facts(work, people[0], [done, test])
        add_facts(work, people[2], [replace(done, id=uuid4())])
        now = work.instant
        tell_evaluation(work, people)
        assert work.instant == now
        finished, fresh, shown = (facts_of(work, person) for person in people)
    assert fresh == []  # nothing before the first lesson
    assert len(shown) == 1  # this one is left to try
    asked = scales(finished)
    assert {one.questionnaire for one in asked} == {"avant", "apres"}
    for one in asked:
        opened = lesson if one.questionnaire == "avant" else sent
        assert opened < one.at < opened + timedelta(minutes=10)
        assert one.value is None or 1 <= one.value <= 5
    assert sum(isinstance(one, OutcomeKnown) for one in finished) == 1


def scales(facts: list[Fact]) -> list[ScaleAnswered]:
    """What was answered on a scale."""
    return [one for one in facts if isinstance(one, ScaleAnswered)]
