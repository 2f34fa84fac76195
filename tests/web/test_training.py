"""« Se former et essayer »: the team's own path, hidden from learners, counted in no figure."""

import pytest

from learning.content.source import read_folder
from learning.domain.access import Actor, Role
from learning.services.groups import list_paths
from learning.services.statistics_counts import count_answers, count_by_module
from learning.services.test import start_test
from learning.services.work import Work, with_release
from tests.support.passed import answer_all
from tests.support.small_site import COURSES, LESSON, STAFF, Account, SmallSite, publish_folder

OWN = "/modules/accueillir"


@pytest.fixture
def team(small: SmallSite) -> SmallSite:
    """The small site, with a path and a module for the team alone."""
    files = read_folder(COURSES)
    copied = {
        name.replace("essai/", "accueillir/", 1): body
        for name, body in files.items()
        if name.startswith("essai/")
    }
    path = (
        "---\ntitre: Accueillir\npublic: personnel\nmodules: accueillir\nattestation: oui\n---\n\n"
        "Pour l’équipe.\n"
    )
    publish_folder(small.program, files | copied | {"parcours/equipe.md": path.encode()})
    return small


def _answer(team: SmallSite, name: str, lesson: str) -> None:
    client = team.signed_in(name)
    form = client.get(lesson).page.form("unique")
    typed: dict[str, str | list[str]] = {**form.values, "unique": "1", "enregistrer": "unique"}
    assert client.post(form.action, typed).status == 303


@pytest.mark.parametrize("role", [role.value for role in STAFF])
def test_each_role_of_the_team_follows_its_path_and_tries(team: SmallSite, role: str) -> None:
    client = team.signed_in(role)
    page = client.get("/equipe/formation").page
    assert "Accueillir" in page.text
    assert f"{OWN}/" in page.html
    assert "/modules/essai" in page.html
    lesson = client.get(f"{OWN}/formes").page
    assert "Vos réponses ne comptent dans aucun chiffre." in lesson.text
    assert client.get(LESSON).status == 200
    assert "Se former et essayer" in client.get("/modules").text


def test_what_is_a_learners_own_is_not_offered_to_the_team(team: SmallSite) -> None:
    client = team.signed_in("counsellor")
    for url in (LESSON, "/glossaire"):
        page = client.get(url).page
        assert "Demander" not in page.text
        assert "Signaler une erreur" not in page.text
    assert client.get(f"{LESSON}/signaler/unique").status == 403
    assert client.get("/revision").status == 403


def test_a_learner_meets_nothing_of_the_teams_path(team: SmallSite) -> None:
    client = team.signed_in("alix")
    assert client.get(OWN).status == 404
    assert client.get(f"{OWN}/formes").status == 404
    marks = client.get(LESSON).page.form("unique").values
    typed: dict[str, str | list[str]] = {"csrf_token": marks["csrf_token"]}
    assert client.post(f"{OWN}/epreuve/commencer", typed).status == 404
    for url in ("/accueil", "/modules"):
        assert "accueillir" not in client.get(url).page.html


def test_a_group_of_learners_cannot_follow_the_teams_path(team: SmallSite) -> None:
    with team.program.reading() as work:
        with_release(work)
        assert [path.slug for path in list_paths(work)] == ["essai"]


def test_what_the_team_answers_enters_no_figure(team: SmallSite) -> None:
    _answer(team, "counsellor", f"{OWN}/formes")
    _answer(team, "trainer", LESSON)
    with team.program.reading() as work:
        with_release(work)
        assert count_by_module(work) == {}
        assert count_answers(work, "module", "essai")[0] == {}
    _answer(team, "alix", LESSON)
    with team.program.reading() as work:
        with_release(work)
        assert count_by_module(work) == {"essai": 1}


def test_who_passed_makes_their_own_attestation_once(team: SmallSite) -> None:
    counsellor = team.accounts["counsellor"]
    client = team.signed_in("counsellor")
    assert "Faire mon attestation" not in client.get("/equipe/formation").text
    with team.program.writing() as work:
        start_test(_as_staff(work, counsellor), "accueillir", "epreuve")
    with team.program.writing() as work:
        answer_all(_as_staff(work, counsellor), ("accueillir", "epreuve"), right=True)
    form = client.get("/equipe/formation").page.forms[-1]
    paper = client.send(form)
    assert "Accueillir" in paper.text
    assert "Counsellor" in paper.text
    again = client.send(form)
    assert again.text == paper.text
    assert "Voir mon attestation" in client.get("/equipe/formation").text
    number = client.get("/equipe/formation").page.html.split("/formation/attestations/")[1][:12]
    assert team.signed_in("trainer").get(f"/equipe/formation/attestations/{number}").status == 404


def _as_staff(work: Work, account: Account) -> Work:
    with_release(work)
    work.actor = Actor(id=account.id, role=Role.COUNSELLOR, site=work.site)
    return work
