"""Images et sons: what a module being written may show and play, with its words."""

from flask import Blueprint, Response, make_response, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from learning.domain.access import Permission
from learning.domain.errors import Conflict, Invalid, LearningError
from learning.services.media import MediaPage, find_media_being_written, show_media
from learning.services.media_upload import (
    LONGEST_ALTERNATIVE,
    LONGEST_TITLE,
    PreparedMedia,
    add_media,
    change_alternative,
    prepare_media,
    retire_media,
)
from learning.web import errors
from learning.web.i18n import translate
from learning.web.pages import prepared, requires, work
from learning.web.render import render
from learning.web.session import cookie_token

bp = Blueprint("trainer_media", __name__, url_prefix="/formateur/modules/<string:module>/media")
# Above the 5 MB of a file, so that one a little too big is told in the form.
MOST_REQUEST_BYTES = 8_000_000
_INVALID, _CONFLICT, _TOO_LARGE = 422, 409, 413


@bp.url_value_preprocessor
def _allow_a_file(endpoint: str | None, _values: object) -> None:
    """Let a file through before the form's token is read; only for who has a session."""
    if endpoint == "trainer_media.add" and cookie_token():
        request.max_content_length = MOST_REQUEST_BYTES


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    sentence = translate(
        "Un fichier pèse 5\u00a0Mo au plus. Revenez en arrière et choisissez-en un plus petit."
    )
    return errors.page(translate("Fichier trop gros"), sentence, _TOO_LARGE)


def _read_upload() -> PreparedMedia | LearningError:
    """Decode what was sent before the transaction; a refusal is told in the form."""
    sent = request.files.get("fichier")
    try:
        return prepare_media(sent.read() if sent else b"")
    except LearningError as error:
        return error


@bp.get("")
@requires(Permission.WRITE_COURSE, page_kind="ecrire")
def show(module: str) -> Response:
    return _page(show_media(work(), module))


@bp.post("")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_read_upload)
def add(module: str) -> Response:
    made = prepared()
    try:
        if isinstance(made, LearningError):
            show_media(work(), module)
            raise made
        name = add_media(
            work(),
            module,
            made,
            title=request.form.get("titre", ""),
            alternative=request.form.get("texte", ""),
        )
    except LearningError as error:
        if error is not made and not isinstance(error, Invalid):
            raise
        return _page(show_media(work(), module), error=error)
    return make_response(
        redirect(url_for("trainer_media.show", module=module, ajoute=name, _anchor="ajoute"), 303)
    )


@bp.get("/<string:name>")
@requires(Permission.GIVE_OPINION, page_kind="ecrire")
def body(module: str, name: str) -> Response:
    found = find_media_being_written(work(), module, name)
    return Response(found.body, mimetype=found.kind)


@bp.post("/<string:name>/texte")
@requires(Permission.WRITE_COURSE, page_kind="ecrire")
def say(module: str, name: str) -> Response:
    try:
        change_alternative(work(), module, name, request.form.get("texte", ""))
    except Invalid as error:
        return _page(show_media(work(), module), error=error, about=name)
    return make_response(
        redirect(url_for("trainer_media.show", module=module, change=name, _anchor="change"), 303)
    )


@bp.post("/<string:name>/retirer")
@requires(Permission.WRITE_COURSE, page_kind="ecrire")
def retire(module: str, name: str) -> Response:
    try:
        retire_media(work(), module, name)
    except Conflict as error:
        return _page(show_media(work(), module), error=error, about=name)
    return make_response(redirect(url_for("trainer_media.show", module=module, retire="oui"), 303))


def _page(page: MediaPage, *, error: LearningError | None = None, about: str = "") -> Response:
    """Show the list; ``about`` is the file that a refusal speaks of, "" for the one sent."""
    known = {item.name: item for item in page.items}
    body = render(
        "trainer/media.html",
        page=page,
        added=known.get(request.args.get("ajoute", "")),
        changed=known.get(request.args.get("change", "")),
        retired="retire" in request.args,
        error=error.sentence(translate) if error else "",
        field=(error.field or "fichier") if isinstance(error, Invalid) else "fichier",
        about=about,
        typed=request.form,
        longest_title=LONGEST_TITLE,
        longest=LONGEST_ALTERNATIVE,
    )
    if error is None:
        return make_response(body)
    return make_response(body, _CONFLICT if isinstance(error, Conflict) else _INVALID)
