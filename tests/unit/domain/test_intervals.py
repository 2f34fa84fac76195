"""Student's t and Wilson's bounds against published tables."""

import pytest

from learning.domain.intervals import compare_pairs, mean_of, t_quantile, within
from learning.domain.shares import wilson


@pytest.mark.parametrize(
    ("freedom", "published"),
    [
        (1, 12.706),
        (2, 4.303),
        (3, 3.182),
        (5, 2.571),
        (10, 2.228),
        (29, 2.045),
        (30, 2.042),
        (60, 2.000),
        (120, 1.980),
        (300, 1.968),
        (301, 1.968),
        (100_000, 1.960),
    ],
)
def test_quantiles_are_those_of_the_tables(freedom: int, published: float) -> None:
    assert t_quantile(freedom) == pytest.approx(published, abs=5e-4)


def test_the_distribution_agrees_with_its_quantiles() -> None:
    assert within(t_quantile(7), 7) == pytest.approx(0.95, abs=1e-9)
    assert within(1.0, 1) == pytest.approx(0.5, abs=1e-12)  # Cauchy's quartiles


def test_a_mean_needs_two_values() -> None:
    assert mean_of([3.0]) is None
    assert compare_pairs([(1.0, 2.0)]) is None


def test_pairs_are_compared_with_themselves() -> None:
    pairs = [(2.0, 2.0 + gain) for gain in (0, 1, 2, 1, 1) * 2]
    found = compare_pairs(pairs)
    assert found is not None
    assert (found.before.value, found.after.value) == (2.0, 3.0)
    assert (found.before.low, found.before.high) == (2.0, 2.0)
    # sd = 2/3 over 10 pairs, t(9) = 2,2622: 2,2622 × 0,6667 ÷ √10 = 0,4769
    assert found.change.low == pytest.approx(0.5231, abs=1e-4)
    assert found.change.high == pytest.approx(1.4769, abs=1e-4)


@pytest.mark.parametrize(
    ("count", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_shares_have_the_bounds_that_newcombe_published(
    count: int, whole: int, low: float, high: float
) -> None:
    share = wilson(count / whole, whole)
    assert share.low == pytest.approx(low, abs=1e-4)
    assert share.high == pytest.approx(high, abs=1e-4)
