"""The room's screen: who is where, without a mark or a text; pause, lock, close; two browsers."""

from uuid import uuid4

import pytest

from tests.support.client import PageClient, Reply
from tests.support.room import ALIX, Room
from tests.support.small_site import LESSON, TEST

TYPED = "Je vendrais du pain de seigle."
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def write(client: PageClient, form: object) -> Reply:
    """Send the free text of the lesson by a form that was opened before."""
    values: dict[str, str | list[str]] = dict(getattr(form, "values", {}))
    return client.post(LESSON, {**values, "libre": TYPED, "enregistrer": "libre"})


def test_the_screen_says_who_is_where_and_nothing_of_their_work(
    room: Room, supervisor: PageClient
) -> None:
    alix = room.learner()
    write(alix, alix.get(LESSON).page.form("libre"))
    room.learner("bilal").get(TEST)
    page = supervisor.get(room.url).page
    assert page.heading == "Salle des tests"
    assert "3 postes, 2 personnes présentes." in page.text
    for words in ("Alix", "Bilal", "En leçon", "En épreuve", "Éteint ?", "Depuis 10 h 00"):
        assert words in page.text.replace("\u00a0", " "), words
    assert TYPED not in page.html
    assert LESSON not in page.html
    assert "points" not in page.text


def test_idle_then_locked_are_told_by_the_clock(room: Room, supervisor: PageClient) -> None:
    room.learner().get(LESSON)
    room.small.clock.advance(minutes=7)
    page = supervisor.get(room.url).page
    assert "Inactif" in page.text
    assert "Depuis 7\u00a0min" in page.text
    room.small.clock.advance(minutes=2)
    supervisor.get(room.url)
    room.small.clock.advance(minutes=8)
    assert "Verrouillé" in supervisor.get(room.url).text
    assert "Fermer la session" in supervisor.get(room.url).text


def test_a_pause_holds_the_next_request_of_every_terminal(
    room: Room, supervisor: PageClient
) -> None:
    alix, bilal = room.learner(), room.learner("bilal")
    assert alix.get(LESSON).status == bilal.get("/modules").status == 200
    room.pause(supervisor)
    for client in (alix, bilal):
        for url in ("/accueil", LESSON, "/connexion", "/verrou", "/absent", "/activation"):
            page = client.get(url).page
            assert page.heading == "La séance est en pause", url
    assert "La salle est en pause depuis" in supervisor.get(room.url).text
    room.resume(supervisor)
    assert alix.get("/pause?suite=/modules").page.url == "GET /modules"
    assert bilal.get(LESSON).page.url == f"GET {LESSON}"


@pytest.mark.parametrize("method", METHODS)
def test_whatever_the_method_the_pause_answers(
    room: Room, supervisor: PageClient, method: str
) -> None:
    alix = room.learner()
    form = alix.get(LESSON).page.form("libre")
    room.pause(supervisor)
    for url in (LESSON, "/accueil", "/absent"):
        response = alix.http.open(
            url,
            method=method,
            data=form.values if method == "POST" else None,
            environ_base={"REMOTE_ADDR": ALIX},
        )
        assert response.status_code == 303, url
        assert response.headers["Location"].startswith("/pause?"), url


def test_what_is_posted_during_a_pause_is_a_draft_found_in_place(
    room: Room, supervisor: PageClient
) -> None:
    alix = room.learner()
    form = alix.get(LESSON).page.form("libre")
    room.pause(supervisor)
    reply = write(alix, form)
    assert reply.location == f"/pause?suite={LESSON}&garde=1"
    paused = alix.get(reply.location)
    assert "Votre texte est gardé." in paused.text
    assert TYPED not in paused.page.html
    assert room.small.answers() == []
    room.resume(supervisor)
    assert TYPED in alix.get(reply.location).page.html
    assert TYPED not in supervisor.get(room.url).page.html


def test_a_script_that_saves_is_led_to_the_page_of_the_pause(
    room: Room, supervisor: PageClient
) -> None:
    alix = room.learner()
    form = alix.get(LESSON).page.form("libre")
    room.pause(supervisor)
    automatic = {"X-Enregistrement": "auto"}
    values = {**form.values, "libre": TYPED}
    saved = alix.http.post(LESSON, data=values, headers=automatic)
    assert saved.json == {"suite": f"/pause?suite={LESSON}&garde=1"}
    nothing = alix.http.post("/modules", data={"csrf_token": "x"}, headers=automatic)
    assert nothing.json is None
    room.resume(supervisor)
    assert TYPED in alix.get(LESSON).page.html


def test_a_report_of_an_error_is_kept_too(room: Room, supervisor: PageClient) -> None:
    alix = room.learner()
    url = f"{LESSON}/signaler/unique"
    form = alix.get(url).page.form("raison")
    room.pause(supervisor)
    reply = alix.post(url, {**form.values, "raison": "autre", "texte": TYPED})
    assert reply.location.endswith("garde=1")
    room.resume(supervisor)
    page = alix.get(url).page
    assert TYPED in page.html
    sent = alix.send(page.form("raison"))
    assert TYPED not in alix.get(url).page.html
    assert sent.status == 200


