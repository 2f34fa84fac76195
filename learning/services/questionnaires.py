"""Questionnaires of the evaluation: free to answer, to pass over, to stop, to refuse.

Nothing of the course depends on them. Answers are facts; what is typed meanwhile is a draft.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from learning.content.source import fold
from learning.domain.course import Questionnaire
from learning.domain.errors import Conflict, NotFound
from learning.domain.evaluation import (
    AFTER,
    BEFORE,
    LATER,
    Answering,
    Pairing,
    answered_of,
    answering_of,
    withdrawn_of,
)
from learning.domain.facts import (
    AnswerGiven,
    Fact,
    LessonDone,
    Observed,
    QuestionnaireEnded,
    ScaleAnswered,
    TestSubmitted,
)
from learning.domain.order import in_order, last_of, place_of
from learning.domain.question import Scale
from learning.services.activity import (
    add_facts,
    drafts_of,
    drop_draft,
    facts_of,
    facts_where,
    forget_facts,
    keep_draft,
)
from learning.services.fact_rows import Fields
from learning.services.learn import ModuleStanding, list_modules
from learning.services.question_shapes import QuestionView
from learning.services.question_view import Shown, view_question
from learning.services.work import Work
from learning.storage.activity import fact

Form = Mapping[str, list[str]]
Merges = Mapping[UUID, tuple[UUID, ...]]  # by fact, the merges that moved it
_UNKNOWN = "Ce questionnaire n’existe pas, ou il n’est pas ouvert pour vous."
_MOMENTS = {fold(one): one for one in (BEFORE, AFTER, LATER)}
PASSED = ""  # what is posted for a question passed over
_ENDED = "questionnaire_ended"
SCALES = ("scale_answered", _ENDED)  # what is kept of questionnaires


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnairePage:
    """A questionnaire beside what the person has said of it."""

    questionnaire: Questionnaire
    state: Answering
    questions: tuple[QuestionView, ...] = ()
    saved_at: datetime | None = None
    chosen: int = 0  # how many questions the draft answers
    reopens: bool = False  # a refusal may still be taken back: the moment has not gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A questionnaire that may be answered now; ``chosen`` counts what the draft holds."""

    slug: str
    title: str
    count: int
    chosen: int


def moment_of(questionnaire: Questionnaire) -> str:
    """Return the moment, however it was typed."""
    return _MOMENTS.get(fold(questionnaire.moment), LATER)


def items_of(questionnaire: Questionnaire) -> tuple[Scale, ...]:
    """Return the questions that are scales: the others have no place here."""
    return tuple(one for one in questionnaire.questions if isinstance(one, Scale))


def pairings(questionnaires: Iterable[Questionnaire]) -> tuple[Pairing, ...]:
    """Return the questionnaires of before and after that share questions."""
    known = [(one, frozenset(item.name for item in items_of(one))) for one in questionnaires]
    return tuple(
        Pairing(before=first.slug, after=second.slug, items=names & others)
        for first, names in known
        if moment_of(first) == BEFORE
        for second, others in known
        if moment_of(second) == AFTER and names & others
    )


def offered(
    work: Work, facts: Iterable[Fact], standings: Iterable[ModuleStanding]
) -> Offer | None:
    """Return the questionnaire that home offers, one at a time, or none.

    The one on leaving is offered only once the team has noted that the person left.
    """
    given, path = tuple(facts), tuple(standings)
    for questionnaire in work.catalogue.questionnaires:
        due = moment_of(questionnaire) != LATER or _has_left(given)
        if due and state_of(questionnaire, given, path) is Answering.OPEN:
            return offer_of(work, questionnaire)
    return None


def show(work: Work, slug: str) -> QuestionnairePage:
    """Return a questionnaire, its form filled with what was kept.

    Raises:
        NotFound: there is none, or its moment has not come.

    """
    questionnaire, state = _find_open(work, slug)
    typed, saved_at = _kept(work, slug)
    moments = _moments(tuple(facts_of(work, work.me.id)), list_modules(work))
    return QuestionnairePage(
        questionnaire=questionnaire,
        state=state,
        questions=view_items(questionnaire, dict(typed)),
        saved_at=saved_at,
        chosen=len(typed),
        reopens=moment_of(questionnaire) in moments,
    )


def keep_typed(work: Work, slug: str, form: Form) -> bool:
    """Keep what was chosen so far, without sending it."""
    questionnaire, state = _find_open(work, slug)
    if state is not Answering.OPEN:
        return False
    keep_draft(work, work.me.id, _key(slug), as_fields(chosen_in(questionnaire, form)))
    return True


