"""« Mes attestations »: what is earned, what comes next, the summary read, what was issued."""

import pytest
import sqlalchemy as sa

from learning.domain.facts import SummaryRead
from learning.storage.follow_up import attestation
from tests.support.client import PageClient
from tests.support.passed import pass_test, spend_hours
from tests.support.small_site import SmallSite

PAGE = "/attestations"
SUMMARY = f"{PAGE}/bilan/essai"
READ = f"{SUMMARY}/lu"
STAFF = "/suivi/attestations"


@pytest.fixture
def passed(small: SmallSite) -> SmallSite:
    """Alix has passed the test and spent hours."""
    pass_test(small.program, small.accounts["alix"])
    spend_hours(small.program, small.accounts["alix"])
    return small


def issue_all(site: SmallSite) -> PageClient:
    """Let a counsellor issue all that is ready."""
    client = site.signed_in("counsellor", terminal="127.0.0.5")
    group = next(u for u in client.get(STAFF).page.links if u.startswith(f"{STAFF}/groupes/"))
    page = client.get(f"{group}?cocher=oui").page
    assert client.send(page.form(action=f"{STAFF}/emettre")).status == 200
    return client


def test_nothing_yet_says_how(small: SmallSite) -> None:
    client = small.signed_in("bilal")
    assert PAGE in client.get("/accueil").page.links
    assert PAGE in client.get("/mes-donnees").page.links
    page = client.get(PAGE)
    assert "il reste l’épreuve de\u00a0:" in page.text.lower()
    assert "/modules/essai" in page.page.links
    assert "Celles que vous" not in page.text
    assert client.get(SUMMARY).status == 404


def test_what_is_earned_may_be_asked_for(passed: SmallSite) -> None:
    page = passed.signed_in().get(PAGE)
    assert "Attestation de réussite – Compter" in page.text
    assert "Attestation d’assiduité" in page.text
    assert "Vous avez réussi toutes les épreuves" in page.text


def test_the_summary_is_read_before(passed: SmallSite) -> None:
    client = passed.signed_in()
    form = client.get(SUMMARY).page.form(action=READ)
    assert client.post(READ, {**form.values, "version": "autre"}).status == 409
    for _ in range(2):
        assert client.send(form, follow=False).status == 303
    assert len([one for one in passed.facts() if isinstance(one, SummaryRead)]) == 1
    page = client.get(SUMMARY)
    assert "Vous avez lu ce bilan." in page.text
    assert READ not in [one.action for one in page.page.forms]


def test_what_was_issued_is_told_until_it_is_seen(passed: SmallSite) -> None:
    client = passed.signed_in()
    client.send(client.get(SUMMARY).page.form(action=READ))
    issue_all(passed)
    home = client.get("/accueil")
    assert "3 attestations sont prêtes pour vous." in home.text
    seen = home.page.form(action=f"{PAGE}/vues")
    assert client.send(seen, follow=False).location == "/accueil"
    assert "prêtes pour vous" not in client.get("/accueil").text
    page = client.get(PAGE)
    assert "par un conseiller" in page.text
    assert "Ce bilan est émis." in client.get(SUMMARY).text
    for number in numbers(passed):
        assert f"{PAGE}/{number}" in page.page.links
        paper = client.get(f"{PAGE}/{number}").page
        assert paper.having("aria-label", "Code carré de vérification")


def numbers(site: SmallSite) -> list[str]:
    with site.program.reading() as work:
        return list(work.connection.execute(sa.select(attestation.c.number)).scalars())


def test_nobody_opens_anothers(passed: SmallSite) -> None:
    issue_all(passed)
    other = passed.signed_in("bilal", terminal="127.0.0.2")
    for number in numbers(passed):
        assert other.get(f"{PAGE}/{number}").status == 404
        assert other.get(f"{PAGE}/{number}/pdf").status == 404
    token = other.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    typed: dict[str, str | list[str]] = {"csrf_token": token, "numeros": ".".join(numbers(passed))}
    assert other.post(f"{PAGE}/vues", typed).status == 303
    assert "prêtes pour vous" in passed.signed_in().get("/accueil").text


def test_a_revoked_one_says_so_and_no_longer_prints(passed: SmallSite) -> None:
    counsellor = issue_all(passed)
    number = numbers(passed)[0]
    page = counsellor.get(f"{STAFF}/{number}").page
    counsellor.send(page.form("motif"), {"motif": "nom"})
    client = passed.signed_in()
    assert "Une attestation n’est plus valable." in client.get("/accueil").text
    page = client.get(PAGE).page
    assert "Motif\u00a0: erreur de nom." in page.text
    assert f"{PAGE}/{number}" not in page.links
    assert client.get(f"{PAGE}/{number}").status == 404


def test_seen_leads_nowhere_else(passed: SmallSite) -> None:
    issue_all(passed)
    client = passed.signed_in()
    form = client.get("/accueil").page.form(action=f"{PAGE}/vues")
    reply = client.post(form.action, {**form.values, "suite": "//ailleurs.example"})
    assert (reply.status, reply.location) == (303, "/accueil")
