"""Dossiers between sites: who leaves, who arrives, and which sites are known."""

from uuid import uuid4

from learning.domain.access import Permission
from tests.support.routes.route import Routes

_HOME = "/administration/dossiers"
_MOVE, _MANAGE = Permission.MOVE_DOSSIER, Permission.MANAGE_SITE

DOSSIERS: Routes = {
    ("GET", "dossiers.index"): (_MOVE, _HOME, {200}),
    ("POST", "dossiers.leave"): (_MOVE, f"{_HOME}/departs", {422}),
    ("POST", "dossiers.stay"): (_MOVE, f"{_HOME}/departs/{uuid4()}/annuler", {404}),
    ("POST", "dossiers.note"): (_MOVE, f"{_HOME}/demandes-recues", {422}),
    ("POST", "dossiers.export"): (_MOVE, f"{_HOME}/exporter", {422}),
    ("GET", "dossiers.ready"): (_MOVE, f"{_HOME}/prets", {200}),
    ("GET", "dossiers.download"): (_MOVE, f"{_HOME}/fichier", {404}),
    ("GET", "arrivals.index"): (_MOVE, f"{_HOME}/arrivees", {200}),
    ("POST", "arrivals.ask"): (_MOVE, f"{_HOME}/demandes", {422}),
    ("GET", "arrivals.paper"): (_MOVE, f"{_HOME}/demandes/7K3M92QX", {404}),
    ("POST", "arrivals.validate"): (_MOVE, f"{_HOME}/validations", {422}),
    ("POST", "arrivals.receive"): (_MOVE, f"{_HOME}/recevoir", {422}),
    ("GET", "arrivals.look"): (_MOVE, f"{_HOME}/examen", {303}),
    ("POST", "arrivals.confirm"): (_MOVE, f"{_HOME}/examen", {409}),
    ("GET", "arrivals.done"): (_MOVE, f"{_HOME}/importe/{uuid4()}", {404}),
    ("GET", "dossier_sites.index"): (_MANAGE, f"{_HOME}/sites", {200}),
    ("GET", "dossier_sites.card"): (_MANAGE, f"{_HOME}/sites/carte", {200}),
    ("POST", "dossier_sites.take"): (_MANAGE, f"{_HOME}/sites", {422}),
    ("GET", "dossier_sites.ask"): (_MANAGE, f"{_HOME}/sites/7K3M92QX/revoquer", {404}),
    ("POST", "dossier_sites.revoke"): (_MANAGE, f"{_HOME}/sites/7K3M92QX/revoquer", {404}),
}
