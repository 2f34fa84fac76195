"""Salle: who is at which terminal; pause, lock, close, go on; the sentence of the day.

The screen asks for itself again by a header, which a link stops; a script asks instead when
it runs (``direct``), and only then does the page stay still.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from learning.domain.access import Permission, Role, may
from learning.domain.room import MESSAGES, Hold, Tile
from learning.services import room_acts
from learning.services.room import (
    RoomPage,
    TerminalTile,
    find_terminal,
    list_rooms,
    show_room,
    show_terminal,
)
from learning.web.i18n import hour, local_day, short_day, translate
from learning.web.pages import program, requires, work
from learning.web.render import render
from learning.web.room_words import named_day, when_it_opens
from learning.web.session import lock_minutes, present

bp = Blueprint("room", __name__, url_prefix="/salle")

_WATCH = Permission.WATCH_ROOM
_EACH_SECONDS = 20
# A page that asks for itself is never idle: it says nothing of a lock.
_NEVER_LOCKS: dict[str, Any] = {"lock_seconds": 0, "lock_notice": ""}
_MINUTE = 60
# Shape and look of each state; the word stands beside, so nothing hangs on a colour.
_LOOKS = {
    Tile.LESSON: ("state-lecon", "here"),
    Tile.TEST: ("state-epreuve", "here"),
    Tile.IDLE: ("state-silencieux", "idle"),
    Tile.LOCKED: ("lock", "locked"),
    Tile.PAUSED: ("state-pause", "paused"),
    Tile.CLOSED: ("clock", "free"),
    Tile.FREE: ("circle", "free"),
    Tile.OFF: ("x", "free"),
    Tile.STAFF: ("user", "staff"),
}


@bp.get("")
@requires(_WATCH, page_kind="salle")
def index() -> Response:
    rooms = list_rooms(work())
    if len(rooms) == 1:
        return make_response(redirect(url_for("room.show", room=rooms[0].id), 303))
    return make_response(render("supervisor/rooms.html", rooms=rooms, sets=_sets()))


@bp.get("/<uuid:room>")
@requires(_WATCH, page_kind="salle")
def show(room: UUID) -> Response:
    page = show_room(work(), room, _locks_after)
    direct, stopped = request.args.get("direct") == "oui", request.args.get("arret") == "oui"
    body = render(
        "supervisor/room.html",
        page=page,
        rows=[[_tile(tile) if tile else None for tile in row] for row in page.rows],
        now=_now(page),
        messages=_messages(page),
        paused=hour(page.paused_at) if page.paused_at else "",
        closing=_closing(page),
        stopped=stopped,
        direct=direct,
        several=len(list_rooms(work())) > 1,
        seconds=_EACH_SECONDS,
        cards=program().settings.carte_par_surveillant,
        sets=_sets(),
        **({} if stopped else _NEVER_LOCKS),
    )
    response = make_response(body)
    g.asks_again = direct
    if not direct and not stopped:
        response.headers["Refresh"] = f"{_EACH_SECONDS}; url={url_for('room.show', room=room)}"
    return response


@bp.post("/<uuid:room>/pause")
@requires(_WATCH, page_kind="salle")
def pause(room: UUID) -> Response:
    room_acts.pause_room(work(), room)
    return _back(room)


@bp.post("/<uuid:room>/reprendre")
@requires(_WATCH, page_kind="salle")
def resume(room: UUID) -> Response:
    room_acts.resume_room(work(), room, request.form.get("depuis", ""))
    return _back(room)


@bp.post("/<uuid:room>/message")
@requires(_WATCH, page_kind="salle")
def say(room: UUID) -> Response:
    room_acts.set_message(work(), room, request.form.get("message", ""))
    return _back(room)


@bp.get("/postes/<uuid:terminal>")
@requires(_WATCH, page_kind="salle")
def terminal(terminal: UUID) -> Response:
    page, tile = show_terminal(work(), terminal, _locks_after)
    return make_response(
        render(
            "supervisor/terminal.html",
            page=page,
            tile=_tile(tile),
            state=_state(tile),
            people=[
                {
                    "name": one.name,
                    "learns": one.role is Role.LEARNER,
                    "role": one.role.value,
                    "since": hour(one.opened_at),
                    "sitting": one.sitting,
                }
                for one in tile.people
            ],
        )
    )


@bp.post("/postes/<uuid:terminal>/pause")
@requires(_WATCH, page_kind="salle")
def pause_one(terminal: UUID) -> Response:
    return _on(terminal, lambda: room_acts.hold_terminal(work(), terminal, Hold.PAUSE, _sitting()))


@bp.post("/postes/<uuid:terminal>/verrouiller")
@requires(_WATCH, page_kind="salle")
def lock_one(terminal: UUID) -> Response:
    return _on(terminal, lambda: room_acts.hold_terminal(work(), terminal, Hold.LOCK, _sitting()))


@bp.post("/postes/<uuid:terminal>/reprendre")
@requires(_WATCH, page_kind="salle")
def release_one(terminal: UUID) -> Response:
    mark = request.form.get("depuis", "")
    return _on(terminal, lambda: room_acts.release_terminal(work(), terminal, mark))


@bp.post("/postes/<uuid:terminal>/fermer")
@requires(_WATCH, page_kind="salle")
def close_one(terminal: UUID) -> Response:
    return _on(terminal, lambda: room_acts.close_sitting(work(), terminal, _sitting()))


def _on(terminal: UUID, act: Any) -> Response:
    room_id = find_terminal(work(), terminal).room_id
    act()
    return _back(room_id)


def _sitting() -> str:
    return request.form.get("seance", "")


def _back(room: UUID) -> Response:
    return make_response(redirect(url_for("room.show", room=room), 303))


def _sets() -> bool:
    return may(present().actor, Permission.MANAGE_SITE)


def _locks_after(page_kind: str) -> int:
    return lock_minutes(program(), page_kind)


def _now(page: RoomPage) -> dict[str, str | int]:
    return {
        "day": named_day(work().instant, work().instant).capitalize(),
        "hour": hour(work().instant),
        "terminals": len(page.tiles),
        "present": page.present,
    }


def _closing(page: RoomPage) -> str:
    """When the room closes today, or that it is closed, in a sentence."""
    opening = page.opening
    if opening.is_open:
        if opening.until is None:
            return ""
        return translate("La salle ferme à %(time)s.") % {"time": hour(opening.until)}
    if opening.opens_at is None:
        return translate("La salle est fermée.")
    when = when_it_opens(opening.opens_at, work().instant)
    return translate("La salle est fermée. Elle ouvre %(when)s.") % {"when": when}


def _messages(page: RoomPage) -> list[dict[str, object]]:
    none = {"value": "", "label": translate("Aucune phrase"), "selected": not page.message}
    return [none] + [
        {"value": key, "label": translate(text), "selected": key == page.message}
        for key, text in MESSAGES.items()
    ]


def _tile(tile: TerminalTile) -> dict[str, Any]:
    icon, look = _LOOKS[tile.shown.tile]
    first = tile.people[0] if tile.people else None
    return {
        "id": tile.id,
        "number": tile.number,
        "icon": icon,
        "look": look,
        "word": translate(tile.shown.word),
        "name": first.short if first else "",
        "others": max(0, len(tile.people) - 1),
        "since": _since(tile),
        "off": tile.shown.tile is Tile.OFF,
        "learner": tile.learners[0].sitting if tile.learners else "",
        "held": bool(tile.own_hold),
        "locked": tile.own_hold == Hold.LOCK,
        "mark": tile.held_mark,
        "closes": tile.shown.tile is Tile.LOCKED and bool(tile.learners),
        "pauses": tile.hold is None and tile.shown.tile in {Tile.LESSON, Tile.TEST, Tile.IDLE},
    }


def _state(tile: TerminalTile) -> str:
    """The state of a terminal in a sentence; since when somebody is there stands elsewhere."""
    word, since = translate(tile.shown.word), tile.shown.since
    if tile.shown.tile is Tile.OFF:
        return f"{word} {_since(tile)}."
    if since is None or tile.shown.tile in {Tile.LESSON, Tile.TEST, Tile.STAFF}:
        return f"{word}."
    if tile.shown.tile is Tile.IDLE:
        return f"{word} {_since(tile).lower()}."
    return translate("%(state)s depuis %(time)s.") % {"state": word, "time": hour(since)}


def _silence(since: datetime | None) -> str:
    """Since when nothing came from a terminal: the hour, « hier », the day."""
    if since is None:
        return translate("Aucun signe encore")
    days = (local_day(work().instant) - local_day(since)).days
    if days == 0:
        return translate("Rien depuis %(time)s") % {"time": hour(since)}
    if days == 1:
        return translate("Rien depuis hier")
    return translate("Rien depuis le %(day)s") % {"day": short_day(since, work().instant)}


def _since(tile: TerminalTile) -> str:
    """« Depuis 10 h 02 », « Depuis 12 minutes » for who is idle, « À 10 h 31 » for a hold."""
    since = tile.shown.since
    if tile.shown.tile is Tile.OFF:
        return _silence(since)
    if since is None:
        return ""
    if tile.shown.tile is Tile.IDLE:
        minutes = int((work().instant - since).total_seconds() // _MINUTE)
        return translate("Depuis %(num)s min") % {"num": minutes}
    if tile.shown.tile in {Tile.LOCKED, Tile.PAUSED}:
        return translate("À %(time)s") % {"time": hour(since)}
    return translate("Depuis %(time)s") % {"time": hour(since)}
