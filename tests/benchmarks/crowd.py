"""Many learners with answers of their own, written in bulk: only their number matters."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Role
from learning.services.work import Program, open_program
from learning.settings import Settings
from learning.storage.activity import fact
from learning.storage.people import account, group, membership

BATCH = 5000


def fill(data: Path, learners: int, *, attempts: int) -> None:
    """Add learners in groups of thirty, each with this many answers."""
    program = open_program(Settings(data=data))
    try:
        people = [uuid4() for _ in range(learners)]
        with program.writing() as work:
            instant = work.instant
            work.connection.execute(
                sa.insert(account), [_account(program, person, instant) for person in people]
            )
            for first in range(0, learners, 30):
                _gather(work.connection, program, people[first : first + 30], instant)
            answers = [
                _answer(program, person, number, instant)
                for person in people
                for number in range(attempts)
            ]
            for first in range(0, len(answers), BATCH):
                work.connection.execute(sa.insert(fact), answers[first : first + BATCH])
    finally:
        program.database.dispose()


def _account(program: Program, person: UUID, instant: datetime) -> dict[str, Any]:
    return {
        "site_id": program.site,
        "id": person,
        "role": Role.LEARNER.value,
        "identifier": f"foule{person.hex}",
        "name": "Une personne",
        "status": "active",
        "created_at": instant,
        "made_by_demo": True,
    }


def _gather(
    connection: sa.Connection, program: Program, people: list[UUID], instant: datetime
) -> None:
    group_id = uuid4()
    connection.execute(
        sa.insert(group),
        {
            "site_id": program.site,
            "id": group_id,
            "name": f"Groupe {group_id.hex}",
            "path": "createur",
            "created_at": instant,
        },
    )
    connection.execute(
        sa.insert(membership),
        [
            {
                "site_id": program.site,
                "group_id": group_id,
                "account_id": person,
                "since": instant,
            }
            for person in people
        ],
    )


def _answer(program: Program, person: UUID, number: int, instant: datetime) -> dict[str, Any]:
    return {
        "site_id": program.site,
        "id": uuid4(),
        "learner_id": person,
        "kind": "answer_given",
        "at": instant.astimezone(UTC) - timedelta(days=20 - number % 20),
        "made_at": program.site,
        "module": "viabilite",
        "question": f"viabilite/client-probleme-offre/question-{number}",
        "context": "lesson",
        "ordinal": 0,
        "verdict": "juste",
        "points": 1.0,
        "out_of": 1,
        "flag": False,
    }
