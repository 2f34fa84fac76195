"""The home of trainers, counsellors, supervisors, administrators and evaluators."""

from uuid import UUID

from flask import Blueprint, Response, make_response

from learning.domain.access import Permission, Role, may
from learning.services.accounts import (
    PreparedCard,
    find_learner,
    list_accounts,
    prepare_card,
    renew_card,
)
from learning.services.grids import codes_left
from learning.services.staff_home import count_waiting
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render
from learning.web.session import present

bp = Blueprint("staff_home", __name__)
cards = Blueprint("cards", __name__)


def _draw_card() -> PreparedCard:
    return prepare_card(program().keys.pepper)


@bp.get("/equipe")
@requires(Permission.SEE_STAFF_HOME, page_kind="equipe")
def show() -> Response:
    actor = present().actor
    can_renew = may(actor, Permission.RENEW_CARD)
    groups = None if actor.role is Role.ADMINISTRATOR else actor.groups
    learners = []
    if can_renew:
        learners = [
            line for line in list_accounts(work(), groups=groups) if line.role is Role.LEARNER
        ]
    return make_response(
        render(
            "staff/home.html",
            role=actor.role.value,
            learners=learners,
            can_renew=can_renew,
            enters=may(actor, Permission.ENTER_ON_PAPER),
            waiting=count_waiting(work()),
            codes_left=codes_left(work(), actor.id) if program().settings.grilles else None,
        )
    )


@cards.get("/cartes/<uuid:account>")
@requires(Permission.RENEW_CARD, page_kind="cartes")
def ask(account: UUID) -> Response:
    line = find_learner(work(), account)
    return make_response(render("staff/card_ask.html", line=line))


@cards.post("/cartes/<uuid:account>")
@requires(Permission.RENEW_CARD, page_kind="cartes", prepare=_draw_card)
def renew(account: UUID) -> Response:
    card = renew_card(work(), prepared(), account)
    return make_response(render("staff/card.html", card=card))
