"""Tables of people: what is counted, what is hidden, and what nobody can work out."""

from collections.abc import Iterable

from learning.domain.evaluation import Stage, Subject
from learning.domain.evaluation_modules import ModuleCounts, module_panel
from learning.domain.evaluation_tables import (
    Dimension,
    Panel,
    Rate,
    Unsaid,
    build_panels,
    group_by,
)
from learning.domain.intervals import BeforeAfter
from tests.support.clock import START

STAGES = tuple(Stage)


def person(**values: object) -> Subject:
    known = {"path": "a", "form": "atelier", "month": "2026-01", "stage": Stage.REACHED}
    return Subject(**{**known, **values})  # type: ignore[arg-type]


def panel(code: str, people: Iterable[Subject], by: Dimension = Dimension.PATH) -> Panel:
    grouped = group_by(by, tuple(people))
    return next(one for one in build_panels(grouped, START) if one.code == code)


def test_nobody_makes_no_table() -> None:
    assert build_panels(group_by(Dimension.ALL, ()), START) == ()


def test_under_five_people_nothing_is_said() -> None:
    found = panel("avancement", [person() for _ in range(4)], Dimension.ALL)
    assert set(found.lines[0].values) == {Unsaid.HIDDEN}
    assert found.is_blank


def test_shares_are_of_those_reached() -> None:
    people = [person()] * 20 + [person(stage=Stage.STARTED)] * 10
    people += [person(stage=Stage.FINISHED)] * 30
    reached, started, finished = panel("avancement", people).lines[0].values
    assert reached == 60
    assert isinstance(started, Rate)
    assert isinstance(finished, Rate)
    assert (started.count, started.share.count) == (40, 60)
    assert (finished.count, finished.share.value) == (30, 0.5)


def test_a_complement_is_hidden_too() -> None:
    people = [person()] * 3 + [person(stage=Stage.STARTED)] * 10
    people += [person(stage=Stage.FINISHED)] * 30
    reached, started, finished = panel("avancement", people).lines[0].values
    assert (reached, started) == (43, Unsaid.HIDDEN)
    assert isinstance(finished, Rate)


def test_weeks_join_until_enough_people_are_in_each() -> None:
    weeks = [0] * 3 + [1] * 3 + [3] * 2 + [5] * 4 + [12] * 20
    people = [person()] * 10 + [person(stage=Stage.STARTED, last_week=one) for one in weeks]
    found = panel("gardes", people, Dimension.ALL)
    shown = dict(zip(found.columns, found.lines[0].values, strict=True))
    counts = {code: getattr(value, "count", None) for code, value in shown.items()}
    assert shown["suivis"] == 32
    assert counts["semaine-12"] == 20
    assert counts["semaine-2"] == 26  # those of weeks 2 and 4 are one band of six
    assert shown["semaine-4"] is shown["semaine-8"] is shown["semaine-1"] is Unsaid.HIDDEN


def test_a_late_cohort_is_too_young_to_be_followed() -> None:
    people = [person(month="2026-10")] * 20
    people += [person(month="2026-02", stage=Stage.STARTED, last_week=13)] * 20
    found = panel("gardes", people, Dimension.MONTH)
    assert set(found.lines[1].values) == {Unsaid.TOO_SOON}


def test_while_no_cohort_is_older_everybody_is_too_young_in_each_table() -> None:
    young = [person(month="2026-10", stage=Stage.STARTED)] * 20
    for by in (Dimension.ALL, Dimension.PATH, Dimension.MONTH):
        assert panel("gardes", young, by).is_too_soon
    found = panel("gardes", [*young, person(month="2026-02")], Dimension.ALL)
    assert not found.is_too_soon
    assert found.is_blank


def test_a_list_whose_every_code_is_hidden_has_no_place_for_them() -> None:
    codes = ["travail"] * 4 + ["envie"] * 3
    left = [person(leaving=code) for code in codes]
    people = [*left, *[person()] * 20]
    for by, columns in ((Dimension.ALL, ("personnes",)), (Dimension.PATH, ("",))):
        found = panel("departs", people, by)
        assert (found.undetailed, found.columns, len(found.lines)) == (True, columns, 1)
        assert getattr(found.lines[0].values[0], "count", None) == 7
    more_codes = ["travail"] * 12 + ["envie"] * 6 + ["difficile"] * 3 + ["autre"] * 3
    more = panel("departs", [*people, *[person(leaving=code) for code in more_codes]])
    assert not more.undetailed
    assert "travail" in more.columns


def test_few_at_the_end_leave_the_beginning_shown() -> None:
    people = [person()] * 10 + [person(stage=Stage.STARTED)] * 30
    reached, started, finished = panel("avancement", people, Dimension.ALL).lines[0].values
    assert (reached, finished) == (40, Unsaid.HIDDEN)
    assert isinstance(started, Rate)


def test_a_mean_is_shown_for_five_people_at_least() -> None:
    scored = [person(scores=(2.0, 2.0 + number % 2)) for number in range(4)]
    found = panel("efficacite", [*scored, *[person()] * 20])
    assert found.lines[0].values == (Unsaid.HIDDEN, Unsaid.HIDDEN)
    enough = panel("efficacite", [*scored, scored[0], *[person()] * 20])
    assert enough.lines[0].values[0] == 5
    assert isinstance(enough.lines[0].values[1], BeforeAfter)


def test_nearly_everybody_answered_is_hidden_and_their_mean_is_not() -> None:
    scored = [person(scores=(2.0, 2.0 + number % 2)) for number in range(20)]
    found = panel("efficacite", [*scored, person()], Dimension.ALL)
    assert found.lines[0].values[0] is Unsaid.HIDDEN
    assert isinstance(found.lines[0].values[1], BeforeAfter)


def test_a_module_is_said_whole_or_not_at_all() -> None:
    people = [person(stage=stage) for stage in STAGES for _ in range(10)]
    whole = ModuleCounts(module="m", paths=frozenset({"a"}), counts=(10, 10, 10))
    small = ModuleCounts(module="n", paths=frozenset({"a"}), counts=(22, 4, 4))
    found = module_panel(group_by(Dimension.PATH, people), [whole, small])
    assert [getattr(value, "count", value) for value in found.lines[0].values] == [30, 20, 10]
    assert found.lines[1].values == (30, Unsaid.HIDDEN, Unsaid.HIDDEN)


def test_a_module_says_nothing_that_its_path_hides() -> None:
    people = [person(stage=stage) for stage in STAGES for _ in range(10)]
    people += [person(path="b")] * 3 + [person(path="b", stage=Stage.STARTED)] * 10
    one = ModuleCounts(module="m", paths=frozenset({"a"}), counts=(10, 10, 10))
    found = module_panel(group_by(Dimension.PATH, people), [one])
    assert found.lines[0].values[1:] == (Unsaid.HIDDEN, Unsaid.HIDDEN)
