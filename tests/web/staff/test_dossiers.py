"""The pages of dossiers as staff use them without scripts, at two sites."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from learning.app import create_app
from learning.domain.access import Actor, Role
from learning.services.accounts import groups_of
from learning.services.agreements import TRANSFER, give, waiting
from learning.services.work import Program
from tests.support.client import PageClient, Reply
from tests.support.passed import pass_test
from tests.support.small_site import Account
from tests.support.two_sites import NAMES, Place, TwoSites, code_of, copied, introduce, make_place
from tests.support.uploads import post_file, upload

HOME = "/administration/dossiers"
ARRIVALS = f"{HOME}/arrivees"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, Account]]]:
    """Two sites to copy, whose people may sign in."""
    folder = tmp_path_factory.mktemp("pages")
    made = {name: make_place(folder / name, NAMES[name], phrases=True) for name in NAMES}
    introduce(made["ouest"], made["est"])
    for one in made.values():
        one.program.database.dispose()
    return folder, {name: one.accounts for name, one in made.items()}


@pytest.fixture
def sites(made: tuple[Path, dict[str, dict[str, Account]]], tmp_path: Path) -> Iterator[TwoSites]:
    """Two sites of the test's own."""
    with copied(made[0], tmp_path, made[1], dict.fromkeys(NAMES, "")) as found:
        yield found


def at(place: Place, name: str = "administrator", program: Program | None = None) -> PageClient:
    """Somebody signed in at that site."""
    client = PageClient(create_app(program or place.program))
    client.sign_in(place.accounts[name].identifier, place.accounts[name].phrase)
    return client


def token(client: PageClient, url: str) -> "str | list[str]":
    return client.get(url).page.form(action=f"{HOME}/recevoir").values["csrf_token"]


def send_file(client: PageClient, body: bytes) -> Reply:
    """Send a dossier by the form of arrivals."""
    return upload(client, ARRIVALS, body)


def test_a_counsellor_receives_somebody_new_in_their_group(sites: TwoSites) -> None:
    west, east = sites.west, sites.east
    pass_test(west.program, west.accounts["alix"])
    body = west.export(west.id(), east)
    client = at(east, "counsellor")
    assert "Sites et clés" not in client.get(ARRIVALS).text
    seen = send_file(client, body)
    assert "Rien n’a encore changé" in seen.text
    assert "Groupe du matin" in seen.text
    assert "Groupe du soir" not in seen.text
    form = seen.page.form(action=f"{HOME}/examen")
    refused = client.send(form)
    assert (refused.status, "Choisissez le groupe" in refused.text) == (422, True)
    (near,) = east_groups(east)
    done = client.send(refused.page.form(action=f"{HOME}/examen"), {"groupe": near})
    assert "un compte est créé" in done.text
    assert f"/cartes/{west.id()}" in done.page.links
    again = client.post(f"{HOME}/examen", form.values)
    assert again.status == 409  # it is in hand no more
    assert "Réussie" in client.get(f"/suivi/apprenants/{west.id()}").text


def east_groups(place: Place) -> list[str]:
    """The counsellor's groups."""
    with place.program.reading() as work:
        return [str(one) for one in groups_of(work, place.id("counsellor"))]


def test_each_refusal_is_told_beside_the_file(sites: TwoSites) -> None:
    client = at(sites.east)
    for body, words in (
        (b"", "Choisissez un dossier sur votre poste."),
        (b"PK\x03\x04", "n’est pas un dossier de Tremplin"),
    ):
        refused = send_file(client, body)
        assert (refused.status, words in refused.text) == (422, True)
    assert sites.east.acts("dossier.refuse")[-1] == "dossier.refuse.pas-un-dossier"


@pytest.mark.parametrize(
    ("action", "values", "words"),
    [
        ("departs", {"personne": "", "site": ""}, "Choisissez une personne"),
        ("demandes-recues", {"code": "TREMPLIN", "demandee": "x"}, "Choisissez une personne"),
        ("exporter", {}, "Cochez au moins une personne."),
        ("exporter", {"choix": "x.y"}, "Cochez des personnes de la liste."),
        ("demandes", {"personne": "", "site": ""}, "Choisissez une personne"),
        ("validations", {"qui": "", "code": ""}, "Choisissez une personne"),
    ],
)
def test_a_form_that_lacks_something(
    sites: TwoSites, action: str, values: dict[str, str], words: str
) -> None:
    client = at(sites.east)
    mark = token(client, ARRIVALS)
    refused = client.post(f"{HOME}/{action}", {"csrf_token": mark, **values})
    assert (refused.status, words in refused.text) == (422, True)


def test_nobody_of_another_group_is_offered_or_moved(sites: TwoSites) -> None:
    west, east = sites.west, sites.east
    client = at(west, "counsellor")
    page = client.get(HOME)
    assert "Bilal" in page.text
    assert "Chloe" not in page.text
    mark = token(client, ARRIVALS)
    for action, values in (
        ("departs", {"personne": str(west.id("chloe")), "site": east.number}),
        ("exporter", {"choix": f"{west.id('chloe')}.{east.number}"}),
    ):
        refused = client.post(f"{HOME}/{action}", {"csrf_token": mark, **values})
        assert refused.status == 404
    assert west.status(west.id("chloe")) == "active"
    assert client.get(f"{HOME}/sites").status == 403


