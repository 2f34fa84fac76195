"""Statistics of questions on both databases: first answers alone, by version, nobody named."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.content.source import read_folder
from learning.domain.access import Role
from learning.domain.errors import NotFound
from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    AnswerUnread,
    Context,
    Fact,
    HintSeen,
    Verdict,
)
from learning.domain.question import SingleChoice
from learning.services.activity import add_facts
from learning.services.statistics import (
    ModuleStatistics,
    QuestionLine,
    list_modules,
    show_module,
    show_question,
)
from learning.services.work import Program, Work, with_release
from learning.storage.people import account
from tests.support.clock import START
from tests.support.small_site import COURSES, make, publish_folder

UNIQUE = "essai/formes/unique"
PEOPLE = [UUID(int=1000 + number) for number in range(12)]


@pytest.fixture
def program(database_url: str, tmp_path: Path) -> Iterator[Program]:
    """A published site on either database, with a dozen people."""
    made, _accounts = make(tmp_path / "var", database_url, phrases=False)
    with made.writing() as work:
        work.connection.execute(
            sa.insert(account),
            [
                {
                    "site_id": work.site,
                    "id": person,
                    "role": Role.LEARNER.value,
                    "identifier": f"p{person.int}",
                    "name": "Une personne",
                    "status": "active",
                    "created_at": START,
                    "made_by_demo": False,
                }
                for person in PEOPLE
            ],
        )
    yield made
    made.database.dispose()


def answer(work: Work, question: str, *values: tuple[str, str], right: bool) -> AnswerGiven:
    """A first answer in a lesson, on what the site serves."""
    return AnswerGiven(
        id=uuid4(),
        at=START,
        module="essai",
        question=question,
        context=Context.LESSON,
        ordinal=0,
        verdict=Verdict.RIGHT if right else Verdict.WRONG,
        points=float(right),
        out_of=1,
        fields=values,
        seed="graine",
        release=work.release or "",
    )


def choice_ids(work: Work, question: str) -> list[str]:
    """The permanent ids of a question's choices."""
    module = work.catalogue.module("essai")
    found = module.question(question) if module else None
    assert isinstance(found, SingleChoice)
    return [choice.id for choice in found.choices]


def add(program: Program, person: UUID, *facts: Fact) -> None:
    """Record what somebody did."""
    with program.writing() as work:
        add_facts(with_release(work), person, facts)


def everybody_answers(program: Program, right: int = 9) -> None:
    """The first ``right`` people choose well, the others take the second choice."""
    with program.writing() as work:
        good, bad = choice_ids(with_release(work), UNIQUE)[:2]
        for number, person in enumerate(PEOPLE):
            well = number < right
            given = answer(work, UNIQUE, ("", good if well else bad), right=well)
            add_facts(work, person, [given])


def module_of(program: Program) -> ModuleStatistics:
    with program.reading() as work:
        return show_module(with_release(work), "essai")


def line_of(program: Program, question: str = UNIQUE) -> QuestionLine:
    return next(line for line in module_of(program).lines if line.place.question.id == question)


def test_choices_are_counted_over_first_answers(program: Program) -> None:
    everybody_answers(program)
    with program.reading() as work:
        good = choice_ids(with_release(work), UNIQUE)[0]
        again = answer(work, UNIQUE, ("", good), right=True)
    add(program, PEOPLE[-1], replace(again, ordinal=1, retry=True))
    figures = line_of(program).figures
    assert figures.count == 12
    assert [(bar.count, bar.right) for bar in figures.bars] == [(9, True), (3, False)]
    assert figures.facility is not None
    assert figures.facility.value == 0.75
    assert figures.tries == 1
    with program.reading() as work:
        assert [count for _, count in list_modules(with_release(work))] == [12]


def _trials(minutes: int) -> list[Fact]:
    """Two hints seen and a number that cannot be read, so many minutes after the start."""
    at = START + timedelta(minutes=minutes)
    unread = AnswerUnread(
        id=uuid4(),
        at=at,
        module="essai",
        question=UNIQUE,
        context=Context.LESSON,
        verdict=Verdict.AMBIGUOUS,
        fields=(("", "1.234"),),
    )
    hints = [HintSeen(id=uuid4(), at=at, module="essai", question=UNIQUE) for _ in range(2)]
    return [*hints, unread]


def test_what_comes_before_the_first_answer_counts(program: Program) -> None:
    for person, minutes in ((PEOPLE[0], 2), (PEOPLE[1], -1)):
        add(program, person, *_trials(minutes))  # the clock went back after the first
    everybody_answers(program)
    add(program, PEOPLE[2], *_trials(-3))
    figures = line_of(program).figures
    assert (figures.hints, figures.unread) == (2, 2)


