"""The dashboard of 5 000 learners with 100 000 answers: the whole page, and how it asks."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from learning.app import create_app
from learning.domain.evaluation_tables import Dimension
from learning.services.work import Program, open_program
from learning.settings import Settings
from learning.storage.activity import fact
from learning.storage.people import account, group
from tests.benchmarks.crowd import BATCH, fill
from tests.benchmarks.test_counts import counted
from tests.support.client import PageClient
from tests.support.sites import make_demonstration
from tests.support.tables import Figures

pytestmark = pytest.mark.bench

LEARNERS, ATTEMPTS = 5_000, 20
MS, STATEMENTS, TIMES = 500, 9, 5
ITEMS = 10
SHARES = {"premier-questionnaire": 60, "dernier-questionnaire": 30}  # of a hundred people
REASONS = ("travail", "envie", "etablissement", "difficile")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, FlaskClient]]:
    """A site of 5 000 learners, and its evaluator."""
    data = tmp_path_factory.mktemp("evaluation") / "var"
    demonstration = make_demonstration(data, "--learners", "0", "--days", "30")
    fill(data, LEARNERS, attempts=ATTEMPTS)
    program = open_program(Settings(data=data))
    add_answers(program)
    client = PageClient(create_app(program))
    evaluator = demonstration.person("evaluateur")
    client.sign_in(evaluator.identifier, evaluator.phrase)
    yield program, client.http
    program.database.dispose()


def add_answers(program: Program) -> None:
    """Questionnaires of six and three people in ten, what one in ten became, old cohorts."""
    with program.writing() as work:
        groups = work.connection.execute(sa.select(group.c.id)).scalars().all()
        for number, one in enumerate(groups):
            month = f"20{24 + number // 12 % 2}-{number % 12 + 1:02}-01"
            work.connection.execute(
                sa.update(group).where(group.c.id == one).values(opens_on=month)
            )
        learners = sa.select(account.c.id).where(account.c.role == "learner")
        people = work.connection.execute(learners).scalars().all()
        rows = [
            _row(program, one, work.instant, **values)
            for number, one in enumerate(people)
            for values in _said(number)
        ]
        for first in range(0, len(rows), BATCH):
            work.connection.execute(sa.insert(fact), rows[first : first + BATCH])


def _said(number: int) -> Iterator[dict[str, Any]]:
    for name, share in SHARES.items():
        if number % 100 < share:
            for item in range(ITEMS):
                detail = {"questionnaire": name, "value": 1 + (number + item) % 5}
                detail |= {"release": "", "on_paper": False}
                question = "fixer-prix" if not item else f"question-{item}"
                yield {"kind": "scale_answered", "question": question, "detail": detail}
            detail = {"questionnaire": name, "refused": False}
            yield {"kind": "questionnaire_ended", "question": "", "detail": detail}
    if number % 10 == 0:
        code = REASONS[number // 10 % len(REASONS)]
        detail = {"sort": "depart", "code": code, "month": "2026-10"}
        yield {"kind": "observed", "question": "", "detail": detail}
        yield {"kind": "outcome_known", "question": "", "detail": {"code": "emploi", "month": ""}}


def _row(program: Program, one: UUID, at: Any, **values: Any) -> dict[str, Any]:
    return {
        "site_id": program.site,
        "id": uuid4(),
        "learner_id": one,
        "at": at - timedelta(days=1),
        "made_at": program.site,
        "flag": False,
        **values,
    }


@pytest.mark.parametrize("by", list(Dimension))
def test_the_dashboard_of_five_thousand(
    opened: tuple[Program, FlaskClient], figures: Figures, by: Dimension
) -> None:
    program, client = opened
    page = f"/evaluation?par={by.value}"
    assert "5000 personnes atteintes" in client.get(page).get_data(as_text=True)
    with counted(program) as sent:
        client.get(page)
    costs = []
    for _ in range(TIMES):
        began = time.process_time()
        client.get(page)
        costs.append((time.process_time() - began) * 1000)
    figures.at_most(f"évaluation par {by.value}, requêtes SQL", len(sent), STATEMENTS)
    figures.at_most(f"évaluation par {by.value}, processeur", min(costs), MS, " ms")
