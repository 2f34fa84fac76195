"""The pages of a project file and of worked examples, in a browser: free of faults."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.support.browser import Terminals, axe_faults, html_faults, sign_in

pytestmark = pytest.mark.browser


def at_home(served: Served, terminals: Terminals, name: str, *, scripts: bool = False) -> Page:
    """Somebody at a terminal of their own."""
    page, account = terminals.open(scripts=scripts), served.account(name)
    sign_in(page, served.url, account.identifier, account.phrase)
    return page


def take_example(page: Page, served: Served) -> None:
    """Start from the repair of bicycles."""
    page.goto(f"{served.url}/projet")
    page.get_by_role("link", name="Lire huit projets d’exemple").click()
    page.get_by_role("link", name="Réparation de vélos à domicile").click()
    page.get_by_role("button", name="Partir de cet exemple").click()


def ask(page: Page) -> None:
    """Ask for one's file."""
    page.get_by_role("link", name="Mon dossier").click()
    page.get_by_role("button", name="Demander l’impression de mon dossier").click()
    expect(page.locator("main")).to_contain_text("Impression demandée le")


def test_no_page_has_a_fault(served: Served, terminals: Terminals, tmp_path: Path) -> None:
    learner = at_home(served, terminals, "alix", scripts=True)
    take_example(learner, served)
    ask(learner)
    staff = at_home(served, terminals, "counsellor", scripts=True)
    handing = f"/suivi/apprenants/{served.account().id}/dossier"
    own = ("/projet", "/projet/exemples", "/projet/exemples/velo", "/projet/dossier",
           "/projet/dossier/lire")  # fmt: skip
    looked = [*((learner, url) for url in own), (staff, handing), (staff, f"{handing}/feuilles")]
    faults, written = [], {}
    for page, url in looked:
        page.goto(f"{served.url}{url}")
        faults += [f"{url}: {fault}" for fault in axe_faults(page)]
        written[url.strip("/").replace("/", "-")] = page.content()
    assert not faults, "\n".join(faults)
    assert not html_faults(written, tmp_path)