def send(work: Work, slug: str, form: Form) -> None:
    """Record the answers; a question left alone was passed over.

    Raises:
        NotFound: there is none, or its moment has not come.
        Conflict: the person has refused meanwhile.

    """
    questionnaire, state = _find_open(work, slug)
    if state is Answering.REFUSED:
        raise Conflict("Vous avez refusé ce questionnaire. Aucune réponse de vous n’est gardée.")
    if state is Answering.DONE:
        return  # sent twice by one press: the first counts
    record_answers(work, work.me.id, questionnaire, chosen_in(questionnaire, form))
    drop_draft(work, work.me.id, _key(slug))


def refuse(work: Work, slug: str) -> None:
    """Note that the person does not answer, or takes the answers back: they are erased.

    What was answered may be taken back although the questionnaire is published no more.

    Raises:
        NotFound: there is none, or its moment has not come.

    """
    facts = facts_of(work, work.me.id)
    if not _has_ended(slug, facts):
        _find_open(work, slug)
    if answering_of(slug, facts) is not Answering.REFUSED:
        _end(work, slug, refused=True)
    withdrawn = withdrawn_of(facts_of(work, work.me.id))
    forget_facts(work, work.me.id, [one.id for one in withdrawn])
    drop_draft(work, work.me.id, _key(slug))


def find_withdrawn(work: Work, merges: Merges) -> dict[UUID, tuple[UUID, ...]]:
    """Return the answers taken back that are still kept, of everybody.

    What merges brought is judged apart while they may be undone: a refusal of one account takes
    nothing from the other for good. Those answers count nowhere meanwhile.
    """
    found = {}
    for learner, facts in facts_where(work, fact.c.kind.in_(SCALES)).items():
        parts: dict[tuple[UUID, ...], list[Fact]] = {}
        for one in facts:
            parts.setdefault(merges.get(one.id, ()), []).append(one)
        withdrawn = tuple(one.id for part in parts.values() for one in withdrawn_of(part))
        if withdrawn:
            found[learner] = withdrawn
    return found


def forget_withdrawn(work: Work, merges: Merges) -> None:
    """Erase the answers taken back, of everybody."""
    for learner, ids in find_withdrawn(work, merges).items():
        forget_facts(work, learner, ids)


def refused_since(work: Work, at: datetime) -> bool:
    """Tell whether somebody refused a questionnaire, or took answers back, since then."""
    ends = facts_where(work, fact.c.kind == _ENDED, fact.c.at >= at)
    return any(
        isinstance(one, QuestionnaireEnded) and one.refused
        for facts in ends.values()
        for one in facts
    )


def take_back(work: Work, slug: str) -> None:
    """Take a refusal back: the questionnaire is open again, and blank.

    Raises:
        NotFound: there is none.
        Conflict: its moment has gone.

    """
    page = show(work, slug)
    if page.state is not Answering.REFUSED:
        return
    if not page.reopens:
        raise Conflict("Le moment de ce questionnaire est passé. Rien ne change pour vous.")
    _end(work, slug, refused=False)


def view_items(questionnaire: Questionnaire, typed: Mapping[str, str]) -> tuple[QuestionView, ...]:
    """Return the questions as a form shows them, with what was typed."""
    return tuple(
        view_question(
            item, number=number, shown=Shown(fields=(("", typed.get(item.name, PASSED)),))
        )
        for number, item in enumerate(items_of(questionnaire), 1)
    )


def chosen_in(questionnaire: Questionnaire, form: Form) -> dict[str, int | None]:
    """Return the degrees posted; what is no degree of the scale was passed over."""
    chosen: dict[str, int | None] = {}
    for item in items_of(questionnaire):
        typed = form.get(item.name, [PASSED])[0]
        degrees = {str(degree): degree for degree in range(item.low, item.high + 1)}
        chosen[item.name] = degrees.get(typed)
    return chosen


def as_fields(chosen: Mapping[str, int | None]) -> Fields:
    """Return what was chosen as a draft keeps it: what was passed over leaves no trace."""
    return tuple((name, str(value)) for name, value in chosen.items() if value is not None)


def find_questionnaire(work: Work, slug: str) -> Questionnaire:
    """Return a questionnaire of the release that has something to answer.

    Raises:
        NotFound: there is none.

    """
    for one in work.catalogue.questionnaires:
        if one.slug == slug and items_of(one):
            return one
    raise NotFound(_UNKNOWN)


