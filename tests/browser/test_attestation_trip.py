"""From the first lesson to the paper in the hand, the same morning, scripts off."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Served
from tests.browser.test_for_people import NARROW, OVERFLOW, SPACED
from tests.browser.test_whole_way import answer_test
from tests.browser.trips import fill, save, to_answer
from tests.support.browser import Terminals, axe_faults, html_faults, sign_in
from tests.support.passed import pass_test, spend_hours
from tests.support.small_site import LESSON, NEXT_LESSON, TEST

pytestmark = pytest.mark.browser

BILAN = "/attestations/bilan/essai"
STAFF = "/suivi/attestations"


def press(page: Page, name: str) -> None:
    """Press the first button or link of this name in the page."""
    target = page.locator("main").get_by_role("button", name=name)
    if not target.count():
        target = page.locator("main").get_by_role("link", name=name)
    target.first.click()
    page.wait_for_load_state()


def follow_the_course(page: Page, served: Served) -> None:
    """Both lessons, then the test, right."""
    account = served.account()
    sign_in(page, served.url, account.identifier, account.phrase)
    for lesson in (LESSON, NEXT_LESSON):
        page.goto(f"{served.url}{lesson}")
        for panel in to_answer(page):
            fill(panel, "Du pain.")
            save(panel)
            served.site.clock.advance(minutes=1)
    page.goto(f"{served.url}{TEST}")
    press(page, "Commencer l’épreuve")
    answer_test(page, right=True)
    assert "Module réussi" in page.inner_text("h1")


def counsellor_at(terminals: Terminals, served: Served) -> Page:
    """A counsellor, on the page of attestations of the group."""
    page = terminals.open(scripts=False)
    account = served.account("counsellor")
    sign_in(page, served.url, account.identifier, account.phrase)
    page.get_by_role("link", name="Attestations").first.click()
    press(page, "Groupe du matin")
    return page


def test_a_paper_the_same_morning(terminals: Terminals, served: Served) -> None:
    begun = served.site.clock.instant
    learner = terminals.open(scripts=False)
    follow_the_course(learner, served)
    learner.goto(f"{served.url}/accueil")
    press(learner, "Mes attestations")
    assert "Elles sont prêtes." in learner.inner_text("main")
    press(learner, "Lire mon bilan")
    press(learner, "J’ai lu mon bilan")

    counsellor = counsellor_at(terminals, served)
    press(counsellor, "Alix")
    press(counsellor, "Voir avant d’émettre")
    press(counsellor, "Revenir sans émettre")
    counsellor.go_back()
    press(counsellor, "Émettre cette attestation")
    assert "1 attestation est émise." in counsellor.inner_text("main")
    counsellor.goto(f"{served.url}{STAFF}")
    press(counsellor, "Groupe du matin")
    press(counsellor, "Cocher la seule prête")
    press(counsellor, "Émettre les attestations cochées")

    learner.goto(f"{served.url}/accueil")
    assert "2 attestations sont prêtes pour vous." in learner.inner_text("main")
    press(learner, "Bilan de parcours")
    assert learner.locator(".attestation__qr").is_visible()
    learner.emulate_media(media="print")
    assert not learner.locator(".attestation__screen").is_visible()
    assert learner.locator(".attestation__code").is_visible()
    learner.emulate_media(media="screen")
    press(learner, "Revenir à mes attestations")
    press(learner, "J’ai vu")
    learner.goto(f"{served.url}/accueil")
    assert "prêtes pour vous" not in learner.inner_text("main")
    assert served.site.clock.instant - begun < timedelta(hours=2)


def pages_of(terminals: Terminals, served: Served, width: int) -> dict[str, Page]:
    """Every page of attestations in each of its states, on two terminals of that width."""
    for name in ("alix", "bilal"):
        pass_test(served.site.program, served.account(name))
    spend_hours(served.site.program, served.account("alix"))
    learner, staff = terminals.open(width=width), terminals.open(width=width)
    for page, name in ((learner, "alix"), (staff, "counsellor")):
        account = served.account(name)
        sign_in(page, served.url, account.identifier, account.phrase)
    return {"learner": learner, "staff": staff}


def every_state(pages: dict[str, Page], served: Served, look: Callable[[Page], None]) -> None:
    """Go through the pages as people do, and look at each."""
    learner, staff = pages["learner"], pages["staff"]

    def open_it(page: Page, address: str) -> None:
        page.goto(f"{served.url}{address}")
        look(page)

    open_it(learner, "/attestations")
    open_it(learner, BILAN)
    press(learner, "J’ai lu mon bilan")
    look(learner)
    file = f"/suivi/apprenants/{served.account().id}/attestations"
    open_it(staff, file)
    open_it(staff, f"{file}/apercu?quoi=bilan/parcours/essai")
    staff.goto(f"{served.url}{STAFF}")
    press(staff, "Groupe du matin")
    press(staff, "Tout cocher")
    look(staff)
    press(staff, "Émettre les attestations cochées")
    look(staff)
    open_it(staff, STAFF)
    press(staff, "Attestation de réussite")
    look(staff)
    staff.get_by_label("Erreur de nom").check()
    press(staff, "Révoquer cette attestation")
    look(staff)
    for address in (f"{STAFF}/revoquees", f"{STAFF}?code=7K3M92QXHD4T", file):
        open_it(staff, address)
    open_it(learner, "/accueil")
    open_it(learner, "/attestations")
    press(learner, "Voir et imprimer")
    look(learner)


def test_the_pages_are_for_everybody(terminals: Terminals, served: Served, tmp_path: Path) -> None:
    faults: list[str] = []
    sources: dict[str, str] = {}

    def look(page: Page) -> None:
        faults.extend(axe_faults(page))
        sources[f"page-{len(sources)}"] = page.request.get(page.url).text()

    every_state(pages_of(terminals, served, 1024), served, look)
    assert not faults, "\n".join(faults)
    wrong = html_faults(sources, tmp_path)
    assert not wrong, "\n".join(wrong)


def test_no_page_scrolls_sideways(terminals: Terminals, served: Served) -> None:
    wide: list[str] = []

    def look(page: Page) -> None:
        if page.evaluate(OVERFLOW) > 0:
            wide.append(page.url)
        page.evaluate(SPACED)
        if page.evaluate(OVERFLOW) > 0:
            wide.append(f"{page.url} (spaced)")

    every_state(pages_of(terminals, served, NARROW), served, look)
    assert not wide, wide
