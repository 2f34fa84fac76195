"""Where the program agrees to listen, and what says first that the network is in clear."""

from dataclasses import replace
from pathlib import Path

import pytest

from learning.cli.serve import check_host
from learning.domain.errors import Refused
from learning.services.doctor import examine
from learning.services.site import make_site
from learning.settings import Settings
from tests.support.sites import tremplin

INSIDE = ("127.0.0.1", "127.8.9.1", "::1", "localhost")
OUTSIDE = ("0.0.0.0", "::", "192.168.1.10", "10.0.0.1", "tremplin.interne", "localhost.ailleurs")  # noqa: S104 - refused


@pytest.mark.parametrize("host", OUTSIDE)
def test_another_address_needs_a_proxy_or_the_sites_own_word(host: str) -> None:
    with pytest.raises(Refused, match="mandataire_tls = true"):
        check_host(Settings(), host)
    check_host(Settings(mandataire_tls=True), host)
    check_host(Settings(reseau_sans_tls=True), host)


@pytest.mark.parametrize("host", INSIDE)
def test_this_machine_needs_nothing(host: str) -> None:
    check_host(Settings(), host)


def test_the_command_refuses_before_it_listens(tmp_path: Path) -> None:
    data = tmp_path / "var"
    assert tremplin(data, "init").returncode == 0
    refused = tremplin(data, "serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104 - refused
    assert refused.returncode == 1
    assert "circuler les phrases en clair" in refused.stderr


def test_the_doctor_says_it_first(tmp_path: Path) -> None:
    program, _card = make_site(Settings(data=tmp_path / "var"))
    clear = replace(program, settings=replace(program.settings, reseau_sans_tls=True))
    assert examine(clear)[0].subject == "réseau"
    assert "réseau" not in {point.subject for point in examine(program)}
    program.database.dispose()
