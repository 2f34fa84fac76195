"""A room of the small site, and what its supervisor does by the forms of the screen."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from learning.services import room_setup
from learning.storage.sessions import terminal_session
from tests.support.client import PageClient, Reply
from tests.support.small_site import SmallSite

ALIX, BILAL = "127.0.0.2", "127.0.0.3"
WEEKDAYS = {
    name: hour
    for day in range(1, 6)
    for name, hour in (
        (f"ouvre-{day}-1", "08:30"),
        (f"ferme-{day}-1", "11:45"),
        (f"ouvre-{day}-2", "14:00"),
        (f"ferme-{day}-2", "17:00"),
    )
}


@dataclass(frozen=True, slots=True)
class Room:
    """The room and its terminals, the first where Alix sits, the second where Bilal does."""

    small: SmallSite
    id: UUID
    terminals: tuple[UUID, ...]

    @property
    def url(self) -> str:
        """Its screen."""
        return f"/salle/{self.id}"

    def one(self, number: int) -> str:
        """The screen of a terminal, from 1."""
        return f"/salle/postes/{self.terminals[number - 1]}"

    def learner(self, name: str = "alix") -> PageClient:
        """Alix or Bilal, at their terminal."""
        return self.small.signed_in(name, terminal=ALIX if name == "alix" else BILAL)

    def act(self, client: PageClient, action: str, url: str = "") -> Reply:
        """Press a button of the room, or of a terminal."""
        return client.send(client.get(url or self.url).page.form(action=action))

    def pause(self, client: PageClient) -> Reply:
        """« Tout mettre en pause »."""
        return self.act(client, f"{self.url}/pause")

    def resume(self, client: PageClient) -> Reply:
        """« Reprendre la séance »."""
        return self.act(client, f"{self.url}/reprendre")

    def on_one(self, client: PageClient, number: int, act: str) -> Reply:
        """Do an act of a terminal, by its own page."""
        return self.act(client, f"{self.one(number)}/{act}", self.one(number))

    def opens_on_weekdays(self) -> None:
        """From 8:30 to 11:45 and from 14:00 to 17:00, Monday to Friday."""
        with self.small.program.writing() as work:
            room_setup.set_hours(work, self.id, WEEKDAYS)

    def states(self, name: str) -> list[str]:
        """The states of somebody's sessions."""
        query = sa.select(terminal_session.c.state).where(
            terminal_session.c.account_id == self.small.accounts[name].id
        )
        with self.small.program.reading() as work:
            return sorted(work.connection.execute(query).scalars())
