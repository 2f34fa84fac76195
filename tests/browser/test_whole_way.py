"""The whole way of a learner, from sign-in to sign-out: scripts off, then by keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Served
from tests.browser.trips import fill, path, question, save, to_answer, verdict
from tests.support.browser import sign_in
from tests.support.small_site import LESSON, NEXT_LESSON, TEST

pytestmark = pytest.mark.browser

MARGINS = {"marge-1": "3", "marge-2": "6", "marge-3": "2", "marge-4": "9"}
MARGINS |= {"marge-5": "5", "marge-6": "9", "marge-7": "10", "marge-8": "18"}


def enter(page: Page, served: Served, name: str = "alix") -> None:
    """Type the identifier and the phrase as they are on the card."""
    account = served.account(name)
    page.goto(f"{served.url}/connexion")
    page.fill("[name=identifiant]", account.identifier)
    page.fill("[name=phrase]", account.phrase)
    page.get_by_role("button", name="Ouvrir ma session").click()


def walk_first_steps(page: Page) -> None:
    """The four first screens, the practice question among them."""
    page.get_by_text("Grande", exact=True).click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("Oui, tout est à moi").click()
    page.get_by_role("button", name="Voir si c’est juste").click()
    assert "Pas encore" in page.inner_text("main")
    page.get_by_role("button", name="Continuer").click()
    assert "Mes données" in page.inner_text("main")
    page.get_by_role("button", name="Commencer").click()


def answer_test(page: Page, *, right: bool) -> None:
    """Type a number in each field of the test, and send it."""
    page.wait_for_load_state()
    for panel in page.locator("[data-question]").all():
        name = panel.get_attribute("data-question") or ""
        wanted = MARGINS[name.rsplit("/", 1)[-1]]
        panel.locator("input[type=text]").fill(wanted if right else "1")
    page.get_by_role("button", name="Envoyer").first.click()


def test_the_whole_way_without_scripts(page_without_scripts: Page, served: Served) -> None:
    page = page_without_scripts
    enter(page, served)
    assert path(page) == "/premiers-pas/1"
    walk_first_steps(page)
    assert path(page) == "/accueil"
    assert "t-grand" in (page.get_attribute("html", "class") or "")

    page.get_by_role("link", name="Commencer cette leçon").click()
    assert path(page).startswith(LESSON)
    first = save_two(page)
    page.goto(f"{served.url}/accueil")
    resume = page.get_by_role("link", name=re.compile("Reprendre à la question 3"))
    resume.click()
    assert path(page) == f"{LESSON}#q-vraifaux"
    assert verdict(page, first) is not None

    for panel in to_answer(page):
        save_and_come_back(page, panel)
    page.get_by_role("button", name="Leçon suivante").click()
    assert path(page) == NEXT_LESSON
    page.get_by_role("button", name="Commencer l’entraînement").click()
    for panel in to_answer(page):
        save_and_come_back(page, panel)
    page.locator("#fin").get_by_role("button").click()
    assert path(page) == TEST

    page.get_by_role("button", name="Commencer l’épreuve").click()
    answer_test(page, right=False)
    assert "Pas encore" in page.inner_text("h1")
    page.get_by_role("button", name="Refaire une épreuve").first.click()
    if page.get_by_role("button", name="Commencer l’épreuve").count():
        page.get_by_role("button", name="Commencer l’épreuve").click()
    answer_test(page, right=True)
    assert "Module réussi" in page.inner_text("h1")

    review_tomorrow(page, served)
    leave(page, served)


def save_two(page: Page) -> str:
    """Answer the first two questions; the page comes back at the one that was answered."""
    names = []
    for panel in to_answer(page):
        names.append(save_and_come_back(page, panel))
        if len(names) == 2:
            break
    return names[0]


def save_and_come_back(page: Page, panel: Locator) -> str:
    """Answer, and check that the page comes back at this very question with its verdict."""
    fill(panel, "Je vendrais du pain.")
    name = save(panel)
    assert path(page).endswith(f"#q-{name}")
    assert verdict(page, name) is not None, f"{name} has no verdict"
    assert question(page, name).locator(".verdict").is_visible()
    return name


def review_tomorrow(page: Page, served: Served) -> None:
    """Two days later, the day's revision is there, begun and finished."""
    served.site.clock.advance(days=2)
    page.goto(f"{served.url}/revision")
    enter(page, served)
    page.goto(f"{served.url}/revision")
    page.get_by_role("button", name="Commencer la révision").click()
    for panel in to_answer(page):
        fill(panel, "Encore du pain.")
        save(panel)
    assert "C’est fini pour aujourd’hui" in page.inner_text("main")


