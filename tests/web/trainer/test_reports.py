"""Erreurs signalées in the browser: grouped by question, answered, and seen by who reported."""

from tests.support.client import Reply
from tests.support.pages import Form
from tests.support.small_site import LESSON, SmallSite

QUEUE = "/formateur/a-lire/erreurs"
QUESTION = f"{QUEUE}/essai/formes/unique"


def signal(small: SmallSite, text: str, *, who: str = "alix") -> None:
    """Let a learner report an error."""
    client = small.signed_in(who, terminal="127.0.0.3")
    form = client.get(f"{LESSON}/signaler/unique").page.form("raison")
    client.send(form, {"raison": "faute", "texte": text})


def form_of(reply: Reply) -> Form:
    """The form of the reply."""
    return reply.page.form("reponse")


def test_ten_reports_are_answered_by_one_reply(small: SmallSite) -> None:
    for number in range(5):
        signal(small, f"Un <b>s</b> manque {number}")
        signal(small, f"Un s en trop {number}", who="bilal")
    trainer = small.signed_in("trainer")
    queue = trainer.get(QUEUE)
    assert "Il y a une faute de français" in queue.text
    assert QUESTION in queue.page.links
    page = trainer.get(QUESTION)
    assert page.text.count("Un s en trop") == 5
    assert "<b>s</b>" not in page.page.html
    assert "/formateur/textes/essai/formes" in page.page.links
    sent = trainer.send(form_of(page), {"reponse": "Merci, c’est corrigé."})
    assert "Votre réponse est envoyée." in sent.text
    assert "Aucune erreur signalée n’attend" in sent.text
    actions = [entry.action for entry in small.audited()]
    assert actions.count("signalement.repondu") == 10
    assert "Déjà répondu" in trainer.get(QUESTION).text
    for who in ("alix", "bilal"):
        assert "Merci, c’est corrigé." in small.signed_in(who).get("/accueil").text


def test_what_is_missing_is_named_and_what_was_typed_stays(small: SmallSite) -> None:
    signal(small, "Un s manque")
    trainer = small.signed_in("trainer")
    form = form_of(trainer.get(QUESTION))
    empty = trainer.send(form, {"reponse": " "})
    assert empty.status == 422
    none = trainer.post(
        form.action, {"csrf_token": form.values["csrf_token"], "reponse": "Merci."}
    )
    assert none.status == 422
    assert form_of(none).values["reponse"] == ["Merci."]
    assert "messages" not in form_of(none).values


def test_a_second_reply_meets_the_first(small: SmallSite) -> None:
    signal(small, "Un s manque")
    trainer = small.signed_in("trainer")
    form = form_of(trainer.get(QUESTION))
    signal(small, "Un s en trop", who="bilal")
    trainer.send(form, {"reponse": "Merci."})
    clash = trainer.send(form, {"reponse": "C’est voulu."})
    assert clash.status == 409
    assert "Merci." in clash.text
    assert form_of(clash).values["reponse"] == ["C’est voulu."]


def test_reports_of_another_group_are_not_there(small: SmallSite) -> None:
    signal(small, "Un s manque", who="chloe")
    trainer = small.signed_in("trainer")
    assert QUESTION not in trainer.get(QUEUE).page.links
    assert trainer.get(QUESTION).status == 404
    token = trainer.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    assert trainer.post(QUESTION, {"csrf_token": token, "reponse": "Merci."}).status == 404
