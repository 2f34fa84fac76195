"""The evaluator's dashboard: figures, what is hidden and why, and the same in every form."""

import csv
import io

import pytest
import sqlalchemy as sa

from learning.storage.people import account
from tests.support.client import PageClient, Reply
from tests.support.planted import plant
from tests.support.small_site import SmallSite
from tests.support.spreadsheets import read_xlsx, rows_of

TABLES = ("avancement", "gardes", "efficacite", "departs", "suites")
EXPORT = "/evaluation/tableur"


@pytest.fixture
def planted(small: SmallSite) -> SmallSite:
    """The small site with its sixty people."""
    plant(small.program)
    return small


@pytest.fixture
def evaluator(planted: SmallSite) -> PageClient:
    """An evaluator at a terminal."""
    return planted.signed_in("evaluator")


def take(client: PageClient, table: str, kind: str, by: str = "ensemble") -> Reply:
    client.get(f"/evaluation?par={by}")
    assert client.last
    form = next(one for one in client.last.page.forms if one.values.get("tableau") == [table])
    return client.post(form.action, {**form.values, "format": kind})


def read_csv(reply: Reply) -> list[list[str]]:
    text = reply.response.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_evaluator_lands_on_the_dashboard(evaluator: PageClient) -> None:
    page = evaluator.get("/accueil")
    assert page.page.url.endswith("/evaluation")
    assert "60 personnes atteintes" in page.text
    assert "76,7\u00a0% (de\u00a064,6\u00a0à\u00a085,6)" in page.text  # 46 of 60
    assert "38,3\u00a0% (de\u00a027,1\u00a0à\u00a051)" in page.text  # 23 of 60


def test_the_method_and_the_reason_of_hiding_are_on_the_page(evaluator: PageClient) -> None:
    text = evaluator.get("/evaluation").text
    assert "Une case de moins de 5 personnes ne se montre pas".lower() in text.lower()
    assert "Wilson" in text
    assert "données appariées" in text
    assert "caché" in text


@pytest.mark.parametrize("by", ["parcours", "forme", "cohorte", "module"])
def test_each_way_of_counting_has_its_page_and_its_sheet(evaluator: PageClient, by: str) -> None:
    page = evaluator.get(f"/evaluation?par={by}")
    sheet = evaluator.get(f"/evaluation/feuille?par={by}")
    assert "60 personnes atteintes" in page.text
    assert "60 personnes atteintes" in sheet.text
    assert "svg" in page.page.html


def test_no_person_is_on_any_page(planted: SmallSite, evaluator: PageClient) -> None:
    query = sa.select(account.c.name, account.c.identifier, account.c.id)
    with planted.program.reading() as work:
        people = work.connection.execute(query).all()
    for by in ("ensemble", "parcours", "forme", "cohorte", "module"):
        source = evaluator.get(f"/evaluation?par={by}").page.html
        assert not [one for one in people if one.identifier in source or str(one.id) in source]
        assert "Une personne" not in source.replace("Une personne compte", "")


@pytest.mark.parametrize("by", ["ensemble", "forme"])
@pytest.mark.parametrize("table", TABLES)
def test_the_spreadsheets_say_what_the_screen_says(
    evaluator: PageClient, by: str, table: str
) -> None:
    shown = evaluator.get(f"/evaluation?par={by}").text.replace("\u00a0", " ")
    printed = evaluator.get(f"/evaluation/feuille?par={by}").text.replace("\u00a0", " ")
    lines = read_csv(take(evaluator, table, "csv", by))
    cells = rows_of(read_xlsx(take(evaluator, table, "xlsx", by).response.get_data()))
    assert len(lines) == len(cells) > 1
    for line, row in zip(lines[1:], cells[1:], strict=True):
        numbers = [float(one.replace(",", ".")) if one[:1].isdigit() else one for one in line]
        typed = [one if isinstance(one, int | float) else one or "" for one in row]
        assert [str(one) for one in numbers[1:]] == [str(one) for one in typed[1:]]
        for text in line:
            assert text in shown
            assert text in printed


def test_a_hidden_place_is_hidden_in_the_exports(evaluator: PageClient) -> None:
    lines = read_csv(take(evaluator, "departs", "csv"))
    known = {line[0]: line[1] for line in lines}
    assert known["Travail"] == "12"
    assert known["Autre"] == "caché"


def test_an_export_is_noted(planted: SmallSite, evaluator: PageClient) -> None:
    take(evaluator, "avancement", "xlsx")
    assert planted.audited()[-1].action == "evaluation.tableur"
    assert planted.audited()[-1].subject == "ensemble/avancement"


def test_an_unknown_table_is_refused(evaluator: PageClient) -> None:
    evaluator.get("/evaluation")
    assert evaluator.last
    form = evaluator.last.page.form(action=EXPORT)
    reply = evaluator.post(EXPORT, {**form.values, "tableau": "rien", "format": "csv"})
    assert reply.status == 404


@pytest.mark.parametrize("role", ["alix", "trainer", "counsellor", "supervisor", "administrator"])
def test_nobody_else_may_open_or_take_it(planted: SmallSite, role: str) -> None:
    client = planted.signed_in(role)
    for address in ("/evaluation", "/evaluation/feuille", "/evaluation/protocoles"):
        assert client.get(address).status == 403
    form = client.get("/affichage").page.form(action="/affichage")
    token = {"csrf_token": form.values["csrf_token"]}
    refused = client.post(EXPORT, {**token, "tableau": "avancement", "format": "csv"})
    assert refused.status == 403
    assert "Évaluation" not in client.get("/aide").text


def test_an_empty_site_says_so(small: SmallSite) -> None:
    with small.program.writing() as work:
        work.connection.execute(sa.update(account).values(role="evaluator"))
    page = small.signed_in("evaluator").get("/evaluation")
    assert "Aucun apprenant n’a de compte" in page.text


def test_a_few_people_are_not_counted(small: SmallSite) -> None:
    page = small.signed_in("evaluator").get("/evaluation")
    assert "Moins de 5 personnes" in page.text
    assert "table" not in [form.action for form in page.page.forms]
