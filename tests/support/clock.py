"""A clock that only moves when a test moves it."""

from datetime import UTC, datetime, timedelta

import pytest

START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


class Clock:
    """Called, it tells the instant; a test sets or advances it."""

    def __init__(self, instant: datetime = START) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        """Move forward (or back, with a negative number) and tell the new instant."""
        self.instant += timedelta(days=days, hours=hours, minutes=minutes)
        return self.instant


@pytest.fixture
def clock() -> Clock:
    """Wednesday 25 November 2026, 9:00 UTC, until a test moves it."""
    return Clock()
