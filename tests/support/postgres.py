"""A real PostgreSQL of one's own: a cluster in a temporary folder, reached by a Unix socket.

Debian's programs refuse to run as root, so root hands them to the ``postgres`` account.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

OWNER = "tremplin"
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=32MB",
    "wal_level=minimal",
    "max_wal_senders=0",
)


def programs() -> Path:
    """The newest PostgreSQL that Debian installed."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parent.parent.name),
    )
    if not found:
        pytest.fail("PostgreSQL est absent. Tapez : sudo apt-get install -y postgresql")
    return found[-1].parent


def _run(*command: str | Path) -> None:
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_owner, *map(str, command)],
        check=False,
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        pytest.fail(f"{command[0]} a échoué :\n{done.stdout}")


@dataclass(slots=True)
class Cluster:
    """A server, and a way to ask it for fresh databases."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, name: str) -> str:
        """The SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """Make a database, empty or copied from a template, and tell its name."""
        name = f"t{next(self.numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def add_role(self, name: str) -> None:
        """Add somebody who may connect, and nothing else."""
        self._execute("CREATE ROLE {} LOGIN", name)

    def refill(self, name: str, template: str) -> None:
        """Make an empty database again, this time as a copy."""
        self.drop(name)
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, order: str, *names: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user=OWNER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql.SQL(order).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """One server for the whole session."""
    binaries = programs()
    folder = Path(tempfile.mkdtemp(prefix="tremplin-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    files = folder / "files"
    _run(
        *(binaries / "initdb", "-D", files, "-U", OWNER, "--auth=trust", "--no-sync"),
        *("--encoding=UTF8", "--locale=C.UTF-8"),
    )
    options = " ".join(f"-c {setting}" for setting in SETTINGS)
    _run(
        *(binaries / "pg_ctl", "-D", files, "-w", "-l", folder / "log"),
        *("-o", f"-k {folder} {options}", "start"),
    )
    try:
        yield Cluster(folder)
    finally:
        _run(binaries / "pg_ctl", "-D", files, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """The address of an empty database, dropped afterwards."""
    name = postgres_cluster.create()
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)
