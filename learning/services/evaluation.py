"""The evaluator's dashboard: everybody counted by one thing at a time, and nobody named.

One page feeds the screen, the print, the CSV and the spreadsheet.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from learning.documents.spreadsheet import write_csv, write_xlsx
from learning.domain.evaluation_modules import ModuleCounts, module_panel
from learning.domain.evaluation_tables import (
    Dimension,
    Panel,
    build_panels,
    group_by,
)
from learning.domain.hiding import LEAST
from learning.domain.lists import SUPPORT_FORMS
from learning.domain.sheet import Sheet
from learning.services import audit
from learning.services.evaluation_people import Counted, read_population
from learning.services.learn import path_modules
from learning.services.questionnaires import items_of, pairings
from learning.services.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """What the evaluation counts by one dimension; ``titles`` name paths and modules.

    ``reached`` is None when too few people were for any figure; ``invented``: a demonstration.
    """

    dimension: Dimension
    at: datetime
    reached: int | None
    panels: tuple[Panel, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[float, float] = (0.0, 1.0)  # of the questions asked before and after
    empty: bool = False
    invented: bool = False


def show_dashboard(work: Work, dimension: Dimension) -> Dashboard:
    """Count everybody by this dimension."""
    population = read_population(work)
    total = len(population.people)
    if total < LEAST:
        return Dashboard(
            dimension=dimension,
            at=work.instant,
            reached=None,
            empty=not total,
            invented=population.invented,
        )
    if dimension is Dimension.MODULE:
        panels: tuple[Panel, ...] = (_by_module(work, population.people),)
    else:
        grouped = group_by(dimension, population.subjects, _order(work, dimension))
        panels = build_panels(grouped, work.instant)
    return Dashboard(
        dimension=dimension,
        at=work.instant,
        reached=total,
        panels=panels,
        titles=_titles(work),
        scale=_scale(work),
        invented=population.invented,
    )


def _order(work: Work, dimension: Dimension) -> tuple[str, ...]:
    if dimension is Dimension.FORM:
        return tuple(SUPPORT_FORMS)
    if dimension is Dimension.PATH and work.release:
        return tuple(path.slug for path in work.catalogue.paths)
    return ()


def _titles(work: Work) -> dict[str, str]:
    if not work.release:
        return {}
    catalogue = work.catalogue
    found = {module.slug: module.title for module in catalogue.modules}
    # A path and a module may bear one slug; each table holds one kind, the path's under « / ».
    return found | {f"/{path.slug}": path.title for path in catalogue.paths}


def _scale(work: Work) -> tuple[float, float]:
    """Return the ends of the scale that the shared questions are answered on."""
    asked = work.catalogue.questionnaires if work.release else ()
    shared = {name for pair in pairings(asked) for name in pair.items}
    items = [item for one in asked for item in items_of(one) if item.name in shared]
    if not items:
        return (0.0, 1.0)
    return (float(min(item.low for item in items)), float(max(item.high for item in items)))


def _by_module(work: Work, people: tuple[Counted, ...]) -> Panel:
    """Count in each module the people whose path holds it."""
    grouped = group_by(Dimension.PATH, [one.subject for one in people])
    held: dict[str, set[str]] = defaultdict(set)
    for path in grouped.keys:
        one = work.catalogue.path(path) if work.release else None
        for module in path_modules(work, one) if one else ():
            held[module.slug].add(path)
    counts = {slug: [0, 0, 0] for slug in held}
    for person in people:
        for slug, paths in held.items():
            if person.subject.path in paths:
                counts[slug][_place(person, slug)] += 1
    return module_panel(
        grouped,
        [
            ModuleCounts(module=slug, paths=frozenset(paths), counts=_three(counts[slug]))
            for slug, paths in held.items()
        ],
    )


def _place(person: Counted, module: str) -> int:
    done = person.modules.get(module)
    if done is None:
        return 0
    return 2 if done.passed else 1 if done.first else 0


def _three(counts: list[int]) -> tuple[int, int, int]:
    reached, started, passed = counts
    return reached, started, passed


def note_export(work: Work, dimension: Dimension, panel: str) -> None:
    """Note in the audit that a table left the screen."""
    audit.record(work, "evaluation.tableur", subject=f"{dimension.value}/{panel}")


def write_table(sheet: Sheet, kind: str) -> bytes:
    """Write a table of the dashboard as a CSV or an XLSX."""
    return write_xlsx(sheet) if kind == "xlsx" else write_csv(sheet)
