"""What waits for somebody of the team, counted: the first thing that their home says."""

from dataclasses import dataclass

from learning.domain.access import Permission, may
from learning.services import manuscripts, opinions, project_given, reports
from learning.services.reading_queue import list_waiting
from learning.services.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for this person; None for what is not theirs to do."""

    texts: int | None = None
    projects: int | None = None
    reports: int | None = None
    opinions: int | None = None  # modules being written without both opinions
    unpublished: int | None = None  # texts written and not published


def count_waiting(work: Work) -> Waiting:
    """Count what waits for the person who asks."""
    me = work.me
    reads, writes = may(me, Permission.READ_ANSWERS), may(me, Permission.WRITE_COURSE)
    asked = None
    if may(me, Permission.GIVE_OPINION):
        asked = sum(bool(one.changed and one.missing) for one in opinions.list_modules(work))
    return Waiting(
        texts=list_waiting(work).total if reads else None,
        projects=project_given.count_waiting(work) if reads else None,
        reports=reports.count_waiting(work) if reads else None,
        opinions=asked,
        unpublished=len(manuscripts.changed(work)) if writes else None,
    )
