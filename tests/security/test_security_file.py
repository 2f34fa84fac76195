"""The security file follows the program: a route more, a header less, a leak, and it says so."""

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, Response, request

from learning.documents.pdf import can_write_pdf
from learning.documents.security_file import write_html
from learning.domain.access import Permission
from learning.domain.security_file import Section, SecurityFile, State
from learning.security import channel, limits, network, people, responses, routes, state
from learning.security.gather import compute
from learning.security.scratch import Scratch, _quiet, scratch_site
from learning.services import retention
from learning.services.site import make_site
from learning.services.work import Program
from learning.settings import Settings
from learning.storage.inventory import TABLES
from learning.storage.sessions import sign_in_failure
from learning.web import security
from learning.web.pages import requires
from tests.support.clock import START, Clock
from tests.support.pages import Page, faults
from tests.support.sites import tremplin


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    with scratch_site(Settings()) as made:
        yield made


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    made, _card = make_site(Settings(data=tmp_path / "var"))
    yield replace(made, clock=Clock(START))
    made.database.dispose()


def wrong(section: Section) -> list[str]:
    return [one.says for one in section.statements if one.state is State.WRONG]


def add_view(app: Flask, view: Blueprint) -> None:
    app._got_first_request = False
    app.register_blueprint(view)


def test_the_whole_file_is_right_and_every_statement_names_its_check(program: Program) -> None:
    file = compute(program)
    titles = [section.title for section in file.sections]
    assert len(titles) == len(set(titles)) == 11
    assert titles[0] == "Limites connues"
    for section in file.sections:
        assert all(one.says and one.check for one in section.statements), section.title
        assert all(len(row) == len(t.heads) for t in section.tables for row in t.rows)
    assert [one.says for one in file.wrong] == ["Aucune sauvegarde n’a été faite."]
    page = write_html(file).decode()
    assert "/modules/&lt;slug:module&gt;" in page or "/modules/&lt;" in page
    assert page.count("<table") >= 20
    read = Page(page)
    without_policy = replace(file, sections=())
    assert read.heading == "Dossier de sécurité"
    assert faults(read) == ["an inline <style>"]  # it is one file, which leaves the site
    assert write_html(without_policy) != write_html(file)


def test_no_key_nor_any_part_of_one_is_written(program: Program) -> None:
    page = write_html(SecurityFile(site="x", moment="y", sections=(state.describe_keys(program),)))
    text = page.decode()
    held = json.loads((program.settings.data / "cles.json").read_text(encoding="utf-8"))
    secrets = [str(value) for name, value in held.items() if value and name != "site_number"]
    assert len(secrets) >= 4
    assert not [s for s in secrets for at in range(0, len(s) - 8, 4) if s[at : at + 8] in text]
    assert "pepper" in text
    assert "600" in text
    assert wrong(state.describe_keys(program)) == []
    (program.settings.data / "cles.json").chmod(0o644)
    assert wrong(state.describe_keys(program)) == [
        "Le fichier cles.json : droits 644, d’autres peuvent y entrer."
    ]


def test_one_route_more_is_one_row_more(scratch: Scratch) -> None:
    before = routes.describe(scratch)
    extra = Blueprint("extra", __name__)

    @extra.get("/de-plus")
    @requires(Permission.MANAGE_SITE)
    def show() -> Response:
        return Response("de plus")

    add_view(scratch.app, extra)
    after = routes.describe(scratch)
    fresh = set(after.tables[1].rows) - set(before.tables[1].rows)
    assert fresh == {("GET", "/de-plus", "", "", "", "", "", "oui", "")}
    counts = [{row[0]: int(row[1]) for row in one.tables[0].rows} for one in (before, after)]
    assert counts[1]["administrateur"] == counts[0]["administrateur"] + 1
    assert counts[1]["apprenant"] == counts[0]["apprenant"]
    assert wrong(after) == []


def test_a_view_that_lets_too_many_in_is_found(scratch: Scratch) -> None:
    extra = Blueprint("extra", __name__)

    @extra.get("/trop-ouvert")
    def show() -> Response:
        return Response("trop")

    show.permission = Permission.MANAGE_SITE  # type: ignore[attr-defined]
    add_view(scratch.app, extra)
    found = wrong(routes.describe(scratch))
    assert "GET /trop-ouvert, apprenant : 200." in found
    assert "GET /trop-ouvert, sans session : 200." in found


@pytest.mark.parametrize(
    ("name", "weaker"),
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'"),
        ("Content-Security-Policy", f"{security.HEADERS['Content-Security-Policy']}; img-src *"),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Referrer-Policy", "no-referrer-when-downgrade"),
    ],
    ids=["inline", "images", "frames", "referrer"],
)
def test_a_header_weakened_is_said(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch, name: str, weaker: str
) -> None:
    before = responses.describe(scratch)
    assert wrong(before) == []
    scratch.answers.clear()
    monkeypatch.setitem(security.HEADERS, name, weaker)
    after = responses.describe(scratch)
    assert [says for says in wrong(after) if says.startswith(name)]
    assert asdict(after) != asdict(before)


