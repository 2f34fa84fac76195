"""Images and sounds of a module, served from the release that is current."""

from dataclasses import dataclass

import sqlalchemy as sa

from learning.domain.errors import NotFound
from learning.services.work import Work
from learning.storage.publishing import content_file, release

# What a course may hold; a drawing (SVG) may carry scripts and is never served.
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file with its type; ``digest`` names its content."""

    body: bytes
    kind: str
    digest: str


def find_media(work: Work, module: str, name: str) -> Media:
    """Return a media file of a module.

    Raises:
        NotFound: no such file, or of a kind that is never served.

    """
    kind = TYPES.get(name.rsplit(".", 1)[-1].lower())
    files = work.connection.execute(
        sa.select(release.c.files).where(release.c.id == (work.release or ""))
    ).scalar()
    digest = (files or {}).get(f"{module}/media/{name}")
    if kind is None or digest is None:
        raise NotFound("Ce fichier n’existe pas. Revenez à la leçon.")
    body = work.connection.execute(
        sa.select(content_file.c.body).where(content_file.c.digest == digest)
    ).scalar_one()
    return Media(body=body, kind=kind, digest=digest)
