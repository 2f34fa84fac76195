"""The wheel, installed where there is nothing and no network, carries all it needs and serves."""

import json
import os
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.tree import ROOT, under
from tests.support.sites import free_port

pytestmark = pytest.mark.wheel


def run(*command: str | Path, cwd: Path = ROOT, **variables: str) -> str:
    """Run a program that must succeed, without pip's settings of this machine."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "TREMPLIN_"))}
    finished = subprocess.run(
        list(map(str, command)),
        check=False,
        cwd=cwd,
        env={**kept, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert finished.returncode == 0, finished.stdout
    return finished.stdout


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``make wheelhouse`` gathers."""
    folder = tmp_path_factory.mktemp("wheelhouse")
    gather = ROOT / "tools" / "make_wheelhouse.sh"
    subprocess.run([gather, folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def installed(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of an empty environment where only the wheelhouse was installed."""
    place = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", place / "venv")
    binaries = place / "venv" / "bin"
    pip = (binaries / "python", "-m", "pip", "install", "--quiet", "--no-index")
    lock = wheelhouse / "runtime.txt"
    offline = {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    run(*pip, "--find-links", wheelhouse, "--require-hashes", "-r", lock, cwd=place, **offline)
    own = next(wheelhouse.glob("tremplin-*.whl"))
    run(*pip, "--no-deps", own, cwd=place, **offline)
    return binaries


def test_the_wheel_carries_every_file(wheelhouse: Path) -> None:
    with zipfile.ZipFile(next(wheelhouse.glob("tremplin-*.whl"))) as wheel:
        names = set(wheel.namelist())
    for folder in ("templates", "static", "courses"):
        for path in under(folder):
            assert f"learning/_share/{path}" in names, f"{path}: is not in the wheel"
    for path in under("learning"):
        assert str(path) in names, f"{path}: is not in the wheel"


@pytest.fixture
def address(installed: Path, tmp_path: Path) -> Iterator[str]:
    """A site made and served by the installed command, far from the checkout."""
    data = str(tmp_path / "var")
    command = installed / "tremplin"
    run(command, "init", cwd=tmp_path, TREMPLIN_DATA=data)
    run(command, "courses", "publish", cwd=tmp_path, TREMPLIN_DATA=data)
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [command, "serve", "--port", str(port)],
            cwd=tmp_path,
            env={**os.environ, "TREMPLIN_DATA": data},
            stdout=log,
            stderr=log,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_the_installed_command_serves(address: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"{address}/sante", timeout=2) as reply:
                assert json.load(reply)["etat"] == "ok"
            break
        except OSError:
            assert time.monotonic() < deadline, "the installed site never answered"
            time.sleep(0.1)
    with urllib.request.urlopen(f"{address}/connexion", timeout=5) as reply:
        page = reply.read().decode()
    assert 'name="identifiant"' in page
    style = page.split('<link rel="stylesheet" href="')[1].split('"')[0]
    with urllib.request.urlopen(f"{address}{style}", timeout=5) as reply:
        assert reply.headers["Content-Type"].startswith("text/css")
