"""A dossier from one site to another and back, by browser, between two real processes.

One desk has scripts, and each of its pages is judged; the other has none.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.browser import Terminals, axe_faults, html_faults, sign_in
from tests.support.passed import pass_test
from tests.support.sites import Serve, ServedSite
from tests.support.two_sites import NAMES, Place, make_place

pytestmark = pytest.mark.browser

HOME = "/administration/dossiers"
Look = Callable[[Page], None]


class Desk:
    """Somebody of the team at one of the sites."""

    def __init__(self, place: Place, site: ServedSite, page: Page, look: Look | None) -> None:
        self.place, self.site, self.page, self._look = place, site, page, look
        self.sources: dict[str, str] = {}

    def open(self, address: str) -> None:
        """Open a page and look at it."""
        self.page.goto(f"{self.site.url}{address}")
        if self._look is not None:
            self._look(self.page)
            self.sources[f"page-{len(self.sources)}"] = self.page.request.get(self.page.url).text()

    def press(self, name: str) -> None:
        """Press a button of the page."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        if self._look is not None:
            self._look(self.page)

    def choose(self, name: str, words: str) -> None:
        """Choose the line of a list that begins so."""
        options = self.page.locator(f"select[name={name}] option")
        label = next(one for one in options.all_inner_texts() if one.startswith(words))
        self.page.locator(f"select[name={name}]").select_option(label=label)

    def take(self, link: str, folder: Path) -> Path:
        """Take a file away."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=link).first.click()
        file = folder / waiting.value.suggested_filename
        waiting.value.save_as(file)
        return file

    def fact(self, label: str) -> str:
        """What a list of facts says."""
        item = self.page.locator(".facts__item", has_text=label).first
        return item.locator(".facts__value").inner_text()

    def says(self, words: str) -> None:
        """The page says so."""
        text = self.page.inner_text("main").replace("\u00a0", " ")
        assert words in text, text


def desks(terminals: Terminals, serve_site: Serve, tmp_path: Path, look: Look) -> dict[str, Desk]:
    """The administrator of each site, signed in to a real process."""
    found = {}
    for name, title in NAMES.items():
        place = make_place(tmp_path / name, title, phrases=True)
        if name == "ouest":
            pass_test(place.program, place.accounts["alix"])
        place.program.database.dispose()
        site = serve_site(tmp_path / name)
        judged = name == "ouest"
        page = terminals.open(scripts=judged)
        boss = place.accounts["administrator"]
        sign_in(page, site.url, boss.identifier, boss.phrase)
        found[name] = Desk(place, site, page, look if judged else None)
    return found


def introduce(west: Desk, east: Desk, folder: Path) -> None:
    """Each takes the other's card, and types the fingerprint that was read out."""
    cards, prints = {}, {}
    for desk in (west, east):
        desk.open(f"{HOME}/sites")
        prints[desk.place.name] = desk.fact("Empreinte")
        cards[desk.place.name] = desk.take("Prendre la carte", folder)
    for desk, other in ((west, east), (east, west)):
        desk.page.set_input_files("#c-fichier", cards[other.place.name])
        desk.press("Importer")
        desk.says("Faites-vous lire l’empreinte")
        assert prints[other.place.name] not in desk.page.inner_text("main")
        desk.page.set_input_files("#c-fichier", cards[other.place.name])
        desk.page.fill("#c-empreinte", prints[other.place.name])
        desk.press("Importer")
        desk.says(other.place.name)


def ask_and_send(west: Desk, east: Desk, folder: Path) -> Path:
    """East asks for the dossier of who began there; west exports it with another's, who leaves."""
    east.open(f"{HOME}/arrivees")
    east.choose("personne", "Bilal")
    east.choose("site", west.place.name)
    east.press("Préparer la feuille")
    letters = east.page.locator(".dossiers__letters").inner_text()
    east.open(f"{HOME}/arrivees")
    east.says("Dossiers demandés")
    west.open(HOME)
    west.page.fill("#c-code", letters)
    west.choose("demandee", "Alix")
    west.press("Noter cette demande")
    west.choose("personne", "Chloe")
    west.choose("site", east.place.name)
    west.press("Noter ce départ")
    west.says("Demandé par ce site")
    west.press("Reste ici Chloe")
    west.says("La personne reste ici.")
    west.press("Exporter les dossiers cochés")
    west.says("Dossiers prêts")
    file = west.take("Prendre le fichier", folder)
    assert "alix" not in file.name.lower()
    return file


def receive(east: Desk, file: Path) -> None:
    """It joins the account that asked for it, once somebody said that it is they; then nothing."""
    east.open(f"{HOME}/arrivees")
    east.page.set_input_files("#c-fichier", file)
    east.press("Regarder ce qu’il contient")
    east.says("Son compte d’ici : Bilal")
    east.press("Importer ce dossier")
    east.says("Ce dossier est au nom de « Alix »")
    east.page.get_by_label("C’est bien la même personne").check()
    east.press("Importer ce dossier")
    east.says("Bilal retrouve tout son travail.")
    east.open(f"{HOME}/arrivees")
    east.page.set_input_files("#c-fichier", file)
    east.press("Regarder ce qu’il contient")
    east.says("Ce dossier est déjà importé.")


def test_a_dossier_goes_and_comes_back(
    terminals: Terminals, serve_site: Serve, tmp_path: Path
) -> None:
    faults: list[str] = []

    def look(page: Page) -> None:
        faults.extend(axe_faults(page))

    both = desks(terminals, serve_site, tmp_path, look)
    west, east = both["ouest"], both["est"]
    introduce(west, east, tmp_path)
    file = ask_and_send(west, east, tmp_path)
    # The old site is told that it is not for it.
    west.open(f"{HOME}/arrivees")
    west.page.set_input_files("#c-fichier", file)
    west.press("Regarder ce qu’il contient")
    west.says("adressé à un autre site")
    receive(east, file)
    bilal = east.place.id("bilal")
    east.open(f"/suivi/apprenants/{bilal}")
    east.says("Réussie")
    east.page.get_by_role("link", name="Noter un départ vers un autre site").click()
    east.choose("site", west.place.name)
    east.press("Noter ce départ")
    east.press("Exporter les dossiers cochés")
    back = east.take("Prendre le fichier", tmp_path)
    west.open(f"{HOME}/arrivees")
    west.page.set_input_files("#c-fichier", back)
    west.press("Regarder ce qu’il contient")
    west.says("son compte se rouvre")
    west.press("Importer ce dossier")
    west.says("Alix retrouve tout son travail.")
    assert not faults, "\n".join(faults)
    wrong = html_faults(west.sources, tmp_path)
    assert not wrong, "\n".join(wrong)
