"""Imports only go down, and go round in no circle: the contracts of pyproject.toml."""

import subprocess
import sys
from pathlib import Path

from tests.guards.tree import ROOT


def test_import_contracts_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [command, "--no-cache", "--no-logo"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
