"""« Mon dossier »: what it holds, asking for it on paper, seeing that it was given."""

from flask import Blueprint, Response, make_response

from learning.domain.access import Permission
from learning.services import project_handing
from learning.services.prints import PROJECT
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("own_project_file", __name__, url_prefix="/projet/dossier")


@bp.get("")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def show() -> Response:
    page = project_handing.show_own_file(work())
    return make_response(render("learner/project_file.html", page=page, sheet=PROJECT))


@bp.get("/lire")
@requires(Permission.FOLLOW_COURSE, page_kind="projet")
def read() -> Response:
    paper = project_handing.own_paper(work())
    return make_response(render("learner/project_file_read.html", paper=paper))
