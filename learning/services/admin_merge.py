"""Make two accounts of one person one: what both did becomes a union; undone whole for 30 days.

The kept account gets every row of the other. Where both have a place that only one may take
(a tick, a draft), the kept account's stands and the other's waits with its account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Invalid
from learning.services import audit
from learning.services.accounts import BINNED
from learning.services.admin_accounts import AccountRow, show_account
from learning.services.admin_merge_order import order_answers, order_sheets
from learning.services.phrases import plain
from learning.services.sessions import close_sessions
from learning.services.transfer_people import join_names, part_names
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.base import metadata
from learning.storage.follow_up import attestation
from learning.storage.people import account
from learning.storage.worksheets import worksheet_version

# What stays with its own account: a session, a name in the audit, a mark of the team.
_LEFT = frozenset({"terminal_session", "audit_name", "seen_line", "code_grid"})
_OF_STAFF = frozenset({"staff_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What an account has."""

    row: AccountRow
    answers: int
    facts: int
    sheets: int
    attestations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """Two accounts, and what the kept one would have after."""

    kept: Held
    double: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """Two learners of one name: the older account first."""

    name: str
    kept: str
    double: str


def likely_doubles(work: Work) -> tuple[Likely, ...]:
    """Return the learners who may have two accounts: those whose names are the same."""
    query = (
        sa.select(account.c.name, account.c.identifier)
        .where(
            account.c.site_id == work.site,
            account.c.role == Role.LEARNER.value,
            account.c.status != BINNED,
        )
        .order_by(account.c.created_at, account.c.identifier)
    )
    first: dict[str, str] = {}
    found = []
    for row in work.connection.execute(query):
        kept = first.setdefault(plain(row.name), row.identifier)
        if kept != row.identifier:
            found.append(Likely(name=row.name, kept=kept, double=row.identifier))
    return tuple(sorted(found, key=lambda one: (plain(one.name), one.double)))


def preview_merge(work: Work, kept: UUID, double: UUID) -> MergePreview:
    """Show what each account has.

    Raises:
        NotFound: one of them does not exist, or is in the bin.
        Invalid: they are the same, or one is not a learner's.

    """
    if kept == double:
        raise Invalid("Choisissez deux comptes différents.", field="double")
    found = [_held(work, show_account(work, one).row) for one in (kept, double)]
    if any(one.row.role is not Role.LEARNER for one in found):
        raise Invalid("Seuls deux comptes d’apprenants se réunissent.", field="double")
    return MergePreview(kept=found[0], double=found[1])


def merge(work: Work, kept: UUID, double: UUID, *, typed: str | None = None) -> dict[str, Any]:
    """Move everything to the kept account and close the other; return what undoes it.

    Raises:
        NotFound: one of them does not exist, or is in the bin.
        Invalid: they cannot be merged, or the identifier was not typed.

    """
    shown = preview_merge(work, kept, double)
    if typed is not None and typed.strip().casefold() != shown.double.row.identifier:
        raise Invalid(
            "Pour confirmer, écrivez l’identifiant « %(word)s ».",
            field="confirmation",
            word=shown.double.row.identifier,
        )
    close_sessions(work, double)
    settle_answers = order_answers(work, (kept, double))
    settle_sheets = order_sheets(work, (kept, double))
    moved = {
        f"{table.name}.{column.name}": _move(work, table, column, kept, double)
        for table, column in owned()
    }
    settle_answers()
    settle_sheets()
    join_names(work, kept, double)
    _set_status(work, double, BINNED)
    audit.record(work, "comptes.fusionnes", subject=str(kept))
    return {
        "kept": str(kept),
        "kept_name": shown.kept.row.name,
        "status": shown.double.row.status,
        "moved": {name: rows for name, rows in moved.items() if rows},
    }


def undo_merge(work: Work, double: UUID, detail: Mapping[str, Any]) -> None:
    """Give the other account back what came from it; what was done since stays where it is."""
    kept = UUID(detail["kept"])
    settle_answers = order_answers(work, (kept, double))
    settle_sheets = order_sheets(work, (kept, double))
    for table, column in owned():
        rows = detail["moved"].get(f"{table.name}.{column.name}", [])
        keys = _other_keys(table, column)
        _give(work, table, column, (kept, double), [_read_keys(keys, row) for row in rows])
    settle_answers()
    settle_sheets()
    part_names(work, double)
    _set_status(work, double, detail["status"])


def owned() -> list[tuple[sa.Table, sa.Column[Any]]]:
    """Every table that names a learner, with the column that does."""
    return [
        (table, column)
        for table in metadata.sorted_tables
        for constraint in table.foreign_key_constraints
        if constraint.referred_table is account and table.name not in _LEFT
        for column in constraint.columns
        if column.name != "site_id" and column.name not in _OF_STAFF
    ]


def _other_keys(table: sa.Table, column: sa.Column[Any]) -> list[sa.Column[Any]]:
    return [one for one in table.primary_key.columns if one.name not in {"site_id", column.name}]


def _move(
    work: Work, table: sa.Table, column: sa.Column[Any], kept: UUID, double: UUID
) -> list[list[str]]:
    """Give the kept account the other's rows of one table; return the keys of those moved."""
    keys = _other_keys(table, column)
    here = table.c.site_id == work.site
    theirs = _keys_of(work, sa.select(*keys).where(here, column == double), keys)
    if column.name in table.primary_key.columns:
        ours = set(_keys_of(work, sa.select(*keys).where(here, column == kept), keys))
        theirs = [row for row in theirs if row not in ours]
    _give(work, table, column, (double, kept), theirs)
    return [[str(value) for value in row] for row in theirs]


def _give(
    work: Work,
    table: sa.Table,
    column: sa.Column[Any],
    way: tuple[UUID, UUID],
    rows: list[tuple[Any, ...]],
) -> None:
    """Change the owner of these rows, by one statement for all."""
    if not rows:
        return
    keys = _other_keys(table, column)
    matching = [key == sa.bindparam(f"key_{key.name}", type_=key.type) for key in keys]
    work.connection.execute(
        sa.update(table)
        .where(table.c.site_id == work.site, column == way[0], *matching)
        .values({column.name: way[1]}),
        [{f"key_{key.name}": value for key, value in zip(keys, row, strict=True)} for row in rows],
    )


def _keys_of(
    work: Work, query: sa.Select[Any], keys: list[sa.Column[Any]]
) -> list[tuple[Any, ...]]:
    if not keys:  # one row a person: there or not
        found = work.connection.execute(query.add_columns(sa.literal(1))).all()
        return [() for _ in found]
    return [tuple(row) for row in work.connection.execute(query)]


def _read_keys(columns: list[sa.Column[Any]], texts: list[str]) -> tuple[Any, ...]:
    return tuple(
        UUID(text)
        if isinstance(column.type, sa.Uuid)
        else int(text)
        if isinstance(column.type, sa.Integer)
        else text
        for column, text in zip(columns, texts, strict=True)
    )


def _held(work: Work, row: AccountRow) -> Held:
    def count(table: sa.Table, *more: sa.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).where(
            table.c.site_id == work.site, table.c.learner_id == row.id, *more
        )
        return int(work.connection.execute(query).scalar_one())

    return Held(
        row=row,
        answers=count(fact, fact.c.kind == "answer_given"),
        facts=count(fact),
        sheets=count(worksheet_version),
        attestations=count(attestation),
    )


def _set_status(work: Work, wanted: UUID, status: str) -> None:
    work.connection.execute(
        sa.update(account)
        .where(account.c.site_id == work.site, account.c.id == wanted)
        .values(status=status)
    )
