"""Importing accounts on screen: a file or a text, its preview, then all of it, twice."""

import pytest
import sqlalchemy as sa

from learning.storage.people import account
from tests.support.client import PageClient, Reply
from tests.support.small_site import SmallSite
from tests.support.uploads import upload

ADDRESS = "/administration/comptes/importer"
APPLY = f"{ADDRESS}/appliquer"
TEXT = "role;nom;groupe\napprenant;Yanis Diallo;Groupe du matin\nchef;Paul;\n;=CMD();\n"


@pytest.fixture
def admin(small: SmallSite) -> PageClient:
    """An administrator at a terminal."""
    return small.signed_in("administrator", terminal="127.0.0.9")


def paste(admin: PageClient, text: str) -> Reply:
    """Paste lines and look."""
    return admin.fill(ADDRESS, {"texte": text})


def names(small: SmallSite) -> list[str]:
    """Every name of the site."""
    with small.program.reading() as work:
        return list(work.connection.execute(sa.select(account.c.name)).scalars())


def test_nothing_is_written_before_and_all_that_is_right_after(
    small: SmallSite, admin: PageClient
) -> None:
    look = paste(admin, TEXT)
    assert look.status == 200
    assert "n’existe pas" in look.text
    assert "formule" in look.text
    assert "Yanis Diallo" not in names(small)
    done = admin.send(look.page.form(action=APPLY))
    assert "1 compte créé" in done.text.replace("\u00a0", " ")
    assert "2 lignes laissées de côté" in done.text.replace("\u00a0", " ")
    assert names(small).count("Yanis Diallo") == 1
    assert "Paul" not in names(small)
    again = paste(admin, TEXT)
    assert "Ce fichier ne change rien" in again.text


def test_an_apply_on_a_changed_site_shows_the_preview_again(
    small: SmallSite, admin: PageClient
) -> None:
    form = paste(admin, TEXT).page.form(action=APPLY)
    assert admin.send(form).status == 200
    stale = admin.send(form)
    assert stale.status == 409
    assert names(small).count("Yanis Diallo") == 1


def test_a_file_of_windows_is_read(small: SmallSite, admin: PageClient) -> None:
    body = "Rôle;Nom\nformatrice;Élodie Œuvrard\n".encode("cp1252")
    look = upload(admin, ADDRESS, body)
    assert "Élodie Œuvrard" in look.text
    admin.send(look.page.form(action=APPLY))
    assert "Élodie Œuvrard" in names(small)


@pytest.mark.parametrize(
    "text",
    ["", "nom;écrou\nAlix;123\n", "nom\n", "groupe\nMatin\n"],
    ids=["rien", "ecrou", "titres", "sans-nom"],
)
def test_what_is_no_file_of_accounts_is_said(admin: PageClient, text: str) -> None:
    refused = paste(admin, text)
    assert refused.status == 422
    assert "error-summary" in refused.page.html
    form = refused.page.form("texte")
    assert admin.post(f"{ADDRESS}/appliquer", form.values).status == 422


def test_a_hostile_name_is_only_text(small: SmallSite, admin: PageClient) -> None:
    look = paste(admin, 'nom\n"<script>alert(1)</script>"\n')
    assert "<script>alert" not in look.page.html
    admin.send(look.page.form(action=APPLY))
    assert "<script>alert(1)</script>" in names(small)
    assert "<script>alert" not in admin.get("/administration/comptes").page.html


def test_a_file_that_is_too_big_is_refused_before_it_is_read(admin: PageClient) -> None:
    form = admin.get(ADDRESS).page.form("texte")
    assert admin.post(ADDRESS, {**form.values, "texte": "x" * 3_100_000}).status == 413
    assert upload(admin, ADDRESS, b"x" * 1_000_001).status == 422
