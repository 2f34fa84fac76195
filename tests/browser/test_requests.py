"""Help asked for, seen, answered and read, and a lesson on paper, without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.support.browser import Terminals, axe_faults, sign_in
from tests.support.small_site import LESSON

pytestmark = pytest.mark.browser


def enter(terminals: Terminals, served: Served, who: str, *, scripts: bool = False) -> Page:
    """Somebody at a terminal of their own."""
    page = terminals.open(scripts=scripts)
    account = served.account(who)
    sign_in(page, served.url, account.identifier, account.phrase)
    return page


def ask(page: Page, served: Served, words: str) -> None:
    """Go to the end of the lesson, and choose a line."""
    page.goto(f"{served.url}{LESSON}")
    page.get_by_role("link", name="Demander de l’aide").click()
    page.get_by_label(words).check()
    page.get_by_role("button", name="Envoyer ma demande").click()


@pytest.mark.parametrize("role", ["trainer", "counsellor"])
def test_help_is_asked_seen_answered_and_read(
    served: Served, terminals: Terminals, role: str
) -> None:
    learner = enter(terminals, served, "alix")
    ask(learner, served, "Parler de mon projet")
    expect(learner.locator("#aide")).to_contain_text("Reçu le 25 novembre 2026")
    staff = enter(terminals, served, role)
    if role == "trainer":
        staff.goto(f"{served.url}/formateur/seance")
        expect(staff.locator("main table").first).to_contain_text("Parler de mon projet")
    else:
        staff.goto(f"{served.url}/suivi")
        expect(staff.locator("main table tbody tr").first).to_contain_text("Demande d’aide")
        staff.get_by_role("link", name="Répondre").first.click()
    staff.get_by_role("button", name="Répondu").click()
    expect(staff.locator("main")).not_to_contain_text("Parler de mon projet")
    learner.goto(f"{served.url}/accueil")
    expect(learner.locator("main")).to_contain_text("On a répondu à votre demande d’aide")
    learner.get_by_role("button", name="J’ai lu").click()
    expect(learner.locator("main")).not_to_contain_text("On a répondu")
    learner.goto(f"{served.url}/mes-donnees")
    expect(learner.locator("main")).to_contain_text("Répondu par un")


def test_a_lesson_comes_on_paper_in_one_act(served: Served, terminals: Terminals) -> None:
    learner = enter(terminals, served, "alix")
    learner.goto(f"{served.url}{LESSON}")
    learner.get_by_role("button", name="Demander l’impression").click()
    expect(learner.locator("#impression")).to_contain_text("Impression demandée")
    staff = enter(terminals, served, "trainer")
    staff.goto(f"{served.url}/formateur/seance")
    staff.get_by_role("link", name="1 feuille à imprimer").click()
    staff.get_by_role("button", name="Imprimer tout").click()
    expect(staff.locator(".sheet")).to_have_count(1)
    staff.emulate_media(media="print")
    expect(staff.get_by_role("button", name="C’est imprimé")).to_be_hidden()
    assert "Alix" not in staff.locator("body").inner_text(), "paper carries no name"
    staff.emulate_media(media="screen")
    staff.get_by_role("button", name="C’est imprimé").click()
    expect(staff.locator("main")).to_contain_text("Aucune feuille n’est à imprimer")
    learner.goto(f"{served.url}{LESSON}")
    expect(learner.locator("#impression")).to_contain_text("Imprimé le 25 novembre 2026")


def test_every_screen_is_for_everybody(served: Served, terminals: Terminals) -> None:
    learner = enter(terminals, served, "alix", scripts=True)
    ask(learner, served, "Voir mon conseiller")
    learner.get_by_role("button", name="Demander l’impression").click()
    staff = enter(terminals, served, "counsellor", scripts=True)
    screens = (
        (learner, f"{LESSON}/aide"),
        (learner, "/accueil"),
        (learner, "/glossaire"),
        (staff, "/suivi/demandes"),
        (staff, "/suivi/a-imprimer"),
        (staff, "/suivi/a-imprimer/feuilles"),
    )
    faults = []
    for page, address in screens:
        page.goto(f"{served.url}{address}")
        faults += axe_faults(page)
        for width in (256, 1024):
            page.set_viewport_size({"width": width, "height": 768})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults.append(f"{address}: {wide} pixels wide at {width}")
    assert not faults, "\n".join(faults)
