"""A text being written as learners will get it: the same blocks, questions that answer.

Nothing of a preview is kept: an answer is marked, shown, and forgotten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from learning.content.proofing import Proof
from learning.domain import marking
from learning.domain.answers import Fields, posted_fields
from learning.domain.course import (
    Block,
    BlockKind,
    Figure,
    Heading,
    Lesson,
    Module,
    Questionnaire,
)
from learning.domain.errors import Invalid
from learning.domain.question import Question
from learning.services.lesson import BlockView
from learning.services.question_shapes import QuestionView
from learning.services.question_view import Shown, question_seed, reveal, view_question
from learning.services.texts import Text, TextKind

Form = Mapping[str, Sequence[str]]
_OWNER = "apercu"  # whose draws a preview shows: always the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An answer given in a preview: to which question, and the raw form."""

    name: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A text as learners will get it; ``blocks`` are shown by the very parts of their pages."""

    title: str
    objective: str = ""
    minutes: int = 0
    blocks: tuple[BlockView, ...] = ()
    headings: tuple[Heading, ...] = ()
    source: tuple[Block, ...] = ()  # for the notes on words and figures
    figures: tuple[Figure, ...] = ()
    audio: str = ""


def preview_text(
    text: Text, proof: Proof, *, action: str, tried: Tried | None = None
) -> Preview | None:
    """Show a text; None when it has nothing to show, or cannot be shown yet."""
    if isinstance(proof.shown, Questionnaire):
        return _of_questions(text.title, proof.shown.questions, action, tried)
    module = proof.shown
    if module is None:
        return None
    if text.kind is TextKind.MODULE:
        intro = Block(kind=BlockKind.TEXT, html=module.intro)
        return Preview(title=module.title, objective=module.aim, blocks=(BlockView(block=intro),))
    if text.kind is TextKind.BANK:
        bank = next((b for b in module.banks if text.path.endswith(f"/{b.slug}.md")), None)
        return _of_questions(text.title, bank.questions, action, tried) if bank else None
    lesson = next(iter(module.lessons), None)
    return _of_lesson(module, lesson, action, tried) if lesson else None


def blank_lesson(module: Module, lesson: Lesson) -> Preview:
    """Return a lesson with nobody's answers, as it goes on paper."""
    return _of_lesson(module, lesson, "", None)


def _of_questions(
    title: str, questions: Sequence[Question], action: str, tried: Tried | None
) -> Preview:
    blocks = tuple(
        BlockView(
            block=Block(kind=BlockKind.QUESTION, name=question.name),
            question=_view(question, number, action, tried),
        )
        for number, question in enumerate(questions, start=1)
    )
    return Preview(title=title, blocks=blocks)


def _of_lesson(module: Module, lesson: Lesson, action: str, tried: Tried | None) -> Preview:
    numbers = count(1)
    own = {question.name: question for question in lesson.questions}
    blocks = []
    for block in lesson.blocks:
        question = own.get(block.name) if block.kind is BlockKind.QUESTION else None
        drawn: tuple[QuestionView, ...] = ()
        if block.kind is BlockKind.DRAW and (bank := module.bank(block.name)) is not None:
            drawn = tuple(
                _view(one, next(numbers), action, tried) for one in bank.questions[: block.count]
            )
        blocks.append(
            BlockView(
                block=block,
                question=_view(question, next(numbers), action, tried) if question else None,
                drawn=drawn,
            )
        )
    objective = next((o.sentence for o in module.objectives if o.slug == lesson.objective), "")
    return Preview(
        title=lesson.title,
        objective=objective,
        minutes=lesson.minutes,
        blocks=tuple(blocks),
        headings=tuple(heading for block in lesson.blocks for heading in block.headings),
        source=lesson.blocks,
        audio=lesson.audio or "",
    )


def _view(question: Question, number: int, action: str, tried: Tried | None) -> QuestionView:
    seed = question_seed(_OWNER, question.id, 0)
    if tried is None or tried.name != question.name:
        view = view_question(question, number=number, shown=Shown(seed=seed))
        return replace(view, action=action, hint_shown=True)
    fields = posted_fields(question, tried.form)
    try:
        answer = marking.read_answer(question, tried.form, seed)
    except Invalid as error:
        return _again(question, number, action, seed, fields, error.sentence())
    if isinstance(answer, marking.Unread):
        return _again(question, number, action, seed, fields, answer.message)
    mark = marking.mark(question, answer, seed)
    shown = Shown(
        fields=answer.fields,
        seed=seed,
        reveal=True,
        key=True,
        parts={part.id: part for part in mark.parts},
    )
    view = reveal(view_question(question, number=number, shown=shown), question, shown, mark)
    return replace(
        view,
        action=action,
        editable=False,
        verdict=mark.verdict.value,
        retry_url=f"{action}#q-{question.name}",
    )


def _again(
    question: Question, number: int, action: str, seed: str, fields: Fields, sentence: str
) -> QuestionView:
    view = view_question(question, number=number, shown=Shown(fields=fields, seed=seed))
    return replace(view, action=action, error=sentence)
