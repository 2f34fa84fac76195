"""Whatever the people, no count that the dashboard hides can be worked out from all it shows."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from learning.domain.evaluation import Stage, Subject, week_band
from learning.domain.evaluation_tables import Dimension, Panel, Rate, build_panels, group_by
from learning.domain.hiding import LEAST
from learning.domain.lists import LEAVINGS
from tests.support.bounds import Outsider, Sum, Unknown
from tests.support.clock import START

STAGES = tuple(Stage)
BANDS = (0, 1, 2, 4, 8, 12)
BUNCH = st.tuples(
    st.sampled_from("abc"),
    st.sampled_from(STAGES),
    st.sampled_from([0, 1, 3, 13]),
    st.sampled_from(["", "", "travail", "envie"]),
    st.integers(1, 25),
)
Cell = tuple[str, str, object, int | None]  # what it splits, path, stage or reason, week
Learnt = tuple[Callable[[Cell], bool], int]


def people_of(bunches: list[tuple[str, Stage, int, str, int]], *, watched: bool) -> list[Subject]:
    """Those who began were all watched, or only some of them."""
    found: list[Subject] = []
    for path, stage, week, leaving, count in bunches:
        followed = stage is not Stage.REACHED and (watched or week > 0)
        found += [
            Subject(
                path=path,
                form="",
                month="2026-01",
                stage=stage,
                last_week=week if followed else None,
                leaving=leaving,
            )
        ] * count
    return found


def every_cell(people: list[Subject], *, watched: bool) -> dict[Cell, int]:
    """Everything that an outsider does not know, with how many are there in truth."""
    cells: dict[Cell, int] = {}
    for path in {one.path for one in people}:
        cells |= {("reason", path, code, None): 0 for code in ("", *LEAVINGS)}
        cells[("stage", path, Stage.REACHED, None)] = 0
        for stage in (Stage.STARTED, Stage.FINISHED):
            weeks = BANDS if watched else (None, *BANDS)
            cells |= {("stage", path, stage, week): 0 for week in weeks}
    for one in people:
        week = None if one.last_week is None else week_band(one.last_week)
        cells["stage", one.path, one.stage, week] += 1
        cells["reason", one.path, one.leaving, None] += 1
    return cells


def learnt(panels: tuple[Panel, ...], *, whole: bool) -> Iterator[Learnt]:
    """What the page says, as sums of cells. ``whole``: its lines are not paths."""
    for panel in panels:
        if panel.code not in {"avancement", "gardes", "departs"}:
            continue
        for line in panel.lines:
            for column, value in zip(panel.columns, line.values, strict=True):
                count = value.count if isinstance(value, Rate) else value
                if isinstance(count, int):
                    code = line.key if whole and panel.code == "departs" else column
                    path = "" if whole else line.key
                    yield sum_named(panel.code, code, path), count


def sum_named(panel: str, code: str, path: str) -> Callable[[Cell], bool]:
    """Return which cells a figure adds up."""

    def holds(cell: Cell) -> bool:
        kind, where, what, week = cell
        if path and where != path:
            return False
        if panel == "departs":
            return kind == "reason" and what == code if code else kind == "reason" and what != ""
        if kind != "stage":
            return False
        if panel == "gardes":
            least = int(code.removeprefix("semaine-")) if code != "suivis" else 0
            return week is not None and week >= least
        return {
            "atteints": True,
            "commence": what is not Stage.REACHED,
            "termine": what is Stage.FINISHED,
        }[code]

    return holds


def small_counts(cells: dict[Cell, int]) -> Iterator[list[Cell]]:
    """The counts that the page must not tell: stages and reasons of under five people."""
    named: dict[tuple[str, str, object], list[Cell]] = {}
    for cell in cells:
        if cell[2]:
            named.setdefault(cell[:3], []).append(cell)
    for line in named.values():
        if sum(cells[cell] for cell in line) < LEAST:
            yield line


@pytest.mark.parametrize("watched", [True, False], ids=["all-watched", "some-watched"])
@settings(max_examples=50)
@given(bunches=st.lists(BUNCH, min_size=2, max_size=10))
def test_no_small_count_can_be_worked_out(
    bunches: list[tuple[str, Stage, int, str, int]], *, watched: bool
) -> None:
    people = people_of(bunches, watched=watched)
    assume(len(people) >= LEAST)
    cells = every_cell(people, watched=watched)
    sums: list[Sum] = []
    for by in (Dimension.PATH, Dimension.ALL):
        panels = build_panels(group_by(by, people), START)
        for holds, count in learnt(panels, whole=by is Dimension.ALL):
            line: dict[Unknown, int] = {cell: 1 for cell in cells if holds(cell)}
            assert sum(cells[cell] for cell in cells if holds(cell)) == count
            sums.append((line, count))
    for path in {one.path for one in people}:  # each is in one stage, and has one reason or none
        signs = {"stage": 1, "reason": -1}
        sums.append(({cell: signs[cell[0]] for cell in cells if cell[1] == path}, 0))
    secrets: list[Unknown] = []
    for number, hidden in enumerate(small_counts(cells)):
        whole: dict[Unknown, int] = dict.fromkeys(hidden, 1)
        secrets.append(f"secret {number}")
        sums.append(({**whole, secrets[-1]: -1}, 0))
    outsider = Outsider([*cells, *secrets], sums)
    for secret in secrets:
        low, high = outsider.between(secret)
        assert high > low, (secret, low, high)
