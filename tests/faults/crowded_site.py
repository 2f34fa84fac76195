"""A site of real courses with as many people as a test asks for, each at an address of its own."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.services.accounts import (
    PreparedCard,
    add_account,
    add_group,
    find_account,
    prepare_card,
)
from learning.services.work import Program, Work, open_program, with_release
from learning.settings import Settings
from learning.storage.people import account
from tests.faults.terminals import STAFF_PAGES, Terminal
from tests.support.little_site import Learner
from tests.support.sites import done

GROUP_SIZE = 20


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody who may sign in."""

    learners: tuple[Learner, ...]
    staff: tuple[tuple[Learner, str], ...]

    def seated(self, port: int) -> tuple[list[Terminal], list[tuple[Terminal, Sequence[str]]]]:
        """Everybody before a terminal that stands alone at its address."""
        addresses = _addresses()
        learners = [Terminal(port, one, next(addresses)) for one in self.learners]
        staff: list[tuple[Terminal, Sequence[str]]] = [
            (Terminal(port, one, next(addresses)), STAFF_PAGES[role]) for one, role in self.staff
        ]
        return learners, staff


def make_crowded_site(data: Path, learners: int) -> Crowd:
    """Publish the shipped courses, and enrol; everybody has seen the first screens already."""
    done(data, "init")
    done(data, "courses", "publish", "courses")
    program = open_program(Settings(data=data))
    try:
        cards = iter(_cards(program, learners + len(STAFF_PAGES)))
        with program.writing() as work:
            with_release(work)
            groups = [
                add_group(work, name=f"Groupe {number + 1}", path="createur")
                for number in range(-(-learners // GROUP_SIZE))
            ]
            people = tuple(
                _enrol(work, next(cards), Role.LEARNER, (groups[number // GROUP_SIZE],))
                for number in range(learners)
            )
            staff = tuple(
                (_enrol(work, next(cards), Role(role), tuple(groups[:3])), role)
                for role in STAFF_PAGES
            )
            work.connection.execute(sa.update(account).values(first_steps_at=work.instant))
        return Crowd(people, staff)
    finally:
        program.database.dispose()


def _cards(program: Program, count: int) -> list[PreparedCard]:
    """Draw cards on both cores: each hash is slow by design."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda _: prepare_card(program.keys.pepper), range(count)))


def _enrol(work: Work, card: PreparedCard, role: Role, groups: tuple[UUID, ...]) -> Learner:
    made = add_account(work, card, role=role, name="Une personne", groups=groups)
    return Learner(find_account(work, made.identifier), made.identifier, " ".join(made.words))


def _addresses() -> Iterator[str]:
    """Addresses of this machine's loopback, none of them twice."""
    for number in range(256, 2**16):
        if number % 256 not in {0, 255}:
            yield f"127.1.{number // 256}.{number % 256}"
