"""Images and sounds of a module: those that the current release serves, those being written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from learning.content.finding import Report
from learning.content.front_matter import read_front_matter
from learning.content.source import decode
from learning.domain.access import Permission, may
from learning.domain.errors import NotFound
from learning.services.manuscripts import digest_of_body
from learning.services.work import Work, with_release
from learning.storage.publishing import content_file, manuscript, release

# What a course may hold; a drawing (SVG) may carry scripts and is never served.
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
}
# How each kind begins; what does not is shown to nobody, whatever its name.
_BEGINNINGS = {
    "png": (b"\x89PNG",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF8",),
    "webp": (b"RIFF",),
    "ogg": (b"OggS",),
    "opus": (b"OggS",),
    "mp3": (b"ID3", b"\xff"),
}
# The alternative text of « vue.png » stands beside it, in « vue.png.txt ».
BESIDE = ".txt"
_MOST_SHOWN = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file with its type; ``digest`` names its content."""

    body: bytes
    kind: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A text that shows a media file, and the line where it does."""

    path: str
    title: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A media file as its authors see it; ``markdown`` places it in a text."""

    name: str
    is_image: bool
    alternative: str
    weight: int
    markdown: str
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFiles:
    """A module being written: its texts by path, and what each of its media weighs.

    Media are not read: a page about forty megabytes of them must not carry them.
    """

    texts: Mapping[str, bytes]
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPage:
    """The media of a module, under its title."""

    module: str
    title: str
    items: tuple[MediaFile, ...]


def find_media(work: Work, module: str, name: str, *, content: str = "") -> Media:
    """Return a media file of a module: the ``content`` named by a page, else as it is published.

    A page made from an older release names the content that it had.

    Raises:
        NotFound: no such file, or of a kind that is never served.

    """
    kind = _kind_of(name)
    digest = content or _published_digests(work).get(f"{module}/media/{name}", "")
    body = work.connection.execute(
        sa.select(content_file.c.body).where(content_file.c.digest == digest)
    ).scalar()
    if content and (body is None or not is_what_it_says(name, body)):
        return find_media(work, module, name)
    if kind is None or body is None:
        raise _absent()
    return Media(body=body, kind=kind, digest=digest)


def find_media_being_written(work: Work, module: str, name: str) -> Media:
    """Return a media file as the next release would serve it.

    Raises:
        NotFound: no such file, or of a kind that is never served.

    """
    kind = _kind_of(name)
    row = work.connection.execute(
        sa.select(manuscript.c.body).where(
            manuscript.c.site_id == work.site, manuscript.c.path == f"{module}/media/{name}"
        )
    ).first()
    if row is None:
        return find_media(work, module, name)
    if kind is None or row.body is None:
        raise _absent()
    return Media(body=row.body, kind=kind, digest=digest_of_body(row.body))


def find_media_for(work: Work, module: str, name: str, *, content: str = "") -> Media:
    """Return the media file that this person's page shows; previews show what is being written.

    Raises:
        NotFound: no such file, or of a kind that is never served.

    """
    if not may(work.actor, Permission.GIVE_OPINION):
        return find_media(work, module, name, content=content)
    if content:
        try:
            return find_media(work, module, name, content=content)
        except NotFound:
            pass  # it was never published
    return find_media_being_written(work, module, name)


def list_media(work: Work, module: str) -> tuple[MediaFile, ...]:
    """Return the media of a module being written, by name.

    Raises:
        NotFound: no such module.

    """
    return show_media(work, module).items


def show_media(work: Work, module: str) -> MediaPage:
    """Return the media of a module being written, with the module's title.

    Raises:
        NotFound: no such module.

    """
    files = module_being_written(work, module)
    folder = f"{module}/media/"
    places = [path for path in sorted(files.weights) if path.startswith(folder)]
    return MediaPage(
        module=module,
        title=title_of(files.texts, f"{module}/module.md"),
        items=tuple(_described(files, path) for path in places),
    )


def is_media(path: str) -> bool:
    """Tell whether a file is an image or a sound, by its name."""
    return _kind_of(path) is not None


def is_what_it_says(path: str, body: bytes) -> bool:
    """Tell whether an image or a sound begins as its name says."""
    return body.startswith(_BEGINNINGS.get(_extension(path), ()))


