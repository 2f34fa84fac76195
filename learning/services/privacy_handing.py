"""What a person takes away in one act: their data, and their project file when they want it.

One archive and one line of the journal, written before the files leave.
"""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from learning.services import audit, project_handing
from learning.services.accounts import find_learner
from learning.services.privacy_export import copy_data, note_copy
from learning.services.work import Work

_DAY = (1980, 1, 1, 0, 0, 0)  # the files say their own date


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The files to hand over, in one; ``project``: the project file is among them."""

    name: str
    body: bytes
    project: bool


def write_archive(work: Work, learner: UUID, *, project: bool, named: bool) -> Archive:
    """Pack somebody's data, and the project file if it is wanted; ``named`` is for its cover.

    Raises:
        NotFound: no such learner in the actor's groups.
        Invalid: the project file is wanted, and no sheet is begun.

    """
    find_learner(work, learner)
    copied = copy_data(work, learner)
    files = dict(copied.files)
    if project:
        files |= project_handing.write_both(work, learner, named=named)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), body, zipfile.ZIP_DEFLATED)
    return Archive(name=f"donnees-{copied.identifier}.zip", body=out.getvalue(), project=project)


def note_archive(work: Work, learner: UUID, archive: Archive) -> None:
    """Write that it is handed over; the learner sees it.

    Raises:
        NotFound: no such learner in the actor's groups.
        Unavailable: it cannot be written, so nothing is handed over.

    """
    find_learner(work, learner)
    if archive.project:
        project_handing.mark_given(work, learner)
        audit.record(work, "donnees.remises", subject=str(learner))
    else:
        note_copy(work, learner)
