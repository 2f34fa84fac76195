"""Accounts and the cards that open them. A card shows its phrase once and is never kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Permission, Role, may
from learning.domain.errors import Conflict, Invalid, NotFound, Refused
from learning.services import audit
from learning.services.phrases import draw_identifier, draw_phrase, hash_phrase
from learning.services.sessions import close_sessions
from learning.services.work import Work
from learning.storage.people import account, group, membership

ACTIVATION_DAYS = 14
BINNED = "binned"  # in the 30-day bin: shown there and nowhere else
_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is printed on a card. An activation card carries a code instead of a phrase."""

    identifier: str
    words: tuple[str, ...]
    name: str
    is_activation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedCard:
    """A phrase and its hash, made before the transaction since hashing is slow."""

    words: tuple[str, ...]
    hashed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """One account, for lists of staff."""

    id: UUID
    identifier: str
    name: str
    role: Role
    status: str
    groups: tuple[str, ...] = ()


def prepare_card(pepper: str) -> PreparedCard:
    """Draw a phrase and hash it."""
    words = draw_phrase()
    return PreparedCard(words=words, hashed=hash_phrase(" ".join(words), pepper))


def add_account(
    work: Work,
    prepared: PreparedCard | None,
    *,
    role: Role,
    name: str,
    groups: tuple[UUID, ...] = (),
    activation: bool = False,
    made_by_demo: bool = False,
    identity: UUID | None = None,
) -> Card:
    """Make an account and return its card; without ``prepared``, nobody enters before a card.

    ``identity`` is the id under which another site knows the person.

    Raises:
        Invalid: the name is empty or too long.

    """
    name = " ".join(name.split())
    if not name or len(name) > _NAME_LENGTH:
        raise Invalid("Écrivez un nom de 1 à 80 caractères.", field="nom")
    identifier = _free_identifier(work)
    account_id = identity or uuid4()
    work.connection.execute(
        sa.insert(account),
        {
            "site_id": work.site,
            "id": account_id,
            "role": role.value,
            "identifier": identifier,
            "name": name,
            "phrase_hash": prepared.hashed if prepared and not activation else None,
            "activation_hash": prepared.hashed if prepared and activation else None,
            "activation_until": work.instant + timedelta(days=ACTIVATION_DAYS)
            if prepared and activation
            else None,
            "status": "active",
            "created_at": work.instant,
            "made_by_demo": made_by_demo,
        },
    )
    for group_id in groups:
        join_group(work, account_id, group_id)
    audit.record(work, "compte.cree", subject=str(account_id))
    words = prepared.words if prepared else ()
    return Card(identifier=identifier, words=words, name=name, is_activation=activation)


def join_group(work: Work, account_id: UUID, group_id: UUID) -> None:
    """Put a person in a group, as learner or staff by their role."""
    work.connection.execute(
        sa.insert(membership),
        {
            "site_id": work.site,
            "group_id": group_id,
            "account_id": account_id,
            "since": work.instant,
        },
    )


def add_group(work: Work, *, name: str, path: str) -> UUID:
    """Make a group that follows a path."""
    taken = work.connection.execute(
        sa.select(group.c.id).where(group.c.site_id == work.site, group.c.name == name)
    ).first()
    if taken:
        raise Conflict("Un groupe « %(name)s » existe déjà. Choisissez un autre nom.", name=name)
    group_id = uuid4()
    work.connection.execute(
        sa.insert(group),
        {
            "site_id": work.site,
            "id": group_id,
            "name": name,
            "path": path,
            "created_at": work.instant,
        },
    )
    return group_id


def find_account(work: Work, identifier: str) -> UUID:
    """Return the id behind an identifier.

    Raises:
        NotFound: nobody has it.

    """
    found: UUID | None = work.connection.execute(
        sa.select(account.c.id).where(
            account.c.site_id == work.site, account.c.identifier == identifier.strip().casefold()
        )
    ).scalar()
    if found is None:
        raise NotFound("Aucun compte n’a l’identifiant « %(name)s ».", name=identifier)
    return found


