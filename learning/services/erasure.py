"""Erase a person: no row, no byte, a tombstone that a restored backup obeys.

Rows that are the person's go in cascade; what only names the person from elsewhere forgets it.
"""

import json
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.errors import NotFound, Refused
from learning.services import audit
from learning.services.running import UPGRADES
from learning.services.signin import forget_sign_ins
from learning.services.tombstones import (
    Marks,
    add_marks,
    known_marks,
    mark_of,
    met_again,
    share_marks,
)
from learning.services.transfer_desk import forget_in_hand
from learning.services.work import Program, Work
from learning.storage.administration import bin_item
from learning.storage.base import metadata
from learning.storage.people import account
from learning.storage.remains import leave_nothing

# A row of these that names the person elsewhere than in its owner goes whole.
_GO_WHOLE = frozenset({"seen_line", "bin_item", "agreement"})
# Texts of these are only ever their owner's, who goes in cascade: they need not be read.
_OWN_TEXT = frozenset({"account", "audit", "audit_name", "fact", "draft", "worksheet_version"})


def find_person(work: Work, wanted: str) -> UUID:
    """Return the id behind an identifier or an id.

    Raises:
        NotFound: nobody has it.

    """
    wanted = wanted.strip().casefold()
    query = sa.select(account.c.id).where(account.c.site_id == work.site)
    found: UUID | None = work.connection.execute(
        query.where(account.c.identifier == wanted)
    ).scalar()
    if found is None:
        try:
            found = work.connection.execute(query.where(account.c.id == UUID(wanted))).scalar()
        except ValueError:
            found = None
    if found is None:
        raise NotFound("Aucun compte n’a l’identifiant « %(name)s ».", name=wanted)
    return found


def erase_person(program: Program, account_id: UUID, *, actor: Actor | None = None) -> bool:
    """Erase somebody and every byte left behind; False when a byte may still be in the WAL.

    Raises:
        NotFound: no such account.
        Refused: it is the last administrator's.

    """
    with program.writing() as work:
        work.actor = actor
        erase(work, account_id, program.keys.pepper)
    return finish(program)


def erase(work: Work, account_id: UUID, pepper: str, *, action: str = "compte.efface") -> None:
    """Erase the rows of somebody, in the act's own transaction; ``finish`` does the bytes.

    Raises:
        NotFound: no such account.
        Refused: it is the last administrator's.

    """
    row = work.connection.execute(
        sa.select(account.c.role, account.c.identifier, account.c.status).where(
            account.c.site_id == work.site, account.c.id == account_id
        )
    ).first()
    if row is None:
        raise NotFound("Ce compte n’existe pas, ou il est déjà effacé.")
    if (row.role, row.status) == (Role.ADMINISTRATOR.value, "active"):
        _check_not_last(work, account_id)
    for double in _doubles(work, account_id):
        erase(work, double, pepper, action=action)
    audit.record(work, action, subject=str(account_id))
    add_marks(work, {mark_of(pepper, account_id): work.instant})
    _take_out(work, account_id, row.identifier)


def finish(program: Program) -> bool:
    """After the commit: the tombstones beside the database, and no byte left in the data."""
    share_marks(program)
    # What an upgrade kept of before it holds the person still, in the very data directory.
    for file in (program.settings.data / UPGRADES).glob("avant-*"):
        file.unlink(missing_ok=True)
    forget_in_hand(program)
    return leave_nothing(program.database)


def erase_again(work: Work, pepper: str, marks: Marks) -> int:
    """Erase whoever these tombstones name, and keep the tombstones; return how many were met."""
    query = sa.select(account.c.id, account.c.identifier).where(account.c.site_id == work.site)
    people = {row.id: row.identifier for row in work.connection.execute(query)}
    met = met_again(pepper, marks, people)
    for one in met:
        audit.record(work, "compte.efface-de-nouveau", subject=str(one))
        _take_out(work, one, people[one])
    add_marks(work, marks)
    return len(met)


