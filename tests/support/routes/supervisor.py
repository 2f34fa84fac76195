"""The room: what supervisors open, and how administrators set it."""

from uuid import uuid4

from learning.domain.access import Permission
from tests.support.routes.route import Routes

_WATCH, _SET, _CARD = (
    Permission.WATCH_ROOM,
    Permission.MANAGE_SITE,
    Permission.RENEW_CARD_IN_ROOM,
)
_NOBODY = uuid4()
_SALLES = "/administration/salles"

SUPERVISOR: Routes = {
    ("GET", "room.index"): (_WATCH, "/salle", {200}),
    ("GET", "room.show"): (_WATCH, f"/salle/{_NOBODY}", {404}),
    ("POST", "room.pause"): (_WATCH, f"/salle/{_NOBODY}/pause", {404}),
    ("POST", "room.resume"): (_WATCH, f"/salle/{_NOBODY}/reprendre", {404}),
    ("POST", "room.say"): (_WATCH, f"/salle/{_NOBODY}/message", {404}),
    ("GET", "room.terminal"): (_WATCH, f"/salle/postes/{_NOBODY}", {404}),
    ("POST", "room.pause_one"): (_WATCH, f"/salle/postes/{_NOBODY}/pause", {404}),
    ("POST", "room.lock_one"): (_WATCH, f"/salle/postes/{_NOBODY}/verrouiller", {404}),
    ("POST", "room.release_one"): (_WATCH, f"/salle/postes/{_NOBODY}/reprendre", {404}),
    ("POST", "room.close_one"): (_WATCH, f"/salle/postes/{_NOBODY}/fermer", {404}),
    # Closed unless the site opens it: tests/web/supervisor/test_cards.py opens it.
    ("GET", "room_cards.find"): (_CARD, "/salle/cartes", {403}),
    ("GET", "room_cards.ask"): (_CARD, f"/salle/cartes/{_NOBODY}", {403}),
    ("POST", "room_cards.renew"): (_CARD, f"/salle/cartes/{_NOBODY}", {403}),
    ("GET", "rooms.index"): (_SET, _SALLES, {200}),
    ("POST", "rooms.make"): (_SET, _SALLES, {422}),
    ("GET", "rooms.show"): (_SET, f"{_SALLES}/{_NOBODY}", {404}),
    ("POST", "rooms.change"): (_SET, f"{_SALLES}/{_NOBODY}/modifier", {404}),
    ("POST", "rooms.set_hours"): (_SET, f"{_SALLES}/{_NOBODY}/horaires", {404}),
    ("POST", "rooms.add"): (_SET, f"{_SALLES}/{_NOBODY}/postes", {404}),
    ("GET", "room_series.ask"): (_SET, f"{_SALLES}/{_NOBODY}/postes/plusieurs", {404}),
    ("POST", "room_series.look"): (_SET, f"{_SALLES}/{_NOBODY}/postes/plusieurs", {404}),
    ("POST", "room_series.add"): (_SET, f"{_SALLES}/{_NOBODY}/postes/plusieurs/ajouter", {404}),
    ("GET", "rooms.ask_retire"): (_SET, f"{_SALLES}/{_NOBODY}/retirer", {404}),
    ("POST", "rooms.retire"): (_SET, f"{_SALLES}/{_NOBODY}/retirer", {404}),
    ("GET", "rooms.terminal"): (_SET, f"{_SALLES}/postes/{_NOBODY}", {404}),
    ("POST", "rooms.change_terminal"): (_SET, f"{_SALLES}/postes/{_NOBODY}/modifier", {404}),
    ("POST", "rooms.code"): (_SET, f"{_SALLES}/postes/{_NOBODY}/code", {404}),
    ("POST", "rooms.forget"): (_SET, f"{_SALLES}/postes/{_NOBODY}/oublier", {404}),
    ("POST", "rooms.retire_terminal"): (_SET, f"{_SALLES}/postes/{_NOBODY}/retirer", {404}),
    ("GET", "pause.show"): (Permission.PUBLIC, "/pause", {303}),
    ("GET", "enrolment.show"): (Permission.PUBLIC, "/poste", {200}),
    ("POST", "enrolment.enter"): (Permission.PUBLIC, "/poste", {422}),
}
