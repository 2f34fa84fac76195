"""Small cells hidden, and what would give them away: nobody is found again in a table of counts.

A count under the least (five inside a site, eleven in what is published) is hidden, then as many
others as it takes for the shown ones, sums included, to leave each hidden count at least as far
apart between the least and the most it could be.
"""

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

LEAST = 5  # no cell under five is shown inside a site
PUBLISHED = 11  # nor under eleven in what leaves for the public
_UNBOUNDED = 10**9

Place = tuple[int, int]
Counts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenTable:
    """What is hidden of a table: rows and columns (their sums), and places inside."""

    rows: frozenset[int] = field(default_factory=frozenset)
    columns: frozenset[int] = field(default_factory=frozenset)
    places: frozenset[Place] = field(default_factory=frozenset)


def hide_line(
    counts: Sequence[int], *, least: int = LEAST, forced: Collection[int] = ()
) -> frozenset[int]:
    """Return which parts of a shown total are hidden: none alone, nor under the least in all.

    ``forced`` are parts to hide whatever their count.
    """
    if sum(counts) < least:
        return frozenset(range(len(counts)))
    hidden = {place for place, count in enumerate(counts) if count < least} | set(forced)
    if not hidden:
        return frozenset()
    shown = sorted(set(range(len(counts))) - hidden, key=lambda place: (counts[place], place))
    for place in shown:
        if len(hidden) > 1 and sum(counts[one] for one in hidden) >= least:
            break
        hidden.add(place)
    return frozenset(hidden)


def hide_table(
    counts: Counts,
    *,
    rows: Collection[int] = (),
    columns: Collection[int] = (),
    known: Collection[Place] = (),
    forced: Collection[Place] = (),
    least: int = LEAST,
) -> HiddenTable:
    """Hide places of a table whose total is shown.

    ``rows`` and ``columns`` are those whose sums are hidden elsewhere: all of them is hidden
    here. ``known`` are the places that anybody knows to be empty; ``forced`` those to hide
    whatever their count, because another table of the same people hides them.
    """
    height, width = len(counts), len(counts[0]) if counts else 0
    inside = [(row, column) for row in range(height) for column in range(width)]
    if height == 1:
        places = frozenset((0, column) for column in columns)
        return HiddenTable(columns=frozenset(columns), places=places)
    hidden = {
        (row, column)
        for row, column in inside
        if row in rows or column in columns or counts[row][column] < least
    } | set(forced)
    hidden |= {(row, width) for row in rows} | {(height, column) for column in columns}
    guessed = _Guess(counts, hidden, frozenset(known), least)
    delicate = [one for one in sorted(hidden) if one in forced or guessed.is_delicate(one)]
    shown = sorted(set(inside) - hidden, key=lambda place: (counts[place[0]][place[1]], place))
    for place in delicate:
        while not guessed.is_safe(place) and shown:
            nearest = next((one for one in shown if _in_line(one, place)), shown[0])
            shown.remove(nearest)
            guessed.hidden.add(nearest)
    # What the rest tells for sure is shown: hiding it would only pretend.
    guessed.hidden -= {place for place in inside if guessed.is_told(place)}
    return HiddenTable(
        rows=frozenset(rows),
        columns=frozenset(columns),
        places=frozenset(guessed.hidden.intersection(inside)),
    )


def _in_line(one: Place, other: Place) -> bool:
    return one[0] == other[0] or one[1] == other[1]


class _Guess:
    """What an outsider may work out: how far a hidden count may move, all else shown kept.

    Sums are one more row and one more column, with the sign changed, so that every line of
    the whole adds up to nothing. To move a count is then to push a flow from line to line.
    """

    def __init__(
        self, counts: Counts, hidden: set[Place], known: frozenset[Place], least: int
    ) -> None:
        self.least = least
        self.height, self.width = len(counts), len(counts[0])
        self.hidden = hidden
        self.known = known
        self.counts = {
            (row, column): counts[row][column]
            for row in range(self.height)
            for column in range(self.width)
        }
        for row in range(self.height):
            self.counts[row, self.width] = sum(counts[row])
        for column in range(self.width):
            self.counts[self.height, column] = sum(line[column] for line in counts)

    def is_delicate(self, place: Place) -> bool:
        """Tell whether a hidden count is one of few people, and not one that anybody knows."""
        return self.counts[place] < self.least and place not in self.known

    def is_told(self, place: Place) -> bool:
        """Tell whether a hidden count of many people is known for sure from the rest."""
        if place not in self.hidden or self.counts[place] < self.least:
            return False
        return not (self._push(place, rising=True) or self._push(place, rising=False))

    def is_safe(self, place: Place) -> bool:
        """Tell whether the count may be anything over a range of the least at least."""
        up = self._push(place, rising=True)
        return up >= self.least or up + self._push(place, rising=False) >= self.least

    def _is_sum(self, place: Place) -> bool:
        return place[0] == self.height or place[1] == self.width

    def _push(self, place: Place, *, rising: bool) -> int:
        """Return how far the count may rise or fall, no further than it matters."""
        row, column = ("row", place[0]), ("column", place[1])
        forward = rising != self._is_sum(place)
        start, end = (column, row) if forward else (row, column)
        limit = self.least if rising else min(self.least, self.counts[place])
        rooms = self._rooms(place)
        pushed = 0
        while pushed < limit and (found := _way(rooms, start, end, limit - pushed)):
            way, amount = found
            for first, second in way:
                rooms[first][second] -= amount
                rooms[second][first] = rooms[second].get(first, 0) + amount
            pushed += amount
        return pushed

    def _rooms(self, without: Place) -> "_Rooms":
        rooms: _Rooms = {("row", one): {} for one in range(self.height + 1)}
        rooms |= {("column", one): {} for one in range(self.width + 1)}
        for place in self.hidden - self.known - {without}:
            row, column = ("row", place[0]), ("column", place[1])
            least = self.counts[place]  # no count may fall under zero
            more, less = (least, _UNBOUNDED) if self._is_sum(place) else (_UNBOUNDED, least)
            rooms[row][column], rooms[column][row] = more, less
        return rooms


_Line = tuple[str, int]
_Rooms = dict[_Line, dict[_Line, int]]


def _way(
    rooms: _Rooms, start: _Line, end: _Line, most: int
) -> tuple[list[tuple[_Line, _Line]], int] | None:
    """Return the shortest way with room left, and how much goes through it."""
    before: dict[_Line, _Line] = {start: start}
    waiting = deque([start])
    while waiting and end not in before:
        here = waiting.popleft()
        for there, room in rooms[here].items():
            if room > 0 and there not in before:
                before[there] = here
                waiting.append(there)
    if end not in before:
        return None
    way = []
    here = end
    while here != start:
        way.append((before[here], here))
        here = before[here]
    amount = min(most, *(rooms[first][second] for first, second in way))
    return way, amount
