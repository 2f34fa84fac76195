"""A site with one short lesson and as many learners as a test asks for, made by the services."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from learning.domain.access import Role
from learning.services.accounts import add_account, add_group, find_account, prepare_card
from learning.services.work import Program, open_program, with_release
from learning.settings import Settings
from tests.support.sites import done

COURSES = Path(__file__).parent / "little_courses"
MODULE = "essai"
LESSON = "/modules/essai/marge"


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who may sign in."""

    id: UUID
    identifier: str
    phrase: str


def make_little_site(data: Path, learners: int, **variables: str) -> tuple[Learner, ...]:
    """Make, publish, and enrol; the settings are those of any new site."""
    done(data, "init", **variables)
    done(data, "courses", "publish", str(COURSES), **variables)
    program = open_program(
        Settings(data=data, database_url=variables.get("TREMPLIN_DATABASE_URL", ""))
    )
    try:
        return tuple(enrol(program, learners))
    finally:
        program.database.dispose()


def enrol(program: Program, count: int, *, path: str = "essai") -> list[Learner]:
    """Add learners of one group."""
    prepared = [prepare_card(program.keys.pepper) for _ in range(count)]
    enrolled = []
    with program.writing() as work:
        with_release(work)
        group = add_group(work, name="Groupe d’essai", path=path)
        for number, card in enumerate(prepared):
            made = add_account(
                work, card, role=Role.LEARNER, name=f"Essai {number + 1}", groups=(group,)
            )
            identity = find_account(work, made.identifier)
            enrolled.append(Learner(identity, made.identifier, " ".join(made.words)))
    return enrolled
