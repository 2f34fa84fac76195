"""A small site for the services of administration, on either database."""

from uuid import UUID

from learning.domain.access import Actor, Role
from learning.services.accounts import PreparedCard, add_account, add_group, find_account
from learning.services.work import Program, Work

CARD = PreparedCard(words=("un", "deux", "trois", "quatre", "cinq"), hashed="$haché$")


def add(work: Work, name: str, role: Role = Role.LEARNER, *groups: UUID) -> UUID:
    """Make an account with a card, hashing nothing."""
    card = add_account(work, CARD, role=role, name=name, groups=groups)
    return find_account(work, card.identifier)


def add_with_group(work: Work, group: str, *names: str) -> tuple[UUID, tuple[UUID, ...]]:
    """Make a group and its learners."""
    made = add_group(work, name=group, path="essai")
    return made, tuple(add(work, name, Role.LEARNER, made) for name in names)


def as_administrator(work: Work, who: UUID) -> Work:
    """Let an administrator act."""
    work.actor = Actor(id=who, role=Role.ADMINISTRATOR, site=work.site)
    return work


def first_administrator(program: Program) -> UUID:
    """An administrator who can enter, beside the one whom ``init`` made."""
    with program.writing() as work:
        return add(work, "Adèle", Role.ADMINISTRATOR)
