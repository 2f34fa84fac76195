"""Accounts from a CSV: what each row would do, then all of it in one transaction.

The same file a second time changes nothing: a row is known by its role, its name and its groups.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.errors import Invalid
from learning.exchange.accounts_csv import MOST_BYTES, NEW, Row, decode, read_accounts
from learning.services import audit
from learning.services.accounts import BINNED
from learning.services.phrases import draw_identifier, plain
from learning.services.work import Work
from learning.storage.people import account, group, membership

SHOWN = 300
__all__ = [
    "MOST_BYTES",
    "ImportPlan",
    "Outcome",
    "Planned",
    "Row",
    "apply_import",
    "plan_import",
    "read_csv",
]


class Outcome(StrEnum):
    """What a row comes to."""

    CREATE = "create"
    JOIN = "join"
    KNOWN = "known"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One row with what it would do; ``sentences`` say why it cannot."""

    row: Row
    outcome: Outcome
    account: UUID | None = None
    groups: tuple[UUID, ...] = ()  # those to join
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """Every row, in the file's order."""

    rows: tuple[Planned, ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows come to this."""
        return sum(one.outcome is outcome for one in self.rows)

    @property
    def shown(self) -> tuple[Planned, ...]:
        """The rows that a page shows: the wrong ones first, then those that change something."""
        order = (Outcome.WRONG, Outcome.CREATE, Outcome.JOIN, Outcome.KNOWN)
        return tuple(sorted(self.rows, key=lambda one: order.index(one.outcome))[:SHOWN])

    @property
    def changes(self) -> int:
        """How many rows would write something."""
        return self.count(Outcome.CREATE) + self.count(Outcome.JOIN)

    @property
    def mark(self) -> str:
        """What was shown, in short: an apply that would do something else is refused."""
        return "-".join(str(self.count(outcome)) for outcome in Outcome)


@dataclass(slots=True, kw_only=True)
class _Site:
    """What the site has, as rows are compared with it."""

    groups: dict[str, UUID]
    by_name: dict[tuple[str, str], list[UUID]] = field(default_factory=lambda: defaultdict(list))
    by_identifier: dict[str, UUID] = field(default_factory=dict)
    status: dict[UUID, str] = field(default_factory=dict)
    role: dict[UUID, str] = field(default_factory=dict)
    identifier: dict[UUID, str] = field(default_factory=dict)
    members: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))


def read_csv(body: bytes, *, field: str = "fichier") -> tuple[str, tuple[Row, ...]]:
    """Return the text as it was decoded, and its rows.

    Raises:
        Invalid: it is no file of accounts.

    """
    try:
        return decode(body), read_accounts(body)
    except Invalid as error:
        raise Invalid(error.message, field=field, **error.parameters) from error


def plan_import(work: Work, rows: Sequence[Row]) -> ImportPlan:
    """Say what each row would do, without doing it."""
    return _plan_all(_read_site(work), rows)


def apply_import(work: Work, rows: Sequence[Row]) -> tuple[ImportPlan, tuple[UUID, ...]]:
    """Do what the plan says of the rows that are right; return the accounts made.

    All are written by two statements, and nobody enters before a card is made: hashing 5 000
    phrases would hold the site for minutes.
    """
    site = _read_site(work)
    plan = _plan_all(site, rows)
    taken = set(site.by_identifier)
    people: list[dict[str, object]] = []
    members: list[dict[str, object]] = []
    for one in plan.rows:
        who = one.account
        if one.outcome is Outcome.CREATE:
            who = uuid4()
            people.append(_account_row(work, who, one.row, _free(taken)))
        if one.outcome in {Outcome.CREATE, Outcome.JOIN} and who is not None:
            members += [_member_row(work, who, joined) for joined in one.groups]
    if people:
        work.connection.execute(sa.insert(account), people)
    if members:
        work.connection.execute(sa.insert(membership), members)
    if plan.changes:
        audit.record(work, "comptes.importes", subject=str(plan.changes))
    return plan, tuple(row["id"] for row in people if isinstance(row["id"], UUID))


def _account_row(work: Work, who: UUID, row: Row, identifier: str) -> dict[str, object]:
    return {
        "site_id": work.site,
        "id": who,
        "role": row.role.value,
        "identifier": identifier,
        "name": row.name,
        "status": "active",
        "created_at": work.instant,
        "made_by_demo": False,
    }


def _member_row(work: Work, who: UUID, joined: UUID) -> dict[str, object]:
    return {
        "site_id": work.site,
        "group_id": joined,
        "account_id": who,
        "since": work.instant,
    }


def _free(taken: set[str]) -> str:
    while (identifier := draw_identifier()) in taken:
        continue
    taken.add(identifier)
    return identifier


def _plan_all(site: _Site, rows: Sequence[Row]) -> ImportPlan:
    seen: dict[tuple[str, str], int] = {}
    return ImportPlan(rows=tuple(_plan(site, row, seen) for row in rows))


def _plan(site: _Site, row: Row, seen: dict[tuple[str, str], int]) -> Planned:
    faults = list(row.faults)
    key = (row.role.value, plain(row.name))
    if row.name and key in seen and not row.identifier:
        faults.append(
            f"La ligne {seen[key]} a le même nom. Si c’est la même personne, mettez ses groupes "
            "sur une ligne, séparés par « | ». Sinon, écrivez « nouveau » dans la colonne "
            "identifiant."
        )
    seen.setdefault(key, row.line)
    faults += [
        f"Aucun groupe ne s’appelle « {name} ». Créez-le d’abord."
        for name in row.groups
        if plain(name) not in site.groups
    ]
    if faults:
        return Planned(row=row, outcome=Outcome.WRONG, sentences=tuple(faults))
    groups = tuple(site.groups[plain(name)] for name in row.groups)
    if row.identifier and row.identifier != NEW:
        return _plan_named(site, row, groups)
    return _plan_unnamed(site, row, groups)


def _plan_named(site: _Site, row: Row, groups: tuple[UUID, ...]) -> Planned:
    """Plan a row that says whose it is."""
    known = site.by_identifier.get(row.identifier)
    if known is None:
        return _wrong(row, f"Aucun compte n’a l’identifiant « {row.identifier[:60]} ».")
    if site.role[known] != row.role.value:
        return _wrong(row, "Ce compte a un autre rôle. Un rôle ne change pas.")
    return _join(site, row, known, groups)


def _plan_unnamed(site: _Site, row: Row, groups: tuple[UUID, ...]) -> Planned:
    same = site.by_name.get((row.role.value, plain(row.name)), [])
    there = [one for one in same if set(groups) <= site.members[one]]
    if there:
        return _join(site, row, there[0], groups)
    if same and row.identifier != NEW:
        whose = ", ".join(site.identifier[one] for one in same[:3])
        return _wrong(
            row,
            f"Une personne de ce nom existe déjà ({whose}). Écrivez son identifiant dans la "
            "colonne identifiant si c’est elle ; sinon, écrivez « nouveau ».",
        )
    return Planned(row=row, outcome=Outcome.CREATE, groups=groups)


def _join(site: _Site, row: Row, known: UUID, groups: tuple[UUID, ...]) -> Planned:
    if site.status[known] == "gone":
        return _wrong(row, "Ce compte est parti. Rouvrez-le d’abord.")
    if site.status[known] == BINNED:
        return _wrong(row, "Ce compte est dans la corbeille. Remettez-le d’abord.")
    missing = tuple(one for one in groups if one not in site.members[known])
    outcome = Outcome.JOIN if missing else Outcome.KNOWN
    return Planned(row=row, outcome=outcome, account=known, groups=missing)


def _wrong(row: Row, sentence: str) -> Planned:
    return Planned(row=row, outcome=Outcome.WRONG, sentences=(sentence,))


def _read_site(work: Work) -> _Site:
    names = sa.select(group.c.id, group.c.name).where(group.c.site_id == work.site)
    site = _Site(groups={plain(row.name): row.id for row in work.connection.execute(names)})
    people = (
        sa.select(
            account.c.id, account.c.name, account.c.role, account.c.status, account.c.identifier
        )
        .where(account.c.site_id == work.site)
        .order_by(account.c.created_at, account.c.id)
    )
    for row in work.connection.execute(people):
        site.status[row.id], site.role[row.id] = row.status, row.role
        site.identifier[row.id] = row.identifier
        site.by_identifier[row.identifier] = row.id
        site.by_name[row.role, plain(row.name)].append(row.id)
    query = sa.select(membership.c.account_id, membership.c.group_id).where(
        membership.c.site_id == work.site
    )
    for one in work.connection.execute(query):
        site.members[one.account_id].add(one.group_id)
    return site
