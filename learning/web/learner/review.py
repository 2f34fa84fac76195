"""Révision du jour: begun, answered, or passed."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.services import review
from learning.services.answer import Stale, Typed
from learning.services.lesson import Refusal
from learning.web.forms import posted
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("review", __name__, url_prefix="/revision")


@bp.get("")
@requires(Permission.FOLLOW_COURSE, page_kind="revision")
def show() -> Response:
    return _page()


@bp.post("")
@requires(Permission.FOLLOW_COURSE, page_kind="revision")
def save() -> Response:
    question = request.form.get("question", "")
    name = question.rsplit("/", 1)[-1]
    if "indice" in request.form:
        review.ask_hint(work(), question, posted())
        return make_response(redirect(url_for("review.show", indice=name) + f"#q-{name}", 303))
    try:
        review.answer_review(work(), question, posted())
    except (Typed, Stale) as error:
        refused = Refusal(
            question=error.question, fields=error.fields, sentence=error.sentence(translate)
        )
        return _page(refused, 409 if isinstance(error, Stale) else 422)
    return make_response(redirect(url_for("review.show") + f"#q-{name}", 303))


@bp.post("/commencer")
@requires(Permission.FOLLOW_COURSE, page_kind="revision")
def start() -> Response:
    review.start_review(work())
    return make_response(redirect(url_for("review.show"), 303))


@bp.post("/passer")
@requires(Permission.FOLLOW_COURSE, page_kind="revision")
def skip() -> Response:
    review.skip_review(work())
    return make_response(redirect("/accueil", 303))


def _page(refusal: Refusal | None = None, status: int = 200) -> Response:
    page = review.show_review(work(), refusal=refusal)
    body = render(
        "learner/review.html", page=page, form_error=refusal is not None, refusal=refusal
    )
    return make_response(body, status)
