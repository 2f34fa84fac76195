"""Sixty people whose every figure is known beforehand, for the evaluation.

Two groups: « Autonomie » (8 only reached, 14 began, 8 finished) and « Atelier » (6, 9, 15).
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.facts import (
    AnswerGiven,
    Context,
    Fact,
    Observed,
    OutcomeKnown,
    QuestionnaireEnded,
    ScaleAnswered,
    TestSubmitted,
    Verdict,
)
from learning.services.activity import add_all
from learning.services.work import Program, Work
from learning.storage.follow_up import group_form
from learning.storage.people import account, group, membership
from tests.support.clock import START

ITEMS = ("client", "prix", "aide")
LONG_AGO = START - timedelta(weeks=20)
GAINS = (0, 1, 2, 1, 1)  # of each in turn, the same to every item
# By group: form, month, reached only, began, finished, weeks of the first half and of the rest.
GROUPS = {
    "Autonomie": ("autonomie", "2026-05", 8, 14, 8, (0, 13)),
    "Atelier": ("atelier", "2026-06", 6, 9, 15, (3, 14)),
}


def plant(program: Program) -> dict[str, list[UUID]]:
    """Add the groups, and set aside the learners that the small site had: they are of a demo."""
    with program.writing() as work:
        work.connection.execute(sa.update(account).values(made_by_demo=True))
        return {name: _gather(work, name) for name in GROUPS}


def _gather(work: Work, name: str) -> list[UUID]:
    form, month, reached, began, finished, _ = GROUPS[name]
    people = [uuid4() for _ in range(reached + began + finished)]
    here = uuid4()
    site = {"site_id": work.site}
    work.connection.execute(
        sa.insert(account), [_account(work, one, number) for number, one in enumerate(people)]
    )
    work.connection.execute(
        sa.insert(group),
        {
            **site,
            "id": here,
            "name": name,
            "path": "essai",
            "opens_on": f"{month}-04",
            "created_at": LONG_AGO,
        },
    )
    work.connection.execute(
        sa.insert(group_form),
        {**site, "id": uuid4(), "group_id": here, "form": form, "since": f"{month}-04"},
    )
    work.connection.execute(
        sa.insert(membership),
        [{**site, "group_id": here, "account_id": one, "since": LONG_AGO} for one in people],
    )
    add_all(work, _lived(name, people))
    return people


def _account(work: Work, one: UUID, number: int) -> dict[str, object]:
    return {
        "site_id": work.site,
        "id": one,
        "role": Role.LEARNER.value,
        "identifier": one.hex,
        "name": "Une personne",
        "status": "gone" if number % 7 == 0 else "active",
        "created_at": LONG_AGO,
        "made_by_demo": False,
    }


def _lived(name: str, people: list[UUID]) -> list[tuple[UUID, Fact]]:
    """What the people of a group did, and what was noted of them."""
    _, _, reached, began, _, weeks = GROUPS[name]
    active = people[reached:]
    facts: list[tuple[UUID, Fact]] = []
    for number, one in enumerate(active):
        week = weeks[0] if number < 10 else weeks[1]
        facts += [(one, fact) for fact in _worked(week, finished=number >= began)]
    for number, one in enumerate(active[: len(active) // 2]):
        facts += [(one, fact) for fact in _scored(GAINS[number % len(GAINS)])]
    facts += [(one, _left("travail")) for one in people[:6]]
    facts += [(one, _left("envie")) for one in people[6:11]]
    facts += [(one, _became("emploi")) for one in people[-5:]]
    facts.append((people[0], _left("travail")))  # noted twice: the last one counts, once
    return facts


def answered(at: int, *, question: str = "essai/formes/nombre", ordinal: int = 0) -> AnswerGiven:
    """An answer, so many days after the first ones."""
    return AnswerGiven(
        id=uuid4(),
        at=LONG_AGO + timedelta(days=at),
        module="essai",
        question=question,
        context=Context.LESSON,
        ordinal=ordinal,
        verdict=Verdict.RIGHT,
        points=1.0,
        out_of=1,
    )


def _worked(week: int, *, finished: bool) -> Iterable[Fact]:
    yield answered(0)
    yield answered(week * 7 + 1, ordinal=1)
    if finished:
        yield TestSubmitted(
            id=uuid4(),
            at=LONG_AGO + timedelta(days=1),
            module="essai",
            lesson="epreuve",
            attempt=uuid4(),
            points=4.0,
            out_of=4,
            passed=True,
        )


def _scored(gain: int) -> Iterable[Fact]:
    for name, value in (("avant", 2), ("apres", 2 + gain)):
        for item in ITEMS:
            yield ScaleAnswered(
                id=uuid4(), at=LONG_AGO, questionnaire=name, question=item, value=value
            )
        yield QuestionnaireEnded(id=uuid4(), at=LONG_AGO, questionnaire=name)


def _left(code: str) -> Observed:
    return Observed(id=uuid4(), at=START, sort="depart", code=code, month="2026-10")


def _became(code: str) -> OutcomeKnown:
    return OutcomeKnown(id=uuid4(), at=START, code=code, month="2026-10")
