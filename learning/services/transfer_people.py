"""Who a person is at several sites: ids known elsewhere, and the account of this site.

The id of the oldest account is the person's own, at every site that has seen it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Permission, Role, may
from learning.domain.dossier import Known, oldest
from learning.domain.errors import Conflict, NotFound, Refused
from learning.services.accounts import BINNED, groups_of
from learning.services.work import Work
from learning.storage.dossiers import known_person
from learning.storage.people import account, membership

NOT_YOURS = "Cette personne n’est pas dans vos groupes, ou ce compte n’existe pas."
GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A learner of this site, as lists of dossiers show them."""

    id: UUID
    identifier: str
    name: str
    status: str
    since: datetime


def reach(work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    """The learners whose dossier the actor may move: those of their groups, or of the site.

    A command acts for the administrator.
    """
    learners = account.c.role == Role.LEARNER.value
    if work.actor is None or work.actor.role is Role.ADMINISTRATOR:
        return (learners,)
    mine = sa.select(membership.c.account_id).where(
        membership.c.site_id == work.site, membership.c.group_id.in_(work.actor.groups)
    )
    return (learners, account.c.id.in_(mine))


def list_movers(work: Work, *, named: str = "", gone: bool = False) -> tuple[Mover, ...]:
    """Return the learners in reach, by name; those who left only when asked."""
    query = (
        sa.select(account)
        .where(account.c.site_id == work.site, *reach(work))
        .order_by(account.c.name, account.c.id)
    )
    wanted = {"active", "suspended", GONE} if gone else {"active", "suspended"}
    plain = named.casefold()
    return tuple(
        _mover(row)
        for row in work.connection.execute(query)
        if row.status in wanted and plain in row.name.casefold()
    )


def find_mover(work: Work, wanted: UUID, *, hold: bool = False) -> Mover:
    """Return a learner in reach.

    Raises:
        NotFound: no such learner there.

    """
    query = sa.select(account).where(
        account.c.site_id == work.site, account.c.id == wanted, *reach(work)
    )
    row = work.connection.execute(query.with_for_update() if hold else query).first()
    if row is None or row.status not in {"active", "suspended", GONE}:
        raise NotFound(NOT_YOURS)
    return _mover(row)


def check_reach(work: Work, groups: Iterable[UUID]) -> None:
    """Refuse groups that are not the actor's.

    Raises:
        NotFound: one of them is somebody else's.

    """
    for one in groups:
        if work.actor is not None and not may(
            work.actor, Permission.MOVE_DOSSIER, groups=frozenset({one})
        ):
            raise NotFound("Ce groupe n’existe pas, ou ce n’est pas l’un des vôtres.")


def _mover(row: sa.Row[tuple[object, ...]]) -> Mover:
    return Mover(
        id=row.id,
        identifier=row.identifier,
        name=row.name,
        status=row.status,
        since=row.created_at,
    )


def plain(text: str) -> str:
    """Words as they are compared: no accent, no capital, no second space."""
    split = unicodedata.normalize("NFD", text.replace("\u2019", "'").casefold())
    return " ".join("".join(one for one in split if not unicodedata.combining(one)).split())


def known_as(work: Work, mover: Mover) -> tuple[Known, ...]:
    """Return every id of a learner: that of the account here, and those of other sites."""
    return tuple(sorted(_names(work, mover.id)[mover.id], key=_age))


def own_ids(work: Work) -> dict[UUID, UUID]:
    """Return, for accounts known elsewhere too, the id that is the person's at every site."""
    return {one: oldest(names) for one, names in _names(work).items()}


def _age(one: Known) -> tuple[datetime, int]:
    return (one.since, one.person.int)


def _names(work: Work, only: UUID | None = None) -> dict[UUID, list[Known]]:
    """The ids of accounts known elsewhere; of one account, known elsewhere or not."""
    joined = account.outerjoin(
        known_person,
        (account.c.site_id == known_person.c.site_id)
        & (account.c.id == known_person.c.account_id),
    )
    query = (
        sa.select(
            account.c.id, account.c.created_at, known_person.c.person_id, known_person.c.since
        )
        .select_from(joined)
        .where(account.c.site_id == work.site)
    )
    query = query.where(
        known_person.c.person_id.is_not(None) if only is None else account.c.id == only
    )
    found: dict[UUID, dict[UUID, datetime]] = {}
    for row in work.connection.execute(query):
        mine = found.setdefault(row.id, {row.id: row.created_at})
        if row.person_id is not None:
            mine[row.person_id] = min(row.since, mine.get(row.person_id, row.since))
    return {
        one: [Known(person=person, since=since) for person, since in names.items()]
        for one, names in found.items()
    }


def account_of(work: Work, names: Iterable[Known]) -> UUID | None:
    """Return the account here of somebody known under these ids, None when there is none.

    One in the bin is theirs only when no other is: it was made one with the other.

    Raises:
        Conflict: two accounts of this site are that person.

    """
    ids = [one.person for one in names]
    others = sa.select(known_person.c.account_id).where(
        known_person.c.site_id == work.site, known_person.c.person_id.in_(ids)
    )
    query = sa.select(account.c.id, account.c.status).where(
        account.c.site_id == work.site,
        account.c.id.in_(ids) | account.c.id.in_(others),
        account.c.role == Role.LEARNER.value,
    )
    rows = work.connection.execute(query).all()
    found = {row.id for row in rows if row.status != BINNED} or {row.id for row in rows}
    if len(found) > 1:
        raise Conflict(
            "Deux comptes de ce site sont cette personne : l’administrateur les réunit d’abord."
        )
    return next(iter(found), None)


def join_names(work: Work, kept: UUID, double: UUID) -> None:
    """Two accounts become one: the other's id leads to the account that is kept."""
    query = sa.select(account.c.created_at).where(
        account.c.site_id == work.site, account.c.id == double
    )
    since = work.connection.execute(query).scalar_one()
    note_names(work, kept, [Known(person=double, since=since)])


def part_names(work: Work, double: UUID) -> None:
    """They are two again: that id leads to its own account."""
    work.connection.execute(
        sa.delete(known_person).where(
            known_person.c.site_id == work.site, known_person.c.person_id == double
        )
    )


def is_staff_id(work: Work, names: Iterable[Known]) -> bool:
    """Tell whether one of these ids is that of somebody of the team here."""
    query = sa.select(account.c.id).where(
        account.c.site_id == work.site,
        account.c.id.in_([one.person for one in names]),
        account.c.role != Role.LEARNER.value,
    )
    return work.connection.execute(query).first() is not None


def note_names(work: Work, learner: UUID, names: Iterable[Known]) -> None:
    """Keep the ids under which other sites know a learner, each since its first account."""
    wanted = {one.person: one.since for one in names}
    query = sa.select(known_person.c.person_id, known_person.c.since).where(
        known_person.c.site_id == work.site, known_person.c.person_id.in_(wanted)
    )
    known = {row.person_id: row.since for row in work.connection.execute(query)}
    for person, since in wanted.items():
        if person not in known:
            work.connection.execute(
                sa.insert(known_person),
                {
                    "site_id": work.site,
                    "person_id": person,
                    "account_id": learner,
                    "since": since,
                },
            )
        elif since < known[person]:
            work.connection.execute(
                sa.update(known_person)
                .where(known_person.c.site_id == work.site, known_person.c.person_id == person)
                .values(since=since)
            )


def set_status(work: Work, learner: UUID, status: str) -> None:
    """Say that a learner left, or is back."""
    work.connection.execute(
        sa.update(account)
        .where(account.c.site_id == work.site, account.c.id == learner)
        .values(status=status)
    )


def check_staff_of(work: Work, learner: UUID) -> None:
    """Refuse somebody who may not move this learner's dossier.

    Raises:
        Refused: the learner is in none of the actor's groups.

    """
    if work.actor is not None and not may(
        work.actor, Permission.MOVE_DOSSIER, groups=groups_of(work, learner)
    ):
        raise Refused(
            "Cette personne a déjà un compte ici, dans un groupe qui n’est pas le vôtre. "
            "Demandez à l’administrateur d’importer ce dossier."
        )
