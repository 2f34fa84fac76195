"""Questionnaires as a learner meets them: told first, free, kept, withdrawn, never before time."""

from uuid import uuid4

import pytest

from learning.domain.facts import (
    Fact,
    LessonDone,
    Observed,
    OutcomeKnown,
    QuestionnaireEnded,
    ScaleAnswered,
)
from learning.services.activity import add_facts
from tests.support.client import PageClient
from tests.support.clock import START
from tests.support.small_site import SmallSite

PAGE = "/questionnaires/avant"
FORM = f"{PAGE}/repondre"
AUTOMATIC = {"X-Enregistrement": "auto"}


def live(small: SmallSite, *facts: Fact, who: str = "alix") -> None:
    """Let facts be."""
    with small.program.writing() as work:
        add_facts(work, small.accounts[who].id, facts)


def finish_lesson(small: SmallSite, who: str = "alix") -> None:
    """Let somebody have finished a lesson."""
    live(small, LessonDone(id=uuid4(), at=START, module="essai", lesson="formes"), who=who)


@pytest.fixture
def alix(small: SmallSite) -> PageClient:
    """A learner who has finished a lesson."""
    finish_lesson(small)
    return small.signed_in("alix")


def given(small: SmallSite) -> dict[str, int | None]:
    """What is recorded, question by question."""
    return {one.question: one.value for one in small.facts() if isinstance(one, ScaleAnswered)}


def test_it_is_neither_shown_nor_open_before_the_first_lesson(small: SmallSite) -> None:
    client = small.signed_in("alix")
    assert PAGE not in client.get("/accueil").page.links
    for address in (PAGE, FORM, "/questionnaires/absent"):
        assert client.get(address).status == 404
    assert "Aucun questionnaire n’est ouvert pour vous." in client.get("/mes-donnees").text
    token = client.get("/activation").page.form("code").values["csrf_token"]
    for act in ("repondre", "refuser", "reprendre"):
        assert client.post(f"{PAGE}/{act}", {"csrf_token": token, "prix": "4"}).status == 404
    assert not [one for one in small.facts() if isinstance(one, ScaleAnswered)]


def test_home_offers_it_quietly_and_the_page_tells_first(alix: PageClient) -> None:
    home = alix.get("/accueil")
    assert home.page.links[PAGE] == "Au début"
    assert "Répondre est libre." in home.text
    page = alix.get(PAGE)
    assert "Répondre est libre. Refuser ne change rien." in page.text
    assert "3 questions, sur une page." in page.text
    assert "Je ne réponds pas" in page.text
    assert page.page.links[FORM] == "Je réponds"


def test_each_question_may_be_passed_over(small: SmallSite, alix: PageClient) -> None:
    form = alix.get(FORM).page.form("prix")
    assert form.values["prix"] == [""]  # « Je passe » until something is chosen
    done = alix.send(form, {"prix": "4"})
    assert "Merci. Vos réponses sont enregistrées." in done.text
    assert given(small) == {"client": None, "prix": 4, "aide": None}
    assert PAGE not in alix.get("/accueil").page.links
    assert alix.get(FORM, follow=False).location == PAGE


def test_sent_twice_counts_once(small: SmallSite, alix: PageClient) -> None:
    form = alix.get(FORM).page.form("prix")
    first = alix.send(form, {"prix": "4"}, follow=False)
    second = alix.send(form, {"prix": "5", "client": "5"}, follow=False)
    assert (first.status, first.location) == (second.status, second.location)
    assert len([one for one in small.facts() if isinstance(one, ScaleAnswered)]) == 3
    assert given(small)["prix"] == 4


def test_what_is_no_degree_is_passed_over(small: SmallSite, alix: PageClient) -> None:
    form = alix.get(FORM).page.form("prix")
    alix.post(FORM, {**form.values, "prix": "9", "client": "<b>", "autre": "3"})
    assert given(small) == {"client": None, "prix": None, "aide": None}


def test_stopped_and_taken_up_again_on_another_day(small: SmallSite, alix: PageClient) -> None:
    form = alix.get(FORM).page.form("prix")
    home = alix.post(FORM, {**form.values, "client": "2", "plus-tard": "oui"}, follow=True)
    assert home.page.heading == "Bonjour."
    assert "Un questionnaire commencé. Votre réponse est gardée." in home.text
    assert given(small) == {}
    small.clock.advance(days=2)
    again = small.signed_in("alix", terminal="127.0.0.3")
    assert again.get(PAGE).page.links[FORM] == "Continuer mes réponses"
    form = again.get(FORM).page.form("prix")
    assert form.values["client"] == ["2"]
    again.send(form)
    assert given(small) == {"client": 2, "prix": None, "aide": None}
    assert small.drafts() == {}


