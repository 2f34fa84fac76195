"""What writing costs: a proof while somebody types, and what the others feel of it."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from learning.domain.access import Role
from learning.services.accounts import add_account, prepare_card
from learning.services.work import open_program, with_release
from learning.settings import Settings
from tests.benchmarks.conftest import LESSON, Measured, make_real_site
from tests.benchmarks.meter import cpu_ms, percentile
from tests.support.sites import ServedSite, free_port
from tests.support.tables import Figures
from tests.support.visitor import Visitor

pytestmark = pytest.mark.bench

PROOF_MS = 300.0
HOSTILE_SECONDS = 10.0
OTHERS_RATIO = 1.2
READERS, PAGES = 3, 150


@dataclass(frozen=True, slots=True)
class Writing:
    """A trainer in the editor of one lesson, of 20 kB or of whatever is typed."""

    measured: Measured
    visitor: Visitor
    url: str
    values: dict[str, Any]

    def type(self, text: str) -> int:
        """Save as the script does while somebody types; return the status."""
        reply = self.visitor.ask(
            "POST",
            self.url,
            {**self.values, "texte": text},
            more={"X-Enregistrement": "auto"},
        )
        if reply.status == 200:
            form = reply.page.form("texte")
            self.values["base"] = form.values["base"]
        return reply.status

    def cpu(self) -> float:
        """Milliseconds of processor used by the server and the child that proves texts."""
        children = Path(f"/proc/{self.measured.pid}/task").glob("*/children")
        pids = " ".join(file.read_text(encoding="ascii") for file in children).split()
        return cpu_ms(self.measured.pid) + sum(cpu_ms(int(pid)) for pid in pids)


def lesson_of(kilobytes: int, turn: int) -> str:
    """A lesson of that weight with blocks of each sort; ``turn`` is what was just typed."""
    part = (
        "## Partie {n}\n\nUne phrase **simple** sur le prix, {n}. Elle compte.\n\n"
        ":::exemple\n| Dépense | Prix |\n| --- | ---: |\n| Le loyer | {n} € |\n:::\n\n"
        ":::question q{n}\nCombien font {n} et 1 ?\n\n= {m} €\n\nExplication : Ajoutez 1.\n:::\n\n"
    )
    found, number = "", 0
    while len(found.encode()) < kilobytes * 1000:
        number += 1
        found += part.format(n=number, m=number + 1)
    return f"{found}Encore un mot : {turn}.\n"


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Writing]:
    """The product on its shipped courses, with learners and a trainer at work."""
    data = tmp_path / "var"
    learners = make_real_site(data, READERS)
    program = open_program(Settings(data=data))
    card = prepare_card(program.keys.pepper)
    with program.writing() as work:
        made = add_account(
            with_release(work), card, role=Role.TRAINER, name="Formateur", groups=()
        )
    program.database.dispose()
    site = ServedSite(data, free_port())
    measured = Measured(site, site.start(), learners)
    visitor = Visitor(site.url)
    measured.opened.append(visitor)
    visitor.sign_in(made.identifier, " ".join(card.words))
    page = visitor.get("/formateur/modules/viabilite").page
    url = next(link for link in page.links if link.endswith("client-probleme-offre"))
    url = url.replace("/apercu/", "/textes/")
    form = visitor.get(url).page.form("texte")
    yield Writing(measured, visitor, url, dict(form.values))
    measured.end()


def test_typing_is_soon_judged(writing: Writing, figures: Figures) -> None:
    assert writing.type(lesson_of(20, 0)) == 200
    costs = []
    for turn in range(1, 9):
        before = writing.cpu()
        assert writing.type(lesson_of(20, turn)) == 200
        costs.append(writing.cpu() - before)
    figures.at_most("frappe, 20 ko, processeur", sorted(costs)[len(costs) // 2], PROOF_MS, " ms")


def test_hostile_text_is_stopped(writing: Writing, figures: Figures) -> None:
    start = time.monotonic()
    assert writing.type("\n".join("[" * 1_900 for _ in range(10))) == 200
    figures.at_most("texte hostile, arrêté", time.monotonic() - start, HOSTILE_SECONDS, " s")
    assert writing.type("Un texte sage.") == 200


def test_readers_feel_nothing_of_it(writing: Writing, figures: Figures) -> None:
    readers = [writing.measured.visitor(number) for number in range(READERS)]
    assert writing.type(lesson_of(20, 0)) == 200
    alone = waits(readers)
    for name, texts in (
        ("frappe", [lesson_of(20, turn) for turn in range(40)]),
        ("texte hostile", ["\n".join("[" * 1_900 for _ in range(10 + n)) for n in range(4)]),
    ):
        stop = threading.Event()
        typist = threading.Thread(target=keep_typing, args=(writing, texts, stop))
        typist.start()
        meanwhile = waits(readers)
        stop.set()
        typist.join()
        ratio = percentile(meanwhile, 0.95) / percentile(alone, 0.95)
        figures.at_most(f"pages des autres (p95), {name}", ratio, OTHERS_RATIO)


def keep_typing(writing: Writing, texts: list[str], stop: threading.Event) -> None:
    """Type each text in turn, a pause between two as the script leaves one."""
    for text in texts * 10:
        if stop.wait(0.7):
            return
        writing.type(text)


def waits(readers: list[Visitor]) -> list[float]:
    """Milliseconds that each page took, one reader after the other."""
    found = []
    for turn in range(PAGES):
        start = time.perf_counter()
        assert readers[turn % len(readers)].ask("GET", LESSON).status == 200
        found.append((time.perf_counter() - start) * 1000)
        time.sleep(0.02)
    return found