def test_one_terminal_is_paused_alone(room: Room, supervisor: PageClient) -> None:
    alix, bilal = room.learner(), room.learner("bilal")
    room.act(supervisor, f"{room.one(1)}/pause")
    assert alix.get(LESSON).page.heading == "La séance est en pause"
    assert bilal.get(LESSON).page.url == f"GET {LESSON}"
    room.pause(supervisor)
    room.resume(supervisor)
    assert alix.get(LESSON).page.heading == "La séance est en pause"
    room.act(supervisor, f"{room.one(1)}/reprendre")
    assert alix.get(LESSON).page.url == f"GET {LESSON}"


def test_a_locked_terminal_asks_for_the_phrase_once_released(
    room: Room, supervisor: PageClient
) -> None:
    alix = room.learner()
    form = alix.get(LESSON).page.form("libre")
    room.on_one(supervisor, 1, "verrouiller")
    assert alix.get(LESSON).page.heading == "Ce poste est verrouillé"
    assert write(alix, form).location.startswith("/pause")
    room.on_one(supervisor, 1, "reprendre")
    lock = alix.get(LESSON)
    assert lock.page.url == "GET /verrou"
    phrase = room.small.accounts["alix"].phrase
    after = alix.send(lock.page.form("phrase"), {"phrase": phrase})
    assert after.page.url == f"GET {LESSON}"
    assert TYPED in after.page.html


def test_a_closed_session_ends_and_its_late_text_is_kept(
    room: Room, supervisor: PageClient
) -> None:
    alix = room.learner()
    form = alix.get(LESSON).page.form("libre")
    room.on_one(supervisor, 1, "fermer")
    assert room.states("alix") == ["ended"]
    room.small.clock.advance(minutes=14)
    reply = write(alix, form)
    assert reply.location.endswith("garde=1")
    page = alix.get(reply.location).page
    assert page.heading == "Votre session a été fermée"
    signin = alix.send(page.form(action="/deconnexion"))
    assert signin.page.url == "GET /connexion"
    account = room.small.accounts["alix"]
    alix.sign_in(account.identifier, account.phrase)
    assert TYPED in alix.get(LESSON).page.html
    assert room.small.answers() == []


def test_an_old_page_sent_again_never_touches_the_next_person(
    room: Room, supervisor: PageClient
) -> None:
    room.learner().get(LESSON)
    page = supervisor.get(room.one(1)).page
    forms = {act: page.form(action=f"{room.one(1)}/{act}") for act in ("fermer", "verrouiller")}
    supervisor.send(forms["fermer"])
    bilal = room.small.signed_in("bilal", terminal=ALIX)
    for form in forms.values():
        assert supervisor.send(form).status == 409
    assert bilal.get(LESSON).page.url == f"GET {LESSON}"


def test_an_old_resume_does_not_lift_a_new_pause(room: Room, supervisor: PageClient) -> None:
    room.pause(supervisor)
    old = supervisor.get(room.url).page.form(action=f"{room.url}/reprendre")
    supervisor.send(old)
    assert supervisor.send(old).status == 200  # nothing to lift: nothing done
    room.small.clock.advance(minutes=1)
    room.pause(supervisor)
    assert supervisor.send(old).status == 409
    room.on_one(supervisor, 3, "pause")
    one = supervisor.get(room.one(3)).page.form(action=f"{room.one(3)}/reprendre")
    supervisor.send(one)
    room.small.clock.advance(minutes=1)
    room.on_one(supervisor, 3, "pause")
    assert supervisor.send(one).status == 409


def test_a_waiting_terminal_lets_nobody_in_but_the_team(
    room: Room, supervisor: PageClient
) -> None:
    room.pause(supervisor)
    client = room.small.client(terminal=ALIX)
    assert client.get("/connexion").page.heading == "La séance est en pause"
    form = client.get("/connexion?equipe=1").page.form("phrase")
    account = room.small.accounts["alix"]
    entered = {"identifiant": account.identifier, "phrase": account.phrase}
    assert client.send(form, entered).page.heading == "La séance est en pause"
    assert room.states("alix") == []
    staff = room.small.accounts["trainer"]
    form = client.get("/connexion?equipe=1").page.form("phrase")
    client.send(form, {"identifiant": staff.identifier, "phrase": staff.phrase})
    assert client.get("/equipe").status == 200
    assert "Équipe" in supervisor.get(room.url).text


