"""À lire in the browser: the queue, one text, what is refused, and what must stand on it."""

from learning.domain.facts import AnswerRead
from tests.support.client import PageClient, Reply
from tests.support.pages import Form
from tests.support.small_site import LESSON, SmallSite

QUEUE = "/formateur/a-lire"
WORRY = (
    "Un texte vous inquiète (suicide, menace)\u00a0? "
    "Prévenez l’encadrement de vive voix, maintenant."
)
HOSTILE = "Un thé\n<script>alert(1)</script>\n« à 2 € »"


def write(small: SmallSite, text: str = HOSTILE, *, who: str = "alix") -> None:
    """Let a learner send a text."""
    client = small.signed_in(who, terminal="127.0.0.3")
    client.send(client.get(LESSON).page.form("libre"), {"libre": text})


def open_first(client: PageClient) -> Reply:
    """Open the first text that waits."""
    links = [one for one in client.get(QUEUE).page.links if "/textes/" in one]
    return client.get(links[0])


def form_of(reply: Reply) -> Form:
    """The form of reading on a page."""
    return reply.page.form("commentaire")


def readings(small: SmallSite, who: str = "alix") -> list[AnswerRead]:
    """The readings of a learner's texts."""
    return [fact for fact in small.facts(who) if isinstance(fact, AnswerRead)]


def test_a_text_is_read_from_the_queue(small: SmallSite) -> None:
    write(small)
    trainer = small.signed_in("trainer")
    queue = trainer.get(QUEUE)
    assert "Alix" in queue.text
    assert "Un thé" not in queue.text  # the list never shows a text
    page = open_first(trainer)
    assert WORRY in page.text
    assert "<script>alert" not in page.page.html
    assert "Un thé\n&lt;script&gt;" in page.page.html  # its lines stay lines
    assert "Un produit est nommé" in page.text
    assert "Alix" not in page.page.title
    saved = trainer.send(form_of(page), {"ligne-1": "en-partie", "commentaire": "Dites le prix."})
    assert "Votre lecture est enregistrée." in saved.text
    assert "Aucun texte n’attend" in saved.text
    reading = readings(small)[0]
    assert (reading.points, reading.lines, reading.comment) == (0.5, (0.5,), "Dites le prix.")
    last = small.audited()[-1]
    assert (last.action, last.subject) == ("texte.lu", str(reading.answer))
    assert last.actor == small.name("trainer")


def test_the_worry_stands_wherever_texts_are_and_leaves_no_trace(small: SmallSite) -> None:
    write(small)
    trainer = small.signed_in("trainer")
    before = len(small.audited()), len(small.facts())
    addresses = [
        QUEUE,
        f"{QUEUE}/erreurs",
        *(u for u in trainer.get(QUEUE).page.links if "/textes/" in u),
    ]
    for url in addresses:
        page = trainer.get(url)
        assert WORRY in page.text, url
        guide = trainer.get("/aide/texte-inquietant")
        assert guide.status == 200
        assert "de vive voix" in guide.text
    assert (len(small.audited()), len(small.facts())) == before
    assert small.signed_in("alix").get("/aide/texte-inquietant").status == 404


def test_a_line_without_a_mark_is_named_and_nothing_is_lost(small: SmallSite) -> None:
    write(small)
    trainer = small.signed_in("trainer")
    refused = trainer.send(form_of(open_first(trainer)), {"commentaire": "Dites le prix."})
    assert refused.status == 422
    assert "#c-ligne-1" in refused.page.links
    assert form_of(refused).values["commentaire"] == ["Dites le prix."]
    long = trainer.send(form_of(refused), {"ligne-1": "oui", "commentaire": "x" * 501})
    assert long.status == 422
    assert form_of(long).values["ligne-1"] == ["oui"]
    assert not readings(small)


def test_a_second_trainer_sees_the_first_reading(small: SmallSite) -> None:
    write(small)
    trainer = small.signed_in("trainer")
    page = open_first(trainer)
    late = form_of(page)
    trainer.send(form_of(page), {"ligne-1": "oui", "commentaire": "Très clair."})
    clash = trainer.send(late, {"ligne-1": "non", "commentaire": "Dites le prix."})
    assert clash.status == 409
    assert "Très clair." in clash.text
    form = form_of(clash)
    assert (form.values["ligne-1"], form.values["commentaire"]) == (["non"], ["Dites le prix."])
    assert len(readings(small)) == 1
    assert trainer.send(form, follow=False).status == 303
    assert [one.comment for one in readings(small)] == ["Très clair.", "Dites le prix."]


def test_a_text_read_stays_within_reach(small: SmallSite) -> None:
    write(small)
    trainer = small.signed_in("trainer")
    trainer.send(form_of(open_first(trainer)), {"ligne-1": "oui", "commentaire": "Très clair."})
    lately = trainer.get(f"{QUEUE}/lus")
    assert "Alix" in lately.text
    again = trainer.get(next(u for u in lately.page.links if "/textes/" in u))
    assert form_of(again).values["commentaire"] == ["Très clair."]
    assert form_of(again).values["ligne-1"] == ["oui"]


def test_a_text_of_another_group_is_not_there(small: SmallSite) -> None:
    write(small, who="chloe")
    trainer = small.signed_in("trainer")
    assert "Chloe" not in trainer.get(QUEUE).text
    theirs = small.answers("chloe")[0].id
    url = f"{QUEUE}/textes/{theirs}"
    assert trainer.get(url).status == 404
    token = trainer.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    sent = trainer.post(url, {"csrf_token": token, "ligne-1": "oui"})
    assert sent.status == 404
    assert not readings(small, "chloe")


def test_a_comment_is_kept_used_again_and_retired(small: SmallSite) -> None:
    write(small)
    write(small, "Des coupes", who="bilal")
    trainer = small.signed_in("trainer")
    trainer.send(
        form_of(open_first(trainer)),
        {"ligne-1": "oui", "commentaire": "Dites le prix.", "garder": "oui"},
    )
    form = form_of(open_first(trainer))
    ready = [node.get("value", "") for node in form.node.iter() if node.get("name") == "pret"]
    trainer.send(form, {"ligne-1": "oui", "pret": ready[-1]})
    assert readings(small, "bilal")[0].comment == "Dites le prix."
    comments = f"{QUEUE}/commentaires"
    page = trainer.get(comments).page
    assert "Dites le prix." in page.text
    assert trainer.send(page.form("texte"), {"texte": " "}).status == 422
    trainer.send(page.form("texte"), {"texte": "Un <b>prix</b>"})
    gone = trainer.get(comments).page
    retire = [form for form in gone.forms if form.action.endswith("/retirer")]
    assert len(retire) == 2
    trainer.send(retire[0])
    assert "Dites le prix." not in trainer.get(comments).text
    assert readings(small, "bilal")[0].comment == "Dites le prix."


def test_a_reading_sent_too_late_is_kept_for_its_trainer(small: SmallSite) -> None:
    write(small)
    trainer = small.signed_in("trainer")
    page = open_first(trainer)
    url = page.page.url.removeprefix("GET ")
    small.clock.advance(minutes=30)
    locked = trainer.send(
        form_of(page), {"ligne-1": "oui", "commentaire": "Presque fini."}, follow=False
    )
    assert locked.location.startswith("/verrou")
    assert not readings(small)
    again = small.signed_in("trainer")
    form = form_of(again.get(url))
    assert (form.values["ligne-1"], form.values["commentaire"]) == (["oui"], ["Presque fini."])
    again.send(form)
    assert readings(small)[0].comment == "Presque fini."
    assert not small.drafts("trainer")
