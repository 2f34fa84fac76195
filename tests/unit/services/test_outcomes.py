"""« Suite connue » on both databases: a closed list, a month, the latest line counts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learning.domain.access import Actor, Role
from learning.domain.errors import Invalid, NotFound
from learning.domain.facts import OutcomeKnown
from learning.domain.lists import OUTCOMES
from learning.services.accounts import groups_of
from learning.services.activity import facts_of
from learning.services.outcomes import MONTHS_BACK, months_offered, note_outcome, outcomes_of
from learning.services.work import Program, with_release
from tests.support.small_site import Account, make

Site = tuple[Program, dict[str, Account]]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database, and its people."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def note(site: Site, code: str, month: str = "2026-11", *, who: str = "alix") -> None:
    program, accounts = site
    with program.writing() as work:
        with_release(work)
        here = accounts["counsellor"].id
        groups = groups_of(work, here)
        work.actor = Actor(id=here, role=Role.COUNSELLOR, site=work.site, groups=groups)
        note_outcome(work, accounts[who].id, code, month)


def noted(site: Site) -> tuple[OutcomeKnown, ...]:
    program, accounts = site
    with program.reading() as work:
        return outcomes_of(facts_of(work, accounts["alix"].id))


def test_the_list_is_that_of_the_programme() -> None:
    assert list(OUTCOMES.values()) == [
        "Emploi",
        "Formation",
        "Immatriculation",
        "Projet en cours",
        "Autre voie",
        "Inconnue",
    ]


def test_the_latest_line_counts_and_the_same_is_not_noted_twice(site: Site) -> None:
    note(site, "projet", "2026-09")
    note(site, "emploi")
    note(site, "emploi")
    assert [(one.code, one.month) for one in noted(site)] == [
        ("emploi", "2026-11"),
        ("projet", "2026-09"),
    ]
    note(site, "projet", "2026-09")  # back to what it was: this is new
    assert noted(site)[0].code == "projet"


@pytest.mark.parametrize(
    ("code", "month", "field"),
    [
        ("prison", "2026-11", "suite"),
        ("", "2026-11", "suite"),
        ("emploi", "2026-12", "mois"),
        ("emploi", "2024-11", "mois"),
        ("emploi", "hier", "mois"),
    ],
)
def test_nothing_is_noted_outside_the_lists(site: Site, code: str, month: str, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        note(site, code, month)
    assert wrong.value.field == field
    assert noted(site) == ()


def test_somebody_elses_learner_is_not_found(site: Site) -> None:
    with pytest.raises(NotFound):
        note(site, "emploi", who="chloe")


def test_months_go_back_two_years_from_the_month_in_the_room() -> None:
    months = months_offered(datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    assert (months[0], months[1], months[2]) == ("2026-02", "2026-01", "2025-12")
    assert len(months) == MONTHS_BACK
    assert months[-1] == "2024-03"
