"""Course files as bytes by path; a folder, a ZIP and database rows are the same thing."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from learning.domain.errors import Invalid

Files = Mapping[str, bytes]

MOST_FILES = 2_000
MOST_BYTES = 64 * 1024
MOST_MEDIA_BYTES = 5 * 1024 * 1024
ROOT_FILES = ("glossaire.md", "referentiel.yaml")
SITE_FOLDERS = frozenset({"parcours", "questionnaires"})
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LESSON = re.compile(r"(?P<order>[0-9]+)-(?P<slug>[a-z0-9-]+)\.md")


def read_folder(folder: Path) -> dict[str, bytes]:
    """Read a courses folder; hidden files are left out.

    Raises:
        Invalid: it is no folder, or it holds too much.

    """
    if not folder.is_dir():
        raise Invalid("Le dossier de cours « %(folder)s » n’existe pas.", folder=folder)
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")) or not path.is_file():
            continue
        if path.is_symlink() or path.stat().st_size > MOST_MEDIA_BYTES:
            raise Invalid("Le fichier « %(name)s » est trop gros, ou c’est un lien.", name=name)
        files[name] = path.read_bytes()
        if len(files) > MOST_FILES:
            raise Invalid("Ce dossier de cours a plus de %(most)s fichiers.", most=MOST_FILES)
    return files


def read_module(folder: Path) -> dict[str, bytes]:
    """Read one module and the site's figures and terms beside it, and nothing else there.

    Raises:
        Invalid: it is no folder, or it holds too much.

    """
    files = {f"{folder.name}/{name}": body for name, body in read_folder(folder).items()}
    for name in ROOT_FILES:
        file = folder.parent / name
        if file.is_file() and file.stat().st_size <= MOST_MEDIA_BYTES:
            files[name] = file.read_bytes()
    return files


def digest_of(files: Files) -> str:
    """Name a set of files by its content."""
    return digest_of_listing({p: hashlib.sha256(body).hexdigest() for p, body in files.items()})


def digest_of_listing(listing: Mapping[str, str]) -> str:
    """Name a set of files by the digest of each."""
    canonical = json.dumps(listing, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def module_slugs(files: Files) -> tuple[str, ...]:
    """Return the folders that are modules: those with a ``module.md``."""
    found = {
        path.split("/")[0]
        for path in files
        if path.count("/") == 1 and path.endswith("/module.md")
    }
    return tuple(sorted(found - SITE_FOLDERS))


def module_files(files: Files, slug: str) -> dict[str, bytes]:
    """Return the files of one module."""
    return {path: body for path, body in files.items() if path.startswith(f"{slug}/")}


def site_files(files: Files) -> dict[str, bytes]:
    """Return paths, questionnaires, glossary and référentiel."""
    slugs = module_slugs(files)
    return {path: body for path, body in files.items() if path.split("/")[0] not in slugs}


def lesson_slug(name: str) -> tuple[int, str] | None:
    """Return the order and the permanent slug of a lesson's file name."""
    found = _LESSON.fullmatch(name)
    return (int(found["order"]), found["slug"]) if found else None


def decode(body: bytes) -> str:
    """Decode a file; tabs, CRLF and a byte order mark are the same to a reader.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.

    """
    text = body.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.replace("\t", "    "))


def fold(word: str) -> str:
    """Lower case without accents, as keywords and block names are compared."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().strip()
