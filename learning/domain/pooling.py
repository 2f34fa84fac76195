"""What sites' files say together: each person once, and tables fit to be published.

The tables form a tree: two of them share one list at most, whose sums are hidden once for all.
Put together they then tell no more of a hidden count than each does alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learning.domain.codebook import (
    NOT_STARTED,
    STAGE_CODES,
    TOO_SOON,
    WEEK_CODES,
)
from learning.domain.codebook_shape import Row
from learning.domain.evaluation import Stage
from learning.domain.hiding import PUBLISHED, hide_line, hide_table
from learning.domain.intervals import BeforeAfter, compare_pairs
from learning.domain.lists import LEAVINGS, OUTCOMES, SUPPORT_FORMS
from learning.domain.shares import Share, wilson

_WEEKS = tuple(code for code in WEEK_CODES if code not in {NOT_STARTED, TOO_SOON})
NONE, UNSEEN, BOTH, NOT_BOTH = "aucun", "non-observe", "deux", "non"
WHOLE = "ensemble"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One table: its rows and columns by code, and each count, None where it is hidden.

    The last row and the last column are the sums. A list alone has one row.
    """

    name: str
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]

    def count(self, row: str, column: str) -> int | None:
        """Return a count by codes."""
        places = (*self.rows, WHOLE), (*self.columns, WHOLE)
        return self.counts[places[0].index(row)][places[1].index(column)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One indicator of a group: a share, worked out from published counts alone."""

    indicator: str
    group: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The scores of a group before and after."""

    group: str
    scores: BeforeAfter


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Everything that may be published of the pooled people."""

    people: int
    tables: tuple[Published, ...]
    figures: tuple[Figure, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A closed list that people are counted by: its French name and its codes."""

    title: str
    codes: tuple[str, ...]


_CLOSED: dict[str, _List] = {
    "etape": _List(title="Étape", codes=tuple(STAGE_CODES)),
    "semaine": _List(title="Dernière semaine", codes=(UNSEEN,)),
    "depart": _List(title="Raison de départ", codes=(*LEAVINGS, NONE)),
    "suite": _List(title="Suite connue", codes=(*OUTCOMES, NONE)),
    "scores": _List(title="Les deux scores", codes=(BOTH, NOT_BOTH)),
    "forme": _List(title="Forme d’accompagnement", codes=(*SUPPORT_FORMS, NONE)),
}
_OPEN = {"parcours": "Parcours", "arrivee": "Trimestre d’arrivée"}
# Each pair is one table. Adding one may close a circle: hidden counts could then be solved for.
TREE: tuple[tuple[str, str], ...] = (
    ("parcours", "etape"),
    ("parcours", "depart"),
    ("parcours", "suite"),
    ("parcours", "scores"),
    ("forme", "etape"),
    ("arrivee", "etape"),
)
# Counts that are one and the same once everybody has been watched: hidden together or not at all.
_TWINS = (("etape", Stage.REACHED.value), ("semaine", UNSEEN))


def pool(files: Iterable[Sequence[Row]]) -> tuple[Row, ...]:
    """Return each person once: of several rows, the one that rests on the most facts.

    Facts are only added and go with the person at a transfer: that row is the latest.
    """
    found: dict[object, Row] = {}
    for rows in files:
        for row in rows:
            known = found.get(row["pseudonyme"])
            if known is None or _weight(row) > _weight(known):
                found[row["pseudonyme"]] = row
    return tuple(found[name] for name in sorted(found, key=str))


def _weight(row: Row) -> tuple[int, str, str]:
    return int(row["faits"]), str(row["mois_export"]), repr(sorted(row.items()))


def publish(rows: Sequence[Row], *, least: int = PUBLISHED) -> Publication | None:
    """Return the tables of the pooled people, None when they are too few for any."""
    if len(rows) < least:
        return None
    people = [_placed(row) for row in rows]
    bands = _bands(people, least)
    people = [one | {"semaine": bands.get(one["semaine"], UNSEEN)} for one in people]
    codes = _codes(people) | {"semaine": (UNSEEN, *dict.fromkeys(bands.values()))}
    counts = {name: _count_line(people, name, codes[name]) for name in codes}
    hidden = _hide_lines(counts, codes, least)
    lines = [_line(name, codes[name], counts[name], hidden[name]) for name in codes]
    tables = [_table(people, pair, codes, hidden, least) for pair in TREE]
    every = {table.name: table for table in (*lines, *tables)}
    return Publication(
        people=len(rows),
        tables=tuple(every.values()),
        figures=tuple(_figures(every)),
        changes=tuple(_changes(rows, people, every)),
    )


def _placed(row: Row) -> dict[str, str]:
    """Return the code of somebody in each list."""
    month = str(row["mois_arrivee"])
    week = str(row["semaine"])
    both = row["score_avant"] != "" and row["score_apres"] != ""
    return {
        "parcours": str(row["parcours"]) or NONE,
        "arrivee": f"{month[:4]}-t{(int(month[5:7]) + 2) // 3}",
        "etape": str(row["etape"]),
        "semaine": UNSEEN if week in {NOT_STARTED, TOO_SOON} else week,
        "depart": str(row["depart"]) or NONE,
        "suite": str(row["suite"]) or NONE,
        "scores": BOTH if both else NOT_BOTH,
        "forme": str(row["forme"]) or NONE,
    }


def _bands(people: Sequence[Mapping[str, str]], least: int) -> dict[str, str]:
    """Return the band of each week, from the first: weeks of few people go with the next ones."""
    counted = Counter(one["semaine"] for one in people)
    bands: list[list[str]] = []
    for week in _WEEKS:
        if bands and sum(counted[one] for one in bands[-1]) < least:
            bands[-1].append(week)
        else:
            bands.append([week])
    if len(bands) > 1 and sum(counted[one] for one in bands[-1]) < least:
        last = bands.pop()
        bands[-1] += last
    names = {one[0]: one[0] if len(one) == 1 else f"{one[0]}-{one[-1]}" for one in bands}
    return {week: names[one[0]] for one in bands for week in one}


def _codes(people: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the codes of each list; of those that courses set, the ones that people have."""
    found = {name: known.codes for name, known in _CLOSED.items()}
    present = {name: {one[name] for one in people} for name in (*_OPEN, "forme")}
    found |= {name: tuple(sorted(present[name])) for name in _OPEN}
    found["forme"] = tuple(code for code in found["forme"] if code in present["forme"])
    return found


def _count_line(
    people: Sequence[Mapping[str, str]], name: str, codes: Sequence[str]
) -> tuple[int, ...]:
    counted = Counter(one[name] for one in people)
    return tuple(counted[code] for code in codes)


def _hide_lines(
    counts: Mapping[str, Sequence[int]], codes: Mapping[str, tuple[str, ...]], least: int
) -> dict[str, frozenset[int]]:
    """Hide the sums of every list; when one of two twins is hidden, so is the other."""
    hidden = {name: hide_line(counts[name], least=least) for name in counts}
    places = {name: codes[name].index(code) for name, code in _TWINS}
    while len({places[name] in hidden[name] for name in places}) > 1:
        for name, place in places.items():
            hidden[name] = hide_line(counts[name], least=least, forced=hidden[name] | {place})
    return hidden


def _line(
    name: str, codes: tuple[str, ...], counts: Sequence[int], hidden: frozenset[int]
) -> Published:
    shown = tuple(None if at in hidden else count for at, count in enumerate(counts))
    whole = (*shown, sum(counts))
    return Published(name=name, title=title_of(name), rows=(), columns=codes, counts=(whole,))


def title_of(name: str) -> str:
    """Return the French name of a list, or of two."""
    titles = {code: known.title for code, known in _CLOSED.items()} | _OPEN
    return " × ".join(titles[part] for part in name.split("-par-"))


def _table(
    people: Sequence[Mapping[str, str]],
    pair: tuple[str, str],
    codes: Mapping[str, tuple[str, ...]],
    hidden: Mapping[str, frozenset[int]],
    least: int,
) -> Published:
    first, second = pair
    rows, columns = codes[first], codes[second]
    counted = Counter((one[first], one[second]) for one in people)
    counts = [[counted[row, column] for column in columns] for row in rows]
    found = hide_table(counts, rows=hidden[first], columns=hidden[second], least=least)
    shown: list[tuple[int | None, ...]] = []
    for at, line in enumerate(counts):
        inside = (None if (at, place) in found.places else n for place, n in enumerate(line))
        shown.append((*inside, None if at in hidden[first] else sum(line)))
    sums = [sum(line[place] for line in counts) for place in range(len(columns))]
    below = (None if place in hidden[second] else count for place, count in enumerate(sums))
    return Published(
        name=f"{first}-par-{second}",
        title=title_of(f"{first}-par-{second}"),
        rows=rows,
        columns=columns,
        counts=(*shown, (*below, len(people))),
    )


def _figures(tables: Mapping[str, Published]) -> Iterable[Figure]:
    """Work indicators out of published counts: they cannot tell what those hide."""
    for first in ("parcours", "forme", "arrivee"):
        table = tables[f"{first}-par-etape"]
        groups = (*table.rows, WHOLE) if first == "parcours" else table.rows
        for row in groups:
            group = row if row == WHOLE else f"{first} {row}"
            total = table.count(row, WHOLE)
            reached = table.count(row, Stage.REACHED.value)
            finished = table.count(row, Stage.FINISHED.value)
            if total and reached is not None:
                yield _share("commence", group, total - reached, total)
            if total and finished is not None:
                yield _share("termine", group, finished, total)
    yield from _kept(tables["semaine"])


def _kept(weeks: Published) -> Iterable[Figure]:
    """Say how many were still there at each watched week, of those watched long enough."""
    unseen, total = weeks.counts[0][0], weeks.counts[0][-1]
    if unseen is None or total is None or total == unseen:
        return
    for at, band in enumerate(weeks.columns[1:], start=1):
        after = [count for count in weeks.counts[0][at:-1] if count is not None]
        week = int(band.split("-")[0])
        if week and len(after) == len(weeks.columns) - at:
            yield _share(f"gardes semaine {week}", WHOLE, sum(after), total - unseen)


def _share(indicator: str, group: str, count: int, total: int) -> Figure:
    return Figure(indicator=indicator, group=group, share=wilson(count / total, total))


def _changes(
    rows: Sequence[Row], people: Sequence[Mapping[str, str]], tables: Mapping[str, Published]
) -> Iterable[Change]:
    """Compare scores of the groups whose number of pairs is published."""
    table = tables["parcours-par-scores"]
    for group in (WHOLE, *table.rows):
        if table.count(group, BOTH) is None:
            continue
        pairs = [
            (float(row["score_avant"]), float(row["score_apres"]))
            for row, one in zip(rows, people, strict=True)
            if one["scores"] == BOTH and group in {WHOLE, one["parcours"]}
        ]
        scores = compare_pairs(pairs)
        if scores is not None:
            named = group if group == WHOLE else f"parcours {group}"
            yield Change(group=named, scores=scores)
