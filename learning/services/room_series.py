"""Several terminals of a room at once: a numbered series, or lines pasted from a list.

Both become lines « number;address ». What each would do is shown first; then all of it is done.
"""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa

from learning.domain.errors import Invalid, LearningError
from learning.services.room import find_room
from learning.services.room_setup import MOST_TERMINALS, add_terminal, read_number
from learning.services.work import Work
from learning.storage.rooms import room, terminal

MOST_LINES = 2 * MOST_TERMINALS
_CELLS = re.compile(r"[;,\t ]+")
_HEADS = frozenset({"numero", "numéro", "poste", "n°", "no"})


class Outcome(StrEnum):
    """What a line comes to."""

    CREATE = "create"
    KNOWN = "known"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTerminal:
    """One line: its number and address as they were written, and what it would do."""

    line: int
    number: str
    address: str
    outcome: Outcome
    fault: LearningError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """Every line, in the order in which they were written."""

    lines: tuple[PlannedTerminal, ...]

    def count(self, outcome: Outcome) -> int:
        """How many lines come to this."""
        return sum(one.outcome is outcome for one in self.lines)

    @property
    def text(self) -> str:
        """The lines as they are sent again to be applied."""
        return "\n".join(f"{one.number};{one.address}" for one in self.lines)

    @property
    def mark(self) -> str:
        """What was shown, in short: an apply that would do something else is refused."""
        shown = "".join(f"{one.number}/{one.address}/{one.outcome} " for one in self.lines)
        return sha256(shown.encode()).hexdigest()[:16]


@dataclass(slots=True, kw_only=True)
class _Taken:
    """Which places of the room and which addresses of the site are taken, as lines are read."""

    places: dict[int, str]
    addresses: dict[str, str]  # address: where it is, in words


def write_series(first: str, last: str, address: str) -> str:
    """Write the lines of a series: places from one to another, addresses that follow.

    Raises:
        Invalid: a place or the address cannot be used, or the series goes too far.

    """
    start = read_number(first, field="premier")
    end = read_number(last, field="dernier")
    if end < start:
        raise Invalid("Le dernier numéro vient avant le premier.", field="dernier")
    if not address.strip():
        return "\n".join(f"{number};" for number in range(start, end + 1))
    try:
        known = ipaddress.ip_address(address.strip())
        found = [str(known + step) for step in range(end - start + 1)]
    except ValueError as error:
        raise Invalid(
            "Écrivez une adresse comme 10.0.0.11, qui laisse assez d’adresses après elle.",
            field="adresse",
        ) from error
    return "\n".join(f"{start + step};{one}" for step, one in enumerate(found))


def plan_series(work: Work, room_id: UUID, text: str) -> SeriesPlan:
    """Say what each line would do, without doing it.

    Raises:
        NotFound: no such room.
        Invalid: there is no line, or there are too many.

    """
    find_room(work, room_id)
    written = _read(text)
    if not written:
        raise Invalid("Écrivez au moins une ligne.", field="lignes")
    if len(written) > MOST_LINES:
        raise Invalid("%(most)s lignes au plus à la fois.", field="lignes", most=MOST_LINES)
    taken = _read_taken(work, room_id)
    return SeriesPlan(lines=tuple(_plan(taken, *one) for one in written))


def apply_series(work: Work, room_id: UUID, plan: SeriesPlan) -> None:
    """Add the terminals of the lines that are right."""
    for one in plan.lines:
        if one.outcome is Outcome.CREATE:
            add_terminal(work, room_id, number=one.number, address=one.address)


def _read(text: str) -> list[tuple[int, str, str]]:
    """Return the number of each line that says something, its place and its address."""
    found: list[tuple[int, str, str]] = []
    for line, written in enumerate(text.splitlines(), 1):
        cells = [cell for cell in _CELLS.split(written.strip()[:100]) if cell]
        if cells and not (not found and cells[0].casefold() in _HEADS):
            found.append((line, cells[0], " ".join(cells[1:])))
    return found


def _read_taken(work: Work, room_id: UUID) -> _Taken:
    query = (
        sa.select(terminal.c.room_id, terminal.c.number, terminal.c.address, room.c.name)
        .join(room, (room.c.site_id == terminal.c.site_id) & (room.c.id == terminal.c.room_id))
        .where(terminal.c.site_id == work.site)
    )
    rows = work.connection.execute(query).all()
    return _Taken(
        places={row.number: row.address or "" for row in rows if row.room_id == room_id},
        addresses={row.address: f"{row.name}, {row.number}" for row in rows if row.address},
    )


def _plan(taken: _Taken, line: int, number: str, address: str) -> PlannedTerminal:
    outcome = Outcome.CREATE
    fault: LearningError | None = None
    try:
        place = read_number(number, field="numero")
        known = str(ipaddress.ip_address(address)) if address else ""
        outcome = _outcome(taken, place, known)
        taken.places[place] = known
        if known:
            taken.addresses[known] = f"{place}"
    except ValueError:
        fault = Invalid("L’adresse ne se lit pas : écrivez-la comme 10.0.0.11.")
    except LearningError as error:
        fault = error
    return PlannedTerminal(
        line=line,
        number=number,
        address=address,
        outcome=Outcome.WRONG if fault else outcome,
        fault=fault,
    )


def _outcome(taken: _Taken, place: int, address: str) -> Outcome:
    """Tell whether a terminal is new or there already.

    Raises:
        Invalid: its place or its address is another's.

    """
    if place in taken.places:
        if taken.places[place] == address:
            return Outcome.KNOWN
        raise Invalid("Un autre poste a déjà ce numéro.")
    if address in taken.addresses:
        raise Invalid(
            "Cette adresse est déjà celle d’un poste : %(where)s.",
            where=taken.addresses[address],
        )
    return Outcome.CREATE
