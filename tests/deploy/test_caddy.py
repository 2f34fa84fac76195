"""Caddy of Debian's packages in front of a site, under the configuration that ships."""

import http.client
import ssl
import subprocess
from pathlib import Path

import pytest

from learning.services.deployment import deployment_files
from tests.support.little_site import LESSON, make_little_site
from tests.support.proxy import HOST, Proxy, StartProxy, caddy_order, program
from tests.support.sites import Serve, free_port
from tests.support.visitor import Values

TERMINAL = "127.0.0.2"
FREE_TRIES = 5


def clear_answer(proxy: Proxy) -> tuple[int, str]:
    """What the port without TLS says."""
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=10)
    connection.request("GET", "/connexion", headers={"Host": HOST})
    reply = connection.getresponse()
    said = reply.status, reply.headers["Location"]
    connection.close()
    return said


def test_caddy_holds_what_nginx_holds(
    tmp_path: Path, serve_site: Serve, start_proxy: StartProxy
) -> None:
    data = tmp_path / "var"
    learners = make_little_site(data, 2)
    with (data / "tremplin.toml").open("ab") as settings:
        settings.write(deployment_files(HOST)["reglages.toml"])
    site = serve_site(data, "--journal")
    # The second process is stopped: every answer below comes all the same.
    proxy = start_proxy(site.port, free_port(), order=caddy_order)
    browser = proxy.visitor(TERMINAL)
    first = browser.ask("GET", "/connexion")
    assert first.headers["strict-transport-security"] == "max-age=31536000"
    assert "server" not in first.headers
    assert "secure" in first.headers["set-cookie"].lower()
    browser.sign_in(learners[0].identifier, learners[0].phrase)
    assert [browser.ask("GET", LESSON).status for _ in range(6)] == [200] * 6
    assert clear_answer(proxy)[0] in {301, 308}
    assert clear_answer(proxy)[1].startswith(f"https://{HOST}")
    _believes_no_terminal(proxy, learners[1].identifier)
    _knows_no_other_name(proxy)


def _believes_no_terminal(proxy: Proxy, identifier: str) -> None:
    """A terminal that lies on its address is throttled all the same."""
    browser = proxy.visitor(TERMINAL)
    form = browser.get("/connexion").page.form("phrase")
    typed = {"identifiant": identifier, "phrase": "un deux trois quatre cinq"}
    values: Values = {**form.values, **typed}
    seen = [
        browser.ask(
            "POST", "/connexion", values, more={"X-Forwarded-For": f"10.1.1.{number}"}
        ).status
        for number in range(FREE_TRIES + 2)
    ]
    assert 429 not in seen[:FREE_TRIES]
    assert seen[FREE_TRIES:] == [429] * 2


def _knows_no_other_name(proxy: Proxy) -> None:
    """Another name gets no certificate, and this one only from whom trusts its authority."""
    plain = subprocess.run(
        [
            *("openssl", "s_client", "-connect", f"127.0.0.1:{proxy.port}"),
            *("-servername", "ailleurs.interne"),
        ],
        check=False,
        capture_output=True,
        input=b"",
    )
    assert b"BEGIN CERTIFICATE" not in plain.stdout
    stranger = proxy.visitor()
    stranger.trusting = ssl.create_default_context()
    with pytest.raises(ssl.SSLCertVerificationError):
        stranger.get("/connexion")


def test_caddy_finds_no_fault(tmp_path: Path) -> None:
    """Its layout is Caddy's own, and an option that Debian's does not know is found."""
    file = tmp_path / "Caddyfile"
    text = deployment_files(HOST)["caddy/Caddyfile"].decode()
    file.write_text(text, encoding="utf-8")
    laid = subprocess.run([program("caddy"), "fmt", file], check=True, capture_output=True)
    assert laid.stdout.decode() == text
    order = [program("caddy"), "adapt", "--adapter", "caddyfile", "--config", str(file)]
    assert subprocess.run(order, check=False, capture_output=True).returncode == 0
    file.write_text(text.replace("admin off", "inconnu off"), encoding="utf-8")
    assert subprocess.run(order, check=False, capture_output=True).returncode != 0
