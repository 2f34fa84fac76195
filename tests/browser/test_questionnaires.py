"""A questionnaire for people: scripts off, by the keyboard, narrow, printed, by axe to AAA."""

from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from learning.domain.facts import LessonDone, ScaleAnswered
from learning.services.activity import add_facts
from tests.browser.conftest import Served
from tests.browser.test_for_people import NARROW, OVERFLOW
from tests.browser.trips import path
from tests.support.browser import SCREEN, Terminals, axe_faults, html_faults, sign_in
from tests.support.clock import START

pytestmark = pytest.mark.browser

PAGE = "/questionnaires/avant"
PAPER = "/suivi/questionnaires"


def at_home(page: Page, served: Served) -> None:
    """Alix has finished a lesson and is at home."""
    done = LessonDone(id=uuid4(), at=START, module="essai", lesson="formes")
    alix = served.account("alix")
    with served.site.program.writing() as work:
        add_facts(work, alix.id, [done])
    sign_in(page, served.url, alix.identifier, alix.phrase)


def given(served: Served) -> dict[str, int | None]:
    """What is recorded, question by question."""
    return {
        one.question: one.value for one in served.site.facts() if isinstance(one, ScaleAnswered)
    }


def test_answered_stopped_taken_up_and_withdrawn_without_scripts(
    page_without_scripts: Page, served: Served
) -> None:
    page = page_without_scripts
    at_home(page, served)
    page.get_by_role("link", name="Au début").click()
    assert "Répondre est libre." in page.inner_text("main")
    page.get_by_role("link", name="Je réponds").click()
    page.locator("label[for=c-prix_4]").click()
    page.get_by_role("button", name="Finir plus tard").click()
    assert path(page) == "/accueil"
    assert given(served) == {}
    page.get_by_role("link", name="Au début").click()
    page.get_by_role("link", name="Continuer mes réponses").click()
    assert page.locator("#c-prix_4").is_checked()
    page.locator("label[for=c-client_1]").click()
    page.locator("label[for=c-client_0]").click()  # changed one's mind: passed over
    page.get_by_role("button", name="Enregistrer mes réponses").click()
    assert given(served) == {"client": None, "prix": 4, "aide": None}
    page.get_by_role("link", name="Relire mes réponses").click()
    page.locator("summary", has_text="Voir ces réponses").click()
    assert "4 sur 5" in page.inner_text("main")
    page.get_by_role("button", name="Retirer ces réponses").click()
    assert "Vous ne répondez pas." in page.inner_text("main")


def press_until(page: Page, there: str) -> None:
    """Go from one stop to the next until the keyboard is at this one."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", there):
            return
    pytest.fail(f"the keyboard does not reach {there}")


def test_answered_by_the_keyboard_alone(page: Page, served: Served) -> None:
    at_home(page, served)
    press_until(page, f"a[href='{PAGE}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAGE}")
    press_until(page, f"a[href='{PAGE}/repondre']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/repondre")
    press_until(page, "[name=client]")
    page.keyboard.press("ArrowRight")  # from « Je passe » round to the first degree
    press_until(page, "[name=prix]")
    page.keyboard.press("ArrowLeft")  # to the last one
    press_until(page, "main button:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PAGE}")
    assert given(served) == {"client": 1, "prix": 5, "aide": None}


def test_the_script_keeps_what_is_chosen(page: Page, served: Served) -> None:
    at_home(page, served)
    page.goto(f"{served.url}{PAGE}/repondre")
    page.locator("label[for=c-aide_2]").click()
    page.locator("[data-saved]", has_text="Enregistré à").wait_for(timeout=20_000)
    page.reload()
    assert page.locator("#c-aide_2").is_checked()
    assert given(served) == {}


def test_every_state_is_for_people(terminals: Terminals, served: Served, tmp_path: Path) -> None:
    page = terminals.open()
    at_home(page, served)
    staff = terminals.open()
    account = served.account("counsellor")
    sign_in(staff, served.url, account.identifier, account.phrase)
    alix = served.account("alix").id
    faults: list[str] = []
    sources: dict[str, str] = {}

    def look(window: Page, address: str) -> None:
        window.goto(f"{served.url}{address}")
        faults.extend(axe_faults(window))
        sources[f"page-{len(sources)}"] = window.request.get(f"{served.url}{address}").text()
        window.set_viewport_size({"width": NARROW, "height": SCREEN["height"]})
        if window.evaluate(OVERFLOW) > 0:
            faults.append(f"{address}: scrolls sideways at {NARROW} px")
        window.set_viewport_size({"width": SCREEN["width"], "height": SCREEN["height"]})

    entry = f"{PAPER}/avant/saisir/{alix}"
    for address in (PAPER, f"{PAPER}/avant/feuille", f"{PAPER}/avant/saisir", entry):
        look(staff, address)
    for address in ("/accueil", PAGE, f"{PAGE}/repondre"):
        look(page, address)
    page.goto(f"{served.url}{PAGE}/repondre")
    page.get_by_role("button", name="Enregistrer mes réponses").click()
    for address in (PAGE, "/mes-donnees"):
        look(page, address)
    page.goto(f"{served.url}{PAGE}")
    page.get_by_role("button", name="Retirer mes réponses").click()
    look(page, PAGE)
    look(staff, entry)
    faults += html_faults(sources, tmp_path)
    assert not faults, "\n".join(faults)


def test_a_sheet_prints_alone(page: Page, served: Served) -> None:
    account = served.account("trainer")
    sign_in(page, served.url, account.identifier, account.phrase)
    page.goto(f"{served.url}{PAPER}/avant/feuille")
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Revenir aux questionnaires").is_visible()
    assert page.locator(".questionnaires__box").count() == 3 * 5
    assert page.locator("header.header, footer.footer").count() == 0