def test_a_lost_file_is_exported_again(sites: TwoSites) -> None:
    west, east = sites.west, sites.east
    west.export(west.id("bilal"), east)
    west.program.clock.advance(hours=1)  # type: ignore[attr-defined]
    client = at(west)
    gone = client.get(f"/suivi/apprenants/{west.id('bilal')}")
    assert "Cette personne est partie." in gone.text
    assert f"{HOME}?personne={west.id('bilal')}#depart" not in gone.page.links
    page = client.get(HOME)
    forms = [
        form
        for form in page.page.forms
        if form.action == f"{HOME}/exporter" and str(west.id("bilal")) in str(form.values)
    ]
    ready = client.send(forms[0])
    assert "Dossiers prêts" in ready.text
    file = client.http.get(f"{HOME}/fichier")
    assert file.headers["Content-Disposition"].endswith('.tremplin"')
    assert east.examine(file.data).dossier.name == "Bilal"


def test_two_people_decide_where_the_site_says_so(sites: TwoSites) -> None:
    west, east = sites.west, sites.east
    strict = replace(west.program, settings=replace(west.program.settings, deux_personnes=True))
    client = at(west, "administrator", strict)
    chosen = f"{west.id('chloe')}.{east.number}"
    values = {"csrf_token": token(client, ARRIVALS), "choix": chosen}
    first = client.post(f"{HOME}/exporter", values, follow=True)
    assert "l’accord d’un autre administrateur" in first.text
    assert west.status(west.id("chloe")) == "active"
    with west.program.writing() as work:
        work.actor = Actor(id=west.id("trainer"), role=Role.ADMINISTRATOR, site=work.site)
        (one,) = [each for each in waiting(work) if each.kind == TRANSFER]
        give(work, one.id)
    done = client.post(f"{HOME}/exporter", values, follow=True)
    assert "Dossiers prêts" in done.text
    assert west.status(west.id("chloe")) == "gone"


def test_the_sites_page_shows_and_revokes(sites: TwoSites) -> None:
    west, east = sites.west, sites.east
    client = at(west)
    page = client.get(f"{HOME}/sites")
    assert east.name in page.text
    card = client.http.get(f"{HOME}/sites/carte")
    assert card.get_data(as_text=True).startswith("TREMPLINSITE1")
    (asked,) = [link for link in page.page.links if link.endswith("/revoquer")]
    asking = client.get(asked)
    assert "Une clé révoquée le reste." in asking.text
    assert west.acts("cle.revoquee") == []
    (form,) = [one for one in asking.page.forms if one.action == asked]
    assert "Cette clé n’est plus crue ici." in client.send(form).text
    assert client.get(asked).status == 404
    assert "Révoquée" in client.get(f"{HOME}/sites").text
    assert "Ce site ne connaît encore aucun autre site." in client.get(HOME).text


def test_the_learner_and_the_team_see_what_was_validated_elsewhere(sites: TwoSites) -> None:
    west, east = sites.west, sites.east
    pass_test(west.program, west.accounts["alix"])
    client = at(east, "counsellor")
    form = client.get(ARRIVALS).page.form(action=f"{HOME}/validations")
    typed = {"qui": str(east.id("bilal")), "code": code_of(west)}
    refused = client.send(form, typed)
    assert (refused.status, "au nom de" in refused.text) == (422, True)
    again = refused.page.form(action=f"{HOME}/validations")
    done = client.send(again, {**typed, "meme": "oui"})
    assert "Ce n’est pas une note d’ici." in done.text
    assert "Validé ailleurs" in client.get(f"/suivi/apprenants/{east.id('bilal')}").text
    learner = at(east, "bilal")
    for address in ("/modules", "/modules/essai"):
        page = learner.get(address).text
        assert "Validé ailleurs" in page
        assert "Pas commencé" in page
    assert "Validé ailleurs" not in at(east, "chloe").get("/modules").text


def test_another_name_is_taken_only_when_somebody_says_it_is_they(sites: TwoSites) -> None:
    west, east = sites.west, sites.east
    client = at(east)
    seen = send_file(client, west.export(west.id(), east))
    form = seen.page.form(action=f"{HOME}/examen")
    refused = client.send(form, {"compte": str(east.id("chloe"))})
    assert (refused.status, "ce compte au nom de «\u00a0Chloe\u00a0»" in refused.text) == (
        422,
        True,
    )
    assert east.acts() == []
    again = refused.page.form(action=f"{HOME}/examen")
    done = client.send(again, {"compte": str(east.id("chloe")), "meme": "oui"})
    assert "Chloe retrouve tout son travail." in done.text


def test_a_file_too_big_to_be_read_is_noted_too(sites: TwoSites) -> None:
    east = sites.east
    client = at(east)
    refused = send_file(client, bytes(2_100_000))
    assert (refused.status, "2\u00a0Mo au plus" in refused.text) == (413, True)
    assert east.acts() == ["dossier.refuse.trop-gros"]
    page = at(east, "bilal")
    assert post_file(page, f"{HOME}/recevoir", {}, bytes(2_100_000)).status == 413
    assert len(east.acts()) == 1
