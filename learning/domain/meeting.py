"""Where each member of a group is on the path, for who is about to meet them.

rules.md's state of a learner is computed by ``progress``; here it is said for a whole path.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from learning.domain.course import LessonKind, Module
from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    Fact,
    Observed,
    OutcomeKnown,
    Remarked,
    SupportGiven,
    TestRemarked,
    Verdict,
)
from learning.domain.mastery import Mastery
from learning.domain.order import in_order
from learning.domain.progress import NextStep, Progress, measure, next_step
from learning.domain.remarking import effective
from learning.domain.standing import SILENT_SESSIONS, GroupSession, State, is_silent

LEAST_PRESENT = 3  # rules.md: a session of a group is a half-day with at least 3 of its members
# What staff or the programme added: it does not show that the learner was there.
BY_OTHERS = (AnswerRead, Remarked, TestRemarked, SupportGiven, Observed, OutcomeKnown)
_NOON = 13  # people come back from lunch after it
_ROOM = ZoneInfo("Europe/Paris")
_HOUR = 3600
_MOST_TO_WORK_ON = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where somebody is: the next step of the path, the state, and what to work on.

    ``step`` is None once the path is finished; ``place`` counts the lessons of the step's
    module from 1, 0 in a test; ``to_work_on`` are sentences of objectives tried and not held.
    """

    state: State
    module: Module | None = None
    step: NextStep | None = None
    place: int = 0
    lessons: int = 0
    last_seen: datetime | None = None
    to_work_on: tuple[str, ...] = ()
    waiting: tuple[UUID, ...] = ()  # texts that nobody has read, the oldest first

    @property
    def lesson_title(self) -> str:
        """The title of the lesson or test of the next step."""
        lesson = self.module.lesson(self.step.lesson) if self.module and self.step else None
        return lesson.title if lesson else ""


def half_days(
    seen: Mapping[UUID, Iterable[datetime]], now: datetime
) -> dict[UUID, tuple[GroupSession, ...]]:
    """Return the sessions of a group as each of its members lived them.

    ``seen`` holds instants of activity of each member. A session begins with its first one.
    """
    present: dict[tuple[object, bool], set[UUID]] = defaultdict(set)
    began: dict[tuple[object, bool], datetime] = {}
    for member, instants in seen.items():
        for at in _once_an_hour(instants):
            local = at.astimezone(_ROOM)
            half = (local.date(), local.hour >= _NOON)
            present[half].add(member)
            began[half] = min(began.get(half, at), at)
    met = [
        (began[half], who)
        for half, who in sorted(present.items(), key=lambda item: began[item[0]])
        if len(who) >= LEAST_PRESENT and began[half] <= now
    ]
    return {member: tuple(GroupSession(at, member in who) for at, who in met) for member in seen}


def _once_an_hour(instants: Iterable[datetime]) -> list[datetime]:
    """Return the first instant of each hour: zones are slow to compute by the thousand."""
    first: dict[int, datetime] = {}
    for at in instants:
        hour = int(at.timestamp()) // _HOUR
        if hour not in first or at < first[hour]:
            first[hour] = at
    return list(first.values())


def measure_untouched(modules: Sequence[Module]) -> dict[str, Progress]:
    """Return the progress of who has done nothing, the same for everybody."""
    return {module.slug: measure(module, ()) for module in modules}


def find_whereabouts(
    modules: Sequence[Module],
    facts: Sequence[Fact],
    *,
    now: datetime,
    untouched: Mapping[str, Progress],
    sessions: Sequence[GroupSession] = (),
    missed: int = SILENT_SESSIONS,
) -> Whereabouts:
    """Compute where a learner is on a path from all of that learner's facts.

    ``missed`` sessions of the group in a row make somebody silent.
    """
    by_module: dict[str, list[Fact]] = defaultdict(list)
    last_seen: datetime | None = None
    for fact in facts:
        by_module[getattr(fact, "module", "")].append(fact)
        if not isinstance(fact, BY_OTHERS) and (last_seen is None or fact.at > last_seen):
            last_seen = fact.at
    progress = {
        module.slug: measure(module, effective(by_module[module.slug]))
        if module.slug in by_module
        else untouched[module.slug]
        for module in modules
    }
    step = next_step(modules, progress)
    here = next((module for module in modules if step and module.slug == step.module), None)
    state = _state(progress.values(), step, silent=is_silent(last_seen, now, sessions, missed))
    return Whereabouts(
        state=state,
        module=here,
        step=step,
        place=_place(here, step),
        lessons=len(_lessons(here)),
        last_seen=last_seen,
        to_work_on=_to_work_on(here, progress.get(here.slug) if here else None),
        waiting=_waiting(facts),
    )


def _state(progress: Iterable[Progress], step: NextStep | None, *, silent: bool) -> State:
    """Say one state for the path: the most pressing of its modules."""
    states = {one.state for one in progress}
    if step is None:
        return State.DONE
    if states <= {State.NOT_STARTED}:
        return State.NOT_STARTED
    if State.STUCK in states:
        return State.STUCK
    return State.SILENT if silent else State.IN_PROGRESS


def _lessons(module: Module | None) -> list[str]:
    if module is None:
        return []
    return [one.slug for one in module.lessons if one.kind is LessonKind.LESSON]


def _place(module: Module | None, step: NextStep | None) -> int:
    lessons = _lessons(module)
    return lessons.index(step.lesson) + 1 if step and step.lesson in lessons else 0


def _to_work_on(module: Module | None, known: Progress | None) -> tuple[str, ...]:
    """Return the objectives of the module that were tried and do not hold, the weakest first."""
    if module is None or known is None:
        return ()
    sentences = {objective.slug: objective.sentence for objective in module.objectives}
    weak = [
        (one.points / one.out_of, sentences[one.slug])
        for one in known.objectives
        if one.state is not Mastery.ACQUIRED
        and one.out_of
        and one.points < module.pass_mark * one.out_of
    ]
    return tuple(sentence for _, sentence in sorted(weak)[:_MOST_TO_WORK_ON])


def _waiting(facts: Sequence[Fact]) -> tuple[UUID, ...]:
    """Return the latest text to each open question, unless somebody has read it."""
    read = {fact.answer for fact in facts if isinstance(fact, AnswerRead)}
    latest: dict[str, AnswerGiven] = {}
    for fact in facts:
        if isinstance(fact, AnswerGiven) and fact.verdict is Verdict.TO_READ and fact.out_of:
            before = latest.get(fact.question)
            if before is None or fact.ordinal > before.ordinal:
                latest[fact.question] = fact
    return tuple(fact.id for fact in in_order(latest.values()) if fact.id not in read)
