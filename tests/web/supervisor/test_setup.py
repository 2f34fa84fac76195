"""Rooms as an administrator sets them: hours, places, addresses; a code typed once."""

from dataclasses import replace
from http.cookies import SimpleCookie

import pytest

from learning.app import create_app
from tests.support.client import PageClient
from tests.support.room import WEEKDAYS, Room
from tests.support.small_site import LESSON, SmallSite

URL = "/administration/salles"


@pytest.fixture
def administrator(small: SmallSite) -> PageClient:
    """The administrator, elsewhere."""
    return small.signed_in("administrator", terminal="127.0.0.98")


def test_a_room_is_made_and_set(small: SmallSite, administrator: PageClient) -> None:
    page = administrator.fill(URL, {"nom": "  Salle   bleue "}).page
    assert page.heading == "Salle bleue"
    url = page.url.removeprefix("GET ")
    assert administrator.fill(URL, {"nom": "Salle bleue"}).status == 409
    added = administrator.fill(url, {"numero": "1", "adresse": "127.0.0.7"})
    assert "l’adresse 127.0.0.7" in added.text
    for typed, status in (
        ({"numero": "1", "adresse": ""}, 422),
        ({"numero": "0", "adresse": ""}, 422),
        ({"numero": "²", "adresse": ""}, 422),
        ({"numero": "2", "adresse": "127.0.0.7"}, 422),
        ({"numero": "2", "adresse": "<script>"}, 422),
        ({"numero": "2", "adresse": ""}, 200),
    ):
        assert administrator.fill(url, typed).status == status, typed
    form = administrator.get(url).page.form("rangee")
    assert administrator.send(form, {"rangee": "4", "allee": "4"}).status == 422
    assert administrator.send(form, {"rangee": "4", "allee": "2"}).status == 200
    acts = [entry.action for entry in small.audited()]
    for act in ("salle.creee", "poste.cree", "salle.modifiee"):
        assert act in acts


def test_hours_are_read_and_refused_with_what_was_typed(
    room: Room, administrator: PageClient
) -> None:
    url = f"{URL}/{room.id}"
    form = administrator.get(url).page.form("ouvre-1-1")
    assert administrator.send(form, WEEKDAYS).status == 200
    page = administrator.get(url).page
    assert page.form("ouvre-1-1").values["ferme-3-2"] == ["17:00"]
    for wrong in (
        {"ouvre-1-1": "11:45", "ferme-1-1": "08:30"},
        {"ouvre-1-1": "08:30", "ferme-1-1": ""},
        {"ouvre-1-1": "midi", "ferme-1-1": "14:00"},
        {"ouvre-1-1": "08:30", "ferme-1-1": "15:00"},
    ):
        reply = administrator.send(form, {**WEEKDAYS, **wrong})
        assert reply.status == 422, wrong
        assert reply.page.title.startswith("Erreur")
        assert reply.page.form("ouvre-1-1").values["ouvre-1-1"] == [wrong["ouvre-1-1"]]
    assert administrator.get(url).page.form("ouvre-1-1").values["ferme-1-1"] == ["11:45"]


def test_a_terminal_is_named_while_somebody_is_there(
    small: SmallSite, room: Room, administrator: PageClient
) -> None:
    far = small.signed_in("chloe", terminal="127.0.0.44")
    administrator.fill(f"{URL}/{room.id}", {"numero": "4", "adresse": "127.0.0.44"})
    supervisor = small.signed_in("supervisor", terminal="127.0.0.99")
    assert "Chloe" in supervisor.get(room.url).text
    room.pause(supervisor)
    assert far.get("/accueil").page.heading == "La séance est en pause"


def enrol(room: Room, administrator: PageClient, number: int) -> str:
    """Make a code for a terminal and read it."""
    url = f"{URL}/postes/{room.terminals[number - 1]}"
    reply = administrator.send(administrator.get(url).page.form(action=f"{url}/code"))
    code = next(iter(reply.page.having("class", "room__code"))).text or ""
    assert len(code) == 9
    assert code not in administrator.get(url).page.html
    return code


