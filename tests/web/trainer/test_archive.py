"""A module as a ZIP: taken away, looked at, confirmed; the refused leave no trace."""

from pathlib import Path

import pytest

from learning.services.manuscripts import changed, files_now, keep_all
from tests.support.client import PageClient, Reply
from tests.support.small_site import SmallSite
from tests.support.uploads import upload
from tests.support.zip_samples import MODULE, link, many, zipped

URL = "/formateur/archive"
LOOK = f"{URL}/apercu"
ZIP = "/formateur/modules/essai/zip"
OTHER = {path.replace("essai/", "autre/"): body for path, body in MODULE.items()}


def send(client: PageClient, body: bytes) -> Reply:
    """Send an archive by the page's form."""
    return upload(client, URL, body)


def waiting(small: SmallSite) -> list[Path]:
    """The archives kept aside."""
    return list((small.program.settings.data / "archives-en-attente").glob("*"))


def states(small: SmallSite) -> dict[str, str]:
    """What differs from what is published."""
    with small.program.reading() as work:
        return {one.path: one.state for one in changed(work)}


def test_a_module_is_taken_away_and_brought_in_elsewhere(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    taken = client.get(ZIP).response
    assert taken.mimetype == "application/zip"
    assert taken.headers["Content-Disposition"] == 'attachment; filename="essai.zip"'
    same = send(client, taken.data)
    assert "Rien ne change" in same.text
    done = client.send(same.page.form(action=LOOK))
    assert "C’est importé" in done.text
    assert states(small) == {}
    assert client.get(ZIP).response.data == taken.data


def test_an_archive_is_shown_before_anything_changes(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    text = OTHER["autre/10-un.md"] + b"\nLe seuil est {{ inconnu.ici }}.\n"
    look = send(
        client, zipped({**OTHER, "autre/10-un.md": text, "autre/media/\u00e9t\u00e9.png": b"x"})
    )
    assert look.page.url == f"GET {LOOK}"
    assert "Nouveau\u00a0: 3 fichiers" in look.text
    assert "inconnu.ici" in look.text
    assert "ete.png" in look.text
    assert states(small) == {}
    assert len(waiting(small)) == 1
    done = client.send(look.page.form(action=LOOK))
    assert "Ouvrir «\u00a0Essai\u00a0»" in done.text
    assert "/formateur/modules/autre" in done.page.links
    assert set(states(small)) == {"autre/10-un.md", "autre/module.md", "autre/media/ete.png"}
    assert not waiting(small)
    assert small.audited()[-1].action == "cours.importes"
    assert client.get("/formateur/modules/autre/zip").status == 200
    assert client.get("/formateur/modules/autre/zip?etat=publie").status == 404


def test_work_under_way_is_replaced_only_when_ticked(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    taken = client.get(ZIP).response.data
    with small.program.writing() as work:
        keep_all(work, {"essai/10-formes.md": b"en train"})
    look = send(client, taken)
    assert "Du travail en cours serait remplacé" in look.text
    refused = client.send(look.page.form(action=LOOK))
    assert "décidez avant d’importer" in refused.text
    assert refused.page.title.startswith("Erreur")
    assert states(small) == {"essai/10-formes.md": "changed"}
    done = client.send(client.get(LOOK).page.form(action=LOOK), {"remplacer": "oui"})
    assert "C’est importé" in done.text
    assert states(small) == {}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "Choisissez une archive"),
        (b"bonjour", "n’est pas une archive"),
        (link("essai/20-x.md", "/etc/passwd"), "est un lien"),
        (zipped({**MODULE, "../x.md": b"x"}), "hors du dossier"),
        (zipped({**MODULE, "essai/media/x.svg": b"x"}), "SVG"),
        (zipped({**MODULE, "essai/media/x.png": bytes(200_000_000)}), "plus de 5\u00a0Mo"),
        (many(20_000), "plus de 2000 fichiers"),
    ],
)  # fmt: skip
def test_a_refused_archive_leaves_no_trace(small: SmallSite, body: bytes, told: str) -> None:
    client = small.signed_in("trainer")
    reply = send(client, body)
    assert reply.status == 422
    assert told in reply.text
    assert reply.page.title.startswith("Erreur")
    assert states(small) == {}
    assert not waiting(small)
    assert client.get(LOOK).page.url == f"GET {URL}"


def test_an_archive_sent_since_is_not_confirmed_by_the_older_page(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    older = send(client, zipped(OTHER)).page.form(action=LOOK)
    send(client, zipped({**OTHER, "autre/20-deux.md": b"deux"}))
    assert client.send(older).status == 409
    assert states(small) == {}


def test_each_person_has_an_archive_of_their_own(small: SmallSite) -> None:
    send(small.signed_in("trainer"), zipped(OTHER))
    other = small.signed_in("administrator", terminal="127.0.0.6")
    assert other.get(LOOK).page.url == f"GET {URL}"


def test_an_archive_too_big_for_the_browser_is_told(small: SmallSite) -> None:
    reply = send(small.signed_in("trainer"), bytes(21_000_000))
    assert (reply.status, "20\u00a0Mo au plus" in reply.text) == (413, True)


def test_an_imported_media_is_seen_in_what_is_being_written(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    look = send(client, zipped({**OTHER, "autre/media/a.png": b"\x89PNG"}))
    client.send(look.page.form(action=LOOK))
    assert client.get("/formateur/modules/autre/media/a.png").response.data == b"\x89PNG"
    with small.program.reading() as work:
        assert files_now(work)["autre/media/a.png"] == b"\x89PNG"
