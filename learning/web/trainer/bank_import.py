"""Import of questions: a file or a text, what would come of it, then the banks.

The text goes with the page and is read again when it comes back: nothing is kept before.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from learning.domain.access import Permission
from learning.domain.errors import Invalid
from learning.services.bank_import import (
    LONGEST_TITLE,
    MOST_BYTES,
    ReadBank,
    choose,
    create_banks,
    read_bank,
)
from learning.services.manuscripts import digest_of_body
from learning.web import errors
from learning.web.i18n import translate
from learning.web.pages import prepared, requires, work
from learning.web.render import render
from learning.web.session import cookie_token

bp = Blueprint("bank_import", __name__, url_prefix="/formateur/importer")
# A text of the longest, in a form: its ends of lines may weigh twice as much.
MOST_REQUEST_BYTES = 2 * MOST_BYTES
_INVALID, _TOO_LARGE = 422, 413
_MOST_EXACT = 300


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form carried: read, or refused."""

    bank: ReadBank | None = None
    error: Invalid | None = None


@bp.url_value_preprocessor
def _allow_a_bank(_endpoint: str | None, _values: object) -> None:
    """Let a text through before the form's token is read; only for who has a session."""
    if request.method == "POST" and cookie_token():
        request.max_content_length = MOST_REQUEST_BYTES
        request.max_form_memory_size = MOST_REQUEST_BYTES


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    sentence = translate(
        "Un fichier de questions pèse 2\u00a0Mo au plus. Coupez-le en plusieurs fichiers."
    )
    return errors.page(translate("Fichier trop gros"), sentence, _TOO_LARGE)


def _read() -> Sent:
    """Read what was sent before the transaction: the file if there is one, else the text."""
    file = request.files.get("fichier")
    body = file.read() if file else b""
    name = (file.filename if file and body else request.form.get("nom")) or "questions.gift"
    field = "fichier"
    if not body:
        body = request.form.get("texte", "").encode()
        field = "texte" if body else field
    try:
        return Sent(bank=read_bank(body, name, field=field))
    except Invalid as error:
        return Sent(error=error)


@bp.get("")
@requires(Permission.WRITE_COURSE, page_kind="ecrire")
def ask() -> Response:
    return _ask(request.args.get("module", ""))


@bp.post("")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_read)
def look() -> Response:
    sent: Sent = prepared()
    module = request.form.get("module", "")
    if sent.bank is None:
        return _ask(module, error=sent.error)
    if not module:
        error = Invalid("Choisissez le module qui recevra ces questions.", field="module")
        return _ask(module, error=error, text=sent.bank.text)
    return _look(module, sent.bank)


@bp.post("/creer")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_read)
def create() -> Response:
    sent: Sent = prepared()
    module = request.form.get("module", "")
    if sent.bank is None or not module:
        return _ask(module, error=sent.error)
    if request.form.get("vu") != _digest(sent.bank.text):
        return _look(module, sent.bank, changed=True)
    banks = sent.bank.done.banks
    titles = {bank.name: request.form.get(f"titre-{bank.name}", "") for bank in banks}
    try:
        made = create_banks(
            work(), module, banks, titles=titles, objective=request.form.get("objectif", "")
        )
    except Invalid as error:
        return _look(module, sent.bank, error=error, titles=titles)
    address = f"/formateur/textes/{made[0]}" if len(made) == 1 else f"/formateur/modules/{module}"
    return make_response(redirect(address, 303))


def _ask(module: str, *, error: Invalid | None = None, text: str = "") -> Response:
    choice = choose(work(), module)
    body = render(
        "trainer/bank_import.html",
        choice=choice,
        module_options=_options(choice.modules),
        text=text or request.form.get("texte", ""),
        error=error.sentence(translate) if error else "",
        field=error.field if error else "",
    )
    return make_response(body, _INVALID if error else 200)


def _look(
    module: str,
    bank: ReadBank,
    *,
    changed: bool = False,
    error: Invalid | None = None,
    titles: dict[str, str] | None = None,
) -> Response:
    choice = choose(work(), module)
    objective = request.form.get("objectif", "")
    body = render(
        "trainer/bank_import_look.html",
        choice=choice,
        objective_options=_options(choice.objectives, chosen=objective),
        bank=bank,
        shown_exact=bank.exact[:_MOST_EXACT],
        titles=titles or {one.name: one.title for one in bank.done.banks},
        objective=objective,
        seen=_digest(bank.text),
        name=request.form.get("nom", "") or _file_name(),
        changed=changed,
        longest_title=LONGEST_TITLE,
        error=error.sentence(translate) if error else "",
        field=error.field if error else "",
    )
    return make_response(body, _INVALID if error or changed else 200)


def _options(pairs: tuple[tuple[str, str], ...], *, chosen: str = "") -> list[dict[str, object]]:
    return [
        {"value": value, "label": label, "selected": value == chosen} for value, label in pairs
    ]


def _file_name() -> str:
    file = request.files.get("fichier")
    return (file.filename or "") if file else ""


def _digest(text: str) -> str:
    return digest_of_body(text.encode())
