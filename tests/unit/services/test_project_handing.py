"""The project file handed over, on both databases: who may, what is written, what is seen."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Invalid, NotFound, Refused
from learning.services import project_handing as handing
from learning.services.audit import known_name
from learning.services.prints import PROJECT, ask_print, list_prints, mark_printed, show_printing
from learning.services.project import latest_of
from learning.services.project_access import allow
from learning.services.project_examples import start_from
from learning.services.work import Program
from learning.storage.audit import audit
from tests.support.small_site import Account, as_learner, make
from tests.unit.services.test_project_reading import acting

Site = tuple[Program, dict[str, Account]]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A site where alix has a whole project, on either database."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        start_from(work, "velo")
    yield program, accounts
    program.database.dispose()


def ask(site: Site) -> None:
    program, accounts = site
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        ask_print(work, PROJECT)


def hand(site: Site, kind: str = "tableur", *, role: Role = Role.COUNSELLOR) -> bytes:
    program, accounts = site
    learner = accounts["alix"].id
    with program.writing() as work:
        acting(work, accounts[role.value], role)
        written = handing.write_file(work, learner, kind, named=False)
        handing.note_handing(work, learner)
    return written.body


def test_it_is_refused_until_asked_for_or_allowed(site: Site) -> None:
    with pytest.raises(Refused):
        hand(site)
    ask(site)
    assert hand(site).startswith(b"PK")


def test_handing_answers_the_request_and_is_written(site: Site) -> None:
    program, accounts = site
    ask(site)
    assert hand(site, "pdf").startswith(b"%PDF")
    with program.reading() as work:
        query = sa.select(audit.c.actor, audit.c.subject).where(audit.c.action == "projet.remis")
        (line,) = work.connection.execute(query).all()
        assert line.subject == known_name(work, accounts["alix"].id)
        assert line.actor == known_name(work, accounts["counsellor"].id)
        as_learner(work, accounts["alix"])
        own = handing.show_own_file(work)
        assert own.printing.printed_at is not None
        assert not own.printing.waits


def test_what_was_handed_unasked_is_seen_and_opens_nothing_more(site: Site) -> None:
    program, accounts = site
    for allowed in (True, False):
        with program.writing() as work:
            as_learner(work, accounts["alix"])
            allow(work, allowed=allowed)
        if allowed:
            hand(site)
    with program.reading() as work:
        as_learner(work, accounts["alix"])
        assert handing.show_own_file(work).printing.printed_at is not None
    with pytest.raises(Refused):
        hand(site)


def test_it_is_not_printed_with_the_other_sheets(site: Site) -> None:
    program, accounts = site
    ask(site)
    with program.writing() as work:
        acting(work, accounts["counsellor"], Role.COUNSELLOR)
        (asked,) = list_prints(work).prints
        assert asked.title == "Dossier du projet"
        printing = show_printing(work)
        assert printing.prints == ()
        assert printing.left == 0
        with pytest.raises(NotFound):
            mark_printed(work, [str(asked.id)])


def test_another_group_is_not_found_and_an_empty_project_has_none(site: Site) -> None:
    program, accounts = site
    with program.writing() as work:
        acting(work, accounts["counsellor"], Role.COUNSELLOR)
        with pytest.raises(NotFound):
            handing.must_be_handed(work, accounts["chloe"].id)
        with pytest.raises(Refused):
            handing.must_be_handed(work, accounts["bilal"].id)
    with program.reading() as work:
        own = as_learner(work, accounts["bilal"])
        with pytest.raises(Invalid):
            handing.own_paper(own)


def test_starting_from_an_example_twice_adds_nothing(site: Site) -> None:
    program, accounts = site
    with program.writing() as work:
        as_learner(work, accounts["alix"])
        start_from(work, "velo")
        assert {one.ordinal for one in latest_of(work, accounts["alix"].id).values()} == {1}
        with pytest.raises(NotFound):
            start_from(work, "inconnu")


def test_a_file_is_named_after_nobody(site: Site) -> None:
    program, _ = site
    with program.reading() as work:
        day = work.instant.date() + timedelta(days=1)
    assert handing.file_name("pdf", day) == f"projet-{day.isoformat()}.pdf"
    assert handing.file_name("tableur", day).endswith(".xlsx")