def leave(page: Page, served: Served) -> None:
    """End the session; Back shows nothing more."""
    page.goto(f"{served.url}/accueil")
    page.get_by_role("link", name="Terminer ma séance").click()
    assert "Ce que vous avez fait" in page.inner_text("main")
    page.get_by_role("button", name="Fermer ma session").click()
    assert path(page).startswith("/connexion")
    page.goto(f"{served.url}/accueil")
    assert path(page).startswith("/connexion")
    page.go_back()
    assert "Bonjour" not in page.inner_text("body")


def focused(page: Page) -> str:
    """The text, value or name of what has the focus."""
    return str(
        page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.innerText || e.name || e.value || e.tagName; }"
        )
    )


def tab_to(page: Page, wanted: str, limit: int = 80) -> None:
    """Press Tab until this is focused; each stop must show its focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if focused(page) in {"BODY", "HTML"}:
            continue
        assert shows_focus(page), f"{page.url}: no visible focus on {focused(page)!r}"
        if wanted in focused(page):
            return
    pytest.fail(f"{page.url}: Tab never reached {wanted!r}")


def shows_focus(page: Page) -> bool:
    """Whether an outline of at least 2 px is drawn on the element, or on its label."""
    return bool(
        page.evaluate(
            """() => {
              const e = document.activeElement;
              const near = [e, e.nextElementSibling, e.parentElement].filter(Boolean);
              return near.some(n => {
                const s = getComputedStyle(n);
                return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
              });
            }"""
        )
    )


def test_the_way_by_keyboard(page: Page, served: Served) -> None:
    account = served.account("bilal")
    page.goto(f"{served.url}/connexion")
    page.keyboard.press("Tab")
    assert "Aller au contenu" in focused(page)
    tab_to(page, "identifiant")
    page.keyboard.type(account.identifier)
    tab_to(page, "phrase")
    page.keyboard.type(account.phrase)
    page.keyboard.press("Enter")
    page.wait_for_url("**/premiers-pas/1")
    tab_to(page, "Passer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accueil")
    tab_to(page, "Commencer cette leçon")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LESSON}**")
    tab_to(page, "unique")
    page.keyboard.press("Space")
    tab_to(page, "Enregistrer ma réponse")
    page.keyboard.press("Enter")
    page.wait_for_url("**#q-unique")
    assert verdict(page, "unique") in {"juste", "faux"}
    tab_to(page, "plusieurs")
    page.keyboard.press("Space")
    tab_to(page, "Enregistrer ma réponse")
    page.keyboard.press("Enter")
    page.wait_for_url("**#q-plusieurs")
    page.keyboard.press("Control+Home")
    page.goto(f"{served.url}/fin")
    tab_to(page, "Fermer ma session")
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion**")


def test_a_phrase_shows_when_asked(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/connexion")
    page.fill("[name=phrase]", "un secret")
    assert page.get_attribute("[name=phrase]", "type") == "password"
    page.get_by_role("button", name="Afficher ma phrase").click()
    assert page.get_attribute("[name=phrase]", "type") == "text"
    sign_in(page, served.url, served.account().identifier, served.account().phrase)
    assert path(page) == "/accueil"
