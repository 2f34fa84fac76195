"""The real program with one defence taken away: what a fault test must catch."""

import subprocess
import sys
from pathlib import Path

from tests.support.sites import ROOT, ServedSite, environment

# Each takes one defence away in the process that serves, before it starts.
MUTANTS = {
    "unsynced": (
        "from learning.storage import database\n"
        "database._PRAGMAS = tuple(p.replace('synchronous=FULL', 'synchronous=OFF')"
        " for p in database._PRAGMAS)"
    ),
    "impatient": (
        "from learning.storage import database\n"
        "database._PRAGMAS = tuple(p.replace('busy_timeout=8000', 'busy_timeout=0')"
        " for p in database._PRAGMAS)"
    ),
    "untold": (
        "import contextlib\n"
        "from learning.storage import database\n"
        "database._translated = contextlib.nullcontext"
    ),
    "clock-orders": (
        "import sqlalchemy as sa\n"
        "from learning.services import activity\n"
        "from learning.storage.base import UtcDateTime\n"
        "since = sa.bindparam('since', type_=UtcDateTime)\n"
        "activity._INSERT = sa.insert(activity.fact).values(sequence=since)"
    ),
    "strict-clock": (
        "from learning.web import session\n"
        "from datetime import timedelta\n"
        "whole = session.standing\n"
        "def strict(program, work, *, hold=False):\n"
        "    found = whole(program, work, hold=hold)\n"
        "    known = found.session\n"
        "    if known is not None and abs(work.instant - known.opened_at) > timedelta(hours=4):\n"
        "        return session.Standing(session=known, state='locked')\n"
        "    return found\n"
        "session.standing = strict\n"
        "from learning.web import pages\n"
        "pages.standing = strict"
    ),
}
# A form is taken whatever its number, or the attempt that it was shown for.
MUTANTS["unnumbered"] = (
    "from learning.services import answer\nanswer._is_current = lambda form, count: True"
)
MUTANTS["unattempted"] = (
    "from learning.services import test\ntest.is_of = lambda sitting, form: True"
)
# What a form carried after its session had ended goes with it.
MUTANTS["forgetful"] = "from learning.web import forms\nforms.LATE_FORMS.clear()"
# Says that it is kept before it is: the commit comes a moment later.
MUTANTS["hasty"] = (
    "import contextlib, threading\n"
    "from flask import request\n"
    "from learning.storage.database import Database\n"
    "whole = Database.writing\n"
    "@contextlib.contextmanager\n"
    "def hasty(self):\n"
    "    if not request or request.method != 'POST' or '/modules/' not in request.path:\n"
    "        with whole(self) as connection:\n"
    "            yield connection\n"
    "        return\n"
    "    self._writers.acquire()\n"
    "    connection = self._write.connect()\n"
    "    transaction = connection.begin()\n"
    "    def end(act):\n"
    "        act()\n"
    "        connection.close()\n"
    "        self._writers.release()\n"
    "    try:\n"
    "        yield connection\n"
    "    except BaseException:\n"
    "        end(transaction.rollback)\n"
    "        raise\n"
    "    threading.Timer(0.2, end, [transaction.commit]).start()\n"
    "Database.writing = hasty"
)
# A restoration while the site serves; and one that does not erase again who was erased.
MUTANTS["unlocked"] = (
    "import contextlib\n"
    "from learning.services import running\n"
    "running._locked = lambda *given, **named: contextlib.nullcontext()"
)
MUTANTS["resurrecting"] = (
    "from learning.services import restore\nrestore.erase_again = lambda *given, **named: 0"
)
# Every page that was ever sent stays in memory.
MUTANTS["leaking"] = (
    "from learning.web import pages\n"
    "whole, kept = pages._in_one_unit, []\n"
    "def leaking(view, values, permission):\n"
    "    response = whole(view, values, permission)\n"
    "    kept.append(response.get_data())\n"
    "    return response\n"
    "pages._in_one_unit = leaking"
)
_START = (
    "\nimport sys\nfrom learning.__main__ import main\nsys.argv[0] = 'tremplin'\nsys.exit(main())"
)


class HurtSite(ServedSite):
    """A served site without one of its defences."""

    def __init__(self, data: Path, port: int, mutant: str, variables: dict[str, str]) -> None:
        super().__init__(data, port, variables)
        self.mutant = mutant

    def command(self, *options: str) -> list[str]:
        """How it starts: the defence goes first."""
        words = super().command(*options)
        return [sys.executable, "-c", MUTANTS[self.mutant] + _START, *words[3:]]


def hurt_command(data: Path, mutant: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command without one of the defences."""
    return subprocess.run(
        [sys.executable, "-c", MUTANTS[mutant] + _START, *words],
        check=False,
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        text=True,
        timeout=180,
    )
