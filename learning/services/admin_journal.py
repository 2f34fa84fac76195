"""The audit as an administrator reads it: filtered, in French words, names where they are known.

A name in the audit leads to an account while that account exists, and to nobody after.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.journal import FAMILIES, known_starts, starts_of, words_of
from learning.services.accounts import find_account
from learning.services.audit import people_named
from learning.services.groups import read_day
from learning.services.journal_subjects import subjects_in_words
from learning.services.work import Work
from learning.storage.audit import audit
from learning.storage.people import account
from learning.storage.trust import audit_name

PER_PAGE = 50
_ROOM = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilter:
    """What to look for; an empty word means any."""

    family: str = ""
    since: str = ""
    until: str = ""
    identifier: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. ``by`` and ``about`` are names, empty when they lead to nobody."""

    sequence: int
    at: datetime
    action: str
    words: str
    by: str
    by_role: Role | None
    by_command: bool
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """One page of the journal, the latest first."""

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int


def show_journal(work: Work, wanted: JournalFilter) -> Journal:
    """Return a page of entries.

    Raises:
        Invalid: a day cannot be read.
        NotFound: nobody has this identifier.

    """
    where = _conditions(work, wanted)
    total = int(
        work.connection.execute(
            sa.select(sa.func.count()).select_from(audit).where(*where)
        ).scalar_one()
    )
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, wanted.page), pages)
    query = sa.select(audit).where(*where).order_by(audit.c.sequence.desc())
    rows = work.connection.execute(query.offset((page - 1) * PER_PAGE).limit(PER_PAGE)).all()
    people = _people(work, {row.actor for row in rows})
    subjects = subjects_in_words(work, {row.subject for row in rows})
    entries = []
    for row in rows:
        name, role = people.get(row.actor, ("", None))
        entries.append(
            Entry(
                sequence=row.sequence,
                at=row.at,
                action=row.action,
                words=words_of(row.action),
                by=name,
                by_role=role,
                by_command=row.actor == "commande",
                about=subjects[row.subject],
            )
        )
    return Journal(entries=tuple(entries), total=total, page=page, pages=pages)


def _conditions(work: Work, wanted: JournalFilter) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [audit.c.site_id == work.site]
    if wanted.family in FAMILIES:
        starts = starts_of(wanted.family)
        begun = [audit.c.action.startswith(one) for one in starts or known_starts()]
        where.append(sa.or_(*begun) if starts else ~sa.or_(*begun))
    if wanted.since.strip():
        where.append(audit.c.at >= _start(wanted.since, "depuis"))
    if wanted.until.strip():
        where.append(audit.c.at < _start(wanted.until, "jusque") + timedelta(days=1))
    if wanted.identifier.strip():
        who = find_account(work, wanted.identifier)
        names = sa.select(audit_name.c.name).where(
            audit_name.c.site_id == work.site, audit_name.c.account_id == who
        )
        where.append(audit.c.actor.in_(names) | audit.c.subject.in_(names))
    return where


def _start(typed: str, field: str) -> datetime:
    return datetime.combine(read_day(typed, field), time(), _ROOM)


def _people(work: Work, names: set[str]) -> dict[str, tuple[str, Role | None]]:
    ids = people_named(work, names)
    query = sa.select(account.c.id, account.c.name, account.c.role).where(
        account.c.site_id == work.site, account.c.id.in_(list(ids.values()))
    )
    rows = {row.id: (row.name, Role(row.role)) for row in work.connection.execute(query)}
    return {name: rows[one] for name, one in ids.items() if one in rows}
