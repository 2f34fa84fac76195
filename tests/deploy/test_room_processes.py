"""Two serve processes on PostgreSQL: what the room does in one holds in the other at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from learning.domain.access import Actor, Role
from learning.services import room_setup
from learning.services.accounts import Card, add_account, find_account, prepare_card
from learning.services.work import Program, open_program, with_release
from learning.settings import Settings
from tests.support.little_site import LESSON, Learner, make_little_site
from tests.support.sites import Serve
from tests.support.visitor import Visitor

pytestmark = pytest.mark.postgres


@dataclass(frozen=True, slots=True)
class Twice:
    """One site served twice; the room whose only terminal is this machine."""

    urls: tuple[str, str]
    learner: Learner
    supervisor: Card
    room: str
    opened: list[Visitor]

    def browser(self, identifier: str, phrase: str, *, process: int) -> Visitor:
        """Somebody at home in one process."""
        visitor = self._open(process)
        visitor.sign_in(identifier, phrase)
        return visitor

    def same(self, visitor: Visitor, *, process: int) -> Visitor:
        """The same browser, answered by the other process."""
        other = self._open(process)
        other.cookies = visitor.cookies
        return other

    def _open(self, process: int) -> Visitor:
        self.opened.append(Visitor(self.urls[process]))
        return self.opened[-1]


@pytest.fixture
def twice(tmp_path: Path, postgres_url: str, serve_site: Serve) -> Iterator[Twice]:
    """The site and its two processes."""
    data = tmp_path / "var"
    learners = make_little_site(data, 1, TREMPLIN_DATABASE_URL=postgres_url)
    program = open_program(Settings(data=data, database_url=postgres_url))
    supervisor, room = furnish(program)
    program.database.dispose()
    first, second = (serve_site(data, TREMPLIN_DATABASE_URL=postgres_url) for _ in range(2))
    made = Twice((first.url, second.url), learners[0], supervisor, room, [])
    yield made
    for visitor in made.opened:
        visitor.close()


def furnish(program: Program) -> tuple[Card, str]:
    """A supervisor, and a room with one terminal."""
    card = prepare_card(program.keys.pepper)
    with program.writing() as work:
        with_release(work)
        made = add_account(work, card, role=Role.SUPERVISOR, name="Surveillance")
        identity = find_account(work, made.identifier)
        work.actor = Actor(id=identity, role=Role.SUPERVISOR, site=work.site)
        room = room_setup.make_room(work, "Salle 1")
        room_setup.add_terminal(work, room, number="1", address="127.0.0.1")
    return made, f"/salle/{room}"


def press(supervisor: Visitor, page: str, action: str) -> None:
    """Press a button of a page of the room."""
    sent = supervisor.send(supervisor.get(page).page.form(action=action), {})
    assert sent.status == 303, sent.body


def test_what_the_room_does_in_one_process_holds_in_the_other(twice: Twice) -> None:
    there = twice.browser(twice.learner.identifier, twice.learner.phrase, process=1)
    phrase = " ".join(twice.supervisor.words)
    watching = twice.browser(twice.supervisor.identifier, phrase, process=0)
    form = there.get(LESSON).page.form("combien")
    press(watching, twice.room, f"{twice.room}/pause")
    kept = there.send(form, {"combien": "7", "enregistrer": "combien"})
    assert kept.location == f"/pause?suite={LESSON}&garde=1"
    for asked in (there, twice.same(there, process=0)):
        assert asked.ask("GET", LESSON).location.startswith("/pause?")
        assert asked.get("/pause").page.heading == "La séance est en pause"
    press(twice.same(watching, process=1), twice.room, f"{twice.room}/reprendre")
    for process in (0, 1):
        lesson = twice.same(there, process=process).ask("GET", LESSON)
        assert lesson.status == 200
        assert lesson.page.form("combien").values["combien"] == ["7"]
    terminal = next(
        url for url in watching.get(twice.room).page.links if url.startswith("/salle/postes/")
    )
    press(watching, terminal, f"{terminal}/fermer")
    for process in (1, 0):
        ended = twice.same(there, process=process).get(LESSON)
        assert ended.page.heading == "Votre session a été fermée"
