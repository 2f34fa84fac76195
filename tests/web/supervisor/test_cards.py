"""A new card from the room: only where the site's setting opens it, and told to the person."""

from dataclasses import replace

import pytest

from learning.app import create_app
from tests.support.client import PageClient
from tests.support.pages import text_of
from tests.support.small_site import SmallSite

URL = "/salle/cartes"


@pytest.fixture
def opened(small: SmallSite) -> SmallSite:
    """The same site, where supervisors may print cards."""
    settings = replace(small.program.settings, carte_par_surveillant=True)
    program = replace(small.program, settings=settings)
    return replace(small, program=program, app=create_app(program))


@pytest.fixture
def supervisor(opened: SmallSite) -> PageClient:
    """A supervisor of that site."""
    return opened.signed_in("supervisor", terminal="127.0.0.99")


def test_a_site_does_not_open_it_by_itself(small: SmallSite) -> None:
    supervisor = small.signed_in("supervisor")
    reply = supervisor.get(URL)
    assert reply.status == 403
    assert "les surveillants ne font pas les cartes" in reply.text
    assert not [url for url in supervisor.get("/salle").page.links if URL in url]


def test_a_name_is_asked_for_before_anybody_is_shown(supervisor: PageClient) -> None:
    assert "Alix" not in supervisor.get(URL).text
    assert supervisor.fill(URL, {"nom": "al"}).status == 422
    assert "Aucun nom" in supervisor.fill(URL, {"nom": "zzz"}).text
    page = supervisor.fill(URL, {"nom": "ALI"}).page
    assert "Alix" in page.text
    assert "Bilal" not in page.text
    assert "Trainer" not in supervisor.fill(URL, {"nom": "trainer"}).text.replace("trainer", "")


def test_a_new_card_closes_the_session_and_is_told(
    opened: SmallSite, supervisor: PageClient
) -> None:
    account, alix = opened.accounts["alix"], opened.signed_in()
    url = f"{URL}/{account.id}"
    card = supervisor.send(supervisor.get(url).page.form(action=url), follow=False)
    assert card.status == 200
    phrase = [text_of(node) for node in card.page.having("class", "access-card__value")][1]
    assert alix.get("/accueil", follow=False).location.startswith("/connexion")
    entry = opened.audited()[-1]
    assert entry.action == "carte.refaite"
    again = opened.client()
    again.sign_in(account.identifier, phrase)
    assert "surveillant" in again.get("/mes-donnees").text


def test_a_card_of_the_team_is_not_made_here(opened: SmallSite, supervisor: PageClient) -> None:
    url = f"{URL}/{opened.accounts['trainer'].id}"
    assert supervisor.get(url).status == 404
    token = supervisor.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    assert supervisor.post(url, {"csrf_token": token}).status == 404
    assert opened.signed_in("trainer").get("/equipe").status == 200
