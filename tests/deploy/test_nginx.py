"""Two serve processes on PostgreSQL behind nginx and TLS: what one knows, the other knows."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from learning.domain.access import Actor, Role
from learning.services.accounts import add_account, find_account, prepare_card
from learning.services.deployment import deployment_files
from learning.services.publishing_run import Chosen, start_run
from learning.services.work import open_program, with_release
from learning.settings import Settings
from tests.support.little_site import LESSON, Learner, make_little_site
from tests.support.proxy import HOST, Proxy, StartProxy
from tests.support.sites import Serve, ServedSite
from tests.support.visitor import Values

pytestmark = pytest.mark.postgres

FIRST, SECOND = "127.0.0.2", "127.0.0.3"
FREE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Stood:
    """What stands: the proxy, the processes, the learners, the database."""

    proxy: Proxy
    sites: tuple[ServedSite, ServedSite]
    learners: tuple[Learner, ...]
    settings: Settings


@pytest.fixture
def stood(tmp_path: Path, postgres_url: str, serve_site: Serve, start_proxy: StartProxy) -> Stood:
    """The two processes under the settings that ship, and nginx in front of them."""
    data = tmp_path / "var"
    learners = make_little_site(data, 3, TREMPLIN_DATABASE_URL=postgres_url)
    with (data / "tremplin.toml").open("ab") as settings:
        settings.write(deployment_files(HOST)["reglages.toml"])
    sites = tuple(
        serve_site(data, "--journal", TREMPLIN_DATABASE_URL=postgres_url) for _ in range(2)
    )
    proxy = start_proxy(*(site.port for site in sites))
    return Stood(
        proxy,
        (sites[0], sites[1]),
        learners,
        Settings(data=data, database_url=postgres_url),
    )


def served_by(site: ServedSite) -> int:
    """How many requests a process answered, by its own log."""
    return site.log.read_text(encoding="utf-8").count('"/modules/<')


def test_sessions_hold_across_processes_and_the_newer_replaces(stood: Stood) -> None:
    learner = stood.learners[0]
    browser = stood.proxy.visitor(FIRST)
    browser.sign_in(learner.identifier, learner.phrase)
    form = browser.get(LESSON).page.form("combien")
    for _ in range(6):
        assert "Une marge" in browser.get(LESSON).page.heading
    assert browser.send(form, {"combien": "7", "enregistrer": "combien"}).status == 303
    assert min(served_by(site) for site in stood.sites) >= 2, "one process alone answered"
    other = stood.proxy.visitor(SECOND)
    other.sign_in(learner.identifier, learner.phrase)
    for _ in range(4):
        replaced = browser.ask("GET", LESSON)
        assert replaced.status == 303
        assert replaced.location == "/connexion?raison=remplacee"
        assert other.ask("GET", LESSON).status == 200


def test_a_throttle_holds_across_processes_and_believes_no_terminal(stood: Stood) -> None:
    wrong, right = stood.learners[0], stood.learners[1]
    browser = stood.proxy.visitor(FIRST)
    form = browser.get("/connexion").page.form("phrase")
    typed = {"identifiant": wrong.identifier, "phrase": "un deux trois quatre cinq"}
    values: Values = {**form.values, **typed}
    seen = []
    for number in range(FREE_TRIES + 4):
        lie = {"X-Forwarded-For": f"10.1.1.{number}", "X-Real-IP": "10.1.1.1"}
        seen.append(browser.ask("POST", "/connexion", values, more=lie).status)
    assert seen[:FREE_TRIES] == [200] * FREE_TRIES or 429 not in seen[:FREE_TRIES]
    assert seen[FREE_TRIES:] == [429] * 4
    elsewhere = stood.proxy.visitor(SECOND)
    elsewhere.sign_in(right.identifier, right.phrase)
    assert elsewhere.ask("GET", LESSON).status == 200


def test_a_publication_under_way_holds_the_other_process(stood: Stood) -> None:
    program = open_program(stood.settings)
    card = prepare_card(program.keys.pepper)
    with program.writing() as work:
        with_release(work)
        made = add_account(work, card, role=Role.TRAINER, name="Formation")
        identity = find_account(work, made.identifier)
        work.actor = Actor(id=identity, role=Role.TRAINER, site=work.site)
        start_run(work, Chosen(parts=("essai",), digest=""))
    program.database.dispose()
    trainer = stood.proxy.visitor(FIRST)
    trainer.sign_in(made.identifier, " ".join(made.words))
    token = trainer.get("/fin").page.form(action="/deconnexion").values["csrf_token"]
    wanted = {"csrf_token": token, "partie": ["essai"], "empreinte": ["0"]}
    for _ in range(4):  # each process in its turn
        refused = trainer.ask("POST", "/formateur/versions/publier", wanted)
        assert refused.status == 409
        assert "Une publication est déjà en cours" in refused.page.text


def test_answers_come_by_tls_alone_and_under_the_sites_name(stood: Stood) -> None:
    browser = stood.proxy.visitor()
    page = browser.get("/connexion")
    assert page.status == 200
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    assert "server" not in page.headers or "/" not in page.headers["server"]
    reply = stood.proxy.visitor().ask("GET", "/connexion")
    assert "secure" in reply.headers["set-cookie"].lower()
    plain = subprocess.run(
        [
            *("openssl", "s_client", "-connect", f"127.0.0.1:{stood.proxy.port}"),
            *("-servername", "ailleurs.interne"),
        ],
        check=False,
        capture_output=True,
        input=b"",
    )
    assert b"BEGIN CERTIFICATE" not in plain.stdout
    stranger = stood.proxy.visitor()
    stranger.trusting = ssl.create_default_context()
    with pytest.raises(ssl.SSLCertVerificationError):
        stranger.get("/connexion")


def test_when_one_process_stops_the_other_answers(stood: Stood) -> None:
    learner = stood.learners[2]
    browser = stood.proxy.visitor(FIRST)
    browser.sign_in(learner.identifier, learner.phrase)
    stood.sites[0].kill()
    assert [browser.ask("GET", LESSON).status for _ in range(6)] == [200] * 6
