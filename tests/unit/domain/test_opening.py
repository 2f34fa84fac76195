"""Opening hours on the room's own clock: spans, closures, the two days when the clock moves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.errors import Invalid
from learning.domain.opening import Span, opening_at, read_spans, read_week, write_week

PARIS = ZoneInfo("Europe/Paris")
HOURS = "1=08:30-11:45,14:00-17:00;3=08:30-11:45"
SUNDAY = "7=01:00-04:00"


def paris(*parts: int) -> datetime:
    """An instant told on the wall of the room."""
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[arg-type,misc]


def test_a_room_without_hours_never_closes() -> None:
    opening = opening_at("", paris(2026, 11, 25, 3, 0), PARIS)
    assert opening.is_open
    assert opening.until is None


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ((2026, 11, 23, 8, 29), False),
        ((2026, 11, 23, 8, 30), True),
        ((2026, 11, 23, 11, 44), True),
        ((2026, 11, 23, 11, 45), False),
        ((2026, 11, 23, 14, 0), True),
        ((2026, 11, 24, 9, 0), False),
        ((2026, 11, 25, 9, 0), True),
    ],
)
def test_it_opens_at_the_first_minute_and_closes_at_the_last(
    at: tuple[int, ...], is_open: bool
) -> None:
    assert opening_at(HOURS, paris(*at), PARIS).is_open is is_open


def test_a_closed_room_says_when_it_opens() -> None:
    at = opening_at(HOURS, paris(2026, 11, 23, 12, 0), PARIS)
    assert at.opens_at == paris(2026, 11, 23, 14, 0)
    assert opening_at(HOURS, paris(2026, 11, 25, 12, 0), PARIS).opens_at == paris(
        2026, 11, 30, 8, 30
    )


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        ((2026, 3, 27), 7),  # Friday, winter
        ((2026, 3, 30), 6),  # Monday, the clocks went forward on the 29th
        ((2026, 10, 23), 6),
        ((2026, 10, 26), 7),  # back on the 25th
    ],
)
def test_the_wall_s_hour_holds_when_the_clock_moves(
    day: tuple[int, int, int], utc_hour: int
) -> None:
    hours = ";".join(f"{number}=08:30-11:45" for number in (1, 5))
    opens = datetime(*day, utc_hour, 30, tzinfo=UTC)
    assert not opening_at(hours, opens - timedelta(seconds=1), PARIS).is_open
    opening = opening_at(hours, opens, PARIS)
    assert opening.is_open
    assert opening.until == opens + timedelta(hours=3, minutes=15)


@pytest.mark.parametrize(
    ("day", "lasts"), [((2026, 3, 29), 2), ((2026, 10, 25), 4), ((2026, 11, 1), 3)]
)
def test_a_night_when_the_clock_moves_lasts_as_long_as_it_does(
    day: tuple[int, int, int], lasts: int
) -> None:
    opening = opening_at(SUNDAY, paris(*day, 1, 0), PARIS)
    assert opening.since is not None
    assert opening.until is not None
    assert opening.until - opening.since == timedelta(hours=lasts)


@given(
    st.dictionaries(
        st.integers(1, 7),
        st.lists(st.integers(0, 1439), min_size=2, max_size=4, unique=True).map(
            lambda found: tuple(
                Span(*pair)
                for pair in zip(*[iter(sorted(found[: len(found) // 2 * 2]))] * 2, strict=True)
            )
        ),
        max_size=7,
    ),
    st.integers(0, 525_600),
)
def test_what_is_written_is_read_back_and_every_instant_is_in_one_place(
    week: dict[int, tuple[Span, ...]], minute: int
) -> None:
    text = write_week(week)
    assert read_week(text) == week
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    opening = opening_at(text, now, PARIS)
    if opening.is_open and opening.since is not None and opening.until is not None:
        assert opening.since <= now < opening.until
    if opening.opens_at is not None:
        assert now < opening.opens_at <= now + timedelta(days=8)
        assert opening_at(text, opening.opens_at, PARIS).is_open


def test_hours_are_typed_as_people_write_them() -> None:
    typed = [("14h00", "17 h 00"), ("8:30", "11:45")]
    assert read_spans(1, typed) == (Span(510, 705), Span(840, 1020))
    assert read_spans(1, [("", ""), (" ", "")]) == ()


@pytest.mark.parametrize(
    "typed",
    [
        [("08:30", "")],
        [("", "11:45")],
        [("25:00", "26:00")],
        [("11:45", "08:30")],
        [("08:30", "08:30")],
        [("08:30", "12:00"), ("11:00", "14:00")],
        [("8", "9")],
    ],
)
def test_what_cannot_be_hours_names_its_day(typed: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as refused:
        read_spans(3, typed)
    assert refused.value.field == "jour-3"
    assert str(refused.value).startswith("Mercredi")
