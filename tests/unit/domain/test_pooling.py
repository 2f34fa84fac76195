"""Pooling: each person once, by the row that knows most; and tables that say what is planted."""

import pytest

from learning.domain.codebook_shape import Row
from learning.domain.pooling import TREE, WHOLE, pool, publish
from tests.property.test_published import row

TERMS = (30, 25, 40)  # reached, began, finished


def many(counts: tuple[int, int, int] = TERMS, path: str = "a", first: int = 0) -> list[Row]:
    found: list[Row] = []
    for stage, count in zip(("atteint", "commence", "termine"), counts, strict=True):
        week = {"atteint": "pas-commence", "commence": "4", "termine": "12"}[stage]
        found += [
            row(first + len(found) + at, etape=stage, parcours=path, semaine=week)
            for at in range(count)
        ]
    return found


def test_the_row_that_rests_on_most_facts_counts() -> None:
    before = {**row(1), "faits": 10, "mois_export": "2026-12"}
    after = {**row(1), "faits": 12, "mois_export": "2026-11", "etape": "termine"}
    for files in ([[before], [after]], [[after], [before]], [[before, after]]):
        assert pool(files) == (after,)
    again = {**after, "mois_export": "2027-01"}
    assert pool([[again], [after]]) == (again,)


def test_too_few_people_publish_nothing() -> None:
    assert publish(many((5, 3, 2))) is None
    assert publish(many((5, 3, 3))) is not None


def test_counts_and_shares_are_those_of_the_people() -> None:
    found = publish([*many(), *many((20, 20, 20), "b", 1000)])
    assert found
    table = next(one for one in found.tables if one.name == "parcours-par-etape")
    assert [table.count("a", code) for code in table.columns] == [30, 25, 40]
    assert [table.count(WHOLE, code) for code in (*table.columns, WHOLE)] == [50, 45, 60, 155]
    shares = {(one.indicator, one.group): one.share for one in found.figures}
    assert shares["commence", "parcours a"].value == pytest.approx(65 / 95)
    assert shares["termine", WHOLE].value == pytest.approx(60 / 155)
    assert shares["gardes semaine 8", WHOLE].value == pytest.approx(60 / 105)


def test_a_small_group_takes_another_with_it() -> None:
    found = publish([*many(), *many((30, 30, 30), "b", 1000), *many((2, 2, 2), "c", 2000)])
    assert found
    table = next(one for one in found.tables if one.name == "parcours-par-etape")
    assert table.count("c", WHOLE) is None
    assert table.count("b", WHOLE) is None
    assert table.count("a", "termine") == 40
    assert not any(one.group == "parcours c" for one in found.figures)


def test_twins_are_hidden_together() -> None:
    """Who was never watched is who never began: one shown would tell the other."""
    people = many((30, 40, 3))
    found = publish(people)
    assert found
    stages = next(one for one in found.tables if one.name == "etape")
    weeks = next(one for one in found.tables if one.name == "semaine")
    assert stages.count(WHOLE, "atteint") is None
    assert weeks.count(WHOLE, "non-observe") is None


def test_the_tables_form_a_tree() -> None:
    """A circle would let hidden counts be solved for."""
    joined: dict[str, str] = {}

    def root(name: str) -> str:
        return root(joined[name]) if name in joined else name

    for first, second in TREE:
        assert root(first) != root(second), f"{first} × {second} closes a circle"
        joined[root(first)] = root(second)
