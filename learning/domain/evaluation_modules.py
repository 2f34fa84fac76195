"""People in each module: the only table of the evaluation whose lines share people."""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.domain.evaluation import Stage
from learning.domain.evaluation_tables import Grouped, Line, Panel, Rate, Unsaid, stage_place
from learning.domain.hiding import LEAST
from learning.domain.shares import wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleCounts:
    """A module: the paths that hold it, and how many of their people are where."""

    module: str
    paths: frozenset[str]
    counts: tuple[int, int, int]  # reached only, started, passed


def module_panel(grouped: Grouped, modules: Sequence[ModuleCounts]) -> Panel:
    """Count people in each module; ``grouped`` is by path.

    A line is whole or only says who was reached: cells of one module may be those of a path.
    """
    split = grouped.split(stage_place, len(Stage))
    lines = []
    for one in modules:
        held = [line for line, key in enumerate(grouped.keys) if key in one.paths]
        closed = any(line in split.secret for line in held)
        open_rows = not any(place[0] in held for place in split.hidden.places)
        whole = open_rows and min(one.counts) >= LEAST
        reached = sum(one.counts)
        lines.append(
            Line(
                key=one.module,
                values=(
                    Unsaid.HIDDEN if closed or not held else reached,
                    _module_rate(sum(one.counts[1:]), reached) if whole else Unsaid.HIDDEN,
                    _module_rate(one.counts[2], reached) if whole else Unsaid.HIDDEN,
                ),
            )
        )
    return Panel(code="modules", columns=("atteints", "commence", "reussi"), lines=tuple(lines))


def _module_rate(count: int, reached: int) -> Rate:
    return Rate(count, wilson(count / reached if reached else 0.0, reached))
