"""« Suite connue »: what became of somebody's project, from a closed list, dated by month."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from learning.domain.errors import Invalid
from learning.domain.facts import Fact, OutcomeKnown
from learning.domain.lists import OUTCOMES
from learning.domain.order import in_order
from learning.domain.review import paris_day
from learning.services import audit
from learning.services.accounts import find_learner
from learning.services.activity import add_facts, facts_of
from learning.services.work import Work

MONTHS_BACK = 24
_YEAR = 12


def outcomes_of(facts: Iterable[Fact]) -> tuple[OutcomeKnown, ...]:
    """Return the outcomes noted, the latest first: the first one counts."""
    found = in_order(one for one in facts if isinstance(one, OutcomeKnown))
    return tuple(reversed(found))


def months_offered(now: datetime) -> tuple[str, ...]:
    """Return the months that may be chosen, this one first: « 2026-11 »."""
    today = paris_day(now)
    last = today.year * _YEAR + today.month - 1
    return tuple(
        f"{month // _YEAR}-{month % _YEAR + 1:02}" for month in range(last, last - MONTHS_BACK, -1)
    )


def note_outcome(work: Work, learner: UUID, code: str, month: str) -> None:
    """Note what is known; the line that counts already is not noted twice.

    Raises:
        NotFound: no such learner in one's groups.
        Invalid: the line or the month is in no list.

    """
    find_learner(work, learner)
    if code not in OUTCOMES:
        raise Invalid("Choisissez une suite dans la liste.", field="suite")
    if month not in months_offered(work.instant):
        raise Invalid("Choisissez un mois dans la liste.", field="mois")
    known = outcomes_of(facts_of(work, learner))
    if known and (known[0].code, known[0].month) == (code, month):
        return
    one = OutcomeKnown(id=uuid4(), at=work.instant, code=code, month=month)
    add_facts(work, learner, [one])
    audit.record(work, "suite.notee", subject=str(learner))
