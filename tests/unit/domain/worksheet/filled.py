"""Projects as they are typed, for the tests of the sheets."""

from collections.abc import Mapping

from learning.domain.finance.rates import Law
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcome import Outcome
from learning.domain.worksheet.outcomes import answer
from tests.support.law import law

NBSP = "\u00a0"


def project(*, of: Law | None = None, **sheets: Mapping[str, str]) -> Figures:
    """A project; ``seuil_de_rentabilite`` is the sheet of that name."""
    typed = {name.replace("_", "-"): values for name, values in sheets.items()}
    return Figures.of(typed, of or law())


def answered(figures: Figures, slug: str) -> Outcome:
    """What a sheet that computes answers."""
    found = answer(figures, slug)
    assert found is not None
    return found


def said(outcome: Outcome) -> str:
    """Its sentences with plain spaces, easy to write in a test."""
    lead = [outcome.lead.said()] if outcome.lead else []
    return " ".join([*lead, *outcome.sentences]).replace(NBSP, " ")


def cells(outcome: Outcome, grid: int = 0) -> dict[str, tuple[str, ...]]:
    """The rows of a table by their label, with plain spaces."""
    rows = outcome.grids[grid].rows
    plain = [tuple(cell.replace(NBSP, " ") for cell in row) for row in rows]
    return {row[0]: row[1:] for row in plain}
