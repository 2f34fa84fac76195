"""Whom and what the entries of the audit are about, in words, while it exists.

An entry names people by their name in the audit and things by their id; several are parted by
spaces. What is erased, or gone from the site, is named no more.
"""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from learning.services.audit import people_named
from learning.services.work import Work
from learning.storage.evaluation import study
from learning.storage.follow_up import attestation, help_request
from learning.storage.people import account, group
from learning.storage.rooms import room, terminal

_LONGEST = 24
_NAME_LENGTH = 20


def subjects_in_words(work: Work, subjects: Iterable[str]) -> dict[str, str]:
    """Return each subject in words; "" for what leads nowhere."""
    wanted = set(subjects)
    parts = {part for subject in wanted for part in subject.split()}
    ids = {found for part in parts if (found := _as_id(part))}
    words = _people(work, parts) | {str(one): said for one, said in _things(work, ids).items()}
    return {subject: _say(subject, words) for subject in wanted}


def _say(subject: str, words: dict[str, str]) -> str:
    """What is no id is shown as it is: a count, a course, a file."""
    parts = subject.split()
    if not any(_is_opaque(part) for part in parts):
        return subject if len(subject) <= _LONGEST else ""
    return ", ".join(words[part] for part in parts if part in words)


def _is_opaque(part: str) -> bool:
    """Tell an id, or a name of the audit: twenty hexadecimal signs."""
    is_name = len(part) == _NAME_LENGTH and all(one in "0123456789abcdef" for one in part)
    return is_name or _as_id(part) is not None


def _as_id(part: str) -> UUID | None:
    try:
        return UUID(part)
    except ValueError:
        return None


def _people(work: Work, names: set[str]) -> dict[str, str]:
    ids = people_named(work, names)
    query = sa.select(account.c.id, account.c.name).where(
        account.c.site_id == work.site, account.c.id.in_(list(ids.values()))
    )
    known = {row.id: row.name for row in work.connection.execute(query)}
    return {name: known[one] for name, one in ids.items() if one in known}


def _things(work: Work, ids: set[UUID]) -> dict[UUID, str]:
    """Groups, rooms and studies by their name, terminals by place, the rest by its person."""
    if not ids:
        return {}
    wanted = list(ids)
    found: dict[UUID, str] = {}
    for table in (group, room, study):
        query = sa.select(table.c.id, table.c.name)
        query = query.where(table.c.site_id == work.site, table.c.id.in_(wanted))
        found |= {row.id: row.name for row in work.connection.execute(query)}
    places = (
        sa.select(terminal.c.id, room.c.name, terminal.c.number)
        .join(room, (room.c.site_id == terminal.c.site_id) & (room.c.id == terminal.c.room_id))
        .where(terminal.c.site_id == work.site, terminal.c.id.in_(wanted))
    )
    for row in work.connection.execute(places):
        found[row.id] = f"{row.name}, poste {row.number}"
    for table in (attestation, help_request):
        query = (
            sa.select(table.c.id, account.c.name)
            .join(
                account,
                (account.c.site_id == table.c.site_id) & (account.c.id == table.c.learner_id),
            )
            .where(table.c.site_id == work.site, table.c.id.in_(wanted))
        )
        found |= {row.id: row.name for row in work.connection.execute(query)}
    return found
