"""A protocol as an evaluator writes it without scripts: right, wrong, frozen, changed."""

import re

import pytest

from tests.support.client import PageClient, Reply
from tests.support.small_site import SmallSite

NEW = "/evaluation/protocoles/nouveau"
TYPED: dict[str, str | list[str]] = {
    "nom": "autonomie-2027",
    "question": "Un atelier aide-t-il à terminer ?",
    "formes": ["autonomie", "atelier"],
    "attente": "attente",
    "fin": "2027-06-30",
}


@pytest.fixture
def evaluator(small: SmallSite) -> PageClient:
    """An evaluator at a terminal."""
    return small.signed_in("evaluator")


def write(client: PageClient, **changed: str | list[str]) -> Reply:
    form = client.get(NEW).page.form("nom")
    return client.send(form, {**TYPED, **changed})


def address(reply: Reply) -> str:
    return reply.page.url.removeprefix("GET ")


def freeze(client: PageClient, study: str) -> Reply:
    return client.send(client.get(f"{study}/figer").page.form(action=f"{study}/figer"))


def test_an_empty_list_leads_to_the_first(evaluator: PageClient) -> None:
    assert "Aucun protocole" in evaluator.get("/evaluation/protocoles").text


def test_what_is_written_is_shown_with_its_formulas(evaluator: PageClient) -> None:
    page = write(evaluator)
    assert re.fullmatch(r"/evaluation/protocoles/[0-9a-f-]{36}", address(page))
    for words in (
        "En préparation",
        "En autonomie",
        "Atelier accompagné",
        "Wilson",
        "30 juin 2027",
    ):
        assert words in page.text
    assert "autonomie-2027" in evaluator.get("/evaluation/protocoles").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"nom": "Étude !"}, "Écrivez un nom court"),
        ({"question": " "}, "Écrivez la question"),
        ({"formes": ["atelier"], "attente": ""}, "Choisissez ce que l’étude compare"),
        ({"fin": "2020-01-01"}, "déjà passé"),
        ({"fin": "bientôt"}, "Écrivez une date"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    evaluator: PageClient, changed: dict[str, str | list[str]], words: str
) -> None:
    page = write(evaluator, **changed)
    assert page.status == 422
    assert words in page.text
    kept = page.page.form("nom").values
    assert kept["question"][0].strip() == str({**TYPED, **changed}["question"]).strip()


def test_one_press_sent_twice_makes_one_protocol(evaluator: PageClient) -> None:
    form = evaluator.get(NEW).page.form("nom")
    first = evaluator.send(form, TYPED)
    second = evaluator.send(form, TYPED)
    assert address(first) == address(second)
    assert evaluator.get("/evaluation/protocoles").text.count("autonomie-2027") == 1
    taken = write(evaluator)
    assert taken.status == 409
    assert "porte déjà ce nom" in taken.text


def test_before_freezing_it_is_rewritten(evaluator: PageClient) -> None:
    study = address(write(evaluator))
    form = evaluator.get(f"{study}/modifier").page.form("question")
    page = evaluator.send(form, {"question": "Une autre question ?"})
    assert "Une autre question" in page.text
    assert "Changements" not in page.text


def test_once_frozen_each_change_is_added_with_its_day(evaluator: PageClient) -> None:
    study = address(write(evaluator))
    page = freeze(evaluator, study)
    assert "Figé le 25 novembre 2026" in page.text
    form = evaluator.get(f"{study}/modifier").page.form("fin")
    changed = evaluator.send(form, {"fin": "2027-09-30"})
    for words in ("25 novembre 2026", "évaluateur", "30 juin 2027", "30 septembre 2027"):
        assert words in changed.text
    again = evaluator.send(form, {"fin": "2027-09-30"})
    assert again.text.count("Jour de fin") == changed.text.count("Jour de fin")
    sheet = evaluator.get(f"{study}/feuille").text
    assert "Ce qui avait été figé" in sheet
    assert "30 juin 2027" in sheet
    assert "1 changement depuis" in evaluator.get("/evaluation/protocoles").text


def test_a_form_opened_before_freezing_is_stale(evaluator: PageClient) -> None:
    study = address(write(evaluator))
    form = evaluator.get(f"{study}/modifier").page.form("fin")
    freeze(evaluator, study)
    page = evaluator.send(form, {"fin": "2027-09-30"})
    assert page.status == 409
    assert "a changé pendant que vous écriviez" in page.text
    assert page.page.form("fin").values["fin"] == ["2027-09-30"]
    assert "30 septembre 2027" not in evaluator.get(study).text


def test_what_is_sent_after_a_lock_is_there_once_the_phrase_is_typed(
    small: SmallSite, evaluator: PageClient
) -> None:
    form = evaluator.get(NEW).page.form("nom")
    small.clock.advance(hours=1)
    late = evaluator.send(form, TYPED, follow=False)
    assert late.location.startswith("/verrou")
    assert "autonomie-2027" not in evaluator.get(late.location).text
    evaluator.fill(late.location, {"phrase": small.accounts["evaluator"].phrase})
    kept = evaluator.get(NEW)
    assert "Ce que vous aviez écrit est gardé" in kept.text
    values = kept.page.form("nom").values
    assert values["question"][0].strip() == TYPED["question"]
    assert values["formes"] == TYPED["formes"]
    made = evaluator.send(kept.page.form("nom"))
    assert "Un atelier aide-t-il" in made.text
    assert "Ce que vous aviez écrit" not in evaluator.get(NEW).text


def test_a_change_kept_after_a_lock_is_stale_once_somebody_else_wrote(
    small: SmallSite, evaluator: PageClient
) -> None:
    study = address(write(evaluator))
    edit = f"{study}/modifier"
    form = evaluator.get(edit).page.form("question")
    evaluator.send(form, {"question": "L’autre ?"})
    small.clock.advance(hours=1)
    late = evaluator.send(form, {"question": "La mienne ?"}, follow=False)
    evaluator.fill(late.location, {"phrase": small.accounts["evaluator"].phrase})
    kept = evaluator.get(edit).page.form("question")
    assert kept.values["question"][0].strip() == "La mienne ?"
    refused = evaluator.send(kept)
    assert refused.status == 409
    assert "a changé pendant que vous écriviez" in refused.text
    again = evaluator.get(edit).page.form("question")
    evaluator.post(edit, {**again.values, "oublier": "oui"}, follow=True)
    assert evaluator.get(edit).page.form("question").values["question"][0].strip() == "L’autre ?"


def test_freezing_twice_keeps_the_first_day(evaluator: PageClient) -> None:
    study = address(write(evaluator))
    form = evaluator.get(f"{study}/figer").page.form(action=f"{study}/figer")
    evaluator.send(form)
    assert "Figé le" in evaluator.send(form).text
    assert "Déjà figé" in evaluator.get(f"{study}/figer").text
