"""The group page in a small and a large site, and « À voir » for ninety people."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.app import create_app
from learning.domain.access import Role
from learning.domain.facts import (
    AnswerGiven,
    Context,
    Fact,
    LessonDone,
    SessionHeld,
    SupportGiven,
    TestStarted,
    TestSubmitted,
    Verdict,
)
from learning.services.accounts import add_account, prepare_card
from learning.services.activity import add_all
from learning.services.work import Program, Work, open_program, with_release
from learning.settings import Settings
from learning.storage.people import membership
from tests.benchmarks.conftest import make_real_site
from tests.benchmarks.crowd import fill
from tests.benchmarks.test_counts import counted
from tests.support.client import PageClient
from tests.support.sites import make_demonstration
from tests.support.tables import Figures

pytestmark = pytest.mark.bench

GROUP_STATEMENTS, GROUP_MS, GROUP_KB, APART = 8, 40, 50, 0.20
ROUND_MS = 80
LITTLE, LARGE, ATTEMPTS, TIMES = 100, 5000, 20, 15
LESSONS = 3


@dataclass(frozen=True, slots=True)
class Seat:
    """A counsellor at a terminal, before a page."""

    program: Program
    client: PageClient
    address: str

    def open(self) -> bytes:
        """Ask for the page, and give what came."""
        reply = self.client.http.get(self.address)
        assert reply.status_code == 200, self.address
        return bytes(reply.data)

    def cost(self) -> tuple[float, float]:
        """Milliseconds of processor and of clock that the page takes."""
        began, started = time.process_time(), time.perf_counter()
        self.open()
        return (time.process_time() - began) * 1000, (time.perf_counter() - started) * 1000


def seat_in(data: Path, learners: int) -> Seat:
    """Open a site of so many learners at one group of thirty, who also sent tests."""
    make_real_site(data, 1)
    fill(data, learners, attempts=ATTEMPTS)
    program = open_program(Settings(data=data))
    prepared = prepare_card(program.keys.pepper)
    with program.writing() as work:
        with_release(work)
        group, people = _first_whole_group(work)
        for number, person in enumerate(people):
            add_all(work, [(person, one) for one in _story(work, number)])
        card = add_account(work, prepared, role=Role.COUNSELLOR, name="Karim", groups=(group,))
    client = PageClient(create_app(program))
    client.sign_in(card.identifier, " ".join(prepared.words))
    return Seat(program, client, f"/suivi/groupes/{group}")


def _first_whole_group(work: Work) -> tuple[UUID, list[UUID]]:
    whole = (
        sa.select(membership.c.group_id)
        .group_by(membership.c.group_id)
        .having(sa.func.count() == 30)
        .order_by(membership.c.group_id)
    )
    group = work.connection.execute(whole.limit(1)).scalar_one()
    there = sa.select(membership.c.account_id).where(membership.c.group_id == group)
    return group, list(work.connection.execute(there).scalars())


def _story(work: Work, number: int) -> Iterator[Fact]:
    """Lessons, sessions, human support, and a test: every third person failed three times."""
    module = work.catalogue.module("viabilite")
    assert module is not None
    start = work.instant - timedelta(days=19)
    for place, lesson in enumerate(module.lessons[:LESSONS]):
        at = start + timedelta(days=place)
        yield LessonDone(id=uuid4(), at=at, module=module.slug, lesson=lesson.slug)
        yield SessionHeld(id=uuid4(), at=at, seconds=3000)
    yield SupportGiven(id=uuid4(), at=start, minutes=60, person="formateur")
    test = module.lessons[-1]
    questions = [one for one in module.questions if "/epreuve/" in one.id][:8]
    for attempt in range(3 if number % 3 == 0 else 1):
        at = start + timedelta(days=10 + attempt)
        begun = TestStarted(
            id=uuid4(),
            at=at,
            module=module.slug,
            lesson=test.slug,
            questions=tuple(one.id for one in questions),
            seed="graine",
            release="",
        )
        yield begun
        for one in questions:
            yield AnswerGiven(
                id=uuid4(),
                at=at + timedelta(minutes=5),
                module=module.slug,
                question=one.id,
                context=Context.TEST,
                attempt=begun.id,
                ordinal=100 + attempt,
                verdict=Verdict.WRONG,
                points=0.0,
                out_of=one.points,
            )
        yield TestSubmitted(
            id=uuid4(),
            at=at + timedelta(minutes=10),
            module=module.slug,
            lesson=test.slug,
            attempt=begun.id,
            points=0.0,
            out_of=sum(one.points for one in questions),
            passed=False,
        )


def test_a_group_costs_the_same_in_a_large_site(tmp_path: Path, figures: Figures) -> None:
    with ExitStack() as at_the_end:
        seats = [seat_in(tmp_path / str(size) / "var", size) for size in (LITTLE, LARGE)]
        for seat in seats:
            at_the_end.callback(seat.program.database.dispose)
            seat.open()
        costs: list[list[float]] = [[], []]
        for _ in range(TIMES):  # in turn: the machine's mood weighs on both
            for seat, kept in zip(seats, costs, strict=True):
                kept.append(seat.cost()[0])
        with counted(seats[1].program) as sent:
            body = seats[1].open()
    little, large = (median(kept) for kept in costs)
    figures.at_most("groupe de 30 sur 5 000, requêtes SQL", len(sent), GROUP_STATEMENTS)
    figures.at_most("groupe de 30 sur 5 000, processeur", large, GROUP_MS, " ms")
    figures.at_most("groupe de 30 sur 5 000, poids", len(body) / 1000, GROUP_KB, " ko")
    figures.tell("groupe de 30 sur 100, processeur", f"{little:.4g} ms")
    figures.at_most("groupe de 30, 5 000 à côté de 100", large / little, 1 + APART)


def test_the_round_of_ninety_people(tmp_path: Path, figures: Figures) -> None:
    demonstration = make_demonstration(tmp_path / "var", "--learners", "90", "--days", "60")
    program = open_program(Settings(data=demonstration.data))
    client = PageClient(create_app(program))
    counsellor = demonstration.person("conseiller")
    client.sign_in(counsellor.identifier, counsellor.phrase)
    seat = Seat(program, client, "/suivi")
    seat.open()
    costs = [seat.cost() for _ in range(TIMES)]
    with counted(program) as sent:
        body = seat.open()
    program.database.dispose()
    figures.at_most(
        "à voir, 90 personnes, processeur", median(cpu for cpu, _ in costs), ROUND_MS, " ms"
    )
    # Other processes weigh on the clock, not on the processor's time of this one.
    figures.tell("à voir, 90 personnes, durée", f"{median(wall for _, wall in costs):.4g} ms")
    figures.tell("à voir, 90 personnes, requêtes SQL", str(len(sent)))
    figures.tell("à voir, 90 personnes, poids", f"{len(body) / 1000:.4g} ko")
