"""The day's review: begun, answered question by question, or passed in one key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from learning.domain.answers import posted_fields
from learning.domain.course import Module
from learning.domain.errors import NotFound
from learning.domain.facts import (
    AnswerGiven,
    Context,
    Fact,
    HintSeen,
    ReviewSkipped,
    ReviewStarted,
)
from learning.domain.question import Question
from learning.domain.review import is_back, paris_day
from learning.services.activity import add_facts, drafts_of, drop_draft, facts_of
from learning.services.answer import Stale, keep_typed, record_answer
from learning.services.learn import reviewed_today
from learning.services.lesson import Refusal, read_states, view_state
from learning.services.question_shapes import QuestionView
from learning.services.work import Work

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The review: not begun (``waiting`` questions), under way, or done for today."""

    waiting: int
    minutes: int
    questions: tuple[QuestionView, ...]
    remaining: int
    begun: bool
    back_after_long: bool


def show_review(work: Work, *, refusal: Refusal | None = None) -> ReviewPage:
    """Build the page of the day's review."""
    facts = facts_of(work, work.me.id)
    waiting = reviewed_today(work, facts)
    begun = _begun_today(work, facts)
    if begun is None:
        found = [find_question(work, one) for one in waiting]
        return ReviewPage(
            waiting=len(waiting),
            minutes=sum(question.minutes for question in found if question),
            questions=(),
            remaining=len(waiting),
            begun=False,
            back_after_long=is_back(facts, paris_day(work.instant)),
        )
    questions = [q for one in begun.questions if (q := find_question(work, one)) is not None]
    drafts = drafts_of(work, work.me.id, "")
    states = read_states(questions, facts, drafts, shown=Context.REVIEW, since=begun)
    views = []
    following = next((q.id for q in questions if not states[q.id].answers), None)
    for number, question in enumerate(questions, start=1):
        view = view_state(
            work,
            question,
            states[question.id],
            number=number,
            again=False,
            refusal=refusal if refusal and refusal.question == question.name else None,
            back=f"/revision#q-{question.name}",
        )
        views.append(
            replace(
                view,
                is_next=question.id == following,
                action="/revision",
                retry_url=None,
                hidden=(("jeton", str(states[question.id].ordinal)), ("question", question.id)),
            )
        )
    return ReviewPage(
        waiting=len(waiting),
        minutes=0,
        questions=tuple(views),
        remaining=len(waiting),
        begun=True,
        back_after_long=False,
    )


def start_review(work: Work) -> None:
    """Begin the day's review, once a day."""
    facts = facts_of(work, work.me.id)
    waiting = reviewed_today(work, facts)
    if waiting and _begun_today(work, facts) is None:
        started = ReviewStarted(id=uuid4(), at=work.instant, questions=waiting)
        add_facts(work, work.me.id, [started])


def skip_review(work: Work) -> None:
    """Pass today's review: it is never shown as a debt."""
    add_facts(work, work.me.id, [ReviewSkipped(id=uuid4(), at=work.instant)])


def answer_review(work: Work, question_id: str, form: Form) -> None:
    """Record the answer to one question of the review.

    Raises:
        NotFound: the question is not in today's review.
        Typed: nothing was answered, or not something that can be.
        Stale: it was answered meanwhile with something else.

    """
    question, facts = _find(work, question_id)
    answers = [f for f in facts if isinstance(f, AnswerGiven) and f.question == question_id]
    fields = posted_fields(question, form)
    if next(iter(form.get("jeton", ())), "") not in {"", str(len(answers))}:
        if answers and max(answers, key=lambda f: f.ordinal).fields == fields:
            return
        raise Stale(
            "Vous avez répondu à cette question dans une autre page. Cette réponse-ci n’a pas "
            "été enregistrée : elle est encore écrite ci-dessous.",
            question=question.name,
            fields=fields,
        )
    record_answer(work, question, form, ordinal=len(answers), context=Context.REVIEW)
    drop_draft(work, work.me.id, question.id)


def ask_hint(work: Work, question_id: str, form: Form) -> None:
    """Note that a hint was asked for, and keep what was typed."""
    question, _ = _find(work, question_id)
    keep_typed(work, question, form)
    module = question_id.split("/", 1)[0]
    seen = HintSeen(id=uuid4(), at=work.instant, module=module, question=question_id)
    add_facts(work, work.me.id, [seen])


def keep_late(work: Work, question_id: str, form: Form) -> bool:
    """Keep as a draft what a form carried after the session had ended."""
    question = find_question(work, question_id)
    return question is not None and keep_typed(work, question, form)


def find_question(work: Work, question_id: str) -> Question | None:
    """Return a question of the current release by its id, or None if it was retired."""
    module: Module | None = work.catalogue.module(question_id.split("/", 1)[0])
    return module.question(question_id) if module else None


def _find(work: Work, question_id: str) -> tuple[Question, list[Fact]]:
    facts = facts_of(work, work.me.id)
    begun = _begun_today(work, facts)
    question = find_question(work, question_id)
    if begun is None or question is None or question_id not in begun.questions:
        raise NotFound("Cette question n’est pas dans la révision du jour.")
    return question, facts


def _begun_today(work: Work, facts: Sequence[Fact]) -> ReviewStarted | None:
    today = paris_day(work.instant)
    begun = [f for f in facts if isinstance(f, ReviewStarted) and paris_day(f.at) == today]
    return begun[-1] if begun else None


def ordinal_of(work: Work, question_id: str) -> int:
    """Return how many answers the learner has given to a question."""
    return sum(
        isinstance(fact, AnswerGiven) and fact.question == question_id
        for fact in facts_of(work, work.me.id)
    )
