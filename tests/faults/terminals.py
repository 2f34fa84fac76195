"""Hundreds of terminals in one thread, each with an address, a cookie and a connection of its own.

A request leaves at its hour whatever became of the others, and its wait counts from that hour.
"""

import asyncio
import gzip
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from random import Random
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.conftest import LESSON, MODULE
from tests.support.little_site import Learner

ANSWERED, TEXT = "client-precis", "ma-phrase"
Act = Callable[[], Awaitable[None]]
PAGES = (
    "/accueil",
    "/modules",
    f"/modules/{MODULE}",
    LESSON,
    f"/modules/{MODULE}/prix",
    LESSON,
    f"/modules/{MODULE}/decider",
    "/revision",
    "/projet",
    "/projet/prix",
    "/glossaire",
    "/aide",
)
STAFF_PAGES = {
    "counsellor": ("/suivi", "/suivi/groupes", "/suivi/demandes"),
    "trainer": ("/equipe", "/formateur/a-lire", f"/formateur/questions/{MODULE}"),
    "supervisor": ("/salle",),
}
# Out of twenty acts that are no autosave: fourteen pages, five answers, a page of the team.
OUT_OF, READS, ANSWERS = 20, 14, 5
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Sample:
    """One act: what it was, how long after its hour it was answered, and what went wrong."""

    kind: str
    seconds: float
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        """The page, unpacked."""
        packed = self.body.startswith(b"\x1f\x8b")
        return (gzip.decompress(self.body) if packed else self.body).decode()


@dataclass(slots=True)
class Terminal:
    """A browser at an address of its own; it opens its connection again as browsers do."""

    port: int
    person: Learner
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    answers: int = 0
    busy: bool = False
    _streams: "tuple[asyncio.StreamReader, asyncio.StreamWriter] | None" = None

    async def ask(
        self, method: str, path: str, values: dict[str, str] | None = None, *, auto: bool = False
    ) -> Reply:
        """Send a request; a connection that the site closed meanwhile is opened again."""
        sent = self._request(method, path, values, auto=auto)
        if self._streams is not None:
            try:
                return await self._exchange(sent)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
        self._streams = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(self.address, 0)
        )
        return await self._exchange(sent)

    def _request(
        self, method: str, path: str, values: dict[str, str] | None, *, auto: bool
    ) -> bytes:
        body = urlencode(values or {}).encode()
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Accept-Encoding: gzip",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self.cookies.items())}",
        ]
        if values is not None:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        if auto:
            lines.append("X-Enregistrement: auto")
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def _exchange(self, sent: bytes) -> Reply:
        assert self._streams
        reader, writer = self._streams
        writer.write(sent)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                known, _, kept = value.partition(";")[0].partition("=")
                self.cookies[known] = kept
            headers[name.lower()] = value
        body = await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection", "").lower() == "close":
            self.close()
        parts = urlsplit(headers.get("location", ""))
        where = parts.path + (f"?{parts.query}" if parts.query else "")
        return Reply(int(head[0].split()[1]), where, body)

    async def open_sign_in(self) -> None:
        """Stand before the page of sign-in, as an idle terminal does."""
        self.token = await self._token("/connexion")

    async def sign_in(self) -> None:
        """Sign in and land on the home."""
        values = {
            "csrf_token": self.token,
            "identifiant": self.person.identifier,
            "phrase": self.person.phrase,
        }
        entered = await self.ask("POST", "/connexion", values)
        assert entered.status == 303, f"sign-in: {entered.status}"
        home = await self.ask("GET", entered.location)
        if home.status == 303:  # the team's home is elsewhere
            home = await self.ask("GET", home.location)
        assert home.status == 200, f"{entered.location}: {home.status} {home.location}"
        self.token = ""

    async def read(self, path: str) -> None:
        """Open a page."""
        reply = await self.ask("GET", path)
        assert reply.status == 200, f"{path}: {reply.status} {reply.location}"

    async def answer(self) -> None:
        """Answer the question again, and land where that leads."""
        if not self.token:
            self.token = await self._token(LESSON)
        values = {"csrf_token": self.token, "jeton": str(self.answers), "enregistrer": ANSWERED}
        given = await self.ask("POST", LESSON, {**values, ANSWERED: str(1 + self.answers % 3)})
        assert given.status == 303, f"answer {self.answers}: {given.status}"
        self.answers += 1
        await self.read(given.location)

    async def save(self) -> None:
        """Let the page keep by itself what is being typed."""
        if not self.token:
            self.token = await self._token(LESSON)
        text = f"Une soupe chaude, le midi, pour la gare. {time.monotonic()}"
        values = {"csrf_token": self.token, "jeton": "0", TEXT: text}
        kept = await self.ask("POST", LESSON, values, auto=True)
        assert kept.status == 200, f"autosave: {kept.status} {kept.location}"

    async def _token(self, path: str) -> str:
        reply = await self.ask("GET", path)
        found = _TOKEN.search(reply.text)
        assert found, f"{path}: {reply.status}, no form"
        return found.group(1)

    def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
            self._streams = None


