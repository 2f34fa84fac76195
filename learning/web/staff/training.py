"""« Se former et essayer »: the team's own path, and the modules of learners to try."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.services import attestation_papers as papers
from learning.services import training
from learning.services.attestations import Ready
from learning.services.work import with_release
from learning.web.attested import send_pdf
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render
from learning.web.session import present

bp = Blueprint("training", __name__)


@bp.get("/equipe/formation")
@requires(Permission.SEE_STAFF_HOME, page_kind="formation")
def show() -> Response:
    return make_response(render("staff/training.html", page=training.show(work())))


def _sign() -> Ready:
    slug = (request.view_args or {})["path"]
    with program().reading() as own:
        with_release(own).actor = present().actor
        return training.prepare_attestation(own, program().keys.signer, slug)


@bp.post("/equipe/formation/<string:path>/attestation")
@requires(Permission.SEE_STAFF_HOME, page_kind="formation", prepare=_sign)
def attest(path: str) -> Response:
    del path  # what prepared it has read it
    number = training.make_attestation(work(), prepared())
    return make_response(redirect(url_for("training.paper", number=number), 303))


@bp.get("/equipe/formation/attestations/<string:number>")
@requires(Permission.SEE_STAFF_HOME, page_kind="formation")
def paper(number: str) -> Response:
    found = papers.own_paper(work(), number)
    return make_response(render("staff/training_paper.html", paper=found, pdf=papers.writes_pdf()))


@bp.get("/equipe/formation/attestations/<string:number>/pdf")
@requires(Permission.SEE_STAFF_HOME, page_kind="formation")
def pdf(number: str) -> Response:
    return send_pdf([papers.own_paper(work(), number)])
