"""Accounts on screen: list, form, one account, bulk acts with their preview, cards, grids."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.storage.people import account, membership
from tests.support.client import PageClient
from tests.support.pages import text_of
from tests.support.small_site import SmallSite

COMPTES = "/administration/comptes"


@pytest.fixture
def admin(small: SmallSite) -> PageClient:
    """An administrator at a terminal."""
    return small.signed_in("administrator", terminal="127.0.0.9")


def status(small: SmallSite, name: str) -> str:
    """The status of an account."""
    query = sa.select(account.c.status).where(account.c.id == small.accounts[name].id)
    with small.program.reading() as work:
        return str(work.connection.execute(query).scalar_one())


def actions(small: SmallSite) -> list[str]:
    """What the audit holds, in order."""
    return [row.action for row in small.audited()]


def act(small: SmallSite, word: str, *names: str) -> str:
    """The address of the preview of an act."""
    chosen = "&".join(f"compte={small.accounts[name].id}" for name in names)
    return f"{COMPTES}/acte?acte={word}&{chosen}"


def test_the_home_says_what_waits_and_links_to_pages_that_are_there(admin: PageClient) -> None:
    page = admin.get("/administration").page
    for link in page.all("a"):
        url = link.get("href", "")
        if url.startswith("/administration/"):
            assert admin.get(url).status == 200, url
    assert "Un seul administrateur" not in page.text


def test_the_list_finds_by_name_role_state_and_group(admin: PageClient) -> None:
    assert "Alix" in admin.get(f"{COMPTES}?nom=ALI&role=learner&etat=active").text
    assert "Aucun compte ne correspond" in admin.get(f"{COMPTES}?nom=personne").text
    assert "Aucun compte ne correspond" in admin.get(f"{COMPTES}?etat=gone").text
    found = admin.get(f"{COMPTES}?carte=sans").text
    assert "Alix" not in found
    assert admin.get(f"{COMPTES}?groupe=inconnu").status == 404
    assert admin.get(f"{COMPTES}?page=99999999&role=zzz").status == 200


def test_an_account_is_made_and_its_card_shown_once(small: SmallSite, admin: PageClient) -> None:
    made = admin.fill(f"{COMPTES}/nouveau", {"nom": "Jeanne Martin", "role": "learner"})
    words = [text_of(node) for node in made.page.having("class", "access-card__value")]
    identifier, phrase = words[0], words[1]
    assert small.client(terminal="127.0.0.3").sign_in(identifier, phrase).status == 200
    assert phrase not in admin.get(f"{COMPTES}?nom=Jeanne").page.html
    again = admin.fill(f"{COMPTES}/nouveau", {"nom": "jeanne  martin", "role": "learner"})
    assert again.status == 409
    form = again.page.form("homonyme")
    assert admin.send(form, {"homonyme": "oui"}).status == 200
    assert actions(small).count("compte.cree") == 11


@pytest.mark.parametrize("wrong", [{"nom": " "}, {"nom": "x" * 81}, {"role": "chef"}])
def test_an_account_that_cannot_be_is_refused(admin: PageClient, wrong: dict[str, str]) -> None:
    form = admin.get(f"{COMPTES}/nouveau").page.form("nom")
    sent = admin.post(form.action, {**form.values, "nom": "Jeanne", "role": "learner", **wrong})
    assert sent.status == 422
    assert sent.page.html.count("error-summary") > 0


def test_a_team_member_gets_an_activation_card(small: SmallSite, admin: PageClient) -> None:
    made = admin.fill(f"{COMPTES}/nouveau", {"nom": "Paul", "role": "trainer"})
    words = [text_of(node) for node in made.page.having("class", "access-card__value")]
    done = small.client().fill("/activation", {"identifiant": words[0], "code": words[1]})
    assert done.status == 200


def test_a_name_and_groups_change(small: SmallSite, admin: PageClient) -> None:
    address = f"{COMPTES}/{small.accounts['alix'].id}"
    form = admin.get(address).page.form("nom")
    assert "C’est enregistré" in admin.send(form, {"nom": "Alix Durand", "groupes": []}).text
    with small.program.reading() as work:
        left = work.connection.execute(
            sa.select(membership).where(membership.c.account_id == small.accounts["alix"].id)
        ).all()
    assert left == []
    assert admin.send(form, {"nom": ""}).status == 422
    assert admin.send(form, {"groupes": [str(small.accounts["alix"].id)]}).status == 422


def test_many_are_suspended_after_a_preview_and_a_typed_number(
    small: SmallSite, admin: PageClient
) -> None:
    learner = small.signed_in("alix", terminal="127.0.0.4")
    look = admin.get(act(small, "suspendre", "alix", "bilal"))
    assert status(small, "alix") == "active"
    form = look.page.form("confirmation")
    refused = admin.send(form, {"confirmation": "3"})
    assert (refused.status, status(small, "alix")) == (422, "active")
    done = admin.send(form, {"confirmation": "2"})
    assert "2 comptes sont suspendus" in done.text.replace("\u00a0", " ")
    assert (status(small, "alix"), status(small, "bilal")) == ("suspended", "suspended")
    assert learner.get("/accueil").page.url.endswith("/connexion")
    stale = admin.send(form, {"confirmation": "2"})
    assert stale.status == 409
    admin.send(admin.get(act(small, "rouvrir", "alix")).page.form(action=f"{COMPTES}/acte"))
    assert status(small, "alix") == "active"
    assert small.signed_in("alix", terminal="127.0.0.5").get("/accueil").status == 200


def test_one_s_own_account_and_a_stranger_are_left(small: SmallSite, admin: PageClient) -> None:
    look = admin.get(act(small, "fermer", "administrator"))
    assert "votre propre compte" in look.text
    form = look.page.form(action=f"{COMPTES}/acte")
    assert admin.post(form.action, form.values).status == 403
    assert status(small, "administrator") == "active"
    assert admin.get(f"{COMPTES}/acte?acte=fermer&compte={UUID(int=7)}").status == 422
    assert admin.get(act(small, "jeter", "alix")).status == 422


def test_the_bin_takes_an_identifier_and_gives_back(small: SmallSite, admin: PageClient) -> None:
    alix = small.accounts["alix"]
    look = admin.get(act(small, "corbeille", "alix"))
    admin.send(look.page.form("confirmation"), {"confirmation": alix.identifier})
    assert status(small, "alix") == "binned"
    assert "Alix" not in admin.get(COMPTES).text
    assert "Alix" not in small.signed_in("counsellor", terminal="127.0.0.6").get("/suivi").text
    assert admin.get(f"{COMPTES}/{alix.id}").status == 404
    assert admin.get(f"/cartes/{alix.id}").status == 404
    page = admin.get("/administration/corbeille").page
    back = next(form for form in page.forms if form.action.endswith("/remettre"))
    assert "C’est revenu" in admin.send(back).text
    assert status(small, "alix") == "active"
    assert admin.post(back.action, back.values).status == 404


def test_cards_are_previewed_and_old_ones_die_only_when_said(
    small: SmallSite, admin: PageClient
) -> None:
    alix = small.accounts["alix"]
    look = admin.get(f"/administration/cartes/apercu?compte={alix.id}")
    form = look.page.form("remplacer")
    assert admin.send(form, {"remplacer": []}).status == 422
    sheet = admin.send(form, {"remplacer": "oui"})
    words = [text_of(node) for node in sheet.page.having("class", "access-card__value")]
    assert words[0] == alix.identifier
    assert small.client().sign_in(alix.identifier, words[1]).status == 200
    old = small.client(terminal="127.0.0.7").fill(
        "/connexion", {"identifiant": alix.identifier, "phrase": alix.phrase}
    )
    assert old.status == 422
    assert admin.get("/administration/cartes/apercu?groupe=aucun").status == 422
    assert admin.get("/administration/cartes").status == 200


def test_a_whole_group_and_names_left_out(small: SmallSite, admin: PageClient) -> None:
    with small.program.reading() as work:
        group = work.connection.execute(
            sa.select(membership.c.group_id).where(
                membership.c.account_id == small.accounts["alix"].id
            )
        ).scalar_one()
    look = admin.get(f"/administration/cartes/apercu?toutes=oui&groupe={group}")
    sheet = admin.send(look.page.form("remplacer"), {"remplacer": "oui", "noms": []})
    assert len(sheet.page.having("class", "access-card")) == 2
    assert "Alix" not in sheet.text


def test_a_grid_is_for_the_team(small: SmallSite, admin: PageClient) -> None:
    mine = f"{COMPTES}/{small.accounts['trainer'].id}/grille"
    made = admin.send(admin.get(mine).page.form(action=mine))
    assert len(made.page.having("class", "administration__code")) == 40
    theirs = f"{COMPTES}/{small.accounts['alix'].id}/grille"
    assert "l’équipe seulement" in admin.get(theirs).text
    token = admin.get(mine).page.form(action=mine).values
    assert admin.post(theirs, token).status == 403


def test_a_group_goes_to_the_bin_and_comes_back(admin: PageClient) -> None:
    page = admin.get("/administration/groupes").page
    url = next(
        link.get("href", "")
        for link in page.all("a")
        if "/corbeille" in link.get("href", "") and "/groupes/" in link.get("href", "")
    )
    form = admin.get(url).page.form("confirmation")
    assert admin.send(form, {"confirmation": "autre"}).status == 422
    assert "est dans la corbeille" in admin.send(form, {"confirmation": "groupe du matin"}).text
    assert "Groupe du matin" not in admin.get("/administration/groupes").text
    back = next(
        form
        for form in admin.get("/administration/corbeille").page.forms
        if "remettre" in form.action
    )
    admin.send(back)
    assert "Groupe du matin" in admin.get("/administration/groupes").text


def test_a_whole_page_is_ticked_by_a_link(admin: PageClient) -> None:
    page = admin.get(f"{COMPTES}?role=learner").page
    address = next(url for url in page.links if "coche=tout" in url)
    assert "role=learner" in address
    form = admin.get(address).page.form("compte")
    assert len(form.values["compte"]) == 3
    undo = next(url for url in admin.get(address).page.links if "page=1" in url)
    assert "compte" not in admin.get(undo).page.form("compte").values


def test_the_same_names_are_proposed_to_be_compared(small: SmallSite, admin: PageClient) -> None:
    assert "Les mêmes noms" not in admin.get(f"{COMPTES}/fusion").text
    form = admin.get(f"{COMPTES}/{small.accounts['bilal'].id}").page.form("nom")
    admin.send(form, {"nom": "ALIX"})
    page = admin.get(f"{COMPTES}/fusion").page
    compare = next(url for url in page.links if "double=" in url)
    alix, bilal = (small.accounts[name].identifier for name in ("alix", "bilal"))
    assert {alix, bilal} == {part.partition("=")[2] for part in compare.split("?")[1].split("&")}
    assert "Compte gardé" in admin.get(compare).text