Asked = tuple[str, Terminal, Act]


async def timed(kind: str, due: float, act: Act) -> Sample:
    """Act, and tell how long after its hour it was done."""
    trouble = ""
    try:
        await act()
    except (AssertionError, OSError, asyncio.IncompleteReadError) as error:
        trouble = f"{kind}: {error!r}"
    return Sample(kind, time.monotonic() - due, trouble)


async def enter_together(people: Sequence[Terminal]) -> list[Sample]:
    """Let everybody send their phrase in the same instant."""
    for one in people:
        await one.open_sign_in()
    due = time.monotonic()
    return await asyncio.gather(*(timed("connexion", due, one.sign_in) for one in people))


@dataclass(slots=True)
class Load:
    """What a room full of people asks, at a steady rate."""

    learners: Sequence[Terminal]
    staff: Sequence[tuple[Terminal, Sequence[str]]]
    samples: list[Sample] = field(default_factory=list)
    _random: Random = field(default_factory=lambda: Random(20261125))
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _pages: Iterator[str] = field(default_factory=lambda: cycle(PAGES))

    async def run(self, seconds: float, *, acts: float, autosaves: float) -> None:
        """Ask for so long: so many acts and so many autosaves a second."""
        await asyncio.gather(
            self._tick(seconds, acts, self._next_act),
            self._tick(seconds, autosaves, self._next_save),
        )
        await asyncio.gather(*self._tasks)

    def trouble(self) -> Counter[str]:
        """What went wrong, and how often."""
        return Counter(one.trouble for one in self.samples if one.trouble)

    async def _tick(self, seconds: float, rate: float, coming: Callable[[], Asked]) -> None:
        began = time.monotonic()
        for number in range(int(seconds * rate)):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            try:
                kind, terminal, act = coming()
            except LookupError:
                self.samples.append(Sample("attente", 0.0, "every terminal waits for its page"))
                continue
            terminal.busy = True
            task = asyncio.create_task(self._one(due, kind, terminal, act))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _one(self, due: float, kind: str, terminal: Terminal, act: Act) -> None:
        self.samples.append(await timed(kind, due, act))
        terminal.busy = False

    def _next_act(self) -> Asked:
        drawn = self._random.randrange(OUT_OF)
        if drawn >= READS + ANSWERS:
            terminal, pages = self._random.choice(self.staff)
            if not terminal.busy:
                return "équipe", terminal, partial(terminal.read, self._random.choice(pages))
        terminal = self._free()
        if drawn >= READS:
            return "réponse", terminal, terminal.answer
        return "page", terminal, partial(terminal.read, next(self._pages))

    def _next_save(self) -> Asked:
        terminal = self._free()
        return "enregistrement", terminal, terminal.save

    def _free(self) -> Terminal:
        """Somebody whose last page has come: a terminal asks one thing at a time."""
        return self._random.choice([one for one in self.learners if not one.busy])
