"""A project as staff read it, and the reading that a trainer gives, sheet by sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Permission, Role, may
from learning.domain.errors import Conflict, Invalid
from learning.domain.worksheet.fields import Sheet
from learning.domain.worksheet.outcome import Outcome
from learning.domain.worksheet.outcomes import answer
from learning.domain.worksheet.sheets import SHEETS, find_sheet
from learning.services import audit
from learning.services.accounts import AccountLine, find_learner
from learning.services.activity import drafts_of, drop_draft, keep_draft
from learning.services.law import law_of
from learning.services.project import Version, begun, latest_of
from learning.services.project_page import (
    PartView,
    Remark,
    Rows,
    figures_of,
    remarks_of,
    view_parts,
)
from learning.services.project_reading import Reading, latest_reading
from learning.services.work import Work
from learning.storage.people import account, group, membership
from learning.storage.worksheets import (
    project_allowance,
    project_reading,
    sheet_comment,
    worksheet_version,
)

LONGEST = 1500
_NARROW = 3  # columns of a table in half a page
_GONE = "Cette lecture est déjà faite, ou la demande est retirée. Votre texte est ci-dessous."
_COMMENT, _VERSION = "commentaire-", "version-"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRead:
    """One sheet as staff read it."""

    sheet: Sheet
    version: Version
    parts: tuple[PartView, ...]
    outcome: Outcome | None
    remarks: tuple[Remark, ...]
    comment: str  # typed and not sent yet

    @property
    def wide(self) -> bool:
        """Its tables need the width of the page."""
        items = (item for part in self.parts for item in part.items)
        filled = any(isinstance(item, Rows) and len(item.heads) > _NARROW for item in items)
        grids = self.outcome.grids if self.outcome else ()
        return filled or any(len(grid.heads) > _NARROW for grid in grids)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRead:
    """A project as staff open it; ``reading`` waits for an answer when there is one."""

    learner: AccountLine
    sheets: tuple[SheetRead, ...]
    untouched: tuple[Sheet, ...]
    reading: Reading | None
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a form of reading carries: a comment by sheet, and the version that was on screen."""

    comments: Mapping[str, str]
    versions: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A project in a list: whose, since when, how far; nothing of what it says."""

    learner: UUID
    who: str
    groups: tuple[str, ...]
    at: datetime
    sheets: int


def open_project(
    work: Work, learner: UUID, *, typed: Mapping[str, str] | None = None
) -> ProjectRead:
    """Return a learner's project. Whoever calls has asked project_access whether it is open.

    Raises:
        NotFound: no such learner in the actor's groups.

    """
    person = find_learner(work, learner)
    reading = latest_reading(work, learner)
    versions = latest_of(work, learner)
    figures = figures_of(versions, law_of(work))
    said = _typed(work, learner) if typed is None else typed
    there = begun(versions)
    remarks = remarks_of(figures) if there else ()
    return ProjectRead(
        learner=person,
        sheets=tuple(
            SheetRead(
                sheet=sheet,
                version=versions[sheet.slug],
                parts=view_parts(figures.sheet(sheet.slug), figures),
                outcome=answer(figures, sheet.slug),
                remarks=tuple(one for one in remarks if one.sheet is sheet),
                comment=said.get(sheet.slug, ""),
            )
            for sheet in there
        ),
        untouched=tuple(sheet for sheet in SHEETS if sheet not in there),
        reading=reading,
        may_answer=may(work.me, Permission.READ_ANSWERS) and reading is not None and reading.waits,
    )


def read_form(form: Mapping[str, str]) -> Given:
    """Return what a form of reading carries, for known sheets alone."""
    comments, versions = {}, {}
    for name, value in form.items():
        if name.startswith(_COMMENT) and find_sheet(name.removeprefix(_COMMENT)):
            comments[name.removeprefix(_COMMENT)] = value.replace("\r\n", "\n").strip()
        elif name.startswith(_VERSION) and value.isdecimal():
            versions[name.removeprefix(_VERSION)] = int(value[:9])
    return Given(comments=comments, versions=versions)


def keep_typed(work: Work, learner: UUID, given: Given) -> bool:
    """Keep what a trainer typed and has not sent; tell whether there was anything."""
    kept = {slug: text for slug, text in given.comments.items() if text}
    if kept:
        keep_draft(work, work.me.id, _draft_key(learner), tuple(kept.items()))
    return bool(kept)


def give_reading(work: Work, learner: UUID, given: Given) -> None:
    """Answer a reading that waits, with a comment on each sheet that deserves one.

    The same form sent twice counts once.

    Raises:
        NotFound: no such learner in the actor's groups.
        Invalid: no comment, or one too long.
        Conflict: nothing waits any longer.

    """
    find_learner(work, learner)
    versions = latest_of(work, learner)
    kept = {
        sheet.slug: given.comments[sheet.slug]
        for sheet in begun(versions)
        if given.comments.get(sheet.slug)
    }
    reading = latest_reading(work, learner)
    if reading is not None and not reading.waits and _same(reading, kept):
        return
    if reading is None or not reading.waits:
        raise Conflict(_GONE)
    _check(kept)
    if not _close(work, reading):
        raise Conflict(_GONE)
    rows = [
        {
            "site_id": work.site,
            "reading_id": reading.id,
            "sheet": slug,
            "ordinal": _read_version(versions[slug].ordinal, given.versions.get(slug)),
            "text": text,
        }
        for slug, text in kept.items()
    ]
    work.connection.execute(sa.insert(sheet_comment), rows)
    drop_draft(work, work.me.id, _draft_key(learner))
    audit.record(work, "projet.lecture_faite", subject=str(learner))


def _check(kept: Mapping[str, str]) -> None:
    if not kept:
        raise Invalid("Écrivez au moins un commentaire, sur une feuille.")
    for slug, text in kept.items():
        if len(text) > LONGEST:
            raise Invalid(
                "Ce commentaire a %(length)s caractères. Écrivez-en %(most)s au plus.",
                field=slug,
                length=len(text),
                most=LONGEST,
            )


def _same(reading: Reading, kept: Mapping[str, str]) -> bool:
    return {one.sheet.slug: one.text for one in reading.comments} == kept


def _close(work: Work, reading: Reading) -> bool:
    """Mark a reading as given, unless somebody did meanwhile or it was taken back."""
    done = work.connection.execute(
        sa.update(project_reading)
        .where(
            project_reading.c.site_id == work.site,
            project_reading.c.id == reading.id,
            project_reading.c.given_at.is_(None),
        )
        .values(given_at=work.instant, given_by=work.me.role.value)
    )
    return bool(done.rowcount)


def _read_version(latest: int, seen: int | None) -> int:
    """Return the version that was read: the one on screen, when it exists."""
    return seen if seen is not None and 1 <= seen <= latest else latest


def _draft_key(learner: UUID) -> str:
    return f"lecture-projet/{learner}"


def _typed(work: Work, learner: UUID) -> dict[str, str]:
    key = _draft_key(learner)
    found = drafts_of(work, work.me.id, key).get(key)
    return dict(found[0]) if found else {}


def _of_own_groups(table: sa.Table, since: sa.Column[datetime]) -> sa.Select[Any]:
    """Select the learners of the groups bound as ``groups`` who have a row in ``table``."""
    people = membership.join(
        account,
        (account.c.site_id == membership.c.site_id) & (account.c.id == membership.c.account_id),
    ).join(
        group, (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id)
    )
    joined = people.join(
        table, (table.c.site_id == account.c.site_id) & (table.c.learner_id == account.c.id)
    )
    return (
        sa.select(account.c.id, since.label("at"), account.c.name, group.c.name.label("in_group"))
        .select_from(joined)
        .where(
            membership.c.site_id == sa.bindparam("site"),
            membership.c.group_id.in_(sa.bindparam("groups", expanding=True)),
            account.c.role == Role.LEARNER.value,
        )
        .order_by(since, account.c.id, group.c.name)
    )


_WAITING = _of_own_groups(project_reading, project_reading.c.at).where(
    project_reading.c.given_at.is_(None)
)
_ALLOWED = _of_own_groups(project_allowance, project_allowance.c.since)


def count_waiting(work: Work) -> int:
    """Count the projects of the actor's groups that wait to be read: one statement."""
    return len({row.id for row in work.connection.execute(_WAITING, _own(work))})


