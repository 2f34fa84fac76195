"""The order of what a learner did: a place that never goes back, whatever the clock says.

``at`` is the clock on the wall: it dates. ``sequence`` orders: the instant in microseconds, or
one more than the learner's last place when the clock is behind it (decision 0024).
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_AFTER_ALL = 1 << 62  # no place that was given is so far


class Ordered(Protocol):
    """What has its place in the order: a fact, a version of a sheet, one of their rows."""

    @property
    def id(self) -> UUID: ...

    @property
    def at(self) -> datetime: ...

    @property
    def sequence(self) -> int:
        """Its place, 0 as long as nothing gave it one."""
        ...


OrderedT = TypeVar("OrderedT", bound=Ordered)


def microseconds(at: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def first_place(at: datetime) -> int:
    """Return the place of something done at an instant, when nothing was done before it."""
    return max(1, microseconds(at))


def place_of(one: Ordered) -> int:
    """Return where it stands; what is not kept yet comes after all that is, by its date."""
    return one.sequence or _AFTER_ALL + microseconds(one.at)


def order_of(one: Ordered) -> tuple[int, int]:
    """Return what sorts: two sites may have given one place, which ids then settle alike."""
    return place_of(one), one.id.int


def in_order(ones: Iterable[OrderedT]) -> list[OrderedT]:
    """Return them as they were done, the first first."""
    return sorted(ones, key=order_of)


def last_of(ones: Iterable[OrderedT]) -> OrderedT | None:
    """Return the last that was done, or None."""
    return max(ones, key=order_of, default=None)
