"""Every route against every role, and the headers and the cookie of every response.

A route that this table does not know fails: whoever adds a view says here who may open it.
"""

from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from learning.domain.access import GRANTS, Permission, Role
from learning.web.pages import check_permissions
from tests.support.client import PageClient
from tests.support.pages import header_faults
from tests.support.small_site import LESSON, SmallSite

# endpoint → (permission, an address, what a role that may gets)
ROUTES: dict[tuple[str, str], tuple[Permission, str, set[int]]] = {
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
    ("GET", "home.show"): (Permission.SIGNED_IN, "/accueil", {200, 303}),
    ("GET", "home.modules"): (Permission.FOLLOW_COURSE, "/modules", {200}),
    ("GET", "home.module"): (Permission.FOLLOW_COURSE, "/modules/essai", {200}),
    ("GET", "home.rules"): (Permission.FOLLOW_COURSE, "/regles", {200}),
    ("GET", "home.glossary"): (Permission.FOLLOW_COURSE, "/glossaire", {200}),
    ("GET", "lesson.show"): (Permission.FOLLOW_COURSE, LESSON, {200}),
    ("POST", "lesson.save"): (Permission.FOLLOW_COURSE, LESSON, {404}),
    ("POST", "lesson.finish"): (Permission.FOLLOW_COURSE, f"{LESSON}/terminee", {422}),
    ("POST", "lesson.start_draw"): (
        Permission.FOLLOW_COURSE,
        "/modules/essai/choix/tirage/exercices",
        {303},
    ),
    ("POST", "lesson.start_test"): (
        Permission.FOLLOW_COURSE,
        "/modules/essai/epreuve/commencer",
        {303},
    ),
    ("GET", "lesson.result"): (
        Permission.FOLLOW_COURSE,
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
    ("GET", "follow_up.show"): (Permission.FOLLOW_LEARNERS, "/suivi", {200}),
    ("GET", "follow_up.sheet"): (Permission.FOLLOW_LEARNERS, "/suivi/feuille", {200}),
    ("POST", "follow_up.see"): (Permission.FOLLOW_LEARNERS, "/suivi/vu", {409}),
    ("GET", "groups.index"): (Permission.FOLLOW_LEARNERS, "/suivi/groupes", {200}),
    ("GET", "groups.show"): (Permission.FOLLOW_LEARNERS, f"/suivi/groupes/{uuid4()}", {404}),
    ("GET", "groups.sheet"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/groupes/{uuid4()}/feuille",
        {404},
    ),
    ("POST", "groups.export"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/groupes/{uuid4()}/tableur",
        {404},
    ),
    ("GET", "groups.new"): (Permission.MANAGE_GROUPS, "/suivi/groupes/nouveau", {200}),
    ("POST", "groups.make"): (Permission.MANAGE_GROUPS, "/suivi/groupes/nouveau", {422}),
    ("GET", "groups.edit"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/modifier",
        {404},
    ),
    ("POST", "groups.change"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/modifier",
        {404},
    ),
    ("POST", "groups.add"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/membres",
        {404},
    ),
    ("POST", "groups.remove"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/membres/{uuid4()}/retirer",
        {404},
    ),
    ("POST", "groups.set_form"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/forme",
        {404},
    ),
    ("POST", "groups.support"): (
        Permission.MANAGE_GROUPS,
        f"/suivi/groupes/{uuid4()}/accompagnement",
        {404},
    ),
    ("GET", "learners.show"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}",
        {404},
    ),
    ("POST", "learners.note"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/observations",
        {404},
    ),
    ("POST", "learners.follow"): (
        Permission.FOLLOW_LEARNERS,
        f"/suivi/apprenants/{uuid4()}/mes-personnes",
        {404},
    ),
    ("GET", "own_data.show"): (Permission.FOLLOW_COURSE, "/mes-donnees", {200}),
    ("GET", "display.show"): (Permission.SIGNED_IN, "/affichage", {200}),
    ("POST", "display.save"): (Permission.SIGNED_IN, "/affichage", {303}),
    ("GET", "first_steps.show"): (Permission.FOLLOW_COURSE, "/premiers-pas/1", {200}),
    ("POST", "first_steps.save"): (Permission.FOLLOW_COURSE, "/premiers-pas/1", {303}),
    ("GET", "closing.show"): (Permission.SIGNED_IN, "/fin", {200}),
    ("GET", "help.show"): (Permission.SIGNED_IN, "/aide", {200}),
    ("GET", "help.guide"): (Permission.SIGNED_IN, "/aide/nouveautes", {200}),
    ("GET", "staff_home.show"): (Permission.SEE_STAFF_HOME, "/equipe", {200}),
    ("GET", "cards.ask"): (Permission.RENEW_CARD, f"/cartes/{uuid4()}", {404}),
    ("POST", "cards.renew"): (Permission.RENEW_CARD, f"/cartes/{uuid4()}", {404}),
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
    ("GET", "media.show"): (Permission.SIGNED_IN, "/modules/essai/media/rien.png", {404}),
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
    ("GET", "components.show"): (Permission.SEE_COMPONENTS, "/composants", {200}),
    ("GET", "components.example"): (Permission.SEE_COMPONENTS, "/composants/button", {200}),
}
NAMES = {Role.LEARNER: "alix"} | {role: role.value for role in Role if role is not Role.LEARNER}


