"""Somebody who learns for a month, and the team at their terminals: what each does with a page."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.browser.conftest import Served
from tests.browser.trips import fill, next_steps, path, save, to_answer
from tests.support.browser import Terminals, sign_in

TEXT = "Je vendrais des paniers de légumes, le samedi, près de la gare."


@dataclass
class Learner:
    """Somebody at a terminal, who counts the pages and checks that each leads on."""

    page: Page
    served: Served
    phrase: str
    pages: int = 0
    written: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Each screen must offer something to do next."""
        self.pages += 1
        assert next_steps(self.page), f"{self.page.url}: no next step"

    def open(self, address: str) -> None:
        """Go to an address of the site."""
        self.page.goto(f"{self.served.url}{address}")
        self.look()

    def press(self, name: str) -> None:
        """Press the first button or link of this name in the page."""
        target = self.page.locator("main").get_by_role("button", name=name)
        if not target.count():
            target = self.page.locator("main").get_by_role("link", name=name)
        target.first.click()
        self.look()

    def sign_in(self) -> None:
        """Sign in as on any morning."""
        self.open("/connexion")
        self.page.fill("[name=identifiant]", self.served.account().identifier)
        self.page.fill("[name=phrase]", self.phrase)
        self.press("Ouvrir ma session")

    def resume(self) -> None:
        """From sign-in to the place left: at most three pages."""
        self.pages = 0
        self.sign_in()
        self.page.locator(".card--resume a").first.click()
        self.look()
        assert self.pages <= 3, f"{self.pages} pages before the place left"

    def answer_lesson(self, most: int = 99) -> None:
        """Answer what is open on the page."""
        for count, panel in enumerate(to_answer(self.page)):
            if count == most:
                return
            self.written += fill(panel, TEXT)
            save(panel)
            self.look()

    def leave(self) -> None:
        """End the session, whatever the page."""
        self.open("/fin")
        self.press("Fermer ma session")
        assert path(self.page).startswith("/connexion")


def staff(served: Served, terminals: Terminals, role: str) -> Page:
    """Somebody of the team at a terminal without scripts."""
    page, account = terminals.open(scripts=False), served.account(role)
    sign_in(page, served.url, account.identifier, account.phrase)
    return page
