"""The list of texts to read on a site of 3 000 learners: quick, whatever the others wrote."""

import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.services.accounts import join_group
from learning.services.reading_queue import list_read, list_waiting
from learning.services.reports import count_waiting
from learning.services.work import Program, Work
from learning.storage.activity import fact
from learning.storage.people import account, group, membership
from tests.benchmarks.test_counts import counted
from tests.support.small_site import Account, as_trainer, make
from tests.support.tables import Figures

pytestmark = pytest.mark.bench

GROUPS, LEARNERS, ANSWERS, MINE = 100, 30, 30, 3
MILLISECONDS, STATEMENTS = 100, 5
TEXTS_EVERY, READ = 3, 0.8

Filled = tuple[Program, Account]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Filled]:
    """A hundred groups of thirty, of which three are the trainer's."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    program, accounts = make(tmp_path / "var", url, phrases=False)
    with program.writing() as work:
        for number in range(GROUPS):
            made = add_a_group(work, number)
            if number < MINE:
                join_group(work, accounts["trainer"].id, made)
    if url:
        with program.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))
    yield program, accounts["trainer"]
    program.database.dispose()


def add_a_group(work: Work, number: int) -> UUID:
    """Add a group whose learners all answered, a text now and then."""
    chance = random.Random(number)
    here, learners = uuid4(), [uuid4() for _ in range(LEARNERS)]
    work.connection.execute(
        sa.insert(group),
        {
            "site_id": work.site,
            "id": here,
            "name": f"Groupe {number}",
            "path": "essai",
            "created_at": work.instant,
        },
    )
    person = {
        "site_id": work.site,
        "role": Role.LEARNER.value,
        "status": "active",
        "created_at": work.instant,
        "made_by_demo": False,
    }
    work.connection.execute(
        sa.insert(account),
        [{**person, "id": one, "identifier": one.hex, "name": one.hex[:6]} for one in learners],
    )
    member = {"site_id": work.site, "group_id": here, "since": work.instant}
    work.connection.execute(
        sa.insert(membership), [{**member, "account_id": one} for one in learners]
    )
    work.connection.execute(
        sa.insert(fact), [row for one in learners for row in facts_of_one(work, one, chance)]
    )
    return here


def facts_of_one(work: Work, learner: UUID, chance: random.Random) -> Iterator[dict[str, object]]:
    """The answers of one learner, and the readings of most of the texts."""
    for number in range(ANSWERS):
        is_text = number % TEXTS_EVERY == 0
        answer = uuid4()
        row: dict[str, object] = {
            "site_id": work.site,
            "made_at": work.site,
            "learner_id": learner,
            "at": work.instant - timedelta(minutes=chance.randrange(80_000)),
            "module": "essai",
            "question": f"essai/formes/q{number}",
            "out_of": 1,
        }
        yield {
            **row,
            "id": answer,
            "kind": "answer_given",
            "context": "lesson",
            "ordinal": 0,
            "verdict": "a-lire" if is_text else "juste",
            "points": None if is_text else 1.0,
            "detail": {"fields": [["", "Un texte." * 20]]},
        }
        if is_text and chance.random() < READ:
            said = {"answer": str(answer), "lines": [1.0], "comment": "", "by_role": "trainer"}
            yield {
                **row,
                "id": uuid4(),
                "kind": "answer_read",
                "context": "",
                "ordinal": None,
                "verdict": "juste",
                "points": 1.0,
                "detail": said,
            }


def test_what_waits_is_found_among_three_thousand(filled: Filled, figures: Figures) -> None:
    program, trainer = filled
    with program.reading() as work:
        as_trainer(work, trainer)
        assert 100 < list_waiting(work).total < 300
        with counted(program) as sent:
            began = time.perf_counter()
            queue, read, errors = list_waiting(work), list_read(work), count_waiting(work)
            spent = (time.perf_counter() - began) * 1000
    assert queue.texts
    assert read
    assert not errors
    figures.at_most("textes à lire, 3 000 apprenants", spent, MILLISECONDS, " ms")
    figures.at_most("textes à lire, requêtes SQL", len(sent), STATEMENTS)
