"""Publishing without scripts, in a real browser: seen, followed by itself, and fit for people."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.support.browser import Terminals, axe_faults, html_faults, sign_in
from tests.support.small_site import LESSON
from tests.web.trainer.publishing_acts import LESSON_FILE, PUBLISH, rewrite, swap_right

pytestmark = pytest.mark.browser

NARROW = 256
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def at_home(terminals: Terminals, served: Served, name: str, *, scripts: bool = True) -> Page:
    """Somebody signed in at a terminal of their own."""
    page = terminals.open(scripts=scripts)
    account = served.account(name)
    sign_in(page, served.url, account.identifier, account.phrase)
    return page


def write(served: Served) -> None:
    """Two learners have answered; the marking of that question then changes."""
    for name, value in (("alix", "2"), ("bilal", "1")):
        client = served.site.signed_in(name)
        client.send(client.get(LESSON).page.form("unique"), {"unique": value})
    swap_right(served.site)
    rewrite(served.site, {LESSON_FILE: ("La marge est ce qui reste", "Une marge est un reste")})


def test_the_page_follows_the_publication_without_scripts(
    served: Served, terminals: Terminals
) -> None:
    write(served)
    page = at_home(terminals, served, "trainer", scripts=False)
    page.goto(f"{served.url}{PUBLISH}")
    page.get_by_role("button", name="Voir ce qui va changer").click()
    expect(page.get_by_text("2 tentatives : 1 note monte, 1 baisse").first).to_be_visible()
    page.locator("summary").first.click()
    expect(page.get_by_text("− Avant").first).to_be_visible()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading", name="C’est publié")).to_be_visible(timeout=20_000)
    learner = at_home(terminals, served, "alix", scripts=False)
    learner.goto(f"{served.url}{LESSON}")
    assert learner.locator("[data-question=unique]").get_attribute("data-verdict") == "juste"
    expect(learner.get_by_text("Une marge est un reste")).to_be_visible()


def test_its_pages_are_fit_for_people(
    served: Served, terminals: Terminals, tmp_path: Path
) -> None:
    write(served)
    page = at_home(terminals, served, "trainer")
    sources, wrong = {}, []

    def look(name: str) -> None:
        for fold in page.locator("summary").all():
            fold.click()
        sources[name] = page.content()
        wrong.extend(axe_faults(page))
        page.set_viewport_size({"width": NARROW, "height": 768})
        wider = page.evaluate(WIDTH)
        if wider > 0:
            wrong.append(f"{name}: {wider} px too wide")
        page.set_viewport_size({"width": 1024, "height": 768})

    for name, address in (
        ("parts", PUBLISH),
        ("preview", f"{PUBLISH}?partie=essai"),
        ("opinions", "/formateur/avis"),
        ("opinion", "/formateur/avis/essai"),
        ("versions", "/formateur/versions"),
    ):
        page.goto(f"{served.url}{address}")
        look(name)
    page.goto(f"{served.url}{PUBLISH}?partie=essai")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading", name="C’est publié")).to_be_visible(timeout=20_000)
    look("published")
    page.goto(f"{served.url}/formateur/versions")
    page.get_by_role("link", name="Version 2").click()
    look("version")
    assert not [*wrong, *html_faults(sources, tmp_path / "pages")]
