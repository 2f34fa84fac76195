"""The order of what was done: places first, dates only for what has no place yet."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from learning.domain.facts import HintSeen
from learning.domain.order import (
    first_place,
    in_order,
    last_of,
    microseconds,
    order_of,
    place_of,
)
from tests.support.clock import START


def seen(number: int, minutes: float, sequence: int = 0) -> HintSeen:
    """A hint seen so many minutes after the start, at a place of the order."""
    at = START + timedelta(minutes=minutes)
    return HintSeen(id=UUID(int=number), at=at, module="m", question="q", sequence=sequence)


def test_a_place_counts_and_a_date_does_not() -> None:
    first, then = seen(2, 60, sequence=7), seen(1, -1_440, sequence=8)  # the clock went back
    assert in_order([then, first]) == [first, then]
    assert last_of([then, first]) is then


def test_what_is_not_kept_yet_comes_last_by_its_date() -> None:
    kept, soon, later = seen(1, 3, sequence=microseconds(START)), seen(3, 1), seen(2, 2)
    assert in_order([later, soon, kept]) == [kept, soon, later]
    assert place_of(kept) < place_of(seen(4, -1_000_000))


def test_one_place_given_twice_is_settled_by_ids() -> None:
    one, other = seen(1, 5, sequence=9), seen(2, 0, sequence=9)
    assert in_order([other, one]) == in_order([one, other]) == [one, other]
    assert order_of(one) < order_of(other)
    assert last_of([]) is None


def test_an_instant_is_counted_to_the_microsecond() -> None:
    at = datetime(2262, 4, 11, 23, 47, 16, 854_775, tzinfo=UTC)
    assert microseconds(at) == 9_223_372_036_854_775
    assert microseconds(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert first_place(datetime(1969, 1, 1, tzinfo=UTC)) == 1


def test_the_same_fact_at_another_place_is_the_same_fact() -> None:
    assert seen(1, 0, sequence=5) == seen(1, 0)
    assert len({seen(1, 0, sequence=5), seen(1, 0, sequence=6)}) == 1
