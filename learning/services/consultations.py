"""Who opened a learner's page, and when: written before it is read, shown to the learner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.services.accounts import find_learner
from learning.services.work import Work
from learning.storage.follow_up import consultation

_LATEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One opening of a page: by which function, never by whom."""

    at: datetime
    by_role: str
    page: str


def note_consultation(work: Work, learner: UUID, page: str) -> None:
    """Write that the person who acts opens a page on this learner.

    Raises:
        NotFound: no such learner in that person's groups.

    """
    find_learner(work, learner)
    work.connection.execute(
        sa.insert(consultation),
        {
            "site_id": work.site,
            "id": uuid4(),
            "reader_id": work.me.id,
            "reader_role": work.me.role.value,
            "learner_id": learner,
            "at": work.instant,
            "page": page,
        },
    )


def has_opened(work: Work, learner: UUID, page: str, *, since: datetime) -> bool:
    """Tell whether the person who acts opened this page on this learner since then."""
    query = sa.select(consultation.c.id).where(
        consultation.c.site_id == work.site,
        consultation.c.reader_id == work.me.id,
        consultation.c.learner_id == learner,
        consultation.c.page == page,
        consultation.c.at >= since,
    )
    return work.connection.execute(query.limit(1)).first() is not None


def consultations_of(
    work: Work, learner: UUID, *, pages: Sequence[str] = (), but: Sequence[str] = ()
) -> tuple[Consultation, ...]:
    """Return who opened pages on a learner, the latest first: these ``pages``, or all ``but``."""
    query = (
        sa.select(consultation.c.at, consultation.c.reader_role, consultation.c.page)
        .where(consultation.c.site_id == work.site, consultation.c.learner_id == learner)
        .where(consultation.c.page.in_(pages) if pages else consultation.c.page.not_in(but))
        .order_by(consultation.c.at.desc(), consultation.c.id)
        .limit(_LATEST)
    )
    return tuple(
        Consultation(at=row.at, by_role=row.reader_role, page=row.page)
        for row in work.connection.execute(query)
    )
