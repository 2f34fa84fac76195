"""Projects of a demonstration: filled in, one that waits to be read, one that was read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learning.domain.access import Actor, Role
from learning.services.accounts import groups_of
from learning.services.consultations import consultations_of
from learning.services.demo_follow_up import Told
from learning.services.demo_projects import tell_projects
from learning.services.project import history_of, latest_of
from learning.services.project_access import PAGES, state_of
from learning.services.project_given import list_waiting
from learning.services.project_reading import latest_reading
from learning.services.work import Program, with_release
from tests.support.small_site import Account, make

Site = tuple[Program, dict[str, Account]]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site with three learners, on either database."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


@pytest.mark.parametrize("days", [2, 40])
def test_projects_are_told_in_order(site: Site, days: int) -> None:
    program, accounts = site
    read, waits, nobody = (accounts[name].id for name in ("alix", "bilal", "chloe"))
    with program.writing() as work:
        with_release(work)
        now, groups = work.instant, tuple(groups_of(work, read))
        told = Told(
            groups=groups,
            counsellor=accounts["counsellor"].id,
            learners=(nobody, nobody, read, waits),
            keys=program.keys,
        )
        tell_projects(work, told, trainer=accounts["trainer"].id, days=days)
        assert (work.actor, work.instant) == (None, now)
        reading = latest_reading(work, read)
        assert reading
        assert reading.news
        assert [one.sheet.slug for one in reading.comments] == ["idee", "prix"]
        assert len(history_of(work, read, "prix")) == 2
        assert latest_of(work, read)["prix"].typed["prix"] == "18"
        assert [one.by_role for one in consultations_of(work, read, pages=PAGES)] == ["trainer"]
        state = state_of(work, waits)
        assert (state.begun, state.open) == (9, True)
        assert not latest_of(work, nobody)
        work.actor = Actor(
            id=accounts["trainer"].id, role=Role.TRAINER, site=work.site, groups=frozenset(groups)
        )
        assert [one.learner for one in list_waiting(work)] == [waits]
