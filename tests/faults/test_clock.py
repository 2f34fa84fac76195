"""A clock that goes back a day, or ten years on: nobody is locked out and nothing is purged.

What was answered stays in its order, whatever the clock said.

libfaketime moves the clock of the running program; the monotonic one stays true.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from learning.services.work import open_program
from learning.settings import Settings
from learning.storage.people import account
from tests.faults.ledger import recorded
from tests.faults.person import Person, person_at
from tests.support.hurt import HurtSite
from tests.support.little_site import LESSON, Learner, make_little_site
from tests.support.sites import ServedSite, free_port, tremplin

pytestmark = [pytest.mark.faults, pytest.mark.long]

BACK, ON = "-1d", "+3653d"


class FakeClock:
    """The clock that the program believes."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.set("+0")

    def set(self, shift: str) -> None:
        """Move it."""
        self.file.write_text(f"{shift}\n", encoding="ascii")

    @property
    def variables(self) -> dict[str, str]:
        """What makes a program believe it."""
        found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        if not found:
            pytest.fail("libfaketime est absent. Tapez : sudo apt-get install -y faketime")
        return {
            "LD_PRELOAD": str(found[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


@pytest.fixture
def clock(tmp_path: Path) -> FakeClock:
    """A clock that tells the truth, for now."""
    return FakeClock(tmp_path / "horloge")


@contextmanager
def serving(data: Path, clock: FakeClock, mutant: str = "") -> Iterator[ServedSite]:
    """The program under this clock."""
    port = free_port()
    site = (
        HurtSite(data, port, mutant, clock.variables)
        if mutant
        else ServedSite(data, port, clock.variables)
    )
    try:
        site.start()
        yield site
    finally:
        site.stop()


def answered(data: Path, learner: Learner) -> list[str]:
    """What the learner typed, in the order that the site keeps."""
    return [typed for _, typed in recorded(data, (learner,))]


def accounts(data: Path) -> int:
    """How many people the site knows."""
    program = open_program(Settings(data=data))
    try:
        with program.reading() as work:
            query = sa.select(sa.func.count()).select_from(account)
            return int(work.connection.execute(query).scalar_one())
    finally:
        program.database.dispose()


def goes_on(person: Person) -> bool:
    """Whether the person may read and answer as if nothing happened."""
    return person.visitor.ask("GET", LESSON).status == 200 and person.answer().status == 303


def test_a_day_back_locks_nobody_and_loses_nothing(tmp_path: Path, clock: FakeClock) -> None:
    data = tmp_path / "var"
    one, other = make_little_site(data, 2)
    with serving(data, clock) as site:
        person = person_at(site, one)
        assert person.answer().status == 303
        clock.set(BACK)
        assert goes_on(person)
        late = person_at(site, other)
        assert goes_on(late)
        clock.set("+0")  # a day forward again: the page locks, and the phrase opens it
        again = person_at(site, one)
        again.typed = 1002
        assert goes_on(again)
    assert answered(data, one) == ["1001", "1002", "1003"]


def test_ten_years_on_lock_nobody_out_and_purge_nothing(tmp_path: Path, clock: FakeClock) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    first = tremplin(data, "retention", "run", **clock.variables)
    assert first.returncode == 0, first.stderr
    people = accounts(data)
    with serving(data, clock) as site:
        person = person_at(site, learner)
        assert person.answer().status == 303
        clock.set(ON)
        assert person.visitor.ask("GET", LESSON).status == 303  # four hours have passed
        again = person_at(site, learner)
        again.typed = 2000
        assert goes_on(again)
        refused = tremplin(data, "retention", "run", **clock.variables)
        clock.set("+0")
        back = person_at(site, learner)
        back.typed = 3000
        assert goes_on(back)
    assert refused.returncode == 1
    assert "Rien n’est effacé" in refused.stderr
    assert answered(data, learner) == ["1001", "2001", "3001"]
    assert accounts(data) == people
    clock.set(ON)
    # The bar is the clock's check and nothing else: somebody who vouches for the clock purges.
    vouched = tremplin(data, "retention", "run", "--dry-run", "--json", **clock.variables)
    assert vouched.returncode == 1


def test_a_clock_judged_both_ways_locks_people_out(tmp_path: Path, clock: FakeClock) -> None:
    learner = make_little_site(tmp_path / "var", 1)[0]
    with serving(tmp_path / "var", clock, "strict-clock") as site:
        person = person_at(site, learner)
        clock.set(BACK)
        assert not goes_on(person), "the mutant must be caught"


def test_facts_ordered_by_the_clock_alone_change_places(tmp_path: Path, clock: FakeClock) -> None:
    data = tmp_path / "var"
    learner = make_little_site(data, 1)[0]
    with serving(data, clock, "clock-orders") as site:
        person = person_at(site, learner)
        assert person.answer().status == 303
        clock.set(BACK)
        assert person.answer().status == 303
    assert answered(data, learner) == ["1002", "1001"], "the mutant must be caught"
