"""Import of questions in the browser: looked at, corrected, then created; nothing before."""

import pytest

from learning.services.manuscripts import changed, files_now
from learning.services.proofs import prove_text
from tests.support.client import PageClient
from tests.support.small_site import SmallSite
from tests.support.uploads import upload

URL = "/formateur/importer"
CREATE = f"{URL}/creer"
GIFT = """\
::Charges:: Quelle charge est fixe ? {
=Le loyer #Oui.
~Le pain
}

::Partie:: Lesquelles ? {=a ~%50%b ~c}

::Prix:: Combien ? {#12,50:0,01}

::Trou:: Le {1:SA:=loyer} est fixe.
"""


@pytest.fixture
def trainer(small: SmallSite) -> PageClient:
    """A trainer at a terminal."""
    return small.signed_in("trainer")


def states(small: SmallSite) -> dict[str, str]:
    """What differs from what is published."""
    with small.program.reading() as work:
        return {one.path: one.state for one in changed(work)}


def look(trainer: PageClient, text: str = GIFT, url: str = f"{URL}?module=essai") -> None:
    """Send a text, and look at what it would give."""
    trainer.fill(url, {"texte": text})


def shown(trainer: PageClient) -> str:
    """What the screen says."""
    assert trainer.last
    return trainer.last.text


def create(trainer: PageClient, **typed: str) -> None:
    """Create the banks of the page on the screen."""
    assert trainer.last
    trainer.send(trainer.last.page.form(action=CREATE), typed)


def test_a_text_is_looked_at_and_nothing_is_kept(trainer: PageClient, small: SmallSite) -> None:
    look(trainer)
    text = shown(trainer)
    assert "4 questions lues\u00a0: 2 exactes, 1 avec une perte, 1 laissée de côté." in text
    assert "Cloze" in text
    assert "valait 50\u00a0% des points" in text
    assert states(small) == {}


def test_a_bank_is_created_as_it_was_shown(trainer: PageClient, small: SmallSite) -> None:
    look(trainer)
    create(trainer, **{"titre-questions": "Mes charges", "objectif": "compter"})
    assert states(small) == {"essai/banques/mes-charges.md": "new"}
    with small.program.reading() as work:
        files = files_now(work)
    body = files["essai/banques/mes-charges.md"].decode()
    assert body.startswith("---\nobjectif: compter\ntitre: Mes charges\n---\n\n:::question")
    assert "= 12,5 ± 0,01" in body
    assert small.audited()[-1].action == "banques.importees"
    assert trainer.last
    assert "Mes charges" in trainer.last.page.heading


def test_an_objective_is_asked_for(trainer: PageClient, small: SmallSite) -> None:
    look(trainer)
    create(trainer, **{"titre-questions": "Charges"})
    assert trainer.last
    assert trainer.last.status == 422
    assert "Choisissez l’objectif" in trainer.last.text
    assert trainer.last.page.title.startswith("Erreur")
    create(trainer, **{"titre-questions": "Charges", "objectif": "choisir"})
    assert states(small) == {"essai/banques/charges.md": "new"}


def test_a_title_is_asked_for(trainer: PageClient, small: SmallSite) -> None:
    look(trainer)
    create(trainer, **{"titre-questions": " ", "objectif": "compter"})
    assert "Écrivez le titre" in shown(trainer)
    assert states(small) == {}


def test_a_name_that_is_taken_is_not_written_over(trainer: PageClient, small: SmallSite) -> None:
    look(trainer)
    create(trainer, **{"titre-questions": "Exercices", "objectif": "compter"})
    assert states(small) == {"essai/banques/exercices-2.md": "new"}


def test_a_file_is_read_and_its_encoding_is_told(trainer: PageClient, small: SmallSite) -> None:
    body = "::É:: Le coût à l’été ? {=10 € ~20 €}".encode("cp1252")
    reply = upload(trainer, f"{URL}?module=essai", body)
    assert "cp1252" in reply.text
    create(trainer, **{"titre-img-0001": "Été", "objectif": "compter"})
    with small.program.reading() as work:
        assert "coût à l’été" in files_now(work)["essai/banques/ete.md"].decode()


