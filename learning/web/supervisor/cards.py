"""A new card from the room, when the site's settings allow it."""

from uuid import UUID

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.domain.errors import Invalid, Refused
from learning.services import room_cards
from learning.services.accounts import PreparedCard, prepare_card
from learning.web.errors import status_of
from learning.web.i18n import translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render

bp = Blueprint("room_cards", __name__, url_prefix="/salle/cartes")

_RENEW = Permission.RENEW_CARD_IN_ROOM


@bp.get("")
@requires(_RENEW, page_kind="cartes")
def find() -> Response:
    _only_if_allowed()
    typed, error, people = request.args.get("nom"), "", []
    status = 200
    if typed is not None:
        try:
            people = room_cards.find_people(work(), typed)
        except Invalid as refusal:
            error, status = refusal.sentence(translate), status_of(refusal)
    body = render(
        "supervisor/cards.html",
        typed=(typed or "")[:80],
        asked=typed is not None and not error,
        error=error,
        people=people,
        most=room_cards.MOST,
    )
    return make_response(body, status)


@bp.get("/<uuid:account>")
@requires(_RENEW, page_kind="cartes")
def ask(account: UUID) -> Response:
    _only_if_allowed()
    person = room_cards.find_person(work(), account)
    return make_response(render("supervisor/card_ask.html", person=person))


def _draw_card() -> PreparedCard | None:
    allowed = program().settings.carte_par_surveillant
    return prepare_card(program().keys.pepper) if allowed else None


@bp.post("/<uuid:account>")
@requires(_RENEW, page_kind="cartes", prepare=_draw_card)
def renew(account: UUID) -> Response:
    _only_if_allowed()
    card = room_cards.renew_in_room(work(), prepared(), account)
    return make_response(render("supervisor/card.html", card=card))


def _only_if_allowed() -> None:
    if not program().settings.carte_par_surveillant:
        raise Refused(
            "Sur ce site, les surveillants ne font pas les cartes. "
            "Demandez au formateur, au conseiller ou à l’administrateur."
        )
