"""Where each file of the courses stands, and what a name from elsewhere may be.

Names of media come from every system: they become plain letters, and texts follow them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from learning.content.source import NAME, ROOT_FILES, SITE_FOLDERS
from learning.domain.errors import Invalid

_MODULE_FILE = re.compile(r"module\.md|[0-9]+-[a-z0-9-]+\.md|banques/[a-z0-9-]+\.md")
_SITE_FILE = re.compile(r"[a-z0-9-]+\.md")
_MEDIA = re.compile(
    r"[A-Za-z0-9_.-]+\.(?:png|jpe?g|gif|webp|mp3|ogg|opus|m4a|wav|txt)", re.IGNORECASE
)
_MEDIA_FOLDER = "media/"
_DRIVE = re.compile(r"[A-Za-z]:")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_LEFT_BY_SYSTEMS = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
# How a text names a file of media/: an image, one with spaces in its name, a lesson's sound.
_REFERENCES = (
    re.compile(r"(?P<before>\]\(media/)(?P<name>[^)\s]+)"),
    re.compile(r"(?P<before>\]\(<media/)(?P<name>[^>\n]+)"),
    re.compile(r"(?mi)^(?P<before>audio[ \u00a0]*:[ \u00a0]*)(?P<name>[^\r\n]+)"),
)
_LONGEST_NAME = 200
_LONGEST_SLUG = 60
_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A media file that got a plain name, and the texts whose references followed it."""

    was: str
    now: str
    texts: tuple[str, ...]


def refuse_name(name: str) -> bool:
    """Tell whether a name is of what systems leave behind, to be left out.

    Raises:
        Invalid: the name leads elsewhere, or would be another file on another machine.

    """
    parts = name.rstrip("/").split("/")
    if "\\" in name or name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        raise _refused(name, "mène hors du dossier des cours")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in name):
        raise _refused(name, "a un nom avec des signes invisibles")
    for part in parts:
        if not part or part == "." or part != part.rstrip(". ") or _RESERVED.fullmatch(part):
            raise _refused(name, "a un nom que tous les systèmes ne permettent pas")
    if len(name) > _LONGEST_NAME:
        raise _refused(name, "a un nom trop long")
    return any(part.startswith(".") or part.lower() in _LEFT_BY_SYSTEMS for part in parts)


def put_in_place(
    files: Mapping[str, bytes], other_names: Mapping[str, str]
) -> tuple[dict[str, bytes], tuple[Rename, ...]]:
    """Return the files under the courses' own paths, out of a wrapping folder if there is one.

    Raises:
        Invalid: a file has no place in courses, or two have the same name.

    """
    _refuse_twins(files)
    prefix = _wrapping(files)
    bare = {path.removeprefix(prefix): body for path, body in files.items()}
    others = {path.removeprefix(prefix): other_names.get(path, "") for path in files}
    if not bare:
        raise Invalid("Cette archive est vide. Choisissez celle qui contient le module.")
    if "module.md" in bare:
        raise Invalid(
            "Les fichiers de cette archive ne sont pas dans un dossier. "
            "Mettez-les dans un dossier au nom du module, puis refaites l’archive."
        )
    modules = {path.split("/")[0] for path in bare if re.fullmatch(r"[^/]+/module\.md", path)}
    taken = {path.casefold() for path in bare}
    names: dict[str, str] = {}
    for path in sorted(bare):
        names[path] = _place(path, modules, taken)
        taken.add(names[path].casefold())
    placed = {names[path]: body for path, body in bare.items()}
    renamed = []
    for path in (path for path in sorted(bare) if names[path] != path):
        texts = _follow(placed, names[path], (path, others[path]))
        renamed.append(Rename(was=path, now=names[path], texts=texts))
    return placed, tuple(renamed)


