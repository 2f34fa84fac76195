"""A run in the background: from nothing, on a figure's date, refused, failed, and what it says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from learning.content.source import read_folder
from learning.domain.access import Actor, Role
from learning.domain.errors import Conflict, NotFound
from learning.services import publishing_run
from learning.services.library import Library
from learning.services.manuscripts import keep_all
from learning.services.publishing import SITE, foresee, list_parts, select_parts
from learning.services.publishing_run import (
    CUT,
    PUBLISHED,
    REFUSED,
    SILENCE,
    UNDER_WAY,
    Chosen,
    Run,
    find_run,
    run_publication,
    start_run,
)
from learning.services.work import Program, with_release
from learning.storage.publishing import publication
from learning.storage.publishing import publishing_run as table
from tests.support.clock import START
from tests.support.small_site import COURSES, Account, make
from tests.unit.services.test_figures_of_the_day import CHANGE, TODAY, files, published

ON = START.date()
LESSON = "essai/10-formes.md"
Site = tuple[Program, Actor]


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A published site and its trainer, on either database."""
    program, accounts = make(tmp_path / "var", database_url, phrases=False)
    yield program, trainer(accounts)
    program.database.dispose()


def trainer(accounts: dict[str, Account]) -> Actor:
    return Actor(id=accounts["trainer"].id, role=Role.TRAINER, site="site")


def write(program: Program, actor: Actor, changes: dict[str, bytes | None]) -> None:
    with program.writing() as work:
        work.actor = actor
        keep_all(with_release(work), changes)


def chosen(program: Program, *parts: str) -> Chosen:
    """What a trainer would send after looking at the preview."""
    with program.reading() as work:
        selection = select_parts(with_release(work), parts)
        return Chosen(parts=selection.parts, digest=selection.digest)


def begin(program: Program, actor: Actor, asked: Chosen) -> UUID:
    with program.writing() as work:
        work.actor = actor
        return start_run(work, asked)


def seen(program: Program, run: UUID) -> Run:
    with program.reading() as work:
        return find_run(work, run)


def lesson(words: str) -> dict[str, bytes | None]:
    text = read_folder(COURSES)[LESSON].decode().replace("La marge est", words)
    return {LESSON: text.encode()}


def test_the_first_publication_of_a_site(program: Program) -> None:
    actor = Actor(id=UUID(int=1), role=Role.TRAINER, site=program.site)
    write(program, actor, dict(read_folder(COURSES)))
    with program.reading() as work:
        parts = list_parts(with_release(work))
        selection = select_parts(work, [part.name for part in parts])
    assert [(part.name, part.state) for part in parts] == [(SITE, "changed"), ("essai", "new")]
    outlook = foresee(program, selection, on=ON)
    assert (outlook.first, outlook.refused, outlook.empty) == (True, False, False)
    assert not outlook.plan.questions
    run = begin(program, actor, chosen(program, SITE, "essai"))
    assert (seen(program, run).state, seen(program, run).step) == (UNDER_WAY, "check")
    run_publication(program, run, actor, on=ON)
    assert seen(program, run).state == PUBLISHED
    with program.reading() as work:
        assert with_release(work).catalogue.module("essai") is not None
        assert list_parts(work) == ()


def test_a_figure_whose_date_has_come_is_offered(tmp_path: Path) -> None:
    made, accounts = make(tmp_path / "var", phrases=False)
    published(made, TODAY)
    now = START + (CHANGE - TODAY)
    then = replace(made, clock=lambda: now, library=Library())
    with then.reading() as work:
        assert [(p.name, p.state) for p in list_parts(with_release(work))] == [(SITE, "dated")]
        selection = select_parts(work, [SITE])
    outlook = foresee(then, selection, on=CHANGE)
    assert (outlook.empty, outlook.differences) == (False, ())
    assert outlook.selection.files == files()
    actor = trainer(accounts)
    run = begin(then, actor, chosen(then, SITE))
    run_publication(then, run, actor, on=CHANGE)
    assert seen(then, run).state == PUBLISHED
    with then.reading() as work:
        assert list_parts(with_release(work)) == ()
    made.database.dispose()


def test_a_run_publishes_what_was_looked_at_or_nothing(site: Site) -> None:
    program, actor = site
    write(program, actor, lesson("Une marge est"))
    asked = chosen(program, "essai")
    write(program, actor, lesson("Cette marge est"))
    run = begin(program, actor, asked)
    run_publication(program, run, actor, on=ON)
    assert seen(program, run).state == REFUSED
    assert "Les textes ont changé" in seen(program, run).message
    gone = begin(program, actor, replace(asked, back_to=UUID(int=9)))
    run_publication(program, gone, actor, on=ON)
    assert "n’existe pas" in seen(program, gone).message


def test_a_failure_is_told_and_publishes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, actor = site
    write(program, actor, lesson("Une marge est"))
    run = begin(program, actor, chosen(program, "essai"))
    with program.reading() as work:
        before = with_release(work).release

    def fail(*_given: object, **_named: object) -> None:
        message = "ratée"
        raise RuntimeError(message)

    monkeypatch.setattr(publishing_run, "publish", fail)
    with pytest.raises(RuntimeError):
        run_publication(program, run, actor, on=ON)
    assert seen(program, run).state == REFUSED
    assert "incident" in seen(program, run).message
    with program.reading() as work:
        assert with_release(work).release == before


def test_one_run_at_a_time_and_a_silent_one_is_cut(site: Site) -> None:
    program, actor = site
    write(program, actor, lesson("Une marge est"))
    asked = chosen(program, "essai")
    first = begin(program, actor, asked)
    with pytest.raises(Conflict, match="déjà en cours"):
        begin(program, actor, asked)
    with program.writing() as work:
        late = work.instant - SILENCE - timedelta(seconds=1)
        work.connection.execute(sa.update(table).values(beat_at=late, done=3, total=12))
    cut = seen(program, first)
    assert (cut.state, cut.seconds_left) == (CUT, 0)
    run = begin(program, actor, asked)
    run_publication(program, run, actor, on=ON)
    assert seen(program, run).state == PUBLISHED
    with program.reading() as work:
        who = work.connection.execute(sa.select(publication.c.by)).scalars().all()
        with pytest.raises(NotFound):
            find_run(work, UUID(int=3))
    assert set(who) == {None, actor.id}