def served(small: SmallSite) -> set[tuple[str, str]]:
    """Every method and endpoint of the program."""
    return {
        (method, str(rule.endpoint))
        for rule in small.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_each_route_is_listed_with_its_permission(small: SmallSite) -> None:
    assert served(small) == set(ROUTES)
    for (_, endpoint), (permission, _, _) in ROUTES.items():
        view: Any = small.app.view_functions[endpoint]
        assert view.permission is permission, endpoint


@pytest.mark.parametrize("role", [*Role, None])
def test_each_role_gets_what_its_grants_say(small: SmallSite, role: Role | None) -> None:
    client = small.signed_in(NAMES[role]) if role else small.client()
    wrong = []
    for (method, endpoint), (permission, url, right) in sorted(ROUTES.items()):
        if endpoint in {"signin.leave", "cards.renew"}:
            continue  # the first ends the session; the second is looked at below
        if method == "GET":
            reply = client.get(url, follow=False)
        else:
            reply = client.post(url, {"csrf_token": token(client)})
        if permission is Permission.PUBLIC:
            expected = right
        elif role is None:
            expected = {303}
        else:
            expected = right if role in GRANTS[permission] else {403}
        if reply.status not in expected:
            wrong.append(f"{method} {url}: {reply.status}, not {expected}")
        if role is None and permission is not Permission.PUBLIC:
            assert reply.location.startswith("/connexion"), url
    assert not wrong, "\n".join(wrong)


def token(client: PageClient) -> list[str]:
    """A form's token for this browser."""
    return client.get("/activation").page.form("code").values["csrf_token"]


def test_a_view_without_permission_stops_the_program(small: SmallSite) -> None:
    app = Flask("essai")
    app.add_url_rule("/oubli", "oubli", lambda: "oubli")
    with pytest.raises(RuntimeError, match="declares no permission"):
        check_permissions(app)
    check_permissions(small.app)


ANYWHERE = (
    "/connexion",
    "/accueil",
    "/absent",
    "/sante",
    "/static/absent.css",
    "/static/js/tremplin.js",
    "/connexion?raison=<script>",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE")


@pytest.mark.parametrize("url", ANYWHERE)
def test_every_response_carries_the_headers(small: SmallSite, url: str) -> None:
    for method in METHODS:
        response = small.client().http.open(url, method=method)
        assert list(header_faults(dict(response.headers))) == [], method
        if not url.startswith("/static/"):
            assert response.headers["Cache-Control"] == "no-store", method
        assert "Server" not in response.headers
        assert "script>" not in response.headers.get("Location", "")


def test_the_cookie_is_hidden_from_scripts_and_other_sites(small: SmallSite) -> None:
    client = small.client()
    form = client.get("/connexion").page.form("phrase")
    account = small.accounts["alix"]
    reply = client.send(
        form, {"identifiant": account.identifier, "phrase": account.phrase}, follow=False
    )
    lines = reply.response.headers.getlist("Set-Cookie")
    morsels = [morsel for line in lines for morsel in SimpleCookie(line).values()]
    assert [morsel.key for morsel in morsels] == ["tremplin"]
    assert morsels[0]["httponly"]
    assert morsels[0]["samesite"] == "Lax"
    assert not morsels[0]["domain"]
    assert not morsels[0]["max-age"]


def test_another_host_name_is_refused(small: SmallSite) -> None:
    response = small.client().http.get("/connexion", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil" not in response.get_data(as_text=True)
