"""A site made in this process, with every shape of question, two groups and staff of each role.

It is made once a session and copied for each test, which then moves its own clock.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from learning.app import create_app
from learning.content.source import read_folder
from learning.domain.access import Actor, Role
from learning.domain.facts import AnswerGiven, Fact
from learning.services.accounts import (
    PreparedCard,
    add_account,
    add_group,
    find_account,
    groups_of,
    prepare_card,
)
from learning.services.activity import facts_of
from learning.services.audit import known_name
from learning.services.publish import Prepared, prepare_release, publish
from learning.services.site import make_site
from learning.services.work import Program, Work, open_program, with_release
from learning.settings import Settings
from learning.storage.activity import draft
from learning.storage.audit import audit
from tests.support.client import PageClient
from tests.support.clock import START, Clock

COURSES = Path(__file__).parents[1] / "web" / "courses"
LESSON = "/modules/essai/formes"
NEXT_LESSON = "/modules/essai/choix"
TEST = "/modules/essai/epreuve"
STAFF = (
    Role.TRAINER,
    Role.COUNSELLOR,
    Role.SUPERVISOR,
    Role.ADMINISTRATOR,
    Role.EVALUATOR,
)
LEARNERS = ("alix", "bilal", "chloe")  # the first two share a group with the staff


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    id: UUID
    identifier: str
    phrase: str


class TickingClock(Clock):
    """A clock that no two calls find at the same instant, as on a real machine."""

    def __call__(self) -> datetime:
        self.instant += timedelta(milliseconds=1)
        return self.instant


def make(data: Path, url: str = "", *, phrases: bool = True) -> tuple[Program, dict[str, Account]]:
    """Make, publish and enrol; accounts are named by learner or by role.

    Without ``phrases`` nobody can sign in, and nothing slow is done.
    """
    made, _card = make_site(Settings(data=data, database_url=url))
    program = replace(made, clock=TickingClock(START))
    with program.writing() as work:
        publish(with_release(work), prepared_courses())
    return program, enrol(program, phrases=phrases)


@cache
def prepared_courses() -> Prepared:
    """The small courses, checked and rendered once for every site of the run."""
    with TemporaryDirectory() as folder:
        scratch, _card = make_site(Settings(data=Path(folder)))
        prepared = prepare_release(scratch, read_folder(COURSES), on=START.date())
        scratch.database.dispose()
    assert not prepared.refused, [str(finding) for finding in prepared.findings]
    return prepared


def publish_folder(program: Program, files: dict[str, bytes]) -> str:
    """Publish these files and return the release's name."""
    prepared = prepare_release(program, files, on=START.date())
    assert not prepared.refused, [str(finding) for finding in prepared.findings]
    with program.writing() as work:
        publish(with_release(work), prepared)
    return prepared.id


def enrol(program: Program, *, phrases: bool) -> dict[str, Account]:
    """Add two groups, three learners and one person of each other role."""
    names = (*LEARNERS, *(role.value for role in STAFF))
    prepared = {
        name: prepare_card(program.keys.pepper) if phrases else PreparedCard(words=(), hashed="")
        for name in names
    }
    accounts = {}
    with program.writing() as work:
        with_release(work)
        near = add_group(work, name="Groupe du matin", path="essai")
        far = add_group(work, name="Groupe du soir", path="essai")
        for name, card in prepared.items():
            made = add_account(
                work,
                card,
                role=Role.LEARNER if name in LEARNERS else Role(name),
                name=name.capitalize(),
                groups=(far if name == "chloe" else near,),
            )
            identity = find_account(work, made.identifier)
            accounts[name] = Account(identity, made.identifier, " ".join(card.words))
    return accounts


@dataclass(frozen=True, slots=True)
class SmallSite:
    """A program of the test's own, and who may sign in to it."""

    program: Program
    app: Flask
    clock: Clock
    accounts: dict[str, Account]

    def client(self, *, terminal: str = "127.0.0.1") -> PageClient:
        """A browser where nobody is signed in."""
        return PageClient(self.app, terminal=terminal)

    def signed_in(self, name: str = "alix", *, terminal: str = "127.0.0.1") -> PageClient:
        """A browser where this person is at home."""
        client = self.client(terminal=terminal)
        client.sign_in(self.accounts[name].identifier, self.accounts[name].phrase)
        return client

    def facts(self, name: str = "alix") -> list[Fact]:
        """What is recorded of a learner."""
        with self.program.reading() as work:
            return facts_of(work, self.accounts[name].id)

    def answers(self, name: str = "alix") -> list[AnswerGiven]:
        """The answers recorded of a learner."""
        return [fact for fact in self.facts(name) if isinstance(fact, AnswerGiven)]

    def drafts(self, name: str = "alix") -> dict[str, Any]:
        """What is kept and not yet an answer."""
        query = sa.select(draft.c.key, draft.c.fields).where(
            draft.c.learner_id == self.accounts[name].id
        )
        with self.program.reading() as work:
            return {row.key: row.fields for row in work.connection.execute(query)}

    def name(self, name: str = "alix") -> str:
        """The name under which the audit knows somebody."""
        with self.program.reading() as work:
            return known_name(work, self.accounts[name].id)

    def audited(self) -> Sequence[Any]:
        """The audit in order."""
        with self.program.reading() as work:
            return work.connection.execute(sa.select(audit).order_by(audit.c.sequence)).all()


class CompiledTemplates(BytecodeCache):
    """Templates compiled once for all the applications of a run."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before, if the template has not changed."""
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        self.known[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = CompiledTemplates()


def open_copy(made: Path, data: Path, accounts: dict[str, Account]) -> SmallSite:
    """Open a copy of a made site under a clock of its own."""
    shutil.copytree(made, data)
    clock = TickingClock(START)
    program = open_program(Settings(data=data), clock=clock)
    app = create_app(program)
    app.jinja_env.bytecode_cache = TEMPLATES
    return SmallSite(program, app, clock, accounts)


def as_learner(work: Work, account: Account) -> Work:
    """Let a learner act in a unit, as a request would."""
    with_release(work)
    work.actor = Actor(id=account.id, role=Role.LEARNER, site=work.site)
    return work


def as_trainer(work: Work, account: Account) -> Work:
    """Let a trainer act in a unit, with the groups that are theirs."""
    as_learner(work, account)
    groups = groups_of(work, account.id)
    work.actor = Actor(id=account.id, role=Role.TRAINER, site=work.site, groups=groups)
    return work
