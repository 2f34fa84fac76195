"""What learners of one's groups ask for: help to answer, sheets to print in one act."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission, may
from learning.services import prints, requests
from learning.web.pages import requires, work
from learning.web.render import render
from learning.web.security import safe_path

bp = Blueprint("staff_requests", __name__, url_prefix="/suivi")


@bp.get("/demandes")
@requires(Permission.ANSWER_HELP, page_kind="demandes")
def helps() -> Response:
    return make_response(
        render(
            "counsellor/requests.html",
            waiting=requests.list_waiting(work()),
            answered="repondu" in request.args,
            back=_back(),
        )
    )


@bp.post("/demandes/<uuid:asked>/repondu")
@requires(Permission.ANSWER_HELP, page_kind="demandes")
def answer(asked: UUID) -> Response:
    requests.answer_help(work(), asked)
    after = request.form.get("suite") or url_for("staff_requests.helps", repondu="oui")
    return make_response(redirect(safe_path(after), 303))


@bp.get("/a-imprimer")
@requires(Permission.ANSWER_HELP, page_kind="impressions")
def sheets() -> Response:
    return make_response(
        render(
            "counsellor/requests_prints.html",
            queue=prints.list_prints(work()),
            printed="imprimees" in request.args,
            most=prints.MOST_AT_ONCE,
            follows=may(work().me, Permission.FOLLOW_LEARNERS),
            back=_back(),
        )
    )


@bp.get("/a-imprimer/feuilles")
@requires(Permission.ANSWER_HELP, page_kind="impressions")
def printing() -> Response:
    return make_response(
        render(
            "counsellor/requests_sheets.html",
            printing=prints.show_printing(work()),
            terms=work().catalogue.glossary,
            names=request.args.get("noms") == "oui",
            now=work().instant,
            rules_sheet=prints.RULES,
            words_sheet=prints.GLOSSARY,
        )
    )


@bp.post("/a-imprimer/imprimees")
@requires(Permission.ANSWER_HELP, page_kind="impressions")
def mark() -> Response:
    prints.mark_printed(work(), request.form.getlist("feuilles"))
    return make_response(redirect(url_for("staff_requests.sheets", imprimees="oui"), 303))


def _back() -> str:
    """Where this person came from: a trainer's own session, or what a counsellor follows."""
    return "/formateur/seance" if may(work().me, Permission.SEE_MEETING) else "/suivi"
