"""« À voir »: why somebody should be seen first, said from facts and never from an opinion.

A state here is the one that rules.md computes from all facts; only what it needs is read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from learning.domain.course import LessonKind, Module
from learning.domain.facts import (
    AnswerGiven,
    Fact,
    LessonDone,
    Observed,
    SessionHeld,
    TestRemarked,
    TestStarted,
    TestSubmitted,
)
from learning.domain.mastery import objectives_of
from learning.domain.meeting import BY_OTHERS
from learning.domain.order import first_place, last_of, order_of, place_of
from learning.domain.progress import measure
from learning.domain.remarking import effective
from learning.domain.standing import FAILED_TRIES, State, is_stuck

UNSENT_AFTER = timedelta(days=14)
WELCOME_AFTER = timedelta(days=7)
NEWS_DAYS = 14
MOST_LINES = 10
TRACED = (LessonDone, Observed, TestRemarked, TestStarted, TestSubmitted)
# Who needs someone first comes first.
PRESSING = (State.STUCK, State.SILENT, State.NOT_STARTED, State.IN_PROGRESS, State.DONE)


class Why(StrEnum):
    """Why a line is on « À voir », the most pressing first."""

    HELP = "aide"
    STUCK = "bloque"
    BACK = "retour"
    SILENT = "silencieux"
    UNSENT = "epreuve"
    CARD = "carte"
    ATTESTATION = "attestation"
    WELCOME = "accueil"


_ORDER = {why: place for place, why in enumerate(Why)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: who, why, since when. ``mark`` changes when there is something new."""

    learner: UUID
    why: Why
    since: datetime
    mark: str
    state: State = State.IN_PROGRESS
    detail: str = ""  # an objective, a lesson, or a code of a closed list
    place: str = ""  # the module's title

    @property
    def key(self) -> str:
        """What « Vu » hides until the mark changes."""
        return f"{self.why.value}:{self.learner}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request of help that nobody answered."""

    id: UUID
    at: datetime
    reason: str
    module: str
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is read of one learner: where answers were given, when, and the tests.

    ``last_seen`` dates what the learner did last, ``last_place`` says what came after it.
    """

    answered: frozenset[str] = frozenset()
    last_seen: datetime | None = None
    last_place: int = 0
    facts: tuple[Fact, ...] = ()  # tests, lessons done and what staff observed
    stuck: Mapping[str, str] = field(default_factory=dict)  # module: the objective failed thrice
    asked: tuple[Asked, ...] = ()
    has_attestation: bool = False
    no_phrase: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """Where a learner stands on a path, and the lines that this calls for."""

    state: State
    done: tuple[tuple[str, datetime], ...]  # modules passed, and when
    lines: tuple[Line, ...]


def is_own(fact: Fact) -> bool:
    """Tell whether the learner made this fact at a terminal."""
    return not isinstance(fact, BY_OTHERS)


def tried_often(module: str, facts: Iterable[Fact]) -> bool:
    """Tell whether enough tests were sent, and none passed, for a module to be measured."""
    sent = [one for one in facts if isinstance(one, TestSubmitted) and one.module == module]
    attempts = {one.attempt for one in sent}
    return len(attempts) >= FAILED_TRIES and not any(one.passed for one in sent)


def stand(
    modules: Sequence[Module],
    learner: UUID,
    trace: Trace,
    *,
    now: datetime,
    silent: bool,
    attested: bool,
) -> Standpoint:
    """Say where a learner stands; ``silent`` is told by the sessions of the group."""
    facts = effective(trace.facts)
    passed = _passed(facts)
    done = tuple((one.slug, passed[one.slug]) for one in modules if one.slug in passed)
    state = _state(modules, trace.answered, facts, trace.stuck, silent=silent)
    lines = [
        *_help(learner, modules, trace),
        *_stuck(learner, modules, facts, trace.stuck),
        *_away(learner, facts, trace, state),
        *_unsent(learner, modules, facts, passed, now),
    ]
    if state is State.DONE and attested and not trace.has_attestation:
        at = max((at for _, at in done), default=now)
        lines.append(Line(learner=learner, why=Why.ATTESTATION, since=at, mark="fini"))
    if trace.no_phrase and trace.since:
        lines.append(Line(learner=learner, why=Why.CARD, since=trace.since, mark="sans-phrase"))
    if state is State.NOT_STARTED and trace.since and now - trace.since >= WELCOME_AFTER:
        lines.append(Line(learner=learner, why=Why.WELCOME, since=trace.since, mark="inscrit"))
    if _is_away(facts, trace.last_place):
        lines = [line for line in lines if line.why in {Why.HELP, Why.ATTESTATION}]
    return Standpoint(
        state=state,
        done=done,
        lines=tuple(replace(line, state=state) for line in lines),
    )


def choose(lines: Iterable[Line], seen: Mapping[str, str]) -> tuple[Line, ...]:
    """Keep one unseen line a person, who needs someone first at the top, the oldest first."""
    best: dict[UUID, Line] = {}
    for line in lines:
        if seen.get(line.key) == line.mark:
            continue
        before = best.get(line.learner)
        if before is None or _rank(line) < _rank(before):
            best[line.learner] = line
    return tuple(sorted(best.values(), key=_rank))


def most_pressing(states: Collection[State]) -> State:
    """Say one state for somebody of several groups."""
    return min(states, key=PRESSING.index)


def _rank(line: Line) -> tuple[int, datetime, int]:
    return _ORDER[line.why], line.since, line.learner.int


def _passed(facts: Iterable[Fact]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for fact in facts:
        if isinstance(fact, TestSubmitted) and fact.passed:
            found[fact.module] = min(found.get(fact.module, fact.at), fact.at)
    return found


def _state(
    modules: Sequence[Module],
    answered: frozenset[str],
    facts: Sequence[Fact],
    stuck: Mapping[str, str],
    *,
    silent: bool,
) -> State:
    passed = _passed(facts)
    lessons = {(one.module, one.lesson) for one in facts if isinstance(one, LessonDone)}
    if all(one.slug in passed or _is_read(one, lessons) for one in modules):
        return State.DONE
    if not any(one.slug in answered or one.slug in passed for one in modules):
        return State.NOT_STARTED
    if any(one.slug in stuck and one.slug not in passed for one in modules):
        return State.STUCK
    return State.SILENT if silent else State.IN_PROGRESS


def _is_read(module: Module, lessons: Collection[tuple[str, str]]) -> bool:
    """Tell whether a module without a test is at its end."""
    return all(
        one.kind is LessonKind.LESSON and (module.slug, one.slug) in lessons
        for one in module.lessons
    )


def _help(learner: UUID, modules: Sequence[Module], trace: Trace) -> list[Line]:
    titles = {one.slug: one for one in modules}
    found = []
    for one in trace.asked:
        module = titles.get(one.module)
        lesson = module.lesson(one.lesson) if module else None
        place = lesson.title if lesson else module.title if module else ""
        found.append(
            Line(
                learner=learner,
                why=Why.HELP,
                since=one.at,
                mark=str(one.id),
                detail=one.reason,
                place=place,
            )
        )
    return found


def _stuck(
    learner: UUID, modules: Sequence[Module], facts: Sequence[Fact], stuck: Mapping[str, str]
) -> list[Line]:
    found = []
    for module in modules:
        sent = [
            one for one in facts if isinstance(one, TestSubmitted) and one.module == module.slug
        ]
        if module.slug not in stuck or any(one.passed for one in sent):
            continue
        last = max(sent, key=order_of).at
        found.append(
            Line(
                learner=learner,
                why=Why.STUCK,
                since=last,
                mark=last.isoformat(),
                detail=stuck[module.slug],
                place=module.title,
            )
        )
    return found


def find_stuck(modules: Iterable[Module], facts: Sequence[Fact]) -> dict[str, str]:
    """Return the objective that three tests failed, by module where somebody is stuck."""
    found = {}
    for module in modules:
        mine = effective([one for one in facts if getattr(one, "module", "") == module.slug])
        if tried_often(module.slug, mine) and (sentence := _stuck_on(module, mine)):
            found[module.slug] = sentence
    return found


def _stuck_on(module: Module, facts: Sequence[Fact]) -> str:
    known = measure(module, facts)
    if known.state is not State.STUCK:
        return ""
    sent = [one for one in facts if isinstance(one, TestSubmitted)]
    answers = [one for one in facts if isinstance(one, AnswerGiven)]
    objective_of = objectives_of(module)
    failed = next(
        one.slug
        for one in known.objectives
        if is_stuck([one], objective_of, answers, sent, module.pass_mark)
    )
    return next(one.sentence for one in module.objectives if one.slug == failed)


def trace_of(
    modules: Sequence[Module], facts: Sequence[Fact], trace: Trace, state: State
) -> Trace:
    """Fill a trace from all the facts of somebody whose state is known."""
    answered = {one.module for one in facts if isinstance(one, AnswerGiven)}
    own = [one for one in facts if is_own(one)]
    return replace(
        trace,
        answered=frozenset(answered),
        last_seen=max((one.at for one in own), default=None),
        last_place=max((_lived_at(one) for one in own), default=0),
        facts=tuple(one for one in facts if isinstance(one, TRACED)),
        stuck=find_stuck(modules, facts) if state is State.STUCK else {},
    )


def _lived_at(fact: Fact) -> int:
    """Return when the learner was there: a session is written once closed, maybe days later."""
    return first_place(fact.at) if isinstance(fact, SessionHeld) else place_of(fact)


def _is_away(facts: Iterable[Fact], last_place: int) -> bool:
    """Tell whether staff know why the person does not come: a pause or a leaving was noted."""
    noted = [one for one in facts if isinstance(one, Observed) and one.sort != "observation"]
    return any(place_of(one) >= last_place for one in noted)


def _away(learner: UUID, facts: Sequence[Fact], trace: Trace, state: State) -> list[Line]:
    """Say who is silent, and who came back after a pause."""
    last_seen = trace.last_seen
    if last_seen is None:
        return []
    latest = last_of(one for one in facts if isinstance(one, Observed) and one.sort == "pause")
    back = latest is not None and place_of(latest) < trace.last_place
    if latest is not None and back and state is not State.SILENT:
        return [
            Line(
                learner=learner,
                why=Why.BACK,
                since=last_seen,
                mark=str(latest.id),
                detail=latest.code,
            )
        ]
    if state is not State.SILENT:
        return []
    mark = last_seen.isoformat()
    return [Line(learner=learner, why=Why.SILENT, since=last_seen, mark=mark)]


def _unsent(
    learner: UUID,
    modules: Sequence[Module],
    facts: Sequence[Fact],
    passed: Mapping[str, datetime],
    now: datetime,
) -> list[Line]:
    """Say which test was begun a fortnight ago and never sent."""
    sent = {one.attempt for one in facts if isinstance(one, TestSubmitted)}
    titles = {one.slug: one.title for one in modules}
    begun = [
        one
        for one in facts
        if isinstance(one, TestStarted)
        and one.id not in sent
        and one.module in titles
        and one.module not in passed
        and now - one.at >= UNSENT_AFTER
    ]
    latest = last_of(begun)
    if latest is None:
        return []
    return [
        Line(
            learner=learner,
            why=Why.UNSENT,
            since=latest.at,
            mark=str(latest.id),
            place=titles[latest.module],
        )
    ]
