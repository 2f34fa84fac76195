"""The trainer's editor in a real browser: findings, preview, tools, saving, two on one text."""

import re

import pytest
from playwright.sync_api import Dialog, Locator, Page, Route, expect

from tests.browser.conftest import Served
from tests.support.browser import Terminals, sign_in

pytestmark = pytest.mark.browser

TEXT = "/formateur/textes/essai/formes"
FAULTY = (
    "\n\n:::question sans-cle\nQue garder ?\n\n- ( ) Le loyer\n  > Non.\n- ( ) Le pain\n"
    "  > Non.\n:::\n"
)
MISSPELT = "\n\n:::question faute\nQue garder ?\n\n= Vrai\n\nExplicaton : oui.\n:::\n"
CARET = "area => [area.selectionStart, area.selectionEnd]"
CHOSEN = "area => area.value.slice(area.selectionStart, area.selectionEnd)"


def edit(page: Page, served: Served, who: str = "trainer") -> Locator:
    """Open the lesson as one of the staff, and give back its text."""
    account = served.account(who)
    sign_in(page, served.url, account.identifier, account.phrase)
    page.goto(f"{served.url}{TEXT}")
    return text_of(page)


def text_of(page: Page) -> Locator:
    """The text being written."""
    return page.locator("[data-text]")


def write(page: Page, words: str, *, where: str = "End") -> None:
    """Type in one go at an end of the text."""
    text_of(page).focus()
    page.keyboard.press(f"Control+{where}")
    page.keyboard.insert_text(words)


def region(page: Page, name: str) -> Locator:
    """A part that a save refreshes."""
    return page.locator(f"[data-live={name}]")


def saved(page: Page) -> None:
    """Wait until the page says that the text is kept."""
    expect(region(page, "etat")).to_contain_text("Enregistré à")


def kept(page: Page) -> str:
    """The text as the site holds it now."""
    source = page.request.get(page.url.split("?")[0]).text()
    found = re.search(r"<textarea[^>]*data-text>\n?(.*?)</textarea>", source, re.DOTALL)
    assert found
    return found[1].replace("&gt;", ">").replace("&#34;", '"').replace("&amp;", "&")


def test_typing_shows_findings_and_preview_and_leaves_the_text_alone(
    page: Page, served: Served
) -> None:
    text = edit(page, served)
    expect(region(page, "bilan")).to_contain_text("Rien à corriger")
    write(page, FAULTY)
    caret = text.evaluate(CARET)
    saved(page)
    expect(region(page, "bilan")).to_contain_text("1 erreur")
    assert text.evaluate(CARET) == caret
    assert "sans-cle" in kept(page)
    page.get_by_role("tab", name="Constats").click()
    expect(page.locator("[data-finding=erreur]")).to_contain_text("Aucune bonne réponse")
    assert page.locator(".studio-text__line--erreur").count() == 1
    write(page, "\n:::essentiel\nVendre tous les jours.\n:::\n")
    page.get_by_role("tab", name="Aperçu").click()
    expect(region(page, "apercu")).to_contain_text("Vendre tous les jours.")
    expect(region(page, "publier")).to_contain_text("bloqué")


def test_a_finding_leads_to_its_line(page: Page, served: Served) -> None:
    text = edit(page, served)
    write(page, MISSPELT)
    saved(page)
    page.get_by_role("tab", name="Constats").click()
    page.locator("[data-finding=erreur] [data-go]").click()
    assert text.evaluate(CHOSEN) == "Explicaton : oui."
    assert page.locator(".studio-findings__item--here").count() == 1
    page.get_by_role("tab", name="Aperçu").click()
    expect(page.locator("[data-note]")).to_contain_text("Explication")


def test_the_one_cure_is_applied_and_undone(page: Page, served: Served) -> None:
    text = edit(page, served)
    write(page, MISSPELT)
    saved(page)
    page.get_by_role("tab", name="Constats").click()
    page.get_by_role("button", name="Corriger").click()
    expect(text).to_have_value(re.compile(r"Explication : oui"))
    expect(region(page, "bilan")).not_to_contain_text("erreur")
    text.focus()
    page.keyboard.press("Control+z")
    expect(text).to_have_value(re.compile(r"Explicaton : oui"))
    expect(region(page, "bilan")).to_contain_text("1 erreur")


def test_every_block_and_question_goes_in_and_can_be_undone(page: Page, served: Served) -> None:
    text = edit(page, served)
    before = text.input_value()
    picks = page.locator("[data-insert].studio-tools__pick")
    assert picks.count() > 15
    for place in range(picks.count()):
        picks.nth(place).evaluate("pick => { pick.closest('details').open = true; }")
        picks.nth(place).click()
        assert text.input_value() != before
        page.keyboard.press("Control+z")
        assert text.input_value() == before


