"""Erreurs signalées: what learners of one's groups reported, answered by question."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Invalid
from learning.services import reports
from learning.services.reading_comments import LONGEST
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("reports", __name__, url_prefix="/formateur/a-lire/erreurs")
_QUESTION = "/<string:module>/<string:holder>/<string:name>"


@bp.get("")
@requires(Permission.READ_ANSWERS, page_kind="a-lire")
def queue() -> Response:
    found = reports.list_reported(work())
    return make_response(
        render("trainer/reports.html", found=found, sent=request.args.get("repondu", ""))
    )


@bp.get(_QUESTION)
@requires(Permission.READ_ANSWERS, page_kind="ecrire")
def show(module: str, holder: str, name: str) -> Response:
    return _page(f"{module}/{holder}/{name}")


@bp.post(_QUESTION)
@requires(Permission.READ_ANSWERS, page_kind="ecrire")
def answer(module: str, holder: str, name: str) -> Response:
    question = f"{module}/{holder}/{name}"
    try:
        sent = reports.reply(
            work(),
            question,
            request.form.getlist("messages"),
            text=request.form.get("reponse", ""),
            reusable=request.form.get("pret", ""),
        )
    except (Invalid, reports.AlreadyAnswered) as error:
        return _page(question, error=error)
    return make_response(redirect(url_for("reports.queue", repondu=sent), 303))


def _page(question: str, *, error: Invalid | reports.AlreadyAnswered | None = None) -> Response:
    page = reports.show_reports(work(), question)
    typed = request.method == "POST"
    chosen = (
        request.form.getlist("messages") if typed else [str(report.id) for report in page.waiting]
    )
    body = render(
        "trainer/reports_question.html",
        page=page,
        chosen=chosen,
        text=request.form.get("reponse", ""),
        ready_chosen=request.form.get("pret", ""),
        longest=LONGEST,
        error=error.sentence(translate) if error else "",
        field=error.field if isinstance(error, Invalid) else "",
        form_error=error is not None,
    )
    status = 200 if error is None else 422 if isinstance(error, Invalid) else 409
    return make_response(body, status)
