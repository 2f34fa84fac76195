"""Install, serve and change version from a wheelhouse, where there is no network at all."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.storage.upgrade import HEAD
from tests.support.sites import ROOT

pytestmark = [pytest.mark.long, pytest.mark.wheel]

FORMER_VERSION, FORMER_BASE = "0.0.9", "0004"
SCRIPT = """
set -eu
ip link set lo up
test -z "$(ip route show)"
"$PYTHON" -c 'import errno, socket
try:
    socket.create_connection(("192.0.2.1", 80), 3)
except OSError as error:
    assert error.errno == errno.ENETUNREACH, error
else:
    raise SystemExit("a network is reached")'
pip() { venv/bin/python -m pip --quiet --disable-pip-version-check "$@"; }
serve() {
    venv/bin/tremplin serve --port 8000 2>serve.log &
    for _ in $(seq 100); do
        venv/bin/python -c 'import urllib.request as u
print(u.urlopen("http://127.0.0.1:8000/sante", timeout=2).read().decode())' 2>/dev/null && break
        sleep 0.2
    done
    kill "$!"
    wait "$!" || true
}
"$PYTHON" -m venv venv
pip install --no-index --find-links "$WHEELS" --require-hashes -r "$WHEELS/runtime.txt"
pip install --no-index --no-deps "$FORMER"
venv/bin/python -m pip show tremplin | grep '^Version'
mkdir -m 700 "$TREMPLIN_DATA"
venv/bin/python "$BASE"
pip install --no-index --no-deps --upgrade "$WHEELS"/tremplin-*.whl
venv/bin/python -m pip show tremplin | grep '^Version'
venv/bin/tremplin serve --port 8000 2>refus.log && exit 3
grep -q ancienne refus.log
venv/bin/tremplin upgrade
venv/bin/tremplin init
venv/bin/tremplin courses publish >/dev/null
venv/bin/tremplin backup "$TREMPLIN_DATA/../copie.sauvegarde" >/dev/null
serve
venv/bin/tremplin securite -o dossier
"""
FORMER_SITE = """
import os
import sqlalchemy as sa
from datetime import UTC, datetime
from learning.services.work import make_keys
from learning.settings import load_settings
from learning.storage.database import Database
from learning.storage.people import site
from learning.storage.upgrade import upgrade
settings = load_settings()
os.umask(0o077)
make_keys(settings.data)
base = Database(settings.database)
upgrade(base, os.environ["FORMER_BASE"])
with base.writing() as connection:
    row = {"id": "site", "name": "Ancien", "created_at": datetime.now(UTC)}
    connection.execute(sa.insert(site), row)
base.dispose()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder where only this test writes."""
    with tempfile.TemporaryDirectory(prefix="tremplin-isole-") as folder:
        yield Path(folder)


def wheel_of(version: str, place: Path) -> Path:
    """The product's wheel under another version."""
    copy = place / "sources"
    copy.mkdir()
    for name in ("learning", "templates", "static", "courses"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "pyproject.toml"):
        text = (ROOT / name).read_text(encoding="utf-8")
        named = re.sub(r'^version = ".*"$', f'version = "{version}"', text, flags=re.MULTILINE)
        (copy / name).write_text(named, encoding="utf-8")
    order = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-index"]
    subprocess.run(
        [*order, "--no-build-isolation", "-w", place / "avant", copy],
        check=True,
        capture_output=True,
    )
    return next((place / "avant").glob("tremplin-*.whl"))


def test_a_site_is_installed_and_upgraded_without_any_network(place: Path) -> None:
    wheels = place / "wheelhouse"
    subprocess.run([ROOT / "tools/make_wheelhouse.sh", wheels], check=True, capture_output=True)
    base = place / "ancien.py"
    base.write_text(FORMER_SITE, encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "TREMPLIN_", "PYT"))}
    done = subprocess.run(
        ["unshare", "--net", "sh", "-c", SCRIPT],
        check=False,
        cwd=place,
        env={
            **kept,
            "PYTHON": str(Path(sys.executable).resolve()),
            "WHEELS": str(wheels),
            "FORMER": str(wheel_of(FORMER_VERSION, place)),
            "BASE": str(base),
            "FORMER_BASE": FORMER_BASE,
            "TREMPLIN_DATA": str(place / "var"),
            "PIP_CONFIG_FILE": os.devnull,
        },
        capture_output=True,
        text=True,
        timeout=540,
    )
    told = done.stdout
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert [line.split()[1] for line in re.findall(r"^Version: .*", told, re.MULTILINE)] == [
        FORMER_VERSION,
        re.findall(r'^version = "(.*)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[0],
    ]
    assert '"etat":"ok"' in told.replace(" ", "")
    assert "0 à corriger" in told
    page = (place / "dossier" / "dossier-securite.html").read_text(encoding="utf-8")
    assert f"La base est à la version {HEAD}" in page
    assert "Aucune connexion ni recherche de nom hors de cette machine" in page
