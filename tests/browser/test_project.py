"""The sheets of a project in a browser: by keyboard, without scripts, live, on paper, for all."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from learning.domain.worked.projects import EXAMPLES
from learning.domain.worksheet.sheets import SHEETS
from learning.services.project import draft_of, save_sheet
from tests.browser.conftest import Served
from tests.browser.test_for_people import NARROW, OVERFLOW, SPACED
from tests.support.browser import LOOKS, Terminals, axe_faults, html_faults, sign_in
from tests.support.small_site import as_learner

pytestmark = pytest.mark.browser

SLUGS = [sheet.slug for sheet in SHEETS]
LESSON = "/modules/essai/choix"  # it teaches « Mon prix »
DISPLAYS = (("Très grande", "Sombres"), ("Grande", "Très contrastées"))
LATER = 3_000


def at_home(page: Page, served: Served, *, full: bool = True) -> Page:
    """Sign in, with a project filled from end to end or none."""
    account = served.account()
    if full:
        fullest = max(EXAMPLES, key=lambda one: sum(map(len, one.sheets.values())))
        with served.site.program.writing() as work:
            as_learner(work, account)
            for slug in SLUGS:
                save_sheet(work, slug, fullest.sheets[slug], seen=0)
    sign_in(page, served.url, account.identifier, account.phrase)
    return page


def addresses(served: Served) -> list[str]:
    """« Mon projet », each sheet, one version, and the lesson with its sheet."""
    pages = ["/projet", *(f"/projet/{slug}" for slug in SLUGS), "/projet/prix/versions"]
    return [f"{served.url}{page}" for page in [*pages, "/projet/prix/versions/1", LESSON]]


def test_sheets_are_filled_by_keyboard_without_scripts(
    page_without_scripts: Page, served: Served
) -> None:
    page = at_home(page_without_scripts, served, full=False)
    page.goto(f"{served.url}/projet/idee")
    page.fill("[name=unite]", "coupe")
    page.select_option("[name=activite]", "artisanat")
    page.focus("[name=phrase]")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{served.url}/projet/seuil-de-rentabilite")
    page.focus("[name=prix]")
    for typed in ("18", "3,50", "21,98", "20"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.fill("[name='charges.4.montant']", "230")
    page.fill("[name=ventes]", "60")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projet/seuil-de-rentabilite#resultat")
    said = page.locator("#resultat").inner_text().replace("\u00a0", " ")
    assert "24 coupes par mois" in said
    assert "Avec 60 coupes, il vous reste 382,62 € par mois." in said
    for words in ("Vous perdez", "Vous gagnez", "Charges fixes", "Coupes par mois"):
        assert page.locator("#resultat svg text", has_text=words).count() == 1, words


def test_the_sentences_follow_what_is_typed(page: Page, served: Served) -> None:
    at_home(page, served, full=False)
    page.goto(f"{served.url}/projet/pitch")
    page.fill("[name=moi]", "mot " * 160)
    expect(page.locator("[data-answer]")).to_contain_text("70\u00a0secondes", timeout=LATER)
    page.fill("[name=preuve]", "mot " * 140)
    expect(page.locator("[data-answer]")).to_contain_text("C’est un peu long", timeout=LATER)
    page.goto(f"{served.url}/projet/emprunt")
    page.fill("[name=somme]", "3000")
    page.fill("[name=taux]", "9,87")
    page.fill("[name=duree]", "24")
    answer = page.locator("[data-answer]")
    expect(answer).to_contain_text("138,25\u00a0€", timeout=LATER)
    page.fill("[name=duree]", "deux ans")
    expect(answer).to_contain_text("Il manque encore\u00a0:", timeout=LATER)
    assert page.input_value("[name=duree]") == "deux ans"
    page.get_by_role("button", name="Enregistrer et calculer").click()
    fault = page.locator("[data-project] .field__error")
    expect(fault).to_be_visible()
    page.fill("[name=duree]", "24")
    expect(fault).to_be_hidden(timeout=LATER)
    expect(page.locator(".error-summary")).to_be_hidden()
    assert not page.locator("[data-project] [aria-invalid]").count()


def test_nothing_typed_is_lost_when_the_page_locks(page: Page, served: Served) -> None:
    at_home(page, served, full=False)
    page.goto(f"{served.url}/projet/prix")
    page.fill("[name=prix]", "18")
    expect(page.locator("[data-answer]")).to_contain_text("Il manque", timeout=LATER)
    page.wait_for_timeout(1_500)
    with served.site.program.writing() as work:
        as_learner(work, served.account())
        assert draft_of(work, "prix") == {"prix": "18"}
    served.site.clock.advance(minutes=40)
    page.fill("[name=depense]", "3,50")
    page.get_by_role("button", name="Enregistrer et calculer").click()
    page.wait_for_load_state()
    assert "/verrou" in page.url
    sign_in(page, served.url, served.account().identifier, served.account().phrase)
    page.goto(f"{served.url}/projet/prix")
    assert page.input_value("[name=prix]") == "18"
    assert page.input_value("[name=depense]") == "3,50"


@pytest.mark.parametrize("full", [True, False], ids=["full", "empty"])
def test_no_sheet_has_a_fault(page: Page, served: Served, tmp_path: Path, *, full: bool) -> None:
    at_home(page, served, full=full)
    faults, sources = [], {}
    for number, address in enumerate(addresses(served)):
        reply = page.goto(address)
        if reply is None or not reply.ok:
            assert not full, address
            continue
        faults += axe_faults(page)
        sources[f"page-{number}"] = reply.text()
    faults += html_faults(sources, tmp_path / "pages")
    assert not faults, "\n".join(faults)


def test_a_fault_is_said_beside_its_field(page: Page, served: Served) -> None:
    at_home(page, served, full=False)
    page.goto(f"{served.url}/projet/tresorerie")
    page.fill("[name='mois.2.achats']", "beaucoup")
    page.get_by_role("button", name="Enregistrer et calculer").click()
    page.goto(f"{served.url}/projet/tresorerie")
    assert not axe_faults(page)
    field = page.locator("[name='mois.2.achats']")
    described = field.get_attribute("aria-describedby")
    assert "Écrivez un nombre" in page.locator(f"[id='{described}']").inner_text()
    page.locator(".error-summary a, .worksheet__faults a").first.click()
    expect(field).to_be_focused()


@pytest.mark.parametrize("width", [NARROW, 512])
def test_no_sheet_scrolls_sideways(terminals: Terminals, served: Served, width: int) -> None:
    """512 px is what 1024 px become at 200 %."""
    page = at_home(terminals.open(width=width), served)
    wide = []
    for address in addresses(served):
        page.goto(address)
        if page.evaluate(OVERFLOW) > 0:
            wide.append(address)
        page.evaluate(SPACED)
        if page.evaluate(OVERFLOW) > 0:
            wide.append(f"{address} with wider spacing")
    assert not wide, "\n".join(wide)


def test_a_printed_sheet_has_no_navigation_and_no_colour(page: Page, served: Served) -> None:
    at_home(page, served)
    page.goto(f"{served.url}/projet/seuil-de-rentabilite")
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator(".worksheet__lead").is_visible()
    for hidden in ("header nav", ".actions", ".breadcrumb"):
        assert not page.locator(hidden).first.is_visible(), hidden
    colours = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(e => e.getClientRects().length)
          .flatMap(e => ['color', 'backgroundColor', 'fill', 'stroke']
          .map(name => getComputedStyle(e)[name]))"""
    )
    for colour in set(colours):
        parts = re.findall(r"[\d.]+", colour)
        assert len(set(parts[:3])) <= 1, colour


@pytest.mark.parametrize(("size", "colours"), DISPLAYS)
def test_a_display_of_ones_own_loses_nothing(
    page: Page, served: Served, size: str, colours: str
) -> None:
    at_home(page, served)
    page.goto(f"{served.url}/affichage")
    page.get_by_text(size, exact=True).click()
    page.get_by_text(colours, exact=True).click()
    page.get_by_role("button", name="Garder cet affichage").click()
    faults = []
    for address in addresses(served):
        page.goto(address)
        faults += axe_faults(page, only=LOOKS)
        if page.evaluate(OVERFLOW) > 0:
            faults.append(f"{address} scrolls sideways")
    assert not faults, "\n".join(faults)
