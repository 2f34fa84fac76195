"""The other screens of a learner: revision, rules, glossary, own data, display, first steps."""

import re

import pytest

from learning.domain.facts import Context, ReviewSkipped, ReviewStarted, SessionHeld
from tests.support.client import PageClient, Reply
from tests.support.pages import Form, Page
from tests.support.small_site import LESSON, SmallSite

SCREENS = (
    "/accueil",
    "/modules",
    "/modules/essai",
    LESSON,
    "/revision",
    "/regles",
    "/glossaire",
    "/mes-donnees",
    "/affichage",
    "/aide",
    "/fin",
)


def answer_number(client: PageClient, typed: str, url: str = LESSON) -> Reply:
    """Answer the number of the lesson, or of the revision."""
    form = client.get(url).page.form("nombre")
    values: dict[str, str | list[str]] = dict(form.values)
    return client.post(
        form.action, {**values, "nombre": typed, "enregistrer": "nombre"}, follow=True
    )


def start_review(client: PageClient) -> Page:
    """Begin the day's revision by its button."""
    form = client.get("/revision").page.form(action="/revision/commencer")
    return client.send(form).page


def test_each_screen_has_a_next_step_and_no_dead_link(small: SmallSite) -> None:
    client = small.signed_in()
    addresses = set()
    for url in SCREENS:
        page = client.get(url).page
        assert page.links, url
        addresses |= {link.split("#")[0].split("?")[0] for link in page.links if link[0] == "/"}
    assert all(client.get(link).status == 200 for link in sorted(addresses) if link != "/static")


def test_no_name_is_in_a_title(small: SmallSite) -> None:
    client = small.signed_in()
    for url in SCREENS:
        assert "Alix" not in client.get(url).page.title


def test_the_review_waits_a_day_then_climbs(small: SmallSite) -> None:
    client = small.signed_in()
    answer_number(client, "1766")
    assert not [f for f in client.get("/revision").page.forms if "commencer" in f.action]
    small.clock.advance(days=1)
    client = small.signed_in()
    page = start_review(client)
    assert "Combien font" in page.text
    assert "C’est l’addition" not in page.html
    done = answer_number(client, "1234", "/revision")
    assert done.page.verdict("nombre") == "juste"
    last = small.answers()[-1]
    assert (last.context, last.ordinal, last.retry) == (Context.REVIEW, 1, False)
    small.clock.advance(days=1)
    page = small.signed_in().get("/revision").page
    assert not [form for form in page.forms if form.action == "/revision/commencer"]
    small.clock.advance(days=2)
    assert "Combien font" in start_review(small.signed_in()).text


def test_a_review_answer_sent_twice_counts_once(small: SmallSite) -> None:
    client = small.signed_in()
    answer_number(client, "1766")
    small.clock.advance(days=1)
    client = small.signed_in()
    form = start_review(client).form("nombre")
    values: dict[str, str | list[str]] = dict(form.values)
    values |= {"nombre": "1234", "enregistrer": "nombre"}
    assert client.post("/revision", values).status == 303
    assert client.post("/revision", values).status == 303
    assert len(small.answers()) == 2
    stale = client.post("/revision", {**values, "nombre": "4"})
    assert stale.status == 409
    assert len(small.answers()) == 2


def test_a_review_number_that_reads_two_ways_is_made_clear(small: SmallSite) -> None:
    client = small.signed_in()
    answer_number(client, "1766")
    small.clock.advance(days=1)
    client = small.signed_in()
    start_review(client)
    page = answer_number(client, "1.234", "/revision").page
    assert page.verdict("nombre") == "ambigu"
    button = next(node for node in page.all("button") if node.get("name") == "preciser")
    form = page.form("nombre")
    values: dict[str, str | list[str]] = dict(form.values)
    done = client.post("/revision", {**values, "preciser": str(button.get("value"))}, follow=True)
    assert done.page.verdict("nombre") in {"juste", "faux"}


def test_a_blank_review_answer_is_refused_in_a_sentence(small: SmallSite) -> None:
    client = small.signed_in()
    answer_number(client, "1766")
    small.clock.advance(days=1)
    client = small.signed_in()
    start_review(client)
    reply = answer_number(client, "", "/revision")
    assert reply.status == 422
    assert "Donnez une réponse" in reply.text


def test_a_review_may_be_passed_and_is_no_debt(small: SmallSite) -> None:
    client = small.signed_in()
    answer_number(client, "1766")
    small.clock.advance(days=1)
    client = small.signed_in()
    start = client.get("/revision").page
    assert start.having("formaction", "/revision/passer")
    token = start.form(action="/revision/commencer").values
    assert client.post("/revision/passer", dict(token)).location == "/accueil"
    assert isinstance(small.facts()[-1], ReviewSkipped)
    page = client.get("/revision").page
    assert not [one for one in page.forms if one.action == "/revision/commencer"]


def test_starting_a_review_with_nothing_to_review_records_nothing(small: SmallSite) -> None:
    client = small.signed_in()
    token = client.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    client.post("/revision/commencer", {"csrf_token": token})
    assert not any(isinstance(fact, ReviewStarted) for fact in small.facts())


def test_rules_are_those_of_the_lessons_begun(small: SmallSite) -> None:
    client = small.signed_in()
    assert "Vendez toujours plus cher" not in client.get("/regles").text
    answer_number(client, "1234")
    rules = client.get("/regles")
    assert "Vendez toujours plus cher" in rules.text
    assert "Un bon prix paie aussi" not in rules.text


