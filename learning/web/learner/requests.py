"""Demander de l’aide, demander une feuille: what a learner asks of staff, without a text."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request

from learning.domain.access import Permission
from learning.domain.errors import Invalid
from learning.services import prints, requests
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render
from learning.web.security import safe_path

bp = Blueprint("requests", __name__)
_LESSON = "/modules/<string:module>/<string:lesson>/aide"


@bp.get(_LESSON)
@requires(Permission.FOLLOW_COURSE, page_kind="demande")
def show(module: str, lesson: str) -> Response:
    return _form(module, lesson)


@bp.post(_LESSON)
@requires(Permission.FOLLOW_COURSE, page_kind="demande")
def ask(module: str, lesson: str) -> Response:
    reason, token = request.form.get("raison", ""), request.form.get("jeton", "")
    form = requests.show_form(work(), module, lesson)
    if reason == requests.ON_PAPER and not form.is_test:
        prints.ask_print(work(), form.url, after=request.form.get("feuille"))
        return _to(form.url)
    try:
        requests.ask_help(work(), module, lesson, reason, token)
    except Invalid as error:
        return _form(module, lesson, error=error.sentence(translate), field=error.field)
    return make_response(
        redirect("/accueil#demandes" if form.is_test else f"{form.url}#aide", 303)
    )


@bp.post("/demandes/<uuid:asked>/annuler")
@requires(Permission.FOLLOW_COURSE, page_kind="demande")
def cancel(asked: UUID) -> Response:
    requests.cancel_help(work(), asked)
    return _back()


@bp.post("/demandes/<uuid:asked>/lu")
@requires(Permission.FOLLOW_COURSE, page_kind="demande")
def see(asked: UUID) -> Response:
    requests.see_answer(work(), asked)
    return _back()


@bp.post("/impressions")
@requires(Permission.FOLLOW_COURSE, page_kind="demande")
def ask_print() -> Response:
    sheet = request.form.get("feuille", "")
    prints.ask_print(work(), sheet, after=request.form.get("jeton"))
    return _to(sheet)


@bp.post("/impressions/annuler")
@requires(Permission.FOLLOW_COURSE, page_kind="demande")
def cancel_print() -> Response:
    sheet = request.form.get("feuille", "")
    prints.cancel_print(work(), sheet)
    return _to(sheet)


def _form(module: str, lesson: str, *, error: str = "", field: str = "") -> Response:
    form = requests.show_form(work(), module, lesson)
    body = render(
        "learner/request.html",
        form=form,
        printing=None if form.is_test else prints.sheet_state(work(), form.url),
        chosen=request.form.get("raison", ""),
        error=error,
        field=field,
    )
    return make_response(body, 422 if error else 200)


def _to(sheet: str) -> Response:
    """Go back to a sheet; a lesson is long, and its answer stands at the end."""
    place = "" if sheet in prints.SHEETS else "#impression"
    return make_response(redirect(f"{sheet}{place}", 303))


def _back() -> Response:
    return make_response(redirect(safe_path(request.form.get("suite", "/accueil")), 303))
