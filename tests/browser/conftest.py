"""A small site of every question's shape, served from the test's own process."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.inside import Listen
from tests.support.small_site import Account, SmallSite, make, open_copy


@dataclass(frozen=True, slots=True)
class Served:
    """The site, and where it answers."""

    site: SmallSite
    url: str

    def account(self, name: str = "alix") -> Account:
        """Who may sign in."""
        return self.site.accounts[name]


@pytest.fixture(scope="session")
def made_for_browser(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, dict[str, Account]]:
    """The site to copy."""
    data = tmp_path_factory.mktemp("navigateur") / "var"
    program, accounts = make(data)
    program.database.dispose()
    return data, accounts


@pytest.fixture
def served(
    made_for_browser: tuple[Path, dict[str, Account]], tmp_path: Path, listen: Listen
) -> Iterator[Served]:
    """A copy of one's own, with the clock that the test moves."""
    data, accounts = made_for_browser
    site = open_copy(data, tmp_path / "var", accounts)
    yield Served(site, listen(site.app))
    site.program.database.dispose()
