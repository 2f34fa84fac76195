"""The case studies are the facts of the courses, and say what they trigger."""

from decimal import Decimal

import pytest

from learning.domain.finance.money import Money
from learning.domain.viability.examine import CHECKS, examine
from learning.domain.viability.view import look
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcomes_money import break_even_of
from learning.domain.worksheet.sheets import find_sheet
from learning.domain.worksheet.trades import Watch
from tests.support.law import law
from tests.support.typography import faults
from tests.unit.domain.finance.cases import CASES
from tests.unit.domain.viability.bare_cases import CASE_STUDIES, CaseStudy, find_case

# Units at the threshold and what a month leaves, as the facts of the courses have them.
FACTS = {case.id: (case.units, case.result) for case in CASES} | {"paysagiste": (18, "1760")}


def figures_of(case: CaseStudy) -> Figures:
    """A case read under the law of the courses."""
    return Figures.of(case.sheets, law())


@pytest.mark.parametrize("case", CASE_STUDIES, ids=lambda case: case.slug)
def test_a_case_says_what_the_facts_say(case: CaseStudy) -> None:
    units, result = FACTS[case.slug]
    figures = figures_of(case)
    found = break_even_of(figures)
    assert found
    assert found.units == units
    assert look(figures).sale.result == Money.of(result)


@pytest.mark.parametrize("case", CASE_STUDIES, ids=lambda case: case.slug)
def test_a_case_names_what_it_triggers(case: CaseStudy) -> None:
    assert tuple(one.id for one in examine(figures_of(case))) == case.triggers
    known = {check.id for check in CHECKS} | {f"metier-{watch}" for watch in Watch}
    assert set(case.triggers) <= known


@pytest.mark.parametrize("case", CASE_STUDIES, ids=lambda case: case.slug)
def test_a_case_fills_fields_that_exist_and_reads_whole(case: CaseStudy) -> None:
    for slug, typed in case.sheets.items():
        sheet = find_sheet(slug)
        assert sheet
        assert set(typed) <= {key for key, _ in sheet.cells()}
        assert not figures_of(case).sheet(slug).faults
        assert not [fault for text in typed.values() for fault in faults(text)]
    assert not faults(case.lesson)
    assert not faults(case.title)


def test_the_eight_cases_are_there() -> None:
    assert {case.slug for case in CASE_STUDIES} == set(FACTS)
    assert find_case("velo") in CASE_STUDIES
    assert find_case("rien") is None


def test_deliveries_by_bicycle_pay_what_the_brief_says() -> None:
    case = find_case("livraison-velo")
    assert case
    assert look(figures_of(case)).pay == Decimal("6.27")
    (notice,) = examine(figures_of(case))
    assert "que 6,27\u00a0€ de l’heure" in notice.sentence


def test_the_landscaper_is_told_of_micro() -> None:
    case = find_case("paysagiste")
    assert case
    (notice,) = examine(figures_of(case))
    assert "n’ouvre pas droit à la micro-entreprise" in notice.sentence
    assert notice.sentence.endswith("à vérifier avec votre CPIP.")
