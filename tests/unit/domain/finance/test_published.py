"""The engine finds again what others worked out and published, under the law of each day."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest

from learning.domain.finance.money import Money
from tests.support.law import law
from tests.unit.domain.finance.examples import EXAMPLES, Example
from tests.unit.domain.finance.published import ANSWERS

CASES = [(example, day) for example in EXAMPLES for day in example.days]


def as_number(value: object) -> Decimal:
    """An amount or a number."""
    return value.euros if isinstance(value, Money) else Decimal(str(value))


def far(expected: object, found: object, within: Decimal) -> bool:
    """Whether any figure differs by more than what its publisher left."""
    if isinstance(expected, Mapping):
        assert isinstance(found, Mapping)
        return any(far(one, found[key], within) for key, one in expected.items())
    if isinstance(expected, Sequence) and not isinstance(expected, str):
        assert isinstance(found, Sequence)
        pairs = zip(expected, found, strict=True)
        return any(far(one, other, within) for one, other in pairs)
    return abs(as_number(found) - as_number(expected)) > within


@pytest.mark.parametrize(("example", "day"), CASES, ids=[f"{one.id}-{day}" for one, day in CASES])
def test_a_published_example_is_found_again(example: Example, day: date) -> None:
    found = ANSWERS[example.kind](example.given, law(day))
    wrong = {
        name: (expected, found[name])
        for name, expected in example.found.items()
        if far(expected, found[name], Decimal(example.within))
    }
    assert not wrong, example.source


def test_every_example_has_its_source() -> None:
    assert len({one.id for one in EXAMPLES}) == 55
    assert all(one.source for one in EXAMPLES)
