"""Projects to read: those that wait in one's groups, each read sheet by sheet and answered."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Invalid, Refused
from learning.services import project_given
from learning.services.consultations import has_opened
from learning.services.project_access import NOT_ALLOWED, PAGE, must_be_open
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("projects", __name__, url_prefix="/formateur/a-lire/projets")


@bp.get("")
@requires(Permission.READ_ANSWERS, page_kind="a-lire")
def queue() -> Response:
    waiting = project_given.list_waiting(work())
    asked = {line.learner for line in waiting}
    allowed = [one for one in project_given.list_allowed(work()) if one.learner not in asked]
    return make_response(
        render(
            "trainer/projects.html",
            waiting=waiting,
            allowed=allowed,
            given="lu" in request.args,
        )
    )


@bp.get("/<uuid:learner>")
@requires(Permission.READ_ANSWERS, page_kind="ecrire", consults=PAGE, opens=must_be_open)
def show(learner: UUID) -> Response:
    must_be_open(work(), learner)
    return _page(project_given.open_project(work(), learner))


@bp.post("/<uuid:learner>")
@requires(Permission.READ_ANSWERS, page_kind="ecrire")
def give(learner: UUID) -> Response:
    given = project_given.read_form(request.form)
    try:
        project_given.give_reading(work(), learner, given)
    except Invalid as error:
        page = project_given.open_project(work(), learner, typed=given.comments)
        # What is shown again was opened before, and that opening is written.
        asked = page.reading
        if asked is None or not has_opened(work(), learner, PAGE, since=asked.at):
            raise Refused(NOT_ALLOWED) from error
        return _page(page, error=error)
    return make_response(redirect(url_for("projects.queue", lu=1), 303))


def _page(page: project_given.ProjectRead, *, error: Invalid | None = None) -> Response:
    field = error.field if error else ""
    first = page.sheets[0].sheet.slug if page.sheets else ""
    body = render(
        "trainer/projects_one.html",
        page=page,
        longest=project_given.LONGEST,
        field=field or (first if error else ""),
        error=error.sentence(translate) if error else "",
        today=work().instant.date(),
        form_error=error is not None,
    )
    return make_response(body, 422 if error else 200)
