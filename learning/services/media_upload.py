"""Add an image or a sound to a module being written, say what it shows, or take it out.

Nothing here is published: learners see it with the next release.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from learning.content.images import recode
from learning.content.sounds import is_sound, read_sound
from learning.content.source import MOST_FILES
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.exchange.places import free_name, slug_of
from learning.services.manuscripts import keep_all
from learning.services.media import (
    BESIDE,
    lines_with,
    list_media,
    module_being_written,
)
from learning.services.work import Work

LONGEST_TITLE = 80
LONGEST_ALTERNATIVE = 300
_MOST_MODULE_BYTES = 60 * 1024 * 1024  # so that a module always fits in one archive
_MOST_MODULE_FILES = MOST_FILES // 10
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|webp|heic|mp3|ogg|opus|wav)", re.IGNORECASE)
_SHORT_NAMES = frozenset({"module", "image", "photo", "son"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedMedia:
    """A file read and written again: everything slow is done."""

    body: bytes
    extension: str


def prepare_media(body: bytes) -> PreparedMedia:
    """Read what somebody sent, and keep of it only the picture or the sound.

    Raises:
        Invalid: no file was chosen, or it is none that a lesson shows.
        Unavailable: this site takes no pictures.

    """
    if not body:
        raise Invalid("Choisissez un fichier sur votre poste.", field="fichier")
    if is_sound(body):
        sound = read_sound(body)
        return PreparedMedia(body=sound.body, extension=sound.extension)
    picture = recode(body)
    return PreparedMedia(body=picture.body, extension=picture.extension)


def add_media(
    work: Work, module: str, prepared: PreparedMedia, *, title: str, alternative: str
) -> str:
    """Keep a prepared file in a module being written; return the name that it got.

    Raises:
        NotFound: no such module.
        Invalid: its title or its alternative text is missing, or the module is full.

    """
    stem = slug_of(title[:LONGEST_TITLE])
    if not stem:
        raise Invalid("Donnez un nom à ce fichier, par exemple « Le marché ».", field="titre")
    words = read_alternative(alternative)
    files = module_being_written(work, module)
    weight = sum(files.weights.values()) + len(prepared.body)
    if weight > _MOST_MODULE_BYTES or len(files.weights) >= _MOST_MODULE_FILES:
        raise Invalid(
            "Ce module a déjà trop d’images et de sons. Retirez ceux qui ne servent plus.",
            field="fichier",
        )
    folder = f"{module}/media/"
    taken = [path.removeprefix(folder) for path in files.weights if path.startswith(folder)]
    name = free_name(stem, prepared.extension, taken)
    kept: dict[str, bytes | None] = {f"{folder}{name}": prepared.body}
    kept[f"{folder}{name}{BESIDE}"] = f"{words}\n".encode()
    keep_all(work, kept)
    return name


def change_alternative(work: Work, module: str, name: str, alternative: str) -> tuple[str, ...]:
    """Say otherwise what a file shows; texts that said the old words say the new ones.

    Raises:
        NotFound: no such module or file.
        Invalid: the new words are missing.

    """
    texts, path = _existing(work, module, name)
    words = read_alternative(alternative)
    kept: dict[str, bytes | None] = {f"{path}{BESIDE}": f"{words}\n".encode()}
    described = next(one for one in list_media(work, module) if one.name == name)
    if described.is_image and described.alternative:
        new = words.replace("[", "(").replace("]", ")")
        before = described.markdown
        after = f"![{new}](media/{name})"
        for use in {use.path for use in described.uses}:
            body = texts[use].replace(before.encode(), after.encode())
            if body != texts[use]:
                kept[use] = body
    keep_all(work, kept)
    return tuple(sorted(path for path in kept if path.endswith(".md")))


def retire_media(work: Work, module: str, name: str) -> None:
    """Take a file out of a module being written.

    Raises:
        NotFound: no such module or file.
        Conflict: a text shows it.

    """
    texts, path = _existing(work, module, name)
    shown = [
        one
        for one, body in texts.items()
        if one.endswith(".md") and lines_with(body.decode("utf-8", errors="replace"), name)
    ]
    if shown:
        raise Conflict(
            "Ce fichier sert encore dans des textes\u00a0: ôtez-le d’abord de chacun. "
            "La liste les donne."
        )
    out: dict[str, bytes | None] = {path: None}
    if f"{path}{BESIDE}" in texts:
        out[f"{path}{BESIDE}"] = None
    keep_all(work, out)


def read_alternative(typed: str) -> str:
    """Return an alternative text in one line.

    Raises:
        Invalid: it is missing, too long, or the name of a file.

    """
    words = " ".join(typed.split())
    if not words or words.casefold() in _SHORT_NAMES or _FILE_NAME.fullmatch(words):
        raise Invalid(
            "Écrivez en une phrase ce qu’on voit ou ce qu’on entend. "
            "Quelqu’un qui ne voit pas l’image doit comprendre la leçon.",
            field="texte",
        )
    if len(words) > LONGEST_ALTERNATIVE:
        raise Invalid(
            "Ce texte a plus de %(most)s signes. Dites l’essentiel en une phrase.",
            field="texte",
            most=LONGEST_ALTERNATIVE,
        )
    return words


def _existing(work: Work, module: str, name: str) -> tuple[Mapping[str, bytes], str]:
    files = module_being_written(work, module)
    path = f"{module}/media/{name}"
    if path not in files.weights:
        raise NotFound("Ce fichier n’est plus dans ce module. Revenez à la liste.")
    return files.texts, path
