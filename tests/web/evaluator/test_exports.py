"""The export on the web: evaluators alone, a ZIP, its number, and refusals shown on the form."""

import csv
import io
import json
import zipfile

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.evaluation import INDICATORS
from learning.sealing import box_key_text, make_box_secret, read_box_key
from learning.services import study_keys
from learning.services.study_export import declared
from learning.services.study_keys import day_of
from learning.services.study_merge import open_file
from learning.services.work import with_release
from learning.storage.evaluation import evaluation_export
from learning.storage.people import account
from tests.support.client import PageClient, Reply
from tests.support.clock import START
from tests.support.planted import plant
from tests.support.small_site import SmallSite

URL = "/evaluation/export"
NAME = "essai-2027"
SECRET = make_box_secret()


def join(small: SmallSite) -> None:
    data = small.program.settings.data
    key = read_box_key(study_keys.receiving_key(data, NAME))
    evaluator = read_box_key(box_key_text(SECRET))
    closes = day_of(START).replace(year=2027)
    sealed = study_keys.make_study(NAME, closes, evaluator, [key])[1][0]
    study_keys.take_key(data, sealed, day_of(START))


def made(client: PageClient, study: str = "") -> Reply:
    form = client.get(URL).page.form("etude")
    return client.send(form, {"etude": study})


def files(reply: Reply) -> dict[str, bytes]:
    assert reply.status == 200
    assert reply.response.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.response.get_data())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_export_is_a_zip_with_its_number(small: SmallSite) -> None:
    plant(small.program)
    client = small.signed_in("evaluator")
    reply = made(client)
    assert "export-0001.zip" in reply.response.headers["Content-Disposition"]
    found = files(reply)
    assert set(found) == {"personnes.csv", "codebook.csv", "lisez-moi.txt"}
    rows = list(csv.DictReader(io.StringIO(found["personnes.csv"].decode()), delimiter=";"))
    assert len(rows) == 60
    assert "export-0002.zip" in made(client).response.headers["Content-Disposition"]
    page = client.get(URL)
    assert "Exports déjà faits" in page.text
    with small.program.reading() as work:
        by = work.connection.execute(sa.select(evaluation_export.c.by)).scalars().all()
    assert by == [small.accounts["evaluator"].id] * 2
    assert [row.action for row in small.audited()][-2:] == ["evaluation.exporte"] * 2


def test_for_a_study_the_people_are_sealed(small: SmallSite) -> None:
    plant(small.program)
    join(small)
    client = small.signed_in("evaluator")
    found = files(made(client, NAME))
    assert set(found) == {"personnes.scelle", "codebook.csv", "lisez-moi.txt"}
    assert open_file(found["personnes.scelle"], SECRET).startswith(b"pseudonyme;")
    page = client.get(URL)
    assert "Ouverte jusqu’au 25 novembre 2027" in page.text
    assert NAME in page.text


def test_few_people_between_two_exports_are_told_on_the_form(small: SmallSite) -> None:
    plant(small.program)
    client = small.signed_in("evaluator")
    files(made(client))
    with small.program.writing() as work:
        gone = sa.select(account.c.id).where(account.c.made_by_demo.is_(False)).limit(3)
        chosen = list(work.connection.execute(gone).scalars())
        work.connection.execute(sa.delete(account).where(account.c.id.in_(chosen)))
    reply = made(client)
    assert reply.status == 403
    assert "Moins de 5 personnes sont parties" in reply.text
    assert reply.page.title.startswith("Erreur")
    with small.program.reading() as work:
        count = work.connection.execute(sa.select(sa.func.count(evaluation_export.c.number)))
        assert count.scalar() == 1


def test_a_study_that_is_not_there_or_is_over_is_refused(small: SmallSite) -> None:
    join(small)
    client = small.signed_in("evaluator")
    form = client.get(URL).page.form("etude")
    unknown = client.post(URL, {**form.values, "etude": "../ailleurs"})
    assert unknown.status == 404
    assert "n’a pas la clé de l’étude" in unknown.text
    small.clock.advance(days=800)
    client = small.signed_in("evaluator")
    form = client.get(URL).page.form("etude")
    late = client.post(URL, {**form.values, "etude": NAME})
    assert late.status == 403
    assert "est close" in late.text
    assert "clé détruite le" in client.get(URL).text


@pytest.mark.parametrize("name", [one.value for one in Role if one is not Role.EVALUATOR])
def test_nobody_else_may_export(small: SmallSite, name: str) -> None:
    client = small.signed_in("alix" if name == "learner" else name)
    token = client.get("/activation").page.form("code").values["csrf_token"]
    assert client.get(URL).status == 403
    assert client.post(URL, {"csrf_token": token, "etude": ""}).status == 403
    assert client.get("/evaluation/variables").status == 403
    with small.program.reading() as work:
        assert work.connection.execute(sa.select(evaluation_export)).all() == []


def test_the_codebook_prints_every_variable(small: SmallSite) -> None:
    page = small.signed_in("evaluator").get("/evaluation/variables")
    with small.program.reading() as work:
        variables = declared(with_release(work))
    assert len(variables) > 25
    for one in variables:
        for words in (one.name, one.label, one.formula, one.source):
            assert " ".join(words.split()) in " ".join(page.text.split()), one.name
    for indicator in INDICATORS:
        assert indicator.formula in page.text


def test_the_page_and_its_files_name_nobody(small: SmallSite) -> None:
    client = small.signed_in("evaluator")
    known = [account.identifier for account in small.accounts.values()] + ["Alix", "Bilal"]
    said = client.get(URL).text + json.dumps(
        [body.decode("utf-8", errors="replace") for body in files(made(client)).values()]
    )
    assert not [one for one in known if one in said]