def slug_of(words: str) -> str:
    """Return a name of plain letters, digits and hyphens; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", words.replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found = re.sub(r"[^a-z0-9]+", "-", letters.casefold()).strip("-")
    return found[:_LONGEST_SLUG].rstrip("-")


def free_name(stem: str, extension: str, taken: Iterable[str]) -> str:
    """Return ``stem.extension``, numbered when that name serves already."""
    known = {name.casefold() for name in taken}
    name, place = f"{stem}.{extension}", 2
    while name.casefold() in known:
        name, place = f"{stem}-{place}.{extension}", place + 1
    return name


def twice(name: str) -> Invalid:
    """Say that two files of an archive have the same name."""
    return _refused(name, "est deux fois dans cette archive")


def _refuse_twins(files: Mapping[str, bytes]) -> None:
    """Two names that differ by case or accents' coding are one file on some machines."""
    seen: set[str] = set()
    for path in files:
        key = unicodedata.normalize("NFC", path).casefold()
        if key in seen:
            raise twice(path)
        seen.add(key)
    for key in seen:
        parts = key.split("/")
        if any("/".join(parts[:depth]) in seen for depth in range(1, len(parts))):
            raise _refused(key, "est à la fois un fichier et un dossier")


def _wrapping(files: Mapping[str, bytes]) -> str:
    """Return the one folder around everything that is no module itself, "" when none is."""
    first = {path.partition("/")[0] for path in files}
    if len(first) != 1:
        return ""
    folder = next(iter(first))
    inside = {path.partition("/")[2] for path in files}
    if "" in inside or folder in SITE_FOLDERS or "module.md" in inside:
        return ""
    whole = any(
        name in ROOT_FILES or name.endswith("/module.md") or name.split("/")[0] in SITE_FOLDERS
        for name in inside
    )
    return f"{folder}/" if whole else ""


def _place(path: str, modules: set[str], taken: set[str]) -> str:
    """Return the path that a file takes: its own, unless it is a media of an odd name."""
    folder, _, name = path.partition("/")
    if path.lower().endswith(".svg"):
        raise _refused(path, "est une image SVG, qui peut cacher un programme")
    if not name or folder in SITE_FOLDERS:
        if path in ROOT_FILES or (name and _SITE_FILE.fullmatch(name)):
            return path
        raise _refused(path, "n’a pas sa place dans des cours")
    if folder not in modules:
        raise _refused(path, "est dans un dossier sans « module.md »")
    if not NAME.fullmatch(folder):
        raise _refused(path, "est dans un dossier dont le nom n’est pas permis")
    if _MODULE_FILE.fullmatch(name):
        return path
    if not name.startswith(_MEDIA_FOLDER) or name.count("/") > 1:
        raise _refused(path, "n’a pas sa place dans un module")
    return _place_media(path, taken)


def _place_media(path: str, taken: set[str]) -> str:
    folder, _, name = path.rpartition("/")
    stem, _, extension = name.rpartition(".")
    extension = extension.lower()
    plain = _MEDIA.fullmatch(name)
    if plain:
        return path
    if not _MEDIA.fullmatch(f"x.{extension}"):
        raise _refused(path, "n’est ni une image ni un son que Tremplin montre")
    here = f"{folder}/".casefold()
    known = {one.removeprefix(here) for one in taken if one.startswith(here)}
    return f"{folder}/{free_name(slug_of(stem) or 'fichier', extension, known)}"


def _follow(files: dict[str, bytes], now: str, was: tuple[str, ...]) -> tuple[str, ...]:
    """Write a media file's new name in its module's texts; return those that changed."""
    module = now.partition("/")[0]
    plain = now.rpartition("/")[2]
    names = [one.rpartition("/")[2] for one in was if one]
    changed = []
    for path, body in files.items():
        if not path.startswith(f"{module}/") or not path.endswith(".md"):
            continue
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            continue
        followed = _replaced(text, names, plain)
        if followed != text:
            files[path] = followed.encode()
            changed.append(path)
    return tuple(sorted(changed))


def _replaced(text: str, names: list[str], plain: str) -> str:
    wanted = {unicodedata.normalize("NFC", name) for name in names}

    def follow(found: re.Match[str]) -> str:
        name = unicodedata.normalize("NFC", unquote(found["name"].strip()))
        return found["before"] + plain if name in wanted else found[0]

    for reference in _REFERENCES:
        text = reference.sub(follow, text)
    return text


def _refused(name: str, words: str) -> Invalid:
    shown = "".join(sign if sign.isprintable() else "?" for sign in name)[:_SHOWN]
    return Invalid("« %(name)s » %(words)s\u00a0: rien n’est importé.", name=shown, words=words)
