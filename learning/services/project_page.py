"""« Mon projet » as its pages show it: the sheets, one sheet to fill in, what it answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from learning.domain.finance.rates import Law
from learning.domain.numbers import show_number
from learning.domain.viability.examine import Missing, examine, missing
from learning.domain.worksheet.dated import Moved, moved_since
from learning.domain.worksheet.fields import Ask, Choice, Field, Part, Sheet, Table
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcome import Outcome
from learning.domain.worksheet.outcomes import answer, brief
from learning.domain.worksheet.outcomes_year import row_names
from learning.domain.worksheet.reading import MOST_LINE, MOST_TEXT, Filled
from learning.domain.worksheet.seasons import spread_sales
from learning.domain.worksheet.sheets import SHEETS
from learning.domain.worksheet.wording import euros
from learning.services.law import law_of
from learning.services.project import (
    Line,
    Version,
    drafts_in,
    history_of,
    latest_of,
    sheet_named,
)
from learning.services.work import Work

Drafts = Mapping[str, Mapping[str, str]]  # by sheet
Versions = Mapping[str, Version]
_MOST_BESIDE = 4  # columns of an answer beside the figures
_SHOWN_UNITS = {Ask.MONEY: "€", Ask.PERCENT: "%"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field as it is shown. ``carried`` says what an empty one takes, and from where."""

    key: str
    id: str  # of its place on the page: a lesson may show several sheets
    label: str
    ask: Ask
    value: str
    unit: str
    hint: str
    error: str
    carried: str
    carried_from: str
    choices: tuple[Choice, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its label, or the field that names it, then its fields."""

    label: str
    naming: Cell | None
    cells: tuple[Cell, ...]
    opens: str = ""  # what the free rows from here on name, after rows with a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table to fill in. ``total`` is the sum of its column, already in words."""

    label: str
    hint: str
    first: str  # head of what names the rows, when all are free
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    total: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A titled part of a sheet."""

    title: str
    items: tuple[Cell | Rows, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason why the project does not hold yet, and where to change it."""

    sentence: str
    sheet: Sheet
    place: str  # the id of a field on the sheet's page, or ""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """One sheet: what is typed, what it answers, where it stands."""

    sheet: Sheet
    place: int  # among the sheets, from 1
    parts: tuple[PartView, ...]
    outcome: Outcome | None
    remarks: tuple[Remark, ...]
    version: Version
    lines: tuple[Line, ...]
    draft: bool  # what is shown was typed and never saved
    faults: tuple[tuple[str, str, str], ...]  # place, name, sentence
    moved: tuple[Moved, ...]  # figures of law that changed since the version
    following: Sheet | None

    @property
    def all(self) -> int:
        """How many sheets there are."""
        return len(SHEETS)

    @property
    def wide(self) -> bool:
        """A table of several columns needs the width of the page."""
        items = (item for part in self.parts for item in part.items)
        if any(isinstance(item, Rows) and len(item.heads) > 1 for item in items):
            return True
        grids = self.outcome.grids if self.outcome else ()
        return any(len(grid.heads) > _MOST_BESIDE for grid in grids)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One sheet in the list of them."""

    sheet: Sheet
    at: datetime | None
    said: str  # what it answers, in one sentence
    missing: int  # how many things it still asks for
    faults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """« Mon projet »."""

    lines: tuple[SheetLine, ...]
    resume: Sheet  # where to go on
    following: Sheet | None  # the first that nothing was typed in
    begun: int
    remarks: tuple[Remark, ...]
    missing: tuple[Missing, ...]  # of sheets begun


def show_project(work: Work) -> ProjectPage:
    """Build the page of all sheets: two statements."""
    versions = latest_of(work, work.me.id)
    figures = figures_of(versions, law_of(work))
    lines = tuple(_line(sheet, versions, figures) for sheet in SHEETS)
    latest = max(versions.values(), key=lambda one: one.sequence, default=None)
    # Sheets copied together have one instant: the first of them is where to go on.
    resume = next(line.sheet for line in lines if latest is None or line.at == latest.at)
    return ProjectPage(
        lines=lines,
        resume=resume,
        following=next((line.sheet for line in lines if line.at is None), None),
        begun=sum(line.at is not None for line in lines),
        remarks=remarks_of(figures) if versions else (),
        missing=tuple(one for one in missing(figures) if one.whats),
    )


def show_sheet(work: Work, slug: str) -> SheetPage:
    """Build the page of one sheet: what was typed last, saved or not.

    Raises:
        NotFound: no such sheet.

    """
    sheet_named(slug)
    page = show_sheets(work, [slug])[slug]
    return replace(page, lines=history_of(work, work.me.id, slug))


def show_sheets(
    work: Work, slugs: Sequence[str], kept: tuple[Drafts, Versions] | None = None
) -> dict[str, SheetPage]:
    """Show known sheets together, their histories apart.

    ``kept`` is what was read of drafts and versions: two statements without it.
    """
    drafts, versions = kept or (drafts_in(work), latest_of(work, work.me.id))
    drafts = {slug: drafts[slug] for slug in slugs if slug in drafts}
    figures = figures_of(versions, law_of(work), drafts)
    return {
        slug: _page(sheet_named(slug), versions.get(slug), figures, draft=slug in drafts)
        for slug in slugs
    }


def _page(sheet: Sheet, version: Version | None, figures: Figures, *, draft: bool) -> SheetPage:
    parts = view_parts(figures.sheet(sheet.slug), figures)
    place = SHEETS.index(sheet)
    return SheetPage(
        sheet=sheet,
        place=place + 1,
        parts=parts,
        outcome=answer(figures, sheet.slug),
        remarks=remarks_of(figures, sheet.slug),
        version=version or Version(sheet=sheet, typed={}),
        lines=(),
        draft=draft,
        faults=faults_of(parts),
        moved=moved_since(figures, sheet.slug, version.at.date())
        if version and version.at
        else (),
        following=SHEETS[place + 1] if place + 1 < len(SHEETS) else None,
    )


def figures_of(
    versions: Mapping[str, Version],
    law: Law | None,
    instead: Mapping[str, Mapping[str, str]] | None = None,
) -> Figures:
    """Read the latest versions as one project; ``instead`` holds sheets not saved yet."""
    typed = {slug: version.typed for slug, version in versions.items()}
    return Figures.of({**typed, **(instead or {})}, law)


def remarks_of(figures: Figures, only: str = "") -> tuple[Remark, ...]:
    """Say why the project does not hold yet, in the order of its sheets, or of one."""
    return tuple(
        Remark(
            one.sentence,
            sheet := sheet_named(one.sheet),
            place_of(sheet, one.field) if one.field else "",
            one.source,
        )
        for one in examine(figures, only=only)
    )


def faults_of(parts: Iterable[PartView]) -> tuple[tuple[str, str, str], ...]:
    """Return what could not be read: its place, its name, why; in the order of the page."""
    return tuple(
        (cell.id, name, cell.error)
        for part in parts
        for item in part.items
        for cell, name in _named_cells(item)
        if cell.error
    )


def _named_cells(item: Cell | Rows) -> Iterator[tuple[Cell, str]]:
    """Yield the fields of an item, each with the name that tells it from all others."""
    if isinstance(item, Cell):
        yield item, item.label
        return
    for number, row in enumerate(item.rows, start=1):
        typed = row.naming.value if row.naming and not row.naming.error else ""
        name = row.label or typed or f"{item.label}, ligne\u00a0{number}"
        if row.naming:
            yield row.naming, f"{name} – {row.naming.label}"
        for cell in row.cells:
            yield cell, name if len(item.heads) == 1 else f"{name} – {cell.label}"


def place_of(sheet: Sheet, key: str) -> str:
    """Return the id of a field on a page."""
    return f"f-{sheet.slug}-{key.replace('.', '_')}"


def view_parts(filled: Filled, figures: Figures) -> tuple[PartView, ...]:
    """Show a sheet as filled in, beside what its empty fields take from elsewhere."""
    return tuple(_part(part, filled, figures) for part in filled.sheet.parts)


def _part(part: Part, filled: Filled, figures: Figures) -> PartView:
    items: list[Cell | Rows] = []
    for item in part.items:
        if isinstance(item, Field):
            items.append(_cell(item.name, item, filled, figures))
        else:
            items.append(_rows(item, filled, figures))
    return PartView(part.title, tuple(items))


def _rows(table: Table, filled: Filled, figures: Figures) -> Rows:
    rows = []
    given = row_names(figures, table)
    naming = table.first.label if table.first else ""
    for number in range(1, table.size + 1):
        cells = [
            _cell(table.key(number, one.name), one, filled, figures)
            for one in table.fields_of(number)
        ]
        if number <= len(given):
            rows.append(Row(given[number - 1], None, tuple(cells)))
            continue
        opens = naming if given and number == len(given) + 1 else ""
        rows.append(Row("", cells[0], tuple(cells[1:]), opens))
    return Rows(
        label=table.label,
        hint=table.hint,
        first="" if given else naming,
        heads=tuple(column.label for column in table.columns),
        rows=tuple(rows),
        total=euros(filled.sum_of(table.name, table.total)) if table.total else "",
    )


def _cell(key: str, asked: Field, filled: Filled, figures: Figures) -> Cell:
    taken, source = _carried(asked, filled, figures) if not filled.text(key) else ("", "")
    limits = {Ask.LINE: MOST_LINE, Ask.TEXT: MOST_TEXT}
    return Cell(
        key=key,
        id=place_of(filled.sheet, key),
        label=asked.label,
        ask=asked.ask,
        value=filled.text(key),
        unit=asked.unit or _SHOWN_UNITS.get(asked.ask, ""),
        hint=asked.hint,
        error=filled.faults[key].said() if key in filled.faults else "",
        carried=taken,
        carried_from=source,
        choices=asked.choices,
        most=limits.get(asked.ask, 40),
    )


def _carried(asked: Field, filled: Filled, figures: Figures) -> tuple[str, str]:
    """Say what an empty field takes, and the sheet that it comes from."""
    if not asked.carried:
        return "", ""
    if asked.ask is Ask.TEXT:
        slug, _, name = asked.carried.partition(".")
        return figures.text(slug, name), _title(slug)
    found = figures.carried(filled.sheet.slug, asked)
    title = found.sheet.title if found.sheet else ""
    return ("" if found.value is None else _shown(asked, found.value)), title


def _shown(asked: Field, value: Decimal) -> str:
    if asked.ask is Ask.MONEY:
        return euros(value)
    return show_number(value, _SHOWN_UNITS.get(asked.ask, ""))


def _title(slug: str) -> str:
    return next((sheet.title for sheet in SHEETS if sheet.slug == slug), "")


def _line(sheet: Sheet, versions: Mapping[str, Version], figures: Figures) -> SheetLine:
    version = versions.get(sheet.slug)
    if version is None or not version.typed:
        return SheetLine(sheet=sheet, at=None, said="", missing=0, faults=0)
    found = brief(figures, sheet.slug)
    return SheetLine(
        sheet=sheet,
        at=version.at,
        said=found.lead.said() if found and found.lead else "",
        missing=len(found.missing) if found else 0,
        faults=len(figures.sheet(sheet.slug).faults),
    )


def spread_over_months(work: Work, slug: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed, its months filled with a year of sales by the season chosen.

    Raises:
        NotFound: no such sheet.

    """
    if not sheet_named(slug).spreads:
        return dict(typed)
    figures = figures_of(latest_of(work, work.me.id), law_of(work), {slug: typed})
    return {**typed, **spread_sales(figures)}


def preview_sheet(work: Work, slug: str, typed: Mapping[str, str]) -> SheetPage:
    """Show what a sheet would answer for values that are not kept.

    Raises:
        NotFound: no such sheet.

    """
    sheet = sheet_named(slug)
    figures = figures_of(latest_of(work, work.me.id), law_of(work), {slug: typed})
    return _page(sheet, None, figures, draft=True)
