"""A learner's project file, handed over: as PDF, as a workbook, or printed from the page."""

from functools import partial
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.services import project_access, project_handing
from learning.services.work import with_release
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render
from learning.web.session import present

bp = Blueprint("project_file", __name__, url_prefix="/suivi/apprenants/<uuid:learner>/dossier")
_TYPES = {
    "pdf": "application/pdf",
    "tableur": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_handed = partial(
    requires,
    Permission.FOLLOW_LEARNERS,
    page_kind="fiche",
    consults=project_access.PAGE,
    opens=project_handing.must_be_handed,
)


@bp.get("")
@_handed()
def show(learner: UUID) -> Response:
    project_handing.must_be_handed(work(), learner)
    page = project_handing.show_handing(work(), learner)
    return make_response(render("counsellor/project_file.html", page=page))


def _write() -> project_handing.Written:
    """Write the file before the transaction opens: a PDF takes long."""
    values = request.view_args or {}
    with program().reading() as own:
        with_release(own).actor = present().actor
        return project_handing.write_file(
            own, values["learner"], values["kind"], named=request.form.get("nom") == "oui"
        )


@bp.post("/<string:kind>")
@_handed(prepare=_write)
def hand(learner: UUID, kind: str) -> Response:
    written: project_handing.Written = prepared()
    project_handing.note_handing(work(), learner)
    if kind not in _TYPES:
        named = "oui" if request.form.get("nom") == "oui" else None
        return make_response(
            redirect(url_for("project_file.sheets", learner=learner, nom=named), 303)
        )
    response = Response(written.body, mimetype=_TYPES[kind])
    name = project_handing.file_name(kind, work().instant.date())
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/feuilles")
@_handed()
def sheets(learner: UUID) -> Response:
    project_handing.must_be_handed(work(), learner)
    paper = project_handing.paper_of(work(), learner, named=request.args.get("nom") == "oui")
    return make_response(
        render("counsellor/project_file_sheets.html", paper=paper, learner=learner)
    )
