"""The small site of the web's tests: made once, copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.small_site import Account, SmallSite, make, open_copy


@pytest.fixture(scope="session")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Account]]:
    """The site to copy."""
    data = tmp_path_factory.mktemp("petit") / "var"
    program, accounts = make(data)
    program.database.dispose()
    return data, accounts


@pytest.fixture
def small(made_site: tuple[Path, dict[str, Account]], tmp_path: Path) -> Iterator[SmallSite]:
    """A site of the test's own."""
    data, accounts = made_site
    site = open_copy(data, tmp_path / "var", accounts)
    yield site
    site.program.database.dispose()
