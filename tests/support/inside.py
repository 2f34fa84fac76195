"""A demonstration served inside the test's own process, so that its clock can be moved."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from werkzeug.serving import make_server

from learning.app import create_app
from learning.services.work import Program, open_program
from learning.settings import Settings
from tests.support.client import PageClient
from tests.support.clock import Clock
from tests.support.sites import Demonstration, Person, free_port


@dataclass(frozen=True, slots=True)
class InsideSite:
    """A program opened on a demonstration, with a clock that the test moves."""

    program: Program
    app: Flask
    clock: Clock
    demonstration: Demonstration

    def person(self, role: str = "apprenant") -> Person:
        """Who may sign in."""
        return self.demonstration.person(role)

    def client(self, *, terminal: str = "127.0.0.1") -> PageClient:
        """A browser where nobody is signed in."""
        return PageClient(self.app, terminal=terminal)

    def signed_in(self, role: str = "apprenant", *, terminal: str = "127.0.0.1") -> PageClient:
        """A browser where this person is at home."""
        client = self.client(terminal=terminal)
        person = self.person(role)
        client.sign_in(person.identifier, person.phrase)
        return client


@pytest.fixture
def inside_site(demonstration_copy: Demonstration) -> Iterator[InsideSite]:
    """A demonstration of one's own, opened in this process, at the present instant."""
    clock = Clock(datetime.now(UTC))
    program = open_program(Settings(data=demonstration_copy.data), clock=clock)
    yield InsideSite(program, create_app(program), clock, demonstration_copy)
    program.database.dispose()


Listen = Callable[[Flask], str]


@pytest.fixture
def listen() -> Iterator[Listen]:
    """Serve an application on loopback from a thread, and tell its address."""
    stops: list[Callable[[], None]] = []

    def start(app: Flask) -> str:
        port = free_port()
        # Closing waitress from another thread races with its select; this one can be stopped.
        server = make_server("127.0.0.1", port, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def stop() -> None:
            server.shutdown()
            thread.join(timeout=5)
            server.server_close()

        stops.append(stop)
        return f"http://127.0.0.1:{port}"

    yield start
    for stop in stops:
        stop()