def test_xml_of_moodle_is_read_too(trainer: PageClient, small: SmallSite) -> None:
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><quiz><question type="essay"><name><text>É'
        "</text></name><questiontext><text>Où, l'été ?</text></questiontext></question></quiz>"
    )
    upload(trainer, f"{URL}?module=essai", text.encode("latin-1"))
    assert "1 exacte" in shown(trainer)
    create(trainer, **{"titre-img-0001": "Été", "objectif": "compter"})
    with small.program.reading() as work:
        assert "Où, l'été" in files_now(work)["essai/banques/ete.md"].decode()


def test_each_category_is_a_bank(trainer: PageClient, small: SmallSite) -> None:
    look(trainer, "$CATEGORY: a/Un\n\nA ? {T}\n\n$CATEGORY: a/Deux\n\nB ? {F}\n")
    create(trainer, **{"titre-un": "Premier", "titre-deux": "Second", "objectif": "compter"})
    assert set(states(small)) == {"essai/banques/premier.md", "essai/banques/second.md"}


def test_a_text_is_corrected_then_looked_at_again(trainer: PageClient, small: SmallSite) -> None:
    look(trainer, "::A:: Quoi ? {=a ~b")
    assert "n’a pas sa" in shown(trainer)
    assert trainer.last
    form = trainer.last.page.form(action=CREATE)
    trainer.send(form, {"texte": "::A:: Quoi ? {=a ~b}"})
    assert trainer.last.status == 422
    assert "Le texte a changé depuis" in trainer.last.text
    assert states(small) == {}
    create(trainer, **{"titre-questions": "A", "objectif": "compter"})
    assert states(small) == {"essai/banques/a.md": "new"}


def test_the_module_is_chosen_when_no_page_named_it(trainer: PageClient, small: SmallSite) -> None:
    look(trainer, url=URL)
    assert "Choisissez le module" in shown(trainer)
    assert trainer.last
    trainer.send(trainer.last.page.form("texte"), {"module": "essai"})
    create(trainer, **{"titre-questions": "Charges", "objectif": "compter"})
    assert states(small) == {"essai/banques/charges.md": "new"}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "Choisissez un fichier"),
        (b"\x89PNG\x00\x00", "n’est pas un texte"),
        (b"a" * 2_000_001, "dépasse 2\u00a0Mo"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    trainer: PageClient, small: SmallSite, body: bytes, told: str
) -> None:
    reply = upload(trainer, f"{URL}?module=essai", body)
    assert reply.status == 422
    assert told in reply.text
    assert reply.page.title.startswith("Erreur")
    assert states(small) == {}


def test_a_file_far_too_big_is_said_on_a_page(trainer: PageClient) -> None:
    reply = upload(trainer, f"{URL}?module=essai", b"a" * 5_000_000)
    assert reply.status == 413
    assert "2\u00a0Mo" in reply.text


def test_a_text_with_no_question_says_what_one_is(trainer: PageClient) -> None:
    look(trainer, "...")
    assert "Aucune question dans ce texte" in shown(trainer)


def test_an_unknown_module_is_not_found(trainer: PageClient) -> None:
    assert trainer.get(f"{URL}?module=absent").status == 404


def test_the_module_s_page_leads_here(trainer: PageClient) -> None:
    assert f"{URL}?module=essai" in trainer.get("/formateur/modules/essai").page.links


def test_hostile_words_are_shown_as_words(trainer: PageClient) -> None:
    look(trainer, "::<b onclick=x>:: <script>alert(1)</script> Quoi <em>ici</em> ? {=a ~b}")
    assert trainer.last
    assert "<script>alert" not in trainer.last.response.text
    assert "<b onclick" not in trainer.last.response.text


def test_what_is_created_has_no_fault(trainer: PageClient, small: SmallSite) -> None:
    look(trainer)
    create(trainer, **{"titre-questions": "Charges", "objectif": "compter"})
    with small.program.reading() as work:
        files, day = files_now(work), work.instant.date()
    proof = prove_text(small.program, files, "essai/banques/charges.md", on=day)
    assert [f for f in proof.findings if f.severity == "erreur"] == []
