"""The editor: a text is saved, checked, corrected and tried, and nothing typed is lost."""

import pytest

from learning.services.manuscripts import files_now, keep_all
from learning.services.work import with_release
from tests.support.client import PageClient, Reply
from tests.support.pages import Form
from tests.support.small_site import SmallSite

BANK = "/formateur/textes/essai/banques/exercices"
BROKEN = ":::question neuve\nCombien ?\n\n- ( ) Un\n- ( ) Deux\n:::\n"
SINGLE = ":::question neuve\nCombien ?\n\n- (x) Un\n- ( ) Deux\n  > Non.\n:::\n"


@pytest.fixture
def trainer(small: SmallSite) -> PageClient:
    """A trainer at a terminal."""
    return small.signed_in("trainer")


def lesson_url(small: SmallSite) -> str:
    """The editor of the first lesson."""
    path = min(path for path in written(small) if path.startswith("essai/1"))
    return f"/formateur/textes/{path[:-3]}"


def written(small: SmallSite) -> dict[str, bytes]:
    """Every file as it is being written."""
    with small.program.reading() as work:
        return files_now(work)


def body_of(small: SmallSite, url: str) -> str:
    """The file that an editor is about."""
    return written(small)[url.removeprefix("/formateur/textes/") + ".md"].decode()


def save(trainer: PageClient, url: str, **values: str) -> Reply:
    """Send the editor's form with these fields."""
    return press(trainer, trainer.get(url).page.form("texte"), **values)


def press(trainer: PageClient, form: Form, **values: str) -> Reply:
    """Send a form by one of its buttons, wherever the button stands in the page."""
    return trainer.post(form.action, {**form.values, **values}, follow=True)


def test_saving_unchanged_changes_no_byte(trainer: PageClient, small: SmallSite) -> None:
    before = written(small)
    for path in before:
        if path.endswith(".md"):
            reply = save(trainer, f"/formateur/textes/{path[:-3]}", faire="enregistrer")
            assert reply.status == 200, path
    assert written(small) == before


def test_a_fault_is_shown_beside_its_line_and_the_text_kept(
    trainer: PageClient, small: SmallSite
) -> None:
    url = lesson_url(small)
    reply = save(trainer, url, texte=BROKEN)
    assert "Erreur, ligne 1" in reply.text
    assert "aucune bonne réponse" in reply.text.casefold()
    assert body_of(small, url).endswith(BROKEN)
    assert "Publier est bloqué" in reply.text


def test_a_correction_is_one_press(trainer: PageClient, small: SmallSite) -> None:
    url = lesson_url(small)
    reply = save(trainer, url, texte=SINGLE.rstrip().removesuffix(":::"))
    button = next(
        str(node.get("value"))
        for node in reply.page.having("name", "faire")
        if str(node.get("value")).startswith("corriger-")
    )
    fixed = press(trainer, reply.page.form("texte"), faire=button)
    assert "Erreur, ligne" not in fixed.text
    assert body_of(small, url).rstrip().endswith(":::")


def test_settings_are_a_form(trainer: PageClient, small: SmallSite) -> None:
    url = lesson_url(small)
    reply = save(trainer, url, titre="Un autre titre : le mien", duree="15 min")
    assert "Un autre titre : le mien" in reply.text.replace("\u00a0", " ")
    assert "titre: Un autre titre : le mien\n" in body_of(small, url)
    assert "durée: 15 min\n" in body_of(small, url)


def test_an_unknown_module_in_a_path_is_said_and_kept(
    trainer: PageClient, small: SmallSite
) -> None:
    url = "/formateur/textes/parcours/essai"
    before = body_of(small, url)
    reply = save(trainer, url, modules="Module qui n’existe pas")
    assert reply.status == 422
    assert "n’existe pas. Écrivez l’un de ces titres" in reply.text
    assert reply.page.form("modules").values["modules"] == ["Module qui n’existe pas"]
    assert body_of(small, url) == before


