"""What a trainer answered to a learner: texts read, errors answered, until « J’ai lu ».

It goes one way. What is shown says a function and a day, never a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.course import Module
from learning.domain.errors import NotFound
from learning.domain.facts import (
    AnswerGiven,
    AnswerRead,
    Context,
    Fact,
    QuestionsDrawn,
    ReadingSeen,
)
from learning.domain.order import order_of
from learning.domain.reading import marks_of
from learning.services.activity import add_facts, facts_of
from learning.services.asked import asked, grid_of, place_of, question_then
from learning.services.question_shapes import ReadingLine, ReadingView
from learning.services.reading import last_reading
from learning.services.work import Work
from learning.storage.activity import error_report

_REPLIES = (
    sa.select(error_report)
    .where(
        error_report.c.site_id == sa.bindparam("site"),
        error_report.c.learner_id == sa.bindparam("learner"),
        error_report.c.replied_at.is_not(None),
    )
    .order_by(error_report.c.replied_at.desc(), error_report.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRead:
    """One text of the learner that was read: where it stands, and what was said of it."""

    place: str
    url: str  # where the text stands with its reading; "" when it is no longer shown there
    asked: str
    text: str
    reading: ReadingView


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorAnswered:
    """One error that the learner reported and that was answered."""

    id: UUID
    asked: str
    text: str
    reply: str
    at: datetime
    by_role: str
    seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything that was answered, the latest first."""

    texts: tuple[TextRead, ...]
    errors: tuple[ErrorAnswered, ...]

    @property
    def new_texts(self) -> tuple[TextRead, ...]:
        """Those that wait for « J’ai lu »."""
        return tuple(one for one in self.texts if not one.reading.seen)

    @property
    def new_errors(self) -> tuple[ErrorAnswered, ...]:
        """Those that wait for « J’ai lu »."""
        return tuple(one for one in self.errors if not one.seen)

    @property
    def count(self) -> int:
        """How many wait for « J’ai lu »."""
        return len(self.new_texts) + len(self.new_errors)


def news_of(work: Work, facts: Sequence[Fact]) -> News:
    """Return what was answered to the person who asks, from all of their facts."""
    values = {"site": work.site, "learner": work.me.id}
    rows = work.connection.execute(_REPLIES, values).all()
    errors = tuple(
        ErrorAnswered(
            id=row.id,
            asked=_asked(work, row.question),
            text=row.text,
            reply=row.reply,
            at=row.replied_at,
            by_role=row.replied_by,
            seen=row.seen_at is not None,
        )
        for row in rows
    )
    return News(texts=_texts_read(work, facts), errors=errors)


def show_news(work: Work) -> News:
    """Return everything that was answered to the person who asks."""
    return news_of(work, facts_of(work, work.me.id))


def readings_of(facts: Sequence[Fact]) -> dict[UUID, tuple[AnswerRead, bool]]:
    """Return the latest reading of each answer, and whether it was seen."""
    seen = {fact.reading for fact in facts if isinstance(fact, ReadingSeen)}
    answers = {fact.answer for fact in facts if isinstance(fact, AnswerRead)}
    found = {}
    for answer in answers:
        reading = last_reading(facts, answer)
        if reading is not None:
            found[answer] = (reading, reading.id in seen)
    return found


def view_reading(
    work: Work, answer: AnswerGiven, reading: tuple[AnswerRead, bool], *, back: str
) -> ReadingView:
    """Show a reading to the learner; ``back`` is where « J’ai lu » leads."""
    said, seen = reading
    question, _module = question_then(work, answer)
    grid = grid_of(question)
    return ReadingView(
        id=str(said.id),
        day=said.at,
        by_role=said.by_role,
        points=said.points,
        out_of=said.out_of,
        lines=tuple(
            ReadingLine(text=text, mark=mark.value)
            for text, mark in zip(grid, marks_of(said.lines), strict=False)
        ),
        comment=said.comment,
        seen=seen,
        back=back,
    )


def see_reading(work: Work, reading: UUID) -> None:
    """« J’ai lu » of a text read; said twice, it counts once.

    Raises:
        NotFound: no such reading of a text of this person.

    """
    facts = facts_of(work, work.me.id)
    found = next((f for f in facts if isinstance(f, AnswerRead) and f.id == reading), None)
    if found is None:
        raise NotFound("Cette réponse n’existe pas. Revenez à l’accueil.")
    if any(isinstance(fact, ReadingSeen) and fact.reading == reading for fact in facts):
        return
    seen = ReadingSeen(
        id=uuid4(),
        at=work.instant,
        module=found.module,
        question=found.question,
        reading=reading,
    )
    add_facts(work, work.me.id, [seen])


def see_reply(work: Work, report: UUID) -> None:
    """« J’ai lu » of an answer to a reported error.

    Raises:
        NotFound: this person reported no such error, or nobody answered yet.

    """
    mine = (
        (error_report.c.site_id == work.site)
        & (error_report.c.learner_id == work.me.id)
        & (error_report.c.id == report)
        & error_report.c.replied_at.is_not(None)
    )
    row = work.connection.execute(sa.select(error_report.c.seen_at).where(mine)).first()
    if row is None:
        raise NotFound("Cette réponse n’existe pas. Revenez à l’accueil.")
    if row.seen_at is None:
        work.connection.execute(sa.update(error_report).where(mine).values(seen_at=work.instant))


def _texts_read(work: Work, facts: Sequence[Fact]) -> tuple[TextRead, ...]:
    readings = readings_of(facts)
    if not readings:
        return ()
    answers = [f for f in facts if isinstance(f, AnswerGiven) and f.id in readings]
    answers.sort(key=lambda one: order_of(readings[one.id][0]), reverse=True)
    return tuple(_text_read(work, one, readings[one.id], facts) for one in answers)


def _text_read(
    work: Work, answer: AnswerGiven, reading: tuple[AnswerRead, bool], facts: Sequence[Fact]
) -> TextRead:
    question, module = question_then(work, answer)
    return TextRead(
        place=place_of(module, answer, facts).rsplit(" – ", 1)[-1],
        url=_url(work.catalogue.module(answer.module), answer, facts),
        asked=asked(question),
        text=dict(answer.fields).get("", ""),
        reading=view_reading(work, answer, reading, back=f"/reponses#lecture-{reading[0].id}"),
    )


def _url(module: Module | None, answer: AnswerGiven, facts: Sequence[Fact]) -> str:
    """Return where the answer stands on a page of its own, or nothing."""
    _, holder, name = answer.question.split("/")
    if answer.context is Context.TEST:
        sent = [f for f in facts if getattr(f, "attempt", None) == answer.attempt]
        lesson = next((f.lesson for f in sent if hasattr(f, "lesson")), "")
        base = f"/modules/{answer.module}/{lesson}/resultats/{answer.attempt}" if lesson else ""
        return f"{base}#q-{name}" if base else ""
    drawn = [
        f.lesson for f in facts if isinstance(f, QuestionsDrawn) and answer.question in f.questions
    ]
    slug = drawn[0] if drawn else holder
    later = any(
        isinstance(f, AnswerGiven)
        and f.question == answer.question
        and f.context is answer.context
        and f.ordinal > answer.ordinal
        for f in facts
    )
    shown = module is not None and module.question(answer.question) and module.lesson(slug)
    if answer.context is not Context.LESSON or later or not shown:
        return ""
    return f"/modules/{answer.module}/{slug}#q-{name}"


def _asked(work: Work, question_id: str) -> str:
    module = work.catalogue.module(question_id.split("/", 1)[0])
    return asked(module.question(question_id) if module else None)
