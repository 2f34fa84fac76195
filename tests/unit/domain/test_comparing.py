"""When an answer equals what is expected."""

from decimal import Decimal

import pytest

from learning.domain.comparing import close_enough, judge_cells, plain_text, right_cells, same_text
from learning.domain.formula import Formula
from learning.domain.question import CaseTable, Cell, Tolerance
from tests.unit.domain.building import table


@pytest.mark.parametrize(
    "typed", ["Kbis", "K-bis", "k bis", "KBIS.", " kbis ", "K\u00a0bis", "k‑bis"]
)
def test_case_spaces_hyphens_and_full_stop_do_not_count(typed: str) -> None:
    assert same_text(typed, ("Kbis",))


def test_accents_and_apostrophes_do_not_count_but_letters_do() -> None:
    assert same_text("chiffre d’affaires", ("Chiffre d'affaires",))
    assert same_text("benefice", ("bénéfice",))
    assert same_text("cœur", ("coeur",))
    assert not same_text("bénéfices", ("bénéfice",))


def test_a_minus_before_a_number_counts() -> None:
    assert plain_text("-5") != plain_text("5")


@pytest.mark.parametrize(
    ("given", "expected", "unit", "right"),
    [
        ("33.33", "33.3333333333", "€", True),
        ("33.34", "33.3333333333", "€", False),
        ("2.35", "2.345", "€", True),
        ("2.34", "2.345", "€/mois", True),
        ("2.33", "2.345", "€", False),
        ("25", "25", "%", True),
        ("0.25", "25", "%", False),
        ("25.01", "25", "%", False),
    ],
)
def test_without_tolerance_to_the_cent_for_euros_exact_otherwise(
    given: str, expected: str, unit: str, *, right: bool
) -> None:
    assert close_enough(Decimal(given), Decimal(expected), unit, Tolerance()) is right


def test_tolerances_include_their_edge() -> None:
    absolute = Tolerance(amount=Decimal("0.5"))
    assert close_enough(Decimal("10.5"), Decimal(10), "", absolute)
    assert not close_enough(Decimal("10.51"), Decimal(10), "", absolute)
    relative = Tolerance(amount=Decimal("0.02"), relative=True)
    assert close_enough(Decimal(-98), Decimal(-100), "", relative)
    assert not close_enough(Decimal("-97.9"), Decimal(-100), "", relative)


def test_a_table_computes_its_right_cells_through_others() -> None:
    assert right_cells(table()) == {
        "r2c2": Decimal(1800),
        "r3c2": Decimal(200),
        "r4c2": Decimal(20),
    }


def _verdicts(**given: int) -> list[bool]:
    numbers = {name: Decimal(value) for name, value in given.items()}
    return [cell.right for cell in judge_cells(table(), numbers)]


def test_one_slip_is_not_punished_twice() -> None:
    assert _verdicts(r2c2=1800, r3c2=200, r4c2=20) == [True, True, True]
    assert _verdicts(r2c2=1700, r3c2=300, r4c2=30) == [False, True, True]
    assert _verdicts(r2c2=180, r3c2=200, r4c2=20) == [False, True, True]
    assert _verdicts(r2c2=1800, r3c2=250, r4c2=25) == [True, False, True]
    assert _verdicts(r3c2=200) == [False, True, False]


def test_a_circle_is_never_right() -> None:
    cells = tuple(
        Cell(id=f"r1c{place}", formula=Formula.parse(f"col{3 - place} + 1")) for place in (1, 2)
    )
    circle = table()
    question = CaseTable(
        id=circle.id,
        name=circle.name,
        kind=circle.kind,
        objective=None,
        prompt=circle.prompt,
        header=circle.header,
        rows=(cells,),
    )
    assert right_cells(question) == {}
    assert not any(cell.right for cell in judge_cells(question, {}))
