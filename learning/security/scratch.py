"""A site made for the checks and thrown away after them: the real program, invented people."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from learning.app import create_app
from learning.content.source import read_folder
from learning.domain.access import Role
from learning.domain.errors import Unavailable
from learning.paths import COURSES
from learning.security.visitor import Visitor
from learning.services.accounts import add_account, add_group, find_account, prepare_card
from learning.services.publish import prepare_release, publish
from learning.services.room_place import draw_code, hash_code
from learning.services.room_setup import add_terminal, make_code, make_room
from learning.services.site import make_site
from learning.services.work import Program, Work, with_release
from learning.settings import Settings

# One short module with its test, the glossary and the questionnaires: every page of a learner.
_TAKEN = ("decouverte/", "questionnaires/", "parcours/decouverte.md", "glossaire.md")
_FIGURES = "referentiel.yaml"
_PATH = "decouverte"
_HERE = "127.0.0.1"
LEARNERS = ("écrivain", "voisin de groupe", "voisin d’un autre groupe")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """Somebody of the scratch site."""

    id: UUID
    identifier: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """The scratch site, who is in it, and every answer that the checks got from it."""

    app: Flask
    program: Program
    learners: tuple[Invented, ...]
    staff: dict[Role, Invented]
    terminal_code: str = ""
    answers: list[TestResponse] = field(default_factory=list)

    def visitor(self, who: Invented | None = None) -> Visitor:
        """Return a browser, signed in if somebody holds it."""
        visitor = Visitor(self.app, secure=self.program.settings.mandataire_tls)
        if who is not None:
            visitor.sign_in(who.identifier, who.phrase)
        return visitor

    def of(self, role: Role) -> Invented:
        """Return somebody of a role."""
        return self.learners[0] if role is Role.LEARNER else self.staff[role]


@contextmanager
def scratch_site(settings: Settings) -> Iterator[Scratch]:
    """Make the scratch site under the site's own settings, and leave nothing of it.

    A paper grid is for people: without it, the team of the scratch site enters by its phrase.
    """
    with TemporaryDirectory(prefix="tremplin-dossier-") as folder:
        own = replace(
            settings,
            data=Path(folder) / "essai",
            database_url="",
            nom="Site d’essai",
            hotes=("localhost",),
            grilles=False,
        )
        program, _card = make_site(own)
        try:
            _publish(program)
            with _quiet():
                yield _enrol(program)
        finally:
            program.database.dispose()


@contextmanager
def _quiet() -> Iterator[None]:
    """A fault is counted among the answers, and said in the file: not on the terminal too."""
    logger = logging.getLogger("learning")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _publish(program: Program) -> None:
    files = {
        name: body
        for name, body in read_folder(COURSES).items()
        if name == _FIGURES or name.startswith(_TAKEN)
    }
    prepared = prepare_release(program, files, on=program.clock().date())
    if prepared.refused:
        raise Unavailable("Le cours d’essai ne se publie pas : le dossier ne peut pas être fait.")
    with program.writing() as work:
        publish(with_release(work), prepared)


def _enrol(program: Program) -> Scratch:
    cards = [prepare_card(program.keys.pepper) for _ in (*LEARNERS, *Role)]
    learners: list[Invented] = []
    staff: dict[Role, Invented] = {}
    with program.writing() as work:
        with_release(work)
        groups = [add_group(work, name=name, path=_PATH) for name in ("Groupe A", "Groupe B")]
        for number, name in enumerate(LEARNERS):
            place = groups[number == len(LEARNERS) - 1]
            made = add_account(
                work, cards.pop(), role=Role.LEARNER, name=name.capitalize(), groups=(place,)
            )
            identity = find_account(work, made.identifier)
            phrase = " ".join(made.words)
            learners.append(Invented(id=identity, identifier=made.identifier, phrase=phrase))
        for role in Role:
            if role is not Role.LEARNER:
                made = add_account(
                    work, cards.pop(), role=role, name="Équipe d’essai", groups=tuple(groups)
                )
                identity = find_account(work, made.identifier)
                phrase = " ".join(made.words)
                staff[role] = Invented(id=identity, identifier=made.identifier, phrase=phrase)
        code = _seat(work, program.keys.pepper)
    return Scratch(
        app=create_app(program),
        program=program,
        learners=tuple(learners),
        staff=staff,
        terminal_code=code,
    )


def _seat(work: Work, pepper: str) -> str:
    """Make a room: the terminal of the checks, and one to enrol by the code returned."""
    room, code = make_room(work, "Salle d’essai"), draw_code()
    add_terminal(work, room, number="1", address=_HERE)
    make_code(work, add_terminal(work, room, number="2", address=""), hash_code(code, pepper))
    return code
