"""Statistics over 100 000 first answers to one module: the whole page, and how it asks."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.content.source import read_folder
from learning.domain.access import Role
from learning.domain.answers import Answer, read_answer
from learning.domain.course import Module
from learning.domain.marking import mark
from learning.domain.question import Calculated, CaseTable, Number, Question
from learning.paths import COURSES
from learning.services.demo_answers import fill_form
from learning.services.publish import prepare_release, publish
from learning.services.site import make_site
from learning.services.statistics import show_module, show_question
from learning.services.work import Program, Work, with_release
from learning.settings import Settings
from learning.storage.activity import fact
from learning.storage.people import account
from tests.benchmarks.test_counts import counted
from tests.support.clock import START, Clock
from tests.support.tables import Figures

pytestmark = pytest.mark.bench

ANSWERS, SECONDS, STATEMENTS = 100_000, 1.0, 3
MODULE = "viabilite"
BATCH = 10_000
TIMES = 3  # the quickest: what else the machine does is no cost of ours

Alike = tuple[str, str, float | None, list[list[str]]]  # seed, verdict, points, fields


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Program]:
    """The shipped courses, and 100 000 first answers to one of their modules."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made, _card = make_site(Settings(data=tmp_path / "var", database_url=url))
    program = replace(made, clock=Clock())
    prepared = prepare_release(program, read_folder(COURSES), on=START.date())
    with program.writing() as work:
        publish(with_release(work), prepared)
        module = work.catalogue.module(MODULE)
        assert module is not None
        fill(work, module)
    if url:
        with program.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))
    yield program
    program.database.dispose()


def fill(work: Work, module: Module) -> None:
    """As many people as it takes, each answering every question once."""
    chance = random.Random(3)
    people = [uuid4() for _ in range(-(-ANSWERS // len(module.questions)))]
    work.connection.execute(sa.insert(account), [person_row(work, one) for one in people])
    pools = {question.id: pool_of(chance, question) for question in module.questions}
    rows = [
        answer_row(work, chance, person, question, pools[question.id])
        for person in people
        for question in module.questions
    ][:ANSWERS]
    for first in range(0, len(rows), BATCH):
        work.connection.execute(sa.insert(fact), rows[first : first + BATCH])


def person_row(work: Work, person: UUID) -> dict[str, Any]:
    return {
        "site_id": work.site,
        "id": person,
        "role": Role.LEARNER.value,
        "identifier": f"foule{person.hex}",
        "name": "Une personne",
        "status": "active",
        "created_at": work.instant,
        "made_by_demo": True,
    }


def answer_row(
    work: Work, chance: random.Random, person: UUID, question: Question, pool: list[Alike]
) -> dict[str, Any]:
    kind, verdict, points, fields = chance.choice(pool)
    return {
        "site_id": work.site,
        "id": uuid4(),
        "learner_id": person,
        "kind": "answer_given",
        "at": work.instant - timedelta(minutes=chance.randrange(100_000)),
        "made_at": work.site,
        "module": MODULE,
        "question": question.id,
        "context": "lesson" if chance.random() < 0.8 else "test",
        "ordinal": 0,
        "verdict": verdict,
        "points": points,
        "out_of": question.points,
        "flag": False,
        "detail": {
            "fields": fields,
            "seed": kind,
            "release": work.release,
            "digest": question.digest,
        },
    }


def pool_of(chance: random.Random, question: Question) -> list[Alike]:
    """A hundred ways to answer: two thirds right, the others as varied as what people type."""
    pool = []
    for number in range(100):
        seed = str(number)
        form = fill_form(question, seed, right=number % 3 > 0, chance=chance)
        if number % 3 == 0 and isinstance(question, Number | Calculated | CaseTable):
            form = {name: [str(chance.randrange(3000))] for name in form}
        answer = read_answer(question, form, seed)
        assert isinstance(answer, Answer)
        given = mark(question, answer, seed)
        pool.append(
            (seed, given.verdict.value, given.points, [list(one) for one in answer.fields])
        )
    return pool


def test_statistics_of_many_answers(filled: Program, figures: Figures) -> None:
    waits, alone = [], []
    with filled.reading() as work:
        with_release(work)
        with counted(filled) as sent:
            page = show_module(work, MODULE)
        asked = page.lines[0].place.question.id
        one = show_question(work, asked)
        for _ in range(TIMES):
            began = time.perf_counter()
            show_module(work, MODULE)
            waits.append(time.perf_counter() - began)
            began = time.perf_counter()
            show_question(work, asked)
            alone.append(time.perf_counter() - began)
    name = "SQLite" if filled.database.is_sqlite else "PostgreSQL"
    assert page.answers == ANSWERS
    assert one.figures.count > 100
    figures.at_most(f"module, requêtes SQL, {name}", len(sent), STATEMENTS)
    figures.at_most(f"module, 100 000 réponses, {name}", min(waits), SECONDS, " s")
    figures.at_most(f"question, 100 000 réponses, {name}", min(alone), SECONDS, " s")
