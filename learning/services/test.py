"""The test of a module: begun on a fresh draw, kept as typed, sent once, marked whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from learning.domain import marking, progress
from learning.domain.answers import Fields, posted_fields
from learning.domain.course import Lesson, LessonKind, Module
from learning.domain.drawing import draw, seed_of
from learning.domain.errors import Invalid, NotFound
from learning.domain.facts import (
    AnswerGiven,
    Context,
    Fact,
    HintSeen,
    TestStarted,
    TestSubmitted,
    Verdict,
)
from learning.domain.order import place_of
from learning.domain.question import Question
from learning.services.activity import add_facts, drafts_of, drop_drafts, facts_of, keep_draft
from learning.services.answer import find_lesson, find_module
from learning.services.remark import catch_up
from learning.services.work import Work

__test__ = False  # pytest would take this module for tests

Form = Mapping[str, Sequence[str]]
ATTEMPT = "tentative"  # the field that says which attempt the form was shown for


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A test under way: its questions on its own release, and what is typed so far."""

    module: Module
    lesson: Lesson
    started: TestStarted
    questions: tuple[Question, ...]
    typed: dict[str, tuple[Fields, datetime]]  # question id -> raw fields, when kept
    hints: frozenset[str] = frozenset()  # the questions whose hint was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What is not ready for sending: names of empty questions, and of those to make clear."""

    empty: tuple[str, ...]
    unclear: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether anything is missing."""
        return bool(self.empty or self.unclear)


def seed_for(started: TestStarted, question_id: str) -> str:
    """The seed of one question of an attempt: it never changes again."""
    return seed_of(started.seed, question_id)


def find_test(work: Work, module_slug: str, lesson_slug: str) -> tuple[Module, Lesson]:
    """Return a module and its test; one retired since it was begun is found on its release.

    Raises:
        NotFound: there is no such test.

    """
    try:
        module = find_module(work, module_slug)
        lesson = find_lesson(module, lesson_slug)
    except NotFound:
        module, lesson = _find_begun(work, module_slug, lesson_slug)
    if lesson.kind is not LessonKind.TEST:
        raise NotFound("Cette épreuve n’existe pas. Revenez au module.")
    return module, lesson


def is_test(work: Work, module_slug: str, lesson_slug: str) -> bool:
    """Tell whether an address is that of a test, which may have been retired under way.

    Raises:
        NotFound: it is that of nothing.

    """
    try:
        found = find_lesson(find_module(work, module_slug), lesson_slug)
    except NotFound:
        found = _find_begun(work, module_slug, lesson_slug)[1]
    return found.kind is LessonKind.TEST


def _find_begun(work: Work, module_slug: str, lesson_slug: str) -> tuple[Module, Lesson]:
    facts = facts_of(work, work.me.id, module_slug)
    started = open_attempt(facts, lesson_slug)
    if started is None:
        raise NotFound("Cette leçon n’existe pas. Revenez à vos modules.")
    module = released_module(work, started.release, module_slug)
    return module, find_lesson(module, lesson_slug)


def open_attempt(facts: Sequence[Fact], lesson: str) -> TestStarted | None:
    """Return the attempt begun and not sent, if there is one."""
    sent = {fact.attempt for fact in facts if isinstance(fact, TestSubmitted)}
    begun = [
        fact
        for fact in facts
        if isinstance(fact, TestStarted) and fact.lesson == lesson and fact.id not in sent
    ]
    return begun[-1] if begun else None


def start_test(work: Work, module_slug: str, lesson_slug: str) -> None:
    """Begin a test on a fresh draw; one that is under way simply goes on."""
    module, lesson = find_test(work, module_slug, lesson_slug)
    facts = facts_of(work, work.me.id, module.slug)
    begun = open_attempt(facts, lesson.slug)
    if begun is not None and work.library.knows(work.connection, begun.release):
        return  # one begun on another site's courses cannot go on here
    attempt = uuid4()
    seed = seed_of(str(attempt), str(work.me.id))
    started = TestStarted(
        id=attempt,
        at=work.instant,
        module=module.slug,
        lesson=lesson.slug,
        questions=_draw(module, lesson, facts, seed),
        seed=seed,
        release=work.release or "",
    )
    add_facts(work, work.me.id, [started])


def _draw(module: Module, lesson: Lesson, facts: Sequence[Fact], seed: str) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact, AnswerGiven):
            seen[fact.question] = seen.get(fact.question, 0) + 1
    drawn = [question.id for question in lesson.questions]
    for block in lesson.draws:
        bank = module.bank(block.name)
        if bank is not None:
            drawn += draw(
                bank.questions, block.count, seed=seed, seen=seen, in_turn_by_objective=True
            )
    return tuple(drawn)


def find_sitting(work: Work, module_slug: str, lesson_slug: str) -> Sitting | None:
    """Return the test under way, on the release it was begun on, or None."""
    module, lesson = find_test(work, module_slug, lesson_slug)
    facts = facts_of(work, work.me.id, module.slug)
    started = open_attempt(facts, lesson.slug)
    if started is None or not work.library.knows(work.connection, started.release):
        return None
    return sitting_of(work, started, facts)


def is_of(sitting: Sitting, form: Form) -> bool:
    """Tell whether a form was shown for this attempt: an older page is still on some screen."""
    return next(iter(form.get(ATTEMPT, ())), str(sitting.started.id)) == str(sitting.started.id)


def sent_attempt(work: Work, module_slug: str, form: Form) -> UUID | None:
    """Return the attempt of a form that was sent already: twice, by Back, or from another tab."""
    name = next(iter(form.get(ATTEMPT, ())), "")
    for fact in facts_of(work, work.me.id, module_slug):
        if isinstance(fact, TestSubmitted) and str(fact.attempt) == name:
            return fact.attempt
    return None


def sitting_of(work: Work, started: TestStarted, facts: Sequence[Fact]) -> Sitting:
    """Return an attempt whole, as it was drawn."""
    module = released_module(work, started.release, started.module)
    prefix = f"{started.id}/"
    kept = drafts_of(work, work.me.id, prefix)
    questions = (module.question(one) for one in started.questions)
    return Sitting(
        module=module,
        lesson=find_lesson(module, started.lesson),
        started=started,
        questions=tuple(question for question in questions if question is not None),
        typed={key.removeprefix(prefix): value for key, value in kept.items()},
        hints=frozenset(
            fact.question
            for fact in facts
            if isinstance(fact, HintSeen) and place_of(fact) >= place_of(started)
        ),
    )


def released_module(work: Work, release: str, module_slug: str) -> Module:
    """Return a module as it stood in a release.

    Raises:
        NotFound: that release had no such module.

    """
    if not work.library.knows(work.connection, release):
        raise NotFound(
            "Cette épreuve a été passée sur un autre site, avec des cours que celui-ci n’a pas. "
            "Votre résultat est gardé."
        )
    module = work.library.module(work.connection, release, module_slug)
    if module is None:
        raise NotFound("Ce module n’existe plus. Vos résultats sont gardés.")
    return module


def keep_answers(work: Work, sitting: Sitting, form: Form) -> tuple[str, ...]:
    """Keep what the form carries, as typed, and return the ids of what changed.

    A question that the form does not show is left as it was; one shown and emptied is emptied.
    """
    shown = set(" ".join(form.get("montrees", ())).split())
    changed = []
    for question in sitting.questions:
        fields = posted_fields(question, form)
        before = sitting.typed.get(question.id, ((), work.instant))[0]
        if fields == before or (not fields and question.name not in shown):
            continue
        keep_draft(work, work.me.id, f"{sitting.started.id}/{question.id}", fields)
        sitting.typed[question.id] = (fields, work.instant)
        changed.append(question.id)
    return tuple(changed)


def ask_hint(work: Work, sitting: Sitting, name: str) -> None:
    """Note that the hint of a question of the test was asked for."""
    for question in sitting.questions:
        if question.name == name:
            seen = HintSeen(
                id=uuid4(), at=work.instant, module=sitting.module.slug, question=question.id
            )
            add_facts(work, work.me.id, [seen])


def find_gaps(sitting: Sitting) -> Gaps:
    """Name what is empty and what cannot be read, before sending."""
    empty, unclear = [], []
    for question in sitting.questions:
        fields = sitting.typed.get(question.id, ((), None))[0]
        if not fields:
            empty.append(question.name)
        elif isinstance(read_typed(sitting, question), marking.Unread):
            unclear.append(question.name)
    return Gaps(empty=tuple(empty), unclear=tuple(unclear))


def read_typed(sitting: Sitting, question: Question) -> marking.Answer | marking.Unread:
    """Read what is typed for a question of a test; a missing part counts as empty."""
    fields = sitting.typed.get(question.id, ((), None))[0]
    form: dict[str, list[str]] = {}
    for part, value in fields:
        name = f"{question.name}.{part}" if part else question.name
        form.setdefault(name, []).append(value)
    if not form:
        return marking.BLANK
    seed = seed_for(sitting.started, question.id)
    try:
        return marking.read_answer(question, form, seed, partial=True)
    except Invalid:
        return marking.BLANK


def submit_test(work: Work, sitting: Sitting) -> UUID:
    """Mark the whole test and keep the result: once, whatever is sent again.

    Raises:
        IntegrityError: never in one process; the unique index guards against two.

    """
    facts = facts_of(work, work.me.id, sitting.module.slug)
    given = [_marked(work, sitting, question, facts) for question in sitting.questions]
    result = progress.test_result(sitting.module, sitting.started, given)
    sent = TestSubmitted(
        id=uuid4(),
        at=work.instant,
        module=sitting.module.slug,
        lesson=sitting.lesson.slug,
        attempt=sitting.started.id,
        points=result.points,
        out_of=result.out_of,
        passed=result.passed,
    )
    add_facts(work, work.me.id, [*given, sent])
    catch_up(work, given, sent, pass_mark=sitting.module.pass_mark)
    drop_drafts(work, work.me.id, f"{sitting.started.id}/")
    return sitting.started.id


def _marked(
    work: Work, sitting: Sitting, question: Question, facts: Sequence[Fact]
) -> AnswerGiven:
    seed = seed_for(sitting.started, question.id)
    answer = read_typed(sitting, question)
    unread = answer if isinstance(answer, marking.Unread) else None
    read = marking.BLANK if isinstance(answer, marking.Unread) else answer
    mark = marking.mark(question, read, seed)
    ordinal = sum(isinstance(fact, AnswerGiven) and fact.question == question.id for fact in facts)
    blank_open = mark.points is None and not answer.fields
    return AnswerGiven(
        id=uuid4(),
        at=work.instant,
        module=sitting.module.slug,
        question=question.id,
        context=Context.TEST,
        ordinal=ordinal,
        verdict=unread.verdict if unread else Verdict.WRONG if blank_open else mark.verdict,
        points=None if mark.points is None else mark.points,
        out_of=mark.out_of,
        attempt=sitting.started.id,
        fields=answer.fields,
        seed=seed,
        release=sitting.started.release,
        digest=question.digest,
    )
