"""« Mon projet »: the sheets, each saved version by version, its answer beside it."""

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.worksheet.outcome import Outcome
from learning.services import project, project_page
from learning.services.project_access import show_sharing
from learning.services.project_reading import said_of
from learning.web.i18n import hour
from learning.web.pages import is_automatic, requires, work
from learning.web.render import render
from learning.web.security import safe_path

bp = Blueprint("project", __name__, url_prefix="/projet")
_MOST_FIELDS = 500


@bp.get("")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def home() -> Response:
    page, sharing = project_page.show_project(work()), show_sharing(work())
    return make_response(render("learner/project.html", page=page, sharing=sharing))


@bp.get("/<string:sheet>")
@requires(Permission.FOLLOW_COURSE, page_kind="feuille")
def show(sheet: str) -> Response:
    page = project_page.show_sheet(work(), sheet)
    other = request.args.get("autre", "")
    return make_response(
        render(
            "learner/project_sheet.html",
            page=page,
            said=said_of(work(), work().me.id, sheet),
            other=other if other.isdecimal() else "",
            form_error=bool(page.faults),
            today=work().instant.date(),
        )
    )


@bp.post("/<string:sheet>")
@requires(Permission.FOLLOW_COURSE, page_kind="feuille")
def save(sheet: str) -> Response:
    form = posted_sheet()
    if is_automatic():
        project.keep_late(work(), sheet, form)
        page = project_page.preview_sheet(work(), sheet, form)
        faults = {place: sentence for place, _, sentence in page.faults}
        return jsonify(enregistre=hour(work().instant), reponse=_said(page.outcome), fautes=faults)
    if "repartir" in request.form:
        form = project_page.spread_over_months(work(), sheet, form)
    seen = request.form.get("version", "")
    other = project.save_sheet(work(), sheet, form, seen=int(seen) if seen.isdecimal() else 0)
    if back := request.form.get("suite", ""):
        return make_response(redirect(safe_path(back), 303))
    anchor = "resultat" if project.sheet_named(sheet).counts else None
    return make_response(
        redirect(url_for("project.show", sheet=sheet, autre=other, _anchor=anchor), 303)
    )


@bp.get("/<string:sheet>/versions")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def versions(sheet: str) -> Response:
    known = project.sheet_named(sheet)
    lines = project.history_of(work(), work().me.id, sheet)
    return make_response(render("learner/project_versions.html", sheet=known, lines=lines))


@bp.get("/<string:sheet>/versions/<int:ordinal>")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def version(sheet: str, ordinal: int) -> Response:
    old = project.version_of(work(), work().me.id, sheet, ordinal)
    latest = project.latest_of(work(), work().me.id)[sheet]
    return make_response(
        render(
            "learner/project_version.html",
            old=old,
            latest=latest,
            changes=project.compare(old, latest),
        )
    )


@bp.post("/<string:sheet>/versions/<int:ordinal>/reprendre")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def restore(sheet: str, ordinal: int) -> Response:
    project.restore_version(work(), sheet, ordinal)
    return make_response(redirect(url_for("project.show", sheet=sheet), 303))


def posted_sheet() -> dict[str, str]:
    """Return the fields of a sheet as posted, bounded."""
    return dict(list(request.form.items())[:_MOST_FIELDS])


def _said(found: Outcome | None) -> dict[str, object]:
    """What the script shows while somebody types: sentences alone."""
    if found is None:
        return {}
    lead = [found.lead.before, found.lead.figure, found.lead.tail] if found.lead else []
    return {"annonce": lead, "phrases": list(found.sentences), "manque": list(found.missing)}
