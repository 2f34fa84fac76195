"""Closing time: said in the last ten minutes, held after, nothing lost for fifteen minutes."""

from datetime import UTC, datetime

import pytest

from tests.support.client import PageClient
from tests.support.room import ALIX, Room
from tests.support.small_site import LESSON

TYPED = "Je vendrais du pain de seigle."
# Wednesday 25 November 2026: the room closes at 11:45 in Paris, which is 10:45 UTC.
CLOSING = datetime(2026, 11, 25, 10, 45, tzinfo=UTC)


@pytest.fixture
def alix(room: Room) -> PageClient:
    """Alix, at work in a room that closes at 11:45."""
    room.opens_on_weekdays()
    client = room.learner()
    client.get(LESSON)
    return client


def at(room: Room, hour: int, minute: int, *, day: int = 25) -> None:
    """Set the clock, in UTC."""
    room.small.clock.instant = datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def stay(room: Room, alix: PageClient, hour: int, minute: int) -> None:
    """Open a page every ten minutes until then, so that nothing locks."""
    until = datetime(2026, 11, 25, hour, minute, tzinfo=UTC)
    while room.small.clock.instant < until:
        alix.get(LESSON)
        step = min(10.0, (until - room.small.clock.instant).total_seconds() / 60)
        room.small.clock.advance(minutes=step)


def test_every_page_of_the_last_ten_minutes_says_it(room: Room, alix: PageClient) -> None:
    stay(room, alix, 10, 34)
    assert "La salle ferme" not in alix.get(LESSON).text
    at(room, 10, 36)
    for url in (LESSON, "/accueil", "/modules", "/mes-donnees"):
        assert "La salle ferme à 11\u00a0h\u00a045." in alix.get(url).text, url
    far = room.small.signed_in("chloe", terminal="127.0.0.50")
    assert "La salle ferme" not in far.get("/accueil").text


def test_a_script_is_told_the_seconds_left(room: Room, alix: PageClient) -> None:
    stay(room, alix, 10, 25)
    html = alix.get(LESSON).page.html
    assert 'data-close-seconds="1199"' in html or 'data-close-seconds="1200"' in html
    assert 'data-close-soon="899"' in html or 'data-close-soon="900"' in html


@pytest.mark.parametrize("minutes", [0, 1, 14])
def test_what_is_posted_after_closing_is_a_draft(
    room: Room, alix: PageClient, minutes: int
) -> None:
    stay(room, alix, 10, 44)
    form = alix.get(LESSON).page.form("libre")
    at(room, 10, 45 + minutes)
    reply = alix.post(LESSON, {**form.values, "libre": TYPED, "enregistrer": "libre"})
    assert reply.location == f"/pause?suite={LESSON}&garde=1"
    page = alix.get(reply.location).page
    assert page.heading == "La salle est fermée"
    assert "Elle ouvre à 14\u00a0h\u00a000." in page.text
    assert "Votre texte est gardé." in page.text
    assert room.small.answers() == []
    at(room, 13, 1)
    again = alix.get(LESSON)
    assert again.page.url == "GET /verrou"  # somebody else may sit there now
    account = room.small.accounts["alix"]
    after = alix.send(again.page.form("phrase"), {"phrase": account.phrase})
    assert TYPED in after.page.html


def test_a_room_that_reopens_at_once_asks_for_the_phrase(room: Room, alix: PageClient) -> None:
    stay(room, alix, 10, 44)
    alix.get(LESSON)
    at(room, 13, 0)
    assert alix.get(LESSON).page.url == "GET /verrou"


def test_nobody_signs_in_while_the_room_is_closed(room: Room) -> None:
    room.opens_on_weekdays()
    at(room, 18, 0, day=27)  # Friday evening
    client = room.small.client(terminal=ALIX)
    page = client.get("/connexion").page
    assert page.heading == "La salle est fermée"
    assert "Elle ouvre lundi 30 novembre à 8\u00a0h\u00a030." in page.text
    at(room, 7, 31, day=30)
    assert client.get("/connexion").page.heading == "Ouvrir ma session"


def test_the_supervisor_reads_when_the_room_closes(room: Room, supervisor: PageClient) -> None:
    room.opens_on_weekdays()
    assert "La salle ferme à 11\u00a0h\u00a045." in supervisor.get(room.url).text
    at(room, 10, 50)
    supervisor = room.small.signed_in("supervisor", terminal="127.0.0.99")
    page = supervisor.get(room.url).page
    assert "La salle est fermée. Elle ouvre à 14\u00a0h\u00a000." in page.text
    assert "Salle fermée" in page.text
