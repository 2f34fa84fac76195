"""Publish the courses: check, render what changed, then make and serve an immutable release.

Everything slow is in ``prepare_release``; ``publish`` is one transaction that also marks again
what was corrected, or does nothing.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from learning.content import library as content_library
from learning.content.check import Finding, Run, Severity, judge
from learning.content.pairing import Change, ChangeKind, changes, pair_choices
from learning.content.parse import Parser
from learning.content.render import RENDERER_VERSION, Job, run_jobs
from learning.domain.course import Catalogue
from learning.domain.errors import Conflict
from learning.domain.remarking import RemarkPlan
from learning.services import audit
from learning.services.library import read_files, read_rendered
from learning.services.remark import Corrected, Planned, apply_remarks
from learning.services.work import Program, Work, with_release
from learning.storage.activity import fact
from learning.storage.people import site
from learning.storage.publishing import content_file, manuscript, publication, release, rendered

Told = Callable[[str, int, int], None]  # the step, how many are done, of how many
CHECKING, RENDERING, COMPARING, RECORDING = "check", "render", "compare", "record"
_REMARKED_KINDS = frozenset({ChangeKind.MARKING, ChangeKind.STRUCTURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A release ready to be made: everything slow is done."""

    id: str
    files: Mapping[str, bytes]
    fresh: Mapping[str, Mapping[str, str]]  # rendered now or taken from the former release
    choices: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    versions: Mapping[str, int] = field(default_factory=dict)
    former: str | None = None  # the release that this one was compared with
    corrected: Corrected = field(default_factory=lambda: Corrected(questions={}, former=None))
    catalogue: Catalogue | None = None
    rendered: int = 0  # fragments rendered now

    @property
    def refused(self) -> bool:
        """An ``erreur`` refuses the release; the last good one goes on serving."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Former:
    """What the site serves now, beside what is known of the release to make."""

    release: str | None
    catalogue: Catalogue | None
    choices: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, int]
    again: sa.Row[Any] | None  # the release to make was made before: it is taken as it was
    known: Mapping[str, Mapping[str, str]]  # rendered for the release to make
    rendered: Mapping[str, Mapping[str, str]]  # rendered for the release served


def prepare_release(
    program: Program, files: Mapping[str, bytes], *, on: date, told: Told | None = None
) -> Prepared:
    """Check and render, outside any write; only what is not kept yet is rendered."""
    tell: Told = told or (lambda _step, _done, _total: None)
    tell(CHECKING, 0, 1)
    name = content_library.release_id(files, on=on)
    with program.reading() as work:
        former = _read_former(work, files, name)
    parsed = Parser(files, on=on).run()
    findings = judge(files, parsed, on=on, run=_judging(former))
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Prepared(id="", files=files, fresh={}, choices={}, findings=findings, changes=())
    made = content_library.render_missing(
        files,
        known=former.known,
        former=former.rendered,
        parsed=parsed,
        told=lambda done, total: tell(RENDERING, done, total),
    )
    tell(COMPARING, 0, 1)
    html = {**former.known, **made.parts}
    alike = program.library.ready(files, former.choices, on=on)
    choices = _pair(former, content_library.build(files, html, on=on, ready=alike))
    alike = program.library.ready(files, choices, on=on)
    fresh = content_library.build(
        files, html, choice_ids=choices, on=on, release=name, ready=alike
    )
    found = _changes(former.catalogue, fresh, choices)
    with program.reading() as work:
        versions = _versions(work, former, found)
    return Prepared(
        id=name,
        files=files,
        fresh=made.parts,
        choices=choices,
        findings=findings,
        changes=found,
        versions=versions,
        former=former.release,
        corrected=_corrected(former.release, fresh, found),
        catalogue=fresh,
        rendered=made.count,
    )


def publish(
    work: Work,
    prepared: Prepared,
    *,
    downwards: bool = False,
    planned: Planned | None = None,
    details: Mapping[str, Any] | None = None,
) -> RemarkPlan:
    """Make the release if it is new, serve it from now on, and mark again what was corrected.

    Raises:
        Conflict: another release came since it was prepared, or midnight with another figure.

    """
    _judge(work, prepared)
    _keep_files(work, prepared)
    _keep_release(work, prepared)
    work.connection.execute(
        sa.update(site).where(site.c.id == work.site).values(release_id=prepared.id)
    )
    plan = apply_remarks(
        work, prepared.corrected, planned or Planned(plan=RemarkPlan()), to=prepared.id,
        downwards=downwards,
    )  # fmt: skip
    work.connection.execute(
        sa.insert(publication),
        {
            "site_id": work.site,
            "id": uuid4(),
            "at": work.instant,
            "release_id": prepared.id,
            "by": work.actor.id if work.actor else None,
            "summary": {**_summary(prepared, plan), **(details or {})},
        },
    )
    _drop_published_manuscripts(work, prepared.files)
    audit.record(work, "cours.publies", subject=prepared.id)
    if plan.applied:
        audit.record(work, "notes.corrigees", subject=prepared.id)
    work.release = prepared.id
    return plan


def refresh_rendered(program: Program) -> None:
    """Render again, before serving, what an older program rendered otherwise.

    Every release is looked at: old attempts are shown on theirs. A module that several
    releases share is rendered once.
    """
    with program.reading() as work:
        releases = work.connection.execute(sa.select(release.c.id, release.c.files)).all()
        query = sa.select(rendered.c.part_digest).where(rendered.c.renderer == RENDERER_VERSION)
        whole = set(work.connection.execute(query).scalars())
    for release_id, listing in releases:
        if content_library.part_digests(listing) <= whole:
            continue
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


def _read_former(work: Work, files: Mapping[str, bytes], name: str) -> _Former:
    known = read_rendered(work.connection, files)
    again = work.connection.execute(sa.select(release).where(release.c.id == name)).first()
    with_release(work)
    if work.release is None:
        return _Former(
            release=None, catalogue=None, choices={}, versions={}, again=again, known=known,
            rendered={},
        )  # fmt: skip
    row = work.connection.execute(sa.select(release).where(release.c.id == work.release)).one()
    missing = content_library.render_keys(files).keys() - known.keys()
    html = {}
    if missing:
        html = read_rendered(work.connection, read_files(work.connection, work.release))
    return _Former(
        release=work.release,
        catalogue=work.catalogue,
        choices={question: tuple(ids) for question, ids in row.choices.items()},
        versions=row.versions,
        again=again,
        known=known,
        rendered=html,
    )


def _judging(former: _Former) -> Run:
    """Judge fragments, but for those that were published before: they were judged then.

    What is said of an image depends on the files beside it: that is judged each time.
    """
    sound = {
        key for part in (former.known, former.rendered) for html in part.values() for key in html
    }

    def run(jobs: Iterable[Job]) -> dict[str, object]:
        listed = list(jobs)
        fresh = [job for job in listed if _key_of(job) not in sound or "media/" in job[2]]
        return {**{job[0]: [] for job in listed}, **run_jobs(fresh)}

    return run


def _key_of(job: Job) -> str:
    """Return the fragment's own name in a job's, which starts with its part."""
    return job[0].partition("/")[2]


def _pair(former: _Former, draft: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the permanent ids of the choices of the release to make."""
    if former.again is not None:
        return {question: tuple(ids) for question, ids in former.again.choices.items()}
    kept: dict[str, tuple[str, ...]] = {}
    for module in draft.modules:
        old = former.catalogue.module(module.slug) if former.catalogue else None
        if old is None:
            continue
        if old.digest == module.digest:
            own = f"{module.slug}/"
            kept |= {name: ids for name, ids in former.choices.items() if name.startswith(own)}
        else:
            kept |= pair_choices(old, module)
    return kept


