"""Attestations of one's groups: see what is ready, look before issuing, issue, print, revoke."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission, may
from learning.domain.attestation import REVOCATIONS
from learning.domain.attested import HEADINGS
from learning.domain.errors import Invalid
from learning.services import attestation_papers as papers
from learning.services import attestation_register as register
from learning.services import attestations
from learning.services.attestations import Ready
from learning.services.work import with_release
from learning.web.attested import join_numbers, read_numbers, send_pdf
from learning.web.filters import reason_options
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render
from learning.web.session import present

bp = Blueprint("attestations", __name__, url_prefix="/suivi")


@bp.get("/attestations")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations")
def index() -> Response:
    typed = request.args.get("code", "").strip()[:80]
    return make_response(
        render(
            "counsellor/attestations.html",
            groups=papers.groups_to_attest(work()),
            issued=register.list_issued(work()),
            most=register.MOST_SHOWN,
            typed=typed,
            found=register.find_by_code(work(), typed) if typed else None,
            headings=HEADINGS,
        )
    )


@bp.get("/attestations/groupes/<uuid:group>")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations")
def show_group(group: UUID) -> Response:
    page = papers.show_group(work(), group)
    return make_response(
        render(
            "counsellor/attestations_group.html",
            page=page,
            ticked=request.args.get("cocher") == "oui",
            ready=sum(offer.ready for one in page.holders for offer in one.offers),
            can_sign=bool(program().keys.signing),
            follows=may(work().me, Permission.FOLLOW_LEARNERS),
            headings=HEADINGS,
        )
    )


@bp.get("/apprenants/<uuid:learner>/attestations")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations", consults="attestations")
def show_learner(learner: UUID) -> Response:
    return make_response(
        render(
            "counsellor/attestations_learner.html",
            holder=papers.show_holder(work(), learner),
            can_sign=bool(program().keys.signing),
            follows=may(work().me, Permission.FOLLOW_LEARNERS),
            headings=HEADINGS,
        )
    )


@bp.get("/apprenants/<uuid:learner>/attestations/apercu")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations", consults="attestations")
def preview(learner: UUID) -> Response:
    return make_response(
        render(
            "counsellor/attestations_preview.html",
            page=papers.show_preview(work(), learner, request.args.get("quoi", "")),
            can_sign=bool(program().keys.signing),
        )
    )


def _sign() -> tuple[Ready, ...]:
    """State and sign what was chosen, before the transaction opens."""
    choices = [_read_choice(one) for one in request.form.getlist("choix")]
    with program().reading() as own:
        with_release(own).actor = present().actor
        return attestations.prepare_issue(own, program().keys.signer, choices)


def _read_choice(text: str) -> tuple[UUID, str]:
    """« identifiant.quoi », as the forms write it."""
    learner, _, key = text.partition(".")
    try:
        return UUID(learner), key
    except ValueError as error:
        raise Invalid("Choisissez dans la liste ce que vous voulez émettre.") from error


@bp.post("/attestations/emettre")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations", prepare=_sign)
def issue() -> Response:
    numbers = join_numbers(attestations.issue(work(), prepared()))
    return make_response(
        redirect(url_for("attestations.sheets", numeros=numbers, emises="oui"), 303)
    )


@bp.get("/attestations/feuilles")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations")
def sheets() -> Response:
    asked = request.args.get("numeros", "")
    found = papers.staff_papers(work(), read_numbers(asked))
    return make_response(
        render(
            "counsellor/attestations_sheets.html",
            papers=found,
            numbers=join_numbers([one.number for one in found]),
            issued="emises" in request.args,
            pdf=papers.writes_pdf(),
        )
    )


@bp.get("/attestations/pdf")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations")
def pdf() -> Response:
    asked = request.args.get("numeros", "")
    return send_pdf(papers.staff_papers(work(), read_numbers(asked)))


@bp.get("/attestations/<string:number>")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations")
def show(number: str) -> Response:
    return make_response(
        render(
            "counsellor/attestations_one.html",
            one=register.show_issued(work(), number),
            pdf=papers.writes_pdf(),
            headings=HEADINGS,
            reasons=REVOCATIONS,
            reason_choices=reason_options(REVOCATIONS, ""),
        )
    )


@bp.post("/attestations/<string:number>/revoquer")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations")
def revoke(number: str) -> Response:
    register.revoke(work(), number, request.form.get("motif", ""))
    return make_response(redirect(url_for("attestations.show", number=number), 303))


@bp.get("/attestations/revoquees")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations")
def revoked() -> Response:
    return make_response(
        render(
            "counsellor/attestations_revoked.html",
            lines=papers.revoked_lines(work()),
            headings=HEADINGS,
            reasons=REVOCATIONS,
            now=work().instant,
        )
    )


@bp.get("/attestations/page-de-verification")
@requires(Permission.ISSUE_ATTESTATION, page_kind="attestations")
def checking_page() -> Response:
    body = papers.verification_page(work(), program().keys.signer)
    # A file to keep: this site's own policy would stop its script if it were opened here.
    response = Response(body, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = (
        'attachment; filename="verifier-une-attestation.html"'
    )
    return response
