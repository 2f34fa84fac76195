"""A learner's data and project file in one click: noted first, then handed over as one archive."""

from uuid import UUID

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.domain.errors import LearningError
from learning.services import project_access, project_handing
from learning.services.consultations import note_consultation
from learning.services.privacy_handing import Archive, note_archive, write_archive
from learning.web.pages import prepared, program, requires, work
from learning.web.session import present

bp = Blueprint("privacy", __name__, url_prefix="/suivi/apprenants/<uuid:learner>/donnees")


def _write() -> Archive | LearningError:
    """Read before the transaction opens, by the very rule that lets one see the learner."""
    learner = (request.view_args or {})["learner"]
    project = request.form.get("projet") == "oui"
    try:
        with program().writing() as own:
            own.actor = present().actor
            if project:
                project_handing.must_have_sheets(own, learner)
            if project_handing.has_sheets(own, learner):  # the data themselves hold them
                note_consultation(own, learner, project_access.PAGE)
        with program().reading() as own:
            own.actor, own.release = present().actor, present().release
            return write_archive(
                own, learner, project=project, named=request.form.get("nom") == "oui"
            )
    except LearningError as error:
        return error


@bp.post("")
@requires(Permission.FOLLOW_LEARNERS, page_kind="fiche", consults="donnees", prepare=_write)
def give(learner: UUID) -> Response:
    archive = prepared()
    if isinstance(archive, LearningError):
        raise archive
    note_archive(work(), learner, archive)
    response = make_response(archive.body)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f"attachment; filename={archive.name}"
    return response
