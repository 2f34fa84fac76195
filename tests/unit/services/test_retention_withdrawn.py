"""Answers taken back: their bytes go at night, and a merge undone loses none of another's."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.facts import Fact, QuestionnaireEnded, ScaleAnswered
from learning.services import retention
from learning.services.activity import add_facts, facts_of
from learning.services.admin_bin import list_bin, put_merge, restore
from learning.services.questionnaires import refuse
from learning.services.retention import find_due, note_clock, run
from learning.services.work import Program, Work
from learning.storage.dossiers import dossier_taken
from tests.support.administered import add
from tests.support.clock import Clock

CANARY = "canari-zyzomys"


@pytest.fixture(autouse=True)
def _clock_is_known(program: Program) -> None:
    with program.writing() as work:
        note_clock(work)


def answers(work: Work, who: UUID, *, days: int, count: int = 1) -> None:
    """Answer « avant », so many days from now."""
    at = work.instant + timedelta(days=days)
    given: list[Fact] = [
        ScaleAnswered(
            id=uuid4(), at=at, questionnaire="avant", question=f"{CANARY}-{number}", value=2
        )
        for number in range(count)
    ]
    add_facts(work, who, [*given, QuestionnaireEnded(id=uuid4(), at=at, questionnaire="avant")])


def refuses(work: Work, who: UUID, *, days: int) -> None:
    """Refuse « avant », so many days from now."""
    at = work.instant + timedelta(days=days)
    end = QuestionnaireEnded(id=uuid4(), at=at, questionnaire="avant", refused=True)
    add_facts(work, who, [end])


def told(program: Program, *people: UUID) -> list[list[Fact]]:
    """What each of them said."""
    with program.reading() as work:
        return [facts_of(work, one) for one in people]


@pytest.mark.parametrize("kept_refused", [True, False], ids=["kept", "double"])
def test_a_merge_undone_gives_back_the_answers_of_who_refused_nothing(
    program: Program, clock: Clock, *, kept_refused: bool
) -> None:
    with program.writing() as work:
        kept, double = add(work, "Alix"), add(work, "Alix")
        answers(work, double if kept_refused else kept, days=5)
        refuses(work, kept if kept_refused else double, days=10)
    before = told(program, kept, double)
    clock.advance(days=20)
    with program.writing() as work:
        put_merge(work, kept, double)
    assert find_due(program).withdrawn == 0
    run(program)
    with program.writing() as work:
        restore(work, list_bin(work)[0].id)
    assert told(program, kept, double) == before


def test_once_a_merge_can_no_longer_be_undone_they_go(program: Program, clock: Clock) -> None:
    with program.writing() as work:
        kept, double = add(work, "Alix"), add(work, "Alix")
        answers(work, double, days=5)
        refuses(work, kept, days=10)
        put_merge(work, kept, double)
    clock.advance(days=31)
    run(program)
    (said,) = told(program, kept)
    assert [one for one in said if isinstance(one, ScaleAnswered)] == []


def take_back(program: Program, clock: Clock) -> None:
    """Answer many questions, then take the answers back."""
    with program.writing() as work:
        who = add(work, "Alix")
    clock.advance(hours=1)
    with program.writing() as work:
        answers(work, who, days=0, count=200)
    clock.advance(minutes=5)
    with program.writing() as work:
        work.actor = Actor(id=who, role=Role.LEARNER, site=work.site)
        refuse(work, "avant")
    clock.advance(hours=8)


def files_with(program: Program, word: str) -> list[str]:
    """The files of the database, its journal among them, that hold a word."""
    folder = Path(program.database.url.removeprefix("sqlite:///")).parent
    return [
        file.name
        for file in sorted(folder.rglob("*"))
        if file.is_file() and word.encode() in file.read_bytes()
    ]


def test_no_byte_of_an_answer_taken_back_is_left_after_the_night(
    program: Program, clock: Clock
) -> None:
    if not program.database.is_sqlite:
        return  # what PostgreSQL keeps is its own
    take_back(program, clock)
    assert find_due(program).nothing
    assert files_with(program, CANARY), "the press itself leaves bytes"
    assert run(program).clean
    assert files_with(program, CANARY) == []


def take_dossier(program: Program, clock: Clock) -> None:
    """Take a dossier: a refusal that it brings is of long ago."""
    clock.advance(hours=1)
    with program.writing() as work:
        who = add(work, "Alix")
        refuses(work, who, days=-30)
        taken = {"person_key": "k", "counter": 1, "mark": "m", "at": work.instant}
        work.connection.execute(sa.insert(dossier_taken), {"site_id": work.site, **taken})
    clock.advance(hours=8)


@pytest.mark.parametrize("drop", [take_back, take_dossier], ids=["press", "dossier"])
def test_the_database_is_written_again_once_for_a_refusal(
    program: Program,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    drop: Callable[[Program, Clock], None],
) -> None:
    done: list[Program] = []

    def finish(program: Program) -> bool:
        done.append(program)
        return False

    monkeypatch.setattr(retention, "finish", finish)
    drop(program, clock)
    assert not run(program).clean
    clock.advance(days=1)
    assert run(program).clean
    assert len(done) == 1
