"""An evaluator's trip without scripts: figures, a protocol frozen, and every page for axe."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.support.browser import Terminals, axe_faults, sign_in
from tests.support.planted import plant

pytestmark = pytest.mark.browser

WAYS = ("ensemble", "parcours", "forme", "cohorte", "module")


def start(page: Page, served: Served) -> None:
    plant(served.site.program)
    evaluator = served.account("evaluator")
    sign_in(page, served.url, evaluator.identifier, evaluator.phrase)


def test_figures_then_a_protocol_frozen_and_changed(
    served: Served, page_without_scripts: Page
) -> None:
    page = page_without_scripts
    start(page, served)
    expect(page.get_by_role("heading", level=1)).to_have_text("Évaluation")
    page.get_by_role("link", name="Forme d’accompagnement").click()
    expect(page.get_by_role("cell", name="22", exact=True)).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tableur (CSV)").first.click()
    assert taken.value.suggested_filename.startswith("avancement-forme-")
    page.get_by_role("link", name="Protocoles").first.click()
    page.get_by_role("link", name="Écrire un protocole").click()
    page.get_by_label("Nom court").fill("atelier-2027")
    page.get_by_label("La question de l’étude").fill("Un atelier aide-t-il à terminer ?")
    page.get_by_label("En autonomie").check()
    page.get_by_label("Atelier accompagné").check()
    page.get_by_label("Jour de fin").fill("2099-06-30")
    page.get_by_role("button", name="Enregistrer le protocole").click()
    page.get_by_role("link", name="Figer le protocole").click()
    page.get_by_role("button", name="Figer le protocole aujourd’hui").click()
    page.get_by_role("link", name="Noter un changement").click()
    page.get_by_label("Sur papier").check()
    page.get_by_role("button", name="Noter ce changement").click()
    expect(page.get_by_role("heading", name="Changements depuis")).to_be_visible()
    expect(page.get_by_role("cell", name="Formes d’accompagnement comparées")).to_be_visible()


@pytest.mark.parametrize("theme", ["clair", "sombre", "contraste"])
def test_every_page_passes_axe(served: Served, terminals: Terminals, theme: str) -> None:
    page = terminals.open()
    start(page, served)
    page.goto(f"{served.url}/affichage")
    page.locator(f"[name=couleurs][value={theme}]").check(force=True)
    page.get_by_role("button", name="Garder cet affichage").click()
    page.wait_for_load_state()
    found = []
    for address in (
        *(f"/evaluation?par={way}" for way in WAYS),
        "/evaluation/feuille?par=cohorte",
        "/evaluation/protocoles",
        "/evaluation/protocoles/nouveau",
    ):
        page.goto(served.url + address)
        found += axe_faults(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [512, 256])
def test_nothing_scrolls_sideways_when_magnified(
    served: Served, terminals: Terminals, width: int
) -> None:
    page = terminals.open(width=width)
    start(page, served)
    for way in WAYS:
        page.goto(f"{served.url}/evaluation?par={way}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), way
