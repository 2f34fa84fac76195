"""A project read by a trainer: asked for, given sheet by sheet, seen. Each step is written down.

Staff open a project only when its learner asked for a reading or allows it, and each opening is
told to the learner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Permission, Role, may
from learning.domain.errors import Conflict, Invalid, Refused
from learning.domain.worksheet.fields import Sheet
from learning.domain.worksheet.outcome import Outcome
from learning.domain.worksheet.outcomes import answer
from learning.domain.worksheet.sheets import SHEETS, find_sheet
from learning.services import audit
from learning.services.accounts import AccountLine, find_learner
from learning.services.activity import drafts_of, drop_draft, keep_draft
from learning.services.consultations import Consultation, consultations_of
from learning.services.law import law_of
from learning.services.project import begun, latest_of
from learning.services.project_page import PartView, figures_of, view_parts
from learning.services.work import Work
from learning.storage.people import account, group, membership
from learning.storage.worksheets import (
    project_allowance,
    project_reading,
    sheet_comment,
    worksheet_version,
)

LONGEST = 1500
PAGE = "projet"  # how an opening is written in the consultations
NOT_ALLOWED = (
    "Cette personne n’a pas encore permis d’ouvrir son projet. "
    "Elle peut demander une lecture, ou donner son accord sur sa page « Mon projet »."
)
_OWN = (project_reading.c.site_id == sa.bindparam("site")) & (
    project_reading.c.learner_id == sa.bindparam("learner")
)
_READINGS = (
    sa.select(project_reading)
    .where(_OWN)
    .order_by(project_reading.c.at.desc(), project_reading.c.id)
)


@dataclass(frozen=True, slots=True)
class Comment:
    """What was said of a sheet, about which of its versions."""

    sheet: Sheet
    ordinal: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A reading, from asked to seen."""

    id: UUID
    at: datetime
    given_at: datetime | None
    given_by: str
    seen_at: datetime | None
    comments: tuple[Comment, ...] = ()

    @property
    def waits(self) -> bool:
        """Nobody has read yet."""
        return self.given_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReadings:
    """What the learner sees: the latest reading, whether staff may open, who did."""

    latest: Reading | None
    allowed_since: datetime | None
    openings: tuple[Consultation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectState:
    """Where a project stands, without a word of it."""

    begun: int
    all: int
    saved_at: datetime | None
    reading: Reading | None
    open: bool  # staff may look


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRead:
    """One sheet as staff read it."""

    sheet: Sheet
    ordinal: int
    at: datetime | None
    parts: tuple[PartView, ...]
    outcome: Outcome | None
    comment: str  # typed and not sent yet


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRead:
    """A project as staff open it; ``reading`` waits for an answer when there is one."""

    learner: AccountLine
    sheets: tuple[SheetRead, ...]
    reading: Reading | None
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A project that waits to be read."""

    learner: UUID
    who: str
    groups: tuple[str, ...]
    at: datetime
    sheets: int


def own_readings(work: Work) -> OwnReadings:
    """Return what the learner sees of readings of their project."""
    me = work.me.id
    openings = (one for one in consultations_of(work, me) if one.page == PAGE)
    return OwnReadings(
        latest=latest_reading(work, me),
        allowed_since=allowed_since(work, me),
        openings=tuple(openings),
    )


def latest_reading(work: Work, learner: UUID) -> Reading | None:
    """Return the latest reading of a project with its comments, or None."""
    row = work.connection.execute(_READINGS.limit(1), _values(work, learner)).first()
    return None if row is None else _reading(work, row)


def _values(work: Work, learner: UUID) -> dict[str, object]:
    return {"site": work.site, "learner": learner}


def _reading(work: Work, row: Any) -> Reading:
    comments: list[Comment] = []
    if row.given_at is not None:
        query = sa.select(sheet_comment).where(
            sheet_comment.c.site_id == work.site, sheet_comment.c.reading_id == row.id
        )
        found = {one.sheet: one for one in work.connection.execute(query)}
        comments = [
            Comment(sheet, found[sheet.slug].ordinal, found[sheet.slug].text)
            for sheet in SHEETS
            if sheet.slug in found
        ]
    return Reading(
        id=row.id,
        at=row.at,
        given_at=row.given_at,
        given_by=row.given_by or "",
        seen_at=row.seen_at,
        comments=tuple(comments),
    )


def ask_reading(work: Work) -> None:
    """Ask for a reading; asked twice, it waits once.

    Raises:
        Invalid: no sheet is begun.

    """
    me = work.me.id
    if not begun(latest_of(work, me)):
        raise Invalid("Remplissez d’abord une feuille, puis demandez une lecture.")
    latest = latest_reading(work, me)
    if latest is not None and latest.waits:
        return
    work.connection.execute(
        sa.insert(project_reading),
        {"site_id": work.site, "id": uuid4(), "learner_id": me, "at": work.instant},
    )
    audit.record(work, "projet.lecture_demandee", subject=str(me))


def withdraw_reading(work: Work) -> None:
    """Take back a reading that nobody has given yet; otherwise nothing happens."""
    work.connection.execute(
        sa.delete(project_reading).where(
            project_reading.c.site_id == work.site,
            project_reading.c.learner_id == work.me.id,
            project_reading.c.given_at.is_(None),
        )
    )


def note_reading_seen(work: Work) -> None:
    """« J’ai lu »: the comments stay, and are no longer announced."""
    work.connection.execute(
        sa.update(project_reading)
        .where(
            project_reading.c.site_id == work.site,
            project_reading.c.learner_id == work.me.id,
            project_reading.c.given_at.is_not(None),
            project_reading.c.seen_at.is_(None),
        )
        .values(seen_at=work.instant)
    )


def allowed_since(work: Work, learner: UUID) -> datetime | None:
    """Return since when the learner lets staff open the project, or None."""
    query = sa.select(project_allowance.c.since).where(
        project_allowance.c.site_id == work.site, project_allowance.c.learner_id == learner
    )
    found: datetime | None = work.connection.execute(query).scalar()
    return found


def allow(work: Work, *, allowed: bool) -> None:
    """Let the staff of one's groups open the project, or no longer."""
    me = work.me.id
    if allowed == (allowed_since(work, me) is not None):
        return
    if allowed:
        values = {"site_id": work.site, "learner_id": me, "since": work.instant}
        work.connection.execute(sa.insert(project_allowance), values)
    else:
        work.connection.execute(
            sa.delete(project_allowance).where(
                project_allowance.c.site_id == work.site, project_allowance.c.learner_id == me
            )
        )
    audit.record(work, "projet.permis" if allowed else "projet.ferme", subject=str(me))


def state_of(work: Work, learner: UUID) -> ProjectState:
    """Return where a learner's project stands: what staff of the group see of it."""
    versions = latest_of(work, learner)
    reading = latest_reading(work, learner)
    saved = [one.at for one in versions.values() if one.at is not None]
    return ProjectState(
        begun=len(begun(versions)),
        all=len(SHEETS),
        saved_at=max(saved, default=None),
        reading=reading,
        open=_is_open(work, learner, reading),
    )


def _is_open(work: Work, learner: UUID, reading: Reading | None) -> bool:
    return (reading is not None and reading.waits) or allowed_since(work, learner) is not None


def open_project(work: Work, learner: UUID) -> ProjectRead:
    """Return a learner's project to staff of the group.

    Raises:
        NotFound: no such learner in the actor's groups.
        Refused: the learner neither asked for a reading nor allowed it.

    """
    person = find_learner(work, learner)
    reading = latest_reading(work, learner)
    if not _is_open(work, learner, reading):
        raise Refused(NOT_ALLOWED)
    versions = latest_of(work, learner)
    figures = figures_of(versions, law_of(work))
    typed = _typed(work, learner)
    return ProjectRead(
        learner=person,
        sheets=tuple(
            SheetRead(
                sheet=sheet,
                ordinal=versions[sheet.slug].ordinal,
                at=versions[sheet.slug].at,
                parts=view_parts(figures.sheet(sheet.slug), figures),
                outcome=answer(figures, sheet.slug),
                comment=typed.get(sheet.slug, ""),
            )
            for sheet in begun(versions)
        ),
        reading=reading,
        may_answer=may(work.me, Permission.READ_ANSWERS) and reading is not None and reading.waits,
    )


def _draft_key(learner: UUID) -> str:
    return f"lecture-projet/{learner}"


def _typed(work: Work, learner: UUID) -> dict[str, str]:
    key = _draft_key(learner)
    found = drafts_of(work, work.me.id, key).get(key)
    return dict(found[0]) if found else {}


def keep_typed(work: Work, learner: UUID, comments: Mapping[str, str]) -> bool:
    """Keep what a trainer typed and has not sent; tell whether there was anything."""
    kept = {slug: text for slug, text in comments.items() if find_sheet(slug) and text.strip()}
    if kept:
        keep_draft(work, work.me.id, _draft_key(learner), tuple(kept.items()))
    return bool(kept)


def give_reading(work: Work, learner: UUID, comments: Mapping[str, str]) -> None:
    """Answer a reading that waits, with a comment on each sheet that deserves one.

    Raises:
        NotFound: no such learner in the actor's groups.
        Invalid: no comment, or one too long.
        Conflict: nothing waits any longer.

    """
    find_learner(work, learner)
    kept = {slug: text.strip() for slug, text in comments.items() if text.strip()}
    if not kept:
        raise Invalid("Écrivez au moins un commentaire, sur une feuille.")
    for slug, text in kept.items():
        if len(text) > LONGEST:
            raise Invalid("Ce commentaire dépasse 1 500 caractères.", field=slug)
    reading = latest_reading(work, learner)
    if reading is None or not reading.waits:
        raise Conflict("Cette lecture est déjà faite, ou la demande est retirée.")
    done = work.connection.execute(
        sa.update(project_reading)
        .where(
            project_reading.c.site_id == work.site,
            project_reading.c.id == reading.id,
            project_reading.c.given_at.is_(None),
        )
        .values(given_at=work.instant, given_by=work.me.role.value)
    )
    if done.rowcount == 0:
        raise Conflict("Quelqu’un vient de faire cette lecture. Votre texte reste ici.")
    versions = latest_of(work, learner)
    work.connection.execute(
        sa.insert(sheet_comment),
        [
            {
                "site_id": work.site,
                "reading_id": reading.id,
                "sheet": slug,
                "ordinal": versions[slug].ordinal,
                "text": text,
            }
            for slug, text in kept.items()
            if slug in versions
        ],
    )
    drop_draft(work, work.me.id, _draft_key(learner))
    audit.record(work, "projet.lecture_faite", subject=str(learner))


def list_waiting(work: Work) -> tuple[Waiting, ...]:
    """Return the projects of the actor's groups that wait to be read, the oldest first."""
    people = membership.join(
        account,
        (account.c.site_id == membership.c.site_id) & (account.c.id == membership.c.account_id),
    ).join(
        group, (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id)
    )
    query = (
        sa.select(project_reading.c.learner_id, project_reading.c.at, account.c.name,
                  group.c.name.label("group_name"))
        .select_from(
            people.join(
                project_reading,
                (project_reading.c.site_id == account.c.site_id)
                & (project_reading.c.learner_id == account.c.id),
            )
        )
        .where(
            membership.c.site_id == work.site,
            membership.c.group_id.in_(work.me.groups),
            account.c.role == Role.LEARNER.value,
            project_reading.c.given_at.is_(None),
        )
        .order_by(project_reading.c.at, project_reading.c.id, group.c.name)
    )  # fmt: skip
    rows = work.connection.execute(query).all()
    counts = _begun_by(work, {row.learner_id for row in rows})
    found: dict[UUID, Waiting] = {}
    for row in rows:
        before = found[row.learner_id].groups if row.learner_id in found else ()
        found[row.learner_id] = Waiting(
            learner=row.learner_id,
            who=row.name,
            groups=(*before, row.group_name),
            at=row.at,
            sheets=counts.get(row.learner_id, 0),
        )
    return tuple(found.values())


def _begun_by(work: Work, learners: set[UUID]) -> dict[UUID, int]:
    query = (
        sa.select(
            worksheet_version.c.learner_id,
            sa.func.count(sa.distinct(worksheet_version.c.sheet)).label("sheets"),
        )
        .where(
            worksheet_version.c.site_id == work.site,
            worksheet_version.c.learner_id.in_(learners),
        )
        .group_by(worksheet_version.c.learner_id)
    )
    return {row.learner_id: row.sheets for row in work.connection.execute(query)}