def test_a_code_typed_once_says_which_terminal_it_is(
    small: SmallSite, room: Room, administrator: PageClient
) -> None:
    code = enrol(room, administrator, 3)
    browser = small.client(terminal="127.0.0.70")  # an address that nobody named
    reply = browser.fill("/poste", {"code": code.lower().replace("-", " ")})
    assert "Ce poste est inscrit." in reply.text
    assert "C’est le poste 3 de «\u00a0Salle des tests\u00a0»." in reply.text
    morsel = SimpleCookie(reply.response.headers["Set-Cookie"])["poste"]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    other = small.client(terminal="127.0.0.71")
    assert other.fill("/poste", {"code": code}).status == 422
    account = small.accounts["chloe"]
    browser.sign_in(account.identifier, account.phrase)
    supervisor = small.signed_in("supervisor", terminal="127.0.0.99")
    assert "Chloe" in supervisor.get(room.one(3)).text
    room.on_one(supervisor, 3, "pause")
    assert browser.get(LESSON).page.heading == "La séance est en pause"
    assert "poste.inscrit" in [entry.action for entry in small.audited()]


def test_a_mark_says_more_than_an_address(
    small: SmallSite, room: Room, administrator: PageClient
) -> None:
    browser = small.client(terminal="127.0.0.2")  # the address of terminal 1
    browser.fill("/poste", {"code": enrol(room, administrator, 3)})
    account = small.accounts["alix"]
    browser.sign_in(account.identifier, account.phrase)
    supervisor = small.signed_in("supervisor", terminal="127.0.0.99")
    assert "Alix" in supervisor.get(room.one(3)).text
    assert "Alix" not in supervisor.get(room.one(1)).text


def test_an_old_code_and_many_tries_are_refused(
    small: SmallSite, room: Room, administrator: PageClient
) -> None:
    code = enrol(room, administrator, 3)
    small.clock.advance(hours=25)
    browser = small.client(terminal="127.0.0.72")
    assert browser.fill("/poste", {"code": code}).status == 422
    statuses = [browser.fill("/poste", {"code": "AAAA-AAAA"}).status for _ in range(6)]
    assert 429 in statuses


def test_a_terminal_then_its_room_go_to_the_bin(
    small: SmallSite, room: Room, administrator: PageClient
) -> None:
    alix = room.learner()
    first, retire = room.terminals[0], f"{URL}/{room.id}/retirer"
    page = administrator.get(f"{URL}/postes/{first}").page
    administrator.send(page.form(action=f"{URL}/postes/{first}/retirer"))
    assert alix.get(LESSON).page.url == f"GET {LESSON}"
    asked = administrator.get(retire)
    assert "2 postes" in asked.text.replace("\u00a0", " ")
    assert administrator.send(asked.page.form(action=retire)).status == 200
    assert administrator.get(f"{URL}/{room.id}").status == 404
    assert alix.get(LESSON).page.url == f"GET {LESSON}"
    assert "Aucune salle" in small.signed_in("supervisor").get("/salle").text


def test_a_site_may_want_every_terminal_known(small: SmallSite, room: Room) -> None:
    settings = replace(small.program.settings, postes_connus=True)
    program = replace(small.program, settings=settings)
    strict = replace(small, program=program, app=create_app(program))
    account = small.accounts["chloe"]
    far = strict.client(terminal="127.0.0.80")
    reply = far.fill("/connexion", {"identifiant": account.identifier, "phrase": account.phrase})
    assert reply.status == 403
    assert "Ce poste n’est pas inscrit." in reply.text
    assert room.states("chloe") == []
    strict.signed_in("chloe", terminal="127.0.0.4")
    assert room.states("chloe") == ["open"]
    assert strict.signed_in("trainer", terminal="127.0.0.80").get("/equipe").status == 200
