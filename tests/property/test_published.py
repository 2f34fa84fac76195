"""What is published never lets a hidden count be worked out, whatever the people."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.domain import pooling
from learning.domain.codebook_shape import Row
from learning.domain.evaluation import Stage
from learning.domain.hiding import PUBLISHED, HiddenTable, hide_line, hide_table
from learning.domain.pooling import UNSEEN, WHOLE, Publication, Published, publish
from tests.support.bounds import Number, Outsider, Sum, Unknown

WEEKS = ("0", "1", "2", "4", "8", "12")
Seen = tuple[str, str, str]  # table, row, column


def row(number: int, **values: str) -> Row:
    """One person of a file."""
    both = {"score_avant": 2.5, "score_apres": 3.0}
    return {
        "pseudonyme": f"P{number:09}",
        "faits": number,
        "mois_export": "2026-11",
        "mois_arrivee": "2026-01",
        "parcours": "a",
        "forme": "atelier",
        "etape": "commence",
        "semaine": "4",
        "depart": "",
        "suite": "",
        "score_avant": "",
        "score_apres": "",
        **values,
        **(both if values.get("etape") == "termine" and number % 5 else {}),
    }


PERSON = st.fixed_dictionaries(
    {
        "parcours": st.sampled_from(["a", "a", "a", "b", "c"]),
        "forme": st.sampled_from(["atelier", "atelier", "papier", ""]),
        "mois_arrivee": st.sampled_from(["2026-01", "2026-04", "2026-04"]),
        "etape": st.sampled_from(["atteint", "commence", "commence", "termine"]),
        "depart": st.sampled_from(["", "", "", "travail", "envie"]),
        "suite": st.sampled_from(["", "", "emploi"]),
        "semaine": st.sampled_from(WEEKS),
    }
)
# People come in bunches, so that some counts are large and others small.
BUNCHES = st.lists(st.tuples(PERSON, st.integers(1, 25)), min_size=1, max_size=14)


def people(bunches: list[tuple[dict[str, str], int]]) -> list[Row]:
    """The rows of everybody; who never began was never watched, and everybody else was."""
    found: list[Row] = []
    for values, count in bunches:
        week = "pas-commence" if values["etape"] == "atteint" else values["semaine"]
        found += [row(len(found) + at, **{**values, "semaine": week}) for at in range(count)]
    return found


def places(table: Published) -> Iterator[tuple[str, str, int | None]]:
    """Every count of a table, sums included."""
    for code, line in zip((*table.rows, WHOLE), table.counts, strict=True):
        for column, count in zip((*table.columns, WHOLE), line, strict=True):
            yield code, column, count


def names(table: Published, code: str, column: str) -> Seen:
    """The name of a count: the sum of a row is the same wherever it stands."""
    first, _, second = table.name.partition("-par-")
    if code == WHOLE:
        return second or first, WHOLE, column
    return (first, WHOLE, code) if column == WHOLE else (table.name, code, column)


def outsider(found: Publication, *extra: Sum) -> tuple[Outsider, list[Seen]]:
    """Who has read all that was published; and what is hidden from them."""
    known: dict[Unknown, int] = {}
    hidden: dict[Seen, None] = {}
    sums: list[tuple[dict[Unknown, int], Seen | int]] = []
    for table in found.tables:
        for code, column, count in places(table):
            name = names(table, code, column)
            if name[2] == WHOLE:
                continue
            if count is None:
                hidden[name] = None
            else:
                assert known.setdefault(name, count) == count, "one count, two values"
        for code in table.rows:
            line: dict[Unknown, int] = {names(table, code, column): 1 for column in table.columns}
            sums.append((line, names(table, code, WHOLE)))
        for column in table.columns:
            line = {names(table, code, column): 1 for code in table.rows}
            sums.append((line, names(table, WHOLE, column)) if table.rows else ({}, 0))
        line = {names(table, WHOLE, column): 1 for column in table.columns}
        sums.append((line, found.people))
    assert not known.keys() & hidden.keys(), "hidden in one table and shown in another"
    told = [_told(line, total, known) for line, total in sums]
    told += [_told(line, total, known) for line, total in extra]
    return Outsider(list(hidden), [one for one in told if one[0]]), list(hidden)


def _told(line: Mapping[Unknown, int], total: Seen | int, known: Mapping[Unknown, int]) -> Sum:
    """Say a sum with what is known put on the right-hand side."""
    unknown = dict(line)
    if not isinstance(total, int):
        unknown[total] = unknown.get(total, 0) - 1
        total = 0
    left = {name: factor for name, factor in unknown.items() if name not in known}
    return left, total - sum(known[name] * by for name, by in unknown.items() if name in known)


def true_count(bare: Publication, name: Seen) -> int:
    """What a hidden count really is."""
    table = next(one for one in bare.tables if one.name == name[0])
    if table.name == "semaine" and name[2] not in table.columns:
        first, last = (WEEKS.index(week) for week in name[2].split("-"))
        return sum(table.count(WHOLE, week) or 0 for week in WEEKS[first : last + 1])
    count = table.count(name[1], name[2])
    assert count is not None
    return count


def moves(found: Publication, *extra: Sum) -> dict[Seen, tuple[Number, Number]]:
    """How far each hidden count may move."""
    solver, hidden = outsider(found, *extra)
    return {name: solver.between(name) for name in hidden}


@settings(max_examples=40)
@given(BUNCHES)
def test_no_hidden_count_can_be_solved_for(bunches: list[tuple[dict[str, str], int]]) -> None:
    rows = people(bunches)
    found = publish(rows)
    if found is None:
        assert len(rows) < PUBLISHED
        return
    bare = publish(rows, least=0)
    assert bare is not None
    # Everybody here was watched for twelve weeks: an outsider may know that.
    for name, (low, high) in moves(found, (TWINS, 0)).items():
        count = true_count(bare, name)
        assert low <= count <= high, name
        assert high > low, f"{name} is {count}: solved"
        if count < PUBLISHED:
            assert high - low >= PUBLISHED, f"{name} is {count}: between {low} and {high}"


@settings(max_examples=100)
@given(BUNCHES)
def test_nothing_under_eleven_is_shown(bunches: list[tuple[dict[str, str], int]]) -> None:
    found = publish(people(bunches))
    for table in found.tables if found else ():
        for *_, count in places(table):
            assert count is None or count >= PUBLISHED
    for change in found.changes if found else ():
        assert change.scores.change.count >= PUBLISHED


TABLE = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=2, max_size=4
    )
)


@pytest.mark.parametrize("least", [5, PUBLISHED])
@given(counts=TABLE)
def test_a_table_alone_tells_nothing_of_what_it_hides(counts: list[list[int]], least: int) -> None:
    if sum(map(sum, counts)) < least:
        return
    sums = [sum(line) for line in counts]
    below = [sum(line[at] for line in counts) for at in range(len(counts[0]))]
    rows, columns = hide_line(sums, least=least), hide_line(below, least=least)
    hidden = hide_table(counts, rows=rows, columns=columns, least=least).places
    unknowns: list[Unknown] = [*hidden, *(("row", at) for at in rows)]
    unknowns += [("column", at) for at in columns]
    known: list[Sum] = [({("row", at): 1 for at in rows}, sum(sums[at] for at in rows))]
    known.append(({("column", at): 1 for at in columns}, sum(below[at] for at in columns)))
    for at, line in enumerate(counts):
        mine: dict[Unknown, int] = {place: 1 for place in hidden if place[0] == at}
        total = sum(line[column] for row_at, column in hidden if row_at == at)
        known.append(
            ({**mine, ("row", at): -1}, total - sums[at]) if at in rows else (mine, total)
        )
    for at in range(len(below)):
        mine = {place: 1 for place in hidden if place[1] == at}
        total = sum(counts[row_at][column] for row_at, column in hidden if column == at)
        extra = ({**mine, ("column", at): -1}, total - below[at])
        known.append(extra if at in columns else (mine, total))
    solver = Outsider(unknowns, [one for one in known if one[0]])
    for place in hidden:
        low, high = solver.between(place)
        assert low <= counts[place[0]][place[1]] <= high
        assert high > low
        if counts[place[0]][place[1]] < least:
            assert high - low >= least


TWINS: dict[Unknown, int] = {
    ("etape", WHOLE, Stage.REACHED.value): 1,
    ("semaine", WHOLE, UNSEEN): -1,
}
# Everybody began but thirty; three finished, all of one form of support.
STORY = [
    ({"parcours": "a", "forme": form, "mois_arrivee": "2026-01", "etape": stage, "depart": "",
      "suite": "", "semaine": "4"}, count)
    for form, stage, count in (("atelier", "atteint", 30), ("atelier", "commence", 40),
                               ("atelier", "termine", 3), ("papier", "commence", 40),
                               ("papier", "atteint", 15), ("papier", "termine", 20))
]  # fmt: skip


def solved(rows: list[Row]) -> set[Seen]:
    """Whatever hidden count an outsider finds."""
    found = publish(rows)
    assert found
    return {name for name, (low, high) in moves(found, (TWINS, 0)).items() if low == high}


def test_nothing_of_the_story_is_solved() -> None:
    assert solved(people(STORY)) == set()
    assert solved(people([*STORY[:2], STORY[2]])) == set()


def test_without_complements_a_line_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant that must fail: small sums hidden alone."""
    monkeypatch.setattr(
        pooling,
        "hide_line",
        lambda counts, least, forced=(): frozenset(
            {at for at, count in enumerate(counts) if count < least} | set(forced)
        ),
    )
    assert ("etape", WHOLE, "termine") in solved(people(STORY[:3]))


