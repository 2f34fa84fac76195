"""A counsellor's week for ninety people, without scripts: twelve pages at most."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from tests.support.browser import axe_faults, sign_in
from tests.support.sites import Demonstration, ServedSite, free_port, make_demonstration

pytestmark = pytest.mark.browser

MOST_PAGES = 12


class Pages:
    """Every page that the browser shows, in order."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.shown: list[str] = []
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.request.resource_type == "document" and response.status == 200:
            self.shown.append(response.url)

    def press(self, name: str, *, within: str = "main") -> None:
        """Follow the first link, or press the first button, of that name."""
        part = self.page.locator(within)
        wanted = part.get_by_role("link", name=name).or_(part.get_by_role("button", name=name))
        wanted.first.click()
        self.page.wait_for_load_state()


@pytest.fixture(scope="module")
def ninety(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServedSite, Demonstration]]:
    """Ninety people in three groups of one counsellor, served."""
    data = tmp_path_factory.mktemp("tour") / "var"
    demonstration = make_demonstration(data, "--learners", "90", "--days", "60")
    site = ServedSite(data, free_port())
    site.start()
    yield site, demonstration
    site.stop()


def test_the_weekly_round_takes_twelve_pages(
    ninety: tuple[ServedSite, Demonstration], page_without_scripts: Page
) -> None:
    site, demonstration = ninety
    page = page_without_scripts
    counsellor = demonstration.person("conseiller")
    sign_in(page, site.url, counsellor.identifier, counsellor.phrase)
    pages = Pages(page)
    page.goto(f"{site.url}/suivi")
    lines = page.locator("table").first.locator("tbody tr")
    expect(lines).to_have_count(10)
    answer_who_asks(pages)
    look_at_who_is_stuck(pages)
    while page.get_by_role("button", name="J’ai vu toutes ces lignes").count():
        pages.press("J’ai vu toutes ces lignes")
    expect(page.locator("main")).to_contain_text("Personne n’attend rien de vous.")
    pages.press("Groupe 1")
    expect(page.locator("h1")).to_have_text("Groupe 1")
    assert len(pages.shown) <= MOST_PAGES, "\n".join(pages.shown)


def answer_who_asks(pages: Pages) -> None:
    """Go and see who asks for help, then say that it is done."""
    pages.press("Répondre")
    waiting = pages.page.locator("main tbody tr")
    count = waiting.count()
    assert count
    for _ in range(count):
        pages.press("Répondu")
    pages.press("À voir", within="header")
    expect(pages.page.locator("main")).not_to_contain_text("Demande d’aide")


def look_at_who_is_stuck(pages: Pages) -> None:
    """Open a page, note what was observed, come back."""
    pages.press("Voir ses épreuves")
    page = pages.page
    expect(page.locator("main")).to_contain_text("Bloqué")
    page.locator("[name=observation]").select_option("observation.rendez-vous")
    pages.press("Noter pour ce mois")
    expect(page.locator("main")).to_contain_text("Rendez-vous à prévoir")
    pages.press("À voir", within="header")


@pytest.mark.long
def test_the_screens_of_the_round_are_free_of_faults(
    ninety: tuple[ServedSite, Demonstration], page: Page
) -> None:
    site, demonstration = ninety
    counsellor = demonstration.person("conseiller")
    sign_in(page, site.url, counsellor.identifier, counsellor.phrase)
    page.goto(f"{site.url}/suivi/groupes")
    group = page.locator("main td a").first.get_attribute("href")
    page.goto(f"{site.url}{group}")
    person = page.locator("main td a", has_text="Montmorency").first.get_attribute("href")
    faults = []
    for address in (
        "/suivi",
        "/suivi?personnes=miennes",
        "/suivi/feuille",
        "/suivi/groupes",
        "/suivi/groupes/nouveau",
        f"{group}",
        f"{group}?etat=bloque",
        f"{group}/feuille",
        f"{group}/modifier",
        f"{person}",
    ):
        page.goto(f"{site.url}{address}")
        faults += axe_faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        faults += [f"{address}: {wide} px too wide"] if wide > 0 else []
    assert not faults, "\n".join(faults)
