"""Ma séance: the group at a glance, and a sheet with nothing on people beyond learning."""

import pytest
import sqlalchemy as sa

from learning.domain.lists import HELP_REASONS
from learning.storage.people import account, group, membership
from tests.support.client import PageClient
from tests.support.small_site import LESSON, SmallSite


@pytest.fixture
def trainer(small: SmallSite) -> PageClient:
    """A trainer at a terminal."""
    return small.signed_in("trainer")


def write_and_ask(small: SmallSite) -> None:
    """Alix writes a text and asks for help."""
    alix = small.signed_in("alix")
    form = alix.get(LESSON).page.form("libre")
    text: dict[str, str | list[str]] = {
        **form.values,
        "libre": "Je vendrais du pain.",
        "enregistrer": "libre",
    }
    assert alix.post(form.action, text).status == 303
    alix.fill(f"{LESSON}/aide", {"raison": "lecon"})


def test_the_group_is_shown_with_what_to_do(small: SmallSite, trainer: PageClient) -> None:
    write_and_ask(small)
    page = trainer.get("/formateur/seance")
    assert "Groupe du matin" in page.text
    assert "Chloe" not in page.text
    assert "En cours" in page.text
    assert "Pas commencé" in page.text
    assert "Toutes les formes" in page.text
    assert "1 texte à lire" in page.text
    assert "1 demande d’aide" in page.text
    assert "Répondre (Alix)" in page.text
    assert HELP_REASONS["lecon"] in page.text


def test_help_heads_the_page_and_is_answered_on_it(small: SmallSite, trainer: PageClient) -> None:
    bilal = small.signed_in("bilal", terminal="127.0.0.2")
    bilal.fill(f"{LESSON}/aide", {"raison": "lecon"})
    page = trainer.get("/formateur/seance")
    assert page.text.index("Demandes d’aide") < page.text.index("Alix")
    assert page.text.rindex("Bilal") < page.text.rindex("Alix"), "who asked comes first"
    form = next(one for one in page.page.forms if one.action.endswith("/repondu"))
    after = trainer.send(form)
    assert after.page.url == "GET /formateur/seance"
    assert "Aucune demande d’aide" in after.text
    assert "Répondu par un formateur" in bilal.get(LESSON).text


def test_sheets_to_print_are_told(small: SmallSite, trainer: PageClient) -> None:
    alix = small.signed_in("alix", terminal="127.0.0.2")
    alix.send(alix.get("/glossaire").page.form(action="/impressions"))
    page = trainer.get("/formateur/seance")
    assert "1 feuille à imprimer" in page.text
    assert "/suivi/a-imprimer" in page.page.links


def test_a_card_never_opened_is_to_print(small: SmallSite, trainer: PageClient) -> None:
    bilal = small.accounts["bilal"].id
    with small.program.writing() as work:
        work.connection.execute(
            sa.update(account).where(account.c.id == bilal).values(phrase_hash=None)
        )
    page = trainer.get("/formateur/seance")
    assert "Carte à imprimer" in page.text
    assert f"/cartes/{bilal}" in page.page.links
    assert trainer.get(f"/cartes/{bilal}").status == 200


def test_the_sheet_holds_learning_alone(small: SmallSite, trainer: PageClient) -> None:
    write_and_ask(small)
    url = next(link for link in trainer.get("/formateur/seance").page.links if "/seance/" in link)
    sheet = trainer.get(url)
    assert sheet.status == 200
    for expected in ("Alix", "Bilal", "Toutes les formes", "Commencer"):
        assert expected in sheet.text
    for absent in ("Chloe", "aide", "pain", small.accounts["alix"].identifier, "Dernière"):
        assert absent not in sheet.text


def test_several_groups_are_links(small: SmallSite) -> None:
    with small.program.writing() as work:
        far = work.connection.execute(
            sa.select(group.c.id).where(group.c.name == "Groupe du soir")
        ).scalar_one()
        trainer = small.accounts["trainer"].id
        work.connection.execute(
            sa.insert(membership),
            {"site_id": work.site, "group_id": far, "account_id": trainer, "since": work.instant},
        )
    client = small.signed_in("trainer")
    page = client.get("/formateur/seance")
    assert f"/formateur/seance?groupe={far}" in page.page.links
    assert "Chloe" not in page.text
    assert "Chloe" in client.get(f"/formateur/seance?groupe={far}").text


@pytest.mark.parametrize("wanted", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_another_group_is_not_found(trainer: PageClient, wanted: str) -> None:
    assert trainer.get(f"/formateur/seance?groupe={wanted}").status == 404


def test_the_sheet_of_another_group_is_not_found(small: SmallSite, trainer: PageClient) -> None:
    with small.program.reading() as work:
        far = work.connection.execute(
            sa.select(group.c.id).where(group.c.name == "Groupe du soir")
        ).scalar_one()
    assert trainer.get(f"/formateur/seance/{far}").status == 404


def test_a_trainer_without_a_group_is_told(small: SmallSite) -> None:
    with small.program.writing() as work:
        work.connection.execute(
            sa.delete(membership).where(membership.c.account_id == small.accounts["trainer"].id)
        )
    page = small.signed_in("trainer").get("/formateur/seance")
    assert page.status == 200
    assert "pas encore de groupe" in page.text
