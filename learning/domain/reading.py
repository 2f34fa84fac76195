"""What a trainer's reading of an open answer is worth: a share of the points by line."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from learning.domain.facts import Verdict


class LineMark(StrEnum):
    """What is said of one line of the « Grille »; the values are those of the form."""

    NO = "non"
    PARTLY = "en-partie"
    YES = "oui"


_SHARES = {
    LineMark.NO: Fraction(0),
    LineMark.PARTLY: Fraction(1, 2),
    LineMark.YES: Fraction(1),
}


def shares_of(marks: Sequence[LineMark]) -> tuple[float, ...]:
    """Return the share of each line, as facts keep it."""
    return tuple(float(_SHARES[mark]) for mark in marks)


def marks_of(shares: Sequence[float]) -> tuple[LineMark, ...]:
    """Return what was said of each line: anything between none and whole is « en partie »."""
    return tuple(
        LineMark.NO if share <= 0 else LineMark.YES if share >= 1 else LineMark.PARTLY
        for share in shares
    )


def judge(marks: Sequence[LineMark], out_of: int) -> tuple[float, Verdict]:
    """Return the points, every line weighing the same, and the verdict."""
    share = sum((_SHARES[mark] for mark in marks), Fraction(0)) / max(1, len(marks))
    verdict = Verdict.RIGHT if share == 1 else Verdict.PARTIAL if share else Verdict.WRONG
    return float(share * out_of), verdict
