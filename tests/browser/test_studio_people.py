"""The editor for people: without scripts, by the keyboard, narrow, large, by axe to AAA."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.test_for_people import OVERFLOW, SPACED
from tests.browser.test_studio import FAULTY, MISSPELT, TEXT, edit, saved, text_of, write
from tests.support.browser import Terminals, axe_faults, html_faults

pytestmark = pytest.mark.browser

TEXTS = (
    TEXT,
    "/formateur/textes/essai/module",
    "/formateur/textes/essai/epreuve",
    "/formateur/textes/glossaire",
)
# Without scripts a page has no frames to wait for.
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_no_text_has_a_fault_of_access(page: Page, served: Served) -> None:
    edit(page, served)
    faults = []
    for address in TEXTS:
        page.goto(f"{served.url}{address}")
        faults += axe_faults(page)
    page.goto(f"{served.url}{TEXT}")
    write(page, FAULTY)
    saved(page)
    page.get_by_role("tab", name="Constats").click()
    faults += axe_faults(page)
    page.locator("summary", has_text="Question").last.click()
    faults += axe_faults(page)
    assert not faults, "\n".join(faults)


def test_every_text_is_valid_html(page: Page, served: Served, tmp_path: Path) -> None:
    edit(page, served)
    write(page, MISSPELT)
    saved(page)
    addresses = (*TEXTS, "/formateur/textes/parcours/essai")
    pages = {
        f"texte-{number}": page.request.get(f"{served.url}{address}").text()
        for number, address in enumerate(addresses)
    }
    faults = html_faults(pages, tmp_path)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_scrolls_sideways(terminals: Terminals, served: Served, *, scripts: bool) -> None:
    wide = []
    for width in (256, 512, 1024):
        page = terminals.open(scripts=scripts, width=width)
        edit(page, served)
        for address in TEXTS:
            page.goto(f"{served.url}{address}")
            if page.evaluate(WIDER) > 0:
                wide.append(f"{address} at {width} px")
    assert not wide, wide


def test_large_text_and_wide_spacing_lose_nothing(page: Page, served: Served) -> None:
    edit(page, served)
    page.goto(f"{served.url}/affichage")
    page.get_by_text("Très grande", exact=True).click()
    page.get_by_text("Sombres", exact=True).click()
    page.get_by_role("button", name="Garder cet affichage").click()
    page.goto(f"{served.url}{TEXT}")
    assert page.evaluate(OVERFLOW) <= 0
    assert not axe_faults(page)
    page.evaluate(SPACED)
    assert page.evaluate(OVERFLOW) <= 0


def test_line_numbers_stay_beside_their_lines(terminals: Terminals, served: Served) -> None:
    for width in (300, 700, 1024):
        page = terminals.open(width=width)
        edit(page, served)
        write(page, "\n" + "Une longue phrase qui se plie plusieurs fois. " * 12 + "\n\t\nFin")
        heights = page.evaluate(
            """() => {
              const area = document.querySelector('[data-text]');
              const mirror = document.querySelector('[data-mirror]');
              const held = area.offsetHeight;
              area.style.height = '0';
              const needed = area.scrollHeight;
              area.style.height = '';
              return [needed, mirror.offsetHeight, held, mirror.children.length,
                area.value.split('\\n').length];
            }"""
        )
        needed, mirror, held, lines, written = heights
        assert abs(needed - mirror) <= 1, width
        assert held == mirror
        assert lines == written


def test_the_keyboard_reaches_everything_and_leaves_the_text(page: Page, served: Served) -> None:
    edit(page, served)
    met = []
    for _ in range(60):
        page.keyboard.press("Tab")
        met.append(
            page.evaluate(
                "(here => here.id || here.value || here.innerText)(document.activeElement)"
            )
        )
        if met[-1] == "studio-onglet-apercu":
            break
    order = [met.index(name) for name in ("enregistrer", "studio-texte", "studio-onglet-apercu")]
    assert order == sorted(order)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Constats")).to_be_focused()
    expect(page.locator("#studio-constats")).to_be_visible()
    page.locator("summary", has_text="Bloc").last.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("summary", has_text="Bloc").last).to_be_focused()
    text_of(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nmot")
    page.keyboard.press("Shift+Control+ArrowLeft")
    page.keyboard.press("Control+b")
    expect(text_of(page)).to_have_value(re.compile(r"\*\*mot\*\*$"))
    page.keyboard.press("Control+s")
    saved(page)


def test_without_scripts_a_text_is_written_checked_and_corrected(
    page_without_scripts: Page, served: Served
) -> None:
    page = page_without_scripts
    text = edit(page, served)
    text.fill(text.input_value() + MISSPELT)
    page.get_by_role("button", name="Enregistrer et vérifier").click()
    expect(page.locator("[data-live=etat]")).to_contain_text("Enregistré à")
    finding = page.locator("[data-finding=erreur]")
    expect(finding).to_contain_text("Vouliez-vous écrire")
    expect(finding.locator("bdi")).to_have_text("Explicaton : oui.")
    over, under = finding.bounding_box(), text.bounding_box()
    assert over
    assert under
    assert over["y"] < under["y"]
    finding.get_by_role("button", name="Corriger").click()
    expect(page.locator("[data-finding=erreur]")).to_have_count(0)
    expect(text).to_have_value(re.compile("Explication : oui"))
    page.locator("summary", has_text="Ajouter un bloc ou une question").click()
    page.get_by_label("Ce que vous ajoutez").select_option("regle")
    page.get_by_label("Après la ligne").fill("1")
    page.locator("button[value=inserer]").click()
    assert text.input_value().split("\n")[2] == ":::regle"
    expect(page.locator("[data-live=apercu]")).to_contain_text("celle qu’il faut garder")


def test_without_scripts_the_title_is_a_form(page_without_scripts: Page, served: Served) -> None:
    page = page_without_scripts
    edit(page, served)
    page.locator("summary", has_text="Titre").click()
    page.get_by_label("Titre", exact=True).fill("Un autre titre")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Un autre titre")
    assert "titre:" not in text_of(page).input_value()


def test_without_scripts_a_stale_save_shows_both_texts(
    terminals: Terminals, served: Served
) -> None:
    mine, other = terminals.open(scripts=False), terminals.open(scripts=False)
    for page, who in ((mine, "trainer"), (other, "administrator")):
        text = edit(page, served, who)
        text.fill(f"{text.input_value()}\nTexte de {who}.\n")
    other.get_by_role("button", name="Enregistrer et vérifier").click()
    mine.get_by_role("button", name="Enregistrer et vérifier").click()
    expect(mine.get_by_text("Rien n’est effacé")).to_be_visible()
    assert "Texte de administrator." in mine.locator("#studio-autre").input_value()
    assert "Texte de trainer." in text_of(mine).input_value()
    mine.get_by_role("button", name="Prendre l’autre").click()
    assert "Texte de administrator." in text_of(mine).input_value()
    expect(mine.locator("#studio-autre")).to_have_count(0)
