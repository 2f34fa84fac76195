"""The pages of questions: what needs attention first, nobody's name, nothing rare."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.facts import AnswerGiven, Context, Verdict
from learning.services.activity import add_facts
from learning.services.work import with_release
from learning.storage.people import account
from tests.support.client import PageClient
from tests.support.clock import START
from tests.support.small_site import SmallSite

TEXT, NUMBER = "essai/formes/texte", "essai/formes/nombre"


def answers(small: SmallSite, question: str, typed: list[str], right: str) -> None:
    """Each text typed by somebody new, as a first answer in a lesson."""
    with small.program.writing() as work:
        with_release(work)
        for text in typed:
            person = uuid4()
            work.connection.execute(sa.insert(account), [learner(work.site, person)])
            given = AnswerGiven(
                id=uuid4(),
                at=START,
                module="essai",
                question=question,
                context=Context.LESSON,
                ordinal=0,
                verdict=Verdict.RIGHT if text == right else Verdict.WRONG,
                points=float(text == right),
                out_of=1,
                fields=(("", text),),
                release=work.release or "",
            )
            add_facts(work, person, [given])


def learner(site: str, person: UUID) -> dict[str, object]:
    return {
        "site_id": site,
        "id": person,
        "role": Role.LEARNER.value,
        "identifier": f"p{person.hex}",
        "name": "Ibrahim Secret",
        "status": "active",
        "created_at": START,
        "made_by_demo": False,
    }


@pytest.fixture
def trainer(small: SmallSite) -> PageClient:
    """A trainer, on a site where questions were answered."""
    answers(small, TEXT, ["marge"] * 4 + ["vente"] * 7 + ["ma fille Lola"], "marge")
    answers(small, NUMBER, ["1234"] * 12, "1234")
    return small.signed_in("trainer")


def test_the_way_goes_from_the_menu_to_a_question(trainer: PageClient) -> None:
    home = trainer.get("/formateur/questions")
    assert "/formateur/questions/essai" in home.page.links
    module = trainer.get("/formateur/questions/essai")
    url = f"/formateur/questions/{TEXT}"
    order = list(module.page.links)
    assert order.index(url) < order.index(f"/formateur/questions/{NUMBER}")
    assert "Une mauvaise réponse vient plus souvent que la bonne" in module.text
    assert "33\u00a0%" in module.text
    page = trainer.get(url)
    assert "prévoyez cette réponse" in page.text
    assert "/formateur/textes/essai/formes" in page.page.links
    assert trainer.get("/formateur/textes/essai/formes").status == 200
    assert "Wilson" in page.text


def test_nobody_and_nothing_rare_is_shown(trainer: PageClient) -> None:
    for url in ("", "/essai", f"/{TEXT}"):
        text = trainer.get(f"/formateur/questions{url}").text
        assert "Ibrahim" not in text
        assert "Lola" not in text
    page = trainer.get(f"/formateur/questions/{TEXT}")
    assert "Autres réponses" in page.text
    assert "vente" in page.text


@pytest.mark.parametrize(
    ("wanted", "there"), [("a-revoir", TEXT), ("facile", NUMBER), ("peu", "essai/choix/prix")]
)
def test_a_filter_is_a_link(trainer: PageClient, wanted: str, there: str) -> None:
    url = f"/formateur/questions/essai?voir={wanted}"
    assert url in trainer.get("/formateur/questions/essai").page.links
    links = trainer.get(url).page.links
    shown = {name for name in (TEXT, NUMBER, "essai/choix/prix")
             if f"/formateur/questions/{name}" in links}  # fmt: skip
    assert shown == {there}


def test_an_empty_filter_says_so(trainer: PageClient) -> None:
    page = trainer.get("/formateur/questions/essai?voir=bien")
    assert "Aucune question ici" in page.text
    assert trainer.get("/formateur/questions/essai?voir=autre").status == 200


@pytest.mark.parametrize("kind", ["unique", "plusieurs", "vraifaux", "nombre", "texte", "paires",
                                  "ordre", "trous", "calcul", "tableau", "libre"])  # fmt: skip
def test_every_kind_has_its_page(trainer: PageClient, kind: str) -> None:
    page = trainer.get(f"/formateur/questions/essai/formes/{kind}")
    assert page.status == 200
    assert "Pas de réponse" not in page.text


@pytest.mark.parametrize(
    "url",
    [
        "/absent",
        "/essai/formes/absente",
        f"/{TEXT}?version=2",
        f"/{TEXT}?version=x",
        f"/{TEXT}?version=99999999999999999999",
    ],
)
def test_what_is_not_there_is_not_found(trainer: PageClient, url: str) -> None:
    assert trainer.get(f"/formateur/questions{url}").status == 404
