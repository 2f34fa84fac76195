"""Merge, erasing by one or by two people, codes at sign-in, settings, health, journal."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from learning.app import create_app
from learning.domain.access import Role
from learning.services import audit
from learning.services.accounts import add_account, find_account, prepare_card
from learning.services.admin_acts import ask_erasure
from learning.services.admin_bin import put_room
from learning.services.admin_settings import explained
from learning.services.grids import CODES, make_grid
from learning.services.room_setup import add_terminal, make_room
from learning.settings import Settings
from learning.storage.people import account
from tests.support.client import PageClient
from tests.support.small_site import TEMPLATES, Account, SmallSite

MERGE = "/administration/comptes/fusion"
Change = Callable[..., SmallSite]


@pytest.fixture
def admin(small: SmallSite) -> PageClient:
    """An administrator at a terminal."""
    return small.signed_in("administrator", terminal="127.0.0.9")


@pytest.fixture
def with_settings(small: SmallSite) -> Change:
    """The same site under other settings."""

    def change(**settings: Any) -> SmallSite:
        program = replace(small.program, settings=replace(small.program.settings, **settings))
        app = create_app(program)
        app.jinja_env.bytecode_cache = TEMPLATES
        return replace(small, program=program, app=app)

    return change


def second_administrator(small: SmallSite) -> Account:
    """Another administrator, with a phrase."""
    prepared = prepare_card(small.program.keys.pepper)
    with small.program.writing() as work:
        card = add_account(work, prepared, role=Role.ADMINISTRATOR, name="Seconde")
        made = find_account(work, card.identifier)
    return Account(made, card.identifier, " ".join(card.words))


def exists(small: SmallSite, name: str) -> bool:
    """Whether an account still has its row."""
    query = sa.select(account.c.id).where(account.c.id == small.accounts[name].id)
    with small.program.reading() as work:
        return work.connection.execute(query).first() is not None


def bin_and_ask(site: SmallSite, admin: PageClient) -> str:
    """Put Alix in the bin and return the address that erases her."""
    alix = site.accounts["alix"]
    look = admin.get(f"/administration/comptes/acte?acte=corbeille&compte={alix.id}")
    admin.send(look.page.form("confirmation"), {"confirmation": alix.identifier})
    page = admin.get("/administration/corbeille").page
    return next(
        link.get("href", "") for link in page.all("a") if "/effacer" in link.get("href", "")
    )


def test_two_accounts_are_compared_then_one_and_back(small: SmallSite, admin: PageClient) -> None:
    kept, double = small.accounts["alix"], small.accounts["bilal"]
    address = f"{MERGE}?garde={kept.identifier}&double={double.identifier}"
    form = admin.get(address).page.form("confirmation")
    assert admin.send(form, {"confirmation": kept.identifier}).status == 422
    done = admin.send(form, {"confirmation": double.identifier})
    assert "Les deux comptes sont réunis" in done.text
    assert "Bilal" not in admin.get("/administration/comptes").text
    back = next(form for form in done.page.forms if "remettre" in form.action)
    admin.send(back)
    assert "Bilal" in admin.get("/administration/comptes").text
    assert {"comptes.fusionnes", "fusion.annulee"} <= {row.action for row in small.audited()}


@pytest.mark.parametrize("query", ["garde=x&double=y", "garde=&double="])
def test_unknown_identifiers_are_said(admin: PageClient, query: str) -> None:
    assert admin.get(f"{MERGE}?{query}").status == (422 if "x" in query else 200)


def test_the_same_account_or_the_team_is_not_merged(small: SmallSite, admin: PageClient) -> None:
    alix, staff = small.accounts["alix"].identifier, small.accounts["trainer"].identifier
    assert admin.get(f"{MERGE}?garde={alix}&double={alix}").status == 422
    assert admin.get(f"{MERGE}?garde={alix}&double={staff}").status == 422
    form = admin.get(f"{MERGE}?garde={alix}&double={small.accounts['bilal'].identifier}").page
    values = form.form("confirmation").values
    assert admin.post(MERGE, {**values, "double": staff, "confirmation": staff}).status == 422
    assert admin.post(MERGE, {**values, "double": "x", "confirmation": "x"}).status == 422


def test_one_administrator_erases_what_is_in_the_bin(small: SmallSite, admin: PageClient) -> None:
    address = bin_and_ask(small, admin)
    form = admin.get(address).page.form("confirmation")
    assert admin.send(form, {"confirmation": "oui"}).status == 422
    assert exists(small, "alix")
    done = admin.send(form, {"confirmation": small.accounts["alix"].identifier})
    assert "Le compte est effacé" in done.text
    assert not exists(small, "alix")
    assert "La corbeille est vide" in done.text
    assert admin.post(form.action, form.values).status == 404


def test_two_people_decide_when_the_site_wants_it(with_settings: Change) -> None:
    site = with_settings(deux_personnes=True)
    other = second_administrator(site)
    first = site.signed_in("administrator", terminal="127.0.0.9")
    form = first.get(bin_and_ask(site, first)).page.form("confirmation")
    identifier = site.accounts["alix"].identifier
    asked = first.send(form, {"confirmation": identifier})
    assert "La demande est faite" in asked.text
    assert exists(site, "alix")
    assert first.send(form, {"confirmation": identifier}).status == 409
    assert not [one for one in asked.page.forms if one.action.endswith("/donner")]
    refusal = next(one for one in asked.page.forms if one.action.endswith("/refuser"))
    agreeing = refusal.action.replace("refuser", "donner")
    assert first.post(agreeing, refusal.values).status == 403
    assert exists(site, "alix")
    second = site.client(terminal="127.0.0.10")
    second.sign_in(other.identifier, other.phrase)
    assert "attend un accord" in second.get("/administration").text
    page = second.get("/administration/accords").page
    done = second.send(next(one for one in page.forms if one.action.endswith("/donner")))
    assert "Le compte est effacé" in done.text
    assert not exists(site, "alix")
    assert [row.action for row in site.audited()][-2:] == ["accord.donne", "compte.efface"]


def test_what_the_command_asks_any_administrator_decides(with_settings: Change) -> None:
    site = with_settings(deux_personnes=True)
    with site.program.writing() as work:
        ask_erasure(work, site.accounts["alix"].id)
    admin = site.signed_in("administrator", terminal="127.0.0.9")
    page = admin.get("/administration/accords").page
    assert "La commande, sur le serveur" in page.text
    done = admin.send(next(one for one in page.forms if one.action.endswith("/donner")))
    assert "Le compte est effacé" in done.text
    assert not exists(site, "alix")
    acts = [(row.action, row.actor == "commande") for row in site.audited()][-4:]
    assert acts == [
        ("compte.corbeille", True),
        ("accord.demande", True),
        ("accord.donne", False),
        ("compte.efface", False),
    ]


def test_an_agreement_for_what_came_back_erases_nobody(with_settings: Change) -> None:
    site = with_settings(deux_personnes=True)
    other = second_administrator(site)
    first = site.signed_in("administrator", terminal="127.0.0.9")
    form = first.get(bin_and_ask(site, first)).page.form("confirmation")
    first.send(form, {"confirmation": site.accounts["alix"].identifier})
    page = first.get("/administration/corbeille").page
    first.send(next(one for one in page.forms if one.action.endswith("/remettre")))
    second = site.client(terminal="127.0.0.10")
    second.sign_in(other.identifier, other.phrase)
    page = second.get("/administration/accords").page
    agree = next(one for one in page.forms if one.action.endswith("/donner"))
    assert second.post(agree.action, agree.values).status == 403
    assert exists(site, "alix")
    refuse = next(one for one in page.forms if one.action.endswith("/refuser"))
    assert "La demande est refusée" in second.send(refuse).text


def test_the_team_gives_a_code_and_each_serves_once(with_settings: Change) -> None:
    site = with_settings(grilles=True)
    staff = site.accounts["trainer"]
    with site.program.writing() as work:
        grid = make_grid(work, site.program.keys.pepper, staff.id)
    values = {"identifiant": staff.identifier, "phrase": staff.phrase}
    client = site.client(terminal="127.0.0.9")
    asked = client.fill("/connexion", values)
    assert "Le code numéro 1" in asked.text.replace("\u00a0", " ")
    assert client.get("/equipe").page.url.endswith("/connexion")
    form = asked.page.form("code")
    assert client.send(form, {"code": grid.codes[1]}).status == 422
    assert client.send(form, {"code": grid.codes[0]}).status == 200
    assert "/equipe" in client.get("/accueil").page.url
    other = site.client(terminal="127.0.0.9")
    again = other.post(form.action, {**form.values, **_token(other), "code": grid.codes[0]})
    assert again.status == 422
    assert other.get("/equipe").page.url.endswith("/connexion")
    elsewhere = site.client(terminal="127.0.0.11")
    assert (
        elsewhere.post(
            form.action,
            {**_token(elsewhere), "etape": form.values["etape"], "code": grid.codes[0]},
        ).status
        == 303
    )
    assert site.signed_in("alix").get("/accueil").status == 200


def _token(client: PageClient) -> dict[str, list[str]]:
    return {"csrf_token": client.get("/activation").page.form("code").values["csrf_token"]}


def test_a_proof_gets_old_and_a_forged_one_opens_nothing(with_settings: Change) -> None:
    site = with_settings(grilles=True)
    staff = site.accounts["trainer"]
    with site.program.writing() as work:
        grid = make_grid(work, site.program.keys.pepper, staff.id)
    client = site.client()
    values = {"identifiant": staff.identifier, "phrase": staff.phrase}
    form = client.fill("/connexion", values).page.form("code")
    for step in ("", "faux", form.values["etape"][0][:-2] + "xx"):
        sent = client.post(form.action, {**form.values, "etape": step, "code": grid.codes[0]})
        assert (sent.status, "/connexion" in sent.location) == (303, True)
    site.clock.advance(minutes=6)
    late = client.post(form.action, {**form.values, "code": grid.codes[0]})
    assert late.status == 303
    assert client.get("/equipe").page.url.endswith("/connexion")


def test_wrong_codes_wait_like_wrong_phrases(with_settings: Change) -> None:
    site = with_settings(grilles=True)
    staff = site.accounts["trainer"]
    with site.program.writing() as work:
        grid = make_grid(work, site.program.keys.pepper, staff.id)
    client = site.client()
    values = {"identifiant": staff.identifier, "phrase": staff.phrase}
    form = client.fill("/connexion", values).page.form("code")
    for _ in range(5):
        assert client.send(form, {"code": "ZZZZZZ"}).status == 422
    assert client.send(form, {"code": grid.codes[0]}).status == 422
    assert client.fill("/connexion", values).status == 429


def test_without_a_grid_the_team_is_told_and_few_codes_warn(with_settings: Change) -> None:
    site = with_settings(grilles=True)
    staff = site.accounts["administrator"]
    values = {"identifiant": staff.identifier, "phrase": staff.phrase}
    refused = site.client().fill("/connexion", values)
    assert (refused.status, "Il vous faut une grille" in refused.text) == (403, True)
    with site.program.writing() as work:
        grid = make_grid(work, site.program.keys.pepper, staff.id)
    client = site.client()
    for place in range(CODES - 5):
        client = site.client()
        asked = client.fill("/connexion", values)
        client.send(asked.page.form("code"), {"code": grid.codes[place]})
        if place < CODES - 6:
            site.clock.advance(minutes=1)
    assert "Il reste 5 codes" in client.get("/equipe").text.replace("\u00a0", " ")
    assert "n’ont plus de code" in client.get("/administration").text


def test_every_setting_is_explained_with_its_value(admin: PageClient) -> None:
    keys = {key for key, _, _ in explained()}
    known = set(Settings.__dataclass_fields__) - {"data", "database_url"}
    assert keys == known
    page = admin.get("/administration/reglages").text
    for key, meaning, _ in explained():
        assert key in page
        assert meaning, key


def test_health_and_storage_are_those_of_doctor(admin: PageClient) -> None:
    page = admin.get("/administration/etat").text
    for subject in ("Versions", "Espace", "Sauvegarde", "Horloge", "Base de données"):
        assert subject in page


def test_the_journal_filters_and_says_names_while_they_live(
    small: SmallSite, admin: PageClient
) -> None:
    alix = small.accounts["alix"]
    address = "/administration/journal"
    assert "Alix" in admin.get(f"{address}?sorte=comptes&identifiant={alix.identifier}").text
    assert "Aucun acte ne correspond" in admin.get(f"{address}?sorte=evaluation").text
    today = f"{small.clock.instant:%Y-%m-%d}"
    assert "Compte créé" in admin.get(f"{address}?depuis={today}&jusque={today}").text
    assert "Aucun acte ne correspond" in admin.get(f"{address}?jusque=2020-01-01").text
    assert admin.get(f"{address}?depuis=hier").status == 422
    assert admin.get(f"{address}?identifiant=personne-0000").status == 404
    form = admin.get(bin_and_ask(small, admin)).page.form("confirmation")
    admin.send(form, {"confirmation": alix.identifier})
    assert "Alix" not in admin.get(address).text


def test_the_journal_names_rooms_terminals_and_whose_paper_it_is(
    small: SmallSite, admin: PageClient
) -> None:
    alix = small.accounts["alix"]
    with small.program.writing() as work:
        made = make_room(work, "Salle bleue")
        one = add_terminal(work, made, number="3", address="10.0.0.3")
        audit.record(work, "poste.ferme", subject=f"{one} {alix.id}")
        audit.record(work, "site.connu", subject="7")
    page = admin.get("/administration/journal?sorte=salle").text
    assert "Salle bleue" in page
    assert "Salle bleue, poste 3, Alix" in page.replace("\u00a0", " ")
    with small.program.writing() as work:
        put_room(work, made)
    page = admin.get("/administration/journal?sorte=salle").text
    assert str(one) not in page
    assert "poste 3, Alix" not in page
    assert "Alix" in page
