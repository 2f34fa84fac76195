"""The accounts of a site as an administrator sees them: the list, one account, a new one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.services import audit
from learning.services.accounts import (
    BINNED,
    Card,
    PreparedCard,
    add_account,
    groups_of,
    join_group,
)
from learning.services.grids import codes_left
from learning.services.phrases import plain
from learning.services.work import Work
from learning.storage.people import account, group, membership

PER_PAGE = 50
_NAME_LENGTH = 80
_UNKNOWN = "Ce compte n’existe pas sur ce site, ou il est dans la corbeille."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which accounts to list; an empty word means any."""

    role: str = ""
    status: str = ""
    group: str = ""
    named: str = ""
    without_card: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One account of the list. ``card`` is carte, activation or aucune."""

    id: UUID
    identifier: str
    name: str
    role: Role
    status: str
    card: str
    created_at: datetime
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountList:
    """One page of the list."""

    rows: tuple[AccountRow, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChoice:
    """A group to tick."""

    id: UUID
    name: str
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """One account, its groups, and how many codes its grid still has."""

    row: AccountRow
    groups: frozenset[UUID]
    card_made_at: datetime | None
    activation_until: datetime | None
    codes_left: int | None  # None without a grid


_COLUMNS = (
    account.c.id,
    account.c.identifier,
    account.c.name,
    account.c.role,
    account.c.status,
    account.c.created_at,
    account.c.phrase_hash.is_not(None).label("has_phrase"),
    account.c.activation_hash.is_not(None).label("has_activation"),
)


def list_page(work: Work, wanted: Wanted) -> AccountList:
    """List the accounts that are wanted, fifty at a time, by name."""
    query = sa.select(*_COLUMNS).where(
        account.c.site_id == work.site, account.c.status != BINNED, *_conditions(work, wanted)
    )
    rows = work.connection.execute(query).all()
    if wanted.named.strip():
        looked = plain(wanted.named.strip())
        rows = [row for row in rows if looked in plain(row.name) or looked in row.identifier]
    ordered = sorted(rows, key=lambda row: (plain(row.name), row.identifier))
    pages = max(1, -(-len(ordered) // PER_PAGE))
    page = min(max(1, wanted.page), pages)
    here = ordered[(page - 1) * PER_PAGE : page * PER_PAGE]
    names = _group_names(work, [row.id for row in here])
    return AccountList(
        rows=tuple(_row(row, names.get(row.id, ())) for row in here),
        total=len(ordered),
        page=page,
        pages=pages,
    )


def _conditions(work: Work, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.role:
        found.append(account.c.role == wanted.role)
    if wanted.status:
        found.append(account.c.status == wanted.status)
    if wanted.without_card:
        found += [account.c.phrase_hash.is_(None), account.c.activation_hash.is_(None)]
    if wanted.group:
        members = sa.select(membership.c.account_id).where(membership.c.site_id == work.site)
        if wanted.group == "aucun":
            found.append(account.c.id.not_in(members))
        else:
            one = _as_id(wanted.group)
            found.append(account.c.id.in_(members.where(membership.c.group_id == one)))
    return found


def _as_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("Ce groupe n’existe pas.") from error


def rows_of(work: Work, ids: Collection[UUID]) -> tuple[AccountRow, ...]:
    """Return these accounts by name; those in the bin or unknown are left out."""
    query = sa.select(*_COLUMNS).where(
        account.c.site_id == work.site, account.c.id.in_(list(ids)), account.c.status != BINNED
    )
    names = _group_names(work, list(ids))
    rows = [_row(row, names.get(row.id, ())) for row in work.connection.execute(query)]
    return tuple(sorted(rows, key=lambda row: (plain(row.name), row.identifier)))


def show_account(work: Work, wanted: UUID) -> AccountPage:
    """Return one account.

    Raises:
        NotFound: no such account, or it is in the bin.

    """
    found = rows_of(work, [wanted])
    if not found:
        raise NotFound(_UNKNOWN)
    dates = work.connection.execute(
        sa.select(account.c.card_made_at, account.c.activation_until).where(
            account.c.site_id == work.site, account.c.id == wanted
        )
    ).one()
    return AccountPage(
        row=found[0],
        groups=groups_of(work, wanted),
        card_made_at=dates.card_made_at,
        activation_until=dates.activation_until,
        codes_left=codes_left(work, wanted),
    )


def list_groups(work: Work) -> tuple[GroupChoice, ...]:
    """Return every group by name, with how many accounts it has."""
    counted = (
        sa.select(membership.c.group_id, sa.func.count().label("people"))
        .where(membership.c.site_id == work.site)
        .group_by(membership.c.group_id)
    )
    counts = {row.group_id: row.people for row in work.connection.execute(counted)}
    query = sa.select(group.c.id, group.c.name).where(group.c.site_id == work.site)
    rows = work.connection.execute(query.order_by(group.c.name, group.c.id))
    return tuple(
        GroupChoice(id=row.id, name=row.name, people=counts.get(row.id, 0)) for row in rows
    )


def find_group(work: Work, wanted: UUID) -> GroupChoice:
    """Return one group.

    Raises:
        NotFound: no such group.

    """
    for one in list_groups(work):
        if one.id == wanted:
            return one
    raise NotFound("Ce groupe n’existe pas.")


def make_account(
    work: Work,
    prepared: PreparedCard,
    *,
    role: str,
    name: str,
    groups: Collection[UUID] = (),
    homonym: bool = False,
) -> Card:
    """Make an account and its card; learners get a phrase, the team an activation code.

    Raises:
        Invalid: the role, the name or a group cannot be.
        Conflict: somebody of this role has this name, and nobody said that it is another person.

    """
    if role not in {one.value for one in Role}:
        raise Invalid("Choisissez un rôle de la liste.", field="role")
    tidy = " ".join(name.split())
    if not homonym and tidy and _has_name(work, role, tidy):
        raise Conflict(
            "Un compte de ce rôle a déjà ce nom. Si c’est une autre personne, cochez la case."
        )
    return add_account(
        work,
        prepared,
        role=Role(role),
        name=_checked_name(tidy),
        groups=_checked_groups(work, groups),
        activation=Role(role) is not Role.LEARNER,
    )


def change_account(work: Work, wanted: UUID, *, name: str, groups: Collection[UUID]) -> None:
    """Change a name and the groups of an account.

    Raises:
        NotFound: no such account, or it is in the bin.
        Invalid: the name or a group cannot be.

    """
    page = show_account(work, wanted)
    tidy = _checked_name(" ".join(name.split()))
    chosen = set(_checked_groups(work, groups))
    if tidy != page.row.name:
        work.connection.execute(
            sa.update(account)
            .where(account.c.site_id == work.site, account.c.id == wanted)
            .values(name=tidy)
        )
        audit.record(work, "compte.change", subject=str(wanted))
    for joined in sorted(chosen - page.groups, key=str):
        join_group(work, wanted, joined)
        audit.record(work, "groupe.entree", subject=str(wanted))
    for left in sorted(page.groups - chosen, key=str):
        work.connection.execute(
            sa.delete(membership).where(
                membership.c.site_id == work.site,
                membership.c.group_id == left,
                membership.c.account_id == wanted,
            )
        )
        audit.record(work, "groupe.sortie", subject=str(wanted))


def _checked_name(name: str) -> str:
    if not name or len(name) > _NAME_LENGTH:
        raise Invalid("Écrivez un nom de 1 à 80 caractères.", field="nom")
    return name


def _checked_groups(work: Work, groups: Collection[UUID]) -> tuple[UUID, ...]:
    known = {one.id for one in list_groups(work)}
    if not set(groups) <= known:
        raise Invalid("Un de ces groupes n’existe plus. Choisissez à nouveau.", field="groupes")
    return tuple(sorted(set(groups), key=str))


def _has_name(work: Work, role: str, name: str) -> bool:
    query = sa.select(account.c.name).where(account.c.site_id == work.site, account.c.role == role)
    return any(plain(row.name) == plain(name) for row in work.connection.execute(query))


def _row(row: sa.Row[tuple[object, ...]], groups: tuple[str, ...]) -> AccountRow:
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's own way to a row by names
    card = "carte" if found["has_phrase"] else "activation" if found["has_activation"] else ""
    return AccountRow(
        id=found["id"],
        identifier=found["identifier"],
        name=found["name"],
        role=Role(found["role"]),
        status=found["status"],
        card=card or "aucune",
        created_at=found["created_at"],
        groups=groups,
    )


def _group_names(work: Work, ids: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    query = (
        sa.select(membership.c.account_id, group.c.name)
        .select_from(
            membership.join(
                group,
                (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id),
            )
        )
        .where(membership.c.site_id == work.site, membership.c.account_id.in_(ids))
        .order_by(group.c.name)
    )
    names: dict[UUID, tuple[str, ...]] = {}
    for row in work.connection.execute(query):
        names[row.account_id] = (*names.get(row.account_id, ()), row.name)
    return names
