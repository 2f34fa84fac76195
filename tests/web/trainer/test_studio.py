"""The studio: make a module, write in it, see what is wrong, correct it, look at it."""

import pytest

from learning.services.manuscripts import files_now
from tests.support.client import PageClient
from tests.support.small_site import SmallSite


@pytest.fixture
def trainer(small: SmallSite) -> PageClient:
    """A trainer at a terminal."""
    return small.signed_in("trainer")


def test_every_page_of_the_studio_opens(trainer: PageClient, small: SmallSite) -> None:
    home = trainer.get("/formateur")
    assert "Module" in home.text
    module = trainer.get("/formateur/modules/essai")
    assert module.status == 200
    with small.program.reading() as work:
        files = files_now(work)
    for path in files:
        if path.endswith(".md"):
            assert trainer.get(f"/formateur/textes/{path[:-3]}").status == 200
            assert trainer.get(f"/formateur/apercu/{path[:-3]}").status == 200


TITLE = "Vendre sur le marché"


def make_module(trainer: PageClient) -> None:
    """Make a module by the form of the studio's home."""
    trainer.fill(
        "/formateur",
        {"titre": TITLE, "but": "Savoir vendre", "objectif": "Je sais tenir un stand"},
    )


def test_a_module_is_made_from_sentences(trainer: PageClient, small: SmallSite) -> None:
    make_module(trainer)
    assert trainer.last is not None
    assert TITLE in trainer.last.text
    files = written(small)
    module = files["vendre-sur-le-marche/module.md"].decode()
    assert f"titre: {TITLE}" in module
    assert "  je-sais-tenir-un-stand = Je sais tenir un stand" in module
    assert "vendre-sur-le-marche" in files["parcours/essai.md"].decode()


def test_a_missing_title_is_said_with_what_was_typed(trainer: PageClient) -> None:
    page = trainer.get("/formateur").page
    reply = trainer.send(page.form("titre"), {"titre": " ", "but": "Savoir vendre"})
    assert reply.status == 422
    assert "Écrivez quelque chose ici." in reply.text
    assert reply.page.form("but").values["but"] == ["Savoir vendre"]


def test_lessons_are_made_moved_copied_and_taken_out(
    trainer: PageClient, small: SmallSite
) -> None:
    make_module(trainer)
    base = "/formateur/modules/vendre-sur-le-marche"
    for title in ("Mon stand", "Mes prix"):
        trainer.fill(base, {"titre": title, "sorte": "lecon"})
    assert lessons(small) == ["10-mon-stand.md", "20-mes-prix.md"]
    token = trainer.get(base).page.form("titre").values["csrf_token"]
    send: dict[str, str | list[str]] = {
        "csrf_token": token,
        "texte": "vendre-sur-le-marche/20-mes-prix",
    }
    trainer.post(f"{base}/ordre", {**send, "sens": "haut"}, follow=True)
    assert lessons(small) == ["10-mes-prix.md", "20-mon-stand.md"]
    trainer.post(
        f"{base}/copie", {**send, "texte": "vendre-sur-le-marche/10-mes-prix"}, follow=True
    )
    assert lessons(small) == ["10-mes-prix.md", "20-mes-prix-copie.md", "30-mon-stand.md"]
    assert trainer.get(f"{base}/retirer?texte=vendre-sur-le-marche/30-mon-stand").status == 200
    trainer.post(f"{base}/retirer", {**send, "texte": "vendre-sur-le-marche/30-mon-stand"})
    assert lessons(small) == ["10-mes-prix.md", "20-mes-prix-copie.md"]


def test_a_published_lesson_taken_out_comes_back(trainer: PageClient, small: SmallSite) -> None:
    base = "/formateur/modules/essai"
    ref = next(path for path in written(small) if path.startswith("essai/10"))[:-3]
    token = trainer.get(base).page.form("titre").values["csrf_token"]
    trainer.post(f"{base}/retirer", {"csrf_token": token, "texte": ref})
    assert f"{ref}.md" not in written(small)
    assert "Retirés à la prochaine publication" in trainer.get(base).text
    trainer.post("/formateur/remettre", {"csrf_token": token, "texte": ref})
    assert f"{ref}.md" in written(small)


def test_a_module_taken_out_leaves_its_paths(trainer: PageClient, small: SmallSite) -> None:
    make_module(trainer)
    base = "/formateur/modules/vendre-sur-le-marche"
    trainer.send(trainer.get(f"{base}/retirer").page.form(action=f"{base}/retirer"))
    files = written(small)
    assert not any(path.startswith("vendre-sur-le-marche/") for path in files)
    assert "vendre-sur-le-marche" not in files["parcours/essai.md"].decode()


def test_a_path_and_a_questionnaire_are_made(trainer: PageClient, small: SmallSite) -> None:
    for kind in ("parcours", "questionnaire"):
        page = trainer.get("/formateur").page
        reply = trainer.send(page.form("sorte"), {"sorte": kind, "titre": "Un essai neuf"})
        assert reply.status == 200
    assert {"parcours/un-essai-neuf.md", "questionnaires/un-essai-neuf.md"} <= set(written(small))


def test_an_unknown_module_or_text_is_not_found(trainer: PageClient) -> None:
    for url in ("modules/rien", "textes/essai/rien", "apercu/rien", "textes/../essai", "textes/a"):
        assert trainer.get(f"/formateur/{url}").status == 404


def test_a_module_is_copied_whole(trainer: PageClient, small: SmallSite) -> None:
    reply = trainer.send(
        trainer.get("/formateur/modules/essai").page.form(action="/formateur/modules/essai/double")
    )
    assert "(copie)" in reply.text
    files = written(small)
    slug = next(p.split("/")[0] for p in files if "copie" in p)
    same = [p for p in files if p.startswith("essai/") and not p.endswith("/module.md")]
    assert all(files[p] == files[f"{slug}/{p.removeprefix('essai/')}"] for p in same)
    assert "Le module" in trainer.get(f"/formateur/textes/{slug}/module").text


def test_a_text_goes_back_to_what_is_published(trainer: PageClient, small: SmallSite) -> None:
    before = written(small)
    url = "/formateur/textes/essai/10-formes"
    trainer.fill(url, {"texte": "Tout autre chose."})
    assert written(small) != before
    page = trainer.get("/formateur/modules/essai/defaire?texte=essai/10-formes").page
    assert "Tout autre chose." in page.text
    trainer.send(page.form(action="/formateur/modules/essai/defaire"))
    assert written(small) == before


def written(small: SmallSite) -> dict[str, bytes]:
    """Every file as it is being written."""
    with small.program.reading() as work:
        return files_now(work)


def lessons(small: SmallSite) -> list[str]:
    """The lessons of the new module."""
    prefix = "vendre-sur-le-marche/"
    return sorted(
        path.removeprefix(prefix)
        for path in written(small)
        if path.startswith(prefix) and not path.endswith("/module.md")
    )
