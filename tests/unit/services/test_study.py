"""Protocols on both databases: written, frozen once, then only added to."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.study import Written
from learning.services import study
from learning.services.study import Study
from learning.services.work import Program, Work, with_release
from learning.storage import evaluation as tables
from tests.support.small_site import Account, make

Site = tuple[Program, dict[str, Account]]
WRITTEN = Written(
    question="Un atelier aide-t-il ?",
    forms=("autonomie", "atelier"),
    indicators=("termine",),
    closes_on="2027-06-30",
)
LATER = replace(WRITTEN, closes_on="2027-09-30", forms=("autonomie", "atelier", "papier"))


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site on either database."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, accounts
    program.database.dispose()


def as_evaluator(work: Work, site: Site) -> Work:
    with_release(work)
    me = site[1]["evaluator"].id
    work.actor = Actor(id=me, role=Role.EVALUATOR, site=work.site)
    return work


def made(site: Site, name: str = "essai-2027") -> UUID:
    with site[0].writing() as work:
        return study.make_study(as_evaluator(work, site), uuid4(), name, WRITTEN)


def found(site: Site, wanted: UUID) -> Study:
    with site[0].reading() as work:
        return study.find_study(with_release(work), wanted)


def change(site: Site, wanted: UUID, written: Written, seen: str) -> None:
    with site[0].writing() as work:
        study.change_study(as_evaluator(work, site), wanted, written, seen=seen)


def freeze(site: Site, wanted: UUID) -> None:
    with site[0].writing() as work:
        study.freeze_study(as_evaluator(work, site), wanted, seen=found(site, wanted).mark)


def stored(site: Site, wanted: UUID) -> dict[str, object]:
    query = sa.select(tables.study).where(tables.study.c.id == wanted)
    with site[0].reading() as work:
        return dict(work.connection.execute(query).one()._mapping)


def test_an_open_protocol_is_rewritten_without_a_trace(site: Site) -> None:
    wanted = made(site)
    change(site, wanted, LATER, found(site, wanted).mark)
    assert found(site, wanted).protocol.closes_on == "2027-09-30"
    assert found(site, wanted).changes == ()


def test_what_was_frozen_never_changes(site: Site) -> None:
    wanted = made(site)
    freeze(site, wanted)
    before = stored(site, wanted)
    change(site, wanted, LATER, found(site, wanted).mark)
    assert stored(site, wanted) == before
    now = found(site, wanted)
    assert now.frozen.forms == ("autonomie", "atelier")
    assert now.protocol.forms == ("autonomie", "atelier", "papier")
    assert {(one.field, one.before, one.after, one.by_role) for one in now.changes} == {
        ("forms", "autonomie,atelier", "autonomie,atelier,papier", "evaluator"),
        ("closes_on", "2027-06-30", "2027-09-30", "evaluator"),
    }


def test_changes_follow_one_another(site: Site) -> None:
    wanted = made(site)
    freeze(site, wanted)
    change(site, wanted, LATER, found(site, wanted).mark)
    change(site, wanted, WRITTEN, found(site, wanted).mark)
    now = found(site, wanted)
    assert len(now.changes) == 4
    assert now.protocol == now.frozen


def test_one_press_sent_twice_is_one_act(site: Site) -> None:
    wanted = made(site)
    with site[0].writing() as work:
        assert study.make_study(as_evaluator(work, site), wanted, "autre", LATER) == wanted
    freeze(site, wanted)
    frozen_at = found(site, wanted).frozen_at
    seen = found(site, wanted).mark
    freeze(site, wanted)
    change(site, wanted, LATER, seen)
    change(site, wanted, LATER, seen)
    now = found(site, wanted)
    assert (now.name, now.frozen_at, len(now.changes)) == ("essai-2027", frozen_at, 2)


def test_a_form_that_saw_something_else_is_stale(site: Site) -> None:
    wanted = made(site)
    seen = found(site, wanted).mark
    freeze(site, wanted)  # while the other was writing
    with pytest.raises(Conflict):
        change(site, wanted, LATER, seen)
    other = made(site, "autre")
    with site[0].writing() as work, pytest.raises(Conflict):
        study.freeze_study(as_evaluator(work, site), other, seen="vieux")


def test_a_name_is_taken_once(site: Site) -> None:
    made(site)
    with pytest.raises(Conflict):
        made(site)


def test_an_end_that_is_past_is_refused(site: Site) -> None:
    with site[0].writing() as work, pytest.raises(Invalid) as caught:
        study.make_study(
            as_evaluator(work, site), uuid4(), "vieux", replace(WRITTEN, closes_on="2020-01-01")
        )
    assert caught.value.field == "fin"


def test_an_unknown_study_is_not_found(site: Site) -> None:
    with pytest.raises(NotFound):
        found(site, uuid4())
    with pytest.raises(NotFound):
        change(site, uuid4(), WRITTEN, "")


def test_studies_are_listed_from_the_first(site: Site) -> None:
    made(site, "premiere")
    made(site, "seconde")
    with site[0].reading() as work:
        assert [one.name for one in study.list_studies(work)] == ["premiere", "seconde"]