def module_being_written(work: Work, module: str) -> ModuleFiles:
    """Return the files of a module as they are being written.

    Raises:
        NotFound: no such module.

    """
    texts, weights = _published(work, module)
    mine = (manuscript.c.site_id == work.site) & manuscript.c.path.startswith(
        f"{module}/", autoescape=True
    )
    columns = (manuscript.c.path, manuscript.c.body.is_(None).label("out"))
    weight = sa.func.length(manuscript.c.body).label("weight")
    rows = work.connection.execute(sa.select(*columns, weight).where(mine)).all()
    written = [row.path for row in rows if not row.out and not is_media(row.path)]
    for row in rows:
        texts.pop(row.path, None)
        weights.pop(row.path, None)
        if not row.out and is_media(row.path):
            weights[row.path] = row.weight
    bodies = sa.select(manuscript.c.path, manuscript.c.body).where(
        mine, manuscript.c.path.in_(written)
    )
    texts |= {row.path: row.body for row in work.connection.execute(bodies)}
    if f"{module}/module.md" not in texts:
        raise NotFound("Ce module n’existe pas. Revenez à la liste des cours.")
    return ModuleFiles(texts=texts, weights=weights)


def _published(work: Work, module: str) -> tuple[dict[str, bytes], dict[str, int]]:
    digests = {
        path: digest
        for path, digest in _published_digests(work).items()
        if path.startswith(f"{module}/")
    }
    media = {path: digest for path, digest in digests.items() if is_media(path)}
    digest_of, body = content_file.c.digest, content_file.c.body
    wanted = set(digests.values()) - set(media.values())
    found = work.connection.execute(sa.select(digest_of, body).where(digest_of.in_(wanted)))
    bodies = {row.digest: row.body for row in found}
    sizes = sa.select(digest_of, sa.func.length(body).label("weight"))
    weighed = work.connection.execute(sizes.where(digest_of.in_(set(media.values()))))
    weights = {row.digest: row.weight for row in weighed}
    return (
        {path: bodies[digest] for path, digest in digests.items() if path not in media},
        {path: weights[digest] for path, digest in media.items()},
    )


def title_of(files: Mapping[str, bytes], path: str) -> str:
    """Return the title of a text, or its file's name when it has none that can be read."""
    name = path.rpartition("/")[2]
    try:
        front = read_front_matter(decode(files[path]), "lesson", Report(path))
    except UnicodeDecodeError:
        return name
    return front.get("titre", name)


def markdown_of(name: str, alternative: str) -> str:
    """Return what places a media file in a text: an image, or a lesson's sound."""
    if TYPES[_extension(name)].startswith("audio"):
        return f"audio: {name}"
    words = alternative.replace("[", "(").replace("]", ")")
    return f"![{words}](media/{name})"


def lines_with(text: str, name: str) -> list[int]:
    """Return the lines of a text that show a media file."""
    named = re.escape(name)
    shown = re.compile(
        rf"\]\(<?media/{named}(?![\w.-])|^\s*audio[ \u00a0]*:[ \u00a0]*{named}\s*$", re.IGNORECASE
    )
    return [n for n, line in enumerate(text.split("\n"), start=1) if shown.search(line)]


def _published_digests(work: Work) -> Mapping[str, str]:
    if work.release is None:
        with_release(work)
    files: Mapping[str, str] | None = work.connection.execute(
        sa.select(release.c.files).where(release.c.id == (work.release or ""))
    ).scalar()
    return files or {}


def _described(files: ModuleFiles, path: str) -> MediaFile:
    name = path.rpartition("/")[2]
    beside = files.texts.get(f"{path}{BESIDE}", b"").decode("utf-8", errors="replace")
    alternative = " ".join(beside.split())[:_MOST_SHOWN]
    return MediaFile(
        name=name,
        is_image=TYPES[_extension(name)].startswith("image"),
        alternative=alternative,
        weight=files.weights[path],
        markdown=markdown_of(name, alternative),
        uses=_uses(files.texts, name),
    )


def _uses(files: Mapping[str, bytes], name: str) -> tuple[Use, ...]:
    texts = [path for path in sorted(files) if path.endswith(".md")]
    return tuple(
        Use(path=path, title=title_of(files, path), line=line)
        for path in texts
        if name.encode() in files[path]
        for line in lines_with(files[path].decode("utf-8", errors="replace"), name)
    )


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _kind_of(name: str) -> str | None:
    return TYPES.get(_extension(name))


def _absent() -> NotFound:
    return NotFound("Ce fichier n’existe pas. Revenez à la leçon.")
