"""An administrator's first day without scripts, and every page of administration under axe."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Terminals, axe_faults, sign_in
from tests.support.sites import Demonstration, ServedSite

pytestmark = pytest.mark.browser

Served = tuple[ServedSite, Demonstration]
LONG = "Marie-Antoinette de La Rochefoucauld-Montmorency Vandenbroucke de la Tour du Pin"
FILE = f"role;nom;groupe\n;Yanis Nouveau;Groupe 1\n;{LONG};Groupe 1\nchef;=CMD();Groupe 99\n"
PAGES = (
    "",
    "/comptes",
    "/comptes/nouveau",
    "/comptes/importer",
    "/comptes/fusion",
    "/cartes",
    "/groupes",
    "/corbeille",
    "/accords",
    "/journal",
    "/reglages",
    "/etat",
)


def press(page: Page, name: str) -> None:
    """Follow the first link, or press the first button, of that name."""
    part = page.locator("main")
    wanted = part.get_by_role("link", name=name).or_(part.get_by_role("button", name=name))
    wanted.first.click()
    page.wait_for_load_state()


def look(page: Page) -> None:
    """Nothing that axe blames, and nothing that scrolls sideways."""
    assert axe_faults(page) == [], page.url
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth"), page.url


def enter(page: Page, served: Served) -> str:
    """Sign in as the administrator and return the address of administration."""
    site, demonstration = served
    admin = demonstration.person("administrateur")
    sign_in(page, site.url, admin.identifier, admin.phrase)
    return f"{site.url}/administration"


def test_a_file_becomes_accounts_with_cards_that_open_without_scripts(
    served_demonstration: Served, terminals: Terminals
) -> None:
    page = terminals.open(scripts=False)
    home = enter(page, served_demonstration)
    page.goto(home)
    press(page, "Comptes")
    press(page, "Importer un fichier")
    page.fill("[name=texte]", FILE)
    press(page, "Voir ce que cela donne")
    expect(page.locator("main")).to_contain_text("Le rôle")
    press(page, "Appliquer 2 lignes")
    press(page, "Préparer la feuille")
    press(page, "Faire la feuille")
    cards = page.locator(".access-card")
    expect(cards).to_have_count(2)
    values = cards.filter(has_text="Yanis Nouveau").locator(".access-card__value")
    identifier, phrase = values.nth(0).inner_text(), values.nth(1).inner_text()
    learner = terminals.open(scripts=False)
    sign_in(learner, served_demonstration[0].url, identifier, phrase)
    assert learner.url.endswith("/accueil")
    # The same file again changes nothing.
    page.goto(f"{home}/comptes/importer")
    page.fill("[name=texte]", FILE)
    press(page, "Voir ce que cela donne")
    expect(page.locator("main")).to_contain_text("Ce fichier ne change rien")


def test_an_account_goes_to_the_bin_and_comes_back_without_scripts(
    served_demonstration: Served, page_without_scripts: Page
) -> None:
    page = page_without_scripts
    home = enter(page, served_demonstration)
    page.goto(f"{home}/comptes?role=evaluator")
    page.locator("[name=compte]").first.check()
    page.locator("button[value=corbeille]").click()
    word = page.locator("label[for=c-confirmation]").inner_text().split("\u00a0")[1]
    page.fill("[name=confirmation]", word)
    press(page, "Mettre à la corbeille")
    press(page, "Ouvrir la corbeille")
    page.locator("tr", has_text=word).get_by_role("button", name="Remettre").click()
    expect(page.locator("main")).to_contain_text("C’est revenu")


def test_a_room_gets_thirty_terminals_at_once_without_scripts(
    served_demonstration: Served, page_without_scripts: Page
) -> None:
    page = page_without_scripts
    home = enter(page, served_demonstration)
    page.goto(f"{home}/salles")
    page.fill("[name=nom]", "Salle des trente")
    press(page, "Ajouter la salle")
    press(page, "Ajouter plusieurs postes")
    page.fill("[name=dernier]", "30")
    page.fill("[name=adresse]", "10.9.0.1")
    press(page, "Voir cette série")
    press(page, "Ajouter 30 postes")
    expect(page.locator("tbody tr")).to_have_count(30)
    press(page, "Mettre cette salle à la corbeille")
    press(page, "Mettre à la corbeille")
    expect(page.locator("main")).to_contain_text("La salle est dans la corbeille")


def test_the_menu_of_an_administrator_is_one_line(
    served_demonstration: Served, page: Page
) -> None:
    home = enter(page, served_demonstration)
    page.goto(home)
    lines = page.locator(".header__tab").evaluate_all(
        "links => new Set(links.map(link => link.getBoundingClientRect().top)).size"
    )
    assert lines == 1


def test_every_page_of_administration_is_for_everybody(
    served_demonstration: Served, page: Page
) -> None:
    home = enter(page, served_demonstration)
    for address in PAGES:
        page.goto(f"{home}{address}")
        look(page)
    page.goto(f"{home}/salles")
    page.locator("tbody a").first.click()
    look(page)
    press(page, "Ajouter plusieurs postes")
    look(page)
    page.fill("[name=lignes]", "1\nx;ici\n98;10.0.7.9")
    press(page, "Voir cette liste")
    look(page)
    page.goto(f"{home}/comptes?nom=introuvable")
    look(page)
    page.goto(f"{home}/comptes/acte?acte=suspendre")
    look(page)
    page.goto(f"{home}/comptes?nom=Marie-Antoinette")
    page.locator("tbody a").first.click()
    look(page)
    press(page, "Mettre à la corbeille")
    press(page, "Mettre à la corbeille")
    look(page)


@pytest.mark.parametrize("width", [pytest.param(512, marks=pytest.mark.long), 256])
def test_nothing_scrolls_sideways_when_zoomed(
    served_demonstration: Served, terminals: Terminals, width: int
) -> None:
    page = terminals.open(width=width)
    home = enter(page, served_demonstration)
    for address in PAGES:
        page.goto(f"{home}{address}")
        shown = page.evaluate("document.documentElement.scrollWidth")
        assert shown <= width, f"{page.url}: {shown}"
