"""The day's review: a ladder of 1, 3, 7 and 21 days for every question answered once.

At most eight questions or five minutes; what waits is never shown as a debt.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from learning.domain.facts import (
    AnswerGiven,
    Context,
    Fact,
    ReviewSkipped,
    ReviewStarted,
    Verdict,
)
from learning.domain.order import in_order, last_of

RUNGS = (1, 3, 7, 21)
MOST_QUESTIONS = 8
MOST_MINUTES = 5
AWAY_DAYS = 14
EASY_QUESTIONS = 5
# No rung is due so far: it was dated by a clock that was ahead, and would wait for years.
_TOO_FAR = timedelta(days=28)

_PARIS = ZoneInfo("Europe/Paris")

DayOf = Callable[[datetime], date]
MinutesOf = Callable[[str], int | None]


def paris_day(at: datetime) -> date:
    """Return the calendar day in Paris; an instant without a zone is in UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_PARIS).date()


@dataclass(frozen=True, slots=True)
class Rung:
    """Where a question stands: ``due`` from that day on, unless ``known`` (off the top)."""

    due: date
    level: int
    known: bool
    module: str

    def is_due(self, today: date) -> bool:
        """Tell whether the question comes back that day."""
        return not self.known and not today < self.due < today + _TOO_FAR


def ladder(facts: Iterable[Fact], *, day_of: DayOf = paris_day) -> dict[str, Rung]:
    """Return the rung of every question answered at least once.

    Any first answer enters at the first rung. A right answer climbs once the question is due,
    a wrong one returns to the first rung at any time, a partial one stays. Retries after the
    feedback, open answers and scales say nothing.
    """
    return _climb(_answers(facts), day_of)


def _answers(facts: Iterable[Fact]) -> list[AnswerGiven]:
    answers = {fact.id: fact for fact in facts if isinstance(fact, AnswerGiven)}
    return in_order(
        answer
        for answer in answers.values()
        if answer.points is not None and answer.verdict is not Verdict.TO_READ
    )


def _climb(answers: Iterable[AnswerGiven], day_of: DayOf) -> dict[str, Rung]:
    rungs: dict[str, Rung] = {}
    for answer in answers:
        before = rungs.get(answer.question)
        if before is not None and answer.retry:
            continue
        day = day_of(answer.at)
        level = 0
        if before is not None and answer.verdict is not Verdict.WRONG:
            if not before.is_due(day):
                continue
            level = before.level + (answer.verdict is Verdict.RIGHT)
        rungs[answer.question] = _rung(level, day, answer.module)
    return rungs


def _rung(level: int, day: date, module: str) -> Rung:
    if level >= len(RUNGS):
        return Rung(date.max, len(RUNGS), known=True, module=module)
    return Rung(day + timedelta(days=RUNGS[level]), level, known=False, module=module)


def due_today(
    facts: Iterable[Fact],
    today: date,
    *,
    limit: int = MOST_QUESTIONS,
    minutes: int = MOST_MINUTES,
    minutes_of: MinutesOf = lambda _: 1,
    day_of: DayOf = paris_day,
) -> tuple[str, ...]:
    """Return the questions of the day's review, the most fragile first, modules mixed.

    ``minutes_of`` gives the minutes of a question, None for one that is no longer asked. A
    review begun today gives what remains of it; one skipped or finished today gives nothing.
    After 14 days away: five easy ones.
    """
    known = tuple(facts)
    answers = _answers(known)
    begun = _begun_today(known, today, day_of)
    if begun is not None:
        done = {
            answer.question
            for answer in answers
            if answer.context is Context.REVIEW and day_of(answer.at) == today
        }
        return tuple(name for name in begun if name not in done and minutes_of(name) is not None)
    rungs = _climb(answers, day_of)
    due = {name: rung for name, rung in rungs.items() if rung.is_due(today)}
    if is_back(answers, today, day_of=day_of):
        order = sorted(due, key=lambda name: (-due[name].level, due[name].due, name))
        return _within(order, min(limit, EASY_QUESTIONS), minutes, minutes_of)
    return _within(_most_fragile(due), limit, minutes, minutes_of)


def is_back(facts: Iterable[Fact], today: date, *, day_of: DayOf = paris_day) -> bool:
    """Tell whether the learner comes back after 14 days without an answer."""
    last = last_of(fact for fact in facts if isinstance(fact, AnswerGiven))
    return last is not None and (today - day_of(last.at)).days >= AWAY_DAYS


def _begun_today(facts: Sequence[Fact], today: date, day_of: DayOf) -> tuple[str, ...] | None:
    """Return the questions of the review begun today, none of them if it was skipped."""
    mine = [fact for fact in facts if isinstance(fact, ReviewSkipped | ReviewStarted)]
    mine = [fact for fact in mine if day_of(fact.at) == today]
    if any(isinstance(fact, ReviewSkipped) for fact in mine):
        return ()
    begun = last_of(fact for fact in mine if isinstance(fact, ReviewStarted))
    return None if begun is None else begun.questions


def _most_fragile(due: dict[str, Rung]) -> list[str]:
    """Order by rung, and deal the modules in turn inside each rung."""
    order: list[str] = []
    for level in range(len(RUNGS)):
        piles: dict[str, deque[str]] = defaultdict(deque)
        names = [name for name, rung in due.items() if rung.level == level]
        for name in sorted(names, key=lambda name: (due[name].due, name)):
            piles[due[name].module].append(name)
        for _ in names:
            order.extend(pile.popleft() for pile in piles.values() if pile)
    return order


def _within(
    order: Iterable[str], limit: int, minutes: int, minutes_of: MinutesOf
) -> tuple[str, ...]:
    """Keep what fits in the session; the first question always does."""
    kept: list[str] = []
    spent = 0
    for name in order:
        cost = minutes_of(name)
        if cost is None or (kept and spent + cost > minutes):
            continue
        if len(kept) >= limit:
            break
        kept.append(name)
        spent += cost
    return tuple(kept)