def test_without_complements_a_table_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant that must fail: small places hidden alone."""
    monkeypatch.setattr(
        pooling,
        "hide_table",
        lambda counts, rows, columns, least: HiddenTable(
            rows=frozenset(rows),
            columns=frozenset(columns),
            places=frozenset(
                (at, place)
                for at, line in enumerate(counts)
                for place, count in enumerate(line)
                if at in rows or place in columns or count < least
            ),
        ),
    )
    assert ("forme-par-etape", "atelier", "termine") in solved(people(STORY))


def test_without_twins_a_small_count_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant that must fail: one figure hidden, and the same one shown elsewhere."""
    monkeypatch.setattr(pooling, "_TWINS", ())
    assert ("etape", WHOLE, "termine") in solved(people(STORY[:3]))


def test_the_outsider_solves_what_can_be_solved() -> None:
    """The mutant: one hidden count in a line is found at once."""
    assert Outsider(["x"], [({"x": 1}, 4)]).between("x") == (4, 4)
    two = Outsider(["x", "y"], [({"x": 1, "y": 1}, 9)])
    assert two.between("x") == (0, 9)
    square: list[Sum] = [
        ({"a": 1, "b": 1}, 5),
        ({"c": 1, "d": 1}, 7),
        ({"a": 1, "c": 1}, 3),
        ({"b": 1, "d": 1}, 9),
    ]
    assert Outsider("abcd", square).between("d") == (4, 7)
