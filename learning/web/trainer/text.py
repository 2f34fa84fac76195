"""The studio's editor: a text with its findings and its preview, and the preview alone."""

from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, request

from learning.domain.access import Permission
from learning.domain.errors import Invalid
from learning.services.manuscripts import StaleText
from learning.services.preview import Tried
from learning.services.studio_text import (
    Opened,
    page_of,
    prepare_text,
    save_text,
    show_preview,
)
from learning.web.forms import posted
from learning.web.i18n import hour, translate
from learning.web.pages import is_automatic, prepared, program, requires, work
from learning.web.render import render

bp = Blueprint("text", __name__, url_prefix="/formateur")
_OK, _CONFLICT, _INVALID = 200, 409, 422


def _ref() -> str:
    return str((request.view_args or {})["ref"])


def _open() -> Opened:
    return prepare_text(program(), _ref())


def _open_with_form() -> Opened:
    return prepare_text(program(), _ref(), request.form.to_dict())


def _try() -> object:
    name = request.form.get("enregistrer") or _named()
    return show_preview(program(), _ref(), Tried(name=name, form=posted()))


def _look() -> object:
    return show_preview(program(), _ref())


@bp.get("/textes/<path:ref>")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_open)
def show(ref: str) -> Response:
    del ref
    return _page(prepared())


@bp.post("/textes/<path:ref>")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_open_with_form)
def save(ref: str) -> Response:
    opened: Opened = prepared()
    try:
        save_text(work(), opened)
    except StaleText as stale:
        return _page(opened, stale=stale, status=_CONFLICT)
    except Invalid:
        return _page(opened, status=_INVALID)
    if is_automatic():
        return _page(opened, saved=True)
    return make_response(redirect(f"/formateur/textes/{ref}?enregistre=1", 303))


@bp.get("/textes/<string:module>/media/<string:name>")
@bp.get("/apercu/<string:module>/media/<string:name>")
@requires(Permission.GIVE_OPINION, page_kind="atelier")
def media(module: str, name: str) -> Response:
    """An image or a sound where a text names it: « media/nom.png », beside the text."""
    return make_response(redirect(f"/formateur/modules/{module}/media/{name}", 303))


@bp.get("/apercu/<path:ref>")
@requires(Permission.GIVE_OPINION, page_kind="ecrire", prepare=_look)
def preview(ref: str) -> Response:
    return _preview(ref)


@bp.post("/apercu/<path:ref>")
@requires(Permission.GIVE_OPINION, page_kind="ecrire", prepare=_try)
def try_question(ref: str) -> Response:
    return _preview(ref)


def _page(
    opened: Opened, *, stale: StaleText | None = None, saved: bool = False, status: int = _OK
) -> Response:
    told = ""
    if saved or request.args.get("enregistre"):
        told = translate("Enregistré à %(time)s") % {"time": hour(work().instant)}
    page = replace(page_of(work(), opened, stale=stale), saved=told)
    body = render(
        "trainer/text.html",
        page=page,
        today=work().instant.date(),
        form_error=status == _INVALID,
    )
    return make_response(body, status)


def _preview(ref: str) -> Response:
    text, shown, proof = prepared()
    body = render(
        "trainer/preview.html",
        ref=ref,
        text=text,
        preview=shown,
        errors=sum(f.severity.value == "erreur" for f in proof.of(text.path)),
        today=work().instant.date(),
    )
    return make_response(body)


def _named() -> str:
    """The question a form speaks of, when its button was not pressed (Enter in a field)."""
    names = (key.split(".", 1)[0] for key in request.form)
    return next((name for name in names if name not in {"csrf_token", "jeton"}), "")