def all_marks(work: Work, *others: Marks) -> Marks:
    """Return the tombstones of the database and of every other place."""
    found = dict(known_marks(work))
    for one in others:
        found.update({mark: at for mark, at in one.items() if mark not in found})
    return found


def _take_out(work: Work, account_id: UUID, identifier: str) -> None:
    forget_sign_ins(work, identifier)
    _forget_elsewhere(work, account_id)
    work.connection.execute(
        sa.delete(account).where(account.c.site_id == work.site, account.c.id == account_id)
    )


def _check_not_last(work: Work, account_id: UUID) -> None:
    others = sa.select(sa.func.count()).where(
        account.c.site_id == work.site,
        account.c.role == Role.ADMINISTRATOR.value,
        account.c.status == "active",
        account.c.phrase_hash.is_not(None) | account.c.activation_hash.is_not(None),
        account.c.id != account_id,
    )
    if not work.connection.execute(others).scalar():
        raise Refused(
            "C’est le dernier administrateur : nommez-en un autre avant d’effacer ce compte."
        )


def _forget_elsewhere(work: Work, account_id: UUID) -> None:
    """Take the id out of whatever names the person without belonging to it."""
    for table in metadata.sorted_tables:
        if "site_id" not in table.c or table.name == "account":
            continue
        mine = table.c.site_id == work.site
        for column in _naming_ids(table):
            _forget_id(work, table, column, mine & (column == account_id))
        if table.name not in _OWN_TEXT:
            for column in _texts(table):
                _forget_text(work, table, column, account_id)


def _forget_id(
    work: Work, table: sa.Table, column: sa.Column[Any], where: sa.ColumnElement[bool]
) -> None:
    if table.name in _GO_WHOLE or column.primary_key:
        work.connection.execute(sa.delete(table).where(where))
        return
    # What cannot be empty takes an id drawn at random, which leads to nobody.
    value = None if column.nullable else uuid4()
    work.connection.execute(sa.update(table).where(where).values({column: value}))


def _forget_text(work: Work, table: sa.Table, column: sa.Column[Any], account_id: UUID) -> None:
    """Let a text that names the person go, and a list forget that one of its people."""
    said = sa.cast(column, sa.String)
    told = said.contains(str(account_id)) | said.contains(account_id.hex)
    where = (table.c.site_id == work.site) & told
    if not isinstance(column.type, sa.JSON):
        work.connection.execute(sa.delete(table).where(where))
        return
    keys = list(table.primary_key)
    for row in work.connection.execute(sa.select(*keys, column).where(where)).all():
        text = json.dumps(row[-1], ensure_ascii=False)
        nobody = uuid4()
        text = text.replace(str(account_id), str(nobody)).replace(account_id.hex, nobody.hex)
        mine = sa.and_(*(key == value for key, value in zip(keys, row[:-1], strict=True)))
        work.connection.execute(sa.update(table).where(mine).values({column: json.loads(text)}))


def _doubles(work: Work, account_id: UUID) -> list[UUID]:
    """Return the accounts that were made one with this one and wait in the bin."""
    query = sa.select(bin_item.c.subject).where(
        bin_item.c.site_id == work.site,
        bin_item.c.kind == "fusion",
        bin_item.c.subject != account_id,
        sa.cast(bin_item.c.detail, sa.String).contains(str(account_id)),
    )
    there = sa.select(account.c.id).where(account.c.site_id == work.site, account.c.id.in_(query))
    return list(work.connection.execute(there).scalars())


def _naming_ids(table: sa.Table) -> list[sa.Column[Any]]:
    """Return the ids of a table that name somebody without belonging to that account."""
    return [
        column
        for column in table.c
        if isinstance(column.type, sa.Uuid)
        and column.name != "id"
        and not any(key.column.table is account for key in column.foreign_keys)
    ]


def _texts(table: sa.Table) -> list[sa.Column[Any]]:
    return [
        column
        for column in table.c
        if isinstance(column.type, sa.String | sa.JSON) and column.name != "site_id"
    ]
