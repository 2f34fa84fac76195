"""« Éteint ? »: what the site knows of a terminal where nobody is, which is its last request."""

import pytest

from tests.support.client import PageClient
from tests.support.pages import text_of
from tests.support.room import ALIX, Room
from tests.support.small_site import LESSON

THIRD = "127.0.0.4"


def tile(room: Room, supervisor: PageClient, number: int) -> str:
    """What a tile says, in ordinary spaces."""
    page = supervisor.get(room.url).page
    tiles = [n for n in page.having("class") if "room__tile" in n.attrib["class"].split()]
    return text_of(tiles[number - 1]).replace("\u00a0", " ")


def test_a_terminal_never_heard_of_seems_off(room: Room, supervisor: PageClient) -> None:
    assert "Éteint ?" in tile(room, supervisor, 3)
    assert "Aucun signe encore" in tile(room, supervisor, 3)
    page = supervisor.get(room.one(3))
    assert "il est éteint, ou personne ne l’a touché" in page.text


@pytest.mark.parametrize("url", ["/connexion", "/activation", "/aide", "/"])
def test_a_page_without_a_session_says_that_it_is_on(
    room: Room, supervisor: PageClient, url: str
) -> None:
    room.small.client(terminal=THIRD).get(url)
    assert "Libre" in tile(room, supervisor, 3)
    assert "Éteint ?" in tile(room, supervisor, 2)


def test_the_page_of_a_pause_says_that_it_is_on(room: Room, supervisor: PageClient) -> None:
    room.on_one(supervisor, 3, "pause")
    room.small.client(terminal=THIRD).get("/pause")
    room.on_one(supervisor, 3, "reprendre")
    assert "Libre" in tile(room, supervisor, 3)


def test_the_last_request_of_somebody_is_the_terminal_s(
    room: Room, supervisor: PageClient
) -> None:
    alix = room.learner()
    room.small.clock.advance(minutes=9)
    alix.get(LESSON)
    room.small.clock.advance(hours=4, minutes=1)
    supervisor = room.small.signed_in("supervisor", terminal="127.0.0.99")
    assert "Éteint ? Rien depuis 10 h 09" in tile(room, supervisor, 1)


def test_since_yesterday_then_since_a_day(room: Room) -> None:
    room.small.client(terminal=ALIX).get("/connexion")
    for days, said in ((1, "Rien depuis hier"), (2, "Rien depuis le 25 novembre")):
        room.small.clock.advance(days=1)
        supervisor = room.small.signed_in("supervisor", terminal="127.0.0.99")
        assert said in tile(room, supervisor, 1), days


def test_a_terminal_of_no_room_writes_nothing(room: Room, supervisor: PageClient) -> None:
    assert room.small.client(terminal="127.0.0.66").get("/connexion").status == 200
    for number in (1, 2, 3):
        assert "Éteint ?" in tile(room, supervisor, number)
