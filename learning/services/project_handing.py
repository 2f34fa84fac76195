"""The project file handed over by staff: detainees have no ports, and each handing is written.

It opens like the project itself, and also while its learner asks for it on paper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.documents.pdf import can_write_pdf
from learning.documents.project_file import write_project_file
from learning.documents.project_sheet import write_project_sheet
from learning.domain.errors import Invalid, NotFound, Refused
from learning.domain.project_file.compose import compose, rates_of
from learning.domain.project_file.paper import ProjectFile
from learning.domain.worksheet.figures import Figures
from learning.services import audit
from learning.services.accounts import AccountLine, find_learner
from learning.services.law import law_of
from learning.services.prints import PROJECT, SheetState, sheet_state
from learning.services.project import begun, latest_of
from learning.services.project_access import NOT_ALLOWED, is_open
from learning.services.project_page import figures_of
from learning.services.project_reading import latest_reading
from learning.services.work import Work
from learning.storage.follow_up import print_request

NOTHING = "Aucune feuille n’est remplie : il n’y a pas encore de dossier."
KINDS = ("pdf", "tableur", "page")
# Somebody who hands over the PDF may want the workbook too.
_SAME_DAY = timedelta(hours=12)
_OF_LEARNER = (
    (print_request.c.site_id == sa.bindparam("site"))
    & (print_request.c.learner_id == sa.bindparam("learner"))
    & (print_request.c.sheet == PROJECT)
)
_LAST = sa.select(print_request).where(_OF_LEARNER).order_by(print_request.c.at.desc()).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What staff see before handing a file over."""

    learner: AccountLine
    sheets: tuple[str, ...]  # titles of those begun
    asked_at: datetime | None
    given_at: datetime | None
    pdf: bool
    open: bool  # the project itself may be read too


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """What the learner sees: whether there is something to hand, and where the request stands."""

    begun: int
    printing: SheetState


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file ready to hand over, "" of a body for the page to print."""

    kind: str
    body: bytes


def must_be_handed(work: Work, learner: UUID) -> None:
    """Refuse a file that its learner keeps; asked before an opening is written.

    Raises:
        NotFound: no such learner in the actor's groups.
        Refused: no reading is asked, no permission stands, and the file was not asked for.

    """
    find_learner(work, learner)
    if not is_wanted(work, learner):
        raise Refused(NOT_ALLOWED)


def is_wanted(work: Work, learner: UUID) -> bool:
    """Tell whether the learner asked for the file, or lets staff open the project."""
    return _asked(work, learner) or is_open(work, learner, latest_reading(work, learner))


def _asked(work: Work, learner: UUID) -> bool:
    """Tell whether the file is asked for, or was handed today because it was asked for."""
    row = _last(work, learner)
    if row is None or row.printed_at is None:
        return row is not None
    return bool(row.at < row.printed_at and work.instant - row.printed_at < _SAME_DAY)


def show_handing(work: Work, learner: UUID) -> Handing:
    """Return what staff see before handing a file over; opening it is already written.

    Raises:
        NotFound: no such learner in the actor's groups.

    """
    row = _last(work, learner)
    return Handing(
        learner=find_learner(work, learner),
        sheets=tuple(sheet.title for sheet in begun(latest_of(work, learner))),
        asked_at=row.at if row is not None and row.printed_at is None else None,
        given_at=row.printed_at if row is not None else None,
        pdf=can_write_pdf(),
        open=is_open(work, learner, latest_reading(work, learner)),
    )


def show_own_file(work: Work) -> OwnFile:
    """Return where one's own file stands."""
    return OwnFile(
        begun=len(begun(latest_of(work, work.me.id))), printing=sheet_state(work, PROJECT)
    )


def own_paper(work: Work) -> ProjectFile:
    """Return one's own file, as it would be handed over.

    Raises:
        Invalid: no sheet is begun.

    """
    return compose(_figures(work, work.me.id), day=work.instant.date())


