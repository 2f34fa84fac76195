"""The guides of trainers, live examples included: axe, valid HTML, no sideways scroll."""

from pathlib import Path

from learning.services.guides import SHELVES
from tests.browser.conftest import Served
from tests.browser.test_for_people import NARROW, OVERFLOW, pytestmark
from tests.support.browser import SCREEN, Terminals, axe_faults, html_faults, sign_in

__all__ = ["pytestmark"]

ADDRESSES = ("/aide", *(f"/aide/{name}" for shelf in SHELVES for name in shelf.guides))


def test_the_guides_are_for_people(terminals: Terminals, served: Served, tmp_path: Path) -> None:
    account = served.account("trainer")
    page = terminals.open()
    sign_in(page, served.url, account.identifier, account.phrase)
    faults: list[str] = []
    sources: dict[str, str] = {}
    for place, address in enumerate(dict.fromkeys(ADDRESSES)):
        page.goto(f"{served.url}{address}")
        faults += [f"{address}: {fault}" for fault in axe_faults(page)]
        sources[f"page-{place}"] = page.request.get(f"{served.url}{address}").text()
        page.set_viewport_size({"width": NARROW, "height": SCREEN["height"]})
        if page.evaluate(OVERFLOW) > 0:
            faults.append(f"{address}: scrolls sideways at {NARROW} px")
        page.set_viewport_size({"width": SCREEN["width"], "height": SCREEN["height"]})
    faults += html_faults(sources, tmp_path)
    assert not faults, "\n".join(faults)


def test_an_example_cannot_be_answered(terminals: Terminals, served: Served) -> None:
    account = served.account("trainer")
    page = terminals.open()
    sign_in(page, served.url, account.identifier, account.phrase)
    page.goto(f"{served.url}/aide/questions")
    shown = page.locator("fieldset")
    assert shown.count() > 0
    assert page.locator("fieldset :is(input, select, textarea, button):enabled").count() == 0
