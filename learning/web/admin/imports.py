"""Accounts from a CSV: a file or a text, what each row would do, then all of it.

The text goes with the page and is read again when it comes back: nothing is kept before.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from learning.domain.access import Permission
from learning.domain.errors import Invalid
from learning.services.admin_import import (
    MOST_BYTES,
    SHOWN,
    ImportPlan,
    Outcome,
    Row,
    apply_import,
    plan_import,
    read_csv,
)
from learning.web import errors
from learning.web.i18n import translate
from learning.web.pages import prepared, requires, work
from learning.web.render import render
from learning.web.session import cookie_token

bp = Blueprint("admin_imports", __name__, url_prefix="/administration/comptes/importer")

# A text of the longest, in a form: its ends of lines and its accents weigh more.
MOST_REQUEST_BYTES = 3 * MOST_BYTES
_INVALID, _CONFLICT, _TOO_LARGE = 422, 409, 413
_EXAMPLE = (
    ("apprenant", "Yanis Diallo", "Groupe du matin", ""),
    ("", "Sandra Petit", "Groupe du matin|Groupe du soir", ""),
    ("conseiller", "Karim Benali", "", ""),
    ("apprenant", "Marc Roux", "Groupe du soir", "colibri-4718"),
    ("apprenant", "Marc Roux", "Groupe du matin", "nouveau"),
)
_LOOKS = {
    Outcome.CREATE: ("pas-commence", "À créer"),
    Outcome.JOIN: ("en-cours", "À ajouter au groupe"),
    Outcome.KNOWN: ("termine", "Déjà là"),
    Outcome.WRONG: ("bloque", "Laissée de côté"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form carried: read, or refused."""

    text: str = ""
    rows: tuple[Row, ...] = ()
    error: Invalid | None = None


@bp.url_value_preprocessor
def _allow_a_file(_endpoint: str | None, _values: object) -> None:
    """Let a file through before the form's token is read; only for who has a session."""
    if request.method == "POST" and cookie_token():
        request.max_content_length = MOST_REQUEST_BYTES
        request.max_form_memory_size = MOST_REQUEST_BYTES


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    sentence = translate("Un fichier de comptes pèse 1 Mo au plus. Coupez-le en plusieurs.")
    return errors.page(translate("Fichier trop gros"), sentence, _TOO_LARGE)


def _read() -> Sent:
    """Read what was sent before the transaction: the file if there is one, else the text."""
    file = request.files.get("fichier")
    body = file.read() if file else b""
    field = "fichier"
    if not body:
        body = request.form.get("texte", "").encode()
        field = "texte" if body else field
    if not body:
        return Sent(error=Invalid("Choisissez un fichier, ou collez les lignes.", field=field))
    try:
        text, rows = read_csv(body, field=field)
    except Invalid as error:
        return Sent(text=request.form.get("texte", ""), error=error)
    return Sent(text=text, rows=rows)


@bp.get("")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def ask() -> Response:
    return _ask(Sent())


@bp.post("")
@requires(Permission.MANAGE_SITE, page_kind="ecrire", prepare=_read)
def look() -> Response:
    sent: Sent = prepared()
    return _ask(sent) if sent.error else _look(sent)


@bp.post("/appliquer")
@requires(Permission.MANAGE_SITE, page_kind="ecrire", prepare=_read)
def apply() -> Response:
    sent: Sent = prepared()
    if sent.error:
        return _ask(sent)
    if plan_import(work(), sent.rows).mark != request.form.get("vu"):
        return _look(sent, changed=True)
    plan, made = apply_import(work(), sent.rows)
    done = url_for(
        "admin_cards.index",
        crees=len(made),
        ajoutes=plan.count(Outcome.JOIN),
        laissees=plan.count(Outcome.WRONG),
    )
    return make_response(redirect(done, 303))


def _ask(sent: Sent) -> Response:
    page = render(
        "admin/import.html",
        text=sent.text,
        example=_EXAMPLE,
        error=sent.error.sentence(translate) if sent.error else "",
        field=sent.error.field if sent.error else "",
    )
    return make_response(page, _INVALID if sent.error else 200)


def _look(sent: Sent, *, changed: bool = False) -> Response:
    plan: ImportPlan = plan_import(work(), sent.rows)
    page = render(
        "admin/import_look.html",
        plan=plan,
        counts={one.value: plan.count(one) for one in Outcome},
        rows=[(one, *_LOOKS[one.outcome]) for one in plan.shown],
        hidden_rows=max(0, len(plan.rows) - SHOWN),
        text=sent.text,
        changed=changed,
    )
    return make_response(page, _CONFLICT if changed else 200)
