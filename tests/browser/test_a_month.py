"""A month of one learner: eight sessions of an hour, as they really go, then another site.

No word is lost, no screen is without a next step, and the place left is at most three pages
from sign-in. Every later feature adds its own week.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from learning.domain.facts import LessonDone, TestSubmitted
from tests.browser.conftest import Served
from tests.browser.month import Learner, staff
from tests.browser.moving import east_of, move
from tests.browser.trips import path, question, save
from tests.support.browser import Terminals
from tests.support.inside import Listen
from tests.support.small_site import LESSON, TEST

pytestmark = pytest.mark.browser

REPLY = "Vous dites qui achète. Dites aussi combien."
SAID = "Votre prix est clair. Comptez aussi le trajet."
LATE = "Ce texte était encore dans la page quand le poste s’est fermé."


def send_test(learner: Learner, *, right: bool) -> None:
    """Take the test, or go on with the one begun, and send it."""
    learner.open(TEST)
    if learner.page.get_by_role("button", name="Commencer").count():
        learner.press("Commencer")
    values = {"marge-1": "3", "marge-2": "6", "marge-3": "2", "marge-4": "9"}
    values |= {"marge-5": "5", "marge-6": "9", "marge-7": "10", "marge-8": "18"}
    for panel in learner.page.locator("[data-question]").all():
        name = (panel.get_attribute("data-question") or "").rsplit("/", 1)[-1]
        panel.locator("input[type=text]").fill(values[name] if right else "1")
    learner.press("Envoyer mon épreuve")


def new_card(served: Served, terminals: Terminals) -> str:
    """The trainer makes a new card, and reads the five words on it."""
    page = terminals.open()
    trainer = served.account("trainer")
    page.goto(f"{served.url}/connexion")
    page.fill("[name=identifiant]", trainer.identifier)
    page.fill("[name=phrase]", trainer.phrase)
    page.get_by_role("button", name="Ouvrir ma session").click()
    page.goto(f"{served.url}/cartes/{served.account().id}")
    page.get_by_role("button", name="Faire la nouvelle carte").click()
    return page.locator(".access-card__value").nth(1).inner_text()


def an_attestation_by_the_second_session(learner: Learner, terminals: Terminals) -> None:
    """The hours of the first session are on paper at the second."""
    page = staff(learner.served, terminals, "counsellor")
    page.goto(f"{learner.served.url}/suivi/apprenants/{learner.served.account().id}/attestations")
    page.get_by_role("link", name="Voir avant d’émettre").first.click()
    page.get_by_role("button", name="Émettre cette attestation").click()
    assert "1 attestation est émise" in page.inner_text("main")
    learner.sign_in()
    assert "Une attestation est prête pour vous" in learner.page.inner_text("main")
    learner.press("Attestation d’assiduité")
    assert learner.page.locator(".attestation__qr").is_visible()
    learner.open("/accueil")
    learner.press("J’ai vu")
    learner.leave()


def first_two_weeks(learner: Learner, terminals: Terminals) -> None:
    """Begin, come back at the very question, and lose the terminal in mid-answer."""
    clock = learner.served.site.clock
    learner.sign_in()
    learner.press("Passer")
    learner.press("Commencer cette leçon")
    clock.advance(minutes=4)
    learner.answer_lesson(most=2)
    learner.leave()
    an_attestation_by_the_second_session(learner, terminals)

    clock.advance(days=3)
    learner.resume()
    assert path(learner.page).startswith(f"{LESSON}#q-")
    learner.answer_lesson(most=2)
    panel = question(learner.page, "libre")
    panel.locator("textarea").fill(LATE)
    clock.advance(hours=1)
    panel.locator("[name=enregistrer]").click()
    learner.look()
    assert LATE not in learner.page.content(), "a locked page echoes nothing"
    learner.page.fill("[name=phrase]", learner.phrase)
    learner.press("Reprendre")
    panel = question(learner.page, "libre")
    assert panel.locator("textarea").input_value() == LATE
    save(panel)
    learner.written.append(LATE)
    learner.leave()


def forgotten_phrase(learner: Learner, terminals: Terminals) -> None:
    """A trainer makes a new card, and the work is all there."""
    learner.served.site.clock.advance(days=2)
    learner.phrase = "un deux trois quatre cinq"
    learner.sign_in()
    assert path(learner.page) == "/connexion"
    learner.phrase = new_card(learner.served, terminals)
    learner.resume()
    learner.answer_lesson()
    learner.press("Leçon suivante")
    learner.leave()


def a_text_is_read(learner: Learner, terminals: Terminals) -> None:
    """A trainer reads the text and answers; the learner finds it at the next sign-in."""
    served = learner.served
    served.site.clock.advance(days=1)
    page = staff(served, terminals, "trainer")
    page.goto(f"{served.url}/formateur/a-lire")
    page.get_by_role("link", name="Lire le premier texte").click()
    assert LATE in page.inner_text("main")
    for group in page.locator("form fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").last.check()
    page.fill("[name=commentaire]", REPLY)
    page.get_by_role("button", name="Enregistrer ma lecture").click()
    learner.sign_in()
    assert "a été lu" in learner.page.inner_text("main")
    learner.press("Voir ce qui est écrit")
    assert REPLY in learner.page.inner_text("main")
    learner.press("J’ai lu")
    learner.open("/accueil")
    assert "a été lu" not in learner.page.inner_text("main")
    learner.leave()


def a_sheet_is_read(learner: Learner, terminals: Terminals) -> None:
    """A sheet of the project is filled in and read; the learner finds what was said of it."""
    served = learner.served
    learner.sign_in()
    learner.press("Mon projet")
    learner.press("Mon prix")
    learner.page.fill("[name=prix]", "18")
    learner.press("Enregistrer et calculer")
    learner.open("/projet")
    learner.press("Demander une lecture")
    learner.leave()
    page = staff(served, terminals, "trainer")
    page.goto(f"{served.url}/formateur/a-lire/projets/{served.account().id}")
    page.fill("[name=commentaire-prix]", SAID)
    page.get_by_role("button", name="Envoyer ma lecture").click()
    learner.sign_in()
    learner.press("Voir ce qui est écrit")
    assert SAID in learner.page.inner_text("main")
    learner.press("J’ai lu")
    learner.open("/projet/prix")
    assert learner.page.locator("[name=prix]").input_value() == "18"
    assert SAID in learner.page.inner_text("main")
    learner.leave()


def failed_test(learner: Learner) -> None:
    """A test failed: the result names what to read again."""
    learner.served.site.clock.advance(days=2)
    learner.sign_in()
    send_test(learner, right=False)
    assert "À relire" in learner.page.inner_text("main")
    learner.leave()


def help_asked_and_given(learner: Learner, terminals: Terminals) -> None:
    """After a second failed test, a line of a list; somebody comes, and it is said."""
    failed_test(learner)
    learner.served.site.clock.advance(days=1)
    learner.sign_in()
    send_test(learner, right=False)
    learner.press("Demander de l’aide")
    learner.page.get_by_label("Je ne comprends pas cette leçon").check()
    learner.press("Envoyer ma demande")
    assert "Reçu le" in learner.page.inner_text("main")
    learner.leave()
    page = staff(learner.served, terminals, "trainer")
    page.goto(f"{learner.served.url}/formateur/seance")
    page.get_by_role("button", name="Répondu").click()
    assert "Aucune demande d’aide" in page.inner_text("main")
    learner.sign_in()
    assert "Répondu par un formateur" in learner.page.inner_text("main")
    learner.press("J’ai lu")
    assert "On a répondu" not in learner.page.inner_text("main")
    learner.leave()


def an_unsent_test_is_seen(learner: Learner, terminals: Terminals) -> None:
    """A test is left in the middle; two weeks later the counsellor knows it."""
    clock = learner.served.site.clock
    clock.advance(days=1)
    learner.sign_in()
    learner.open(TEST)
    learner.press("Commencer")
    learner.page.locator("[data-question] input[type=text]").first.fill("3")
    learner.press("Enregistrer et finir plus tard")
    learner.leave()
    clock.advance(days=15)
    page = staff(learner.served, terminals, "counsellor")
    page.goto(f"{learner.served.url}/suivi")
    line = page.locator("main table tbody tr").filter(has_text="Alix")
    assert "3 essais manqués" in line.inner_text()
    line.get_by_role("button", name="Vu").click()
    line = page.locator("main table tbody tr").filter(has_text="Alix")
    assert "Épreuve commencée et pas envoyée" in line.inner_text()


def back_after_three_weeks(learner: Learner) -> None:
    """A few easy ones, then the way goes on."""
    learner.served.site.clock.advance(days=6)
    learner.sign_in()
    learner.open("/revision")
    learner.press("Commencer la révision")
    learner.answer_lesson()
    learner.press("Reprendre mon parcours")
    learner.leave()


def passed_test(learner: Learner) -> None:
    """The last session here: the module is passed, and one's data looked at."""
    learner.served.site.clock.advance(days=3)
    learner.sign_in()
    send_test(learner, right=True)
    assert "Module réussi" in learner.page.inner_text("h1")
    learner.open("/mes-donnees")
    learner.leave()


