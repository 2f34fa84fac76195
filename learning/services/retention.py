"""How long each thing is kept: what is too old goes, and nothing does when the clock jumped.

Answers that were taken back go at once, and their bytes here; this also finds the answers that
another site's dossier or an older version left.

Two logs apart: consultations and the audit stay 3 years, technical lines a year at most.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import NotFound, Refused
from learning.services import audit, audit_check
from learning.services.admin_bin import Binned, expired, forget_item, merges_of_facts
from learning.services.erasure import erase, finish
from learning.services.questionnaires import find_withdrawn, forget_withdrawn, refused_since
from learning.services.sessions import KEPT_HOURS
from learning.services.study_export import close_overdue
from learning.services.work import Program, Work
from learning.storage.activity import fact
from learning.storage.dossiers import dossier_taken
from learning.storage.follow_up import consultation
from learning.storage.people import account, membership
from learning.storage.sessions import sign_in_failure, terminal_session
from learning.storage.trust import upkeep

LOG_FOLDER = "journaux"
KIND = "conservation"
_DAYS_OF_A_MONTH = 30.44
_YEARS_OF_LOG = timedelta(days=3 * 365 + 1)
_FAILURES = timedelta(minutes=15)
# The timer runs each night: a longer gap, or one backwards, is a clock to look at first.
_MOST_GAP = timedelta(days=35)
_BACK = timedelta(minutes=10)

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is too old, by kind; ``people`` are identifiers, for an administrator."""

    people: tuple[tuple[UUID, str], ...]
    binned: tuple[Binned, ...]
    consultations: int
    entries: int
    sessions: int
    failures: int
    withdrawn: int
    log_files: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether all of it is recent."""
        counts = (
            self.consultations,
            self.entries,
            self.sessions,
            self.failures,
            self.withdrawn,
        )
        return not (self.people or self.binned or self.log_files or any(counts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What went. ``clean`` is False when bytes may still be in the WAL."""

    due: Due
    clean: bool


def note_clock(work: Work) -> None:
    """Remember the clock of this run: the next one is compared with it."""
    note_upkeep(work, KIND)


def note_upkeep(work: Work, kind: str) -> None:
    """Remember when something was last done for the site."""
    where = (upkeep.c.site_id == work.site) & (upkeep.c.kind == kind)
    done = work.connection.execute(sa.update(upkeep).where(where).values(at=work.instant))
    if not done.rowcount:
        work.connection.execute(
            sa.insert(upkeep), {"site_id": work.site, "kind": kind, "at": work.instant}
        )


def last_upkeep(work: Work, kind: str) -> datetime | None:
    """Return when something was last done for the site."""
    query = sa.select(upkeep.c.at).where(upkeep.c.site_id == work.site, upkeep.c.kind == kind)
    return work.connection.execute(query).scalar()


def find_due(program: Program) -> Due:
    """Look for what is too old, writing nothing."""
    with program.reading() as work:
        now = work.instant
        return Due(
            people=_people(work, now - _months(program.settings.conservation_mois)),
            binned=expired(work),
            consultations=_count(work, consultation, consultation.c.at < now - _YEARS_OF_LOG),
            entries=audit_check.count_old(work, now - _YEARS_OF_LOG),
            sessions=_count(work, terminal_session, _old_session(now)),
            failures=_count(work, sign_in_failure, sign_in_failure.c.at < now - _FAILURES),
            withdrawn=sum(
                len(ids) for ids in find_withdrawn(work, merges_of_facts(work)).values()
            ),
            log_files=tuple(
                file.name for file in _old_logs(program, program.settings.journal_technique_mois)
            ),
        )


def check_clock(program: Program, *, checked: bool = False) -> str:
    """Return what is odd in the clock, "" when nothing is.

    Somebody who looked at the clock says so with ``checked``.
    """
    with program.reading() as work:
        last, now = last_upkeep(work, KIND), work.instant
    if last is None or checked:
        return ""
    if now < last - _BACK:
        return (
            f"L’horloge recule : le dernier passage était le {last:%d/%m/%Y}, "
            f"et elle dit le {now:%d/%m/%Y}."
        )
    if now > last + _MOST_GAP:
        days = (now - last).days
        return f"L’horloge a avancé de {days} jours depuis le dernier passage ({last:%d/%m/%Y})."
    return ""