def test_tries_are_those_of_the_lesson(program: Program) -> None:
    everybody_answers(program)
    with program.reading() as work:
        bad = choice_ids(with_release(work), UNIQUE)[1]
        again = answer(work, UNIQUE, ("", bad), right=False)
    for person in PEOPLE[:7]:
        add(
            program,
            person,
            *(replace(again, id=uuid4(), ordinal=n, retry=True) for n in (1, 2)),
            replace(again, id=uuid4(), ordinal=3, context=Context.REVIEW),
        )
    assert line_of(program).figures.tries == 3


def test_blanks_are_those_of_tests(program: Program) -> None:
    with program.reading() as work:
        blank = answer(with_release(work), UNIQUE, right=False)
    for person in PEOPLE:
        add(program, person, replace(blank, id=uuid4(), context=Context.TEST, attempt=uuid4()))
    figures = line_of(program).figures
    assert (figures.blank, figures.in_tests) == (12, 12)


def test_an_open_answer_takes_its_latest_reading(program: Program) -> None:
    question = "essai/formes/libre"
    with program.reading() as work:
        text = answer(with_release(work), question, ("", "Du pain"), right=False)
    text = replace(text, verdict=Verdict.TO_READ, points=None)
    for person in PEOPLE[:3]:
        add(program, person, replace(text, id=UUID(int=person.int * 10)))
    read = AnswerRead(
        id=uuid4(),
        at=START,
        module="essai",
        question=question,
        answer=UUID(int=PEOPLE[0].int * 10),
        verdict=Verdict.WRONG,
        points=0.0,
        out_of=1,
    )
    later = replace(read, id=uuid4(), at=START + timedelta(1), points=0.5)
    second = replace(text, id=UUID(int=77), ordinal=1)
    add(program, PEOPLE[0], read, later, second, replace(read, id=uuid4(), answer=second.id))
    figures = line_of(program, question).figures
    assert figures.facility is not None
    assert (figures.facility.value, figures.facility.count) == (0.5, 1)
    assert (figures.count, figures.waiting) == (3, 2)
    assert "Du pain" not in repr(module_of(program))


def test_words_are_pooled_and_a_new_marking_starts_a_version(program: Program) -> None:
    everybody_answers(program)
    files = read_folder(COURSES)
    path = "essai/10-formes.md"
    said = files[path].replace(b"Que faut-il retirer", b"Que retirez-vous")
    publish_folder(program, {**files, path: said})
    add_one(program, PEOPLE[0], "essai/formes/vraifaux", "vrai")
    assert line_of(program).figures.count == 12
    marked = said.replace(b"- (x) Le prix", b"- ( ) Le prix").replace(
        b"- ( ) Le nom du client", b"- (x) Le nom du client"
    )
    publish_folder(program, {**files, path: marked})
    now = line_of(program).figures
    assert (now.version, now.count) == (2, 0)
    with program.reading() as work:
        page = show_question(with_release(work), UNIQUE)
        before = show_question(work, UNIQUE, 1)
        with pytest.raises(NotFound):
            show_question(work, UNIQUE, 3)
    assert [(line.version, line.count) for line in page.history] == [(1, 12)]
    assert before.figures.count == 12
    assert [bar.right for bar in before.figures.bars] == [True, False]
    assert [choice.right for choice in page.view.choices] == [None, True]


def add_one(program: Program, person: UUID, question: str, value: str) -> None:
    """One right answer of somebody."""
    with program.reading() as work:
        given = answer(with_release(work), question, ("", value), right=True)
    add(program, person, given)


def test_what_needs_attention_comes_first(program: Program) -> None:
    everybody_answers(program, right=2)
    page = module_of(program)
    assert page.lines[0].place.question.id == UNIQUE
    assert page.lines[0].first.rule == "wrong_choice_attracts"
    assert sum(page.counts.values()) == len(page.lines)


def test_every_question_has_its_page(program: Program) -> None:
    everybody_answers(program)
    with program.reading() as work:
        with_release(work)
        for line in show_module(work, "essai").lines:
            page = show_question(work, line.place.question.id)
            assert page.text
            assert page.figures == line.figures
            assert page.advice == line.advice
        with pytest.raises(NotFound):
            show_question(work, "essai/formes/absente")
        with pytest.raises(NotFound):
            show_module(work, "absent")
