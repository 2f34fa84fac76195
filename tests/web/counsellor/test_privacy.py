"""The copy of a learner's data: one click, noted first, for the team of the groups alone."""

import io
import json
import zipfile

import pytest
import sqlalchemy as sa

from tests.support.small_site import LESSON, SmallSite


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
