"""A learner's project, opened by the team when the learner agrees; each opening is written."""

from uuid import UUID

from flask import Blueprint, Response, make_response

from learning.domain.access import Permission
from learning.services import project_access
from learning.services.project_given import open_project
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("learner_project", __name__, url_prefix="/suivi/apprenants/<uuid:learner>/projet")


@bp.get("")
@requires(
    Permission.FOLLOW_LEARNERS,
    page_kind="fiche",
    consults=project_access.PAGE,
    opens=project_access.must_be_open,
)
def show(learner: UUID) -> Response:
    project_access.must_be_open(work(), learner)
    return _page(learner, for_management=False)


@bp.get("/direction")
@requires(
    Permission.FOLLOW_LEARNERS,
    page_kind="fiche",
    consults=project_access.BY_MANAGEMENT,
    opens=project_access.must_be_management,
)
def for_management(learner: UUID) -> Response:
    project_access.must_be_management(work(), learner)
    return _page(learner, for_management=True)


def _page(learner: UUID, *, for_management: bool) -> Response:
    return make_response(
        render(
            "counsellor/learner_project.html",
            page=open_project(work(), learner),
            for_management=for_management,
            today=work().instant.date(),
        )
    )