def _changes(
    current: Catalogue | None, fresh: Catalogue, choices: Mapping[str, tuple[str, ...]]
) -> tuple[Change, ...]:
    """Compare every module that is not the very same: a figure changes modules unwritten."""
    if current is None:
        return ()
    found: list[Change] = []
    for slug in dict.fromkeys(one.slug for one in (*fresh.modules, *current.modules)):
        old, new = current.module(slug), fresh.module(slug)
        if old is not new:
            found += changes(old, new, choices)
    return tuple(found)


def _corrected(former: str | None, fresh: Catalogue, found: tuple[Change, ...]) -> Corrected:
    marked = {one.question for one in found if one.kind is ChangeKind.MARKING}
    return Corrected(
        questions={
            q.id: q for module in fresh.modules for q in module.questions if q.id in marked
        },
        former=former,
    )


def _versions(work: Work, former: _Former, found: tuple[Change, ...]) -> dict[str, int]:
    """Count the marking versions of questions: one more at each *corrigé* or *structure*.

    A name used again for a new question is another version too, or its first answers would
    be counted with those of the old one.
    """
    if former.again is not None:
        return dict(former.again.versions)
    highest = dict(former.versions)
    for versions in work.connection.execute(sa.select(release.c.versions)).scalars():
        for question, number in versions.items():
            highest[question] = max(number, highest.get(question, 1))
    moved = {one.question for one in found if one.kind in _REMARKED_KINDS}
    moved |= _answered(work, [one.question for one in found if one.kind is ChangeKind.NEW])
    return {**former.versions, **{name: highest.get(name, 1) + 1 for name in moved}}


