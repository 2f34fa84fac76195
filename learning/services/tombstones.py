"""Tombstones: what says, to whoever meets an erased person's id again, that it was erased.

They stand in the database and in a file beside it, so that a backup older than an erasure,
once restored, erases again. Keyed by the site's pepper, they tell nothing to anybody else.
"""

import hmac
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from learning.services.work import Program, Work
from learning.storage.trust import tombstone

FILE = "effacements.txt"
_HEAD = (
    "# Effacements de ce site : une empreinte et une date par ligne, aucun nom.\n"
    "# Une sauvegarde restaurée efface de nouveau ces personnes. Gardez ce fichier.\n"
)
_PARTS = 2
_MARK_LETTERS = 64

Marks = dict[str, datetime]


def mark_of(pepper: str, account_id: UUID) -> str:
    """Return the mark of an account's id."""
    return hmac.digest(pepper.encode(), b"tremplin tombe 1\n" + account_id.bytes, "sha256").hex()


def known_marks(work: Work) -> Marks:
    """Return the tombstones of the database."""
    query = sa.select(tombstone.c.mark, tombstone.c.at).where(tombstone.c.site_id == work.site)
    return {row.mark: row.at for row in work.connection.execute(query)}


def add_marks(work: Work, marks: Mapping[str, datetime]) -> None:
    """Put in the database the tombstones that it lacks."""
    known = known_marks(work)
    rows = [
        {"site_id": work.site, "mark": mark, "at": at}
        for mark, at in sorted(marks.items())
        if mark not in known
    ]
    if rows:
        work.connection.execute(sa.insert(tombstone), rows)


def read_marks(text: str) -> Marks:
    """Return the tombstones of a file's text; a line that is none is passed over."""
    found: Marks = {}
    for line in text.splitlines():
        parts = line.split()
        if len(parts) == _PARTS and len(parts[0]) == _MARK_LETTERS:
            try:
                at = datetime.fromisoformat(parts[1])
            except ValueError:
                continue
            found[parts[0]] = at if at.tzinfo else at.replace(tzinfo=UTC)
    return found


def marks_beside(data: Path) -> Marks:
    """Return the tombstones of the file beside the database."""
    file = data / FILE
    return read_marks(file.read_text(encoding="utf-8")) if file.is_file() else {}


def keep_beside(data: Path, marks: Mapping[str, datetime]) -> None:
    """Add tombstones to the file beside the database; a cut leaves the old file or the new."""
    known = marks_beside(data)
    if marks.keys() <= known.keys():
        return
    fresh = data / f"{FILE}.nouveau"
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(write_marks({**marks, **known}))
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(data / FILE)


def write_marks(marks: Mapping[str, datetime]) -> str:
    """Return the text of a file of tombstones, the oldest first."""
    lines = sorted(f"{at.astimezone(UTC).isoformat()} {mark}" for mark, at in marks.items())
    return _HEAD + "".join(f"{line.split()[1]} {line.split()[0]}\n" for line in lines)


def share_marks(program: Program) -> None:
    """Let the database and the file know the same tombstones, after a cut between the two."""
    with program.reading() as work:
        known = known_marks(work)
    beside = marks_beside(program.settings.data)
    keep_beside(program.settings.data, known)
    if beside.keys() - known.keys():
        with program.writing() as work:
            add_marks(work, beside)


def met_again(pepper: str, marks: Iterable[str], ids: Iterable[UUID]) -> list[UUID]:
    """Return which of these accounts were erased before."""
    erased = set(marks)
    return [one for one in ids if mark_of(pepper, one) in erased]
