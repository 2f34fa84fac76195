"""A project read by a trainer, as its learner sees it: asked for, given sheet by sheet, seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.errors import Invalid
from learning.domain.worksheet.fields import Sheet
from learning.domain.worksheet.sheets import SHEETS
from learning.services import audit
from learning.services.project import begun, latest_of
from learning.services.work import Work
from learning.storage.worksheets import project_reading, sheet_comment

NOTHING_BEGUN = "Remplissez d’abord une feuille, puis demandez une lecture."
_OWN = (project_reading.c.site_id == sa.bindparam("site")) & (
    project_reading.c.learner_id == sa.bindparam("learner")
)
_BOTH = (sheet_comment.c.site_id == project_reading.c.site_id) & (
    sheet_comment.c.reading_id == project_reading.c.id
)
_latest = (
    sa.select(project_reading)
    .where(_OWN)
    .order_by(project_reading.c.at.desc(), project_reading.c.id)
    .limit(1)
    .subquery("latest")
)
# One statement: the latest reading, and a row for each comment of it.
_LATEST = sa.select(
    _latest, sheet_comment.c.sheet, sheet_comment.c.ordinal, sheet_comment.c.text
).select_from(
    _latest.outerjoin(
        sheet_comment,
        (sheet_comment.c.site_id == _latest.c.site_id)
        & (sheet_comment.c.reading_id == _latest.c.id),
    )
)
_ON_SHEET = (
    sa.select(
        sheet_comment.c.ordinal,
        sheet_comment.c.text,
        project_reading.c.given_at,
        project_reading.c.given_by,
    )
    .join(project_reading, _BOTH)
    .where(
        _OWN,
        project_reading.c.given_at.is_not(None),
        sheet_comment.c.sheet == sa.bindparam("sheet"),
    )
    .order_by(project_reading.c.given_at.desc(), project_reading.c.id)
    .limit(1)
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
    given_by: str  # a function, never a name
    seen_at: datetime | None
    comments: tuple[Comment, ...] = ()

    @property
    def waits(self) -> bool:
        """Nobody has read yet."""
        return self.given_at is None

    @property
    def news(self) -> bool:
        """It is given, and waits for « J’ai lu »."""
        return self.given_at is not None and self.seen_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The last comment on one sheet."""

    ordinal: int
    text: str
    at: datetime
    by_role: str


def latest_reading(work: Work, learner: UUID) -> Reading | None:
    """Return the latest reading of a project with its comments, or None: one statement."""
    rows = work.connection.execute(_LATEST, _values(work, learner)).all()
    return _reading(rows) if rows else None


def said_of(work: Work, learner: UUID, slug: str) -> Said | None:
    """Return the last comment that a reading left on a sheet, or None."""
    row = work.connection.execute(_ON_SHEET, {**_values(work, learner), "sheet": slug}).first()
    if row is None:
        return None
    return Said(ordinal=row.ordinal, text=row.text, at=row.given_at, by_role=row.given_by or "")


def _values(work: Work, learner: UUID) -> dict[str, object]:
    return {"site": work.site, "learner": learner}


def _reading(rows: Any) -> Reading:
    first = rows[0]
    found = {row.sheet: row for row in rows if row.sheet is not None}
    return Reading(
        id=first.id,
        at=first.at,
        given_at=first.given_at,
        given_by=first.given_by or "",
        seen_at=first.seen_at,
        comments=tuple(
            Comment(sheet, found[sheet.slug].ordinal, found[sheet.slug].text)
            for sheet in SHEETS
            if sheet.slug in found
        ),
    )


def ask_reading(work: Work) -> None:
    """Ask for a reading; asked twice, it waits once.

    Raises:
        Invalid: no sheet is begun.

    """
    me = work.me.id
    if not begun(latest_of(work, me)):
        raise Invalid(NOTHING_BEGUN)
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
    me = work.me.id
    done = work.connection.execute(
        sa.delete(project_reading).where(
            project_reading.c.site_id == work.site,
            project_reading.c.learner_id == me,
            project_reading.c.given_at.is_(None),
        )
    )
    if done.rowcount:
        audit.record(work, "projet.lecture_retiree", subject=str(me))


def note_reading_seen(work: Work) -> None:
    """« J’ai lu »: the comments stay, and are no longer announced. Said twice, it counts once."""
    me = work.me.id
    done = work.connection.execute(
        sa.update(project_reading)
        .where(
            project_reading.c.site_id == work.site,
            project_reading.c.learner_id == me,
            project_reading.c.given_at.is_not(None),
            project_reading.c.seen_at.is_(None),
        )
        .values(seen_at=work.instant)
    )
    if done.rowcount:
        audit.record(work, "projet.lecture_vue", subject=str(me))
