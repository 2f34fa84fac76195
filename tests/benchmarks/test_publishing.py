"""A large publication, what a small one renders again, and the first page after it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import pytest

from learning.services.publish import prepare_release, publish
from learning.services.remark import plan_remarks
from learning.services.work import Program, open_program, with_release
from learning.settings import Settings
from tests.benchmarks.meter import request_cost
from tests.support.little_site import Learner, enrol
from tests.support.many_courses import many_courses, question
from tests.support.sites import Serve, done
from tests.support.tables import Figures
from tests.support.visitor import Visitor

pytestmark = pytest.mark.bench

MODULES, LESSONS, QUESTIONS = 12, 80, 600
CHANGED = "module-0/10-lecon-0.md"
PAGE = "/modules/module-0/lecon-0"
OTHER = "/modules/module-1/lecon-1"
SECONDS, LATE_SECONDS, RATIO = 10.0, 2.0, 1.5
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Large:
    """A large site, published once."""

    data: Path
    learners: tuple[Learner, ...]
    seconds: float


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    """The large courses, published by the services, and two learners."""
    data = tmp_path_factory.mktemp("large") / "var"
    done(data, "init")
    program = open_program(Settings(data=data))
    began = time.perf_counter()
    release_files(program, many_courses(MODULES, LESSONS, QUESTIONS))
    seconds = time.perf_counter() - began
    learners = tuple(enrol(program, 2, path="tout"))
    yield Large(data, learners, seconds)
    program.database.dispose()


def release_files(program: Program, files: dict[str, bytes]) -> int:
    """Publish, and tell how many fragments were rendered."""
    on = program.clock().date()
    prepared = prepare_release(program, files, on=on)
    assert not prepared.refused, prepared.findings[:3]
    with program.reading() as work:
        planned = plan_remarks(with_release(work), prepared.corrected)
    with program.writing() as work:
        publish(work, prepared, planned=planned)
    return prepared.rendered


def rewritten(words: str) -> dict[str, bytes]:
    """The large courses with one paragraph of one lesson, and one answer, changed."""
    files = many_courses(MODULES, LESSONS, QUESTIONS)
    text = files[CHANGED].decode()
    text = text.replace("Le loyer 0 reste à payer. La marge le paie.", words)
    text = text.replace(question(1), question(1, expected=13))
    return {**files, CHANGED: text.encode()}


def test_a_large_publication_is_soon_made(large: Large, figures: Figures) -> None:
    figures.at_most("publier 12 modules, 80 leçons, 600 questions", large.seconds, SECONDS, " s")


def test_only_what_changed_is_rendered(large: Large, figures: Figures) -> None:
    program = open_program(Settings(data=large.data))
    try:
        began = time.perf_counter()
        count = release_files(program, rewritten("Une phrase nouvelle pour voir."))
        seconds = time.perf_counter() - began
    finally:
        program.database.dispose()
    figures.exactly("fragments rendus à nouveau pour un paragraphe", count, 1)
    figures.at_most("publier un paragraphe changé", seconds, SECONDS, " s")


def test_the_first_page_after_it_is_as_fast(
    large: Large, serve_site: Serve, figures: Figures
) -> None:
    """Processor time of the first page after each of several publications, beside before."""
    sites = [serve_site(large.data) for _ in range(2)]
    visitors = [Visitor(site.url) for site in sites]
    for visitor, learner in zip(visitors, large.learners, strict=True):
        visitor.sign_in(learner.identifier, learner.phrase)
        for url in (PAGE, OTHER) * 3:
            visitor.get(url)
    process = sites[0].process
    assert process
    program = open_program(Settings(data=large.data))
    late: list[float] = []
    first: list[float] = []
    before: list[float] = []
    try:
        for number in range(ROUNDS):
            ask = partial(visitors[0].ask, "GET", OTHER)
            before += [request_cost(process.pid, rested(ask), 1) for _ in range(5)]
            release_files(program, rewritten(f"Une autre phrase, la numéro {number}."))
            late.append(wait_for_all(visitors, f"la numéro {number}."))
            first.append(request_cost(process.pid, rested(ask), 1))
    finally:
        program.database.dispose()
    figures.at_most("nouvelle version vue par deux serveurs", max(late), LATE_SECONDS, " s")
    figures.tell("page avant, processeur", f"{median(before):.2f} ms")
    figures.at_most("première page après / avant", median(first) / median(before), RATIO)
    for visitor in visitors:
        visitor.close()


def rested(ask: Callable[[], object]) -> Callable[[], object]:
    """A request after a pause: a server that has just been asked answers faster."""
    time.sleep(0.3)
    return ask


def wait_for_all(visitors: list[Visitor], words: str) -> float:
    """How long after a publication every server serves it."""
    published = time.perf_counter()
    waiting = list(visitors)
    while waiting:
        assert time.perf_counter() - published < LATE_SECONDS * 3
        waiting = [one for one in waiting if words not in one.get(PAGE).page.text]
        time.sleep(0.02)
    return time.perf_counter() - published