def paper_of(work: Work, learner: UUID, *, named: bool) -> ProjectFile:
    """Return a learner's file; the name stands on it only when asked for.

    Raises:
        NotFound: no such learner in the actor's groups.
        Invalid: no sheet is begun.

    """
    name = find_learner(work, learner).name if named else ""
    return compose(_figures(work, learner), day=work.instant.date(), name=name)


def write_file(work: Work, learner: UUID, kind: str, *, named: bool) -> Written:
    """Write what will be handed over, before the transaction that notes it.

    Raises:
        NotFound: no such learner, or no such kind.
        Refused: its learner keeps it.
        Invalid: no sheet is begun.
        Unavailable: the PDF cannot be written here.

    """
    must_be_handed(work, learner)
    if kind not in KINDS:
        raise NotFound("Cette sorte de dossier n’existe pas. Revenez à la fiche.")
    write = _writers(work, learner, named=named)[kind]
    return Written(kind=kind, body=write())


def write_both(work: Work, learner: UUID, *, named: bool) -> dict[str, bytes]:
    """Return the workbook, and the PDF where one can be written, by their names.

    The person said to staff that they want it: whoever calls writes down that it was opened.

    Raises:
        NotFound: no such learner in the actor's groups.
        Invalid: no sheet is begun.

    """
    writers, day = _writers(work, learner, named=named), work.instant.date()
    kinds = ("pdf", "tableur") if can_write_pdf() else ("tableur",)
    return {file_name(kind, day): writers[kind]() for kind in kinds}


def _writers(work: Work, learner: UUID, *, named: bool) -> dict[str, Callable[[], bytes]]:
    name = find_learner(work, learner).name if named else ""
    figures, day = _figures(work, learner), work.instant.date()
    return {
        "pdf": lambda: write_project_file(compose(figures, day=day, name=name), day),
        "tableur": lambda: write_project_sheet(figures, rates_of(figures)),
        "page": lambda: b"",
    }


def note_handing(work: Work, learner: UUID) -> None:
    """Write that the file is handed over; the learner sees it, whether it was asked for or not.

    Raises:
        NotFound: no such learner in the actor's groups.
        Refused: its learner keeps it.

    """
    must_be_handed(work, learner)
    mark_given(work, learner)
    audit.record(work, "projet.remis", subject=str(learner))


def mark_given(work: Work, learner: UUID) -> None:
    """Let the learner see that the file was handed over, by which function and when."""
    row = _last(work, learner)
    given = {"printed_at": work.instant, "printed_by": work.me.role.value}
    if row is not None and row.printed_at is None:
        work.connection.execute(
            sa.update(print_request)
            .where(print_request.c.site_id == work.site, print_request.c.id == row.id)
            .values(**given)
        )
    else:
        values = {"site_id": work.site, "id": uuid4(), "learner_id": learner, "sheet": PROJECT}
        work.connection.execute(sa.insert(print_request), {**values, "at": work.instant, **given})


def file_name(kind: str, day: date) -> str:
    """Return a name that names nobody."""
    return f"projet-{day:%Y-%m-%d}.{'pdf' if kind == 'pdf' else 'xlsx'}"


def must_have_sheets(work: Work, learner: UUID) -> None:
    """Refuse an empty project; asked before an opening is written.

    Raises:
        NotFound: no such learner in the actor's groups.
        Invalid: no sheet is begun.

    """
    if not has_sheets(work, learner):
        raise Invalid(NOTHING)


def has_sheets(work: Work, learner: UUID) -> bool:
    """Tell whether a project is begun.

    Raises:
        NotFound: no such learner in the actor's groups.

    """
    find_learner(work, learner)
    return bool(begun(latest_of(work, learner)))


def _figures(work: Work, learner: UUID) -> Figures:
    versions = latest_of(work, learner)
    if not begun(versions):
        raise Invalid(NOTHING)
    return figures_of(versions, law_of(work))


def _last(work: Work, learner: UUID) -> Any:
    values = {"site": work.site, "learner": learner}
    return work.connection.execute(_LAST, values).first()
