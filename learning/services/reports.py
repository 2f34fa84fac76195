"""Errors that learners reported: answered by a trainer of their groups, one or many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.html import SafeHtml
from learning.services import audit
from learning.services.asked import asked
from learning.services.reading_comments import LONGEST, ReusableComment, list_comments
from learning.services.reading_queue import of_own_groups, own_groups
from learning.services.report import REASONS
from learning.services.work import Work
from learning.storage.activity import error_report
from learning.storage.publishing import publication

_MOST_SHOWN = 100
_ALL = of_own_groups(
    error_report.c.learner_id,
    (
        error_report.c.id,
        error_report.c.at,
        error_report.c.question,
        error_report.c.release,
        error_report.c.reason,
        error_report.c.text,
        error_report.c.reply,
        error_report.c.replied_at,
        error_report.c.replied_by,
    ),
    error_report,
).order_by(error_report.c.at, error_report.c.id)
_WAITING = _ALL.where(error_report.c.replied_at.is_(None))
_OF_QUESTION = _ALL.where(error_report.c.question == sa.bindparam("question"))
_COUNT = sa.select(sa.func.count()).select_from(
    of_own_groups(error_report.c.learner_id, (error_report.c.id,), error_report)
    .where(error_report.c.replied_at.is_(None))
    .with_only_columns(error_report.c.id)
    .distinct()
    .subquery()
)
_PUBLISHED = (
    sa.select(publication.c.release_id, sa.func.max(publication.c.at).label("at"))
    .where(
        publication.c.site_id == sa.bindparam("site"),
        publication.c.release_id.in_(sa.bindparam("releases", expanding=True)),
    )
    .group_by(publication.c.release_id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedQuestion:
    """One question and how many reports on it wait."""

    question: str  # module/file/name
    asked: str
    place: str
    waiting: int
    reasons: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report; ``published_at`` is when the release that the learner saw was published."""

    id: UUID
    who: str
    groups: tuple[str, ...]
    at: datetime
    reason: str
    text: str
    published_at: datetime | None
    is_current: bool
    reply: str
    replied_at: datetime | None
    replied_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage:
    """The reports on one question, and where to correct it."""

    question: str
    place: str
    prompt: SafeHtml | None
    text_ref: str  # the text to correct in the studio; "" once the question was taken out
    waiting: tuple[Report, ...]
    answered: tuple[Report, ...]
    reusable: tuple[ReusableComment, ...]


class AlreadyAnswered(Conflict):
    """Another trainer answered one of these reports meanwhile."""


def list_reported(work: Work) -> tuple[ReportedQuestion, ...]:
    """Return the questions with reports that wait in the trainer's groups, the oldest first."""
    found: dict[str, dict[UUID, Any]] = {}
    for row in work.connection.execute(_WAITING, own_groups(work)):
        found.setdefault(row.question, {})[row.id] = row
    return tuple(
        ReportedQuestion(
            question=question,
            asked=asked(_question(work, question)),
            place=_place(work, question),
            waiting=len(rows),
            reasons=tuple(dict.fromkeys(_reason(row.reason) for row in rows.values())),
            since=min(row.at for row in rows.values()),
        )
        for question, rows in found.items()
    )


def count_waiting(work: Work) -> int:
    """Return how many reports wait in the trainer's groups."""
    return work.connection.execute(_COUNT, own_groups(work)).scalar() or 0


def show_reports(work: Work, question_id: str) -> ReportsPage:
    """Return the reports on one question.

    Raises:
        NotFound: nobody of the trainer's groups reported anything about it.

    """
    rows = _rows(work, question_id)
    published = _published(work, {row.release for row in rows})
    reports: dict[UUID, Report] = {}
    for row in rows:
        groups = reports[row.id].groups if row.id in reports else ()
        reports[row.id] = _report(work, row, (*groups, row.group_name), published)
    question = _question(work, question_id)
    answered = [one for one in reports.values() if one.replied_at is not None]
    return ReportsPage(
        question=question_id,
        place=_place(work, question_id),
        prompt=question.prompt if question else None,
        text_ref=_text_of(work, question_id) if question else "",
        waiting=tuple(one for one in reports.values() if one.replied_at is None)[:_MOST_SHOWN],
        answered=tuple(reversed(answered))[:_MOST_SHOWN],
        reusable=list_comments(work),
    )


