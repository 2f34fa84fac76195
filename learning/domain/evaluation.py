"""What the evaluation counts: indicators and their formulas, and people without any name.

A formula is written here once; the protocol, the dashboard and the codebook show this table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from learning.domain.facts import Fact, QuestionnaireEnded, ScaleAnswered
from learning.domain.order import in_order, last_of, place_of

BEFORE, AFTER, LATER = "avant", "après", "suivi"
MOMENTS = (BEFORE, AFTER, LATER)
WEEKS = (1, 2, 4, 8, 12)
WATCHED = timedelta(weeks=WEEKS[-1])
LEAST_ANSWERED = 0.5  # of the items that both questionnaires share: fewer give no score


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure of the evaluation: its name in French, how it is computed, from what."""

    code: str
    name: str
    formula: str
    source: str


INDICATORS = (
    Indicator(
        code="atteints",
        name="Personnes atteintes",
        formula="Nombre de comptes d’apprenants. Les comptes du personnel et de démonstration"
        " ne comptent jamais.",
        source="Comptes",
    ),
    Indicator(
        code="commence",
        name="Personnes qui ont commencé",
        formula="Au moins une réponse à une question ÷ personnes atteintes."
        " Intervalle de Wilson à 95 %.",
        source="Réponses",
    ),
    Indicator(
        code="gardes",
        name="Personnes gardées, semaine par semaine",
        formula="Au moins une réponse n semaines après la première, ou plus tard ÷ personnes qui"
        " ont commencé depuis 12 semaines au moins. Intervalle de Wilson à 95 %.",
        source="Réponses",
    ),
    Indicator(
        code="termine",
        name="Parcours terminés",
        formula="Tous les modules du parcours réussis ÷ personnes atteintes."
        " Intervalle de Wilson à 95 %.",
        source="Épreuves",
    ),
    Indicator(
        code="efficacite",
        name="Sentiment d’efficacité, avant et après",
        formula="Score : moyenne des questions communes aux deux questionnaires, si la moitié au"
        " moins a une réponse. Changement : moyenne des écarts de chaque personne qui a les deux"
        " scores. Intervalle de Student à 95 % sur données appariées.",
        source="Questionnaires",
    ),
    Indicator(
        code="departs",
        name="Raisons de départ",
        formula="Dernière raison notée par l’équipe, dans la liste fermée ÷ personnes atteintes.",
        source="Observations de l’équipe",
    ),
    Indicator(
        code="suites",
        name="Suites connues",
        formula="Dernière suite notée par l’équipe, dans la liste fermée ÷ personnes atteintes.",
        source="Suites notées par l’équipe",
    ),
)


class Stage(StrEnum):
    """How far somebody went on the path; each person is in one."""

    REACHED = "atteint"
    STARTED = "commence"
    FINISHED = "termine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One person as the evaluation counts people: where, when, how far, and no name.

    ``last_week`` is the last week in which the person answered, from 0, None for somebody who
    began less than twelve weeks ago or not at all.
    """

    path: str
    form: str
    month: str
    stage: Stage
    last_week: int | None = None
    scores: tuple[float, float] | None = None  # before and after
    leaving: str = ""
    outcome: str = ""


def last_week_of(first: datetime, last: datetime, now: datetime) -> int | None:
    """Return in which week after the first answer the last one came; None if it is too soon."""
    return None if now - first < WATCHED else (last - first) // timedelta(weeks=1)


def week_band(last_week: int) -> int:
    """Return until which of the watched weeks somebody was there, 0 for none of them."""
    return max((week for week in WEEKS if week <= last_week), default=0)


class Answering(StrEnum):
    """Where a person stands with one questionnaire."""

    OPEN = "ouvert"
    REFUSED = "refuse"
    DONE = "fini"


def answering_of(questionnaire: str, facts: Iterable[Fact]) -> Answering:
    """Say whether a questionnaire was refused, finished, or may still be answered.

    A refusal that was taken back opens it again, blank: what was withdrawn stays withdrawn.
    """
    mine = [
        fact
        for fact in facts
        if isinstance(fact, ScaleAnswered | QuestionnaireEnded)
        and fact.questionnaire == questionnaire
    ]
    end = last_of(one for one in mine if isinstance(one, QuestionnaireEnded))
    if end is None:
        return Answering.OPEN
    if end.refused:
        return Answering.REFUSED
    return Answering.DONE if answers_of(mine) else Answering.OPEN


def answers_of(facts: Iterable[Fact]) -> dict[str, dict[str, int | None]]:
    """Return the latest answers that count, by questionnaire: those withdrawn never do again."""
    return {
        name: {question: one.value for question, one in given.items()}
        for name, given in answered_of(facts).items()
    }


def answered_of(facts: Iterable[Fact]) -> dict[str, dict[str, ScaleAnswered]]:
    """Return the facts behind the answers that count: those given since the last refusal."""
    counted: dict[str, dict[str, ScaleAnswered]] = {}
    kept, _ = _since_refusal(facts)
    for one in in_order(kept):
        counted.setdefault(one.questionnaire, {})[one.question] = one
    return counted


def withdrawn_of(facts: Iterable[Fact]) -> tuple[ScaleAnswered, ...]:
    """Return the answers that were taken back: none of them may be kept."""
    _, withdrawn = _since_refusal(facts)
    return withdrawn


def _since_refusal(
    facts: Iterable[Fact],
) -> tuple[tuple[ScaleAnswered, ...], tuple[ScaleAnswered, ...]]:
    """Part the answers given since the last refusal of their questionnaire from the others."""
    given: list[ScaleAnswered] = []
    refused: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact, ScaleAnswered):
            given.append(fact)
        elif isinstance(fact, QuestionnaireEnded) and fact.refused:
            before = refused.get(fact.questionnaire, 0)
            refused[fact.questionnaire] = max(place_of(fact), before)
    withdrawn = frozenset(
        one.id for one in given if place_of(one) <= refused.get(one.questionnaire, 0)
    )
    return (
        tuple(one for one in given if one.id not in withdrawn),
        tuple(one for one in given if one.id in withdrawn),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Two questionnaires that ask the same before and after, and the items they share."""

    before: str
    after: str
    items: frozenset[str]


def score(answers: Mapping[str, int | None], items: frozenset[str]) -> float | None:
    """Return the mean of the shared items, None when less than half were answered."""
    given = [value for item in items if (value := answers.get(item)) is not None]
    if not given or len(given) < LEAST_ANSWERED * len(items):
        return None
    return sum(given) / len(given)


def scores_of(
    answers: Mapping[str, Mapping[str, int | None]], pairings: Sequence[Pairing]
) -> tuple[float, float] | None:
    """Return somebody's score before and after, of the first pair that has both."""
    for pair in pairings:
        before = score(answers.get(pair.before, {}), pair.items)
        after = score(answers.get(pair.after, {}), pair.items)
        if before is not None and after is not None:
            return before, after
    return None


def form_on(forms: Sequence[tuple[str, str]], day: str) -> str:
    """Return the form of support of a group on a day: (day, form) from the oldest; else none.

    Before the first one noted, the group had it already, for want of knowing better.
    """
    if not forms:
        return ""
    return next((form for since, form in reversed(forms) if since <= day), forms[0][1])
