"""The studio: make a module, write in it, see what is wrong, correct it, look at it."""

import pytest

from learning.services.manuscripts import files_now
from tests.support.client import PageClient
from tests.support.small_site import SmallSite


@pytest.fixture
def trainer(small: SmallSite) -> PageClient:
    """A trainer at a terminal."""
    return small.signed_in("trainer")


def test_every_page_of_the_studio_opens(trainer: PageClient, small: SmallSite) -> None:
    home = trainer.get("/formateur")
    assert "Module" in home.text
    module = trainer.get("/formateur/modules/essai")
    assert module.status == 200
    with small.program.reading() as work:
        files = files_now(work)
    for path in files:
        if path.endswith(".md"):
            assert trainer.get(f"/formateur/textes/{path[:-3]}").status == 200
            assert trainer.get(f"/formateur/apercu/{path[:-3]}").status == 200
