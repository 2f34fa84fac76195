"""What a learner sees of a trainer's answers: on Accueil, beside the text, until « J’ai lu »."""

from learning.domain.facts import ReadingSeen
from tests.support.client import PageClient
from tests.support.pages import Form
from tests.support.small_site import LESSON, SmallSite

PLACE = f"{LESSON}#q-libre"
TOLD = "Un formateur vous a répondu."


def write(small: SmallSite, text: str = "Un thé") -> None:
    """Let Alix send a text."""
    client = small.signed_in()
    client.send(client.get(LESSON).page.form("libre"), {"libre": text})


def read(small: SmallSite, mark: str, comment: str) -> None:
    """Let the trainer read the first text of the list of those that wait, or were read."""
    trainer = small.signed_in("trainer", terminal="127.0.0.9")
    lists = ("/formateur/a-lire", "/formateur/a-lire/lus")
    links = [url for address in lists for url in trainer.get(address).page.links]
    form = trainer.get(next(url for url in links if "/textes/" in url)).page.form("commentaire")
    trainer.send(form, {"ligne-1": mark, "commentaire": comment})


def seen_form(client: PageClient, url: str) -> Form:
    """« J’ai lu » on a page."""
    return next(f for f in client.get(url).page.forms if f.action.startswith("/reponses/"))


def test_a_text_read_is_told_until_it_is_seen(small: SmallSite) -> None:
    write(small)
    client = small.signed_in()
    assert client.get(LESSON).page.verdict("libre") == "a-lire"
    assert TOLD not in client.get("/accueil").text
    assert "Personne ne vous a encore répondu" in client.get("/reponses").text
    read(small, "en-partie", "Dites <b>le prix</b>.\nEt le client.")
    home = client.get("/accueil")
    assert TOLD in home.text
    assert PLACE in home.page.links
    lesson = client.get(LESSON)
    assert lesson.page.verdict("libre") == "partiel"
    assert "Lu par un formateur le 25 novembre 2026" in lesson.text
    assert "Trainer" not in lesson.page.html
    assert "&lt;b&gt;le prix&lt;/b&gt;.\nEt le client." in lesson.page.html
    done = client.send(seen_form(client, LESSON), follow=False)
    assert done.location == PLACE
    assert TOLD not in client.get("/accueil").text
    assert "Et le client." in client.get(LESSON).text
    assert "Et le client." in client.get("/reponses").text
    assert len([f for f in small.facts() if isinstance(f, ReadingSeen)]) == 1


def test_a_reading_done_again_is_told_again(small: SmallSite) -> None:
    write(small)
    read(small, "non", "Nommez le produit.")
    client = small.signed_in()
    assert client.get(LESSON).page.verdict("libre") == "faux"
    client.send(seen_form(client, LESSON))
    read(small, "oui", "Oui, c’était dit.")
    assert TOLD in client.get("/accueil").text
    lesson = client.get(LESSON)
    assert lesson.page.verdict("libre") == "juste"
    assert "Nommez le produit." not in lesson.text


def test_a_text_written_again_waits_and_the_answer_to_the_first_is_kept(small: SmallSite) -> None:
    write(small)
    read(small, "non", "Nommez le produit.")
    client = small.signed_in()
    again = client.get(f"{LESSON}?essayer=libre").page
    assert "Nommez le produit." not in again.text
    client.send(again.form("libre"), {"libre": "Un thé à la gare"})
    assert client.get(LESSON).page.verdict("libre") == "a-lire"
    assert "/reponses#lecture-" in client.get("/accueil").page.html
    assert "Nommez le produit." in client.get("/reponses").text


def test_a_reply_to_a_report_is_told_until_it_is_seen(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get(f"{LESSON}/signaler/unique").page.form("raison")
    client.send(form, {"raison": "faute", "texte": "Un s manque"})
    trainer = small.signed_in("trainer", terminal="127.0.0.9")
    url = "/formateur/a-lire/erreurs/essai/formes/unique"
    trainer.send(trainer.get(url).page.form("reponse"), {"reponse": "Corrigé <b>!</b>"})
    home = client.get("/accueil")
    assert "&lt;b&gt;" in home.page.html
    assert client.send(seen_form(client, "/accueil"), follow=False).location == "/accueil"
    assert TOLD not in client.get("/accueil").text
    assert "Un s manque" in client.get("/reponses").text


def test_seen_leads_nowhere_else_and_for_nobody_else(small: SmallSite) -> None:
    write(small)
    read(small, "oui", "Bien.")
    client = small.signed_in()
    form = seen_form(client, LESSON)
    other = small.signed_in("bilal", terminal="127.0.0.2")
    token = other.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    assert other.post(form.action, {"csrf_token": token}).status == 404
    for wrong in ("//ailleurs.example", "https://ailleurs.example", "/\\ailleurs.example"):
        reply = client.post(form.action, {**form.values, "suite": wrong})
        assert (reply.status, reply.location) == (303, "/accueil")
