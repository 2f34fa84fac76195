"""« Demander de l’aide » and « Demander l’impression », as a learner uses them."""

import pytest
import sqlalchemy as sa

from learning.domain.lists import HELP_REASONS
from learning.storage.follow_up import help_request, print_request
from tests.support.client import PageClient, Reply
from tests.support.small_site import LESSON, TEST, SmallSite

ASK = f"{LESSON}/aide"


@pytest.fixture
def alix(small: SmallSite) -> PageClient:
    """A learner at a terminal."""
    return small.signed_in("alix")


def kept(small: SmallSite, table: sa.Table) -> int:
    """How many rows there are."""
    with small.program.reading() as work:
        found = work.connection.execute(sa.select(sa.func.count()).select_from(table))
        return int(found.scalar_one())


def answer(small: SmallSite, role: str = "counsellor") -> Reply:
    """Somebody of the team answers the first request."""
    staff = small.signed_in(role, terminal="127.0.0.8")
    page = staff.get("/suivi/demandes").page
    return staff.send(next(one for one in page.forms if one.action.endswith("/repondu")))


def print_all(small: SmallSite) -> Reply:
    """Somebody of the team prints what is asked for."""
    staff = small.signed_in("trainer", terminal="127.0.0.8")
    page = staff.get("/suivi/a-imprimer/feuilles").page
    return staff.send(page.form(action="/suivi/a-imprimer/imprimees"))


def fail_test(client: PageClient) -> Reply:
    """Send a test with nothing in it."""
    client.send(client.get(TEST).page.form(action=f"{TEST}/commencer"))
    form = client.get(TEST).page.form(action=TEST)
    return client.post(TEST, {**form.values, "envoyer": "quand-meme"}, follow=True)


def test_the_list_is_closed_and_has_no_text(alix: PageClient) -> None:
    assert ASK in alix.get(LESSON).page.links
    page = alix.get(ASK)
    for words in HELP_REASONS.values():
        assert words in page.text
    form = page.page.form("raison")
    assert form.names == {"raison"}
    assert not [node for node in form.node.iter() if node.tag == "textarea"]


def test_received_answered_and_read(small: SmallSite, alix: PageClient) -> None:
    landed = alix.fill(ASK, {"raison": "projet"})
    assert landed.page.url == f"GET {LESSON}"
    assert "Parler de mon projet" in landed.text
    assert "Reçu le 25 novembre 2026" in landed.text
    assert "Parler de mon projet" in alix.get("/accueil").text
    answer(small)
    home = alix.get("/accueil")
    assert "On a répondu à votre demande d’aide" in home.text
    assert "Répondu par un conseiller le 25 novembre 2026" in home.text
    form = next(one for one in home.page.forms if one.action.endswith("/lu"))
    after = alix.send(form)
    assert after.page.url == "GET /accueil"
    assert "On a répondu" not in after.text
    again = alix.send(form)
    assert again.page.url == "GET /accueil", "read twice is read once"
    own = alix.get("/mes-donnees").text
    assert "Parler de mon projet, Compter – Toutes les formes" in own
    assert "Répondu par un conseiller" in own


@pytest.mark.parametrize("typed", [{}, {"raison": "autre"}, {"raison": "zqtexte libre"}])
def test_nothing_but_a_line_of_the_list(
    small: SmallSite, alix: PageClient, typed: dict[str, str]
) -> None:
    form = alix.get(ASK).page.form("raison")
    refused = alix.post(ASK, {**form.values, **typed})
    assert refused.status == 422
    assert "Choisissez une ligne dans la liste" in refused.text
    assert "zqtexte" not in refused.page.html
    assert kept(small, help_request) == 0


def test_a_double_click_and_a_replay_make_one_request(small: SmallSite, alix: PageClient) -> None:
    form = alix.get(ASK).page.form("raison")
    for _ in range(2):
        assert alix.post(ASK, {**form.values, "raison": "lecon"}).status == 303
    assert kept(small, help_request) == 1
    answer(small)
    assert alix.post(ASK, {**form.values, "raison": "lecon"}).status == 303
    assert kept(small, help_request) == 1, "an old page sent again asks nothing"
    alix.fill(ASK, {"raison": "lecon"})
    assert kept(small, help_request) == 2, "a new page may ask again"


def test_what_is_asked_is_not_offered_again(alix: PageClient) -> None:
    alix.fill(ASK, {"raison": "conseiller"})
    page = alix.get(ASK)
    values = [node.get("value") for node in page.page.form("raison").node.iter()]
    assert "conseiller" not in values
    assert "projet" in values
    assert "Ce que vous avez demandé ici" in page.text


def test_taking_back_twice_is_harmless(small: SmallSite, alix: PageClient) -> None:
    alix.fill(ASK, {"raison": "projet"})
    form = next(one for one in alix.get(LESSON).page.forms if one.action.endswith("/annuler"))
    for _ in range(2):
        assert alix.send(form).page.url == f"GET {LESSON}"
    assert kept(small, help_request) == 0


