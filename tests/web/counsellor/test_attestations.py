"""Attestations as staff use them without scripts: look, issue, print, find, revoke."""

import re
from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.documents.pdf import can_write_pdf
from learning.storage.follow_up import attestation, consultation
from learning.storage.people import account, group
from tests.support.client import PageClient, Reply
from tests.support.passed import fail_test, pass_test, spend_hours
from tests.support.small_site import SmallSite

HOME = "/suivi/attestations"
ISSUE = f"{HOME}/emettre"
SUMMARY = "/attestations/bilan/essai"
QUARTER = "Quartier des détenus libérables"
MODULE, HOURS = "reussite/module/essai", "assiduite"


@pytest.fixture
def passed(small: SmallSite) -> SmallSite:
    """Alix has passed and spent hours, Bilal has failed, Chloe of another group has passed."""
    for name in ("alix", "chloe"):
        pass_test(small.program, small.accounts[name])
    fail_test(small.program, small.accounts["bilal"])
    spend_hours(small.program, small.accounts["alix"])
    return small


@pytest.fixture
def counsellor(passed: SmallSite) -> PageClient:
    """A counsellor at a terminal."""
    return passed.signed_in("counsellor", terminal="127.0.0.5")


def page_of(site: SmallSite, name: str = "alix") -> str:
    return f"/suivi/apprenants/{site.accounts[name].id}/attestations"


def preview_of(site: SmallSite, key: str = MODULE) -> str:
    return f"{page_of(site)}/apercu?quoi={key}"


def issue(client: PageClient, site: SmallSite, key: str = MODULE) -> Reply:
    """Look, then issue from the page that was looked at."""
    return client.send(client.get(preview_of(site, key)).page.form(action=ISSUE))


def numbers(site: SmallSite) -> list[str]:
    with site.program.reading() as work:
        query = sa.select(attestation.c.number).order_by(attestation.c.issued_at)
        return list(work.connection.execute(query).scalars())


def group_page(client: PageClient) -> str:
    return next(url for url in client.get(HOME).page.links if url.startswith(f"{HOME}/groupes/"))


def test_one_is_seen_before_it_is_issued(passed: SmallSite, counsellor: PageClient) -> None:
    listed = counsellor.get(page_of(passed))
    assert "Attestation de réussite – Compter" in listed.text
    seen = counsellor.get(preview_of(passed))
    assert "Aperçu\u00a0: pas encore émis" in seen.text
    assert "4\u00a0sur\u00a04" in seen.text
    assert numbers(passed) == []
    paper = issue(counsellor, passed)
    assert "1 attestation est émise." in paper.text
    (number,) = numbers(passed)
    assert f"Attestation {number[:4]}-{number[4:8]}-{number[8:]}" in paper.text
    assert paper.page.having("aria-label", "Code carré de vérification")
    assert "Déjà émise" in counsellor.get(page_of(passed)).text
    assert "déjà émise" in counsellor.get(preview_of(passed)).text


def test_the_same_form_sent_twice_makes_one(passed: SmallSite, counsellor: PageClient) -> None:
    form = counsellor.get(preview_of(passed)).page.form(action=ISSUE)
    first = counsellor.send(form, follow=False)
    again = counsellor.send(form, follow=False)
    assert (first.status, first.location) == (303, again.location)
    assert len(numbers(passed)) == 1
    assert [row.action for row in passed.audited()].count("attestation.emise") == 1


def test_a_group_is_served_in_one_act(passed: SmallSite, counsellor: PageClient) -> None:
    page = counsellor.get(f"{group_page(counsellor)}?cocher=oui")
    form = page.page.form(action=ISSUE)
    alix = passed.accounts["alix"].id
    assert form.values["choix"] == [f"{alix}.{MODULE}", f"{alix}.{HOURS}"]
    assert "Rien à émettre" in page.text
    done = counsellor.send(form)
    assert "2 attestations sont émises." in done.text
    assert len(numbers(passed)) == 2


@pytest.mark.parametrize(
    ("name", "key", "status"),
    [
        ("chloe", MODULE, 404),
        ("bilal", MODULE, 409),
        ("alix", "bilan/parcours/essai", 409),
        ("alix", "inconnue", 409),
        ("", "", 422),
    ],
)
def test_what_is_refused(
    passed: SmallSite, counsellor: PageClient, name: str, key: str, status: int
) -> None:
    form = counsellor.get(preview_of(passed)).page.form(action=ISSUE)
    choice = f"{passed.accounts[name].id}.{key}" if name else "n’importe quoi"
    refused = counsellor.post(ISSUE, {**form.values, "choix": choice})
    assert refused.status == status
    assert numbers(passed) == []


def test_nothing_of_another_group_is_opened(passed: SmallSite, counsellor: PageClient) -> None:
    issue(counsellor, passed)
    (number,) = numbers(passed)
    with passed.program.writing() as work:
        chloe = passed.accounts["chloe"].id
        work.connection.execute(sa.update(attestation).values(learner_id=chloe))
    assert number not in counsellor.get(HOME).page.html
    assert "Aucune attestation de vos groupes" in counsellor.get(f"{HOME}?code={number}").text
    for url in (
        page_of(passed, "chloe"),
        f"{page_of(passed, 'chloe')}/apercu?quoi={MODULE}",
        f"{HOME}/{number}",
        f"{HOME}/feuilles?numeros={number}",
        f"{HOME}/pdf?numeros={number}",
        f"{HOME}/groupes/{UUID(int=3)}",
    ):
        assert counsellor.get(url).status == 404, url
    administrator = passed.signed_in("administrator", terminal="127.0.0.6")
    assert administrator.get(f"{HOME}/{number}").status == 200


