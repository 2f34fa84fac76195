"""The learners' pages."""

from uuid import uuid4

from learning.domain.access import Permission
from tests.support.routes.route import Routes
from tests.support.small_site import LESSON

LEARNER: Routes = {
    ("GET", "home.show"): (Permission.SIGNED_IN, "/accueil", {200, 303}),
    ("GET", "home.modules"): (Permission.READ_COURSE, "/modules", {200, 303}),
    ("GET", "home.module"): (Permission.READ_COURSE, "/modules/essai", {200}),
    ("GET", "home.rules"): (Permission.FOLLOW_COURSE, "/regles", {200}),
    ("GET", "home.glossary"): (Permission.READ_COURSE, "/glossaire", {200}),
    ("GET", "lesson.show"): (Permission.READ_COURSE, LESSON, {200}),
    ("POST", "lesson.save"): (Permission.READ_COURSE, LESSON, {404}),
    ("POST", "lesson.finish"): (Permission.READ_COURSE, f"{LESSON}/terminee", {422}),
    ("POST", "lesson.start_draw"): (
        Permission.READ_COURSE,
        "/modules/essai/choix/tirage/exercices",
        {303},
    ),
    ("POST", "lesson.start_test"): (
        Permission.READ_COURSE,
        "/modules/essai/epreuve/commencer",
        {303},
    ),
    ("GET", "lesson.result"): (
        Permission.READ_COURSE,
        f"/modules/essai/epreuve/resultats/{uuid4()}",
        {404},
    ),
    ("GET", "lesson.show_report"): (
        Permission.FOLLOW_COURSE,
        f"{LESSON}/signaler/unique",
        {200},
    ),
    ("POST", "lesson.send_report"): (
        Permission.FOLLOW_COURSE,
        f"{LESSON}/signaler/unique",
        {422},
    ),
    ("GET", "review.show"): (Permission.FOLLOW_COURSE, "/revision", {200}),
    ("POST", "review.save"): (Permission.FOLLOW_COURSE, "/revision", {404}),
    ("POST", "review.start"): (Permission.FOLLOW_COURSE, "/revision/commencer", {303}),
    ("POST", "review.skip"): (Permission.FOLLOW_COURSE, "/revision/passer", {303}),
    ("GET", "requests.show"): (Permission.FOLLOW_COURSE, f"{LESSON}/aide", {200}),
    ("POST", "requests.ask"): (Permission.FOLLOW_COURSE, f"{LESSON}/aide", {422}),
    ("POST", "requests.cancel"): (
        Permission.FOLLOW_COURSE,
        f"/demandes/{uuid4()}/annuler",
        {303},
    ),
    ("POST", "requests.see"): (Permission.FOLLOW_COURSE, f"/demandes/{uuid4()}/lu", {404}),
    ("POST", "requests.ask_print"): (Permission.FOLLOW_COURSE, "/impressions", {404}),
    ("POST", "requests.cancel_print"): (
        Permission.FOLLOW_COURSE,
        "/impressions/annuler",
        {404},
    ),
    ("GET", "questionnaires.show"): (Permission.FOLLOW_COURSE, "/questionnaires/rien", {404}),
    ("GET", "questionnaires.answer"): (
        Permission.FOLLOW_COURSE,
        "/questionnaires/rien/repondre",
        {404},
    ),
    ("POST", "questionnaires.save"): (
        Permission.FOLLOW_COURSE,
        "/questionnaires/rien/repondre",
        {404},
    ),
    ("POST", "questionnaires.refuse"): (
        Permission.FOLLOW_COURSE,
        "/questionnaires/rien/refuser",
        {404},
    ),
    ("POST", "questionnaires.take_back"): (
        Permission.FOLLOW_COURSE,
        "/questionnaires/rien/reprendre",
        {404},
    ),
    ("GET", "notices.show"): (Permission.FOLLOW_COURSE, "/reponses", {200}),
    ("POST", "notices.see_reading"): (
        Permission.FOLLOW_COURSE,
        f"/reponses/textes/{uuid4()}/lu",
        {404},
    ),
    ("POST", "notices.see_reply"): (
        Permission.FOLLOW_COURSE,
        f"/reponses/erreurs/{uuid4()}/lu",
        {404},
    ),
    ("GET", "own_attestations.show"): (Permission.FOLLOW_COURSE, "/attestations", {200}),
    ("GET", "own_attestations.summary"): (
        Permission.FOLLOW_COURSE,
        "/attestations/bilan/essai",
        {404},
    ),
    ("POST", "own_attestations.read"): (
        Permission.FOLLOW_COURSE,
        "/attestations/bilan/essai/lu",
        {404},
    ),
    ("GET", "own_attestations.paper"): (
        Permission.FOLLOW_COURSE,
        "/attestations/7K3M92QXHD4T",
        {404},
    ),
    ("GET", "own_attestations.pdf"): (
        Permission.FOLLOW_COURSE,
        "/attestations/7K3M92QXHD4T/pdf",
        {404},
    ),
    ("POST", "own_attestations.see"): (Permission.FOLLOW_COURSE, "/attestations/vues", {303}),
    ("GET", "own_data.show"): (Permission.FOLLOW_COURSE, "/mes-donnees", {200}),
    ("GET", "first_steps.show"): (Permission.FOLLOW_COURSE, "/premiers-pas/1", {200}),
    ("POST", "first_steps.save"): (Permission.FOLLOW_COURSE, "/premiers-pas/1", {303}),
    ("GET", "project.home"): (Permission.FOLLOW_COURSE, "/projet", {200}),
    ("GET", "project.show"): (Permission.FOLLOW_COURSE, "/projet/prix", {200}),
    ("POST", "project.save"): (Permission.FOLLOW_COURSE, "/projet/prix", {303}),
    ("GET", "project.versions"): (Permission.FOLLOW_COURSE, "/projet/prix/versions", {200}),
    ("GET", "project.version"): (Permission.FOLLOW_COURSE, "/projet/prix/versions/1", {404}),
    ("POST", "project.restore"): (
        Permission.FOLLOW_COURSE,
        "/projet/prix/versions/1/reprendre",
        {404},
    ),
    ("POST", "project_sharing.ask"): (Permission.FOLLOW_COURSE, "/projet/lecture", {422}),
    ("POST", "project_sharing.withdraw"): (
        Permission.FOLLOW_COURSE,
        "/projet/lecture/retirer",
        {303},
    ),
    ("POST", "project_sharing.see"): (Permission.FOLLOW_COURSE, "/projet/lecture/lu", {303}),
    ("POST", "project_sharing.permit"): (Permission.FOLLOW_COURSE, "/projet/permission", {303}),
    ("GET", "project_examples.index"): (Permission.FOLLOW_COURSE, "/projet/exemples", {200}),
    ("GET", "project_examples.show"): (Permission.FOLLOW_COURSE, "/projet/exemples/velo", {200}),
    ("POST", "project_examples.start"): (
        Permission.FOLLOW_COURSE,
        "/projet/exemples/inconnu/partir",
        {404},
    ),
    ("GET", "own_project_file.show"): (Permission.FOLLOW_COURSE, "/projet/dossier", {200}),
    ("GET", "own_project_file.read"): (Permission.FOLLOW_COURSE, "/projet/dossier/lire", {422}),
}
