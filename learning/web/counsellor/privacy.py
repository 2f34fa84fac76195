"""The copy of a learner's data in one click: noted first, then handed over as two files."""

import io
import zipfile
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.domain.errors import LearningError
from learning.services.accounts import find_learner
from learning.services.privacy_export import OwnCopy, copy_data, note_copy
from learning.web.pages import prepared, program, requires, work
from learning.web.session import present

bp = Blueprint("privacy", __name__, url_prefix="/suivi/apprenants/<uuid:learner>/donnees")

_DAY = (1980, 1, 1, 0, 0, 0)  # the copy says its own date


def _copy() -> OwnCopy | LearningError:
    """Read before the transaction opens, by the very rule that lets one see the learner."""
    learner = (request.view_args or {})["learner"]
    with program().reading() as own:
        own.actor, own.release = present().actor, present().release
        try:
            find_learner(own, learner)
            return copy_data(own, learner)
        except LearningError as error:
            return error


@bp.post("")
@requires(Permission.FOLLOW_LEARNERS, page_kind="fiche", consults="donnees", prepare=_copy)
def give(learner: UUID) -> Response:
    copied = prepared()
    if isinstance(copied, LearningError):
        raise copied
    find_learner(work(), learner)
    note_copy(work(), learner)
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in copied.files.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    response = make_response(body.getvalue())
    response.headers["Content-Type"] = "application/zip"
    name = f"donnees-{copied.identifier}.zip"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
