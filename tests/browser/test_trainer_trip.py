"""A trainer's whole trip: write, see what is wrong, correct, look, publish; a learner sees."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.support.browser import Terminals, sign_in

pytestmark = pytest.mark.browser

TITLE = "Vendre au marché"
URL = "/formateur/modules/vendre-au-marche"
FAULTY = """:::essentiel
Un stand attire l’œil. Le prix se voit de loin.
:::

:::question prix-visible
Que voit le client en premier ?

- ( ) Le prix
- ( ) La caisse
  > La caisse vient à la fin.
:::

:::question reste
Vous payez 40 € et vous vendez pour 100 €. Que reste-t-il ?

= 60 €

Explication : 100 moins 40.
:::

:::question vrai
Le prix se cache.

= Faux
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "sans-script"])
def test_a_lesson_goes_from_the_first_word_to_a_learner(
    served: Served, terminals: Terminals, *, scripts: bool
) -> None:
    page = terminals.open(scripts=scripts)
    trainer = served.account("trainer")
    sign_in(page, served.url, trainer.identifier, trainer.phrase)
    make_lesson(page, served)
    write(page, FAULTY)
    expect(page.locator("[data-live=bilan]")).to_contain_text("2 erreurs")
    if scripts:
        page.get_by_role("tab", name="Constats").click()
    page.get_by_role("button", name="Corriger", exact=True).first.click()
    expect(page.locator("[data-live=bilan]")).to_contain_text("1 erreur")
    write(
        page, page.locator("[name=texte]").input_value().replace("- ( ) Le prix", "- (x) Le prix")
    )
    expect(page.locator("[data-live=bilan]")).not_to_contain_text("erreur")
    try_a_question(page, served)
    publish(page, served)
    a_learner_sees(terminals.open(scripts=scripts), served)


def make_lesson(page: Page, served: Served) -> None:
    """Make a module and its first lesson from their titles."""
    page.goto(f"{served.url}/formateur")
    page.get_by_text("Nouveau module").click()
    page.fill("[name=titre] >> nth=0", TITLE)
    page.fill("[name=but]", "Savoir tenir un stand")
    page.fill("[name=objectif]", "Je sais présenter mes prix")
    page.get_by_role("button", name="Créer le module").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    page.fill("[name=titre]", "Mon stand")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.locator("h1")).to_have_text("Mon stand")


def write(page: Page, text: str) -> None:
    """Write the text and press the one button."""
    page.fill("[name=texte]", text)
    page.get_by_role("button", name="Enregistrer et vérifier").click()
    expect(page.locator("[data-live=etat]")).to_contain_text("Enregistré")


def try_a_question(page: Page, served: Served) -> None:
    """Answer one's own question in the preview: nothing of it is kept."""
    page.goto(f"{served.url}/formateur/apercu/vendre-au-marche/mon-stand")
    panel = page.locator("[data-question=reste]")
    panel.locator("input[type=text]").fill("60")
    panel.locator("[name=enregistrer]").click()
    expect(page.locator("[data-question=reste]")).to_have_attribute("data-verdict", "juste")


def publish(page: Page, served: Served) -> None:
    """See what changes, then publish, and wait for the end."""
    page.goto(f"{served.url}{URL}")
    page.get_by_role("link", name="Voir ce qui change et publier").click()
    expect(page.locator("h1")).to_have_text("Ce qui va changer")
    expect(page.locator("main")).to_contain_text("Il manque un avis")
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.locator("h1")).to_have_text("C’est publié", timeout=30_000)


def a_learner_sees(page: Page, served: Served) -> None:
    """The lesson is there for a learner, whole."""
    learner = served.account()
    sign_in(page, served.url, learner.identifier, learner.phrase)
    page.goto(f"{served.url}/modules")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Mon stand").first.click()
    expect(page.locator("main")).to_contain_text("Le prix se voit de loin.")
    assert page.locator("[data-question]").count() == 3
