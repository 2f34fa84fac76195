"""The sites known here and this one's card: the directory taken in, fingerprints compared."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Invalid, LearningError, NotFound
from learning.services import transfer_sites
from learning.services.transfer_keys import keys_of, name_of_site, own_card, own_card_file
from learning.web.errors import status_of
from learning.web.i18n import translate
from learning.web.pages import program, requires, work
from learning.web.render import render

bp = Blueprint("dossier_sites", __name__, url_prefix="/administration/dossiers/sites")
_MANAGE = Permission.MANAGE_SITE
_MOST_TYPED = 200


@bp.get("")
@requires(_MANAGE, page_kind="ecrire")
def index() -> Response:
    return _index()


def _index(error: LearningError | None = None, done: str = "") -> Response:
    card = own_card(keys_of(program().settings.data), name_of_site(work()))
    field = error.field if isinstance(error, Invalid) and error.field else "fichier"
    body = render(
        "staff/dossiers_sites.html",
        card=card,
        peers=transfer_sites.all_keys(work()),
        directory=transfer_sites.directory_of(work()),
        typed=request.form.get("empreinte", "")[:_MOST_TYPED],
        done=done or request.args.get("fait", ""),
        error={"text": error.sentence(translate) if error else "", "field": field},
    )
    return make_response(body, status_of(error) if error else 200)


@bp.get("/carte")
@requires(_MANAGE, page_kind="page")
def card() -> Response:
    keys = keys_of(program().settings.data)
    response = Response(own_card_file(keys, name_of_site(work())), mimetype="text/plain")
    name = f"carte-{keys.site_number.lower()}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("")
@requires(_MANAGE, page_kind="ecrire")
def take() -> Response:
    sent = request.files.get("fichier")
    text = sent.read().decode("utf-8", errors="replace") if sent else ""
    key = request.files.get("programme")
    programme = key.read().decode("utf-8", errors="replace") if key else ""
    try:
        if not text.strip():
            raise Invalid("Choisissez un fichier sur votre poste.", field="fichier")
        transfer_sites.import_file(
            work(),
            keys_of(program().settings.data),
            text.lstrip("\ufeff"),
            typed_print=request.form.get("empreinte", "").strip(),
            programme=programme,
        )
    except LearningError as error:
        return _index(error)
    return make_response(redirect(url_for("dossier_sites.index", fait="importe"), 303))


@bp.get("/<string:key>/revoquer")
@requires(_MANAGE, page_kind="administration")
def ask(key: str) -> Response:
    peer = transfer_sites.peer_by_key(work(), key)
    if peer is None or peer.revoked_at is not None:
        raise NotFound("Cette clé n’est pas connue, ou elle est déjà révoquée.")
    return make_response(render("staff/dossiers_revoke.html", peer=peer))


@bp.post("/<string:key>/revoquer")
@requires(_MANAGE, page_kind="ecrire")
def revoke(key: str) -> Response:
    transfer_sites.revoke_peer(work(), key)
    return make_response(redirect(url_for("dossier_sites.index", fait="revoque"), 303))
