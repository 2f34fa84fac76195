"""The staff's home, and new cards: who may make one, for whom, and what the learner is told."""

from itertools import pairwise

import pytest

from learning.domain.access import GRANTS, Permission, Role
from tests.support.pages import text_of
from tests.support.small_site import SmallSite

STAFF = [role.value for role in Role if role is not Role.LEARNER]
HOMES = {"counsellor": "/suivi", "supervisor": "/salle", "evaluator": "/evaluation"}
RENEWERS = [role.value for role in GRANTS[Permission.RENEW_CARD]]


@pytest.mark.parametrize("role", STAFF)
def test_each_role_has_an_honest_home(small: SmallSite, role: str) -> None:
    client = small.signed_in(role)
    assert client.get("/accueil").page.url == f"GET {HOMES.get(role, '/equipe')}"
    page = client.get("/equipe").page
    seen = small.accounts["alix"].identifier in page.text
    assert seen is (role in RENEWERS)
    assert (small.accounts["chloe"].identifier in page.text) is (role == "administrator")
    assert small.signed_in(role).get("/aide").status == 200
    assert small.signed_in(role).get("/fin").status == 200


@pytest.mark.parametrize("role", RENEWERS)
def test_a_new_card_closes_sessions_and_is_told(small: SmallSite, role: str) -> None:
    learner, account = small.signed_in(), small.accounts["alix"]
    staff = small.signed_in(role, terminal="127.0.0.5")
    url = f"/cartes/{account.id}"
    assert url in staff.get("/equipe").page.links
    card = staff.send(staff.get(url).page.form(action=url), follow=False)
    assert card.status == 200
    assert account.identifier in card.text
    assert account.phrase not in card.text
    assert learner.get("/accueil", follow=False).location.startswith("/connexion")
    assert "Ouvrir ma session" in small.signed_in("alix").get("/connexion").text
    last = small.audited()[-1]
    assert (last.action, last.subject) == ("carte.refaite", small.name("alix"))
    assert last.actor == small.name(role)


def test_the_new_phrase_opens_and_the_learner_reads_who_made_the_card(small: SmallSite) -> None:
    account = small.accounts["alix"]
    staff = small.signed_in("trainer")
    url = f"/cartes/{account.id}"
    card = staff.send(staff.get(url).page.form(action=url), follow=False)
    values = [text_of(node) for node in card.page.having("class", "access-card__value")]
    phrase = values[1]
    assert len(phrase.split()) == 5
    client = small.client()
    client.sign_in(account.identifier, phrase)
    own = client.get("/mes-donnees")
    assert "Votre carte a été refaite" in own.text
    assert "formateur" in own.text
    assert "Trainer" not in own.text


@pytest.mark.parametrize("role", ["trainer", "counsellor"])
def test_a_learner_of_another_group_is_not_found(small: SmallSite, role: str) -> None:
    staff = small.signed_in(role)
    token = staff.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    url = f"/cartes/{small.accounts['chloe'].id}"
    before = len(small.audited())
    assert staff.get(url).status == 404
    assert staff.post(url, {"csrf_token": token}).status == 404
    assert len(small.audited()) == before
    assert small.signed_in("chloe").get("/accueil").status == 200


def test_a_card_of_the_staff_is_not_made_here(small: SmallSite) -> None:
    staff = small.signed_in("administrator")
    token = staff.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    url = f"/cartes/{small.accounts['trainer'].id}"
    assert staff.get(url).status == 404
    assert staff.post(url, {"csrf_token": token}).status == 403
    assert small.signed_in("trainer").get("/equipe").status == 200


def test_the_audit_is_one_chain(small: SmallSite) -> None:
    entries = small.audited()
    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    for before, after in pairwise(entries):
        assert after.previous == before.hash
    assert "alix" not in " ".join(f"{e.actor} {e.subject}" for e in entries).lower()
