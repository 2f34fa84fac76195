"""What every fault test leaves behind: nothing open."""

from collections.abc import Iterator

import pytest

from tests.faults.person import OPEN


@pytest.fixture(autouse=True)
def _hung_up() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()
