"""« Ma séance » for a group of thirty: what the whole page costs and how much it asks."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from flask.testing import FlaskClient

from learning.app import create_app
from learning.services.work import Program, open_program
from learning.settings import Settings
from tests.benchmarks.test_counts import counted
from tests.support.client import PageClient
from tests.support.sites import make_demonstration
from tests.support.tables import Figures

pytestmark = pytest.mark.bench

MS, STATEMENTS, TIMES = 80, 8, 15
PAGE = "/formateur/seance"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Program, FlaskClient]]:
    """A demonstration of one group of thirty, and its trainer."""
    demonstration = make_demonstration(tmp_path / "var", "--learners", "30", "--days", "60")
    program = open_program(Settings(data=demonstration.data))
    client = PageClient(create_app(program))
    trainer = demonstration.person("formateur")
    client.sign_in(trainer.identifier, trainer.phrase)
    yield program, client.http
    program.database.dispose()


def test_a_group_of_thirty_before_its_meeting(
    opened: tuple[Program, FlaskClient], figures: Figures
) -> None:
    program, client = opened
    assert client.get(PAGE).status_code == 200
    with counted(program) as sent:
        assert client.get(PAGE).status_code == 200
    costs = []
    for _ in range(TIMES):
        began = time.process_time()
        client.get(PAGE)
        costs.append((time.process_time() - began) * 1000)
    figures.at_most("ma séance, 30 personnes, requêtes SQL", len(sent), STATEMENTS)
    figures.at_most("ma séance, 30 personnes, processeur", median(costs), MS, " ms")
