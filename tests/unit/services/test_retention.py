"""What is too old goes, on either database; nothing does when the clock jumped."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Refused
from learning.domain.facts import QuestionnaireEnded, ScaleAnswered
from learning.services.accounts import PreparedCard, add_account, find_account
from learning.services.activity import add_facts, facts_of
from learning.services.admin_bin import put_account
from learning.services.audit_check import verify
from learning.services.retention import (
    KIND,
    check_clock,
    find_due,
    last_upkeep,
    note_clock,
    run,
)
from learning.services.tombstones import known_marks, mark_of
from learning.services.work import Program
from learning.storage.activity import fact
from learning.storage.administration import bin_item
from learning.storage.follow_up import consultation
from learning.storage.people import account
from learning.storage.sessions import sign_in_failure, terminal_session
from tests.support.clock import Clock

CARD = PreparedCard(words=(), hashed="")


@pytest.fixture(autouse=True)
def _clock_is_known(program: Program) -> None:
    with program.writing() as work:
        note_clock(work)


def learner(program: Program, *, last: datetime | None = None) -> UUID:
    """Somebody whose last trace is of that day."""
    with program.writing() as work:
        card = add_account(work, CARD, role=Role.LEARNER, name="Alix")
        one = find_account(work, card.identifier)
        if last is not None:
            work.connection.execute(
                sa.insert(fact),
                {"site_id": work.site, "id": uuid4(), "learner_id": one, "kind": "hint_seen"}
                | {"at": last, "made_at": work.site},
            )
    return one


def consult(program: Program, of: UUID, at: datetime) -> None:
    with program.writing() as work:
        work.connection.execute(
            sa.insert(consultation),
            {"site_id": work.site, "id": uuid4(), "reader_id": uuid4(), "page": "fiche"}
            | {"reader_role": "counsellor", "learner_id": of, "at": at},
        )


def wait(program: Program, clock: Clock, days: int) -> None:
    """Let days pass as they do on a site whose timer runs each night."""
    clock.advance(days=days)
    with program.writing() as work:
        note_clock(work)


def left(program: Program, table: sa.Table) -> int:
    with program.reading() as work:
        return work.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0


def test_answers_taken_back_that_a_merge_brought_together_go(
    program: Program, clock: Clock
) -> None:
    one = learner(program)
    answer = ScaleAnswered(
        id=uuid4(), at=clock.instant, questionnaire="avant", question="prix", value=2
    )
    end = QuestionnaireEnded(id=uuid4(), at=clock.instant, questionnaire="avant", refused=True)
    with program.writing() as work:
        add_facts(work, one, [answer, end])
    assert find_due(program).withdrawn == 1
    run(program)
    assert find_due(program).withdrawn == 0
    with program.reading() as work:
        assert facts_of(work, one) == [end]


def test_a_learner_goes_two_years_after_the_last_trace_and_not_before(
    program: Program, clock: Clock
) -> None:
    gone, stays = learner(program), learner(program, last=clock.instant + timedelta(days=60))
    wait(program, clock, 700)
    assert find_due(program).people == ()
    wait(program, clock, 32)
    assert [one for one, _ in find_due(program).people] == [gone]
    run(program)
    with program.reading() as work:
        kept = work.connection.execute(
            sa.select(account.c.id).where(account.c.role == Role.LEARNER.value)
        ).scalars()
        assert list(kept) == [stays]
        assert set(known_marks(work)) == {mark_of(program.keys.pepper, gone)}
    wait(program, clock, 60)
    assert [one for one, _ in find_due(program).people] == [stays]


def test_consultations_and_the_audit_stay_three_years(program: Program, clock: Clock) -> None:
    one = learner(program, last=clock.instant + timedelta(days=1000))
    consult(program, one, clock.instant)
    consult(program, one, clock.instant + timedelta(days=30))
    wait(program, clock, 1090)
    assert find_due(program).nothing
    wait(program, clock, 10)
    due = find_due(program)
    assert (due.consultations, due.entries) == (1, 2)
    assert find_due(program) == due, "a dry run changes nothing"
    run(program)
    assert left(program, consultation) == 1
    with program.reading() as work:
        found = verify(work, program.keys.signing)
    assert found.bad is None
    assert found.start == due.entries


def test_sessions_and_failures_go_at_once(program: Program, clock: Clock) -> None:
    one = learner(program)
    with program.writing() as work:
        work.connection.execute(
            sa.insert(terminal_session),
            {"site_id": work.site, "token_hash": "h", "account_id": one, "terminal": "p"}
            | {"opened_at": work.instant, "seen_at": work.instant, "page_kind": "x"}
            | {"state": "closed", "seconds": 0, "held": True},
        )
        work.connection.execute(
            sa.insert(sign_in_failure),
            {"site_id": work.site, "id": uuid4(), "account_key": "k", "terminal": "p"}
            | {"at": work.instant},
        )
    clock.advance(hours=13)
    run(program)
    assert left(program, terminal_session) == left(program, sign_in_failure) == 0


def test_technical_logs_are_kept_a_year_at_most(program: Program, clock: Clock) -> None:
    folder = program.settings.data / "journaux"
    folder.mkdir()
    for month in ("2025-10", "2025-11", "2025-12", "2026-11"):
        (folder / f"technique-{month}.jsonl").write_text("{}\n", encoding="utf-8")
    assert find_due(program).log_files == ("technique-2025-10.jsonl", "technique-2025-11.jsonl")
    run(program)
    assert len(list(folder.iterdir())) == 2
    short = replace(program, settings=replace(program.settings, journal_technique_mois=0))
    clock.advance(days=1)
    run(short)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("days", "said"), [(3650, "a avancé de 3650 jours"), (-1, "recule"), (36, "a avancé")]
)
def test_nothing_goes_when_the_clock_jumped(
    program: Program, clock: Clock, days: int, said: str
) -> None:
    one = learner(program)
    consult(program, one, clock.instant - timedelta(days=2000))
    before = clock.instant
    clock.advance(days=days)
    for _ in range(2):  # and it is not taken for the right one afterwards
        with pytest.raises(Refused, match=said):
            run(program)
    assert (left(program, account), left(program, consultation)) == (2, 1)
    with program.reading() as work:
        assert last_upkeep(work, KIND) == before
    clock.instant = before
    assert check_clock(program) == ""
    assert not find_due(program).nothing
    run(program)
    assert left(program, consultation) == 0


def test_somebody_who_looked_at_the_clock_may_go_on(program: Program, clock: Clock) -> None:
    learner(program)
    clock.advance(days=800)
    run(program, checked=True)
    assert left(program, account) == 1
    run(program)


def test_a_new_site_knows_its_clock(program: Program) -> None:
    with program.reading() as work:
        assert last_upkeep(work, KIND) is not None


def test_the_bin_is_emptied_after_thirty_days(program: Program, clock: Clock) -> None:
    one = learner(program)
    with program.writing() as work:
        put_account(work, one, "active")
    clock.advance(days=29)
    run(program)
    assert find_due(program).binned == ()
    clock.advance(days=2)
    assert len(find_due(program).binned) == 1
    run(program)
    assert left(program, account) == 1
    assert left(program, bin_item) == 0
    with program.reading() as work:
        assert set(known_marks(work)) == {mark_of(program.keys.pepper, one)}
