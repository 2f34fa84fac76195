"""The room with two terminals enrolled by their codes, scripts or not; axe, valid, 256 px."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from learning.domain.access import Actor, Role
from learning.services import room_setup
from learning.services.room import list_rooms
from learning.services.room_place import draw_code, hash_code
from tests.browser.conftest import Served
from tests.support.browser import Terminals, axe_faults, html_faults, sign_in
from tests.support.small_site import LESSON

pytestmark = pytest.mark.browser

TYPED = "Je vendrais du pain."
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def codes(served: Served) -> list[str]:
    """A room of four terminals, and the codes of the first two."""
    program = served.site.program
    drawn = [draw_code(), draw_code()]
    with program.writing() as work:
        administrator = served.account("administrator").id
        work.actor = Actor(id=administrator, role=Role.ADMINISTRATOR, site=work.site)
        room = room_setup.make_room(work, "Salle 1")
        made = [
            room_setup.add_terminal(work, room, number=str(number), address="")
            for number in range(1, 5)
        ]
        for terminal, code in zip(made, drawn, strict=False):
            room_setup.make_code(work, terminal, hash_code(code, program.keys.pepper))
    return drawn


def enter(
    terminals: Terminals, served: Served, who: str, *, scripts: bool = False, code: str = ""
) -> Page:
    """Somebody at a terminal, enrolled first if there is a code."""
    page = terminals.open(scripts=scripts)
    if code:
        page.goto(f"{served.url}/poste")
        page.get_by_label("Code du poste").fill(code)
        page.get_by_role("button", name="Inscrire ce poste").click()
        expect(page.locator("main")).to_contain_text("Ce poste est inscrit.")
    account = served.account(who)
    sign_in(page, served.url, account.identifier, account.phrase)
    return page


def tile(page: Page, number: int) -> str:
    """What a tile says."""
    return page.locator(f".room__tile:has(#poste-{number})").inner_text()


def write(page: Page) -> None:
    """Type in the free text and send it."""
    page.locator("[name=libre]").fill(TYPED)
    page.locator("button[name=enregistrer][value=libre]").click()


@pytest.mark.parametrize("scripts", [False, True])
def test_a_session_paused_locked_and_closed(
    served: Served, terminals: Terminals, codes: list[str], *, scripts: bool
) -> None:
    alix = enter(terminals, served, "alix", code=codes[0], scripts=scripts)
    bilal = enter(terminals, served, "bilal", code=codes[1], scripts=scripts)
    supervisor = enter(terminals, served, "supervisor", scripts=scripts)
    expect(supervisor.locator("h1")).to_have_text("Salle 1")
    alix.goto(f"{served.url}{LESSON}")
    bilal.goto(f"{served.url}{LESSON}")
    supervisor.goto(f"{served.url}/salle")
    assert "Alix" in tile(supervisor, 1)
    assert "Bilal" in tile(supervisor, 2)
    assert "Éteint\u00a0?" in tile(supervisor, 3)
    supervisor.get_by_role("button", name="Tout mettre en pause").click()
    write(alix)
    expect(alix.locator("main")).to_contain_text("Votre texte est gardé.")
    bilal.goto(f"{served.url}/modules")
    expect(bilal.locator("h1")).to_have_text("La séance est en pause")
    supervisor.get_by_role("button", name="Reprendre la séance").click()
    alix.goto(f"{served.url}{LESSON}")
    expect(alix.locator("[name=libre]")).to_have_value(TYPED)
    supervisor.locator("#poste-2").click()
    supervisor.get_by_role("button", name="Verrouiller le poste").click()
    bilal.goto(f"{served.url}/modules")
    expect(bilal.locator("h1")).to_have_text("Ce poste est verrouillé")
    supervisor.locator("#poste-1").click()
    supervisor.get_by_role("button", name="Fermer la session").click()
    write(alix)
    expect(alix.locator("h1")).to_have_text("Votre session a été fermée")
    alix.get_by_role("button", name="Ouvrir une session").click()
    expect(alix.locator("h1")).to_have_text("Ouvrir ma session")


def test_what_is_being_typed_is_kept_and_its_page_gives_way(
    served: Served, terminals: Terminals, codes: list[str]
) -> None:
    alix = enter(terminals, served, "alix", code=codes[0], scripts=True)
    supervisor = enter(terminals, served, "supervisor")
    alix.clock.install()
    alix.goto(f"{served.url}{LESSON}")
    supervisor.goto(f"{served.url}/salle")
    supervisor.get_by_role("button", name="Tout mettre en pause").click()
    alix.locator("[name=libre]").fill(TYPED)
    alix.clock.fast_forward("00:11")  # the script saves on its own
    expect(alix.locator("h1")).to_have_text("La séance est en pause")
    expect(alix.locator("main")).to_contain_text("Votre texte est gardé.")
    supervisor.get_by_role("button", name="Reprendre la séance").click()
    alix.reload()
    expect(alix.locator("[name=libre]")).to_have_value(TYPED)


def test_with_a_script_the_screen_stays_still_and_follows(
    served: Served, terminals: Terminals, codes: list[str]
) -> None:
    supervisor = enter(terminals, served, "supervisor", scripts=True)
    supervisor.wait_for_url("**direct=oui")
    supervisor.locator("#poste-1").focus()
    assert "Éteint\u00a0?" in tile(supervisor, 1)
    enter(terminals, served, "alix", code=codes[0])
    expect(supervisor.locator(".room__tile:has(#poste-1)")).to_contain_text("Alix")
    assert supervisor.evaluate("document.activeElement.id") == "poste-1"


def test_the_last_five_minutes_are_told_live(
    served: Served, terminals: Terminals, codes: list[str]
) -> None:
    page = enter(terminals, served, "alix", code=codes[0], scripts=True)
    with served.site.program.writing() as work:
        room = list_rooms(work)[0]
        hours = {f"{name}-3-1": hour for name, hour in (("ouvre", "08:00"), ("ferme", "10:06"))}
        room_setup.set_hours(work, room.id, hours)
    page.clock.install()
    page.goto(f"{served.url}{LESSON}")
    expect(page.locator("[data-closing]")).to_have_count(1)  # served in the last ten minutes
    page.clock.fast_forward("01:01")
    expect(page.get_by_role("alert")).to_contain_text("dans 5 minutes, à 10\u00a0h\u00a006.")
    expect(page.locator("[data-closing]")).to_have_count(1)  # said once
    page.get_by_role("button", name="J’ai lu").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.clock.fast_forward("05:00")
    expect(page.get_by_role("alert")).to_contain_text("La salle est fermée.")


def screens(served: Served, page: Page) -> dict[str, str]:
    """Every screen of the room: its addresses, named."""
    page.goto(f"{served.url}/administration/salles")
    room = page.locator("td a").first.get_attribute("href") or ""
    page.goto(f"{served.url}{room}")
    terminal = page.locator("td a").first.get_attribute("href") or ""
    name = room.rsplit("/", 1)[1]
    return {
        "salle": f"/salle/{name}?arret=oui",
        "poste": f"/salle/postes/{terminal.rsplit('/', 1)[1]}",
        "salles": "/administration/salles",
        "reglages": room,
        "retirer": f"{room}/retirer",
        "reglage": terminal,
        "inscrire": "/poste",
    }


def test_no_screen_has_a_fault_of_access(
    served: Served, terminals: Terminals, codes: list[str], tmp_path: Path
) -> None:
    enter(terminals, served, "alix", code=codes[0])
    page = enter(terminals, served, "administrator", scripts=True)
    addresses = screens(served, page)
    faults, pages = [], {}
    for name, address in addresses.items():
        page.goto(f"{served.url}{address}")
        faults += [f"{address}: {fault}" for fault in axe_faults(page)]
        pages[name] = page.request.get(f"{served.url}{address}").text()
    page.set_viewport_size({"width": 256, "height": 768})
    for address in addresses.values():
        page.goto(f"{served.url}{address}")
        if page.evaluate(OVERFLOW) > 0:
            faults.append(f"{address}: scrolls sideways at 256 px")
    faults += html_faults(pages, tmp_path / "html")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("act", ["Mettre en pause", "Verrouiller le poste"])
def test_the_page_of_a_pause_has_no_fault(
    served: Served, terminals: Terminals, codes: list[str], act: str
) -> None:
    page = enter(terminals, served, "alix", code=codes[0], scripts=True)
    supervisor = enter(terminals, served, "supervisor")
    supervisor.locator("#poste-1").click()
    supervisor.get_by_role("button", name=act).click()
    page.goto(f"{served.url}/accueil")
    assert not axe_faults(page)
    page.set_viewport_size({"width": 256, "height": 768})
    assert page.evaluate(OVERFLOW) <= 0
