"""Whether the site is being served, told by a lock on its data directory.

Each ``serve`` shares the lock; what replaces the data takes it alone, or is refused.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learning.domain.errors import Refused

try:
    import fcntl
except ImportError:  # absent on Windows, where the files themselves cannot be replaced
    fcntl = None  # type: ignore[assignment]

FILE = "en-service.verrou"
UPGRADES = "sauvegardes"  # what upgrades kept of before them
CUT_FILE = "restauration-en-cours"


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Hold the data with whoever else serves them.

    Raises:
        Refused: the data are being replaced.

    """
    with _locked(
        data,
        "Une restauration ou une mise à niveau est en cours. Attendez qu’elle finisse.",
        shared=True,
    ):
        yield


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Hold the data alone, to replace them.

    Raises:
        Refused: the site is being served, or somebody else replaces them.

    """
    with _locked(
        data,
        "Le site est en marche. Arrêtez-le (« systemctl stop tremplin »), puis recommencez. "
        "Rien n’a changé.",
        shared=False,
    ):
        yield


@contextmanager
def _locked(data: Path, refusal: str, *, shared: bool) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    descriptor = os.open(data / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused(refusal) from error
        yield
    finally:
        os.close(descriptor)
