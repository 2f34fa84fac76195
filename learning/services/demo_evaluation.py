"""What a demonstration's learners say of themselves, and what became of them, with a spread.

Every questionnaire is answered at the moment when its screen would have offered it.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from learning.domain.course import Questionnaire
from learning.domain.evaluation import AFTER, BEFORE
from learning.domain.facts import (
    Fact,
    LessonDone,
    Observed,
    OutcomeKnown,
    QuestionnaireEnded,
    TestSubmitted,
)
from learning.services.activity import add_all, facts_where
from learning.services.outcomes import months_offered
from learning.services.questionnaires import items_of, moment_of, record_answers
from learning.services.work import Work
from learning.storage.activity import fact

_LEFT_OPEN = 2  # this learner's account is shown, to try the questionnaire
_PAPER = range(30, 60)  # the second group works on paper
_STORIES = 9  # the stories come in turn: the last leaves, the one before has gone silent
_REASONS = ("etablissement", "etablissement", "envie", "difficile", "travail", "etablissement")
_FINISHED = ("projet", "formation", "projet", "immatriculation", "emploi", "projet", "autre-voie")
_LEFT = {"etablissement": "inconnue", "travail": "emploi", "envie": "autre-voie"}
_ANSWERS, _REFUSES, _PASSES = 0.8, 0.9, 0.06
_MEAN, _SPREAD, _GAIN = 2.7, 0.6, 0.6


@dataclass(frozen=True, slots=True)
class _Moments:
    """When a learner's questionnaires opened."""

    before: datetime
    after: datetime | None


def tell_evaluation(work: Work, learners: Sequence[UUID]) -> None:
    """Answer the questionnaires, and note leavings and outcomes, in the order of stories."""
    now = work.instant
    opened = _opened(work)
    noted: list[tuple[UUID, Fact]] = []
    for number, learner in enumerate(learners):
        chance = random.Random(f"questionnaires {number}")  # noqa: S311 - the same each time
        found = opened.get(learner)
        if found is not None and number != _LEFT_OPEN:
            _answer_both(work, learner, found, chance, on_paper=number in _PAPER)
        work.instant = now
        finished = found is not None and found.after is not None
        noted += [(learner, one) for one in _noted(work, number, chance, finished=finished)]
    add_all(work, noted)


def _opened(work: Work) -> Mapping[UUID, _Moments]:
    """Return when each learner finished a first lesson, and sent the last test of the path."""
    path = work.catalogue.paths[0] if work.catalogue.paths else None
    last = path.modules[-1] if path else ""
    facts = facts_where(work, fact.c.kind.in_(("lesson_done", "test_submitted")))
    found = {}
    for learner, given in facts.items():
        lessons = [one.at for one in given if isinstance(one, LessonDone)]
        tests = [one.at for one in given if isinstance(one, TestSubmitted) and one.module == last]
        if lessons:
            found[learner] = _Moments(min(lessons), min(tests, default=None))
    return found


def _answer_both(
    work: Work, learner: UUID, opened: _Moments, chance: random.Random, *, on_paper: bool
) -> None:
    """Answer before and after; some refuse, some never open the page.

    The few who finished all answer: without them there would be nothing to compare.
    """
    level = chance.gauss(_MEAN, _SPREAD)
    gain = chance.gauss(_GAIN, _SPREAD)
    told = ((BEFORE, opened.before, level), (AFTER, opened.after, level + gain))
    for moment, at, mean in told:
        questionnaire = _at(work, moment)
        if questionnaire is None or at is None:
            continue
        work.instant = at + timedelta(minutes=chance.randint(2, 9))
        drawn = 0.0 if opened.after else chance.random()
        if drawn < _ANSWERS:
            chosen = _chosen(questionnaire, mean, chance)
            record_answers(work, learner, questionnaire, chosen, on_paper=on_paper)
        elif drawn < _REFUSES:
            end = QuestionnaireEnded(
                id=uuid4(), at=work.instant, questionnaire=questionnaire.slug, refused=True
            )
            add_all(work, [(learner, end)])


def _at(work: Work, moment: str) -> Questionnaire | None:
    return next((one for one in work.catalogue.questionnaires if moment_of(one) == moment), None)


def _chosen(
    questionnaire: Questionnaire, mean: float, chance: random.Random
) -> dict[str, int | None]:
    """Choose a degree for each item around the person's own level; a few are passed over."""
    return {
        item.name: None
        if chance.random() < _PASSES
        else max(item.low, min(item.high, round(chance.gauss(mean, 0.8))))
        for item in items_of(questionnaire)
    }


def _noted(work: Work, number: int, chance: random.Random, *, finished: bool) -> list[Fact]:
    """Note why somebody left, and what became of those who left or finished."""
    story = number % _STORIES
    left = story == _STORIES - 1 or (story == _STORIES - 2 and number in _PAPER)
    months = months_offered(work.instant)
    if left:
        code = chance.choice(_REASONS)
        leaving = Observed(id=uuid4(), at=work.instant, sort="depart", code=code, month=months[1])
        outcome = _LEFT.get(code, "inconnue")
        return [leaving, _outcome(work, outcome, months[1])]
    if finished:
        return [_outcome(work, chance.choice(_FINISHED), months[0])]
    return []


def _outcome(work: Work, code: str, month: str) -> OutcomeKnown:
    return OutcomeKnown(id=uuid4(), at=work.instant, code=code, month=month)
