"""Terminals in bulk: a series or a list, its preview, then all of it, twice; rooms in the bin."""

import pytest
import sqlalchemy as sa

from learning.services import room_setup
from learning.storage.rooms import terminal
from tests.support.client import PageClient, Reply
from tests.support.small_site import LESSON, SmallSite

ROOMS = "/administration/salles"
LIST = (
    "Numéro;Adresse\n1;10.0.0.11\n2\t10.0.0.12\n3\nx;10.0.0.14\n5;10.0.0.11\n6;ici\n2;10.0.0.13\n"
)


@pytest.fixture
def admin(small: SmallSite) -> PageClient:
    """An administrator at a terminal."""
    return small.signed_in("administrator", terminal="127.0.0.9")


@pytest.fixture
def room(small: SmallSite) -> str:
    """The address of an empty room."""
    with small.program.writing() as work:
        return f"{ROOMS}/{room_setup.make_room(work, 'Salle bleue')}"


def places(small: SmallSite) -> dict[int, str | None]:
    """The terminals of the site: place and address."""
    query = sa.select(terminal.c.number, terminal.c.address).order_by(terminal.c.number)
    with small.program.reading() as work:
        return {row.number: row.address for row in work.connection.execute(query)}


def paste(admin: PageClient, room: str, text: str) -> Reply:
    """Paste lines and look."""
    form = admin.get(f"{room}/postes/plusieurs").page.form("lignes")
    return admin.send(form, {"lignes": text})


def series(admin: PageClient, room: str, first: str, last: str, address: str) -> Reply:
    """Ask for a series and look."""
    form = admin.get(f"{room}/postes/plusieurs").page.form("premier")
    return admin.send(form, {"premier": first, "dernier": last, "adresse": address})


def apply(admin: PageClient, room: str, look: Reply) -> Reply:
    """Do what the preview says."""
    return admin.send(look.page.form(action=f"{room}/postes/plusieurs/ajouter"))


def test_a_list_is_shown_then_added_and_twice_changes_nothing(
    small: SmallSite, admin: PageClient, room: str
) -> None:
    look = paste(admin, room, LIST)
    assert places(small) == {}
    text = look.text.replace("\u00a0", " ")
    assert "un nombre de 1 à 99" in text
    assert "déjà celle d’un poste" in text
    assert "ne se lit pas" in text
    assert "a déjà ce numéro" in text
    assert "3 postes sont ajoutés" in apply(admin, room, look).text.replace("\u00a0", " ")
    assert places(small) == {1: "10.0.0.11", 2: "10.0.0.12", 3: None}
    again = paste(admin, room, LIST)
    assert "n’ajoute rien" in again.text
    assert again.text.replace("\u00a0", " ").count("Déjà là") == 3


def test_a_list_is_corrected_where_it_was_typed(admin: PageClient, room: str) -> None:
    look = paste(admin, room, LIST)
    form = look.page.form(action=f"{room}/postes/plusieurs")
    again = admin.post(form.action, {**form.values, "corriger": "oui"})
    kept = again.page.form("lignes").values["lignes"][0].splitlines()
    assert {"1;10.0.0.11", "x;10.0.0.14", "6;ici"} <= set(kept)


def test_a_series_follows_its_first_address(
    small: SmallSite, admin: PageClient, room: str
) -> None:
    apply(admin, room, series(admin, room, "1", "4", "10.0.0.254"))
    assert places(small)[4] == "10.0.1.1"
    apply(admin, room, series(admin, room, "9", "9", ""))
    assert places(small)[9] is None


@pytest.mark.parametrize(
    ("first", "last", "address", "field"),
    [
        ("1", "0", "", "dernier"),
        ("5", "2", "", "dernier"),
        ("", "2", "", "premier"),
        ("1", "2", "salle", "adresse"),
        ("1", "3", "255.255.255.254", "adresse"),
    ],
    ids=["zero", "a-l-envers", "vide", "mot", "trop-loin"],
)
def test_a_series_that_cannot_be_is_refused_at_its_field(
    admin: PageClient, room: str, first: str, last: str, address: str, field: str
) -> None:
    refused = series(admin, room, first, last, address)
    assert refused.status == 422
    assert f'id="c-{field}-err"' in refused.page.html
    assert refused.page.form("premier").values["dernier"] == [last]


