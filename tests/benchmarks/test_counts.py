"""Statements a page may send, and bytes and requests that its first visit costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, Request

from learning.app import create_app
from learning.services.work import Program, open_program
from learning.settings import Settings
from tests.benchmarks.conftest import LESSON, Measured, make_real_site
from tests.support.browser import Terminals, sign_in
from tests.support.client import PageClient
from tests.support.tables import Figures

LESSON_QUERIES, ANSWER_QUERIES = 4, 6
FIRST_KB, FIRST_REQUESTS, NEXT_KB = 40, 5, 15


@contextmanager
def counted(program: Program) -> Iterator[list[str]]:
    """Every statement sent inside the block, but those that open and close transactions."""
    sent: list[str] = []

    def note(*arguments: Any) -> None:
        sent.append(str(arguments[2]))

    sa.event.listen(program.database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(program.database.engine, "before_cursor_execute", note)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Program, PageClient]]:
    """The shipped courses, and a learner at the first lesson."""
    learner = make_real_site(tmp_path / "var", 1)[0]
    program = open_program(Settings(data=tmp_path / "var"))
    client = PageClient(create_app(program))
    client.sign_in(learner.identifier, learner.phrase)
    yield program, client
    program.database.dispose()


def test_a_lesson_asks_little_of_the_database(
    opened: tuple[Program, PageClient], figures: Figures
) -> None:
    program, client = opened
    client.get(LESSON)
    with counted(program) as sent:
        assert client.get(LESSON).status == 200
    figures.at_most("leçon, requêtes SQL", len(sent), LESSON_QUERIES)


def test_an_answer_asks_little_of_the_database(
    opened: tuple[Program, PageClient], figures: Figures
) -> None:
    program, client = opened
    form = client.get(LESSON).page.form(action=LESSON)
    choice = next(
        node for node in form.node.iter() if node.get("type") in {"radio", "checkbox", "text"}
    )
    name = choice.get("name", "")
    values: dict[str, str | list[str]] = {
        **form.values,
        name: choice.get("value") or "12",
        "enregistrer": name.split(".")[0],
    }
    with counted(program) as sent:
        assert client.post(form.action, values).status == 303
    figures.at_most("réponse, requêtes SQL", len(sent), ANSWER_QUERIES)


class Traffic:
    """What a window received."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        page.on("requestfinished", self._note)

    def _note(self, request: Request) -> None:
        self.requests.append(request)

    def kilobytes(self) -> float:
        """Bytes of the bodies as they travelled; what came from the cache weighs nothing."""
        return sum(max(0, r.sizes()["responseBodySize"]) for r in self.requests) / 1000

    def forget(self) -> None:
        """Count from here."""
        self.requests.clear()


@pytest.mark.browser
def test_pages_are_light(product: Measured, terminals: Terminals, figures: Figures) -> None:
    page = terminals.open()
    traffic = Traffic(page)
    page.goto(f"{product.site.url}/connexion", wait_until="networkidle")
    names = [request.url.removeprefix(product.site.url) for request in traffic.requests]
    figures.at_most("première page, poids", traffic.kilobytes(), FIRST_KB, " ko")
    assert len(names) <= FIRST_REQUESTS, names
    figures.at_most("première page, demandes", len(names), FIRST_REQUESTS)
    learner = product.learners[1]
    sign_in(page, product.site.url, learner.identifier, learner.phrase)
    for address in ("/accueil", LESSON):
        traffic.forget()
        page.goto(f"{product.site.url}{address}", wait_until="networkidle")
        figures.at_most(f"{address}, poids ensuite", traffic.kilobytes(), NEXT_KB, " ko")
