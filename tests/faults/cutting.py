"""A command killed inside the step that is named, once that step is done."""

import subprocess
import sys
from pathlib import Path

from tests.support.sites import ROOT, environment

# ``first`` is done just before the end: a mutant keeps there what should have gone with the rest.
_CUT = """
import os, pkgutil, signal, sys
place, name = sys.argv[1].rsplit(".", 1)
target, first = pkgutil.resolve_name(place), sys.argv[2]
whole = getattr(target, name)
def cut(*given, **named):
    whole(*given, **named)
    exec(first)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(target, name, cut)
from learning.__main__ import main
sys.argv = ["tremplin", *sys.argv[3:]]
sys.exit(main())
"""


def cut(data: Path, step: str, *words: str, first: str = "") -> None:
    """Run a command and kill it after a step, ``module.name`` or ``module:Class.name``."""
    killed = subprocess.run(
        [sys.executable, "-c", _CUT, step, first, *words],
        check=False,
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        timeout=120,
    )
    assert killed.returncode == -9, killed.stderr.decode()
