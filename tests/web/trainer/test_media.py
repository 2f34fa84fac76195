"""Images et sons: added, seen in what is being written, taken out; too big is told."""

import pytest

from learning.content import images
from learning.services.manuscripts import files_now, keep_all
from tests.support.client import PageClient, Reply
from tests.support.media_samples import mp3, photograph, picture
from tests.support.small_site import SmallSite, publish_folder
from tests.support.uploads import post_file, upload

URL = "/formateur/modules/essai/media"
WORDS = "Un étal de fruits au marché"
LESSON = "essai/10-formes.md"


def send(client: PageClient, body: bytes, title: str = "Le marché", words: str = WORDS) -> Reply:
    """Send a file by the page's form."""
    return upload(client, URL, body, titre=title, texte=words)


def test_an_image_is_added_seen_and_told_how_to_place(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    assert "Pas encore d’image" in client.get(URL).text
    reply = send(client, photograph())
    assert reply.status == 200
    assert "C’est ajouté" in reply.text
    assert f"![{WORDS}](media/le-marche.jpg)" in reply.text
    assert "IMG_0001" not in reply.text
    shown = client.get(f"{URL}/le-marche.jpg").response
    assert shown.mimetype == "image/jpeg"
    assert shown.headers["Cache-Control"] == "no-store"
    assert b"secret" not in shown.data
    learner = small.signed_in("alix", terminal="127.0.0.7")
    assert learner.get("/modules/essai/media/le-marche.jpg").status == 404
    assert small.signed_in("counsellor").get(f"{URL}/le-marche.jpg").status == 200
    assert learner.get(f"{URL}/le-marche.jpg").status == 403


def test_a_sound_is_added(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    reply = send(client, mp3(label=b"Jean"), "Écoute", "La leçon lue à voix haute")
    assert "audio: ecoute.mp3" in reply.text
    assert client.get(f"{URL}/ecoute.mp3").response.mimetype == "audio/mpeg"


@pytest.mark.parametrize(
    ("body", "title", "words", "told"),
    [
        (b"", "Vue", WORDS, "Choisissez un fichier"),
        (b"<svg/>", "Vue", WORDS, "SVG"),
        (picture(), "", WORDS, "Donnez un nom"),
        (picture(), "Vue", "", "en une phrase"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "Son", WORDS, "Audacity"),
        (b"\x89PNG" + bytes(6_000_000), "Vue", WORDS, "plus de 5\u00a0Mo"),
    ],
)
def test_what_is_refused_is_told_and_what_was_typed_stays(
    small: SmallSite, body: bytes, title: str, words: str, told: str
) -> None:
    reply = send(small.signed_in("trainer"), body, title, words)
    assert reply.status == 422
    assert told in reply.text
    form = reply.page.form("fichier")
    assert form.values["titre"] == [title]
    assert reply.page.title.startswith("Erreur")
    with small.program.reading() as work:
        assert not [path for path in files_now(work) if "/media/" in path]


def test_a_file_far_too_big_is_told_and_other_pages_keep_their_limit(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    reply = send(client, bytes(9_000_000))
    assert reply.status == 413
    assert "5\u00a0Mo au plus" in reply.text
    token = client.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    other = client.post("/affichage", {"csrf_token": token, "x": "a" * 3_000_000})
    assert other.status == 413
    assert post_file(small.client(), URL, {}, bytes(3_000_000)).status == 413


def test_a_form_without_its_token_adds_nothing(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    values = {"titre": ["Vue"], "texte": [WORDS]}
    assert post_file(client, URL, values, picture()).status == 400
    assert "Pas encore d’image" in client.get(URL).text


def test_words_are_changed_and_what_is_used_is_not_taken_out(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    send(client, picture())
    url = f"{URL}/le-marche.png"
    with small.program.writing() as work:
        body = files_now(work)[LESSON] + f"\n![{WORDS}](media/le-marche.png)\n".encode()
        keep_all(work, {LESSON: body})
    page = client.get(URL).page
    assert "/formateur/textes/essai/10-formes" in page.links
    words = page.form(action=f"{url}/texte")
    refused = client.send(words, {"texte": "photo"})
    assert (refused.status, "en une phrase" in refused.text) == (422, True)
    changed = client.send(words, {"texte": "Un étal vide"})
    assert "Le texte est changé" in changed.text
    with small.program.reading() as work:
        assert "![Un étal vide](media/le-marche.png)".encode() in files_now(work)[LESSON]
    kept = client.post(f"{url}/retirer", {"csrf_token": words.values["csrf_token"]})
    assert (kept.status, "sert encore" in kept.text) == (409, True)


def test_what_serves_nowhere_is_taken_out(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    send(client, picture())
    form = client.get(URL).page.form(action=f"{URL}/le-marche.png/retirer")
    assert "C’est retiré" in client.send(form).text
    assert client.get(f"{URL}/le-marche.png").status == 404
    assert client.send(form).status == 404


def test_a_site_without_pillow_takes_sounds_and_says_so(
    small: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "HAS_PILLOW", False)
    client = small.signed_in("trainer")
    assert "installer Pillow" in send(client, picture()).text
    assert "C’est ajouté" in send(client, mp3()).text


def test_there_is_no_page_where_there_is_no_module(small: SmallSite) -> None:
    client = small.signed_in("trainer")
    token = client.get(URL).page.form("fichier").values["csrf_token"]
    assert client.get("/formateur/modules/absent/media").status == 404
    values = {"csrf_token": token, "titre": ["Vue"], "texte": [WORDS]}
    for body in (picture(), b"rien"):
        assert post_file(client, "/formateur/modules/absent/media", values, body).status == 404


def test_a_preview_shows_what_is_being_written_and_learners_see_it_once_published(
    small: SmallSite,
) -> None:
    client = small.signed_in("trainer")
    send(client, picture())
    with small.program.writing() as work:
        body = files_now(work)[LESSON] + f"\n![{WORDS}](media/le-marche.png)\n".encode()
        keep_all(work, {LESSON: body})
    address = "/modules/essai/media/le-marche.png"
    assert f'src="{address}"' in client.get("/formateur/apercu/essai/10-formes").page.html
    assert client.get(address).status == 200
    learner = small.signed_in("alix", terminal="127.0.0.7")
    assert learner.get(address).status == 404
    with small.program.reading() as work:
        files = files_now(work)
    publish_folder(small.program, files)
    html = small.signed_in("bilal", terminal="127.0.0.8").get("/modules/essai/formes").page.html
    found = html.split(f'src="{address}')[1].split('"')[0]
    assert found.startswith("?contenu=")
    assert learner.get(address + found).response.mimetype == "image/png"
