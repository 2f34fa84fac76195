"""À lire: the texts of one's own groups, read one by one; comments to use again."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Invalid
from learning.domain.reading import LineMark
from learning.services import project_given
from learning.services.reading import (
    AlreadyRead,
    Typed,
    read_form,
    save_reading,
    show_text,
)
from learning.services.reading_comments import (
    LONGEST,
    add_comment,
    list_comments,
    retire_comment,
)
from learning.services.reading_queue import list_read, list_waiting
from learning.services.reports import count_waiting
from learning.web.forms import as_lists
from learning.web.i18n import translate
from learning.web.pages import requires, work
from learning.web.render import render

bp = Blueprint("reading", __name__, url_prefix="/formateur/a-lire")


@bp.get("")
@requires(Permission.READ_ANSWERS, page_kind="a-lire")
def queue() -> Response:
    return make_response(
        render(
            "trainer/reading.html",
            queue=list_waiting(work()),
            errors=count_waiting(work()),
            projects=project_given.count_waiting(work()),
            saved="lu" in request.args,
        )
    )


@bp.get("/lus")
@requires(Permission.READ_ANSWERS, page_kind="a-lire")
def lately() -> Response:
    return make_response(render("trainer/reading_lately.html", texts=list_read(work())))


@bp.get("/textes/<uuid:answer>")
@requires(Permission.READ_ANSWERS, page_kind="ecrire")
def show(answer: UUID) -> Response:
    return _text(answer)


@bp.post("/textes/<uuid:answer>")
@requires(Permission.READ_ANSWERS, page_kind="ecrire")
def save(answer: UUID) -> Response:
    typed = read_form(as_lists(request.form))
    keeps = request.form.get("garder") == "oui"
    try:
        save_reading(work(), answer, typed, token=request.form.get("lecture", ""))
        if keeps and typed.comment:
            add_comment(work(), typed.comment)
    except (Invalid, AlreadyRead) as error:
        return _text(answer, typed=typed, keeps=keeps, error=error)
    return make_response(redirect(url_for("reading.queue", lu=1), 303))


@bp.get("/commentaires")
@requires(Permission.READ_ANSWERS, page_kind="ecrire")
def comments() -> Response:
    return _comments()


@bp.post("/commentaires")
@requires(Permission.READ_ANSWERS, page_kind="ecrire")
def keep_comment() -> Response:
    text = request.form.get("texte", "")
    try:
        add_comment(work(), text)
    except Invalid as error:
        return _comments(text=text, error=error.sentence(translate))
    return make_response(redirect(url_for("reading.comments"), 303))


@bp.post("/commentaires/<uuid:comment>/retirer")
@requires(Permission.READ_ANSWERS, page_kind="ecrire")
def drop_comment(comment: UUID) -> Response:
    retire_comment(work(), comment)
    return make_response(redirect(url_for("reading.comments"), 303))


def _text(
    answer: UUID,
    *,
    typed: Typed | None = None,
    keeps: bool = False,
    error: Invalid | AlreadyRead | None = None,
) -> Response:
    clash = isinstance(error, AlreadyRead)
    body = render(
        "trainer/reading_text.html",
        page=show_text(work(), answer, typed=typed),
        keeps=keeps,
        longest=LONGEST,
        marks=tuple(LineMark),
        error=error.sentence(translate) if error else "",
        field=_field(error) if isinstance(error, Invalid) else "",
        clash=clash,
        form_error=error is not None,
    )
    status = 409 if clash else 422 if error else 200
    return make_response(body, status)


def _field(error: Invalid) -> str:
    return error.field if error.field.startswith("ligne-") else "commentaire"


def _comments(*, text: str = "", error: str = "") -> Response:
    body = render(
        "trainer/reading_comments.html",
        comments=list_comments(work()),
        text=text,
        error=error,
        longest=LONGEST,
        form_error=error != "",
    )
    return make_response(body, 422 if error else 200)
