"""The project file handed over: allowed as its learner says, written down, seen by its learner."""

import pytest
import sqlalchemy as sa

from learning.services.project import add_version, sheet_named
from learning.storage.audit import audit
from learning.storage.follow_up import consultation
from tests.support.client import PageClient, Reply
from tests.support.pdf_text import read_pdf
from tests.support.small_site import SmallSite, as_learner

HOSTILE = "=1+1"
SQUEEZE = str.maketrans("", "", " \u00a0")
SHEETS = {
    "idee": {"metier": HOSTILE, "unite": "coupe", "phrase": "J’aide mes voisins."},
    "prix": {"prix": "18", "depense": "3,50", "cotisations": "21,98", "ventes": "60"},
    "seuil-de-rentabilite": {"cotisations": "21,98", "charges.1.montant": "250"},
    "sortie": {"papiers.1.etat": "fait", "appeler": "La personne du greffe"},
}


def fill(small: SmallSite, name: str = "alix") -> None:
    with small.program.writing() as work:
        as_learner(work, small.accounts[name])
        for slug, typed in SHEETS.items():
            add_version(work, small.accounts[name].id, sheet_named(slug), typed)


def address(small: SmallSite, name: str = "alix") -> str:
    return f"/suivi/apprenants/{small.accounts[name].id}/dossier"


def ask(client: PageClient) -> Reply:
    """Press « Demander mon dossier »."""
    page = client.get("/projet/dossier").page
    return client.send(next(form for form in page.forms if form.action == "/impressions"), {})


def hand(client: PageClient, small: SmallSite, kind: str, **values: str) -> Reply:
    form = client.get(address(small)).page.form("nom")
    return client.post(f"{address(small)}/{kind}", {**form.values, **values})


def written(small: SmallSite) -> list[str]:
    with small.program.reading() as work:
        query = sa.select(audit.c.action).where(audit.c.action == "projet.remis")
        return list(work.connection.execute(query).scalars())


def openings(small: SmallSite) -> int:
    with small.program.reading() as work:
        query = sa.select(sa.func.count()).where(consultation.c.page == "projet")
        return int(work.connection.execute(query).scalar() or 0)


def test_a_file_stays_closed_until_its_learner_agrees(small: SmallSite) -> None:
    fill(small)
    counsellor = small.signed_in("counsellor")
    reply = counsellor.get(address(small))
    assert reply.status == 403
    assert "n’a pas encore permis" in reply.text
    assert openings(small) == 0
    assert counsellor.get(f"{address(small)}/feuilles").status == 403
    assert written(small) == []


def test_asking_for_it_opens_it_and_giving_it_is_seen(small: SmallSite) -> None:
    fill(small)
    learner = small.signed_in()
    assert "Impression demandée le" in ask(learner).text
    counsellor = small.signed_in("counsellor")
    queue = counsellor.get("/suivi/a-imprimer").page
    assert address(small) in queue.links
    assert "Dossier du projet" in queue.text
    assert "Imprimer tout" not in queue.text
    assert "Demandé le" in counsellor.get(address(small)).text
    assert openings(small) == 1
    reply = hand(counsellor, small, "tableur")
    assert reply.status == 200
    assert reply.response.headers["Content-Disposition"].endswith('.xlsx"')
    assert written(small) == ["projet.remis"]
    assert "Imprimé le" in learner.get("/projet/dossier").text
    assert "Dossier du projet" not in counsellor.get("/suivi/a-imprimer").text
    # The PDF may follow the workbook on the same day, and the page too.
    assert hand(counsellor, small, "page").status == 303
    small.clock.advance(hours=13)
    assert small.signed_in("counsellor").get(address(small)).status == 403


def test_a_permission_opens_it_and_each_handing_is_written(small: SmallSite) -> None:
    fill(small)
    learner = small.signed_in()
    permit = learner.get("/projet").page.form(action="/projet/permission")
    learner.send(permit)
    counsellor = small.signed_in("counsellor")
    for kind in ("page", "tableur"):
        assert hand(counsellor, small, kind).status in {200, 303}
    assert written(small) == ["projet.remis"] * 2
    assert "Imprimé le" in learner.get("/projet/dossier").text
    assert "Votre projet a été ouvert par" in learner.get("/projet").text


def test_the_pdf_and_the_page_say_the_same(small: SmallSite) -> None:
    fill(small)
    ask(small.signed_in())
    counsellor = small.signed_in("counsellor")
    reply = hand(counsellor, small, "pdf")
    assert reply.response.mimetype == "application/pdf"
    pages = "".join(read_pdf(reply.response.get_data()).pages()).translate(SQUEEZE)
    paper = counsellor.get(f"{address(small)}/feuilles").page
    for sentence in ("Seuil de rentabilité", "24\u00a0coupes par mois", "J’aide mes voisins."):
        assert sentence in paper.text
        assert sentence.translate(SQUEEZE) in pages
    assert HOSTILE in paper.text
    assert "greffe" not in paper.text
    assert "Alix" not in paper.text
    assert "Alix" not in pages


def test_the_name_stands_only_when_it_is_asked_for(small: SmallSite) -> None:
    fill(small)
    ask(small.signed_in())
    counsellor = small.signed_in("counsellor")
    reply = hand(counsellor, small, "page", nom="oui")
    assert "Alix" in counsellor.get(reply.location).text


def test_without_the_extra_the_page_is_what_is_offered(
    small: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.services.project_handing.can_write_pdf", lambda: False)
    fill(small)
    ask(small.signed_in())
    page = small.signed_in("counsellor").get(address(small)).page
    assert "Ce site n’écrit pas de PDF" in page.text
    assert f"{address(small)}/pdf" not in page.html


@pytest.mark.parametrize("name", ["trainer", "supervisor", "evaluator", "bilal"])
def test_others_never_open_it(small: SmallSite, name: str) -> None:
    fill(small)
    ask(small.signed_in())
    assert small.signed_in(name).get(address(small)).status == 403
    assert written(small) == []


def test_another_group_is_not_found_and_unknown_kinds_neither(small: SmallSite) -> None:
    fill(small, "chloe")
    ask(small.signed_in("chloe"))
    fill(small)
    ask(small.signed_in())
    counsellor = small.signed_in("counsellor")
    assert counsellor.get(address(small, "chloe")).status == 404
    assert hand(counsellor, small, "autre").status == 404
    assert written(small) == []


def test_an_empty_project_has_no_file(small: SmallSite) -> None:
    learner = small.signed_in()
    page = learner.get("/projet/dossier").page
    assert "Remplissez d’abord une feuille" in page.text
    assert learner.get("/projet/dossier/lire").status == 422


def test_a_learner_reads_their_own_file(small: SmallSite) -> None:
    fill(small)
    page = small.signed_in().get("/projet/dossier/lire").page
    assert "24\u00a0coupes par mois" in page.text
    assert "<svg" in page.html
    assert HOSTILE in page.text
