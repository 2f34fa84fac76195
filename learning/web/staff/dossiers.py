"""Who leaves for another site: departures, requests of other sites, their export in one act."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission, may
from learning.domain.errors import Invalid, LearningError, NotFound
from learning.services import transfer, transfer_desk, transfer_requests, transfer_sites
from learning.services.transfer_keys import keys_of
from learning.services.transfer_people import list_movers
from learning.web.errors import status_of
from learning.web.i18n import translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render
from learning.web.session import present

bp = Blueprint("dossiers", __name__, url_prefix="/administration/dossiers")
_MOVE = Permission.MOVE_DOSSIER


def manages_sites() -> bool:
    """Whether the person sees the page of sites."""
    return may(present().actor, Permission.MANAGE_SITE)


def read_person(field: str = "personne") -> UUID:
    """Return the learner that a form chose.

    Raises:
        Invalid: nobody was chosen.

    """
    try:
        return UUID(request.form.get(field, ""))
    except ValueError as error:
        raise Invalid("Choisissez une personne dans la liste.", field=field) from error


def people_options(chosen: str = "") -> list[dict[str, Any]]:
    """The learners whom the person may choose, by name."""
    first = {"value": "", "label": translate("Choisissez"), "selected": not chosen}
    return [
        first,
        *(
            {
                "value": str(one.id),
                "label": f"{one.name} ({one.identifier})",
                "selected": str(one.id) == chosen,
            }
            for one in list_movers(work())
        ),
    ]


def site_options(chosen: str = "") -> list[dict[str, Any]]:
    """The sites known, by name."""
    first = {"value": "", "label": translate("Choisissez"), "selected": not chosen}
    return [
        first,
        *(
            {"value": one.number, "label": one.name, "selected": one.number == chosen}
            for one in transfer_sites.list_peers(work())
        ),
    ]


def told(error: LearningError | None) -> dict[str, str]:
    """The sentence of a refusal, and the field that it speaks of."""
    if error is None:
        return {"text": "", "field": ""}
    field = error.field if isinstance(error, Invalid) else ""
    return {"text": error.sentence(translate), "field": field}


def read_site() -> str:
    """Return the site that a form chose.

    Raises:
        Invalid: none was chosen.

    """
    chosen = request.form.get("site", "")
    if not chosen:
        raise Invalid("Choisissez un site dans la liste.", field="site")
    return chosen


@bp.get("")
@requires(_MOVE, page_kind="ecrire")
def index() -> Response:
    return _index()


def _index(error: LearningError | None = None) -> Response:
    page = work()
    chosen = request.form.get("personne", request.args.get("personne", ""))
    body = render(
        "staff/dossiers.html",
        leaving=transfer_requests.list_leaving(page),
        sent=transfer_requests.list_sent(page),
        people=people_options(chosen),
        asked_people=people_options(request.form.get("demandee", "")),
        sites=site_options(request.form.get("site", "")),
        peers=len(transfer_sites.list_peers(page)),
        typed=request.form.get("code", "")[:500],
        done=request.args.get("fait", ""),
        error=told(error),
        sees_sites=manages_sites(),
        two_people=program().settings.deux_personnes,
    )
    return make_response(body, status_of(error) if error else 200)


@bp.post("/departs")
@requires(_MOVE, page_kind="ecrire")
def leave() -> Response:
    try:
        transfer_requests.note_departure(work(), read_person(), read_site())
    except (Invalid, NotFound) as error:
        return _index(error)
    return make_response(redirect(url_for("dossiers.index", fait="depart"), 303))


@bp.post("/departs/<uuid:learner>/annuler")
@requires(_MOVE, page_kind="ecrire")
def stay(learner: UUID) -> Response:
    transfer_requests.cancel_departure(work(), learner)
    return make_response(redirect(url_for("dossiers.index", fait="annule"), 303))


@bp.post("/demandes-recues")
@requires(_MOVE, page_kind="ecrire")
def note() -> Response:
    keys = keys_of(program().settings.data)
    try:
        typed = request.form.get("code", "")
        transfer_requests.note_request(work(), keys, typed, read_person("demandee"))
    except LearningError as error:
        return _index(error)
    return make_response(redirect(url_for("dossiers.index", fait="demande"), 303))


def _pack() -> tuple[transfer.Ready, ...] | LearningError | None:
    """Pack, sign and seal what was chosen, before the transaction; None: an agreement first."""
    actor = present().actor
    try:
        wanted = _chosen()
        if program().settings.deux_personnes:
            with program().reading() as own:
                own.actor = actor
                if not all(transfer.is_agreed(own, learner) for learner, _peer in wanted):
                    return None
        return transfer.prepare_export(program(), actor, wanted)
    except LearningError as error:
        return error


def _chosen() -> list[tuple[UUID, str]]:
    """« personne.site », as the form writes it."""
    found = []
    for one in request.form.getlist("choix"):
        learner, _, peer = one.partition(".")
        try:
            found.append((UUID(learner), peer))
        except ValueError as error:
            raise Invalid("Cochez des personnes de la liste.", field="choix") from error
    if not found:
        raise Invalid("Cochez au moins une personne.", field="choix")
    return found


@bp.post("/exporter")
@requires(_MOVE, page_kind="ecrire", prepare=_pack)
def export() -> Response:
    ready = prepared()
    if isinstance(ready, LearningError):
        return _index(ready)
    if ready is None:
        transfer.ask_agreement(work(), _chosen())
        return make_response(redirect(url_for("dossiers.index", fait="accord"), 303))
    try:
        transfer.export(work(), ready, two_people=program().settings.deux_personnes)
    except LearningError as error:
        return _index(error)
    transfer_desk.keep_ready(program(), present().actor.id, ready)
    return make_response(redirect(url_for("dossiers.ready"), 303))


@bp.get("/prets")
@requires(_MOVE, page_kind="page")
def ready() -> Response:
    found = transfer_desk.find_ready(program(), present().actor.id)
    sent = {one.print: one for one in transfer_requests.list_sent(work(), most=500)}
    files = [{"file": one, "sent": sent.get(one.print)} for one in found]
    return make_response(render("staff/dossiers_ready.html", files=files))


@bp.get("/fichier")
@requires(_MOVE, page_kind="page")
def download() -> Response:
    found = transfer_desk.find_ready(program(), present().actor.id)
    if not found:
        raise NotFound("Ces fichiers ne sont plus là. Exportez à nouveau.")
    return send_file(transfer_desk.pack_ready(found))


def send_file(one: transfer_desk.InHand) -> Response:
    """A file whose name tells nothing."""
    response = Response(one.body, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{one.name}"'
    return response