def reply(work: Work, question_id: str, chosen: Sequence[str], *, text: str, reusable: str) -> int:
    """Answer the reports chosen on one question, all with the same words; return how many.

    Raises:
        NotFound: nobody of the trainer's groups reported anything about it.
        Invalid: no report is chosen, nothing is written, or it is too long.
        AlreadyAnswered: somebody answered one of them meanwhile.

    """
    rows = {str(row.id): row for row in _rows(work, question_id, hold=True)}
    if not chosen:
        raise Invalid("Choisissez au moins un message auquel répondre.", field="messages")
    if any(one not in rows for one in chosen):
        raise NotFound("Ce message n’existe pas, ou il n’est pas dans vos groupes.")
    words = _words(work, text, reusable)
    wanted = [rows[one] for one in dict.fromkeys(chosen)]
    if all(row.reply == words for row in wanted):
        return len(wanted)  # the same form, sent twice
    if any(row.replied_at is not None for row in wanted):
        raise AlreadyAnswered(
            "Quelqu’un d’autre vient de répondre. Sa réponse est plus bas. "
            "La vôtre n’est pas envoyée ; elle est encore dans le formulaire."
        )
    for row in wanted:
        work.connection.execute(
            sa.update(error_report)
            .where(error_report.c.site_id == work.site, error_report.c.id == row.id)
            .values(reply=words, replied_at=work.instant, replied_by=work.me.role.value)
        )
        audit.record(work, "signalement.repondu", subject=str(row.id))
    return len(wanted)


def _rows(work: Work, question_id: str, *, hold: bool = False) -> Sequence[Any]:
    query = _OF_QUESTION.with_for_update(of=error_report) if hold else _OF_QUESTION
    rows = work.connection.execute(query, {**own_groups(work), "question": question_id}).all()
    if not rows:
        raise NotFound("Personne de vos groupes n’a signalé d’erreur ici.")
    return rows


def _report(
    work: Work, row: Any, groups: tuple[str, ...], published: dict[str, datetime]
) -> Report:
    return Report(
        id=row.id,
        who=row.who,
        groups=groups,
        at=row.at,
        reason=_reason(row.reason),
        text=row.text,
        published_at=published.get(row.release),
        is_current=row.release == work.release,
        reply=row.reply or "",
        replied_at=row.replied_at,
        replied_by=row.replied_by or "",
    )


def _reason(reason: str) -> str:
    return REASONS.get(reason, REASONS["autre"])


def _published(work: Work, releases: set[str]) -> dict[str, datetime]:
    values = {"site": work.site, "releases": sorted(releases)}
    return {row.release_id: row.at for row in work.connection.execute(_PUBLISHED, values)}


def _question(work: Work, question_id: str) -> Any:
    module = work.catalogue.module(question_id.split("/", 1)[0])
    return module.question(question_id) if module else None


def _in_bank(work: Work, question_id: str) -> bool:
    slug, holder, _name = question_id.split("/")
    module = work.catalogue.module(slug)
    bank = module.bank(holder) if module else None
    return bank is not None and any(one.id == question_id for one in bank.questions)


def _text_of(work: Work, question_id: str) -> str:
    """Return what the studio calls the text that holds a question."""
    module, holder, _name = question_id.split("/")
    return f"{module}/banques/{holder}" if _in_bank(work, question_id) else f"{module}/{holder}"


def _place(work: Work, question_id: str) -> str:
    slug, holder, _name = question_id.split("/")
    module = work.catalogue.module(slug)
    if module is None:
        return slug
    lesson = None if _in_bank(work, question_id) else module.lesson(holder)
    return f"{module.title} – {lesson.title}" if lesson else module.title


def _words(work: Work, text: str, reusable: str) -> str:
    """Return the reply: the reusable comment chosen, then what was written."""
    ready = {str(one.id): one.text for one in list_comments(work)}
    parts = [ready.get(reusable, ""), text.strip()]
    words = "\n".join(part for part in dict.fromkeys(parts) if part)
    if not words:
        raise Invalid("Écrivez une réponse, ou choisissez-en une.", field="reponse")
    if len(words) > LONGEST:
        raise Invalid(
            "La réponse a %(length)s caractères. Écrivez-en %(most)s au plus.",
            field="reponse",
            length=len(words),
            most=LONGEST,
        )
    return words