def renew_card(
    work: Work,
    prepared: PreparedCard,
    account_id: UUID,
    *,
    permission: Permission = Permission.RENEW_CARD,
) -> Card:
    """Make a new card: the old phrase dies, open sessions close, the learner is told.

    Raises:
        NotFound: no such account, or not in one of the actor's groups.
        Refused: the account is not a learner's.

    """
    row = work.connection.execute(
        sa.select(account).where(account.c.site_id == work.site, account.c.id == account_id)
    ).first()
    if row is None or row.status == BINNED:
        raise NotFound("Ce compte n’existe pas, ou il n’est pas dans vos groupes.")
    if work.actor is not None:
        if not may(work.actor, permission, groups=groups_of(work, account_id)):
            raise NotFound("Ce compte n’existe pas, ou il n’est pas dans vos groupes.")
        if row.role != Role.LEARNER.value:
            raise Refused("La carte d’un membre de l’équipe se refait avec l’administrateur.")
    work.connection.execute(
        sa.update(account)
        .where(account.c.site_id == work.site, account.c.id == account_id)
        .values(
            phrase_hash=prepared.hashed,
            activation_hash=None,
            card_made_at=work.instant,
            card_made_by=work.actor.role.value if work.actor else "administrator",
        )
    )
    close_sessions(work, account_id)
    audit.record(work, "carte.refaite", subject=str(account_id))
    return Card(identifier=row.identifier, words=prepared.words, name=row.name)


def find_learner(work: Work, account_id: UUID) -> AccountLine:
    """Return a learner of the actor's groups.

    Raises:
        NotFound: no such learner there.

    """
    groups = None if work.me.role is Role.ADMINISTRATOR else work.me.groups
    for line in list_accounts(work, groups=groups, only=account_id):
        if line.role is Role.LEARNER:
            return line
    raise NotFound("Ce compte n’existe pas, ou il n’est pas dans vos groupes.")


def hold_accounts(work: Work, wanted: Iterable[UUID]) -> None:
    """Let nobody else decide about these accounts until the end of the unit."""
    query = sa.select(account.c.id).where(
        account.c.site_id == work.site, account.c.id.in_(list(wanted))
    )
    work.connection.execute(query.order_by(account.c.id).with_for_update()).all()


def groups_of(work: Work, account_id: UUID) -> frozenset[UUID]:
    """Return the groups that a person is in."""
    query = sa.select(membership.c.group_id).where(
        membership.c.site_id == work.site, membership.c.account_id == account_id
    )
    return frozenset(work.connection.execute(query).scalars())


def list_accounts(
    work: Work, *, groups: frozenset[UUID] | None = None, only: UUID | None = None
) -> list[AccountLine]:
    """List accounts by name; with ``groups``, only the learners of these; ``only`` is one id."""
    joined = account.outerjoin(
        membership,
        (membership.c.site_id == account.c.site_id) & (membership.c.account_id == account.c.id),
    ).outerjoin(
        group, (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id)
    )
    query = (
        sa.select(
            account.c.id,
            account.c.identifier,
            account.c.name,
            account.c.role,
            account.c.status,
            group.c.id.label("group_id"),
            group.c.name.label("group_name"),
        )
        .select_from(joined)
        .where(account.c.site_id == work.site, account.c.status != BINNED)
        .order_by(account.c.name, account.c.identifier, group.c.name)
    )
    if only is not None:
        query = query.where(account.c.id == only)
    if groups is not None:
        query = query.where(
            membership.c.group_id.in_(groups), account.c.role == Role.LEARNER.value
        )
    lines: dict[UUID, AccountLine] = {}
    for row in work.connection.execute(query):
        before = lines[row.id].groups if row.id in lines else ()
        names = (*before, row.group_name) if row.group_name else before
        lines[row.id] = AccountLine(
            id=row.id,
            identifier=row.identifier,
            name=row.name,
            role=Role(row.role),
            status=row.status,
            groups=names,
        )
    return list(lines.values())


def _free_identifier(work: Work) -> str:
    while True:
        identifier = draw_identifier()
        taken = work.connection.execute(
            sa.select(account.c.id).where(
                account.c.site_id == work.site, account.c.identifier == identifier
            )
        ).first()
        if taken is None:
            return identifier


def find_group(work: Work, name: str) -> UUID:
    """Return the id of a group by its name.

    Raises:
        NotFound: no such group.

    """
    found: UUID | None = work.connection.execute(
        sa.select(group.c.id).where(group.c.site_id == work.site, group.c.name == name)
    ).scalar()
    if found is None:
        raise NotFound("Aucun groupe ne s’appelle « %(name)s ».", name=name)
    return found