def test_a_block_and_a_figure_are_put_in_without_scripts(
    trainer: PageClient, small: SmallSite
) -> None:
    url = lesson_url(small)
    save(trainer, url, texte="Un\n\nDeux", modele="regle", ligne="1", faire="inserer")
    body = body_of(small, url)
    assert body.index("Un\n") < body.index(":::regle") < body.index("Deux")
    save(trainer, url, modele="un-choix", faire="inserer")
    save(trainer, url, modele="un-choix", faire="inserer")
    assert ":::question un-choix-2\n" in body_of(small, url)


def test_a_stale_save_shows_both_texts_and_overwrites_nothing(
    trainer: PageClient, small: SmallSite
) -> None:
    url = lesson_url(small)
    mine = trainer.get(url).page.form("texte")
    save(small.signed_in("administrator"), url, texte="Le texte de l’autre.")
    reply = press(trainer, mine, texte="Mon texte à moi.")
    assert reply.status == 409
    assert "Le texte de l’autre." in reply.page.html
    (shown,) = reply.page.form("texte").values["texte"]
    assert shown.strip() == "Mon texte à moi."
    assert body_of(small, url).rstrip().endswith("Le texte de l’autre.")
    kept = press(trainer, reply.page.form("texte"), conflit="mien")
    assert kept.status == 200
    assert body_of(small, url).rstrip().endswith("Mon texte à moi.")


def test_the_other_text_can_be_taken(trainer: PageClient, small: SmallSite) -> None:
    url = lesson_url(small)
    mine = trainer.get(url).page.form("texte")
    save(small.signed_in("administrator"), url, texte="Le texte de l’autre.")
    reply = press(trainer, mine, texte="Mon texte à moi.")
    press(trainer, reply.page.form("texte"), conflit="autre")
    assert body_of(small, url).rstrip().endswith("Le texte de l’autre.")


def test_a_text_too_broken_to_be_read_stays_editable(
    trainer: PageClient, small: SmallSite
) -> None:
    url = lesson_url(small)
    path = url.removeprefix("/formateur/textes/") + ".md"
    broken = b"---\ntitre: Jamais ferm\xe9\n\nDu texte.\n"
    with small.program.writing() as work:
        keep_all(with_release(work), {path: broken})
    reply = trainer.get(url)
    (shown,) = reply.page.form("texte").values["texte"]
    assert "Jamais fermé" in shown
    save(trainer, url, texte=shown.replace("\n\nDu", "\n---\n\nDu"))
    assert body_of(small, url).startswith("---\ntitre: Jamais fermé\n---\n")


def test_a_question_is_tried_and_nothing_is_kept(trainer: PageClient, small: SmallSite) -> None:
    url = lesson_url(small)
    save(trainer, url, texte=SINGLE)
    preview = url.replace("/textes/", "/apercu/")
    page = trainer.get(preview).page
    assert press(trainer, page.form("neuve"), neuve="1").page.verdict("neuve") == "juste"
    assert press(trainer, page.form("neuve"), neuve="2").page.verdict("neuve") == "faux"
    assert small.facts("trainer") == []


def test_a_late_save_is_kept(trainer: PageClient, small: SmallSite) -> None:
    url = lesson_url(small)
    form = trainer.get(url).page.form("texte")
    small.clock.advance(hours=2)
    reply = trainer.send(form, {"texte": "Écrit avant le verrou."}, follow=False)
    assert reply.location.startswith("/verrou")
    assert body_of(small, url).rstrip().endswith("Écrit avant le verrou.")


def test_an_oversized_text_is_refused_with_what_was_typed(
    trainer: PageClient, small: SmallSite
) -> None:
    url = lesson_url(small)
    before = body_of(small, url)
    reply = save(trainer, url, texte="mot " * 20_000)
    assert reply.status == 422
    assert "trop long" in reply.text
    assert body_of(small, url) == before
