"""A text of the courses as the studio opens it: its settings as a form, its body as a text.

Nobody types a file name or a setting's key: a text is reached by its path without « .md », and
a body whose head is too broken to be read is shown whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from learning.content.front_edit import (
    Value,
    is_unreadable,
    objectives_as_written,
    read_front,
    write_front,
)
from learning.content.front_values import list_of, objective_of
from learning.content.source import fold, lesson_slug, module_slugs
from learning.content.typography import set_plain
from learning.domain.errors import Invalid, NotFound

Files = Mapping[str, bytes]


class TextKind(StrEnum):
    """What a file is; the names are those of ``content.front_matter.KEYS`` where it has keys."""

    LESSON = "lesson"
    TEST = "test"
    BANK = "bank"
    MODULE = "module"
    PATH = "parcours"
    QUESTIONNAIRE = "questionnaire"
    GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as it is being written.

    ``values`` are its settings by folded key, lists one item a line. With ``broken`` the head
    cannot be read: ``body`` is then the whole file. ``skipped`` counts the file's lines before
    the body, so that a finding's line is told in the body.
    """

    path: str
    kind: TextKind
    values: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    broken: bool = False
    skipped: int = 0
    whole: str = ""
    converted: bool = False  # it was not UTF-8: saving makes it so

    @property
    def module(self) -> str:
        """The module it is of; "" for a text of the site."""
        return module_of(self.path)

    @property
    def title(self) -> str:
        """Its title, or what it is called without one."""
        return set_plain(self.values.get("titre", "")) or _NAMELESS[self.kind]


_NAMELESS = {
    TextKind.LESSON: "Leçon sans titre",
    TextKind.TEST: "Épreuve sans titre",
    TextKind.BANK: "Banque de questions",
    TextKind.MODULE: "Module sans titre",
    TextKind.PATH: "Parcours sans titre",
    TextKind.QUESTIONNAIRE: "Questionnaire sans titre",
    TextKind.GLOSSARY: "Glossaire",
}
_HEADS = {TextKind.TEST: "lesson", TextKind.GLOSSARY: "bank"}
_TITLES = frozenset({"prerequis", "modules"})  # lists of modules, shown by their titles


def module_of(path: str) -> str:
    """Return the module that a path is in, or "" for what is the site's."""
    folder, inside, _ = path.partition("/")
    return folder if inside and folder not in {"parcours", "questionnaires"} else ""


def ref_of(path: str) -> str:
    """Return what a text is called in addresses."""
    return path.removesuffix(".md")


def find_path(files: Files, ref: str) -> str:
    """Return the path of a text; a lesson is also found by its slug, whatever its place.

    Raises:
        NotFound: there is no such text.

    """
    if f"{ref}.md" in files:
        return f"{ref}.md"
    folder, _, name = ref.rpartition("/")
    wanted = (lesson_slug(f"{name}.md") or (0, name))[1]
    for path in files:
        where, _, file = path.rpartition("/")
        named = lesson_slug(file)
        if where == folder and named is not None and named[1] == wanted:
            return path
    raise NotFound("Ce texte n’existe pas, ou il a été retiré. Revenez aux cours.")


def open_text(files: Files, path: str) -> Text:
    """Open a text, however broken it is."""
    return read_text(path, files[path], titles=module_titles(files))


def read_text(path: str, body: bytes, *, titles: Mapping[str, str]) -> Text:
    """Read a file's settings and body; ``titles`` are those of the modules, by name."""
    whole, converted = _decode(body)
    kind = _kind_of(path)
    if is_unreadable(whole):
        return Text(
            path=path, kind=kind, body=whole, broken=True, whole=whole, converted=converted
        )
    front = read_front(whole, _HEADS.get(kind, kind))
    if kind is TextKind.LESSON and fold(front.get("type")) == "evaluation":
        kind = TextKind.TEST
    values = dict(front.values)
    for key, lines in front.lists.items():
        values[key] = "\n".join(objective_of(line)[1] for _, line in lines)
    for key in _TITLES & values.keys():
        values[key] = "\n".join(titles.get(one, one) for one in list_of(values[key]))
    blank = next((n for n, line in enumerate(front.body) if line.strip()), 0)
    return Text(
        path=path,
        kind=kind,
        values=values,
        body="\n".join(front.body[blank:]),
        skipped=front.body_line - 1 + blank,
        whole=whole,
        converted=converted,
    )


def compose(
    before: Text, original: bytes, values: Mapping[str, str], body: str, titles: Mapping[str, str]
) -> bytes:
    """Return the file with these settings and this body; what did not change stays to the byte.

    Raises:
        Invalid: a module named in the settings is unknown; ``field`` says where.

    """
    lines = "\n".join(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if before.broken:
        whole = lines
    else:
        head = before.whole.split("\n")[: before.skipped]
        whole = "\n".join([*head, lines]) if head else lines
        written = {
            key: _as_written(before, key, value, titles)
            for key, value in values.items()
            if value.replace("\r\n", "\n").strip() != before.values.get(key, "")
        }
        if written:
            whole = write_front(whole, _HEADS.get(before.kind, before.kind), written)
    if whole == before.whole and not before.converted:
        return original
    if not whole.endswith("\n"):
        whole += "\n"
    return whole.replace("\n", "\r\n" if b"\r\n" in original else "\n").encode()


def module_titles(files: Files) -> dict[str, str]:
    """Return the title of each module, by name."""
    found = {}
    for slug in module_slugs(files):
        text, _ = _decode(files[f"{slug}/module.md"])
        found[slug] = (
            slug if is_unreadable(text) else read_front(text, "module").get("titre", slug)
        )
    return found


def _as_written(before: Text, key: str, value: str, titles: Mapping[str, str]) -> Value:
    items = [line.strip() for line in value.splitlines() if line.strip()]
    if key == "objectifs":
        front = read_front(before.whole, before.kind)
        return objectives_as_written([line for _, line in front.lists.get(key, [])], items)
    if key in _TITLES:
        return ", ".join(_module_named(item, key, titles) for item in items)
    return value


def _module_named(written: str, key: str, titles: Mapping[str, str]) -> str:
    for slug, title in titles.items():
        if fold(written) in {fold(title), slug}:
            return slug
    raise Invalid(
        "Le module « %(written)s » n’existe pas. Écrivez l’un de ces titres : %(titles)s.",
        field=key,
        written=written,
        titles=" ; ".join(titles.values()),
    )


def _kind_of(path: str) -> TextKind:
    folder, inside, name = path.partition("/")
    if not inside:
        return TextKind.GLOSSARY
    by_folder = {"parcours": TextKind.PATH, "questionnaires": TextKind.QUESTIONNAIRE}
    if folder in by_folder:
        return by_folder[folder]
    if name == "module.md":
        return TextKind.MODULE
    return TextKind.BANK if name.startswith("banques/") else TextKind.LESSON


def _decode(body: bytes) -> tuple[str, bool]:
    """Return a file's text with plain ends of line, and whether its letters had to be guessed."""
    try:
        text, guessed = body.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        text, guessed = body.decode("cp1252", errors="replace"), True
    return text.replace("\r\n", "\n").replace("\r", "\n"), guessed


def ordered(paths: Sequence[str]) -> list[str]:
    """Sort the texts of a module: its own page, its lessons in their order, its banks."""

    def key(path: str) -> tuple[int, int, str]:
        name = path.partition("/")[2]
        named = lesson_slug(name)
        rank = 0 if name == "module.md" else 1 if "/" not in name else 2
        return (rank, named[0] if named else 0, path)

    return sorted(paths, key=key)
