"""The history of a site's releases: when, by which function, what changed, line by line."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.errors import NotFound
from learning.services.differences import Difference, find_differences
from learning.services.library import read_files
from learning.services.publishing import words_of
from learning.services.work import Work, with_release
from learning.storage.people import account
from learning.storage.publishing import publication, release

_HISTORY = (
    sa.select(publication, account.c.role, release.c.made_at)
    .select_from(
        publication.join(release, release.c.id == publication.c.release_id).outerjoin(
            account,
            (account.c.site_id == publication.c.site_id) & (account.c.id == publication.c.by),
        )
    )
    .where(publication.c.site_id == sa.bindparam("site"))
    .order_by(publication.c.at.desc(), publication.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What became of the marks: ``downwards`` says whether the lower ones were taken."""

    answers: int
    rises: int
    falls: int
    downwards: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One publication; ``by_role`` is "" for a command of the administrator."""

    id: UUID
    number: int  # the first publication of the site is 1
    at: datetime
    by_role: str
    release: str
    current: bool
    former: str | None  # the release before it on this site
    questions: Mapping[str, int]  # how many questions changed, by kind
    changes: tuple[tuple[str, str], ...]
    marks: Marks
    opinions: tuple[tuple[str, str, bool], ...]  # the module, the kind, favourable or not
    missing: tuple[tuple[str, str], ...]  # modules published without an opinion, and which
    back: bool  # it went back to an earlier version


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedQuestion:
    """A question that a version changed, in its own words."""

    module: str
    text: str
    place: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """One version beside the one that it is compared with."""

    version: Version
    other: Version | None
    questions: tuple[ChangedQuestion, ...]
    differences: tuple[Difference, ...]
    versions: tuple[Version, ...]


def list_versions(work: Work) -> tuple[Version, ...]:
    """Return every publication of the site, the latest first."""
    with_release(work)
    rows = work.connection.execute(_HISTORY, {"site": work.site}).all()
    return tuple(
        _version(
            row,
            number=len(rows) - place,
            current=place == 0,
            former=rows[place + 1].release_id if place + 1 < len(rows) else None,
        )
        for place, row in enumerate(rows)
    )


def show_version(work: Work, version_id: UUID, other_id: UUID | None = None) -> VersionPage:
    """Return a version and how it differs from another, the one before it unless told.

    Raises:
        NotFound: no such version on this site.

    """
    versions = list_versions(work)
    version = _find(versions, version_id)
    if other_id is not None:
        other: Version | None = _find(versions, other_id)
    else:
        place = versions.index(version) + 1
        other = versions[place] if place < len(versions) else None
    before = read_files(work.connection, other.release) if other else {}
    after = read_files(work.connection, version.release)
    return VersionPage(
        version=version,
        other=other,
        questions=tuple(_question(work, version, name, kind) for name, kind in version.changes),
        differences=find_differences(before, after) if other else (),
        versions=versions,
    )


def _find(versions: tuple[Version, ...], version_id: UUID) -> Version:
    found = next((one for one in versions if one.id == version_id), None)
    if found is None:
        raise NotFound("Cette version n’existe pas. Revenez à la liste des versions.")
    return found


def _question(work: Work, version: Version, name: str, kind: str) -> ChangedQuestion:
    """Find the words of a question in this version, or in the former one if it was retired."""
    slug, _, place = name.partition("/")
    module, question = None, None
    for release_id in (version.release, version.former):
        if release_id is not None and question is None:
            module = work.library.module(work.connection, release_id, slug)
            question = module.question(name) if module else None
    return ChangedQuestion(
        module=module.title if module else slug,
        text=words_of(question) if question else name,
        place=place.replace("/", " / "),
        kind=kind,
    )


def _version(row: sa.Row[Any], *, number: int, current: bool, former: str | None) -> Version:
    summary = row.summary or {}
    changes = tuple((question, kind) for question, kind in summary.get("changes", ()))
    marks = summary.get("marks", {})
    return Version(
        id=row.id,
        number=number,
        at=row.at,
        by_role=row.role or "",
        release=row.release_id,
        current=current,
        former=former,
        questions=Counter(kind for _, kind in changes),
        changes=changes,
        marks=Marks(
            answers=marks.get("answers", 0),
            rises=marks.get("rises", 0),
            falls=marks.get("falls", 0),
            downwards=marks.get("downwards", False),
        ),
        opinions=tuple((slug, kind, good) for slug, kind, good in summary.get("opinions", ())),
        missing=tuple((title, kind) for title, kind in summary.get("missing", ())),
        back=bool(summary.get("back_to")),
    )