def test_what_is_answered_meanwhile_is_not_taken_back(small: SmallSite, alix: PageClient) -> None:
    alix.fill(ASK, {"raison": "projet"})
    form = next(one for one in alix.get(LESSON).page.forms if one.action.endswith("/annuler"))
    answer(small)
    late = alix.send(form, follow=False)
    assert late.status == 409
    assert "vient de répondre" in late.text


def test_the_request_of_another_cannot_be_touched(small: SmallSite, alix: PageClient) -> None:
    alix.fill(ASK, {"raison": "projet"})
    form = next(one for one in alix.get(LESSON).page.forms if one.action.endswith("/annuler"))
    bilal = small.signed_in("bilal", terminal="127.0.0.2")
    token = bilal.get(ASK).page.form("raison").values["csrf_token"]
    assert bilal.post(form.action, {"csrf_token": token}).status == 303
    seen = form.action.replace("/annuler", "/lu")
    assert bilal.post(seen, {"csrf_token": token}).status == 404
    assert kept(small, help_request) == 1


@pytest.mark.parametrize("after", ["https://ailleurs.example/", "//ailleurs", "/\\ailleurs"])
def test_coming_back_never_leads_out(alix: PageClient, after: str) -> None:
    alix.fill(ASK, {"raison": "projet"})
    form = next(one for one in alix.get(LESSON).page.forms if one.action.endswith("/annuler"))
    assert alix.post(form.action, {**form.values, "suite": after}).location == "/accueil"


def test_help_is_offered_after_a_second_failed_test(alix: PageClient) -> None:
    assert f"{TEST}/aide" not in fail_test(alix).page.links
    second = fail_test(alix)
    assert f"{TEST}/aide" in second.page.links
    landed = alix.fill(f"{TEST}/aide", {"raison": "lecon"})
    assert landed.page.url == "GET /accueil"
    assert "Mes demandes d’aide" in landed.text


def test_a_print_asked_as_help_is_the_lesson_on_paper(small: SmallSite, alix: PageClient) -> None:
    form = alix.get(ASK).page.form("raison")
    for _ in range(2):
        landed = alix.send(form, {"raison": "impression"})
        assert "Impression demandée le 25 novembre 2026" in landed.text
    assert kept(small, help_request) == 0
    assert kept(small, print_request) == 1
    print_all(small)
    alix.send(form, {"raison": "impression"})
    assert kept(small, print_request) == 1
    alix.fill(f"{TEST}/aide", {"raison": "impression"})
    assert kept(small, help_request) == 1, "a test is no sheet: somebody comes and asks"


def test_a_report_of_an_error_no_longer_asks_for_help(alix: PageClient) -> None:
    form = alix.get(f"{LESSON}/signaler/unique").page.form("raison")
    assert alix.post(form.action, {**form.values, "raison": "aide"}).status == 422


@pytest.mark.parametrize("sheet", ["/glossaire", LESSON])
def test_a_sheet_is_asked_for_then_printed(small: SmallSite, alix: PageClient, sheet: str) -> None:
    form = alix.get(sheet).page.form(action="/impressions")
    for _ in range(2):
        landed = alix.send(form)
        assert landed.page.url == f"GET {sheet}"
        assert "Impression demandée" in landed.text
    assert kept(small, print_request) == 1
    print_all(small)
    after = alix.get(sheet)
    assert "Imprimé le 25 novembre 2026" in after.text
    alix.send(form)
    assert kept(small, print_request) == 1, "an old page sent again asks nothing"
    alix.send(after.page.form(action="/impressions"))
    assert kept(small, print_request) == 2
    own = alix.get("/mes-donnees").text
    assert "Imprimé le 25 novembre 2026" in own


def test_my_rules_are_a_sheet_once_there_are_some(small: SmallSite, alix: PageClient) -> None:
    alix.send(alix.get(LESSON).page.form("unique"), {"unique": "1"})
    page = alix.get("/regles").page
    landed = alix.send(page.form(action="/impressions"))
    assert "Impression demandée" in landed.text
    taken = alix.send(landed.page.form(action="/impressions/annuler"))
    assert taken.page.url == "GET /regles"
    alix.send(landed.page.form(action="/impressions/annuler"))
    assert kept(small, print_request) == 0


@pytest.mark.parametrize("sheet", ["", "/accueil", TEST, "https://ailleurs.example/"])
def test_only_sheets_are_printed(alix: PageClient, sheet: str) -> None:
    form = alix.get("/glossaire").page.form(action="/impressions")
    for url in ("/impressions", "/impressions/annuler"):
        reply = alix.post(url, {**form.values, "feuille": sheet})
        assert reply.status == 404
        assert not reply.location