def record_answers(
    work: Work,
    learner: UUID,
    questionnaire: Questionnaire,
    chosen: Mapping[str, int | None],
    *,
    on_paper: bool = False,
) -> None:
    """Add the answers and the end as facts."""
    answers = [
        ScaleAnswered(
            id=uuid4(),
            at=work.instant,
            questionnaire=questionnaire.slug,
            question=name,
            value=value,
            release=work.release or "",
            on_paper=on_paper,
        )
        for name, value in chosen.items()
    ]
    end = QuestionnaireEnded(id=uuid4(), at=work.instant, questionnaire=questionnaire.slug)
    add_facts(work, learner, [*answers, end])


def _moments(facts: tuple[Fact, ...], standings: tuple[ModuleStanding, ...]) -> frozenset[str]:
    """Return the moments that have come: none before the first lesson is finished.

    « Avant » closes with the first test sent: later, it would measure what was learnt.
    """
    if not any(isinstance(fact, LessonDone) for fact in facts):
        return frozenset()
    if _finished_by(facts, standings):
        return frozenset({AFTER, LATER})
    path = {one.module.slug for one in standings}
    tested = any(isinstance(fact, TestSubmitted) and fact.module in path for fact in facts)
    return frozenset({LATER} if tested else {BEFORE, LATER})


def _finished_by(
    facts: tuple[Fact, ...], standings: tuple[ModuleStanding, ...]
) -> TestSubmitted | None:
    """Return what brought the path to its end: its last test, or the one that passed it all."""
    if not standings:
        return None
    last = standings[-1].module.slug
    tests = [fact for fact in facts if isinstance(fact, TestSubmitted)]
    sent = in_order(fact for fact in tests if fact.module == last)
    if sent:
        return sent[0]
    passed = all(one.progress.passed for one in standings)
    return last_of(tests) if passed else None


def _has_left(facts: tuple[Fact, ...]) -> bool:
    """Tell whether the team noted a leaving after which the person answered nothing."""
    left = last_of(one for one in facts if isinstance(one, Observed) and one.sort == "depart")
    return left is not None and not any(
        isinstance(fact, AnswerGiven) and place_of(fact) > place_of(left) for fact in facts
    )


def state_of(
    questionnaire: Questionnaire, facts: tuple[Fact, ...], path: tuple[ModuleStanding, ...]
) -> Answering | None:
    """Return where the person stands; None when the moment has not come.

    The one of the end is open again at the end of another path: what counts is the latest.
    """
    moment = moment_of(questionnaire)
    state = answering_of(questionnaire.slug, facts)
    if not items_of(questionnaire):
        return None
    if moment == AFTER and state is Answering.DONE and (ended := _finished_by(facts, path)):
        given = answered_of(facts)[questionnaire.slug].values()
        again = all(place_of(one) < place_of(ended) for one in given)
        return Answering.OPEN if again else state
    if state is not Answering.OPEN or moment in _moments(facts, path):
        return state
    return None


def _has_ended(slug: str, facts: Iterable[Fact]) -> bool:
    return any(isinstance(one, QuestionnaireEnded) and one.questionnaire == slug for one in facts)


def _find_open(work: Work, slug: str) -> tuple[Questionnaire, Answering]:
    """Return a questionnaire that the person may open: its moment came, or it was begun."""
    questionnaire = find_questionnaire(work, slug)
    facts = tuple(facts_of(work, work.me.id))
    state = state_of(questionnaire, facts, list_modules(work))
    if state is None and _kept(work, slug)[1] is not None:
        state = Answering.OPEN
    if state is None:
        raise NotFound(_UNKNOWN)
    return questionnaire, state


def offer_of(work: Work, questionnaire: Questionnaire) -> Offer:
    return Offer(
        slug=questionnaire.slug,
        title=questionnaire.title,
        count=len(items_of(questionnaire)),
        chosen=len(_kept(work, questionnaire.slug)[0]),
    )


def _end(work: Work, slug: str, *, refused: bool) -> None:
    end = QuestionnaireEnded(id=uuid4(), at=work.instant, questionnaire=slug, refused=refused)
    add_facts(work, work.me.id, [end])


def _kept(work: Work, slug: str) -> tuple[Fields, datetime | None]:
    return drafts_of(work, work.me.id, _key(slug)).get(_key(slug)) or ((), None)


def _key(slug: str) -> str:
    return f"questionnaires/{slug}"