def test_the_opening_is_written_and_told(passed: SmallSite, counsellor: PageClient) -> None:
    counsellor.get(page_of(passed))
    with passed.program.reading() as work:
        rows = work.connection.execute(sa.select(consultation.c.page)).scalars().all()
    assert rows == ["attestations"]
    told = passed.signed_in("alix").get("/mes-donnees").text
    assert "conseiller" in told


def test_a_revoked_one_shows_so_everywhere(passed: SmallSite, counsellor: PageClient) -> None:
    issue(counsellor, passed)
    (number,) = numbers(passed)
    page = counsellor.get(f"{HOME}/{number}").page
    form = page.form("motif")
    assert counsellor.send(form).status == 422
    gone = counsellor.send(form, {"motif": "contenu"})
    assert "Révoquée le 25 novembre 2026" in gone.text
    assert "Erreur de contenu" in gone.text
    assert not [form for form in gone.page.forms if form.action.endswith("revoquer")]
    assert counsellor.get(f"{HOME}/feuilles?numeros={number}").status == 404
    shown = f"{number[:4]}-{number[4:8]}-{number[8:]}"
    listed = counsellor.get(f"{HOME}/revoquees")
    assert shown in listed.text
    assert "Alix" not in listed.page.html
    assert "Cette attestation est révoquée" in counsellor.get(f"{HOME}?code={shown}").text
    assert issue(counsellor, passed).status == 200
    assert len(numbers(passed)) == 2


def test_the_paper_as_pdf_when_the_extra_is_there(
    passed: SmallSite, counsellor: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = issue(counsellor, passed)
    (number,) = numbers(passed)
    url = f"{HOME}/pdf?numeros={number}"
    if can_write_pdf():
        assert url in page.page.links
        reply = counsellor.get(url)
        assert reply.response.mimetype == "application/pdf"
        assert reply.response.data.startswith(b"%PDF")
        assert "Alix" not in reply.response.headers["Content-Disposition"]
    monkeypatch.setattr("learning.services.attestation_papers.can_write_pdf", lambda: False)
    without = counsellor.get(f"{HOME}/feuilles?numeros={number}")
    assert url not in without.page.links
    assert "n’écrit pas de PDF" in without.text


def test_the_page_of_verification_is_a_file_without_names(
    passed: SmallSite, counsellor: PageClient
) -> None:
    issue(counsellor, passed)
    reply = counsellor.get(f"{HOME}/page-de-verification").response
    assert "attachment" in reply.headers["Content-Disposition"]
    body = reply.get_data(as_text=True)
    assert numbers(passed)[0] in body
    assert "Alix" not in body


def test_a_title_that_tells_where_stops_it(
    passed: SmallSite, counsellor: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "learning.services.attestations.telling_titles", lambda _stated: ("En détention",)
    )
    monkeypatch.setattr(
        "learning.services.attestation_papers.telling_titles", lambda _stated: ("En détention",)
    )
    page = counsellor.get(preview_of(passed))
    assert "ne peut pas être émise" in page.text
    assert ISSUE not in [form.action for form in page.page.forms]
    form = counsellor.get(f"{group_page(counsellor)}?cocher=oui").page.form(action=ISSUE)
    assert counsellor.send(form).status == 409
    assert numbers(passed) == []


# What a paper must never say, whatever the site, the groups or the answers are.
TELLING = re.compile(
    r"prison|détenu|détention|pénitent|écrou|cellule|peine|libér|incarc|spip|cpip|établissement"
    r"|échou|échec|manqu|raté|essai|tentative|pas encore|bloqu|silenc|groupe|formateur|conseiller",
    re.IGNORECASE,
)


def test_no_paper_tells_a_place_a_failure_or_who_is_there(
    passed: SmallSite, counsellor: PageClient
) -> None:
    """Alix failed too, before passing, in a group whose name would tell."""
    fail_test(passed.program, passed.accounts["alix"])
    alix = passed.signed_in("alix")
    alix.send(alix.get(SUMMARY).page.form(action=f"{SUMMARY}/lu"))
    with passed.program.writing() as work:
        near = group.c.name == "Groupe du matin"
        work.connection.execute(sa.update(group).where(near).values(name=QUARTER))
        mine = account.c.id == passed.accounts["counsellor"].id
        work.connection.execute(sa.update(account).where(mine).values(name="CPIP Zoé"))
    page = counsellor.get(f"{group_page(counsellor)}?cocher=oui")
    done = counsellor.send(page.page.form(action=ISSUE))
    papers = done.page.all("article")
    assert len(papers) == 3
    for paper in papers:
        text = "".join(paper.itertext())
        found = TELLING.findall(text.replace("Un petit parcours", ""))
        assert not found, found
    with passed.program.reading() as work:
        stored = work.connection.execute(sa.select(attestation.c.payload)).scalars().all()
    for payload in stored:
        assert "Zoé" not in payload
        assert QUARTER not in payload