def test_the_script_saves_while_one_chooses(small: SmallSite, alix: PageClient) -> None:
    form = alix.get(FORM).page.form("prix")
    reply = alix.http.post(FORM, data={**form.values, "aide": "5"}, headers=AUTOMATIC)
    assert reply.status_code == 200
    assert "h" in reply.get_json()["enregistre"]
    assert alix.get(FORM).page.form("prix").values["aide"] == ["5"]
    assert given(small) == {}


def test_refused_it_is_not_offered_and_may_be_taken_back(
    small: SmallSite, alix: PageClient
) -> None:
    refused = alix.send(alix.get(PAGE).page.form(action=f"{PAGE}/refuser"))
    assert "C’est noté\u00a0: vous ne répondez pas." in refused.text
    assert PAGE not in alix.get("/accueil").page.links
    old = {"csrf_token": refused.page.form(action=f"{PAGE}/reprendre").values["csrf_token"]}
    assert alix.post(FORM, {**old, "prix": "3"}).status == 409
    assert given(small) == {}
    opened = alix.send(alix.get(PAGE).page.form(action=f"{PAGE}/reprendre"))
    assert opened.page.links[FORM] == "Je réponds"
    assert PAGE in alix.get("/accueil").page.links


def test_own_data_shows_the_answers_and_takes_them_back(
    small: SmallSite, alix: PageClient
) -> None:
    alix.send(alix.get(FORM).page.form("prix"), {"prix": "4"})
    own = alix.get("/mes-donnees")
    assert "Vous avez répondu le 25 novembre 2026." in own.text
    assert "Fixer un prix.4 sur 5" in own.text
    assert "Trouver un client.Question passée" in own.text
    taken = alix.send(own.page.form(action=f"{PAGE}/refuser"))
    assert "Vous ne répondez pas." in taken.text
    assert "4 sur 5" not in taken.text
    assert taken.page.url == "GET /mes-donnees"
    ends = [one.refused for one in small.facts() if isinstance(one, QuestionnaireEnded)]
    assert sorted(ends) == [False, True]


def test_what_was_answered_is_withdrawn_although_it_is_published_no_more(
    small: SmallSite, alix: PageClient
) -> None:
    live(
        small,
        ScaleAnswered(id=uuid4(), at=START, questionnaire="ancien", question="vieux", value=2),
        QuestionnaireEnded(id=uuid4(), at=START, questionnaire="ancien"),
    )
    own = alix.get("/mes-donnees")
    assert "vieux2" in own.text
    taken = alix.send(own.page.form(action="/questionnaires/ancien/refuser"))
    assert "vieux" not in taken.text
    assert alix.get("/questionnaires/ancien").status == 404


def test_a_form_sent_after_the_lock_is_kept_and_shown_in_place(
    small: SmallSite, alix: PageClient
) -> None:
    form = alix.get(FORM).page.form("prix")
    small.clock.advance(minutes=30)
    late = alix.send(form, {"prix": "5"}, follow=False)
    assert late.location.startswith("/verrou")
    assert given(small) == {}
    lock = alix.get(late.location)
    assert "gardé" in lock.text
    back = alix.send(lock.page.form("phrase"), {"phrase": small.accounts["alix"].phrase})
    assert back.page.url == f"GET {FORM}"
    assert back.page.form("prix").values["prix"] == ["5"]


def test_nothing_of_it_reaches_another_learner(small: SmallSite, alix: PageClient) -> None:
    alix.send(alix.get(FORM).page.form("prix"), {"prix": "4"})
    finish_lesson(small, "bilal")
    bilal = small.signed_in("bilal", terminal="127.0.0.2")
    assert bilal.get(FORM).page.form("prix").values["prix"] == [""]
    assert "4 sur 5" not in bilal.get("/mes-donnees").text


def test_neither_home_nor_modules_change_with_a_refusal(
    small: SmallSite, alix: PageClient
) -> None:
    before = alix.get("/modules").text
    alix.send(alix.get(PAGE).page.form(action=f"{PAGE}/refuser"))
    assert alix.get("/modules").text == before
    assert small.signed_in("alix").get("/modules/essai").status == 200


def test_the_one_on_leaving_comes_once_the_team_has_noted_it(
    small: SmallSite, alix: PageClient
) -> None:
    alix.send(alix.get(PAGE).page.form(action=f"{PAGE}/refuser"))
    assert "/questionnaires/depart" not in alix.get("/accueil").page.links
    assert "/questionnaires/depart" in alix.get("/mes-donnees").page.links
    live(small, Observed(id=uuid4(), at=START, sort="depart", code="envie", month="2026-11"))
    assert "/questionnaires/depart" in alix.get("/accueil").page.links


def test_own_data_tells_what_is_known_of_afterwards(small: SmallSite, alix: PageClient) -> None:
    live(small, OutcomeKnown(id=uuid4(), at=START, code="emploi", month="2026-10"))
    assert "Suite connue\u00a0: Emploi, octobre 2026" in alix.get("/mes-donnees").text
