"""Who arrives from another site: requests to print, dossiers received, modules validated."""

from contextlib import closing
from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from learning.domain.access import Permission, Role, may
from learning.domain.dossier_faults import MOST_BYTES, SENTENCES, DossierRefused, Fault
from learning.domain.errors import Conflict, Invalid, LearningError, NotFound
from learning.services import transfer_desk, transfer_import, transfer_requests, transfer_sites
from learning.services.follow_up_roster import open_groups
from learning.services.transfer_import import Examined
from learning.services.transfer_keys import keys_of, name_of_site, own_card
from learning.services.transfer_people import find_mover
from learning.services.validated import note_validated
from learning.web import errors
from learning.web.i18n import translate
from learning.web.pages import prepared, program, recognise, requires, work
from learning.web.render import render
from learning.web.session import cookie_token, present
from learning.web.staff.dossiers import (
    manages_sites,
    people_options,
    read_person,
    read_site,
    site_options,
    told,
)

bp = Blueprint("arrivals", __name__, url_prefix="/administration/dossiers")
_MOVE = Permission.MOVE_DOSSIER
_TOO_LARGE = 413
_FORM_BYTES = 20_000  # what a form adds around its file


@bp.url_value_preprocessor
def _allow_a_dossier(endpoint: str | None, _values: object) -> None:
    """Let a file through before the form's token is read; only for who has a session."""
    if endpoint == "arrivals.receive" and cookie_token():
        request.max_content_length = MOST_BYTES + _FORM_BYTES


@bp.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    """Too big to be read at all; noted as any refusal, when staff sent it."""
    if (waits := recognise()) is not None:
        return waits
    if g.get("session") and may(present().actor, _MOVE):
        refused = DossierRefused(Fault.TOO_BIG)
        transfer_import.note_refusal(program(), present().actor, refused, b"")
    sentence = translate(SENTENCES[Fault.TOO_BIG])
    return errors.page(translate("Fichier trop gros"), sentence, _TOO_LARGE)


@bp.get("/arrivees")
@requires(_MOVE, page_kind="ecrire")
def index() -> Response:
    return _index()


def _index(error: LearningError | None = None) -> Response:
    page = work()
    body = render(
        "staff/dossiers_arrivals.html",
        asked=transfer_requests.list_asked(page),
        people=people_options(request.form.get("personne", request.args.get("personne", ""))),
        owners=people_options(request.form.get("qui", "")),
        sites=site_options(request.form.get("site", "")),
        peers=len(transfer_sites.list_peers(page)),
        typed=request.form.get("code", "")[:5_000],
        other_name=isinstance(error, Invalid) and error.field == "meme",
        done=request.args.get("fait", ""),
        error=told(error),
        sees_sites=manages_sites(),
    )
    return make_response(body, errors.status_of(error) if error else 200)


@bp.post("/demandes")
@requires(_MOVE, page_kind="ecrire")
def ask() -> Response:
    try:
        made = transfer_requests.ask(work(), read_person(), read_site())
    except (Invalid, NotFound) as error:
        return _index(error)
    return make_response(redirect(url_for("arrivals.paper", demande=made), 303))


@bp.get("/demandes/<string:demande>")
@requires(_MOVE, page_kind="page")
def paper(demande: str) -> Response:
    keys = keys_of(program().settings.data)
    name = name_of_site(work())
    found = transfer_requests.request_paper(
        work(), keys, demande, own_name=name, own_print=own_card(keys, name).print
    )
    return make_response(render("staff/dossiers_request.html", paper=found))


@bp.post("/validations")
@requires(_MOVE, page_kind="ecrire")
def validate() -> Response:
    keys = keys_of(program().settings.data)
    try:
        note_validated(
            work(),
            keys,
            read_person("qui"),
            request.form.get("code", ""),
            same_person=request.form.get("meme") == "oui",
        )
    except LearningError as error:
        return _index(error)
    return make_response(redirect(url_for("arrivals.index", fait="valide"), 303))


