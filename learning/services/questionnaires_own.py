"""One's own questionnaires on « Mes données »: what was answered or refused, what is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from learning.domain.course import Questionnaire
from learning.domain.evaluation import Answering, answered_of, answering_of
from learning.domain.facts import Fact, QuestionnaireEnded, ScaleAnswered
from learning.domain.html import SafeHtml
from learning.domain.order import in_order
from learning.services.learn import ModuleStanding
from learning.services.questionnaires import Offer, items_of, offer_of, state_of
from learning.services.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """One question and what was answered, None when it was passed over."""

    question: SafeHtml | str
    value: int | None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestionnaire:
    """A questionnaire that somebody answered or refused, for « Mes données »."""

    slug: str
    title: str
    state: Answering
    at: datetime
    on_paper: bool
    answers: tuple[OwnAnswer, ...]
    published: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """What « Mes données » says of questionnaires: those ended, and those that may be opened."""

    ended: tuple[OwnQuestionnaire, ...]
    open: tuple[Offer, ...]


def own_questionnaires(
    work: Work, facts: Iterable[Fact], standings: Iterable[ModuleStanding]
) -> OwnPart:
    """Return what somebody answered or refused, and what may be answered now."""
    given, path = tuple(facts), tuple(standings)
    known = {one.slug: one for one in work.catalogue.questionnaires}
    ends: dict[str, datetime] = {}
    for fact in in_order(fact for fact in given if isinstance(fact, QuestionnaireEnded)):
        ends[fact.questionnaire] = fact.at
    counted = answered_of(given)
    ended = tuple(
        _own(slug, known.get(slug), counted.get(slug, {}), at, state)
        for slug, at in ends.items()
        if (state := answering_of(slug, given)) is not Answering.OPEN
    )
    still_open = tuple(
        offer_of(work, one)
        for one in known.values()
        if state_of(one, given, path) is Answering.OPEN
    )
    return OwnPart(ended=ended, open=still_open)


def _own(
    slug: str,
    questionnaire: Questionnaire | None,
    given: Mapping[str, ScaleAnswered],
    at: datetime,
    state: Answering,
) -> OwnQuestionnaire:
    items = {item.name: item for item in items_of(questionnaire)} if questionnaire else {}
    order = sorted(given, key=list(items).index) if set(given) <= set(items) else list(given)
    return OwnQuestionnaire(
        slug=slug,
        title=questionnaire.title if questionnaire else slug,
        state=state,
        at=at,
        on_paper=any(one.on_paper for one in given.values()),
        answers=tuple(
            OwnAnswer(
                question=items[name].prompt if name in items else name,
                value=given[name].value,
                high=items[name].high if name in items else None,
            )
            for name in (order if state is Answering.DONE else ())
        ),
        published=questionnaire is not None,
    )
