"""Who may open a project: its state for all the team, its content when the learner agrees.

A trainer or a counsellor opens it while a reading waits, or while the learner allows it. The
administration may open it for the management. Each opening is written and told to the learner.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Refused
from learning.domain.worksheet.sheets import SHEETS
from learning.services import audit
from learning.services.accounts import find_learner
from learning.services.consultations import Consultation, consultations_of
from learning.services.project import begun, latest_of
from learning.services.project_reading import Reading, latest_reading
from learning.services.work import Work
from learning.storage.worksheets import project_allowance

# How an opening is written in the consultations.
PAGE = "projet"
BY_MANAGEMENT = "projet-direction"
PAGES = (PAGE, BY_MANAGEMENT)
NOT_ALLOWED = (
    "Cette personne n’a pas encore permis d’ouvrir son projet. "
    "Elle peut demander une lecture, ou donner son accord sur sa page « Mon projet »."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What the learner sees of it: the latest reading, whether staff may open, who did."""

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


def show_sharing(work: Work) -> Sharing:
    """Return what the learner sees of readings and openings of their project."""
    me = work.me.id
    return Sharing(
        latest=latest_reading(work, me),
        allowed_since=allowed_since(work, me),
        openings=consultations_of(work, me, pages=PAGES),
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
    sheets = begun(versions)
    saved = [one.at for one in versions.values() if one.at is not None]
    return ProjectState(
        begun=len(sheets),
        all=len(SHEETS),
        saved_at=max(saved, default=None),
        reading=reading,
        open=bool(sheets) and is_open(work, learner, reading),
    )


def is_open(work: Work, learner: UUID, reading: Reading | None) -> bool:
    """Tell whether the learner lets staff look: a reading waits, or a permission stands."""
    return (reading is not None and reading.waits) or allowed_since(work, learner) is not None


def must_be_open(work: Work, learner: UUID) -> None:
    """Refuse to open a project that its learner keeps; asked before an opening is written.

    Raises:
        NotFound: no such learner in the actor's groups.
        Refused: the learner neither asked for a reading nor allowed it.

    """
    find_learner(work, learner)
    if not is_open(work, learner, latest_reading(work, learner)):
        raise Refused(NOT_ALLOWED)


def must_be_management(work: Work, learner: UUID) -> None:
    """Let the administration open a project for the management, and nobody else.

    Raises:
        NotFound: no such learner.
        Refused: the actor is not of the administration.

    """
    find_learner(work, learner)
    if work.me.role is not Role.ADMINISTRATOR:
        raise Refused(NOT_ALLOWED)
