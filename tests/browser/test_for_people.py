"""For people: axe to AAA, valid HTML, no sideways scroll, spacing that loses nothing, print."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Served
from tests.browser.trips import fill, save, to_answer
from tests.support.browser import Terminals, axe_faults, html_faults, sign_in
from tests.support.small_site import LESSON, TEST

pytestmark = pytest.mark.browser

ADDRESSES = (
    "/accueil",
    "/modules",
    "/modules/essai",
    LESSON,
    TEST,
    "/revision",
    "/regles",
    "/glossaire",
    "/mes-donnees",
    "/affichage",
    "/premiers-pas/1",
    "/premiers-pas/2",
    "/premiers-pas/3",
    "/premiers-pas/4",
    "/fin",
    "/aide",
    f"{LESSON}/signaler/unique",
    "/nulle-part",
)
NARROW = 256
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Two frames after the fonts are there: a page is measured as it stays, not as it starts.
OVERFLOW = """async () => {
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}"""


def at_home(page: Page, served: Served) -> Page:
    """Sign in, and answer two questions so that their states are shown."""
    account = served.account()
    sign_in(page, served.url, account.identifier, account.phrase)
    page.goto(f"{served.url}{LESSON}")
    for place, panel in enumerate(to_answer(page)):
        if place == 2:
            break
        fill(panel, "Du pain.")
        save(panel)
    return page


def every_page(page: Page, served: Served) -> list[str]:
    """The learner's addresses, a test under way among them."""
    page.goto(f"{served.url}{TEST}")
    page.get_by_role("button", name="Commencer l’épreuve").click()
    return [f"{served.url}{address}" for address in ADDRESSES]


def test_no_page_has_a_fault_of_access(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/connexion")
    faults = [f"/connexion: {fault}" for fault in axe_faults(page)]
    at_home(page, served)
    for address in every_page(page, served):
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in axe_faults(page)]
    assert not faults, "\n".join(faults)


def test_every_page_is_valid_html(page: Page, served: Served, tmp_path: Path) -> None:
    pages = {"connexion": page.request.get(f"{served.url}/connexion").text()}
    at_home(page, served)
    for number, address in enumerate(every_page(page, served)):
        reply = page.request.get(address)
        pages[f"page-{number}"] = reply.text()
    faults = html_faults(pages, tmp_path)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", [NARROW, 512])
def test_no_page_scrolls_sideways(terminals: Terminals, served: Served, width: int) -> None:
    page = at_home(terminals.open(width=width), served)
    wide = []
    for address in every_page(page, served):
        page.goto(address)
        if page.evaluate(OVERFLOW) > 0:
            wide.append(address)
    assert not wide, f"at {width} px: {wide}"


def test_wider_spacing_loses_nothing(page: Page, served: Served) -> None:
    at_home(page, served)
    lost = []
    for address in every_page(page, served):
        page.goto(address)
        page.evaluate(SPACED)
        if page.evaluate(OVERFLOW) > 0:
            lost.append(address)
    assert not lost, f"wider spacing overflows: {lost}"


def test_a_printed_lesson_has_no_navigation(page: Page, served: Served) -> None:
    at_home(page, served)
    for address in (LESSON, "/regles"):
        page.goto(f"{served.url}{address}")
        page.emulate_media(media="print")
        assert not page.locator("header nav").first.is_visible(), f"{address} prints its links"
        assert page.locator("h1").first.is_visible()
        page.emulate_media(media="screen")


def test_the_display_follows_the_account(page: Page, served: Served) -> None:
    at_home(page, served)
    page.goto(f"{served.url}/affichage")
    page.get_by_text("Très grande", exact=True).click()
    page.get_by_text("Sombres", exact=True).click()
    page.get_by_role("button", name="Garder cet affichage").click()
    page.goto(f"{served.url}{LESSON}")
    classes = page.get_attribute("html", "class") or ""
    assert "t-tres-grand" in classes
    assert "theme-sombre" in classes
    assert page.evaluate(OVERFLOW) <= 0
    assert not axe_faults(page)