def finished_elsewhere(learner: Learner) -> None:
    """At the other site everything is found again; the last lesson is done there."""
    learner.sign_in()
    learner.open("/modules/essai")
    assert "Module réussi" in learner.page.inner_text("main")
    learner.press("Choisir")
    learner.press("Commencer l’entraînement")
    learner.answer_lesson()
    learner.page.locator("#fin").get_by_role("button").click()
    learner.open("/projet/prix")
    assert learner.page.locator("[name=prix]").input_value() == "18"
    learner.open("/reponses")
    assert REPLY in learner.page.inner_text("main")
    learner.leave()


def test_a_month(served: Served, terminals: Terminals, listen: Listen, tmp_path: Path) -> None:
    learner = Learner(terminals.open(scripts=False), served, served.account().phrase)
    first_two_weeks(learner, terminals)
    forgotten_phrase(learner, terminals)
    a_text_is_read(learner, terminals)
    a_sheet_is_read(learner, terminals)
    help_asked_and_given(learner, terminals)
    failed_test(learner)
    an_unsent_test_is_seen(learner, terminals)
    back_after_three_weeks(learner)
    passed_test(learner)
    with east_of(served, listen, tmp_path / "est") as east:
        move(learner, east, terminals, tmp_path)
        finished_elsewhere(learner)
        facts, answers = east.site.facts(), east.site.answers()

    before = {fact.id for fact in served.site.facts()}
    assert before <= {fact.id for fact in facts}, "a fact was left behind"
    kept = [value for answer in answers for _, value in answer.fields]
    lost = [text for text in learner.written if text not in kept]
    assert not lost, f"words lost: {lost}"
    sent = [fact for fact in facts if isinstance(fact, TestSubmitted)]
    assert [one.passed for one in sent] == [False, False, False, True]
    lessons = {fact.lesson for fact in facts if isinstance(fact, LessonDone)}
    assert lessons == {"formes", "choix"}, "the way is finished at the other site"
    assert answers[-1].at - answers[0].at >= timedelta(days=30)
