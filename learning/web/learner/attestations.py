"""« Mes attestations »: what was given, what is earned, what comes next, the summary to read."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.attestation import REVOCATIONS
from learning.domain.attested import HEADINGS
from learning.services import attestation_papers as papers
from learning.services import own_attestations as own
from learning.web.attested import read_numbers, send_pdf
from learning.web.i18n import local_day
from learning.web.pages import requires, work
from learning.web.render import render
from learning.web.security import safe_path

bp = Blueprint("own_attestations", __name__, url_prefix="/attestations")


@bp.get("")
@requires(Permission.FOLLOW_COURSE, page_kind="attestations")
def show() -> Response:
    return make_response(
        render(
            "learner/attestations.html",
            own=own.show_own(work()),
            pdf=papers.writes_pdf(),
            headings=HEADINGS,
            reasons=REVOCATIONS,
        )
    )


@bp.get("/bilan/<string:path>")
@requires(Permission.FOLLOW_COURSE, page_kind="attestations")
def summary(path: str) -> Response:
    found = own.show_summary(work(), path)
    return make_response(
        render(
            "learner/attestations_summary.html",
            summary=found,
            words=papers.draft_of(found.statement, local_day(work().instant)),
        )
    )


@bp.post("/bilan/<string:path>/lu")
@requires(Permission.FOLLOW_COURSE, page_kind="attestations")
def read(path: str) -> Response:
    own.note_summary_read(work(), path, request.form.get("version", ""))
    return make_response(redirect(url_for("own_attestations.summary", path=path), 303))


@bp.get("/<string:number>")
@requires(Permission.FOLLOW_COURSE, page_kind="attestations")
def paper(number: str) -> Response:
    found = papers.own_paper(work(), number)
    return make_response(
        render("learner/attestations_paper.html", paper=found, pdf=papers.writes_pdf())
    )


@bp.get("/<string:number>/pdf")
@requires(Permission.FOLLOW_COURSE, page_kind="attestations")
def pdf(number: str) -> Response:
    return send_pdf([papers.own_paper(work(), number)])


@bp.post("/vues")
@requires(Permission.FOLLOW_COURSE, page_kind="attestations")
def see() -> Response:
    own.note_seen(work(), read_numbers(request.form.get("numeros", "")))
    return make_response(redirect(safe_path(request.form.get("suite", "/attestations")), 303))
