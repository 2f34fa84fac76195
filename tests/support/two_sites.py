"""Two sites that know each other by their cards, and dossiers between them, without a network."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.domain.facts import Fact
from learning.services import (
    attestations,
    transfer,
    transfer_import,
    transfer_keys,
    transfer_sites,
)
from learning.services.activity import facts_of
from learning.services.work import Program, Work, open_program, with_release
from learning.settings import Settings
from learning.storage.audit import audit
from learning.storage.follow_up import attestation
from learning.storage.people import account, site
from tests.support.clock import START
from tests.support.small_site import Account, TickingClock, as_trainer, make

NAMES = {"ouest": "Site de l’Ouest", "est": "Site de l’Est"}


@dataclass(slots=True)
class Place:
    """One of the sites: its program, its people, and what an administrator does there."""

    name: str
    program: Program
    accounts: dict[str, Account]

    @property
    def number(self) -> str:
        """Its number."""
        return transfer_keys.keys_of(self.program.settings.data).site_number

    @property
    def card(self) -> str:
        """The file of its card."""
        return transfer_keys.own_card_file(
            transfer_keys.keys_of(self.program.settings.data), self.name
        )

    def id(self, name: str = "alix") -> UUID:
        """The account of somebody."""
        return self.accounts[name].id

    def meet(self, text: str, typed: str = "", programme: str = "") -> str:
        """Take in a card, a directory or a revocation."""
        keys = transfer_keys.keys_of(self.program.settings.data)
        with self.program.writing() as work:
            done = transfer_sites.import_file(
                work, keys, text, typed_print=typed, programme=programme
            )
        return done.sentence % done.parameters

    def export(self, learner: UUID, to: "Place") -> bytes:
        """Export one dossier."""
        ready = transfer.prepare_export(self.program, None, [(learner, to.number)])
        with self.program.writing() as work:
            transfer.export(work, ready)
        return ready[0].body

    def examine(self, body: bytes) -> transfer_import.Examined:
        """Look at a dossier."""
        return transfer_import.examine(self.program, None, body)

    def take(
        self, body: bytes, chosen: UUID | None = None, *, same_person: bool = True
    ) -> transfer_import.Taken:
        """Import a dossier."""
        examined = self.examine(body)
        with self.program.writing() as work:
            with_release(work)
            return transfer_import.take(
                work, self.program, examined, chosen=chosen, same_person=same_person
            )

    def facts(self, learner: UUID) -> list[Fact]:
        """What is recorded of somebody."""
        with self.program.reading() as work:
            return facts_of(work, learner)

    def status(self, learner: UUID) -> str:
        """Whether an account is open."""
        with self.program.reading() as work:
            query = sa.select(account.c.status).where(account.c.id == learner)
            return str(work.connection.execute(query).scalar_one())

    def acts(self, family: str = "dossier.") -> list[str]:
        """What the audit says of dossiers."""
        with self.program.reading() as work:
            rows = work.connection.execute(sa.select(audit.c.action).order_by(audit.c.sequence))
            return [row.action for row in rows if row.action.startswith(family)]

    def write(self, act: Callable[[Work], object]) -> None:
        """Do something in one unit."""
        with self.program.writing() as work:
            act(with_release(work))


@dataclass(slots=True)
class TwoSites:
    """Where somebody leaves, and where somebody arrives."""

    west: Place
    east: Place


def make_place(data: Path, name: str, url: str = "", *, phrases: bool = False) -> Place:
    """Make, publish and enrol a site of that name."""
    program, accounts = make(data, url, phrases=phrases)
    with program.writing() as work:
        work.connection.execute(sa.update(site).values(name=name))
    return Place(name, program, accounts)


def introduce(one: Place, other: Place) -> None:
    """Two people read their fingerprints to each other."""
    for here, there in ((one, other), (other, one)):
        keys = transfer_keys.keys_of(there.program.settings.data)
        here.meet(there.card, transfer_keys.own_card(keys, there.name).print)


def code_of(place: Place, key: str = "reussite/module/essai") -> str:
    """The signed code of an attestation issued to Alix."""
    choice = [(place.id(), key)]
    with place.program.reading() as work:
        as_trainer(work, place.accounts["trainer"])
        ready = attestations.prepare_issue(work, place.program.keys.signer, choice)
    with place.program.writing() as work:
        (number,) = attestations.issue(as_trainer(work, place.accounts["trainer"]), ready)
        query = sa.select(attestation.c.code).where(attestation.c.number == number)
        return str(work.connection.execute(query).scalar_one())


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def made_pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str], dict[str, dict[str, Account]]]:
    """Two sites to copy, that know each other: their folder, their databases, their people."""
    folder = tmp_path_factory.mktemp("deux-sites")
    names = dict.fromkeys(NAMES, "")
    cluster = None
    if request.param == "postgres":
        cluster = request.getfixturevalue("postgres_cluster")
        names = {name: cluster.create() for name in NAMES}
    made = {
        name: make_place(folder / name, title, cluster.url(names[name]) if cluster else "")
        for name, title in NAMES.items()
    }
    introduce(made["ouest"], made["est"])
    for one in made.values():
        one.program.database.dispose()
    return folder, names, {name: one.accounts for name, one in made.items()}


@contextmanager
def copied(
    folder: Path, to: Path, accounts: dict[str, dict[str, Account]], urls: dict[str, str]
) -> Iterator[TwoSites]:
    """Copies of two sites, a few minutes later."""
    opened = {}
    for name, title in NAMES.items():
        shutil.copytree(folder / name, to / name)
        program = open_program(Settings(data=to / name, database_url=urls[name]))
        program = replace(program, clock=TickingClock(START + timedelta(minutes=5)))
        opened[name] = Place(title, program, accounts[name])
    yield TwoSites(opened["ouest"], opened["est"])
    for one in opened.values():
        one.program.database.dispose()


@pytest.fixture
def two_sites(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    made_pair: tuple[Path, dict[str, str], dict[str, dict[str, Account]]],
) -> Iterator[TwoSites]:
    """Two sites of the test's own that know each other, on either database."""
    folder, templates, accounts = made_pair
    urls, databases = dict.fromkeys(NAMES, ""), []
    for name, template in templates.items():
        if template:
            cluster = request.getfixturevalue("postgres_cluster")
            databases.append((cluster, cluster.create(template)))
            urls[name] = cluster.url(databases[-1][1])
    with copied(folder, tmp_path, accounts, urls) as sites:
        yield sites
    for cluster, database in databases:
        cluster.drop(database)
