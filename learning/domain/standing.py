"""The state of a learner in a module: not started, in progress, stuck, silent or done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from uuid import UUID

from learning.domain.facts import AnswerGiven, Context, TestSubmitted
from learning.domain.mastery import Mastery, ObjectiveProgress, reaches
from learning.domain.order import place_of

FAILED_TRIES = 3
SILENT_SESSIONS = 4
SILENT_AFTER = timedelta(weeks=4)


class State(StrEnum):
    """What a trainer sees first of a learner in a module."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    STUCK = "stuck"
    SILENT = "silent"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class GroupSession:
    """A half-day in which the group met; ``present`` tells whether this learner signed in."""

    at: datetime
    present: bool


def is_stuck(
    objectives: Sequence[ObjectiveProgress],
    objective_of: Mapping[str, str],
    answers: Sequence[AnswerGiven],
    submissions: Iterable[TestSubmitted],
    pass_mark: float,
) -> bool:
    """Tell whether three sent tests failed one objective, not acquired since.

    Any answer after the last of these tests clears it at once. Answers come in their order.
    """
    sent = {submission.attempt: place_of(submission) for submission in submissions}
    if len(sent) < FAILED_TRIES:
        return False
    scores: dict[tuple[str, UUID], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for answer in answers:
        if answer.context is Context.TEST and answer.attempt in sent and answer.points is not None:
            score = scores[objective_of.get(answer.question, ""), answer.attempt]
            score[0] += answer.points
            score[1] += answer.out_of
    return any(
        _failed_often(objective, scores, sent, answers, pass_mark) for objective in objectives
    )


def _failed_often(
    objective: ObjectiveProgress,
    scores: Mapping[tuple[str, UUID], list[float]],
    sent: Mapping[UUID, int],
    answers: Sequence[AnswerGiven],
    pass_mark: float,
) -> bool:
    if objective.state is Mastery.ACQUIRED:
        return False
    acquired = objective.acquired_by
    failed = [
        attempt
        for (slug, attempt), (points, out_of) in scores.items()
        if slug == objective.slug
        and not reaches(points, out_of, pass_mark)
        # The test that brought it did not fail it.
        and (acquired is None or acquired.attempt != attempt)
        and (acquired is None or sent[attempt] > place_of(acquired))
    ]
    if len(failed) < FAILED_TRIES:
        return False
    last = max(sent[attempt] for attempt in failed)
    since = takewhile(lambda answer: place_of(answer) > last, reversed(answers))
    return not any(answer.attempt not in failed for answer in since)


def is_silent(
    last_seen: datetime | None,
    now: datetime | None,
    sessions: Sequence[GroupSession],
    missed: int = SILENT_SESSIONS,
) -> bool:
    """Tell whether the learner missed the group's last sessions, or was away four weeks.

    ``missed`` is how many sessions (a setting). Any fact after the last session clears it at once.
    """
    if now is None or last_seen is None:
        return False
    recent = sorted((s for s in sessions if s.at <= now), key=lambda s: s.at)[-missed:]
    if len(recent) < missed:
        return now - last_seen >= SILENT_AFTER
    return last_seen < recent[0].at and not any(session.present for session in recent)
