"""Property: a series has one line a place, and its addresses follow each other."""

from ipaddress import IPv4Address

from hypothesis import given
from hypothesis import strategies as st

from learning.services.room_series import write_series


@given(first=st.integers(1, 99), more=st.integers(0, 98), start=st.integers(1, 2**32 - 200))
def test_a_series_is_its_places_and_its_addresses(first: int, more: int, start: int) -> None:
    last = min(99, first + more)
    lines = write_series(str(first), f" {last} ", str(IPv4Address(start))).splitlines()
    cells = [line.split(";") for line in lines]
    assert [int(place) for place, _ in cells] == list(range(first, last + 1))
    assert [int(IPv4Address(address)) for _, address in cells] == list(
        range(start, start + len(cells))
    )
    bare = write_series(str(first), str(last), "").splitlines()
    assert bare == [f"{place};" for place in range(first, last + 1)]
