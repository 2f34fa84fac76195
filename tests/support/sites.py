"""Whole sites for tests: made by the real commands, served by the real program.

The demonstration is made once a session and copied for whoever needs one of its own.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60.0  # a loaded machine; where a start has a bar, its test measures it


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demonstration that a test may sign in with."""

    role: str
    identifier: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A data directory that the commands have filled, and who may sign in."""

    data: Path
    people: tuple[Person, ...]

    def person(self, role: str = "apprenant") -> Person:
        """The first account of a role; the first learner has answered nothing yet."""
        return next(person for person in self.people if person.role == role)

    def copy_to(self, data: Path) -> "Demonstration":
        """The same site, elsewhere."""
        shutil.copytree(self.data, data)
        return Demonstration(data, self.people)


def tremplin(data: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an administrator would, on this data directory."""
    return subprocess.run(
        [sys.executable, "-m", "learning", *arguments],
        check=False,
        cwd=ROOT,
        env=environment(data, **variables),
        capture_output=True,
        text=True,
        timeout=180,
    )


def environment(data: Path, **variables: str) -> dict[str, str]:
    """The environment of a program started by a test: nothing of the developer's own site."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TREMPLIN_", "COVERAGE_"))}
    return {**kept, "TREMPLIN_DATA": str(data), "PYTHONWARNINGS": "default", **variables}


def done(data: Path, *arguments: str, **variables: str) -> str:
    """Run a command that must succeed, and give its standard output."""
    result = tremplin(data, *arguments, **variables)
    assert result.returncode == 0, f"tremplin {' '.join(arguments)} :\n{result.stderr}"
    return result.stdout


def make_demonstration(data: Path, *options: str, **variables: str) -> Demonstration:
    """Make, publish and fill a site."""
    done(data, "init", **variables)
    done(data, "courses", "publish", "courses", **variables)
    rows = json.loads(done(data, "demo", *options, "--json", **variables))
    people = tuple(Person(row["role"], row["identifiant"], row["phrase"]) for row in rows)
    return Demonstration(data, people)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The demonstration, shared: copy it before writing anything."""
    folder = tmp_path_factory.mktemp("demonstration")
    return make_demonstration(folder / "var", "--learners", "40", "--days", "60")


@pytest.fixture
def demonstration_copy(demonstration: Demonstration, tmp_path: Path) -> Demonstration:
    """A demonstration of one's own."""
    return demonstration.copy_to(tmp_path / "var")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class ServedSite:
    """A running ``tremplin serve``."""

    data: Path
    port: int
    variables: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Where it answers, without a final slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it writes on its standard error."""
        return self.data.parent / f"serve-{self.port}.log"

    def command(self, *options: str) -> list[str]:
        """How it starts."""
        return [sys.executable, "-m", "learning", "serve", "--port", str(self.port), *options]

    def start(self, *options: str) -> float:
        """Start, wait until it answers, and tell how many seconds that took."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(*options),
                cwd=ROOT,
                env=environment(self.data, **self.variables),
                stdout=log,
                stderr=log,
            )
        while not self.answers():
            code = self.process.poll()
            if code is not None or time.monotonic() > began + READY_SECONDS:
                pytest.fail(f"serve ({code}) :\n{self.log.read_text(encoding='utf-8')[-4000:]}")
            time.sleep(0.02)
        return time.monotonic() - began

    def answers(self) -> bool:
        """Whether the site says that it is ready."""
        try:
            with urllib.request.urlopen(f"{self.url}/sante", timeout=2) as reply:
                return bool(json.load(reply)["etat"] == "ok")
        except (urllib.error.URLError, OSError, ValueError):
            return False

    def kill(self) -> None:
        """Stop it as a power cut would: no goodbye."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Ask it to stop."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()


Serve = Callable[..., ServedSite]


@pytest.fixture
def serve_site() -> Iterator[Serve]:
    """Serve a data directory by the real program; stopped at the end of the test."""
    started: list[ServedSite] = []

    def serve(data: Path, *options: str, **variables: str) -> ServedSite:
        site = ServedSite(data, free_port(), variables)
        started.append(site)
        site.start(*options)
        return site

    yield serve
    for site in started:
        site.stop()


@pytest.fixture(scope="module")
def served_demonstration(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ServedSite, Demonstration]]:
    """A demonstration of the module's own, served."""
    copy = demonstration.copy_to(tmp_path_factory.mktemp("served") / "var")
    site = ServedSite(copy.data, free_port())
    site.start()
    yield site, copy
    site.stop()
