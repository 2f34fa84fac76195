"""The courses being written: what the site serves, overlaid by what trainers changed.

A text is known by the digest of the body that somebody saw: whoever saves over another body
is told, so nothing is overwritten unseen.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.domain.errors import Conflict
from learning.services.library import read_bodies, read_files
from learning.services.work import Work, with_release
from learning.storage.publishing import manuscript, release

_MINE = sa.select(manuscript).where(manuscript.c.site_id == sa.bindparam("site"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """One file that differs from what is published: ``state`` is new, changed or removed.

    ``overtaken`` says that another version of this file was published since it was begun.
    """

    path: str
    state: str
    saved_at: datetime
    saved_by: UUID | None
    overtaken: bool = False


class StaleText(Conflict):
    """Somebody saved the same file meanwhile; ``theirs`` is what it is now (empty: taken out)."""

    def __init__(self, theirs: bytes) -> None:
        super().__init__(
            "Quelqu’un d’autre a changé ce texte pendant que vous l’écriviez. "
            "Rien n’est perdu : les deux versions sont ci-dessous."
        )
        self.theirs = theirs


def digest_of_body(body: bytes) -> str:
    """Name a body by its content."""
    return hashlib.sha256(body).hexdigest()


def published_files(work: Work) -> dict[str, bytes]:
    """Return the files that the site serves now; none before the first publication."""
    if work.release is None:
        with_release(work)
    return read_files(work.connection, work.release) if work.release else {}


def files_now(work: Work) -> dict[str, bytes]:
    """Return every file as it is being written."""
    return _overlaid(work, published_files(work))


def texts_now(work: Work) -> dict[str, bytes]:
    """Return every text as it is being written; images and sounds by their names alone."""
    digests = _published_digests(work)
    texts = {path: digest for path, digest in digests.items() if not is_media(path)}
    found = _overlaid(work, dict.fromkeys(digests, b"") | read_bodies(work.connection, texts))
    return {path: b"" if is_media(path) else body for path, body in found.items()}


def is_media(path: str) -> bool:
    """Tell whether a path is that of an image or a sound."""
    return "/media/" in path and not path.endswith(".txt")


def _overlaid(work: Work, files: dict[str, bytes]) -> dict[str, bytes]:
    for row in work.connection.execute(_MINE, {"site": work.site}):
        if row.body is None:
            files.pop(row.path, None)
        else:
            files[row.path] = row.body
    return files


def changed(work: Work) -> tuple[Manuscript, ...]:
    """Return what differs from what is published, by path."""
    published = _published_digests(work)
    found = []
    for row in work.connection.execute(_MINE.order_by(manuscript.c.path), {"site": work.site}):
        now = published.get(row.path, "")
        if now == (digest_of_body(row.body) if row.body is not None else ""):
            continue  # it was published since, as it stands
        state = "removed" if row.body is None else "changed" if now else "new"
        found.append(
            Manuscript(
                path=row.path,
                state=state,
                saved_at=row.saved_at,
                saved_by=row.saved_by,
                overtaken=row.base != now,
            )
        )
    return tuple(found)


def keep(work: Work, path: str, body: bytes, *, base: str) -> None:
    """Keep a file as somebody wrote it over the body whose digest is ``base`` ("" for none).

    Raises:
        StaleText: the file is no longer what that person saw.

    """
    now = _body_now(work, path)
    if now == body:
        return
    if base != (digest_of_body(now) if now is not None else ""):
        raise StaleText(now or b"")
    keep_all(work, {path: body})


def keep_all(work: Work, files: Mapping[str, bytes | None]) -> None:
    """Keep these files whatever was there; None takes a file out."""
    published = _published_digests(work)
    for path, body in files.items():
        give_up(work, path)
        base = published.get(path, "")
        if base == (digest_of_body(body) if body is not None else ""):
            continue  # back to what is published
        work.connection.execute(
            sa.insert(manuscript),
            {
                "site_id": work.site,
                "path": path,
                "body": body,
                "base": base,
                "saved_at": work.instant,
                "saved_by": work.actor.id if work.actor else None,
            },
        )


def give_up(work: Work, path: str) -> None:
    """Forget what was written of a file: it is again as published."""
    work.connection.execute(
        sa.delete(manuscript).where(manuscript.c.site_id == work.site, manuscript.c.path == path)
    )


def _body_now(work: Work, path: str) -> bytes | None:
    row = work.connection.execute(
        _MINE.where(manuscript.c.path == path).with_for_update(), {"site": work.site}
    ).first()
    if row is not None:
        body: bytes | None = row.body
        return body
    digests = _published_digests(work)
    one = {path: digests[path]} if path in digests else {}
    return read_bodies(work.connection, one).get(path)


def _published_digests(work: Work) -> dict[str, str]:
    if work.release is None:
        with_release(work)
    if work.release is None:
        return {}
    query = sa.select(release.c.files).where(release.c.id == work.release)
    return dict(work.connection.execute(query).scalar_one())
