"""The page of a lesson: its blocks in order, each question with its state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from learning.domain import marking
from learning.domain.access import Role
from learning.domain.answers import Fields
from learning.domain.course import Block, BlockKind, Figure, Heading, Lesson, LessonKind, Module
from learning.domain.errors import Invalid, NotFound
from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    AnswerUnread,
    Context,
    Fact,
    HintSeen,
    Verdict,
)
from learning.domain.order import place_of
from learning.domain.progress import LessonProgress, measure_lesson
from learning.domain.question import Question
from learning.services.activity import drafts_of, facts_of_lesson
from learning.services.answer import find_lesson, find_module, lesson_questions
from learning.services.learn import lesson_after
from learning.services.notices import readings_of, view_reading
from learning.services.project import kept_of, sheet_drafts
from learning.services.project_page import SheetPage, show_sheets
from learning.services.question_figures import figures_cited
from learning.services.question_shapes import QuestionView
from learning.services.question_view import (
    Shown,
    asked_again,
    question_seed,
    reveal,
    view_question,
)
from learning.services.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """A block with what stands in its place: HTML, a question, or drawn questions."""

    block: Block
    question: QuestionView | None = None
    drawn: tuple[QuestionView, ...] = ()
    to_draw: bool = False
    sheet: SheetPage | None = None  # a sheet of the project, in the lesson that teaches it


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPage:
    """A lesson for one learner."""

    module: Module
    lesson: Lesson
    place: int  # among the module's lessons, from 1
    lessons: int  # in the module, tests left out
    objective: str
    blocks: tuple[BlockView, ...]
    headings: tuple[Heading, ...]
    progress: LessonProgress
    following: Lesson | None
    drafts_kept: bool
    drawn_figures: tuple[Figure, ...]  # cited by drawn questions, which no block holds

    @property
    def has_sheets(self) -> bool:
        """The lesson teaches a sheet of the project, filled in here."""
        return any(view.sheet is not None for view in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer that was refused on its page: shown back in its form with the sentence."""

    question: str
    fields: Fields
    sentence: str


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of one question, read once from the facts."""

    answers: tuple[AnswerGiven, ...]
    ordinal: int  # answers ever given, elsewhere too: the place of the next one
    unread: AnswerUnread | None
    hint_seen: bool
    draft: tuple[Fields, datetime] | None
    readings: Mapping[UUID, tuple[AnswerRead, bool]]  # by answer, with whether it was seen


def show_lesson(
    work: Work,
    module_slug: str,
    lesson_slug: str,
    *,
    again: str = "",
    refusal: Refusal | None = None,
) -> LessonPage:
    """Build the page; ``again`` names the question to try once more.

    Raises:
        NotFound: no such lesson, or it is a test.

    """
    module = find_module(work, module_slug)
    lesson = find_lesson(module, lesson_slug)
    if lesson.kind is LessonKind.TEST:
        raise NotFound("Cette leçon est une épreuve. Ouvrez-la depuis le module.")
    facts = facts_of_lesson(work, work.me.id, module, lesson)
    names = _sheet_names(work, lesson)
    if names:
        drafts, versions = kept_of(work)
    else:
        drafts, versions = drafts_of(work, work.me.id, f"{module.slug}/"), {}
    known = measure_lesson(module, lesson, facts)
    views = _question_views(work, module, lesson, facts, drafts, known, again, refusal)
    sheets = show_sheets(work, names, (sheet_drafts(drafts), versions)) if names else {}
    blocks = tuple(_block(block, module, views, known, sheets) for block in lesson.blocks)
    objective = next((o.sentence for o in module.objectives if o.slug == lesson.objective), "")
    return LessonPage(
        module=module,
        lesson=lesson,
        place=module.lessons.index(lesson) + 1,
        lessons=sum(one.kind is LessonKind.LESSON for one in module.lessons),
        objective=objective,
        blocks=blocks,
        headings=tuple(heading for block in lesson.blocks for heading in block.headings),
        progress=known,
        following=lesson_after(module, lesson),
        drafts_kept=any(question in drafts for question in known.questions),
        drawn_figures=_drawn_figures(work, module, lesson, known),
    )


def _sheet_names(work: Work, lesson: Lesson) -> list[str]:
    """Name the sheets that a lesson teaches; only a learner has a project."""
    if work.me.role is not Role.LEARNER:
        return []
    return [block.name for block in lesson.blocks if block.kind is BlockKind.WORKSHEET]


def _drawn_figures(
    work: Work, module: Module, lesson: Lesson, known: LessonProgress
) -> tuple[Figure, ...]:
    if not lesson.draws:
        return ()
    drawn = (module.question(one) for one in known.questions)
    return figures_cited(work, [question for question in drawn if question is not None])


def _question_views(
    work: Work,
    module: Module,
    lesson: Lesson,
    facts: Sequence[Fact],
    drafts: Mapping[str, tuple[Fields, datetime]],
    known: LessonProgress,
    again: str,
    refusal: Refusal | None,
) -> dict[str, QuestionView]:
    states = read_states(lesson_questions(module, lesson, facts), facts, drafts)
    numbers = {question: number for number, question in enumerate(known.questions, start=1)}
    action = f"/modules/{module.slug}/{lesson.slug}"
    views = {}
    for question in lesson_questions(module, lesson, facts):
        view = view_state(
            work,
            question,
            states[question.id],
            number=numbers.get(question.id),
            again=again == question.name,
            refusal=refusal if refusal and refusal.question == question.name else None,
            back=f"{action}#q-{question.name}",
        )
        views[question.id] = replace(
            view,
            is_next=question.id == known.next_question,
            action=action,
            retry_url=f"{action}?essayer={question.name}#q-{question.name}"
            if view.retry_url
            else None,
            report_url=f"{action}/signaler/{question.name}"
            if work.me.role is Role.LEARNER
            else None,
        )
    return views


def read_states(
    questions: Sequence[Question],
    facts: Sequence[Fact],
    drafts: Mapping[str, tuple[Fields, datetime]],
    *,
    shown: Context = Context.LESSON,
    since: Fact | None = None,
) -> dict[str, _State]:
    """Read what is known of each question in one pass over the facts.

    Only answers given in the ``shown`` context, from ``since`` on, are shown as answers.
    """
    answers: dict[str, list[AnswerGiven]] = {question.id: [] for question in questions}
    ordinals = dict.fromkeys(answers, 0)
    unread: dict[str, AnswerUnread] = {}
    hints: set[str] = set()
    readings = readings_of(facts)
    for fact in facts:
        if isinstance(fact, AnswerGiven):
            if fact.question in answers:
                ordinals[fact.question] += 1
                if fact.context is shown and (since is None or place_of(fact) >= place_of(since)):
                    answers[fact.question].append(fact)
                    unread.pop(fact.question, None)
        elif isinstance(fact, AnswerUnread) and fact.context is shown:
            unread[fact.question] = fact
        elif isinstance(fact, HintSeen):
            hints.add(fact.question)
    return {
        question: _State(
            answers=tuple(sorted(given, key=lambda fact: fact.ordinal)),
            ordinal=ordinals[question],
            unread=unread.get(question),
            hint_seen=question in hints,
            draft=drafts.get(question),
            readings=readings,
        )
        for question, given in answers.items()
    }


def view_state(
    work: Work,
    question: Question,
    state: _State,
    *,
    number: int | None,
    again: bool,
    refusal: Refusal | None,
    back: str = "",
) -> QuestionView:
    """Show one question of a lesson or a review in the state its facts say.

    ``back`` is the address of the question, where « J’ai lu » leads.
    """
    ordinal = state.ordinal
    last = state.answers[-1] if state.answers else None
    typing = again or refusal or state.unread or (state.draft and not last)
    answered = None
    if last is not None and not typing:
        answered = _answered(work, question, last, number)
    if last is not None and answered is not None:
        view = answered
        if (reading := state.readings.get(last.id)) is None:
            return view
        return replace(view, reading=view_reading(work, last, reading, back=back))
    fields: Fields = state.draft[0] if state.draft else ()
    if state.unread is not None:
        fields = state.unread.fields
    if refusal is not None:
        fields = refusal.fields
    seed = question_seed(work.me.id, question.id, ordinal)
    view = view_question(question, number=number, shown=Shown(fields=fields, seed=seed))
    view = replace(
        view,
        hidden=(("jeton", str(ordinal)),),
        hint_shown=state.hint_seen,
        error=refusal.sentence if refusal else "",
    )
    if state.unread is not None and refusal is None:
        view = _unclear(view, question, state.unread, seed)
    return view


def _answered(
    work: Work, question: Question, last: AnswerGiven, number: int | None
) -> QuestionView | None:
    """Show a marked answer; a fact never changes, so what it looks like is kept.

    None when the question's structure changed since: it is another question, asked anew.
    """
    again_offered = last.context is Context.LESSON  # the day's review asks once
    key = (last.id, last.verdict, last.points, question.digest, number)
    view = work.library.views.get(key)
    if view is not None:
        return view
    try:
        marked = _mark_again(question, last, number, again_offered=again_offered)
    except Invalid:
        return None
    return work.library.views.put(key, marked)


def _mark_again(
    question: Question, last: AnswerGiven, number: int | None, *, again_offered: bool
) -> QuestionView:
    answer = marking.answer_from_fields(question, last.fields, last.seed)
    if isinstance(answer, marking.Unread):
        answer = marking.BLANK
    mark = marking.mark(question, answer, last.seed)
    missed = last.verdict in {Verdict.WRONG, Verdict.PARTIAL}
    shown = Shown(
        fields=last.fields,
        seed=last.seed,
        reveal=True,
        key=not (missed and again_offered),
        parts={part.id: part for part in mark.parts},
    )
    view = reveal(view_question(question, number=number, shown=shown), question, shown, mark)
    return replace(
        view,
        editable=False,
        verdict=last.verdict.value,
        saved_at=last.at.isoformat(),
        retry_url="?" if missed and again_offered else None,
    )


def _unclear(
    view: QuestionView, question: Question, unread: AnswerUnread, seed: str
) -> QuestionView:
    """Ask again for a number: with the two readings when there are two."""
    again = marking.answer_from_fields(question, unread.fields, seed)
    if not isinstance(again, marking.Unread):
        return view
    return asked_again(view, again)


def _block(
    block: Block,
    module: Module,
    views: Mapping[str, QuestionView],
    known: LessonProgress,
    sheets: Mapping[str, SheetPage],
) -> BlockView:
    if block.kind is BlockKind.QUESTION:
        prefix = f"{module.slug}/{known.lesson}/"
        return BlockView(block=block, question=views.get(prefix + block.name))
    if block.kind is BlockKind.DRAW:
        if block.name in known.draws_pending:
            return BlockView(block=block, to_draw=True)
        prefix = f"{module.slug}/{block.name}/"
        drawn = tuple(view for name, view in views.items() if name.startswith(prefix))
        return BlockView(block=block, drawn=drawn)
    return BlockView(block=block, sheet=sheets.get(block.name))
