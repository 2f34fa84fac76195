"""What ``tremplin deploy`` copies out: filled with the site's name, never over another."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from learning.cli import build_parser
from learning.domain.errors import Invalid
from learning.services.deployment import deployment_files
from learning.settings import load_settings
from tests.support.sites import tremplin

HOST = "tremplin.interne"
PROGRAM = "/usr/local/lib/tremplin/bin/tremplin"
MOST_EXPOSED = 15  # systemd's own measure, in tenths: under 2.0 is its best word
UNITS = ("tremplin.service", "tremplin@.service", "tremplin-nuit.service", "tremplin-nuit.timer")


def test_the_command_writes_them_all_and_never_over_another(tmp_path: Path) -> None:
    place = tmp_path / "sortie"
    for _ in range(2):  # twice the same is the same
        done = tremplin(tmp_path, "deploy", "--host", HOST, "-o", str(place))
        assert done.returncode == 0, done.stderr
    files = {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()}
    assert files == set(deployment_files(HOST))
    assert files >= {f"systemd/{name}" for name in UNITS}
    for name in files:
        text = (place / name).read_text(encoding="utf-8")
        assert "{{" not in text, name
    assert (place / "tls" / "autorite.sh").stat().st_mode & 0o100
    (place / "nginx" / "tremplin.conf").write_text("la mienne", encoding="utf-8")
    refused = tremplin(tmp_path, "deploy", "--host", HOST, "-o", str(place))
    assert refused.returncode == 1
    assert "nginx/tremplin.conf" in refused.stderr
    assert (place / "nginx" / "tremplin.conf").read_text(encoding="utf-8") == "la mienne"


@pytest.mark.parametrize("host", ["", "un nom", "a;b", "../x", "-a.b", "A.B", "a" * 300, "x\ny"])
def test_a_name_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(Invalid):
        deployment_files(host)


def test_the_settings_that_ship_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "reglages.toml"
    file.write_bytes(deployment_files(HOST)["reglages.toml"])
    monkeypatch.setenv("TREMPLIN_CONFIG", str(file))
    settings = load_settings()
    assert settings.mandataire_tls
    assert HOST in settings.hotes
    assert set(tomllib.loads(file.read_text(encoding="utf-8"))) == {"mandataire_tls", "hotes"}


def commands(unit: str) -> list[list[str]]:
    """The orders of a unit, without the program's own name."""
    text = deployment_files(HOST)[f"systemd/{unit}"].decode()
    return [line.split()[1:] for line in re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)]


def test_units_call_commands_that_exist() -> None:
    seen = []
    for unit in UNITS[:3]:
        for words in commands(unit):
            chosen = build_parser().parse_args([w.replace("%i", "8001") for w in words])
            seen.append(chosen.command)
    assert seen == ["serve", "serve", "backup", "retention", "audit"]


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, whose program is one that is here."""
    folder = tmp_path / "unites"
    folder.mkdir()
    for name in UNITS:
        text = deployment_files(HOST)[f"systemd/{name}"].decode()
        (folder / name).write_text(text.replace(PROGRAM, "/bin/true"), encoding="utf-8")
    return folder


def test_systemd_finds_no_fault(units: Path) -> None:
    for name in UNITS:
        whole = name.replace("@.", "@8001.")
        done = subprocess.run(
            ["systemd-analyze", "verify", units / whole],
            check=False,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), name
    (units / "tremplin.service").write_text("[Service]\nInconnu=oui\n", encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", units / "tremplin.service"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert told.stderr, "the check itself sees nothing"


@pytest.mark.parametrize("name", [UNITS[0], UNITS[2]])
def test_services_expose_little(units: Path, name: str) -> None:
    def exposed() -> int:
        return subprocess.run(
            [
                *("systemd-analyze", "security", "--offline=true", "--no-pager"),
                *(f"--threshold={MOST_EXPOSED}", units / name),
            ],
            check=False,
            capture_output=True,
        ).returncode

    assert exposed() == 0
    text = (units / name).read_text(encoding="utf-8")
    (units / name).write_text(text.replace("CapabilityBoundingSet=\n", ""), encoding="utf-8")
    assert exposed() != 0, "taking a defence away must show"


def test_no_address_but_this_machine_is_reached_by_a_unit() -> None:
    for name in UNITS[:3]:
        text = deployment_files(HOST)[f"systemd/{name}"].decode()
        assert "\nIPAddressDeny=any\nIPAddressAllow=localhost\n" in text
        assert "\nUser=tremplin\n" in text


def test_the_authority_certifies_this_name_and_no_other(tmp_path: Path) -> None:
    script = tmp_path / "autorite.sh"
    script.write_bytes(deployment_files(HOST)["tls/autorite.sh"])
    place = tmp_path / "tls"
    subprocess.run(["sh", script, place], check=True, capture_output=True)
    authority = (place / "autorite.pem").read_bytes()
    first = (place / "site.pem").read_bytes()
    subprocess.run(["sh", script, place], check=True, capture_output=True)
    assert (place / "autorite.pem").read_bytes() == authority
    assert (place / "site.pem").read_bytes() != first
    assert (place / "site.key").stat().st_mode & 0o077 == 0
    other = tmp_path / "autre.sh"
    other.write_bytes(deployment_files("ailleurs.interne")["tls/autorite.sh"])
    wrong = subprocess.run(["sh", other, place], check=False, capture_output=True, text=True)
    assert wrong.returncode != 0
    assert "permitted subtree violation" in wrong.stderr