def list_waiting(work: Work) -> tuple[Line, ...]:
    """Return the projects of the actor's groups that wait to be read, the oldest first."""
    return _lines(work, _WAITING)


def list_allowed(work: Work) -> tuple[Line, ...]:
    """Return the projects that their learners of the actor's groups let staff open."""
    return _lines(work, _ALLOWED)


def _own(work: Work) -> dict[str, object]:
    return {"site": work.site, "groups": list(work.me.groups)}


def _lines(work: Work, query: sa.Select[Any]) -> tuple[Line, ...]:
    rows = work.connection.execute(query, _own(work)).all()
    counts = _begun_by(work, {row.id for row in rows})
    found: dict[UUID, Line] = {}
    for row in rows:
        before = found[row.id].groups if row.id in found else ()
        found[row.id] = Line(
            learner=row.id,
            who=row.name,
            groups=(*before, row.in_group),
            at=row.at,
            sheets=counts.get(row.id, 0),
        )
    return tuple(found.values())


def _begun_by(work: Work, learners: set[UUID]) -> dict[UUID, int]:
    """Count the sheets where something stands, learner by learner: one statement."""
    query = (
        sa.select(
            worksheet_version.c.learner_id, worksheet_version.c.sheet, worksheet_version.c.typed
        )
        .where(
            worksheet_version.c.site_id == work.site,
            worksheet_version.c.learner_id.in_(learners),
        )
        .order_by(worksheet_version.c.ordinal)
    )
    latest = {(row.learner_id, row.sheet): row.typed for row in work.connection.execute(query)}
    counts: dict[UUID, int] = {}
    for (learner, slug), typed in latest.items():
        if typed and find_sheet(slug):
            counts[learner] = counts.get(learner, 0) + 1
    return counts
