"""A sheet's page costs little, even when the whole project is full; so does what it weighs."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.app import create_app
from learning.domain.worked.projects import EXAMPLES
from learning.domain.worksheet.sheets import SHEETS
from learning.services.project import save_sheet
from learning.services.work import Program, open_program
from learning.settings import Settings
from tests.benchmarks.conftest import Measured, make_real_site
from tests.benchmarks.meter import request_cost
from tests.benchmarks.test_counts import counted
from tests.support.client import PageClient
from tests.support.little_site import Learner
from tests.support.small_site import Account, as_learner
from tests.support.tables import Figures
from tests.support.visitor import Visitor

pytestmark = pytest.mark.bench

SLUGS = [sheet.slug for sheet in SHEETS]
LESSON = "/modules/viabilite/seuil"
PAGES = ["/projet", *(f"/projet/{slug}" for slug in SLUGS)]
CPU_MS, QUERIES, LATER_KB = 10.0, 5, 15
TIMES = 20


def fill_project(program: Program, learner: Learner) -> None:
    """Save the fifteen sheets of the fullest worked example."""
    fullest = max(EXAMPLES, key=lambda one: sum(len(typed) for typed in one.sheets.values()))
    with program.writing() as work:
        as_learner(work, Account(learner.id, learner.identifier, learner.phrase))
        for slug in SLUGS:
            save_sheet(work, slug, fullest.sheets[slug], seen=0)


@pytest.fixture(scope="module")
def visitor(product: Measured) -> Visitor:
    """Somebody whose project is full, on the product as it is served."""
    program = open_program(Settings(data=product.site.data))
    fill_project(program, product.learners[59])
    program.database.dispose()
    return product.visitor(59)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Program, PageClient]]:
    """The same project in this process, where statements can be counted."""
    learner = make_real_site(tmp_path / "var", 1)[0]
    program = open_program(Settings(data=tmp_path / "var"))
    fill_project(program, learner)
    client = PageClient(create_app(program))
    client.sign_in(learner.identifier, learner.phrase)
    yield program, client
    program.database.dispose()


def test_each_page_costs_little(product: Measured, visitor: Visitor, figures: Figures) -> None:
    costs = {}
    for page in PAGES:
        assert visitor.get(page).status == 200
        costs[page] = min(
            request_cost(product.pid, lambda path=page: visitor.ask("GET", path), TIMES)  # type: ignore[misc]
            for _ in range(3)
        )
    for page, cost in costs.items():
        figures.tell(f"{page}, processeur", f"{cost:.2f} ms")
    slowest = max(costs, key=lambda page: costs[page])
    figures.at_most(f"projet plein, {slowest}", costs[slowest], CPU_MS, " ms")


def test_each_page_asks_little_of_the_database(
    opened: tuple[Program, PageClient], figures: Figures
) -> None:
    program, client = opened
    most = 0
    for page in (*PAGES, LESSON):
        client.get(page)
        with counted(program) as sent:
            assert client.get(page).status == 200
        figures.tell(f"{page}, requêtes SQL", str(len(sent)))
        most = max(most, len(sent))
    figures.at_most("projet plein, requêtes SQL", most, QUERIES)


def test_a_later_page_is_light(visitor: Visitor, figures: Figures) -> None:
    weights = {page: len(gzip.compress(visitor.get(page).body, 6)) / 1000 for page in PAGES}
    heaviest = max(weights, key=lambda page: weights[page])
    figures.at_most(f"{heaviest}, poids", weights[heaviest], LATER_KB, " ko")
