"""Modules out of the site and into it, as files: what an archive would change, then the change.

What comes in is never published: it joins the courses being written.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from learning.content.check import Finding, Severity, check
from learning.content.source import ROOT_FILES, module_files, module_slugs
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.exchange.archive import Archive, read_zip, write_zip
from learning.services import audit
from learning.services.manuscripts import (
    changed,
    digest_of_body,
    files_now,
    keep_all,
    published_files,
)
from learning.services.media import is_media, is_what_it_says, title_of
from learning.services.work import Program, Work

_PLACE_TAKEN = (b"Exif\0\0", b"eXIf")
_HEAD = 65_536
# Archives read and not yet confirmed wait in the data directory, one a person, for a day.
_WAITING = "archives-en-attente"
_WAITING_SECONDS = 24 * 3_600
_SITE_TITLES = {"glossaire.md": "Glossaire", "referentiel.yaml": "Référentiel des chiffres"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A module, or a file that is the site's, and what an archive would change in it.

    ``at_risk``: somebody is writing it, and what they wrote would be replaced.
    """

    name: str
    title: str
    is_module: bool
    is_new: bool
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    removed_titles: tuple[str, ...]
    at_risk: bool

    @property
    def same(self) -> bool:
        """Nothing would change."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What an archive holds, compared with this site, and what is wrong in it here."""

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    titles: Mapping[str, str]  # of each file that a finding speaks of

    @property
    def at_risk(self) -> tuple[Part, ...]:
        """The parts whose texts being written would be replaced."""
        return tuple(part for part in self.parts if part.at_risk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An archive to confirm; its digest tells it from one sent since."""

    archive: Archive
    digest: str


def export_files(work: Work, module: str = "", *, being_written: bool = False) -> dict[str, bytes]:
    """Return the files of a module, or of all the courses.

    Raises:
        NotFound: nothing was published, or there is no such module.

    """
    files = files_now(work) if being_written else published_files(work)
    if not module:
        if not files:
            raise NotFound("Aucun cours n’est publié sur ce site.")
        return files
    if module not in module_slugs(files):
        raise NotFound(
            "Le module « %(module)s » n’existe pas. Modules\u00a0: %(known)s.",
            module=module,
            known=", ".join(module_slugs(files)),
        )
    return module_files(files, module)


def pack_module(work: Work, module: str, *, being_written: bool) -> bytes:
    """Return a module as a ZIP.

    Raises:
        NotFound: there is no such module.

    """
    return write_zip(export_files(work, module, being_written=being_written))


def examine(program: Program, archive: Archive, *, on: date) -> Examined:
    """Say what an archive would change and what is wrong in it; writes nothing."""
    with program.reading() as work:
        now = files_now(work)
        parts = compare(work, archive)
    findings = _findings(now, archive.files, on)
    titles = {one.file: _title(archive.files, one.file) for one in findings}
    return Examined(parts=parts, findings=findings, titles=titles)


def compare(work: Work, archive: Archive) -> tuple[Part, ...]:
    """Say what an archive would change in each part."""
    now = files_now(work)
    written = {one.path for one in changed(work)}
    slugs = module_slugs(archive.files)
    site = [path for path in archive.files if path.split("/")[0] not in slugs]
    return tuple(_part(name, archive.files, now, written) for name in (*slugs, *sorted(site)))


def bring_in(work: Work, archive: Archive, *, replace: bool = False) -> tuple[Part, ...]:
    """Put the files of an archive in the courses being written; a module becomes exactly it.

    Raises:
        Conflict: somebody is writing other words there, and ``replace`` is not said.

    """
    parts = compare(work, archive)
    at_risk = [part.title for part in parts if part.at_risk]
    if at_risk and not replace:
        raise Conflict(
            "Quelqu’un a commencé à changer\u00a0: %(titles)s. Rien n’est importé. "
            "Publiez ou abandonnez ces changements, ou demandez de les remplacer.",
            titles=", ".join(at_risk),
        )
    kept: dict[str, bytes | None] = {}
    for part in parts:
        kept |= {path: archive.files[path] for path in (*part.added, *part.changed)}
        kept |= dict.fromkeys(part.removed)
    keep_all(work, kept)
    if kept:
        audit.record(work, "cours.importes", subject=", ".join(part.name for part in parts)[:200])
    return parts


def receive(program: Program, person: UUID, body: bytes) -> None:
    """Read an archive and keep it aside, until that person confirms it; a refused one is not kept.

    Raises:
        Invalid: it is no archive of courses.

    """
    if not body:
        raise Invalid("Choisissez une archive ZIP sur votre poste.", field="fichier")
    read_zip(body)
    folder = program.settings.data / _WAITING
    folder.mkdir(mode=0o700, exist_ok=True)
    oldest = program.clock().timestamp() - _WAITING_SECONDS
    for old in folder.glob("*.zip"):
        if old.stat().st_mtime < oldest:
            old.unlink(missing_ok=True)
    place = _waiting_place(program, person)
    fresh = place.with_suffix(".neuf")
    fresh.write_bytes(body)
    fresh.chmod(0o600)
    fresh.replace(place)


def find_waiting(program: Program, person: UUID) -> Waiting | None:
    """Return the archive that a person has still to confirm."""
    try:
        body = _waiting_place(program, person).read_bytes()
    except FileNotFoundError:
        return None
    return Waiting(archive=read_zip(body), digest=digest_of_body(body))


def forget_waiting(program: Program, person: UUID) -> None:
    """Forget the archive that a person had to confirm."""
    _waiting_place(program, person).unlink(missing_ok=True)


def titles_of(work: Work, modules: Collection[str]) -> dict[str, str]:
    """Return the titles of those modules that are being written."""
    files = files_now(work)
    return {
        slug: title_of(files, f"{slug}/module.md")
        for slug in module_slugs(files)
        if slug in modules
    }


def _waiting_place(program: Program, person: UUID) -> Path:
    return program.settings.data / _WAITING / f"{person}.zip"


def _part(
    name: str, files: Mapping[str, bytes], now: Mapping[str, bytes], written: set[str]
) -> Part:
    is_module = f"{name}/module.md" in files
    own = module_files(files, name) if is_module else {name: files[name]}
    there = module_files(now, name) if is_module else {p: b for p, b in now.items() if p == name}
    added = tuple(sorted(path for path in own if path not in there))
    different = tuple(sorted(p for p, body in own.items() if there.get(p, body) != body))
    removed = tuple(sorted(path for path in there if path not in own))
    ours = {path for path in written if path == name or path.startswith(f"{name}/")}
    head = f"{name}/module.md" if is_module else name
    return Part(
        name=name,
        title=_title(files, head),
        is_module=is_module,
        is_new=not there,
        added=added,
        changed=different,
        removed=removed,
        removed_titles=tuple(title_of(now, path) for path in removed if path.endswith(".md")),
        at_risk=bool(ours and (added or different or removed)),
    )


def _title(files: Mapping[str, bytes], path: str) -> str:
    return _SITE_TITLES.get(path) or title_of(files, path)


def _findings(
    now: Mapping[str, bytes], files: Mapping[str, bytes], on: date
) -> tuple[Finding, ...]:
    """Judge the archive's files among this site's figures, terms and other modules."""
    around = {
        path: body
        for path, body in now.items()
        if path in ROOT_FILES or path.endswith("/module.md")
    }
    judged = check({**around, **files}, on=on)
    return tuple(finding for finding in judged if finding.file in files) + _media_findings(files)


def _media_findings(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Media come in as they are, byte for byte: say which are not what they should be."""
    found = []
    for path, body in sorted(files.items()):
        if not is_media(path):
            continue
        if not is_what_it_says(path, body):
            message = "ce fichier n’est pas ce que dit son nom\u00a0: il ne sera pas montré."
            remedy = "Retirez-le, puis ajoutez-le par « Images et sons »."
        elif any(mark in body[:_HEAD] for mark in _PLACE_TAKEN):
            message = "cette photo peut dire où et quand elle a été prise."
            remedy = "Retirez-la, puis ajoutez-la par « Images et sons », qui l’oublie."
        else:
            continue
        found.append(Finding(path, 1, Severity.WARNING, message, remedy))
    return tuple(found)
