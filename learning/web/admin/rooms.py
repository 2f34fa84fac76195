"""Salles et postes: where terminals stand, how they are known, when the room is open."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from learning.domain.access import Permission
from learning.domain.errors import Conflict, Invalid, LearningError
from learning.domain.opening import DAYS
from learning.services import room_setup
from learning.services.admin_bin import DAYS as BIN_DAYS
from learning.services.admin_bin import put_room, put_terminal
from learning.services.room import find_terminal, list_rooms
from learning.services.room_place import draw_code, hash_code
from learning.web.errors import status_of
from learning.web.i18n import day, hour, translate
from learning.web.pages import prepared, program, requires, work
from learning.web.render import render

bp = Blueprint("rooms", __name__, url_prefix="/administration/salles")

_SET = Permission.MANAGE_SITE
_KIND = "ecrire"


@bp.get("")
@requires(_SET, page_kind=_KIND)
def index() -> Response:
    return _index()


@bp.post("")
@requires(_SET, page_kind=_KIND)
def make() -> Response:
    try:
        made = room_setup.make_room(work(), request.form.get("nom", ""))
    except (Invalid, Conflict) as error:
        return _index(error)
    return _to_room(made)


@bp.get("/<uuid:room>")
@requires(_SET, page_kind=_KIND)
def show(room: UUID) -> Response:
    return _show(room)


@bp.post("/<uuid:room>/modifier")
@requires(_SET, page_kind=_KIND)
def change(room: UUID) -> Response:
    form = request.form
    return _act(
        room,
        lambda: room_setup.change_room(
            work(),
            room,
            name=form.get("nom", ""),
            seats=form.get("rangee", ""),
            aisle=form.get("allee", ""),
        ),
    )


@bp.post("/<uuid:room>/horaires")
@requires(_SET, page_kind=_KIND)
def set_hours(room: UUID) -> Response:
    return _act(room, lambda: room_setup.set_hours(work(), room, request.form))


@bp.post("/<uuid:room>/postes")
@requires(_SET, page_kind=_KIND)
def add(room: UUID) -> Response:
    number, address = request.form.get("numero", ""), request.form.get("adresse", "")
    return _act(
        room, lambda: room_setup.add_terminal(work(), room, number=number, address=address)
    )


@bp.get("/<uuid:room>/retirer")
@requires(_SET, page_kind=_KIND)
def ask_retire(room: UUID) -> Response:
    setup = room_setup.show_setup(work(), room)
    return make_response(render("admin/room_retire.html", setup=setup, days=BIN_DAYS))


@bp.post("/<uuid:room>/retirer")
@requires(_SET, page_kind=_KIND)
def retire(room: UUID) -> Response:
    put_room(work(), room)
    return make_response(redirect(url_for("admin_bin.index", fait="salle"), 303))


@bp.get("/postes/<uuid:terminal>")
@requires(_SET, page_kind=_KIND)
def terminal(terminal: UUID) -> Response:
    return _terminal(terminal)


@bp.post("/postes/<uuid:terminal>/modifier")
@requires(_SET, page_kind=_KIND)
def change_terminal(terminal: UUID) -> Response:
    number, address = request.form.get("numero", ""), request.form.get("adresse", "")
    try:
        room_setup.change_terminal(work(), terminal, number=number, address=address)
    except (Invalid, Conflict) as error:
        return _terminal(terminal, error=error)
    return _to_room(find_terminal(work(), terminal).room_id)


def _draw() -> tuple[str, str]:
    code = draw_code()
    return code, hash_code(code, program().keys.pepper)


@bp.post("/postes/<uuid:terminal>/code")
@requires(_SET, page_kind=_KIND, prepare=_draw)
def code(terminal: UUID) -> Response:
    drawn, hashed = prepared()
    until = room_setup.make_code(work(), terminal, hashed)
    return _terminal(terminal, drawn=drawn, until=f"{day(until)}, {hour(until)}")


@bp.post("/postes/<uuid:terminal>/oublier")
@requires(_SET, page_kind=_KIND)
def forget(terminal: UUID) -> Response:
    room_setup.forget_mark(work(), terminal)
    return make_response(redirect(url_for("rooms.terminal", terminal=terminal), 303))


@bp.post("/postes/<uuid:terminal>/retirer")
@requires(_SET, page_kind=_KIND)
def retire_terminal(terminal: UUID) -> Response:
    room = put_terminal(work(), terminal)
    return make_response(redirect(url_for("rooms.show", room=room, retire=1), 303))


def _to_room(room: UUID) -> Response:
    return make_response(redirect(url_for("rooms.show", room=room), 303))


def _act(room: UUID, act: Callable[[], object]) -> Response:
    """Do one change, then show the room again, with what was typed after a refusal."""
    try:
        act()
    except (Invalid, Conflict) as error:
        return _show(room, error)
    return _to_room(room)


def _said(error: LearningError | None) -> dict[str, str]:
    if error is None:
        return {"text": "", "field": ""}
    field = error.field if isinstance(error, Invalid) else "nom"
    return {"text": error.sentence(translate), "field": field}


def _index(error: LearningError | None = None) -> Response:
    page = render(
        "admin/rooms.html",
        rooms=list_rooms(work()),
        typed=request.form.get("nom", "")[:80],
        error=_said(error),
    )
    return make_response(page, status_of(error) if error else 200)


def _show(room: UUID, error: LearningError | None = None) -> Response:
    setup = room_setup.show_setup(work(), room)
    typed: dict[str, Any] = {
        "nom": setup.name,
        "rangee": str(setup.seats),
        "allee": str(setup.aisle),
        "numero": str(setup.next_number),
        "adresse": "",
        **setup.typed_hours,
    }
    if error is not None:
        typed |= {name: value[:80] for name, value in request.form.items() if name in typed}
        typed |= {n: v[:20] for n, v in request.form.items() if n.startswith(("ouvre-", "ferme-"))}
    page = render(
        "admin/room.html",
        setup=setup,
        typed=typed,
        days=[{"number": number, "name": name} for number, name in enumerate(DAYS, 1)],
        added=_added(),
        retired="retire" in request.args,
        error=_said(error),
    )
    return make_response(page, status_of(error) if error else 200)


def _added() -> int:
    """How many terminals the act that leads here added."""
    text = request.args.get("ajoutes", "")
    return int(text[:3]) if text.isascii() and text.isdigit() else 0


def _terminal(
    terminal: UUID, *, error: LearningError | None = None, drawn: str = "", until: str = ""
) -> Response:
    setup, line = room_setup.show_line(work(), terminal)
    typed = {"numero": str(line.number), "adresse": line.address}
    if error is not None:
        typed = {name: request.form.get(name, "")[:80] for name in typed}
    waits = line.code_until
    page = render(
        "admin/terminal.html",
        setup=setup,
        line=line,
        typed=typed,
        drawn=drawn,
        until=until,
        waits=f"{day(waits)}, {hour(waits)}" if waits else "",
        enrol_url=f"{request.host_url}poste",
        error=_said(error),
    )
    return make_response(page, status_of(error) if error else 200)
