"""The worked examples fill real fields, read whole, and give the figures of the courses' facts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from learning.domain.finance.money import Money, total
from learning.domain.finance.price import monthly_result, unit_margin
from learning.domain.viability.examine import CHECKS, examine
from learning.domain.viability.view import look
from learning.domain.worked.projects import EXAMPLES, find_example
from learning.domain.worked.worked import Worked
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcomes import ANSWERS, answer
from learning.domain.worksheet.outcomes_form import comparison_of
from learning.domain.worksheet.outcomes_money import break_even_of
from learning.domain.worksheet.outcomes_year import accounts_of, till_of
from learning.domain.worksheet.sheets import SHEETS, find_sheet
from learning.domain.worksheet.trades import Watch
from tests.support.law import law
from tests.support.typography import faults
from tests.unit.domain.finance.cases import CASES, Case

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.slug)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda one: one.id)
EVEN = "seuil-de-rentabilite"
GARDEN = "paysagiste"
# Two rates in one business have no single carried rate: these are typed (40 € and 20 €).
TYPED_ACRE = {"velo": "14,36"}


def example_of(slug: str) -> Worked:
    found = find_example(slug)
    assert found
    return found


def figures_of(example: Worked, **changes: dict[str, str]) -> Figures:
    """An example under the law of the courses, with values of some sheets changed."""
    sheets = {slug: dict(typed) for slug, typed in example.sheets.items()}
    for slug, values in changes.items():
        sheets.setdefault(slug, {}).update(values)
    return Figures.of(sheets, law())


def test_the_eight_cases_are_there() -> None:
    assert {one.slug for one in EXAMPLES} == {case.id for case in CASES} | {GARDEN}
    assert find_example("rien") is None


@each_example
def test_it_fills_fields_that_exist_and_reads_whole(example: Worked) -> None:
    figures = figures_of(example)
    for slug, typed in example.sheets.items():
        sheet = find_sheet(slug)
        assert sheet, slug
        assert set(typed) <= {key for key, _ in sheet.cells()}, slug
        assert not figures.sheet(slug).faults, slug
    missing = {sheet.slug for sheet in SHEETS} - set(example.sheets)
    assert missing <= {"emprunt"}  # who borrows nothing has no loan


@each_example
def test_its_words_are_well_set(example: Worked) -> None:
    texts = [text for typed in example.sheets.values() for text in typed.values()]
    texts += [example.person, example.trade, example.rule, example.lesson]
    assert not [fault for text in texts for fault in faults(text)]
    assert not [text for text in texts if "prison" in text or "détention" in text]


@each_example
def test_every_sheet_has_its_answer(example: Worked) -> None:
    figures = figures_of(example)
    without = {slug for slug in ANSWERS if slug not in example.sheets}
    for slug in ANSWERS.keys() - without:
        found = answer(figures, slug)
        assert found, slug
        assert found.lead, slug
        assert not found.missing, slug


@each_example
def test_it_names_what_it_triggers(example: Worked) -> None:
    assert tuple(one.id for one in examine(figures_of(example))) == example.remarks
    known = {check.id for check in CHECKS} | {f"metier-{watch}" for watch in Watch}
    assert set(example.remarks) <= known


@each_case
def test_the_threshold_margin_and_result_are_those_of_the_facts(case: Case) -> None:
    figures = figures_of(example_of(case.id))
    found = break_even_of(figures)
    assert found
    assert found.units == case.units
    assert abs(found.margin - Decimal(case.margin)) < Decimal("0.00001")
    assert found.sales == Money.of(case.threshold)
    assert found.fixed_costs == Money.of(sum(case.fixed))
    assert figures.number(EVEN, "ventes") == case.forecast
    assert look(figures).sale.result == Money.of(case.result)


@each_case
def test_the_result_with_acre_is_that_of_the_facts(case: Case) -> None:
    asked = {"statut": {"acre": "oui"}}
    if case.id in TYPED_ACRE:
        asked = {EVEN: {"cotisations": TYPED_ACRE[case.id]}}
    found = look(figures_of(example_of(case.id), **asked)).sale.result
    assert found == Money.of(case.with_acre)


@each_case
def test_the_first_year_is_twelve_such_months(case: Case) -> None:
    first = accounts_of(figures_of(example_of(case.id)))[0]
    assert first.sales == Money.of(case.sales) * 12
    before = first.result + first.depreciation + first.interest
    assert abs(before.over(12).cents - Money.of(case.result).cents) <= 1


@each_example
def test_the_till_sells_what_the_year_sells(example: Worked) -> None:
    figures = figures_of(example)
    cells = figures.sheet("tresorerie").numbers
    sold = total(Money.of(cells[f"mois.{month}.ventes"]) for month in range(1, 13))
    assert sold == accounts_of(figures)[0].sales
    assert till_of(figures)


def test_the_landscaper_pays_on_profit_and_has_a_least_to_pay() -> None:
    figures = figures_of(example_of(GARDEN))
    found = break_even_of(figures)
    assert found
    assert found.units == 18
    assert look(figures).sale.result == Money.of(1760)
    first = accounts_of(figures)[0]
    before = first.result + first.depreciation + first.interest
    assert before.over(12) == Money.of("1020.80")
    assert first.social == Money.of("1760") * 12 * Decimal("0.42")
    (notice,) = examine(figures)
    assert "n’ouvre pas droit à la micro-entreprise" in notice.sentence
    assert notice.sentence.endswith("à vérifier avec votre CPIP.")
    least = break_even_of(figures_of(example_of(GARDEN), **{EVEN: {"charges.2.montant": "100"}}))
    assert least
    assert least.units == 21


def test_the_lessons_say_what_the_figures_say() -> None:
    rain = figures_of(example_of("food-truck"), prix={"ventes": "300"})
    assert look(rain).sale.result == Money.of("106.17")
    deliveries = figures_of(example_of("livraison-velo"))
    assert look(deliveries).pay == Decimal("6.27")
    (notice,) = examine(deliveries)
    assert "que 6,27\u00a0€ de l’heure" in notice.sentence
    bicycle = figures_of(example_of("velo")).number(EVEN, "cotisations")
    assert bicycle == Decimal("18.92667")
    margin = unit_margin(Decimal(60), Decimal(14), Decimal("0.1892667"))
    assert monthly_result(margin, Decimal(45), Money.of(390)) == Money.of("1168.98")


@each_example
def test_forms_are_compared_wherever_micro_is_open(example: Worked) -> None:
    assert (comparison_of(figures_of(example)) is None) == (example.slug == GARDEN)


def test_an_example_cannot_be_changed() -> None:
    example = EXAMPLES[0]
    assert replace(example) == example
    with pytest.raises(AttributeError):
        example.slug = "autre"  # type: ignore[misc]