def test_the_glossary_says_each_term(small: SmallSite) -> None:
    assert "Ce qui reste du prix de vente" in small.signed_in().get("/glossaire").text


def test_own_data_count_what_is_recorded_and_say_who_sees(small: SmallSite) -> None:
    client = small.signed_in()
    answer_number(client, "1234")
    page = client.get("/mes-donnees")
    assert small.accounts["alix"].identifier in page.text
    assert "Groupe du matin" in page.text
    assert re.search(r"Vos réponses\s*1(?!\d)", page.text)
    assert small.accounts["bilal"].identifier not in page.text


def test_the_display_follows_the_account(small: SmallSite) -> None:
    client = small.signed_in()
    kept = client.fill(
        "/affichage", {"taille": "tres-grand", "couleurs": "contraste", "lecture": "essentiel"}
    )
    assert "Votre choix est gardé" in kept.text
    classes = str(small.signed_in(terminal="127.0.0.9").get("/accueil").page.root.get("class"))
    assert {"t-tres-grand", "theme-contraste"} <= set(classes.split())
    other = str(small.signed_in("bilal").get("/accueil").page.root.get("class"))
    assert "t-normal" in other.split()


def test_a_display_that_is_not_offered_is_refused(small: SmallSite) -> None:
    client = small.signed_in()
    form = client.get("/affichage").page.form("taille")
    values: dict[str, str | list[str]] = dict(form.values)
    assert client.post("/affichage", {**values, "taille": "geant"}).status == 422


def step_form(page: Page, step: int) -> Form:
    """The form that goes on, not the practice question's."""
    action = f"/premiers-pas/{step}"
    return next(one for one in page.forms if (one.action, one.method) == (action, "post"))


def test_the_first_sign_in_leads_to_four_screens(small: SmallSite) -> None:
    client = small.client()
    account = small.accounts["alix"]
    values = {"identifiant": account.identifier, "phrase": account.phrase}
    page = client.fill("/connexion", values).page
    for step in range(1, 5):
        assert page.url == f"GET /premiers-pas/{step}"
        page = client.send(step_form(page, step)).page
    assert page.url == "GET /accueil"
    assert client.get("/premiers-pas/1").status == 200
    assert "/premiers-pas/1" in client.get("/aide").page.links


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_the_first_steps_may_be_skipped_anywhere(small: SmallSite, step: int) -> None:
    client = small.client()
    account = small.accounts["alix"]
    client.fill("/connexion", {"identifiant": account.identifier, "phrase": account.phrase})
    form = step_form(client.get(f"/premiers-pas/{step}").page, step)
    values: dict[str, str | list[str]] = dict(form.values)
    gone = client.post(form.action, {**values, "passer": "oui"})
    assert (gone.status, gone.location) == (303, "/accueil")
    assert client.get("/accueil").page.url == "GET /accueil"


def test_the_practice_question_is_never_recorded(small: SmallSite) -> None:
    client = small.client()
    account = small.accounts["alix"]
    client.fill("/connexion", {"identifiant": account.identifier, "phrase": account.phrase})
    for said, verdict in (("non", "Juste"), ("oui", "Pas encore")):
        page = client.get(f"/premiers-pas/3?essai={said}")
        assert verdict in page.text
    assert small.facts() == []
    assert small.drafts() == {}


def test_closing_says_what_was_done_and_what_comes_next(small: SmallSite) -> None:
    client = small.signed_in()
    answer_number(client, "1234")
    page = client.get("/fin")
    assert "1 réponse, dont 1 juste" in page.text.replace("\u00a0", " ")
    assert "Vendez toujours plus cher" in page.text
    assert "Toutes les formes" in page.text
    small.clock.advance(minutes=3)
    client.sign_out()
    held = [fact for fact in small.facts() if isinstance(fact, SessionHeld)]
    assert [fact.seconds for fact in held] == [180]


def test_reporting_an_error_thanks_and_shows_nothing_to_others(small: SmallSite) -> None:
    client = small.signed_in()
    url = f"{LESSON}/signaler/nombre"
    refused = client.fill(url, {"texte": "Il manque un mot"}, follow=False)
    assert refused.status == 422
    assert "Il manque un mot" in refused.page.html
    sent = client.send(refused.page.form("texte"), {"raison": "faute"})
    assert "Votre message est envoyé" in sent.text
    assert "Il manque un mot" not in small.signed_in("bilal").get(LESSON).page.html
    assert client.get(f"{LESSON}/signaler/absente").status == 404


def test_an_absent_page_says_so_with_a_way_back(small: SmallSite) -> None:
    for client in (small.client(), small.signed_in()):
        page = client.get("/absente/vraiment")
        assert page.status == 404
        assert "n’existe pas" in page.text
        assert page.page.links


def test_a_page_of_the_staff_is_refused_to_a_learner(small: SmallSite) -> None:
    page = small.signed_in().get("/equipe")
    assert page.status == 403
    assert "/accueil" in page.page.links


def test_what_a_person_writes_is_never_taken_for_html(small: SmallSite) -> None:
    client = small.signed_in()
    nasty = "<script>alert(1)</script><b>gras</b>{{ 7 * 7 }}"
    form = client.get(LESSON).page.form("libre")
    values: dict[str, str | list[str]] = dict(form.values)
    page = client.post(
        LESSON, {**values, "libre": nasty, "enregistrer": "libre"}, follow=True
    ).page
    assert "<script>alert" not in page.html
    assert "&lt;b&gt;gras" in page.html
    assert "{{ 7 * 7 }}" in page.html
