"""A sheet made under other rates says which changed, before and after."""

from dataclasses import replace
from datetime import date

from learning.domain.finance.rates import Law, RateTable
from learning.domain.worksheet.dated import any_moved, moved_since
from learning.domain.worksheet.figures import Figures
from tests.support.law import law, shipped_rates

WRITER = {
    "idee": {"activite": "liberal"},
    "prix": {"prix": "60", "ventes": "20", "depense": "2"},
}


def test_a_figure_that_changed_is_said_before_and_after() -> None:
    figures = Figures.of(WRITER, law(date(2026, 2, 1)))
    (moved,) = moved_since(figures, "prix", date(2025, 12, 20))
    assert moved.label.startswith("Cotisations sociales micro, libéral")
    assert "(" not in moved.label
    assert (moved.before, moved.after) == ("24,6\u00a0%", "25,6\u00a0%")


def test_only_the_figures_that_the_answer_uses_are_said() -> None:
    trader = {**WRITER, "idee": {"activite": "vente"}}
    figures = Figures.of(trader, law(date(2026, 2, 1)))
    assert any_moved(law(date(2026, 2, 1)), date(2025, 12, 20))
    assert moved_since(figures, "prix", date(2025, 12, 20)) == ()
    typed = {**WRITER, "prix": {**WRITER["prix"], "cotisations": "30"}}
    assert moved_since(Figures.of(typed, law(date(2026, 2, 1))), "prix", date(2025, 1, 1)) == ()
    assert moved_since(Figures.of(WRITER, law(date(2026, 2, 1))), "idee", date(2025, 1, 1)) == ()


def test_nothing_is_said_while_nothing_changed() -> None:
    figures = Figures.of(WRITER, law(date(2026, 3, 1)))
    assert moved_since(figures, "prix", date(2026, 2, 1)) == ()
    assert moved_since(Figures.of(WRITER), "prix", date(2025, 1, 1)) == ()


def test_a_change_that_is_still_to_come_is_not_said() -> None:
    table = shipped_rates()
    name = "micro.cotisations.liberal"
    last = table.series[name][-1]
    later = replace(last, value=last.value * 2, since=date(2027, 1, 1))
    coming = RateTable({**table.series, name: (*table.series[name], later)})
    before = Figures.of(WRITER, Law(coming, date(2026, 12, 31)))
    assert moved_since(before, "prix", date(2026, 12, 1)) == ()
    after = Figures.of(WRITER, Law(coming, date(2027, 1, 1)))
    (moved,) = moved_since(after, "prix", date(2026, 12, 31))
    assert (moved.before, moved.after) == ("25,6\u00a0%", "51,2\u00a0%")
