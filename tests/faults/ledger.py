"""Clients that write down, on disk, every answer that the server said it had recorded."""

import http.client
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from learning.domain.facts import AnswerGiven
from learning.services.activity import facts_of
from learning.services.work import open_program
from learning.settings import Settings
from tests.support.little_site import LESSON, MODULE, Learner
from tests.support.visitor import Visitor

GIVING_UP_SECONDS = 60.0
Result = TypeVar("Result")
Entry = tuple[str, str]  # who, and what was typed


class Ledger:
    """Lines fsynced one by one: what it holds was acknowledged."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        self._stream = file.open("a", encoding="ascii")

    def write(self, who: UUID, typed: str) -> None:
        """Note an acknowledged answer, durably."""
        with self._lock:
            self._stream.write(f"{who} {typed}\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def entries(self) -> list[Entry]:
        """Everything acknowledged so far."""
        with self._lock:
            lines = self.file.read_text(encoding="ascii").splitlines()
        return [(who, typed) for who, typed in (line.split() for line in lines)]

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


@dataclass
class Client(threading.Thread):
    """A learner who answers the same question again and again, and insists until heard."""

    url: str
    learner: Learner
    ledger: Ledger
    count: int
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Answer ``count`` times, each time with a number never typed before."""
        try:
            visitor = insist(self._sign_in)
            page = insist(lambda: visitor.get(LESSON)).page
            token = page.form(action=LESSON).values["csrf_token"]
            for number in range(self.count):
                self._answer(visitor, token, number)
            visitor.close()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test says it
            self.trouble.append(f"{self.learner.identifier}: {error!r}")

    def _sign_in(self) -> Visitor:
        visitor = Visitor(self.url)
        visitor.sign_in(self.learner.identifier, self.learner.phrase)
        return visitor

    def _answer(self, visitor: Visitor, token: list[str], number: int) -> None:
        typed = str(1000 + number)
        values: dict[str, str | list[str]] = {
            "csrf_token": token,
            "jeton": str(number),
            "combien": typed,
            "enregistrer": "combien",
        }
        answered = insist(lambda: visitor.ask("POST", LESSON, values))
        if answered.status == 303 and "connexion" not in answered.location:
            self.ledger.write(self.learner.id, typed)
        else:
            self.trouble.append(f"{self.learner.identifier}: {answered.status} to {typed}")


def insist(act: Callable[[], Result]) -> Result:
    """Do it again until the server is there to hear."""
    deadline = time.monotonic() + GIVING_UP_SECONDS
    while True:
        try:
            return act()
        except (OSError, http.client.HTTPException):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def recorded(data: Path, learners: tuple[Learner, ...]) -> list[Entry]:
    """Every answer that the database holds, in order."""
    program = open_program(Settings(data=data))
    try:
        with program.reading() as work:
            return [
                (str(learner.id), fact.fields[0][1])
                for learner in learners
                for fact in facts_of(work, learner.id, MODULE)
                if isinstance(fact, AnswerGiven)
            ]
    finally:
        program.database.dispose()


def verdict(acknowledged: list[Entry], kept: list[Entry]) -> list[str]:
    """What was lost, and what was counted twice."""
    counts = Counter(kept)
    lost = [
        f"{who} {typed}: acknowledged and lost" for who, typed in set(acknowledged) - set(kept)
    ]
    twice = [f"{who} {typed}: counted {n} times" for (who, typed), n in counts.items() if n > 1]
    return sorted(lost + twice)
