"""Publish the courses: check, render what changed, then make and serve an immutable release."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import sqlalchemy as sa

from learning.content import library as content_library
from learning.content.check import Finding, Severity, check
from learning.content.pairing import Change, changes, pair_choices
from learning.domain.course import Catalogue
from learning.domain.errors import Conflict
from learning.services import audit
from learning.services.library import read_files, read_rendered
from learning.services.work import Program, Work, with_release
from learning.storage.people import site
from learning.storage.publishing import content_file, publication, release, rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A release ready to be made: everything slow is done."""

    id: str
    files: Mapping[str, bytes]
    fresh: Mapping[str, Mapping[str, str]]  # rendered now, by part
    choices: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]

    @property
    def refused(self) -> bool:
        """An ``erreur`` refuses the release; the last good one goes on serving."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def prepare_release(program: Program, files: Mapping[str, bytes], *, on: date) -> Prepared:
    """Check and render, outside any write; only what is not kept yet is rendered."""
    findings = check(files, on=on)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Prepared(id="", files=files, fresh={}, choices={}, findings=findings, changes=())
    with program.reading() as work:
        with_release(work)
        current = work.catalogue if work.release else None
        kept = read_rendered(work.connection, files)
    rendered_now = content_library.render_parts(files, known=kept)
    fresh = content_library.build(files, {**kept, **rendered_now}, on=on)
    return Prepared(
        id=content_library.release_id(files, on=on),
        files=files,
        fresh=rendered_now,
        choices=_choices(current, fresh),
        findings=findings,
        changes=_changes(current, fresh),
    )


def publish(work: Work, prepared: Prepared) -> None:
    """Make the release if it is new, and serve it from now on.

    Raises:
        Conflict: midnight came since it was prepared, and with it another figure.

    """
    if content_library.release_id(prepared.files, on=work.instant.date()) != prepared.id:
        raise Conflict(
            "Un chiffre du référentiel change aujourd’hui, et la publication a été préparée "
            "hier. Rien n’est publié : publiez à nouveau."
        )
    digests = {path: hashlib.sha256(body).hexdigest() for path, body in prepared.files.items()}
    known = set(work.connection.execute(sa.select(content_file.c.digest)).scalars())
    bodies = {digests[path]: body for path, body in prepared.files.items()}
    fresh = [{"digest": d, "body": b} for d, b in bodies.items() if d not in known]
    if fresh:
        work.connection.execute(sa.insert(content_file), fresh)
    keep_rendered(work, prepared.files, prepared.fresh)
    exists = work.connection.execute(
        sa.select(release.c.id).where(release.c.id == prepared.id)
    ).first()
    if exists is None:
        choices = {question: list(ids) for question, ids in prepared.choices.items()}
        work.connection.execute(
            sa.insert(release),
            {"id": prepared.id, "made_at": work.instant, "files": digests, "choices": choices},
        )
    work.connection.execute(
        sa.insert(publication),
        {"site_id": work.site, "id": uuid4(), "at": work.instant, "release_id": prepared.id},
    )
    work.connection.execute(
        sa.update(site).where(site.c.id == work.site).values(release_id=prepared.id)
    )
    audit.record(work, "cours.publies", subject=prepared.id)
    work.release = prepared.id


def refresh_rendered(program: Program) -> None:
    """Render again, before serving, what an older program rendered otherwise.

    Every release is looked at: old attempts are shown on theirs. A module that several
    releases share is rendered once.
    """
    with program.reading() as work:
        releases = work.connection.execute(sa.select(release.c.id)).scalars().all()
    for release_id in releases:
        with program.reading() as work:
            files = read_files(work.connection, release_id)
            kept = read_rendered(work.connection, files)
        fresh = content_library.render_parts(files, known=kept)
        if fresh:
            with program.writing() as work:
                keep_rendered(work, files, fresh)


def keep_rendered(
    work: Work, files: Mapping[str, bytes], fresh: Mapping[str, Mapping[str, str]]
) -> None:
    """Keep what was just rendered, in the place of what the same part had."""
    keys = content_library.render_keys(files)
    for part, html in fresh.items():
        key = keys[part]
        where = (rendered.c.part_digest == key.part_digest) & (rendered.c.renderer == key.renderer)
        work.connection.execute(sa.delete(rendered).where(where))
        work.connection.execute(
            sa.insert(rendered),
            {"part_digest": key.part_digest, "renderer": key.renderer, "html": dict(html)},
        )


def _choices(current: Catalogue | None, fresh: Catalogue) -> dict[str, tuple[str, ...]]:
    kept: dict[str, tuple[str, ...]] = {}
    for module in fresh.modules:
        old = current.module(module.slug) if current else None
        if old is not None:
            kept |= pair_choices(old, module)
    return kept


def _changes(current: Catalogue | None, fresh: Catalogue) -> tuple[Change, ...]:
    found: list[Change] = []
    for module in fresh.modules:
        old = current.module(module.slug) if current else None
        if old is not None and old.digest != module.digest:
            found += changes(old, module)
    return tuple(found)
