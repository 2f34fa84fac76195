"""« Mes données »: what is recorded about me, counted from the rows, and who can see it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    HintSeen,
    LessonDone,
    Observed,
    OutcomeKnown,
    TestSubmitted,
)
from learning.services.activity import facts_of
from learning.services.consultations import Consultation, consultations_of
from learning.services.follow_up_group import support_seconds
from learning.services.follow_up_learner import observed_of
from learning.services.learn import list_modules, presence_seconds
from learning.services.outcomes import outcomes_of
from learning.services.prints import SheetState, own_prints
from learning.services.project import begun, latest_of
from learning.services.project_access import PAGES
from learning.services.questionnaires_own import OwnPart, own_questionnaires
from learning.services.requests import OwnRequest, all_requests
from learning.services.work import Work
from learning.storage.activity import draft, error_report
from learning.storage.people import account, group, membership
from learning.storage.worksheets import project_reading, worksheet_version


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """Everything kept about one learner, in figures a person can check."""

    identifier: str
    name: str
    since: datetime
    groups: tuple[str, ...]
    answers: int
    lessons_done: int
    tests: int
    hints: int
    drafts: int
    reports: int
    texts_read: int
    minutes: int
    card_made_at: datetime | None
    card_made_by: str | None
    consultations: tuple[Consultation, ...]  # of the learner's page, the project's apart
    project_openings: tuple[Consultation, ...]
    sheets_begun: int
    sheet_versions: int
    project_readings: int
    observed: tuple[Observed, ...]
    helps: tuple[OwnRequest, ...]
    sheets: tuple[SheetState, ...]
    outcomes: tuple[OutcomeKnown, ...]
    questionnaires: OwnPart
    support_minutes: int


def show_own_data(work: Work) -> OwnData:
    """Count what is kept about the person who asks."""
    me = work.me.id
    row = work.connection.execute(
        sa.select(account).where(account.c.site_id == work.site, account.c.id == me)
    ).one()
    names = (
        sa.select(group.c.name)
        .join(
            membership,
            (membership.c.site_id == group.c.site_id) & (membership.c.group_id == group.c.id),
        )
        .where(membership.c.site_id == work.site, membership.c.account_id == me)
        .order_by(group.c.name)
    )
    facts = facts_of(work, me)
    return OwnData(
        identifier=row.identifier,
        name=row.name,
        since=row.created_at,
        groups=tuple(work.connection.execute(names).scalars()),
        answers=sum(isinstance(fact, AnswerGiven) for fact in facts),
        lessons_done=sum(isinstance(fact, LessonDone) for fact in facts),
        tests=sum(isinstance(fact, TestSubmitted) for fact in facts),
        hints=sum(isinstance(fact, HintSeen) for fact in facts),
        drafts=_count(work, draft),
        reports=_count(work, error_report),
        texts_read=len({fact.answer for fact in facts if isinstance(fact, AnswerRead)}),
        minutes=presence_seconds(facts) // 60,
        card_made_at=row.card_made_at,
        card_made_by=row.card_made_by,
        consultations=consultations_of(work, me, but=PAGES),
        project_openings=consultations_of(work, me, pages=PAGES),
        sheets_begun=len(begun(latest_of(work, me))),
        sheet_versions=_count(work, worksheet_version),
        project_readings=_count(work, project_reading),
        observed=observed_of(facts),
        helps=all_requests(work),
        sheets=own_prints(work),
        outcomes=outcomes_of(facts),
        questionnaires=own_questionnaires(work, facts, list_modules(work)),
        support_minutes=support_seconds(facts) // 60,
    )


def _count(work: Work, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).where(
        table.c.site_id == work.site, table.c.learner_id == work.me.id
    )
    return work.connection.execute(query).scalar() or 0
