"""A project read, without scripts: asked for, answered sheet by sheet, found, « J’ai lu »."""

import pytest
from playwright.sync_api import Page, expect

from learning.domain.worked.projects import find_example
from learning.services.project import save_sheet
from tests.browser.conftest import Served
from tests.support.browser import Terminals, axe_faults, sign_in
from tests.support.small_site import as_learner

pytestmark = pytest.mark.browser

WORDS = "Votre prix est clair. Comptez aussi le trajet."


def at_home(served: Served, terminals: Terminals, name: str, *, scripts: bool = False) -> Page:
    """Somebody at a terminal of their own."""
    page, account = terminals.open(scripts=scripts), served.account(name)
    sign_in(page, served.url, account.identifier, account.phrase)
    return page


def test_a_project_is_read_and_the_learner_finds_it(served: Served, terminals: Terminals) -> None:
    learner = at_home(served, terminals, "alix")
    learner.get_by_role("link", name="Mon projet").click()
    learner.get_by_role("link", name="Mon prix").click()
    learner.fill("[name=prix]", "18")
    learner.get_by_role("button", name="Enregistrer et calculer").click()
    learner.goto(f"{served.url}/projet")
    learner.get_by_role("button", name="Demander une lecture").click()
    expect(learner.locator("main")).to_contain_text("Lecture demandée le")

    trainer = at_home(served, terminals, "trainer")
    trainer.get_by_role("link", name="Projets à lire").click()
    trainer.get_by_role("link", name="Alix").click()
    trainer.get_by_label("Votre commentaire sur «\u00a0Mon prix\u00a0»").fill(WORDS)
    trainer.get_by_role("button", name="Envoyer ma lecture").click()
    expect(trainer.locator("main")).to_contain_text("Votre lecture est envoyée.")

    learner.goto(f"{served.url}/accueil")
    learner.get_by_role("link", name="Voir ce qui est écrit").click()
    expect(learner.locator("main")).to_contain_text(WORDS)
    expect(learner.locator("main")).to_contain_text("formateur, le")
    learner.get_by_role("button", name="J’ai lu").click()
    learner.goto(f"{served.url}/accueil")
    expect(learner.locator("main")).not_to_contain_text("a lu votre projet")
    learner.goto(f"{served.url}/projet/prix")
    expect(learner.locator("main")).to_contain_text(WORDS)


@pytest.mark.long
def test_the_screens_of_a_reading_are_free_of_faults(served: Served, terminals: Terminals) -> None:
    alix, example = served.account(), find_example("friperie")
    assert example
    with served.site.program.writing() as work:
        for slug, typed in example.sheets.items():
            save_sheet(as_learner(work, alix), slug, typed, seen=0)
    learner = at_home(served, terminals, "alix", scripts=True)
    learner.goto(f"{served.url}/projet")
    faults = look(learner)
    learner.get_by_role("button", name="Permettre").click()
    learner.get_by_role("button", name="Demander une lecture").click()
    trainer = at_home(served, terminals, "trainer", scripts=True)
    desk = f"/formateur/a-lire/projets/{alix.id}"
    for address in ("/formateur/a-lire/projets", desk):
        trainer.goto(f"{served.url}{address}")
        faults += look(trainer)
    trainer.get_by_role("button", name="Envoyer ma lecture").click()
    faults += look(trainer)
    trainer.get_by_label("Votre commentaire sur «\u00a0Mon prix\u00a0»").fill(WORDS)
    trainer.get_by_role("button", name="Envoyer ma lecture").click()
    for address in ("/accueil", "/projet", "/projet/prix", "/mes-donnees"):
        learner.goto(f"{served.url}{address}")
        faults += look(learner)
    counsellor = at_home(served, terminals, "counsellor", scripts=True)
    for address in ("", "/projet"):
        counsellor.goto(f"{served.url}/suivi/apprenants/{alix.id}{address}")
        faults += look(counsellor)
    assert not faults, "\n".join(faults)


def look(page: Page) -> list[str]:
    """What is wrong on the page shown: rules of axe, and what needs scrolling sideways."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return axe_faults(page) + ([f"{page.url}: {wide} px too wide"] if wide > 0 else [])