@pytest.mark.parametrize("text", ["", " \n;\n", "1\n" * 199], ids=["vide", "blancs", "trop"])
def test_a_list_that_cannot_be_is_refused(admin: PageClient, room: str, text: str) -> None:
    refused = paste(admin, room, text)
    assert refused.status == 422
    assert 'id="c-lignes-err"' in refused.page.html


def test_an_apply_on_a_changed_room_shows_the_preview_again(
    small: SmallSite, admin: PageClient, room: str
) -> None:
    look = paste(admin, room, "1;10.0.0.11")
    assert apply(admin, room, look).status == 200
    stale = apply(admin, room, look)
    assert stale.status == 409
    assert list(places(small)) == [1]


def test_a_hostile_line_is_only_text(admin: PageClient, room: str) -> None:
    look = paste(admin, room, "<script>alert(1)</script>;1")
    assert look.status == 200
    assert "<script>alert" not in look.page.html


def restore(admin: PageClient, word: str) -> Reply:
    """Bring back what the bin shows under this name."""
    page = admin.get("/administration/corbeille").page
    return admin.send(
        next(form for form in page.forms if "remettre" in form.action and word in page.text)
    )


def test_a_room_comes_back_from_the_bin_with_its_terminals(
    small: SmallSite, admin: PageClient, room: str
) -> None:
    apply(admin, room, paste(admin, room, "1;127.0.0.4\n2;10.0.0.12\n"))
    there = small.signed_in("chloe", terminal="127.0.0.4")
    asked = admin.get(f"{room}/retirer")
    assert "2 postes vont avec elle" in asked.text.replace("\u00a0", " ")
    done = admin.send(asked.page.form(action=f"{room}/retirer"))
    assert "La salle est dans la corbeille" in done.text
    assert admin.get(room).status == 404
    assert there.get(LESSON).page.url == f"GET {LESSON}"
    admin.fill(ROOMS, {"nom": "Salle bleue"})
    assert "Renommez-la" in restore(admin, "Salle bleue").text
    assert places(small) == {}
    other = next(
        link.get("href", "")
        for link in admin.get(ROOMS).page.all("a")
        if link.get("href", "").startswith(f"{ROOMS}/")
    )
    admin.fill(other, {"nom": "Salle verte"})
    admin.fill(other, {"numero": "7", "adresse": "10.0.0.12"})
    assert "C’est revenu" in restore(admin, "Salle bleue").text
    # The address that another terminal took meanwhile stays there.
    assert places(small) == {1: "127.0.0.4", 2: None, 7: "10.0.0.12"}
    acts = [entry.action for entry in small.audited()]
    assert {"salle.corbeille", "salle.restauree"} <= set(acts)


def test_a_terminal_comes_back_to_its_place(
    small: SmallSite, admin: PageClient, room: str
) -> None:
    apply(admin, room, paste(admin, room, "1;10.0.0.11"))
    with small.program.reading() as work:
        one = work.connection.execute(sa.select(terminal.c.id)).scalar_one()
    address = f"{ROOMS}/postes/{one}/retirer"
    gone = admin.send(admin.get(f"{ROOMS}/postes/{one}").page.form(action=address))
    assert "Le poste est dans la corbeille" in gone.text
    apply(admin, room, paste(admin, room, "1;10.0.0.11"))
    assert "a pris ce numéro" in restore(admin, "Salle bleue, 1").text
    with small.program.reading() as work:
        taken = work.connection.execute(sa.select(terminal.c.id)).scalar_one()
    admin.fill(f"{ROOMS}/postes/{taken}", {"numero": "2", "adresse": ""})
    assert "C’est revenu" in restore(admin, "Salle bleue, 1").text
    assert places(small) == {1: "10.0.0.11", 2: None}
    assert "poste.restaure" in [entry.action for entry in small.audited()]
