"""The worked examples: read by anybody who learns, taken as a start without losing anything."""

from collections.abc import Mapping
from dataclasses import dataclass

from learning.domain.errors import NotFound
from learning.domain.finance.money import Money
from learning.domain.viability.examine import examine
from learning.domain.viability.notice import Notice
from learning.domain.worked.projects import EXAMPLES, find_example
from learning.domain.worked.worked import Worked
from learning.domain.worksheet.fields import Sheet
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcome import Outcome
from learning.domain.worksheet.outcomes import answer
from learning.domain.worksheet.outcomes_money import break_even_of
from learning.domain.worksheet.sheets import SHEETS
from learning.domain.worksheet.wording import count, euros
from learning.services.law import law_of
from learning.services.project import Version, add_version, latest_of
from learning.services.project_page import PartView, view_parts
from learning.services.work import Work

UNKNOWN = "Cet exemple n’existe pas. Revenez à la liste des exemples."
# What is true of one person and of nobody else: never copied.
PERSONAL = frozenset({"sortie", "premiere-action"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleLine:
    """One example in the list: its trade, and its figures in a sentence."""

    example: Worked
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSheet:
    """One sheet of an example, and what it answers."""

    sheet: Sheet
    version: Version
    parts: tuple[PartView, ...]
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamplePage:
    """A whole example. ``begun``: the reader has a project, whose versions will stay."""

    example: Worked
    sheets: tuple[ExampleSheet, ...]
    notices: tuple[Notice, ...]
    begun: bool


def list_examples(work: Work) -> tuple[ExampleLine, ...]:
    """Return the eight examples, each with its figures under today's law."""
    law = law_of(work)
    return tuple(
        ExampleLine(example=one, said=_said(one, Figures.of(one.sheets, law))) for one in EXAMPLES
    )


def _said(example: Worked, figures: Figures) -> str:
    found = break_even_of(figures)
    price = figures.number("prix", "prix")
    if found is None or found.units is None or price is None:
        return example.lesson
    unit, sold = figures.unit, figures.number("prix", "ventes")
    said = f"{euros(Money.of(price))} par {unit}. Seuil : {count(found.units, unit)} par mois"
    return f"{said} ; prévu : {count(sold, unit)}." if sold is not None else f"{said}."


def show_example(work: Work, slug: str) -> ExamplePage:
    """Return an example, sheet by sheet.

    Raises:
        NotFound: no such example.

    """
    example = _example(slug)
    figures = Figures.of(example.sheets, law_of(work))
    return ExamplePage(
        example=example,
        sheets=tuple(
            ExampleSheet(
                sheet=sheet,
                version=Version(sheet=sheet, typed=example.sheets[sheet.slug]),
                parts=view_parts(figures.sheet(sheet.slug), figures),
                outcome=answer(figures, sheet.slug),
            )
            for sheet in SHEETS
            if sheet.slug in example.sheets
        ),
        notices=examine(figures),
        begun=bool(latest_of(work, work.me.id)),
    )


def start_from(work: Work, slug: str) -> None:
    """Copy an example into one's own project, as one more version of each sheet that changes.

    A sheet that the example has not is emptied the same way: older versions all stay.

    Raises:
        NotFound: no such example.

    """
    example = _example(slug)
    latest = latest_of(work, work.me.id)
    for sheet in SHEETS:
        if sheet.slug in PERSONAL:
            continue
        typed: Mapping[str, str] = example.sheets.get(sheet.slug, {})
        before = latest[sheet.slug].typed if sheet.slug in latest else {}
        if dict(typed) != dict(before):
            add_version(work, work.me.id, sheet, typed)


def _example(slug: str) -> Worked:
    found = find_example(slug)
    if found is None:
        raise NotFound(UNKNOWN)
    return found