def run(program: Program, *, checked: bool = False, step: Step | None = None) -> Purged:
    """Take out what is too old.

    Raises:
        Refused: the clock jumped since the last run, or the audit does not hold.

    """
    if odd := check_clock(program, checked=checked):
        raise Refused(
            "%(odd)s Rien n’est effacé. Vérifiez la date de la machine, puis relancez avec "
            "« --horloge-verifiee ».",
            odd=odd,
        )
    due, dropped = find_due(program), _may_have_dropped(program)
    for number, (person, _identifier) in enumerate(due.people, 1):
        # Somebody's second account goes with the first.
        with suppress(NotFound), program.writing() as work:
            erase(work, person, program.keys.pepper, action="compte.efface-durees")
        if step:
            step(number, len(due.people))
    for binned in due.binned:
        with program.writing() as work:
            _empty(work, binned, program.keys.pepper)
    close_overdue(program)
    with program.writing() as work:
        _purge(work, due, program.keys.signing)
        note_clock(work)
    for file in _old_logs(program, program.settings.journal_technique_mois):
        file.unlink(missing_ok=True)
    return Purged(due=due, clean=(due.nothing and not dropped) or finish(program))


def _may_have_dropped(program: Program) -> bool:
    """Tell whether answers may have been erased since the last run: their bytes go now.

    A refusal erases them, or a dossier that brings one. Writing the whole database again at
    each press would cost too much.
    """
    with program.reading() as work:
        last = last_upkeep(work, KIND)
        if last is None:
            return True
        since = last - _BACK  # what was written while that run ended is of this one
        taken = _count(work, dossier_taken, dossier_taken.c.at >= since)
        return bool(taken) or refused_since(work, since)


def _empty(work: Work, binned: Binned, pepper: str) -> None:
    """Let what waited in the bin go for good: an account, or the one that a merge left over."""
    forget_item(work, binned.id)
    query = sa.select(account.c.id).where(
        account.c.site_id == work.site, account.c.id == binned.subject
    )
    if work.connection.execute(query).first() is not None:
        erase(work, binned.subject, pepper, action="compte.efface-corbeille")


def _purge(work: Work, due: Due, secret: str) -> None:
    now = work.instant
    if due.entries:
        audit_check.purge(work, now - _YEARS_OF_LOG, secret)
    if due.consultations:
        audit.record(work, "consultations.purge", subject=str(due.consultations))
        work.connection.execute(
            sa.delete(consultation).where(
                consultation.c.site_id == work.site, consultation.c.at < now - _YEARS_OF_LOG
            )
        )
    for table, old in (
        (terminal_session, _old_session(now)),
        (sign_in_failure, sign_in_failure.c.at < now - _FAILURES),
    ):
        work.connection.execute(sa.delete(table).where(table.c.site_id == work.site, old))
    forget_withdrawn(work, merges_of_facts(work))


def _months(count: int) -> timedelta:
    return timedelta(days=count * _DAYS_OF_A_MONTH)


def _old_session(now: datetime) -> sa.ColumnElement[bool]:
    return terminal_session.c.held & (
        terminal_session.c.seen_at < now - timedelta(hours=KEPT_HOURS)
    )


def _people(work: Work, before: datetime) -> tuple[tuple[UUID, str], ...]:
    """Return the learners of whom the last trace is older: that is the end of their course."""
    traces = (
        sa.select(fact.c.learner_id.label("id"), sa.func.max(fact.c.at).label("at"))
        .where(fact.c.site_id == work.site)
        .group_by(fact.c.learner_id)
        .subquery()
    )
    joined = (
        sa.select(membership.c.account_id.label("id"), sa.func.max(membership.c.since).label("at"))
        .where(membership.c.site_id == work.site)
        .group_by(membership.c.account_id)
        .subquery()
    )
    query = (
        sa.select(account.c.id, account.c.identifier)
        .select_from(
            account.outerjoin(traces, traces.c.id == account.c.id).outerjoin(
                joined, joined.c.id == account.c.id
            )
        )
        .where(
            account.c.site_id == work.site,
            account.c.role == Role.LEARNER.value,
            account.c.created_at < before,
            sa.or_(traces.c.at.is_(None), traces.c.at < before),
            sa.or_(joined.c.at.is_(None), joined.c.at < before),
        )
        .order_by(account.c.identifier)
    )
    return tuple((row.id, row.identifier) for row in work.connection.execute(query))


def _count(work: Work, table: sa.Table, old: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).where(table.c.site_id == work.site, old)
    return work.connection.execute(query).scalar() or 0


def _old_logs(program: Program, months: int) -> list[Path]:
    """Return the technical logs, one file a month, that hold nothing recent any more."""
    folder = program.settings.data / LOG_FOLDER
    oldest = program.clock() - _months(months)
    return [
        file
        for file in sorted(folder.glob("technique-*.jsonl"))
        if file.stem.removeprefix("technique-") <= f"{oldest:%Y-%m}"
    ]
