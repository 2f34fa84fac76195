"""A new card from the room, for a learner who lost theirs; a setting of the site allows it."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Permission, Role
from learning.domain.errors import Invalid, NotFound
from learning.services.accounts import Card, PreparedCard, renew_card
from learning.services.work import Work
from learning.storage.people import account

MOST = 10
_LEAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A learner whom a name leads to. Nothing else of them is read."""

    id: UUID
    name: str
    identifier: str


def find_people(work: Work, typed: str) -> list[Person]:
    """Return the active learners of the site whose name holds what was typed, ten at most.

    Raises:
        Invalid: fewer than three letters, which would list the whole site.

    """
    wanted = " ".join(typed.split())[:80]
    if len(wanted) < _LEAST:
        raise Invalid("Écrivez au moins trois lettres du nom.", field="nom")
    query = (
        sa.select(account.c.id, account.c.name, account.c.identifier)
        .where(
            account.c.site_id == work.site,
            account.c.role == Role.LEARNER.value,
            account.c.status == "active",
        )
        .order_by(account.c.name, account.c.identifier)
    )
    near = wanted.casefold()
    rows = work.connection.execute(query)
    found = [row for row in rows if near in row.name.casefold() or near == row.identifier]
    return [Person(id=row.id, name=row.name, identifier=row.identifier) for row in found[:MOST]]


def find_person(work: Work, account_id: UUID) -> Person:
    """Return an active learner of the site.

    Raises:
        NotFound: no such learner.

    """
    row = work.connection.execute(
        sa.select(account.c.id, account.c.name, account.c.identifier).where(
            account.c.site_id == work.site,
            account.c.id == account_id,
            account.c.role == Role.LEARNER.value,
            account.c.status == "active",
        )
    ).first()
    if row is None:
        raise NotFound("Cette personne n’existe pas.")
    return Person(id=row.id, name=row.name, identifier=row.identifier)


def renew_in_room(work: Work, prepared: PreparedCard, account_id: UUID) -> Card:
    """Make a new card: the old phrase dies, open sessions close, the person is told by whom."""
    find_person(work, account_id)
    return renew_card(work, prepared, account_id, permission=Permission.RENEW_CARD_IN_ROOM)
