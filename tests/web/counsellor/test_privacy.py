"""A learner's data handed over: one click, noted first, for the team of the groups alone."""

import io
import json
import zipfile

import pytest
import sqlalchemy as sa

from learning.services.consultations import consultations_of
from learning.services.project_access import PAGES
from learning.services.project_examples import start_from
from tests.support.client import Reply
from tests.support.small_site import LESSON, SmallSite, as_learner


def address(small: SmallSite, name: str = "alix") -> str:
    return f"/suivi/apprenants/{small.accounts[name].id}/donnees"


def test_one_click_gives_both_files_and_is_noted(small: SmallSite) -> None:
    client = small.signed_in("alix")
    client.send(client.get(LESSON).page.form("nombre"), {"nombre": "7"})
    staff = small.signed_in("counsellor", terminal="127.0.0.5")
    page = staff.get(f"/suivi/apprenants/{small.accounts['alix'].id}")
    given = staff.send(page.page.form(action=address(small)), follow=False)
    assert given.status == 200
    assert given.response.mimetype == "application/zip"
    identifier = small.accounts["alix"].identifier
    with zipfile.ZipFile(io.BytesIO(given.response.get_data())) as archive:
        assert archive.namelist() == [f"donnees-{identifier}.html", f"donnees-{identifier}.json"]
        said = json.loads(archive.read(f"donnees-{identifier}.json"))
    opened = [row["page"] for row in said["tables"]["consultation"]["lignes"]]
    assert opened == ["fiche", "donnees"]
    assert len(said["tables"]["fact"]["lignes"]) == 1
    last = small.audited()[-1]
    assert (last.action, last.subject) == ("donnees.copiees", small.name("alix"))
    assert last.actor == small.name("counsellor")


def begin_project(small: SmallSite) -> None:
    with small.program.writing() as work:
        as_learner(work, small.accounts["alix"])
        start_from(work, "velo")


def hand(small: SmallSite, **values: str) -> tuple[Reply, list[str]]:
    """Press the one button, and tell which kinds of files came."""
    staff = small.signed_in("counsellor", terminal="127.0.0.5")
    form = staff.get(f"/suivi/apprenants/{small.accounts['alix'].id}").page.form(
        action=address(small)
    )
    reply = staff.send(form, values, follow=False)
    assert reply.status == 200
    with zipfile.ZipFile(io.BytesIO(reply.response.get_data())) as archive:
        return reply, [name.rpartition(".")[2] for name in archive.namelist()]


def test_the_project_file_goes_along_when_its_learner_wants_it(small: SmallSite) -> None:
    begin_project(small)
    _reply, kinds = hand(small)
    assert kinds == ["html", "json"]
    learner = small.signed_in("alix")
    assert "Votre projet a été ouvert par" in learner.get("/projet").text  # the data hold it
    learner.send(learner.get("/projet").page.form(action="/projet/permission"))
    before = len(small.audited())
    _reply, kinds = hand(small)
    assert kinds == ["html", "json", "pdf", "xlsx"]
    lines = [line.action for line in small.audited()[before:]]
    assert [one for one in lines if "connexion" not in one] == ["donnees.remises"]
    assert "Imprimé le" in learner.get("/projet/dossier").text


def test_asked_for_aloud_it_is_an_opening_that_its_learner_sees(small: SmallSite) -> None:
    begin_project(small)
    _reply, kinds = hand(small, projet="oui")
    assert "pdf" in kinds
    learner = small.signed_in("alix")
    assert "Votre projet a été ouvert par" in learner.get("/projet").text
    assert small.audited()[-1].action == "donnees.remises"


def test_without_a_project_there_is_nothing_to_join(small: SmallSite) -> None:
    staff = small.signed_in("counsellor")
    form = staff.get(f"/suivi/apprenants/{small.accounts['alix'].id}").page.form(
        action=address(small)
    )
    assert "projet" not in form.values
    assert staff.post(form.action, {**form.values, "projet": "oui"}).status == 422
    assert "donnees.remises" not in [line.action for line in small.audited()]
    with small.program.reading() as work:
        assert not consultations_of(work, small.accounts["alix"].id, pages=PAGES)


@pytest.mark.parametrize("role", ["trainer", "supervisor", "evaluator"])
def test_others_may_not(small: SmallSite, role: str) -> None:
    staff = small.signed_in(role)
    token = staff.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    assert staff.post(address(small), {"csrf_token": token}).status == 403


def test_somebody_of_another_group_is_not_there(small: SmallSite) -> None:
    staff = small.signed_in("counsellor")
    token = staff.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    before = len(small.audited())
    assert staff.post(address(small, "chloe"), {"csrf_token": token}).status == 404
    assert len(small.audited()) == before


def test_no_copy_is_given_when_the_audit_cannot_be_written(small: SmallSite) -> None:
    staff = small.signed_in("counsellor")
    form = staff.get(f"/suivi/apprenants/{small.accounts['alix'].id}").page.form(
        action=address(small)
    )
    with small.program.writing() as work:
        work.connection.execute(
            sa.text(
                "CREATE TRIGGER plein BEFORE INSERT ON audit "
                "BEGIN SELECT RAISE(ABORT, 'disque plein'); END"
            )
        )
    refused = staff.send(form, follow=False)
    assert refused.status == 503
    assert "rien n’a été fait" in refused.text