def test_a_block_never_goes_inside_another(page: Page, served: Served) -> None:
    text = edit(page, served)
    text.evaluate("area => { const at = area.value.indexOf('Que faut-il'); area.focus();"
                  " area.setSelectionRange(at, at); }")  # fmt: skip
    page.locator("summary", has_text="Question").last.click()
    page.get_by_role("button", name="Vrai ou faux").click()
    assert text.evaluate(CHOSEN) == "Le loyer change avec le nombre de clients."
    value = text.input_value()
    assert value.index("vrai-ou-faux") > value.index(":::\n", value.index("Que faut-il"))
    saved(page)
    expect(region(page, "bilan")).not_to_contain_text("erreur")


def test_a_figure_is_picked_by_its_label(page: Page, served: Served) -> None:
    text = edit(page, served)
    write(page, "\nLe plafond : ")
    page.locator("summary", has_text="Chiffre").click()
    box = page.get_by_label("Un chiffre du référentiel")
    shown = box.locator("option").first
    name, label = shown.get_attribute("value") or "", shown.inner_text()
    box.select_option(label=label)
    page.locator("button[value=chiffre]").click()
    expect(text).to_have_value(re.compile(re.escape(f"Le plafond : {{{{ {name} }}}}") + "$"))


def test_a_question_of_the_preview_is_answered_in_place(page: Page, served: Served) -> None:
    edit(page, served)
    panel = region(page, "apercu").locator("[data-question=unique]")
    panel.locator("input[type=radio]").first.check()
    panel.locator("[name=enregistrer]").click()
    expect(panel).to_have_attribute("data-verdict", "juste")
    assert page.url.endswith(TEXT)
    assert not served.site.facts()


def test_a_stale_save_shows_both_texts_and_overwrites_nothing(
    terminals: Terminals, served: Served
) -> None:
    mine, other = terminals.open(), terminals.open()
    edit(mine, served)
    edit(other, served, "administrator")
    write(other, "Le texte de l’autre.\n\n", where="Home")
    saved(other)
    write(mine, "\nMon propre texte.\n")
    notice = mine.locator("[data-conflict]")
    expect(notice).to_contain_text("Rien n’est effacé")
    assert "Le texte de l’autre." in mine.locator("#studio-autre").input_value()
    assert "Mon propre texte." in text_of(mine).input_value()
    assert "Mon propre texte." not in kept(other)
    mine.keyboard.press("Control+s")
    mine.wait_for_timeout(1_000)
    assert "Mon propre texte." not in kept(other)
    notice.get_by_role("button", name="Garder le mien").click()
    expect(mine.locator("[data-conflict]")).to_have_count(0)
    assert "Mon propre texte." in kept(other)


def test_nothing_is_lost_when_the_site_does_not_answer(page: Page, served: Served) -> None:
    text = edit(page, served)
    statuses = [503, 0]

    def refuse(route: Route) -> None:
        if route.request.method != "POST" or not statuses:
            route.continue_()
        elif status := statuses.pop(0):
            route.fulfill(status=status, content_type="text/html", body="<p>Occupé</p>")
        else:
            route.abort()

    page.route("**/formateur/textes/**", refuse)
    write(page, "\nUne phrase de plus.\n")
    alarm = page.locator("[data-alarm]")
    expect(alarm).to_contain_text("le site est occupé")
    expect(alarm).to_contain_text("le site ne répond pas")
    assert "Une phrase de plus." in text.input_value()
    saved(page)
    expect(alarm).to_be_empty()
    assert "Une phrase de plus." in kept(page)


def test_a_closed_session_keeps_the_text_and_a_new_one_takes_it(
    page: Page, served: Served
) -> None:
    text = edit(page, served)
    tab = page.context.new_page()
    tab.goto(f"{served.url}/fin")
    tab.locator("form[action='/deconnexion'] button").click()
    page.bring_to_front()
    write(page, "\nÉcrit après la fin.\n")
    expect(page.locator("[data-alarm]")).to_contain_text("Votre session est fermée")
    assert "Écrit après la fin." in text.input_value()
    account = served.account("trainer")
    sign_in(tab, served.url, account.identifier, account.phrase)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(page)
    assert "Écrit après la fin." in kept(page)


def test_leaving_asks_only_when_something_is_not_kept(page: Page, served: Served) -> None:
    edit(page, served)
    asked: list[str] = []

    def leave(box: Dialog) -> None:
        asked.append(box.type)
        box.accept()

    page.on("dialog", leave)
    write(page, "\nUne phrase.\n")
    saved(page)
    page.goto(f"{served.url}/formateur")
    assert not asked
    page.goto(f"{served.url}{TEXT}")
    write(page, "\nUne autre.\n")
    page.reload()
    assert asked == ["beforeunload"]
