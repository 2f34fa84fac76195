"""Why a terminal waits, what its tile says, and the shortest name that is still a name."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from learning.domain.room import (
    MESSAGES,
    Hold,
    Place,
    Presence,
    Tile,
    short_name,
    show_tile,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # Wednesday, 10:00 in Paris
CLOSED, OPEN = "3=14:00-17:00", "3=08:30-10:08"


def place(hold: str = "", *, paused: bool = False, hours: str = "", message: str = "") -> Place:
    return Place(
        terminal=uuid4(),
        room=uuid4(),
        hold=hold,
        paused=paused,
        hours=hours,
        message=message,
        message_on="2026-11-25",
    )


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (place(), None),
        (place(hours=OPEN), None),
        (place("pause"), Hold.PAUSE),
        (place("lock"), Hold.LOCK),
        (place(paused=True), Hold.ROOM),
        (place("pause", paused=True), Hold.ROOM),
        (place("lock", paused=True), Hold.LOCK),
        (place("lock", paused=True, hours=CLOSED), Hold.CLOSED),
    ],
)
def test_the_hour_then_a_lock_then_the_room_then_the_terminal(one: Place, why: object) -> None:
    assert one.hold_at(NOW, PARIS) == why


def test_the_last_ten_minutes_are_told() -> None:
    assert place(hours=OPEN).closes_soon(NOW, PARIS) == NOW + timedelta(minutes=8)
    assert place(hours=OPEN).closes_soon(NOW - timedelta(minutes=3), PARIS) is None
    assert place().closes_soon(NOW, PARIS) is None


def test_a_sentence_is_of_its_day_and_of_the_list() -> None:
    assert place(message="aide").message_at(NOW, PARIS) == MESSAGES["aide"]
    assert place(message="aide").message_at(NOW + timedelta(days=1), PARIS) == ""
    assert place(message="Rendez-vous").message_at(NOW, PARIS) == ""
    late = NOW.replace(hour=23, minute=30)  # already tomorrow in Paris
    assert place(message="aide").message_at(late, PARIS) == ""


def presence(
    kind: str = "lecon", *, idle: int = 0, learns: bool = True, locked: bool = False
) -> Presence:
    return Presence(
        opened_at=NOW - timedelta(minutes=30),
        seen_at=NOW - timedelta(minutes=idle),
        page_kind=kind,
        learns=learns,
        locked=locked,
        locks_after=timedelta(minutes=16),
    )


@pytest.mark.parametrize(
    ("hold", "one", "tile", "word"),
    [
        (None, None, Tile.FREE, "Libre"),
        (Hold.ROOM, None, Tile.PAUSED, "En pause"),
        (Hold.CLOSED, presence(), Tile.CLOSED, "Salle fermée"),
        (Hold.LOCK, presence(), Tile.LOCKED, "Verrouillé"),
        (Hold.ROOM, presence(learns=False), Tile.STAFF, "Équipe"),
        (None, presence(), Tile.LESSON, "En leçon"),
        (None, presence("epreuve", idle=4), Tile.TEST, "En épreuve"),
        (None, presence("mes-donnees"), Tile.LESSON, "Sur le site"),
        (None, presence("<script>"), Tile.LESSON, "Sur le site"),
        (None, presence(idle=5), Tile.IDLE, "Inactif"),
        (None, presence(idle=16), Tile.IDLE, "Inactif"),
        (None, presence(idle=17), Tile.LOCKED, "Verrouillé"),
        (None, presence(locked=True), Tile.LOCKED, "Verrouillé"),
    ],
)
def test_a_tile_says_one_thing(
    hold: Hold | None, one: Presence | None, tile: Tile, word: str
) -> None:
    shown = show_tile((hold, NOW) if hold else None, one, NOW, NOW)
    assert (shown.tile, shown.word) == (tile, word)


@pytest.mark.parametrize(
    ("heard", "tile"),
    [
        (None, Tile.OFF),
        (NOW - timedelta(hours=4), Tile.OFF),
        (NOW - timedelta(hours=3, minutes=59), Tile.FREE),
        (NOW + timedelta(hours=5), Tile.FREE),  # the clock was set back
    ],
    ids=["never", "four hours ago", "before four hours", "later than now"],
)
def test_a_terminal_that_asks_for_nothing_seems_off(heard: datetime | None, tile: Tile) -> None:
    shown = show_tile(None, None, heard, NOW)
    assert shown.tile is tile
    if tile is Tile.OFF:
        assert (shown.word, shown.since) == ("Éteint\u00a0?", heard)


def test_a_silent_terminal_says_who_is_there_or_why_it_waits() -> None:
    assert show_tile(None, presence(), None, NOW).tile is Tile.LESSON
    assert show_tile((Hold.PAUSE, NOW), None, None, NOW).tile is Tile.PAUSED


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Sandra Laurent", "Sandra L."),
        ("Marie-Antoinette de La Rochefoucauld-Montmorency Vandenbroucke", "Marie-Antoinette V."),
        ("Ibrahim", "Ibrahim"),
        ("", ""),
        ("A" * 60, "A" * 23 + "…"),
        ("Jean-Christophe-Emmanuel Vandenbroucke", "Jean-Christophe-Emma… V."),
    ],
)
def test_a_short_name(name: str, short: str) -> None:
    assert short_name(name) == short
