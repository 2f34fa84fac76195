"""Questionnaires of the evaluation: free to answer, to pass over, to stop, to refuse.

Nothing of the course depends on them. Answers are facts; what is typed meanwhile is a draft.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from learning.content.source import fold
from learning.domain.access import Role
from learning.domain.course import Questionnaire
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.evaluation import AFTER, BEFORE, LATER, Answering, Pairing, answering_of
from learning.domain.facts import (
    Fact,
    LessonDone,
    QuestionnaireEnded,
    ScaleAnswered,
    TestSubmitted,
)
from learning.domain.question import Scale
from learning.services import audit
from learning.services.accounts import AccountLine, find_learner, list_accounts
from learning.services.activity import add_facts, drafts_of, drop_draft, facts_of, keep_draft
from learning.services.learn import ModuleStanding, list_modules
from learning.services.question_shapes import QuestionView
from learning.services.question_view import Shown, view_question
from learning.services.work import Work

Form = Mapping[str, list[str]]
_UNKNOWN = "Ce questionnaire n’existe pas, ou il n’est pas ouvert pour vous."
_MOMENTS = {fold(one): one for one in (BEFORE, AFTER, LATER)}
PASSED = ""  # what is posted for a question passed over


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnairePage:
    """A questionnaire beside what the person has said of it."""

    questionnaire: Questionnaire
    state: Answering
    questions: tuple[QuestionView, ...] = ()
    saved_at: datetime | None = None
    learner: AccountLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestionnaire:
    """A questionnaire that somebody answered or refused, for « Mes données »."""

    slug: str
    title: str
    state: Answering


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
) -> Questionnaire | None:
    """Return the questionnaire to offer now, one at a time, never twice for one moment."""
    given = tuple(facts)
    open_now = _moments(given, tuple(standings))
    for questionnaire in work.catalogue.questionnaires:
        if (
            moment_of(questionnaire) in open_now
            and items_of(questionnaire)
            and answering_of(questionnaire.slug, given) is Answering.OPEN
        ):
            return questionnaire
    return None


def show(work: Work, slug: str) -> QuestionnairePage:
    """Return a questionnaire, its form filled with what was kept.

    Raises:
        NotFound: there is none, or its moment has not come.

    """
    questionnaire, state = _find_open(work, slug)
    kept = drafts_of(work, work.me.id, _key(slug)).get(_key(slug))
    fields, saved_at = kept or ((), None)
    return QuestionnairePage(
        questionnaire=questionnaire,
        state=state,
        questions=_views(questionnaire, dict(fields)),
        saved_at=saved_at,
    )


def keep_typed(work: Work, slug: str, form: Form) -> bool:
    """Keep what was chosen so far, without sending it."""
    questionnaire, state = _find_open(work, slug)
    if state is not Answering.OPEN:
        return False
    chosen = _chosen(questionnaire, form)
    fields = tuple((name, str(value)) for name, value in chosen.items() if value is not None)
    keep_draft(work, work.me.id, _key(slug), fields)
    return True


def send(work: Work, slug: str, form: Form) -> None:
    """Record the answers; a question left alone was passed over.

    Raises:
        NotFound: there is none, or its moment has not come.
        Conflict: the person has refused meanwhile.

    """
    questionnaire, state = _find_open(work, slug)
    if state is Answering.REFUSED:
        raise Conflict("Vous avez refusé ce questionnaire. Vos réponses ne sont pas gardées.")
    if state is Answering.DONE:
        return  # sent twice by one press: the first counts
    _record(work, work.me.id, questionnaire, _chosen(questionnaire, form))


def refuse(work: Work, slug: str) -> None:
    """Note that the person does not answer, or takes the answers back: they no longer count."""
    _, state = _find_open(work, slug)
    if state is not Answering.REFUSED:
        _end(work, slug, refused=True)
    drop_draft(work, work.me.id, _key(slug))


def take_back(work: Work, slug: str) -> None:
    """Take a refusal back."""
    _, state = _find_open(work, slug)
    if state is Answering.REFUSED:
        _end(work, slug, refused=False)


def own_questionnaires(work: Work, facts: Iterable[Fact]) -> tuple[OwnQuestionnaire, ...]:
    """Return what somebody answered or refused."""
    given = tuple(facts)
    found = ((one, answering_of(one.slug, given)) for one in work.catalogue.questionnaires)
    return tuple(
        OwnQuestionnaire(slug=one.slug, title=one.title, state=state)
        for one, state in found
        if state is not Answering.OPEN
    )


def people_on_paper(work: Work) -> tuple[AccountLine, ...]:
    """Return whose sheets the person may enter."""
    groups = None if work.me.role is Role.ADMINISTRATOR else work.me.groups
    lines = list_accounts(work, groups=groups)
    return tuple(line for line in lines if line.role is Role.LEARNER)


def show_on_paper(work: Work, learner: UUID, slug: str) -> QuestionnairePage:
    """Return the form to enter what was answered on a sheet.

    Raises:
        NotFound: no such questionnaire, or no such learner in that person's groups.

    """
    line = find_learner(work, learner)
    questionnaire = _find(work, slug)
    return QuestionnairePage(
        questionnaire=questionnaire,
        state=answering_of(slug, facts_of(work, learner)),
        questions=_views(questionnaire, {}),
        learner=line,
    )


def enter_on_paper(work: Work, learner: UUID, slug: str, form: Form) -> None:
    """Record what somebody answered on a sheet.

    Raises:
        NotFound: no such questionnaire, or no such learner in that person's groups.
        Conflict: the person has refused or already answered.
        Invalid: nothing was entered.

    """
    page = show_on_paper(work, learner, slug)
    if page.state is Answering.REFUSED:
        raise Conflict("Cette personne a refusé ce questionnaire : rien n’est enregistré.")
    if page.state is Answering.DONE:
        raise Conflict("Cette personne a déjà répondu à ce questionnaire.")
    chosen = _chosen(page.questionnaire, form)
    if all(value is None for value in chosen.values()):
        raise Invalid("Choisissez au moins une réponse de la feuille.")
    _record(work, learner, page.questionnaire, chosen, on_paper=True)
    audit.record(work, "questionnaire.saisi", subject=str(learner))


def _moments(facts: tuple[Fact, ...], standings: tuple[ModuleStanding, ...]) -> frozenset[str]:
    """Return the moments that have come: none before the first lesson is finished."""
    if not any(isinstance(fact, LessonDone) for fact in facts):
        return frozenset()
    last = standings[-1].module.slug if standings else ""
    sent = any(isinstance(fact, TestSubmitted) and fact.module == last for fact in facts)
    finished = bool(standings) and all(one.progress.passed for one in standings)
    return frozenset({AFTER} if sent or finished else {BEFORE})


def _find(work: Work, slug: str) -> Questionnaire:
    for one in work.catalogue.questionnaires:
        if one.slug == slug and items_of(one):
            return one
    raise NotFound(_UNKNOWN)


def _find_open(work: Work, slug: str) -> tuple[Questionnaire, Answering]:
    """Return a questionnaire that the person may open: its moment came, or it was answered."""
    questionnaire = _find(work, slug)
    facts = tuple(facts_of(work, work.me.id))
    state = answering_of(slug, facts)
    seen = any(isinstance(f, QuestionnaireEnded) and f.questionnaire == slug for f in facts)
    if not seen and moment_of(questionnaire) not in _moments(facts, list_modules(work)):
        raise NotFound(_UNKNOWN)
    return questionnaire, state


def _views(questionnaire: Questionnaire, typed: Mapping[str, str]) -> tuple[QuestionView, ...]:
    return tuple(
        view_question(
            item, number=number, shown=Shown(fields=(("", typed.get(item.name, PASSED)),))
        )
        for number, item in enumerate(items_of(questionnaire), 1)
    )


def _chosen(questionnaire: Questionnaire, form: Form) -> dict[str, int | None]:
    """Return the degrees posted; what is no degree of the scale was passed over."""
    chosen: dict[str, int | None] = {}
    for item in items_of(questionnaire):
        typed = form.get(item.name, [PASSED])[0]
        degrees = {str(degree): degree for degree in range(item.low, item.high + 1)}
        chosen[item.name] = degrees.get(typed)
    return chosen


def _record(
    work: Work,
    learner: UUID,
    questionnaire: Questionnaire,
    chosen: Mapping[str, int | None],
    *,
    on_paper: bool = False,
) -> None:
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
    drop_draft(work, learner, _key(questionnaire.slug))


def _end(work: Work, slug: str, *, refused: bool) -> None:
    end = QuestionnaireEnded(id=uuid4(), at=work.instant, questionnaire=slug, refused=refused)
    add_facts(work, work.me.id, [end])


def _key(slug: str) -> str:
    return f"questionnaires/{slug}"
