"""Questionnaires on paper: printed blank, entered for one's own learners, told to them."""

from uuid import uuid4

import pytest

from learning.domain.facts import QuestionnaireEnded, ScaleAnswered
from learning.services import questionnaires_paper as paper
from learning.services.activity import add_facts
from tests.support.client import PageClient
from tests.support.clock import START
from tests.support.small_site import SmallSite

INDEX = "/suivi/questionnaires"
CHOOSE = f"{INDEX}/avant/saisir"
NOTHING = "a déjà répondu, ou elle a choisi de ne pas répondre"


@pytest.fixture
def staff(small: SmallSite) -> PageClient:
    """Somebody of the team."""
    return small.signed_in("counsellor", terminal="127.0.0.8")


def entry(small: SmallSite, who: str = "alix") -> str:
    """The address where a sheet of this learner is entered."""
    return f"{CHOOSE}/{small.accounts[who].id}"


def scales(small: SmallSite) -> list[ScaleAnswered]:
    """What is recorded."""
    return [one for one in small.facts() if isinstance(one, ScaleAnswered)]


def end(small: SmallSite, *, refused: bool) -> None:
    """Let Alix have refused or answered on screen."""
    facts: list[ScaleAnswered | QuestionnaireEnded] = [
        QuestionnaireEnded(id=uuid4(), at=START, questionnaire="avant", refused=refused)
    ]
    if not refused:
        facts.append(
            ScaleAnswered(id=uuid4(), at=START, questionnaire="avant", question="prix", value=1)
        )
    with small.program.writing() as work:
        add_facts(work, small.accounts["alix"].id, facts)


def test_a_blank_sheet_says_it_is_free_and_names_nobody(staff: PageClient) -> None:
    index = staff.get(INDEX)
    sheet = staff.get(next(url for url in index.page.links if url.endswith("/avant/feuille")))
    assert "Répondre est libre." in sheet.text
    assert "rendre la feuille vide" in sheet.text
    for words in ("1. Trouver un client.", "3. Demander de l’aide.", "1 – pas du tout"):
        assert words in sheet.text
    assert not sheet.page.forms
    for name in ("Alix", "Bilal", "Chloe", "Counsellor"):
        assert name not in sheet.text


@pytest.mark.parametrize("role", ["counsellor", "trainer", "administrator"])
def test_whoever_may_enters_a_sheet_and_the_learner_sees_it(small: SmallSite, role: str) -> None:
    client = small.signed_in(role, terminal="127.0.0.8")
    assert INDEX in client.get("/equipe").page.links
    people = client.get(CHOOSE)
    assert ("Chloe" in people.text) is (role == "administrator")
    done = client.fill(entry(small), {"prix": "4", "client": "2"})
    assert "La feuille est enregistrée." in done.text
    assert {one.question: one.value for one in scales(small)} == {
        "client": 2,
        "prix": 4,
        "aide": None,
    }
    assert [row.action for row in small.audited()].count("questionnaire.saisi") == 1
    own = small.signed_in("alix").get("/mes-donnees")
    assert "Recopié d’une feuille par l’équipe le 25 novembre 2026." in own.text
    assert "Fixer un prix.4 sur 5" in own.text
    assert "Retirer ces réponses" in own.text


def test_a_person_is_looked_for_by_name(
    staff: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = staff.fill(CHOOSE, {"chercher": " ALÏ"})
    assert "Alix" in found.text
    assert "Bilal" not in found.text
    nobody = staff.fill(CHOOSE, {"chercher": "zoé"})
    assert "Personne de ce nom dans vos groupes." in nobody.text
    monkeypatch.setattr(paper, "MOST_PEOPLE", 1)
    assert "1 autre personne" in staff.get(CHOOSE).text


def test_the_same_sheet_twice_counts_once_and_another_is_refused(
    small: SmallSite, staff: PageClient
) -> None:
    form = staff.get(entry(small)).page.form("prix")
    for _ in range(2):
        assert staff.send(form, {"prix": "4"}, follow=False).location == f"{CHOOSE}?saisie=oui"
    assert len(scales(small)) == 3
    other = staff.send(form, {"prix": "5"})
    assert other.status == 409
    assert NOTHING in other.text
    assert len(scales(small)) == 3


@pytest.mark.parametrize("refused", [True, False])
def test_staff_cannot_tell_who_refused(
    small: SmallSite, staff: PageClient, *, refused: bool
) -> None:
    form = staff.get(entry(small)).page.form("prix")
    end(small, refused=refused)
    page = staff.get(entry(small))
    assert "Il n’y a rien à saisir." in page.text
    assert NOTHING in page.text
    assert not [one for one in page.page.forms if "/saisir/" in one.action]
    sent = staff.send(form, {"prix": "3"})
    assert sent.status == 409
    assert NOTHING in sent.text


def test_an_empty_sheet_is_asked_again(small: SmallSite, staff: PageClient) -> None:
    wrong = staff.send(staff.get(entry(small)).page.form("prix"))
    assert wrong.status == 422
    assert "Choisissez au moins une réponse de la feuille." in wrong.text
    assert scales(small) == []


def test_a_learner_of_another_group_is_not_found(small: SmallSite, staff: PageClient) -> None:
    form = staff.get(entry(small)).page.form("prix")
    for who in ("chloe", "trainer"):
        assert staff.get(entry(small, who)).status == 404
        assert staff.post(entry(small, who), {**form.values, "prix": "3"}).status == 404
    assert staff.get(f"{INDEX}/absent/feuille").status == 404


def test_a_sheet_sent_after_the_lock_is_kept_for_who_entered_it(
    small: SmallSite, staff: PageClient
) -> None:
    form = staff.get(entry(small)).page.form("prix")
    small.clock.advance(minutes=30)
    late = staff.send(form, {"prix": "5"}, follow=False)
    lock = staff.get(late.location)
    back = staff.send(lock.page.form("phrase"), {"phrase": small.accounts["counsellor"].phrase})
    assert back.page.form("prix").values["prix"] == ["5"]
    assert scales(small) == []
