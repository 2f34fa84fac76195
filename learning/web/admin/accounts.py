"""Accounts: the list with its filters, one account, a new one, and its card."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission, Role
from learning.domain.errors import Conflict, Invalid, LearningError
from learning.services.accounts import PreparedCard, prepare_card
from learning.services.admin_accounts import (
    Wanted,
    change_account,
    list_groups,
    list_page,
    make_account,
    show_account,
)
from learning.services.grids import FEW, make_grid
from learning.web.admin.words import (
    ACTS,
    CARDS,
    STATE_LOOKS,
    STATUSES,
    cards_sheet,
    group_ticks,
    ids,
    page_number,
    role_options,
    said,
    word_options,
)
from learning.web.errors import status_of
from learning.web.i18n import day, translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render

bp = Blueprint("admin_accounts", __name__, url_prefix="/administration/comptes")

_FILTERS = ("role", "etat", "groupe", "nom", "carte")


@bp.get("")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def index() -> Response:
    asked = {name: request.args.get(name, "").strip()[:80] for name in _FILTERS}
    wanted = Wanted(
        role=asked["role"],
        status=asked["etat"],
        group=asked["groupe"],
        named=asked["nom"],
        without_card=asked["carte"] == "sans",
        page=page_number(),
    )
    found = list_page(work(), wanted)
    groups = {str(one.id): one.name for one in list_groups(work())}
    kept = {name: value for name, value in asked.items() if value}
    ticked = request.args.get("coche") == "tout"
    return make_response(
        render(
            "admin/accounts.html",
            found=found,
            asked=asked,
            filtered=bool(kept),
            roles=role_options(asked["role"], anyone=translate("Tous les rôles")),
            statuses=word_options(STATUSES, asked["etat"], translate("Tous les états")),
            groups=word_options(
                {"aucun": "Sans groupe"} | groups, asked["groupe"], translate("Tous les groupes")
            ),
            status_words=STATUSES,
            looks=STATE_LOOKS,
            card_words=CARDS,
            acts=ACTS,
            done=_done(),
            ticked=ticked,
            tick_url=_to_page(kept if ticked else {**kept, "coche": "tout"}, found.page),
            before=_to_page(kept, found.page - 1) if found.page > 1 else "",
            after=_to_page(kept, found.page + 1) if found.page < found.pages else "",
        )
    )


def _done() -> dict[str, Any]:
    """The act that leads here, and on how many accounts it was done."""
    act, count = request.args.get("fait", ""), request.args.get("combien", "")
    known = act in ACTS and count.isascii() and count.isdigit()
    return {"act": act, "count": int(count[:4])} if known else {"act": "", "count": 0}


def _to_page(kept: dict[str, str], number: int) -> str:
    values: dict[str, Any] = {**kept, "page": number}
    return url_for("admin_accounts.index", **values)


@bp.get("/nouveau")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def new() -> Response:
    return _new()


def _draw() -> PreparedCard:
    return prepare_card(program().keys.pepper)


@bp.post("/nouveau")
@requires(Permission.MANAGE_SITE, page_kind="ecrire", prepare=_draw)
def make() -> Response:
    try:
        card = make_account(
            work(),
            prepared(),
            role=request.form.get("role", ""),
            name=request.form.get("nom", ""),
            groups=ids("groupes", posted=True),
            homonym=request.form.get("homonyme") == "oui",
        )
    except (Invalid, Conflict) as error:
        return _new(error)
    return cards_sheet([card], names=True)


def _new(error: LearningError | None = None) -> Response:
    typed = request.form
    page = render(
        "admin/account_new.html",
        roles=role_options(typed.get("role", Role.LEARNER.value)),
        groups=group_ticks(list_groups(work()), ids("groupes", posted=True)),
        typed={"name": typed.get("nom", ""), "homonym": typed.get("homonyme") == "oui"},
        homonym=isinstance(error, Conflict),
        error=said(error, "homonyme"),
    )
    return make_response(page, status_of(error) if error else 200)


@bp.get("/<uuid:account>")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def show(account: UUID) -> Response:
    return _show(account)


@bp.post("/<uuid:account>")
@requires(Permission.MANAGE_SITE, page_kind="ecrire")
def change(account: UUID) -> Response:
    try:
        change_account(
            work(),
            account,
            name=request.form.get("nom", ""),
            groups=ids("groupes", posted=True),
        )
    except Invalid as error:
        return _show(account, error)
    return make_response(redirect(url_for("admin_accounts.show", account=account, garde=1), 303))


def _show(account: UUID, error: LearningError | None = None) -> Response:
    page = show_account(work(), account)
    ticked = ids("groupes", posted=True) if error else page.groups
    body = render(
        "admin/account.html",
        page=page,
        name=request.form.get("nom", page.row.name),
        groups=group_ticks(list_groups(work()), ticked),
        status_words=STATUSES,
        looks=STATE_LOOKS,
        card_words=CARDS,
        dates={
            "made": day(page.row.created_at),
            "card": day(page.card_made_at) if page.card_made_at else "",
            "activation": day(page.activation_until) if page.activation_until else "",
        },
        few=FEW,
        grids=program().settings.grilles,
        own=work().me.id == account,
        error=said(error),
        kept="garde" in request.args,
    )
    return make_response(body, status_of(error) if error else 200)


@bp.get("/<uuid:account>/grille")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def ask_grid(account: UUID) -> Response:
    return make_response(render("admin/grid_ask.html", page=show_account(work(), account)))


@bp.post("/<uuid:account>/grille")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def grid(account: UUID) -> Response:
    made = make_grid(work(), program().keys.pepper, account)
    return make_response(
        render("admin/grid.html", grid=made, account=account, today=day(work().instant))
    )