def test_a_cookie_that_scripts_read_is_said(scratch: Scratch) -> None:
    scratch.app.config["SESSION_COOKIE_HTTPONLY"] = False
    found = wrong(responses.describe(scratch))
    assert [says for says in found if says.startswith("Témoin tremplin : Path=/")]


def test_the_channel_check_is_right_and_finds_a_leak(scratch: Scratch) -> None:
    clean = channel.describe(scratch)
    assert wrong(clean) == []
    told: list[str] = []
    scratch.app._got_first_request = False

    @scratch.app.after_request
    def leak(response: Response) -> Response:
        told.extend(value for value in request.form.values() if value.startswith("zq"))
        if told and response.mimetype == "text/html" and not response.direct_passthrough:
            response.headers.pop("Content-Encoding", None)
            response.set_data(f"{response.get_data(as_text=True)}<!-- {told[-1]} -->")
        return response

    leaking = wrong(channel.describe(scratch))
    assert len(leaking) == 3
    assert leaking[0].startswith("Le voisin de groupe lit la marque")


def test_a_connection_outside_is_heard(tmp_path: Path) -> None:
    with network.watched() as watch:
        for event, arguments in (
            ("socket.connect", (None, ("192.0.2.1", 80))),
            ("socket.sendto", (None, ("192.0.2.2", 53))),
            ("socket.gethostbyname", ("127.exemple.fr",)),
            ("socket.connect", (None, "/run/postgresql/.s")),
            ("socket.connect", (None, ("::1", 80))),
            ("socket.getaddrinfo", ("localhost", 80)),
            ("socket.sendmsg", (None, None)),
        ):
            network._WATCH.hear(event, arguments)
    assert watch.outside == ["192.0.2.1", "192.0.2.2", "127.exemple.fr"]
    assert watch.inside == 4
    (tmp_path / "appel.py").write_text("from urllib import request\n", encoding="utf-8")
    (tmp_path / "lance.py").write_text("import subprocess\n", encoding="utf-8")
    section = network.describe(watch, 3, sources=tmp_path)
    assert wrong(section) == [
        "Vers l’extérieur pendant les essais : 127.exemple.fr, 192.0.2.1, 192.0.2.2.",
        "Modules qui peuvent appeler un réseau : appel.py (urllib.request).",
    ]
    assert "lance.py" in section.statements[-1].says
    assert section.statements[-1].state is State.TOLD


def test_a_duration_is_the_one_that_the_site_has_set(program: Program) -> None:
    short = replace(program, settings=replace(program.settings, conservation_mois=6))
    rows = {row[0]: row for row in people.describe_retention(short).tables[0].rows}
    assert rows["account"][3] == "6 mois après la fin du parcours"
    assert wrong(people.describe_retention(short)) == []


def test_what_should_be_gone_is_said(program: Program) -> None:
    with program.writing() as work:
        retention.note_clock(work)
        work.connection.execute(
            sa.insert(sign_in_failure),
            {
                "site_id": work.site,
                "id": uuid4(),
                "account_key": "x",
                "terminal": "127.0.0.1",
                "at": work.instant,
            },
        )
    last = f"dernier passage le {START:%d/%m/%Y}"
    assert last in people.describe_retention(program).statements[1].says
    late = replace(program, clock=Clock(START + timedelta(days=3)))
    assert [says for says in wrong(people.describe_retention(late)) if last in says]


def test_a_clear_network_comes_first(program: Program) -> None:
    clear = replace(program, settings=replace(program.settings, reseau_sans_tls=True))
    first = limits.describe(clear).statements[0]
    assert first.says == limits.CLEAR
    assert first.state is State.WRONG
    assert limits.CLEAR not in {one.says for one in limits.describe(program).statements}


def test_a_column_undeclared_is_said(monkeypatch: pytest.MonkeyPatch, program: Program) -> None:
    assert wrong(people.describe_retention(program)) == []
    assert wrong(people.describe_register()) == []
    taken = TABLES["draft"]
    monkeypatch.setitem(TABLES, "draft", replace(taken, columns={}))
    assert "draft.fields" in wrong(people.describe_retention(program))[0]


def test_the_command_writes_it(tmp_path: Path) -> None:
    data, place = tmp_path / "var", tmp_path / "dossier"
    assert tremplin(data, "init").returncode == 0
    done = tremplin(data, "securite", "-o", str(place))
    assert done.returncode == 1, done.stderr  # there is no backup yet
    assert "À corriger : Aucune sauvegarde n’a été faite." in done.stderr
    assert "Traceback" not in done.stderr
    names = {"dossier-securite.html"} | ({"dossier-securite.pdf"} if can_write_pdf() else set())
    assert {file.name for file in place.iterdir()} == names


def test_the_program_speaks_again_after_its_checks(caplog: pytest.LogCaptureFixture) -> None:
    with _quiet():
        logging.getLogger("learning.services").error("pendant")
    logging.getLogger("learning.services").error("après")
    assert caplog.messages == ["après"]