def test_the_screen_asks_for_itself_until_a_link_stops_it(
    room: Room, supervisor: PageClient
) -> None:
    reply = supervisor.get(room.url)
    assert reply.response.headers["Refresh"] == f"20; url={room.url}"
    stop = next(url for url in reply.page.links if "arret" in url)
    stopped = supervisor.get(stop)
    assert "/verrou" in stopped.response.headers["Refresh"]  # as any page that stays still
    assert room.url in stopped.page.links
    assert "Refresh" not in supervisor.get(f"{room.url}?direct=oui").response.headers
    alix = room.learner()
    room.pause(supervisor)
    waiting = alix.get(LESSON)
    assert waiting.response.headers["Refresh"].startswith("20; url=/pause?suite=")
    stop = next(url for url in waiting.page.links if "arret" in url)
    assert "Refresh" not in alix.get(stop).response.headers


def test_each_act_is_in_the_audit_once(room: Room, supervisor: PageClient) -> None:
    room.learner()
    before = len(room.small.audited())
    room.pause(supervisor)
    token = supervisor.get(room.url).page.form(action=f"{room.url}/message").values["csrf_token"]
    supervisor.post(f"{room.url}/pause", {"csrf_token": token})
    room.resume(supervisor)
    for act in ("verrouiller", "reprendre", "pause", "reprendre", "fermer"):
        room.on_one(supervisor, 1, act)
    supervisor.fill(room.url, {"message": "aide"})
    acts = [entry.action for entry in room.small.audited()[before:]]
    assert acts == [
        "salle.pause",
        "salle.reprise",
        "poste.verrou",
        "poste.reprise",
        "poste.pause",
        "poste.reprise",
        "poste.ferme",
        "salle.message",
    ]
    assert not any("Alix" in entry.subject for entry in room.small.audited())


def test_the_day_s_sentence_comes_from_a_closed_list(room: Room, supervisor: PageClient) -> None:
    alix, far = room.learner(), room.small.signed_in("chloe", terminal="127.0.0.50")
    supervisor.fill(room.url, {"message": "aide"})
    assert "Besoin d’aide" in alix.get("/accueil").text
    assert "Besoin d’aide" not in alix.get("/modules").text
    assert "Besoin d’aide" not in far.get("/accueil").text
    token = supervisor.get(room.url).page.form("message").values["csrf_token"]
    reply = supervisor.post(f"{room.url}/message", {"csrf_token": token, "message": "Rendez-vous"})
    assert reply.status == 422
    assert "Rendez-vous" not in alix.get("/accueil").text
    room.small.clock.advance(days=1)
    assert "Besoin d’aide" not in room.learner().get("/accueil").text


def test_a_learner_reads_nothing_of_the_room_nor_of_who_is_there(
    room: Room, supervisor: PageClient
) -> None:
    alix = room.learner()
    room.learner("bilal").get(LESSON)
    for url in ("/accueil", LESSON, "/mes-donnees", "/fin"):
        page = alix.get(url).page
        assert "Salle des tests" not in page.html
        assert "Bilal" not in page.html
    room.pause(supervisor)
    assert "Salle des tests" not in alix.get("/accueil").page.html
    for url in (room.url, room.one(2), "/salle/cartes", "/administration/salles"):
        assert room.small.signed_in("chloe", terminal="127.0.0.60").get(url).status == 403


def test_an_unknown_room_is_not_found(supervisor: PageClient) -> None:
    for url in (f"/salle/{uuid4()}", f"/salle/postes/{uuid4()}"):
        assert supervisor.get(url).status == 404


def test_the_supervisor_comes_home_to_the_room(room: Room, supervisor: PageClient) -> None:
    assert supervisor.get("/accueil").page.url == f"GET {room.url}"
    assert "/salle" in supervisor.get("/equipe").page.links


def test_no_byte_of_a_learner_reaches_another_by_the_room(
    room: Room, supervisor: PageClient
) -> None:
    canary = "zqcanari7"
    alix, bilal = room.learner(), room.learner("bilal")
    form = alix.get(LESSON).page.form("libre")
    alix.get(f"/{canary}?q={canary}")
    alix.get(f"/pause?suite=/{canary}")
    alix.fill("/poste", {"code": canary})
    room.pause(supervisor)
    alix.post(LESSON, {**form.values, "libre": canary, "enregistrer": "libre"})
    alix.get(f"/pause?suite=/modules/{canary}&garde={canary}")
    seen = [supervisor.get(url).page.html for url in (room.url, room.one(1), "/salle")]
    room.resume(supervisor)
    seen += [bilal.get(url).page.html for url in ("/accueil", LESSON, "/pause", "/poste")]
    assert not any(canary in html for html in seen)
    assert canary in alix.get(LESSON).page.html


def test_the_page_of_a_pause_leads_inside_the_site_alone(
    room: Room, supervisor: PageClient
) -> None:
    alix = room.learner()
    room.pause(supervisor)
    for back in ("//evil.example", "/\\evil.example", "https://evil.example"):
        page = alix.get(f"/pause?suite={back}")
        assert "evil" not in page.page.html
        assert "evil" not in page.response.headers["Refresh"]
    room.resume(supervisor)
    assert alix.get("/pause?suite=//evil.example", follow=False).location == "/accueil"
