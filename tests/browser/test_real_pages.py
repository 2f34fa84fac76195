"""The demonstration's own pages: what real lessons hold fits, reads and can be pressed."""

import pytest
from playwright.sync_api import Page

from tests.browser.test_for_people import NARROW, OVERFLOW, SPACED
from tests.support.browser import Terminals, axe_faults, sign_in
from tests.support.sites import Demonstration, ServedSite

pytestmark = pytest.mark.browser

MODULES = ("viabilite", "budget", "statut-juridique")
PRESSED = "main button, main .button, main select, main input[type=text], main textarea"
SMALL = """selector => [...document.querySelectorAll(selector)]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
  .map(e => e.outerHTML.slice(0, 120))"""
DISPLAYS = (("tres-grand", "clair"), ("normal", "sombre"), ("grand", "contraste"))


def someone_advanced(
    page: Page, served_demonstration: tuple[ServedSite, Demonstration]
) -> tuple[Page, str]:
    """The last learner whose phrase is known has gone far; they see pages as they are at first."""
    site, demonstration = served_demonstration
    learner = [one for one in demonstration.people if one.role == "apprenant"][-1]
    sign_in(page, site.url, learner.identifier, learner.phrase)
    show(page, site.url, "normal", "clair")
    return page, site.url


def show(page: Page, url: str, size: str, colours: str) -> None:
    """Choose how pages are shown."""
    page.goto(f"{url}/affichage")
    page.locator(f"[name=taille][value={size}]").check(force=True)
    page.locator(f"[name=couleurs][value={colours}]").check(force=True)
    page.get_by_role("button", name="Garder cet affichage").click()


def lessons(page: Page, url: str, *modules: str) -> list[str]:
    """Every lesson and test of the modules, by the links that people follow."""
    found = []
    for module in modules:
        page.goto(f"{url}/modules/{module}")
        links = page.locator(f"main ol a[href^='/modules/{module}/']").all()
        found += [f"{url}{link.get_attribute('href')}" for link in links]
    assert len(found) > 6 * len(modules)
    return found


def results(page: Page, url: str) -> list[str]:
    """The results of the tests that were sent."""
    page.goto(f"{url}/modules/viabilite")
    links = page.locator("main a[href*='/resultats/']").all()
    return [f"{url}{link.get_attribute('href')}" for link in links]


def test_every_lesson_fits_a_narrow_screen(
    terminals: Terminals, served_demonstration: tuple[ServedSite, Demonstration]
) -> None:
    page, url = someone_advanced(terminals.open(width=NARROW), served_demonstration)
    wide = []
    for address in lessons(page, url, *MODULES) + results(page, url):
        page.goto(address)
        if page.evaluate(OVERFLOW) > 0:
            wide.append(address)
        page.evaluate(SPACED)
        if page.evaluate(OVERFLOW) > 0:
            wide.append(f"{address} with wider spacing")
    assert not wide, "\n".join(wide)


@pytest.mark.parametrize(
    "module", [MODULES[0], *(pytest.param(one, marks=pytest.mark.long) for one in MODULES[1:])]
)
def test_every_lesson_is_free_of_faults(
    page: Page, served_demonstration: tuple[ServedSite, Demonstration], module: str
) -> None:
    _, url = someone_advanced(page, served_demonstration)
    faults = []
    for address in lessons(page, url, module) + results(page, url):
        page.goto(address)
        faults += axe_faults(page)
        faults += [f"{address}: under 44 px: {one}" for one in page.evaluate(SMALL, PRESSED)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("size", "colours"), DISPLAYS)
def test_a_lesson_in_each_display(
    terminals: Terminals,
    served_demonstration: tuple[ServedSite, Demonstration],
    size: str,
    colours: str,
) -> None:
    page, url = someone_advanced(terminals.open(), served_demonstration)
    show(page, url, size, colours)
    for address in (f"{url}/accueil", f"{url}/modules/viabilite/prix", *results(page, url)):
        page.goto(address)
        assert page.evaluate(OVERFLOW) <= 0, address
        assert not axe_faults(page), address
