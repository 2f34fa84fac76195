"""A room of terminals: why a learner must wait at one, and what its supervisor may read.

A supervisor reads who is there, since when and on what kind of page; never a mark, a text or
a title. Sentences of the day come from a closed list, so that a room carries no message.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from learning.domain.opening import NOTICE, Opening, opening_at


class Hold(StrEnum):
    """Why the pages of a terminal are not shown."""

    CLOSED = "closed"  # outside the room's hours
    ROOM = "room"  # the whole room is paused
    PAUSE = "pause"  # this terminal is paused
    LOCK = "lock"  # this terminal is locked: the phrase is asked after


MESSAGES = {
    "bienvenue": "Bienvenue. Prenez votre temps.",
    "aide": "Besoin d’aide ? Levez la main.",
    "fin-tot": "Aujourd’hui, la séance finit plus tôt.",
    "formateur": "Un formateur passe dans la salle aujourd’hui.",
    "conseiller": "Un conseiller passe dans la salle aujourd’hui.",
    "impressions": "Les feuilles demandées sont imprimées.",
    "arret": "Le site sera arrêté un moment aujourd’hui. Tout est gardé.",
}

IDLE = timedelta(minutes=5)
SILENT = timedelta(hours=4)  # a terminal heard of before that is off, or nobody touched it
HEARD = timedelta(minutes=1)  # it is written no more often
_MOST_SHORT = 24

# A kind of page, in a word; what is not here is « Sur le site ».
KINDS = {
    "lecon": "En leçon",
    "epreuve": "En épreuve",
    "revision": "En révision",
    "feuille": "Sur le projet",
    "repondre": "Question\u00adnaire",  # it may break there, where eight tiles share a row
    "ecrire": "En train d’écrire",
}
ELSEWHERE = "Sur le site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The terminal of a request and its room, as the session's own statement reads them."""

    terminal: UUID
    room: UUID
    hold: str
    paused: bool
    hours: str
    message: str
    message_on: str
    heard_at: datetime | None = None
    by_mark: bool = False

    def opening(self, instant: datetime, zone: tzinfo) -> Opening:
        """Tell whether the room is open."""
        return opening_at(self.hours, instant, zone)

    def hold_at(self, instant: datetime, zone: tzinfo) -> Hold | None:
        """Tell why a learner must wait at this terminal; None when there is no reason."""
        if not self.opening(instant, zone).is_open:
            return Hold.CLOSED
        if self.hold == Hold.LOCK:
            return Hold.LOCK
        if self.paused:
            return Hold.ROOM
        return Hold.PAUSE if self.hold else None

    def closes_soon(self, instant: datetime, zone: tzinfo) -> datetime | None:
        """Return when the room closes, in its last ten minutes."""
        until = self.opening(instant, zone).until
        return until if until is not None and until - instant <= NOTICE else None

    def message_at(self, instant: datetime, zone: tzinfo) -> str:
        """Return the sentence of the day, or nothing."""
        today = instant.astimezone(zone).date().isoformat()
        return MESSAGES.get(self.message, "") if self.message_on == today else ""


class Tile(StrEnum):
    """What a terminal's tile says."""

    LESSON = "lesson"
    TEST = "test"
    IDLE = "idle"
    LOCKED = "locked"
    PAUSED = "paused"
    CLOSED = "closed"
    FREE = "free"
    OFF = "off"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A session at a terminal, reduced to what a supervisor may know."""

    opened_at: datetime
    seen_at: datetime
    page_kind: str
    learns: bool
    locked: bool
    locks_after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A tile: its state, the word for it, and since when."""

    tile: Tile
    word: str
    since: datetime | None = None


def show_tile(
    hold: tuple[Hold, datetime | None] | None,
    presence: Presence | None,
    heard_at: datetime | None,
    now: datetime,
) -> Shown:
    """Decide what a tile says: the team, whom nothing holds; a hold; nobody; what one does.

    Of a terminal where nobody is, the site knows when it last asked for something and no more.
    """
    if presence is not None and not presence.learns:
        return Shown(tile=Tile.STAFF, word="Équipe", since=presence.opened_at)
    if hold is not None:
        words = {
            Hold.CLOSED: (Tile.CLOSED, "Salle fermée"),
            Hold.LOCK: (Tile.LOCKED, "Verrouillé"),
            Hold.ROOM: (Tile.PAUSED, "En pause"),
            Hold.PAUSE: (Tile.PAUSED, "En pause"),
        }
        why, since = hold
        tile, word = words[why]
        return Shown(tile=tile, word=word, since=since)
    return _of_nobody(heard_at, now) if presence is None else _of_learner(presence, now)


def _of_nobody(heard_at: datetime | None, now: datetime) -> Shown:
    if heard_at is None or now - heard_at >= SILENT:
        return Shown(tile=Tile.OFF, word="Éteint\u00a0?", since=heard_at)
    return Shown(tile=Tile.FREE, word="Libre")


def _of_learner(presence: Presence, now: datetime) -> Shown:
    if presence.locked or now - presence.seen_at > presence.locks_after:
        since = presence.seen_at if presence.locked else presence.seen_at + presence.locks_after
        return Shown(tile=Tile.LOCKED, word="Verrouillé", since=since)
    if now - presence.seen_at >= IDLE:
        return Shown(tile=Tile.IDLE, word="Inactif", since=presence.seen_at)
    tile = Tile.TEST if presence.page_kind == "epreuve" else Tile.LESSON
    return Shown(
        tile=tile, word=KINDS.get(presence.page_kind, ELSEWHERE), since=presence.opened_at
    )


def short_name(name: str) -> str:
    """« Sandra L. »: enough to know who it is, and little for who looks at the screen."""
    first, *others = name.split() or [""]
    end = f" {others[-1][0]}." if others else ""
    room = _MOST_SHORT - len(end)
    return f"{first if len(first) <= room else f'{first[: room - 1]}…'}{end}"
