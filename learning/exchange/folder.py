"""Course files as a folder of one's machine, or of Git: the same files as an archive holds."""

from collections.abc import Mapping
from pathlib import Path

from learning.content.source import module_slugs, read_folder
from learning.domain.errors import Conflict
from learning.exchange.archive import Archive
from learning.exchange.places import put_in_place, refuse_name


def read_course_folder(folder: Path) -> Archive:
    """Return the course files of a folder: all the courses, or one module.

    Raises:
        Invalid: it is no folder, holds too much, or holds what has no place in courses.

    """
    found = read_folder(folder)
    around = f"{folder.resolve().name}/" if "module.md" in found else ""
    files = {f"{around}{name}": body for name, body in found.items() if not refuse_name(name)}
    placed, renamed = put_in_place(files, {})
    return Archive(files=placed, renamed=renamed)


def write_course_folder(
    files: Mapping[str, bytes], folder: Path, *, replace: bool = False
) -> tuple[str, ...]:
    """Write files in a folder, made if it is absent; return the names that were taken out.

    Raises:
        Conflict: it holds other course files of those modules, and ``replace`` is not said.
        Invalid: it is no folder that can be read.

    """
    there = read_folder(folder) if folder.exists() else {}
    modules = {f"{slug}/" for slug in module_slugs(files)}
    leftover = [
        name
        for name in there
        if name not in files and any(name.startswith(module) for module in modules)
    ]
    differing = [name for name, body in files.items() if there.get(name, body) != body]
    if (leftover or differing) and not replace:
        raise Conflict(
            "Le dossier «\u00a0%(folder)s\u00a0» contient d’autres fichiers, dont "
            "«\u00a0%(name)s\u00a0». Rien n’est écrit. Ajoutez --remplacer pour les remplacer.",
            folder=folder,
            name=min(leftover + differing),
        )
    for name, body in files.items():
        refuse_name(name)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    for name in leftover:
        (folder / name).unlink()
    return tuple(leftover)
