"""Processor time, waits and memory, in ratios to the yardstick of the same run."""

import threading
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

import pytest

from tests.benchmarks.conftest import LESSON, PLAIN, Measured, make_real_site
from tests.benchmarks.crowd import fill
from tests.benchmarks.meter import idle_share, memory_mb, percentile, request_cost, side_by_side
from tests.support.sites import Serve
from tests.support.tables import Figures
from tests.support.visitor import Visitor

pytestmark = pytest.mark.bench

LESSON_RATIO, ANSWER_RATIO = 2.5, 3.0
WRITE_MS, WRITE_RATIO = 50.0, 12.0
CLIENTS, WRITES = 8, 40


@dataclass
class Answers:
    """One learner's own answers to one question, each accepted in turn."""

    visitor: Visitor
    name: str = ""
    values: dict[str, str | list[str]] = field(default_factory=dict)
    given: int = 0

    def __post_init__(self) -> None:
        page = self.visitor.get(LESSON).page
        form = page.form(action=LESSON)
        self.name = next(iter(form.names - {"enregistrer", "indice"})).split(".")[0]
        choice = next(
            node
            for node in form.node.iter()
            if node.get("name", "").split(".")[0] == self.name and node.get("value")
        )
        self.values = {
            "csrf_token": form.values["csrf_token"],
            "enregistrer": self.name,
            choice.get("name", ""): choice.get("value", ""),
        }

    def give(self) -> None:
        """Answer once more."""
        answered = self.visitor.ask("POST", LESSON, {**self.values, "jeton": str(self.given)})
        assert answered.status == 303, answered.page.text
        self.given += 1


def test_the_site_is_soon_ready(product: Measured, figures: Figures) -> None:
    figures.at_most("prêt", product.ready_seconds, 2.0, " s")


@pytest.mark.parametrize(
    ("lesson", "what"),
    [(PLAIN, "leçon"), (LESSON, "leçon avec une feuille du projet")],
    ids=["plain", "sheet"],
)
def test_a_lesson_costs_little(
    product: Measured,
    bare: Measured,
    bare_visitor: Visitor,
    figures: Figures,
    lesson: str,
    what: str,
) -> None:
    visitor = product.visitor()
    assert visitor.get(lesson).status == 200
    page, least = side_by_side(
        (product.pid, bare.pid),
        (lambda: visitor.ask("GET", lesson), lambda: bare_visitor.ask("GET", "/page")),
        count=100,
    )
    figures.tell("page nue, processeur", f"{least:.2f} ms")
    figures.tell(f"{what}, processeur", f"{page:.2f} ms")
    figures.at_most(f"{what} / page nue", page / least, LESSON_RATIO)


def test_an_answer_costs_little(
    product: Measured, bare: Measured, bare_visitor: Visitor, figures: Figures
) -> None:
    people = [Answers(product.visitor(number)) for number in range(10, 35)]
    turn = iter(people * 100)
    answer, least = side_by_side(
        (product.pid, bare.pid),
        (
            lambda: next(turn).give(),
            lambda: bare_visitor.ask("POST", "/insert", {"texte": "Une réponse"}),
        ),
        count=50,
    )
    figures.tell("écriture nue, processeur", f"{least:.2f} ms")
    figures.tell("réponse, processeur", f"{answer:.2f} ms")
    figures.at_most("réponse / écriture nue", answer / least, ANSWER_RATIO)


def durable_insert_ms(visitor: Visitor, count: int) -> float:
    """The median wait of a bare durable insert."""
    waits = []
    for _ in range(count):
        began = time.perf_counter()
        visitor.ask("POST", "/insert", {"texte": "Une réponse"})
        waits.append((time.perf_counter() - began) * 1000)
    return median(waits)


def write_together(people: list[Answers]) -> tuple[list[float], list[str]]:
    """Every wait when all answer at once, and what went wrong."""
    waits: list[float] = []
    errors: list[str] = []

    def run(person: Answers) -> None:
        for _ in range(WRITES):
            began = time.perf_counter()
            try:
                person.give()
            except (AssertionError, OSError) as error:
                errors.append(repr(error))
            waits.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, errors


def test_eight_people_write_at_once(
    product: Measured, bare_visitor: Visitor, figures: Figures
) -> None:
    least = durable_insert_ms(bare_visitor, 200)
    waits, errors = write_together(
        [Answers(product.visitor(number)) for number in range(40, 40 + CLIENTS)]
    )
    figures.tell("écriture durable nue, attente médiane", f"{least:.2f} ms")
    figures.exactly("8 écritures à la fois, erreurs", len(errors), 0)
    figures.at_most(
        "8 écritures à la fois, p99",
        percentile(waits, 0.99),
        max(WRITE_MS, WRITE_RATIO * least),
        " ms",
    )


def test_memory_under_load(product: Measured, figures: Figures) -> None:
    visitors = [product.visitor(number) for number in range(50, 58)]
    threads = [
        threading.Thread(target=lambda v=visitor: [v.get(LESSON) for _ in range(40)])
        for visitor in visitors
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures.at_most("mémoire sous charge", memory_mb(product.pid), 120, " Mo")


def test_nothing_runs_when_nobody_asks(product: Measured, figures: Figures) -> None:
    time.sleep(1)
    figures.at_most("processeur au repos", idle_share(product.pid, 10), 0.2, " %")


def test_a_page_costs_the_same_in_a_crowd(
    tmp_path: Path, serve_site: Serve, figures: Figures
) -> None:
    costs = {}
    for size in (100, 5000):
        data = tmp_path / str(size) / "var"
        data.parent.mkdir()
        learner = make_real_site(data, 1)[0]
        fill(data, size, attempts=20)
        site = serve_site(data)
        assert site.process
        visitor = Visitor(site.url)
        visitor.sign_in(learner.identifier, learner.phrase)
        visitor.get(LESSON)
        pid = site.process.pid
        ask = partial(visitor.ask, "GET", LESSON)
        costs[size] = median(request_cost(pid, ask, 100) for _ in range(5))
        visitor.close()
        site.stop()
    figures.tell("leçon, 100 apprenants", f"{costs[100]:.2f} ms")
    figures.at_most("leçon, 5 000 apprenants / 100", costs[5000] / costs[100], 1.15)