def read_sent(name: str) -> bytes:
    """Return the file that a form carries, and let go of it: a big one waits on the disk."""
    sent = request.files.get(name)
    if sent is None:
        return b""
    with closing(sent):
        body: bytes = sent.read()
    return body


def _receive() -> LearningError | None:
    """Believe what was sent, or note why not, before the transaction; then keep it in hand."""
    body = read_sent("fichier")
    if not body:
        return Invalid("Choisissez un dossier sur votre poste.", field="fichier")
    try:
        transfer_import.examine(program(), present().actor, body)
    except LearningError as error:
        return error
    transfer_desk.keep_received(program(), present().actor.id, body)
    return None


@bp.post("/recevoir")
@requires(_MOVE, page_kind="ecrire", prepare=_receive)
def receive() -> Response:
    refused = prepared()
    if refused is not None:
        if not isinstance(refused, Invalid):
            refused = Invalid(refused.message, field="fichier", **refused.parameters)
        return _index(refused)
    return make_response(redirect(url_for("arrivals.look"), 303))


def _examine() -> tuple[transfer_desk.InHand, Examined] | LearningError | None:
    found = transfer_desk.find_received(program(), present().actor.id)
    if found is None:
        return None
    try:
        return found, transfer_import.examine(program(), present().actor, found.body)
    except LearningError as error:
        return error


@bp.get("/examen")
@requires(_MOVE, page_kind="ecrire", prepare=_examine)
def look() -> Response:
    return _look()


def _look(error: LearningError | None = None) -> Response:
    found = prepared()
    if found is None:
        return make_response(redirect(url_for("arrivals.index"), 303))
    if isinstance(found, LearningError):
        raise found
    file, examined = found
    chosen = request.form.getlist("groupe")
    body = render(
        "staff/dossiers_look.html",
        file=file,
        found=examined,
        new=examined.plan.new,
        people=people_options(request.form.get("compte", "")),
        groups=[
            {"value": str(one.id), "label": one.name, "checked": str(one.id) in chosen}
            for one in open_groups(work())
        ],
        other_name=examined.doubt or (isinstance(error, Invalid) and error.field == "meme"),
        must_choose=present().actor.role is not Role.ADMINISTRATOR,
        error=told(error),
    )
    return make_response(body, errors.status_of(error) if error else 200)


@bp.post("/examen")
@requires(_MOVE, page_kind="ecrire", prepare=_examine)
def confirm() -> Response:
    found = prepared()
    if found is None or isinstance(found, LearningError):
        raise Conflict("Ce dossier n’est plus là. Envoyez-le à nouveau : rien n’a changé.")
    file, examined = found
    if request.form.get("jeton") != file.print:
        raise Conflict("Un autre dossier a été envoyé depuis. Regardez-le avant d’importer.")
    try:
        taken = transfer_import.take(
            work(),
            program(),
            examined,
            chosen=_account(),
            groups=_groups(),
            same_person=request.form.get("meme") == "oui",
        )
    except DossierRefused:
        raise
    except (Invalid, NotFound) as error:
        return _look(error)
    transfer_desk.forget_received(program(), present().actor.id)
    done = "deja" if taken.already else "nouveau" if taken.new else "importe"
    return make_response(redirect(url_for("arrivals.done", learner=taken.learner, fait=done), 303))


def _account() -> UUID | None:
    return read_person("compte") if request.form.get("compte") else None


def _groups() -> list[UUID]:
    try:
        return [UUID(one) for one in request.form.getlist("groupe")]
    except ValueError as error:
        raise Invalid("Choisissez un groupe de la liste.", field="groupe") from error


@bp.get("/importe/<uuid:learner>")
@requires(_MOVE, page_kind="page")
def done(learner: UUID) -> Response:
    mover = find_mover(work(), learner)
    return make_response(
        render("staff/dossiers_done.html", mover=mover, done=request.args.get("fait", ""))
    )
