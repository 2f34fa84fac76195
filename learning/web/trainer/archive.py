"""A module as a ZIP: taken away, or brought in after having been looked at."""

from flask import Blueprint, Response, make_response, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from learning.domain.access import Permission
from learning.domain.errors import Conflict, LearningError
from learning.services import archive
from learning.services.archive import Examined, Waiting
from learning.web import errors
from learning.web.i18n import translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render
from learning.web.session import cookie_token, present

bp = Blueprint("archive", __name__, url_prefix="/formateur")
MOST_REQUEST_BYTES = 20_000_000
_INVALID, _TOO_LARGE = 422, 413
_MOST_FINDINGS = 100


@bp.url_value_preprocessor
def _allow_an_archive(endpoint: str | None, _values: object) -> None:
    """Let a file through before the form's token is read; only for who has a session."""
    if endpoint == "archive.send" and cookie_token():
        request.max_content_length = MOST_REQUEST_BYTES


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    sentence = translate(
        "Une archive pèse 20\u00a0Mo au plus ici. Importez module par module, ou demandez à "
        "l’administrateur de l’importer."
    )
    return errors.page(translate("Archive trop grosse"), sentence, _TOO_LARGE)


def _receive() -> LearningError | None:
    """Read what was sent before the transaction; a refusal is told in the form."""
    sent = request.files.get("fichier")
    try:
        archive.receive(program(), present().actor.id, sent.read() if sent else b"")
    except LearningError as error:
        return error
    return None


def _examine() -> tuple[Waiting, Examined] | None:
    """Judge the texts of the archive to confirm: slow, so outside any transaction."""
    waiting = _read_again()
    if waiting is None:
        return None
    examined = archive.examine(program(), waiting.archive, on=program().clock().date())
    return waiting, examined


def _read_again() -> Waiting | None:
    return archive.find_waiting(program(), present().actor.id)


@bp.get("/modules/<string:module>/zip")
@requires(Permission.WRITE_COURSE, page_kind="page")
def download(module: str) -> Response:
    published = request.args.get("etat") == "publie"
    body = archive.pack_module(work(), module, being_written=not published)
    response = Response(body, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{module}.zip"'
    return response


@bp.get("/archive")
@requires(Permission.WRITE_COURSE, page_kind="ecrire")
def ask() -> Response:
    return _ask()


@bp.post("/archive")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_receive)
def send() -> Response:
    refused = prepared()
    if refused is not None:
        return _ask(error=refused)
    return make_response(redirect(url_for("archive.look"), 303))


@bp.get("/archive/apercu")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_examine)
def look() -> Response:
    found = prepared()
    if found is None:
        return make_response(redirect(url_for("archive.ask"), 303))
    return _look(*found)


@bp.post("/archive/apercu")
@requires(Permission.WRITE_COURSE, page_kind="ecrire", prepare=_read_again)
def confirm() -> Response:
    waiting = prepared()
    if waiting is None or waiting.digest != request.form.get("jeton"):
        raise Conflict(
            "Cette archive n’est plus là. Envoyez-la de nouveau\u00a0: rien n’a changé."
        )
    replace = request.form.get("remplacer") == "oui"
    if not replace and any(part.at_risk for part in archive.compare(work(), waiting.archive)):
        return make_response(redirect(url_for("archive.look", decider="oui"), 303))
    parts = archive.bring_in(work(), waiting.archive, replace=replace)
    archive.forget_waiting(program(), present().actor.id)
    modules = [part.name for part in parts if part.is_module]
    return make_response(redirect(url_for("archive.ask", importe=modules or "oui"), 303))


def _ask(*, error: LearningError | None = None) -> Response:
    body = render(
        "trainer/archive.html",
        error=error.sentence(translate) if error else "",
        imported=archive.titles_of(work(), request.args.getlist("importe")),
        done="importe" in request.args,
    )
    return make_response(body, _INVALID if error else 200)


def _look(waiting: Waiting, examined: Examined) -> Response:
    findings = examined.findings
    body = render(
        "trainer/archive_look.html",
        parts=examined.parts,
        at_risk=examined.at_risk,
        renamed=waiting.archive.renamed,
        titles=examined.titles,
        undecided="decider" in request.args and bool(examined.at_risk),
        findings=findings[:_MOST_FINDINGS],
        left=max(0, len(findings) - _MOST_FINDINGS),
        digest=waiting.digest,
    )
    return make_response(body)
