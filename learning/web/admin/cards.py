"""Cards on one sheet: who waits for one, who would get one, then the sheet, shown once."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.domain.errors import Conflict, Invalid, LearningError
from learning.services.accounts import PreparedCard
from learning.services.admin_accounts import AccountRow, list_groups
from learning.services.admin_cards import (
    PER_SHEET,
    count_uncarded,
    group_ids,
    make_cards,
    prepare_cards,
    preview_cards,
    waiting_ids,
)
from learning.web.admin.words import CARDS, cards_sheet, ids, said
from learning.web.errors import status_of
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render

bp = Blueprint("admin_cards", __name__, url_prefix="/administration/cartes")


@bp.get("")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def index() -> Response:
    return _index()


def _index(error: LearningError | None = None) -> Response:
    page = render(
        "admin/cards.html",
        waiting=count_uncarded(work()),
        groups=list_groups(work()),
        imported=_imported(),
        error=said(error),
    )
    return make_response(page, status_of(error) if error else 200)


def _imported() -> dict[str, int]:
    """What the import that leads here did; nothing when none does."""
    texts = {name: request.args.get(name, "") for name in ("crees", "ajoutes", "laissees")}
    if not all(text.isascii() and text.isdigit() for text in texts.values()):
        return {}
    return {name: int(text[:5]) for name, text in texts.items()}


@bp.get("/apercu")
@requires(Permission.MANAGE_SITE, page_kind="administration")
def look() -> Response:
    chosen = _chosen()
    try:
        rows = preview_cards(work(), chosen)
    except Invalid as error:
        return _index(error)
    return _look(rows, more=max(0, len(chosen) - len(rows)))


def _chosen() -> Sequence[UUID]:
    """Who is meant: those ticked, those of a group without a card, or the whole group."""
    if ticked := ids("compte"):
        return ticked
    groups = ids("groupe")
    if request.args.get("toutes") == "oui" and groups:
        return group_ids(work(), groups[0])
    if groups or request.args.get("groupe") == "aucun":
        return waiting_ids(work(), groups[0] if groups else None)
    return ()


def _look(
    rows: Sequence[AccountRow], *, more: int = 0, error: LearningError | None = None
) -> Response:
    page = render(
        "admin/cards_look.html",
        rows=rows,
        more=more,
        again=sum(row.card != "aucune" for row in rows),
        card_words=CARDS,
        error=said(error, "confirmation"),
    )
    return make_response(page, status_of(error) if error else 200)


def _draw() -> tuple[PreparedCard, ...]:
    """Hash before the transaction: a sheet takes up to two seconds."""
    count = len(ids("compte", posted=True))
    return prepare_cards(program().keys.pepper, min(count, PER_SHEET))


@bp.post("/feuille")
@requires(Permission.MANAGE_SITE, page_kind="administration", prepare=_draw)
def sheet() -> Response:
    chosen = ids("compte", posted=True)
    again = request.form.get("remplacer") == "oui"
    try:
        cards = make_cards(work(), prepared(), chosen, again=again)
    except (Invalid, Conflict) as error:
        if isinstance(error, Invalid) and error.field == "compte":
            return _index(error)
        return _look(preview_cards(work(), chosen), error=error)
    return cards_sheet(cards, names=request.form.get("noms") == "oui")
