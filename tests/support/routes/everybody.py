"""What everybody may open, and the team's home."""

from uuid import uuid4

from learning.domain.access import Permission
from tests.support.routes.route import Routes

EVERYBODY: Routes = {
    ("POST", "second_step.check"): (Permission.PUBLIC, "/connexion/code", {303}),
    ("GET", "signin.index"): (Permission.PUBLIC, "/", {303}),
    ("GET", "signin.show"): (Permission.PUBLIC, "/connexion", {200, 303}),
    ("POST", "signin.enter"): (Permission.PUBLIC, "/connexion", {422}),
    ("GET", "signin.activation"): (Permission.PUBLIC, "/activation", {200}),
    ("POST", "signin.activate"): (Permission.PUBLIC, "/activation", {422}),
    ("POST", "signin.leave"): (Permission.PUBLIC, "/deconnexion", {303}),
    ("GET", "lock.show"): (Permission.PUBLIC, "/verrou", {303}),
    ("POST", "lock.unlock"): (Permission.PUBLIC, "/verrou", {303}),
    ("GET", "health.show"): (Permission.PUBLIC, "/sante", {200}),
    ("GET", "health.favicon"): (Permission.PUBLIC, "/favicon.ico", {200, 204, 301, 302, 303, 308}),
    ("POST", "health.stay"): (Permission.SIGNED_IN, "/presence", {200}),
    ("GET", "display.show"): (Permission.SIGNED_IN, "/affichage", {200}),
    ("POST", "display.save"): (Permission.SIGNED_IN, "/affichage", {303}),
    ("GET", "closing.show"): (Permission.SIGNED_IN, "/fin", {200}),
    ("GET", "help.show"): (Permission.SIGNED_IN, "/aide", {200}),
    ("GET", "help.guide"): (Permission.SIGNED_IN, "/aide/nouveautes", {200}),
    ("GET", "staff_home.show"): (Permission.SEE_STAFF_HOME, "/equipe", {200}),
    ("GET", "cards.ask"): (Permission.RENEW_CARD, f"/cartes/{uuid4()}", {404}),
    ("POST", "cards.renew"): (Permission.RENEW_CARD, f"/cartes/{uuid4()}", {404}),
    ("GET", "media.show"): (Permission.SIGNED_IN, "/modules/essai/media/rien.png", {404}),
    ("GET", "training.show"): (Permission.SEE_STAFF_HOME, "/equipe/formation", {200}),
    ("POST", "training.attest"): (
        Permission.SEE_STAFF_HOME,
        "/equipe/formation/inconnu/attestation",
        {404},
    ),
    ("GET", "training.paper"): (
        Permission.SEE_STAFF_HOME,
        "/equipe/formation/attestations/INCONNU",
        {404},
    ),
    ("GET", "training.pdf"): (
        Permission.SEE_STAFF_HOME,
        "/equipe/formation/attestations/INCONNU/pdf",
        {404},
    ),
    ("GET", "components.show"): (Permission.SEE_COMPONENTS, "/composants", {200}),
    ("GET", "components.example"): (Permission.SEE_COMPONENTS, "/composants/button", {200}),
}
