"""Means with their uncertainty: Student's t in plain Python, for paired before and after.

The distribution function of t has a finite sum for whole degrees of freedom (Abramowitz and
Stegun, 26.7.3 and 26.7.4); the quantile is found by halving.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import atan, cos, pi, sin, sqrt
from statistics import fmean, stdev

CONFIDENCE = 0.95  # nineteen times in twenty, as for shares
_Z = 1.959963984540054
_MANY = 300  # beyond, the expansion below is right to the sixth decimal
_HALVINGS = 60
_WIDEST = 20.0  # t at one degree of freedom is 12.7


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of ``count`` values, between bounds that hold nineteen times in twenty."""

    value: float
    low: float
    high: float
    count: int


def within(t: float, freedom: int) -> float:
    """Return the probability that Student's t lies between -t and t."""
    angle = atan(t / sqrt(freedom))
    square = cos(angle) ** 2
    odd = freedom % 2 == 1
    term, total = (cos(angle), 0.0) if odd else (1.0, 0.0)
    step = 1 if odd else 0
    while step <= freedom - 2:
        total += term
        term *= square * (step + 1) / (step + 2)
        step += 2
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


@lru_cache(maxsize=512)
def t_quantile(freedom: int) -> float:
    """Return the t that holds 95 % of the distribution between -t and t."""
    if freedom > _MANY:
        cube, fifth = _Z**3, _Z**5
        return (
            _Z + (cube + _Z) / (4 * freedom) + (5 * fifth + 16 * cube + 3 * _Z) / (96 * freedom**2)
        )
    low, high = 0.0, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if within(middle, freedom) < CONFIDENCE:
            low = middle
        else:
            high = middle
    return high


def mean_of(values: Sequence[float]) -> Mean | None:
    """Return the mean with Student's bounds; None for fewer than two values."""
    count = len(values)
    if count < 2:  # noqa: PLR2004 - one value has no spread
        return None
    mean = fmean(values)
    half = t_quantile(count - 1) * stdev(values) / sqrt(count)
    return Mean(mean, mean - half, mean + half, count)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """The same people before and after; ``change`` is the mean of each one's own change."""

    before: Mean
    after: Mean
    change: Mean


def compare_pairs(pairs: Sequence[tuple[float, float]]) -> BeforeAfter | None:
    """Compare people with themselves (paired t); None for fewer than two people."""
    before = mean_of([first for first, _ in pairs])
    after = mean_of([second for _, second in pairs])
    change = mean_of([second - first for first, second in pairs])
    if before is None or after is None or change is None:
        return None
    return BeforeAfter(before=before, after=after, change=change)
