"""« Se former et essayer »: the team's own path, and the modules of learners to try."""

from flask import Blueprint, Response, make_response

from learning.domain.access import Permission
from learning.services import training
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("training", __name__)


@bp.get("/equipe/formation")
@requires(Permission.SEE_STAFF_HOME, page_kind="formation")
def show() -> Response:
    return make_response(render("staff/training.html", page=training.show(work())))
