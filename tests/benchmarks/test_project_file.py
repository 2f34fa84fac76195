"""A project file, composed and written: what a counsellor waits for when handing it over."""

import time
from collections.abc import Callable
from datetime import date

import pytest

from learning.documents.project_file import write_project_file
from learning.documents.project_sheet import write_project_sheet
from learning.domain.project_file.compose import compose, rates_of
from learning.domain.worked.projects import EXAMPLES
from learning.domain.worksheet.figures import Figures as Project
from tests.support.law import law
from tests.support.tables import Figures

pytestmark = pytest.mark.bench

DAY = date(2026, 11, 25)
ROUNDS = 3
PDF_MS, BOOK_MS, PAPER_MS = 500, 300, 60


def best(act: Callable[[], object]) -> float:
    """The processor time of the best of a few rounds, in ms: others share this machine."""
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        spent.append((time.process_time() - began) * 1000)
    return min(spent)


def projects() -> list[Project]:
    """Every worked example, read afresh: what was worked out is not kept."""
    return [Project.of(one.sheets, law()) for one in EXAMPLES]


def test_a_file_is_written_while_somebody_waits(figures: Figures) -> None:
    many = len(EXAMPLES)
    paper = best(lambda: [compose(one, day=DAY) for one in projects()]) / many
    figures.at_most("a project file, composed", paper, PAPER_MS, " ms of CPU")
    made = [compose(one, day=DAY) for one in projects()]
    write_project_file(made[0], DAY)  # the library and the fonts are loaded once
    pdf = best(lambda: [write_project_file(one, DAY) for one in made])
    figures.at_most("a project file, as PDF", pdf / many, PDF_MS, " ms of CPU")
    book = best(lambda: [write_project_sheet(one, rates_of(one)) for one in projects()]) / many
    figures.at_most("a project, as a workbook", book, BOOK_MS, " ms of CPU")
