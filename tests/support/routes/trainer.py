"""The trainers' pages."""

from uuid import uuid4

from learning.domain.access import Permission
from tests.support.routes.route import Routes

TRAINER: Routes = {
    ("GET", "bank_import.ask"): (Permission.WRITE_COURSE, "/formateur/importer", {200}),
    ("POST", "bank_import.look"): (Permission.WRITE_COURSE, "/formateur/importer", {422}),
    ("POST", "bank_import.create"): (
        Permission.WRITE_COURSE,
        "/formateur/importer/creer",
        {422},
    ),
    ("GET", "figures.index"): (Permission.WRITE_COURSE, "/formateur/chiffres", {200}),
    ("GET", "figures.show"): (Permission.WRITE_COURSE, "/formateur/chiffres/essai.taux", {200}),
    ("GET", "figures.ask_value"): (
        Permission.WRITE_COURSE,
        "/formateur/chiffres/essai.taux/valeur",
        {200},
    ),
    ("POST", "figures.save_value"): (
        Permission.WRITE_COURSE,
        "/formateur/chiffres/essai.taux/valeur",
        {422},
    ),
    ("GET", "figures.ask_correction"): (
        Permission.WRITE_COURSE,
        "/formateur/chiffres/essai.taux/corriger",
        {200},
    ),
    ("POST", "figures.save_correction"): (
        Permission.WRITE_COURSE,
        "/formateur/chiffres/essai.taux/corriger",
        {422},
    ),
    ("GET", "figures.ask_new"): (Permission.WRITE_COURSE, "/formateur/chiffres/nouveau", {200}),
    ("POST", "figures.save_new"): (Permission.WRITE_COURSE, "/formateur/chiffres/nouveau", {422}),
    ("GET", "archive.download"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/essai/zip",
        {200},
    ),
    ("GET", "archive.ask"): (Permission.WRITE_COURSE, "/formateur/archive", {200}),
    ("POST", "archive.send"): (Permission.WRITE_COURSE, "/formateur/archive", {422}),
    ("GET", "archive.look"): (Permission.WRITE_COURSE, "/formateur/archive/apercu", {303}),
    ("POST", "archive.confirm"): (Permission.WRITE_COURSE, "/formateur/archive/apercu", {409}),
    ("GET", "trainer_media.show"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/essai/media",
        {200},
    ),
    ("POST", "trainer_media.add"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/essai/media",
        {422},
    ),
    ("GET", "trainer_media.body"): (
        Permission.GIVE_OPINION,
        "/formateur/modules/essai/media/rien.png",
        {404},
    ),
    ("POST", "trainer_media.say"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/essai/media/rien.png/texte",
        {404},
    ),
    ("POST", "trainer_media.retire"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/essai/media/rien.png/retirer",
        {404},
    ),
    ("GET", "statistics.modules"): (Permission.SEE_STATISTICS, "/formateur/questions", {200}),
    ("GET", "statistics.module"): (Permission.SEE_STATISTICS, "/formateur/questions/essai", {200}),
    ("GET", "statistics.question"): (
        Permission.SEE_STATISTICS,
        "/formateur/questions/essai/formes/unique",
        {200},
    ),
    ("GET", "meeting.show"): (Permission.SEE_MEETING, "/formateur/seance", {200}),
    ("GET", "meeting.sheet"): (Permission.SEE_MEETING, f"/formateur/seance/{uuid4()}", {404}),
    ("GET", "reading.queue"): (Permission.READ_ANSWERS, "/formateur/a-lire", {200}),
    ("GET", "reading.lately"): (Permission.READ_ANSWERS, "/formateur/a-lire/lus", {200}),
    ("GET", "reading.show"): (
        Permission.READ_ANSWERS,
        f"/formateur/a-lire/textes/{uuid4()}",
        {404},
    ),
    ("POST", "reading.save"): (
        Permission.READ_ANSWERS,
        f"/formateur/a-lire/textes/{uuid4()}",
        {404},
    ),
    ("GET", "reading.comments"): (
        Permission.READ_ANSWERS,
        "/formateur/a-lire/commentaires",
        {200},
    ),
    ("POST", "reading.keep_comment"): (
        Permission.READ_ANSWERS,
        "/formateur/a-lire/commentaires",
        {422},
    ),
    ("POST", "reading.drop_comment"): (
        Permission.READ_ANSWERS,
        f"/formateur/a-lire/commentaires/{uuid4()}/retirer",
        {404},
    ),
    ("GET", "projects.queue"): (Permission.READ_ANSWERS, "/formateur/a-lire/projets", {200}),
    ("GET", "projects.show"): (
        Permission.READ_ANSWERS,
        f"/formateur/a-lire/projets/{uuid4()}",
        {404},
    ),
    ("POST", "projects.give"): (
        Permission.READ_ANSWERS,
        f"/formateur/a-lire/projets/{uuid4()}",
        {404},
    ),
    ("GET", "reports.queue"): (Permission.READ_ANSWERS, "/formateur/a-lire/erreurs", {200}),
    ("GET", "reports.show"): (
        Permission.READ_ANSWERS,
        "/formateur/a-lire/erreurs/essai/formes/unique",
        {404},
    ),
    ("POST", "reports.answer"): (
        Permission.READ_ANSWERS,
        "/formateur/a-lire/erreurs/essai/formes/unique",
        {404},
    ),
    ("GET", "opinions.index"): (Permission.GIVE_OPINION, "/formateur/avis", {200}),
    ("GET", "opinions.show"): (Permission.GIVE_OPINION, "/formateur/avis/essai", {200}),
    ("POST", "opinions.give"): (Permission.GIVE_OPINION, "/formateur/avis/essai", {422}),
    ("GET", "publishing.show"): (
        Permission.PUBLISH_COURSE,
        "/formateur/versions/publier",
        {200},
    ),
    ("POST", "publishing.publish"): (
        Permission.PUBLISH_COURSE,
        "/formateur/versions/publier",
        {422},
    ),
    ("GET", "publishing.ask_back"): (
        Permission.PUBLISH_COURSE,
        f"/formateur/versions/{uuid4()}/revenir",
        {404},
    ),
    ("POST", "publishing.go_back"): (
        Permission.PUBLISH_COURSE,
        f"/formateur/versions/{uuid4()}/revenir",
        {404},
    ),
    ("GET", "publishing.follow"): (
        Permission.PUBLISH_COURSE,
        f"/formateur/versions/publication/{uuid4()}",
        {404},
    ),
    ("GET", "versions.index"): (Permission.PUBLISH_COURSE, "/formateur/versions", {200}),
    ("GET", "versions.show"): (
        Permission.PUBLISH_COURSE,
        f"/formateur/versions/{uuid4()}",
        {404},
    ),
    ("GET", "studio.show"): (Permission.WRITE_COURSE, "/formateur", {200}),
    ("POST", "studio.make_module"): (Permission.WRITE_COURSE, "/formateur/modules", {422}),
    ("POST", "studio.make_site_text"): (Permission.WRITE_COURSE, "/formateur/site", {422}),
    ("GET", "studio.module"): (Permission.WRITE_COURSE, "/formateur/modules/essai", {200}),
    ("POST", "studio.make_text"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/essai/textes",
        {422},
    ),
    ("POST", "studio.move"): (Permission.WRITE_COURSE, "/formateur/modules/essai/ordre", {404}),
    ("POST", "studio.copy"): (Permission.WRITE_COURSE, "/formateur/modules/essai/copie", {404}),
    ("POST", "studio.copy_module"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/rien/double",
        {404},
    ),
    ("GET", "studio.ask_undo"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/essai/defaire?texte=essai/formes",
        {200},
    ),
    ("POST", "studio.undo"): (Permission.WRITE_COURSE, "/formateur/modules/essai/defaire", {404}),
    ("GET", "studio.ask_take_out"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/essai/retirer",
        {200},
    ),
    ("POST", "studio.take_out"): (
        Permission.WRITE_COURSE,
        "/formateur/modules/rien/retirer",
        {404},
    ),
    ("POST", "studio.bring_back"): (Permission.WRITE_COURSE, "/formateur/remettre", {404}),
    ("GET", "text.show"): (Permission.WRITE_COURSE, "/formateur/textes/essai/formes", {200}),
    ("POST", "text.save"): (Permission.WRITE_COURSE, "/formateur/textes/essai/rien", {404}),
    ("GET", "text.media"): (
        Permission.GIVE_OPINION,
        "/formateur/apercu/essai/media/rien.png",
        {303},
    ),
    ("GET", "text.preview"): (Permission.GIVE_OPINION, "/formateur/apercu/essai/formes", {200}),
    ("POST", "text.try_question"): (
        Permission.GIVE_OPINION,
        "/formateur/apercu/essai/formes",
        {200},
    ),
}