def _answered(work: Work, questions: list[str]) -> set[str]:
    """Return which of these questions somebody already answered."""
    found: set[str] = set()
    for start in range(0, len(questions), 400):
        query = sa.select(fact.c.question).where(
            fact.c.site_id == work.site,
            fact.c.question.in_(questions[start : start + 400]),
            fact.c.kind == "answer_given",
        )
        found |= set(work.connection.execute(query.distinct()).scalars())
    return found


def _judge(work: Work, prepared: Prepared) -> None:
    now = work.connection.execute(
        sa.select(site.c.release_id).where(site.c.id == work.site).with_for_update()
    ).scalar()
    if now != prepared.former:
        raise Conflict(
            "Une autre version vient d’être publiée. Rien n’est publié par vous : regardez à "
            "nouveau ce qui change, puis publiez."
        )
    if content_library.release_id(prepared.files, on=work.instant.date()) != prepared.id:
        raise Conflict(
            "Un chiffre du référentiel change aujourd’hui, et la publication a été préparée "
            "hier. Rien n’est publié : publiez à nouveau."
        )


def _keep_files(work: Work, prepared: Prepared) -> None:
    bodies = {hashlib.sha256(body).hexdigest(): body for body in prepared.files.values()}
    query = sa.select(content_file.c.digest).where(content_file.c.digest.in_(bodies))
    known = set(work.connection.execute(query).scalars())
    fresh = [{"digest": d, "body": b} for d, b in bodies.items() if d not in known]
    if fresh:
        work.connection.execute(sa.insert(content_file), fresh)
    keep_rendered(work, prepared.files, prepared.fresh)


def _keep_release(work: Work, prepared: Prepared) -> None:
    query = sa.select(release.c.id).where(release.c.id == prepared.id)
    if work.connection.execute(query).first() is not None:
        return
    work.connection.execute(
        sa.insert(release),
        {
            "id": prepared.id,
            "made_at": work.instant,
            "files": {p: hashlib.sha256(body).hexdigest() for p, body in prepared.files.items()},
            "choices": {question: list(ids) for question, ids in prepared.choices.items()},
            "versions": dict(prepared.versions),
        },
    )


def _drop_published_manuscripts(work: Work, files: Mapping[str, bytes]) -> None:
    """Forget what was being written wherever it is what was just published."""
    rows = work.connection.execute(
        sa.select(manuscript.c.path, manuscript.c.body).where(manuscript.c.site_id == work.site)
    ).all()
    for row in rows:
        if files.get(row.path) == row.body:
            work.connection.execute(
                sa.delete(manuscript).where(
                    manuscript.c.site_id == work.site, manuscript.c.path == row.path
                )
            )


def _summary(prepared: Prepared, plan: RemarkPlan) -> dict[str, Any]:
    return {
        "former": prepared.former,
        "changes": [[one.question, one.kind.value] for one in prepared.changes],
        "rendered": prepared.rendered,
        "marks": {
            "answers": plan.answers,
            "rises": plan.rises,
            "falls": plan.falls,
            "downwards": plan.downwards,
        },
    }
