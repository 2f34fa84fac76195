"""Which row of a figure is shown on a day, and what a text read twice costs."""

from datetime import date

import pytest

from learning.content.check import check
from learning.content.finding import Finding, Report
from learning.content.library import build, release_id, render_parts
from learning.content.rates_file import Rates, read_rates
from learning.content.source import digest_of
from learning.domain.question import Calculated
from tests.unit.content.course import HEAD, LESSON_FILE, RATES, TODAY, files_of

NEW_YEAR = date(2027, 1, 1)
RAISED = (
    RATES.replace("valid_to: null", 'valid_to: "2026-12-31"', 1)
    + """
- id: micro.cotisations.services
  label: "Cotisations des services"
  value: 30
  unit: "%"
  valid_from: "2027-01-01"
  valid_to: null
  source: "texte officiel"
  confidence: high
"""
)
BODY = """\
:::essentiel
On paie {{ micro.cotisations.services }}.
:::

:::question cotisations
Combien pour {n} € ?

Variables :
- n = 100 à 200 pas 100

= {n * ref(micro.cotisations.services)} €
:::
"""


def rates(text: str, on: date | None = None) -> Rates:
    """Read without a fault."""
    report = Report("referentiel.yaml")
    read = read_rates(text, report, on=on)
    assert report.findings == []
    return read


@pytest.mark.parametrize(
    ("on", "shown", "waiting"),
    [
        (None, "30\u00a0%", 0),
        (date(2025, 6, 1), "21,2\u00a0%", 1),  # nothing has begun: the first is shown
        (date(2026, 12, 31), "21,2\u00a0%", 1),
        (NEW_YEAR, "30\u00a0%", 0),
        (date(2030, 1, 1), "30\u00a0%", 0),
    ],
)
def test_a_row_waits_for_its_date(on: date | None, shown: str, waiting: int) -> None:
    read = rates(RAISED, on)
    current = read.current("micro.cotisations.services")
    assert current is not None
    assert current.shown == shown
    assert len(read.waiting) == waiting
    assert read.current("absent") is None


def test_an_ended_figure_stays_current_and_is_told() -> None:
    read = rates(RATES, TODAY)
    current = read.current("smic.horaire")
    assert current is not None
    assert not current.covers(TODAY)
    assert current.covers(date(2025, 12, 31))


def test_a_page_and_a_formula_show_the_row_of_the_day() -> None:
    files = files_of({"referentiel.yaml": RAISED, LESSON_FILE: HEAD + BODY})
    parts = render_parts(files)
    for on, shown, value in ((TODAY, "21,2\u00a0%", "0.212"), (NEW_YEAR, "30\u00a0%", "0.3")):
        catalogue = build(files, parts, on=on)
        module = catalogue.module("budget")
        assert module is not None
        assert shown in module.lessons[0].blocks[0].html
        assert module.lessons[0].blocks[0].figures[0].shown == shown
        question = module.question("budget/charges/cotisations")
        assert isinstance(question, Calculated)
        assert str(question.figures["micro.cotisations.services"]) == value
        assert shown in {figure.shown for figure in catalogue.figures}


def test_a_row_that_waits_makes_another_release_once_it_has_begun() -> None:
    files = files_of({"referentiel.yaml": RAISED})
    before, after = release_id(files, on=TODAY), release_id(files, on=NEW_YEAR)
    assert before != after
    assert after == digest_of(files)
    assert release_id(files, on=date(2026, 1, 1)) == before
    without = files_of({})
    assert release_id(without, on=TODAY) == digest_of(without)


def test_a_figure_that_ends_tomorrow_is_no_fault_while_its_next_row_waits() -> None:
    files = files_of({"referentiel.yaml": RAISED, LESSON_FILE: HEAD + BODY})

    def told(on: date) -> list[str]:
        return [
            f.message
            for f in check(files, on=on)
            if f.file == LESSON_FILE and "valable" in f.message
        ]

    assert told(date(2026, 12, 31)) == []
    assert told(NEW_YEAR) == []


def test_a_text_read_again_tells_the_same_faults() -> None:
    spoilt = RATES.replace("confidence: low", "confidence: peut-être")
    found: list[list[Finding]] = []
    for file in ("referentiel.yaml", "ailleurs.yaml"):
        report = Report(file)
        assert read_rates(spoilt, report).current("prime.essai") is None
        found.append(report.findings)
    assert [one.file for one in found[1]] == ["ailleurs.yaml"]
    assert [one.message for one in found[0]] == [one.message for one in found[1]]
