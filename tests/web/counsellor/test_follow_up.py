"""« À voir », groups and the learner's page, as a counsellor uses them without scripts."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.domain.facts import Observed, SupportGiven
from learning.storage.follow_up import consultation, help_request
from learning.storage.people import group
from tests.support.client import PageClient
from tests.support.small_site import LESSON, SmallSite


@pytest.fixture
def counsellor(small: SmallSite) -> PageClient:
    """A counsellor at a terminal."""
    return small.signed_in("counsellor")


def group_named(small: SmallSite, name: str) -> UUID:
    with small.program.reading() as work:
        found = work.connection.execute(sa.select(group.c.id).where(group.c.name == name))
        return UUID(str(found.scalar_one()))


def answer(small: SmallSite, name: str = "alix") -> None:
    client = small.signed_in(name)
    form = client.get(LESSON).page.form("libre")
    typed: dict[str, str | list[str]] = {
        **form.values,
        "libre": "Du pain.",
        "enregistrer": "libre",
    }
    assert client.post(form.action, typed).status == 303


def ask_for_help(small: SmallSite, name: str = "alix") -> None:
    with small.program.writing() as work:
        work.connection.execute(
            sa.insert(help_request),
            {
                "site_id": work.site,
                "id": UUID(int=7),
                "learner_id": small.accounts[name].id,
                "at": work.instant,
                "reason": "projet",
                "module": "essai",
                "lesson": "formes",
            },
        )


def test_home_is_the_round(counsellor: PageClient) -> None:
    page = counsellor.get("/accueil")
    assert page.page.url.endswith("/suivi")
    assert "2 personnes suivies" in page.text
    assert "Chloe" not in page.text
    assert "Groupe du matin" in page.text


def test_help_heads_the_list_until_it_is_seen(small: SmallSite, counsellor: PageClient) -> None:
    ask_for_help(small)
    page = counsellor.get("/suivi")
    assert "Demande d’aide\u00a0: Parler de mon projet" in page.text
    form = page.page.form(action="/suivi/vu")
    after = counsellor.send(form)
    assert "Demande d’aide" not in after.text
    assert "1 demande d’aide" in after.text, "seen is not answered"
    stale = counsellor.post("/suivi/vu", {**form.values, "marque": "autre"})
    assert stale.status == 409


def test_own_people_are_a_filter(small: SmallSite, counsellor: PageClient) -> None:
    assert "Vous n’avez choisi personne" in counsellor.get("/suivi?personnes=miennes").text
    alix = small.accounts["alix"].id
    url = f"/suivi/apprenants/{alix}"
    toggle = f"{url}/mes-personnes"
    counsellor.send(counsellor.get(url).page.form(action=toggle))
    assert "1 personne suivie" in counsellor.get("/suivi?personnes=miennes").text
    counsellor.send(counsellor.get(url).page.form(action=toggle))
    assert "0 personne suivie" in counsellor.get("/suivi?personnes=miennes").text
    assert counsellor.get("/suivi/feuille").status == 200


def test_another_groups_learner_is_unknown(small: SmallSite, counsellor: PageClient) -> None:
    chloe, far = small.accounts["chloe"].id, group_named(small, "Groupe du soir")
    assert counsellor.get(f"/suivi/apprenants/{chloe}").status == 404
    assert counsellor.get(f"/suivi/groupes/{far}").status == 404
    assert counsellor.get(f"/suivi/groupes/{far}/feuille").status == 404
    assert small.signed_in("administrator").get(f"/suivi/groupes/{far}").status == 200


def test_an_opening_is_written_and_told(small: SmallSite, counsellor: PageClient) -> None:
    alix = small.accounts["alix"].id
    page = counsellor.get(f"/suivi/apprenants/{alix}")
    assert page.status == 200
    with small.program.reading() as work:
        assert len(work.connection.execute(sa.select(consultation)).all()) == 1
    told = small.signed_in("alix").get("/mes-donnees").text
    assert "conseiller" in told
    assert "Votre fiche a été ouverte" in told


def test_an_observation_is_of_a_list_and_told(small: SmallSite, counsellor: PageClient) -> None:
    alix = small.accounts["alix"].id
    url = f"/suivi/apprenants/{alix}"
    for _ in range(2):
        counsellor.fill(url, {"observation": "observation.projet-precis"})
    facts = [one for one in small.facts() if isinstance(one, Observed)]
    assert [(one.sort, one.code) for one in facts] == [("observation", "projet-precis")]
    assert "Son projet se précise" in counsellor.get(url).text
    form = counsellor.get(url).page.form("observation")
    refused = counsellor.send(form, {"observation": "observation.cellule"})
    assert refused.status == 422
    assert "Son projet se précise" in small.signed_in("alix").get("/mes-donnees").text


def test_a_group_is_made_and_filled(small: SmallSite, counsellor: PageClient) -> None:
    page = counsellor.fill(
        "/suivi/groupes/nouveau",
        {"nom": "Groupe du midi", "parcours": "essai", "ouverture": "2026-12-01"},
    )
    assert page.status == 200
    assert "Alix" in page.text
    assert "Chloe" not in page.text
    near = group_named(small, "Groupe du midi")
    alix = str(small.accounts["alix"].id)
    edit = f"/suivi/groupes/{near}/modifier"
    counsellor.fill(edit, {"ajouter": [alix]})
    counsellor.fill(edit, {"forme": "atelier", "depuis": "2026-11-02"})
    typed: dict[str, str | list[str]] = {
        "present": [alix],
        "jour": "2026-11-20",
        "minutes": "90",
        "qui": "formateur",
    }
    said = counsellor.fill(edit, typed)
    assert "1\u00a0h\u00a030" in said.text
    assert counsellor.fill(edit, typed).status == 409
    given = [one for one in small.facts() if isinstance(one, SupportGiven)]
    assert [(one.minutes, one.person) for one in given] == [(90, "formateur")]
    shown = counsellor.get(f"/suivi/groupes/{near}").text
    assert "Atelier accompagné" in shown
    assert "1,5" in shown
    assert "Groupe du midi" in counsellor.get("/suivi/groupes").text
    form = counsellor.get(edit).page.form(action=f"/suivi/groupes/{near}/membres/{alix}/retirer")
    assert "Personne pour l’instant" in counsellor.send(form).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"nom": " ", "parcours": "essai"}, "de 1 à 80 caractères"),
        ({"nom": "Groupe du soir", "parcours": "essai"}, "existe déjà"),
        ({"nom": "Midi", "parcours": "essai", "ouverture": "demain"}, "comme 25/11/2026"),
    ],
)
def test_a_group_that_cannot_be_keeps_what_was_typed(
    counsellor: PageClient, typed: dict[str, str], sentence: str
) -> None:
    refused = counsellor.fill("/suivi/groupes/nouveau", typed)
    assert refused.status in {409, 422}
    assert sentence in refused.text


def test_filters_are_links(small: SmallSite, counsellor: PageClient) -> None:
    answer(small)
    url = f"/suivi/groupes/{group_named(small, 'Groupe du matin')}"
    page = counsellor.get(f"{url}?etat=en-cours")
    assert "Alix" in page.text
    assert "Bilal" not in page.text
    assert "Personne n’est dans cet état" in counsellor.get(f"{url}?etat=bloque").text


def test_a_search_that_finds_nobody_says_so(small: SmallSite, counsellor: PageClient) -> None:
    edit = f"/suivi/groupes/{group_named(small, 'Groupe du matin')}/modifier"
    assert "Chercher une personne" not in counsellor.get(edit).text
    page = counsellor.get(f"{edit}?chercher=zoe")
    assert "Aucun nom ne correspond" in page.text
    assert page.page.form("chercher").values["chercher"] == ["zoe"]
