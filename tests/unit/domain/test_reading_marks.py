"""What a reading is worth: every line weighs the same, and only whole or none is clear-cut."""

import pytest

from learning.domain.facts import Verdict
from learning.domain.reading import LineMark, judge, marks_of, shares_of

NO, PARTLY, YES = LineMark.NO, LineMark.PARTLY, LineMark.YES


@pytest.mark.parametrize(
    ("marks", "out_of", "points", "verdict"),
    [
        ((YES, YES, YES), 3, 3.0, Verdict.RIGHT),
        ((NO, NO), 2, 0.0, Verdict.WRONG),
        ((YES, NO), 1, 0.5, Verdict.PARTIAL),
        ((PARTLY,), 2, 1.0, Verdict.PARTIAL),
        ((YES, PARTLY, NO), 1, 0.5, Verdict.PARTIAL),
        ((YES, YES, NO), 1, 2 / 3, Verdict.PARTIAL),
        ((YES, YES, YES, YES, YES, YES, YES), 1, 1.0, Verdict.RIGHT),
    ],
)
def test_points_are_the_share_of_the_lines(
    marks: tuple[LineMark, ...], out_of: int, points: float, verdict: Verdict
) -> None:
    earned, said = judge(marks, out_of)
    assert earned == pytest.approx(points)
    assert said is verdict


def test_what_was_said_comes_back() -> None:
    assert marks_of(shares_of((NO, PARTLY, YES))) == (NO, PARTLY, YES)
    assert marks_of((0.25, 1.0)) == (PARTLY, YES)


def test_no_line_at_all_is_worth_nothing() -> None:
    assert judge((), 2) == (0.0, Verdict.WRONG)
