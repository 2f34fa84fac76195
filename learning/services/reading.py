"""One open answer, read by a trainer of its author's groups: a mark by line and a comment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.facts import AnswerGiven, AnswerRead, Fact, Verdict
from learning.domain.html import SafeHtml
from learning.domain.order import last_of
from learning.domain.reading import LineMark, judge, marks_of, shares_of
from learning.services import audit
from learning.services.activity import add_facts, drafts_of, drop_draft, facts_as_given, keep_draft
from learning.services.asked import grid_of, place_of, question_then
from learning.services.reading_comments import LONGEST, ReusableComment, list_comments
from learning.services.reading_queue import IS_TEXT, of_own_groups, own_groups, text
from learning.services.work import Work

Form = Mapping[str, Sequence[str]]

_ONE = of_own_groups(text.c.learner_id, (text.c.learner_id, text.c.module), text).where(
    IS_TEXT, text.c.id == sa.bindparam("answer")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a form of reading carries, as typed; ``marks`` holds None where nothing is chosen."""

    marks: tuple[LineMark | None, ...] = ()
    comment: str = ""
    reusable: str = ""

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return it as a draft keeps it."""
        marks = [(f"ligne-{n}", mark) for n, mark in enumerate(self.marks, 1) if mark]
        rest = [("commentaire", self.comment), ("pret", self.reusable)]
        return tuple((name, str(value)) for name, value in (*marks, *rest) if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """A line of the grid, and what is chosen for it so far."""

    name: str
    text: str
    mark: LineMark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A text to read: the question, the text, the grid, and the last reading if there is one."""

    answer: AnswerGiven
    who: str
    groups: tuple[str, ...]
    place: str
    prompt: SafeHtml | None
    text: str
    lines: tuple[GridLine, ...]
    typed: Typed
    reusable: tuple[ReusableComment, ...]
    reading: AnswerRead | None
    said: tuple[GridLine, ...]  # what that reading says, line by line
    token: str
    newer: UUID | None  # the learner wrote again since


class AlreadyRead(Conflict):
    """Another trainer read the same text meanwhile."""


def show_text(work: Work, answer_id: UUID, *, typed: Typed | None = None) -> TextPage:
    """Return one text of the trainer's groups, its form as typed, kept or read before.

    Raises:
        NotFound: no such text in these groups.

    """
    owners, answer, facts = _find(work, answer_id)
    question, module = question_then(work, answer)
    grid = grid_of(question)
    reading = last_reading(facts, answer_id)
    said = marks_of(reading.lines) if reading else ()
    if typed is None:
        typed = _kept(work, answer_id, len(grid)) or Typed(
            marks=said, comment=reading.comment if reading else ""
        )
    newer = [
        one
        for one in facts
        if isinstance(one, AnswerGiven)
        and one.question == answer.question
        and one.ordinal > answer.ordinal
        and one.verdict is Verdict.TO_READ
    ]
    return TextPage(
        answer=answer,
        who=owners[0].who,
        groups=tuple(dict.fromkeys(row.group_name for row in owners)),
        place=place_of(module, answer, facts),
        prompt=question.prompt if question else None,
        text=dict(answer.fields).get("", ""),
        lines=_grid_lines(grid, typed.marks),
        typed=typed,
        reusable=list_comments(work),
        reading=reading,
        said=_grid_lines(grid, said) if reading else (),
        token=str(reading.id) if reading else "",
        newer=newer[-1].id if newer else None,
    )


def _grid_lines(grid: Sequence[str], marks: Sequence[LineMark | None]) -> tuple[GridLine, ...]:
    padded = (*marks, *(None for _ in grid))
    return tuple(
        GridLine(name=f"ligne-{number}", text=text, mark=padded[number - 1])
        for number, text in enumerate(grid, start=1)
    )


def read_form(form: Form) -> Typed:
    """Return what the form of reading carries."""
    names = [name for name in form if re.fullmatch(r"ligne-[0-9]{1,2}", name)]
    count = max((int(name.removeprefix("ligne-")) for name in names), default=0)
    chosen = {name: next(iter(form[name]), "") for name in names}
    known = {mark.value: mark for mark in LineMark}
    return Typed(
        marks=tuple(known.get(chosen.get(f"ligne-{n}", "")) for n in range(1, count + 1)),
        comment=next(iter(form.get("commentaire", ())), "").strip(),
        reusable=next(iter(form.get("pret", ())), ""),
    )


def save_reading(work: Work, answer_id: UUID, typed: Typed, *, token: str) -> None:
    """Keep what a trainer says of a text. ``token`` is the reading that the page showed, or "".

    Raises:
        NotFound: no such text in the trainer's groups.
        Invalid: a line has no mark, or the comment is too long.
        AlreadyRead: somebody read it meanwhile.

    """
    owners, answer, facts = _find(work, answer_id, hold=True)
    question, _module = question_then(work, answer)
    before = last_reading(facts, answer_id)
    if token != (str(before.id) if before else ""):
        if before and _is_same(work, typed, before):
            return  # the same form, sent twice
        raise AlreadyRead(
            "Ce texte vient d’être lu par quelqu’un d’autre. Sa lecture est ci-dessous. "
            "La vôtre n’est pas enregistrée ; elle est encore dans le formulaire."
        )
    marks = _whole(typed, len(grid_of(question)))
    comment = _words(work, typed)
    if len(comment) > LONGEST:
        raise Invalid(
            "Le commentaire a %(length)s caractères. Écrivez-en %(most)s au plus.",
            field="commentaire",
            length=len(comment),
            most=LONGEST,
        )
    points, verdict = judge(marks, answer.out_of)
    read = AnswerRead(
        id=uuid4(),
        at=work.instant,
        module=answer.module,
        question=answer.question,
        answer=answer.id,
        verdict=verdict,
        points=points,
        out_of=answer.out_of,
        lines=shares_of(marks),
        comment=comment,
        by_role=work.me.role.value,
    )
    add_facts(work, owners[0].learner_id, [read])
    drop_draft(work, work.me.id, _draft_key(answer_id))
    audit.record(work, "texte.lu", subject=str(answer.id))


def keep_typed(work: Work, answer_id: UUID, typed: Typed) -> bool:
    """Keep a reading that was not sent in time; tell whether there was anything."""
    fields = typed.fields()
    if fields:
        keep_draft(work, work.me.id, _draft_key(answer_id), fields)
    return bool(fields)


def last_reading(facts: Sequence[Fact], answer_id: UUID) -> AnswerRead | None:
    """Return the latest reading of an answer, or None."""
    return last_of(one for one in facts if isinstance(one, AnswerRead) and one.answer == answer_id)


def _find(
    work: Work, answer_id: UUID, *, hold: bool = False
) -> tuple[Sequence[Any], AnswerGiven, list[Fact]]:
    """Return who wrote a text, the text, and the author's facts of the module."""
    query = _ONE.with_for_update(of=text) if hold else _ONE
    owners = work.connection.execute(query, {**own_groups(work), "answer": answer_id}).all()
    if owners:
        facts = facts_as_given(work, owners[0].learner_id, owners[0].module)
        for one in facts:
            if isinstance(one, AnswerGiven) and one.id == answer_id:
                return owners, one, facts
    raise NotFound("Ce texte n’existe pas, ou il n’est pas dans vos groupes.")


def _whole(typed: Typed, count: int) -> tuple[LineMark, ...]:
    marks = (*typed.marks, *(None for _ in range(count)))[:count]
    missing = next((number for number, mark in enumerate(marks, 1) if mark is None), None)
    if missing is not None:
        raise Invalid(
            "Choisissez « non », « en partie » ou « oui » à la ligne %(number)s.",
            field=f"ligne-{missing}",
            number=missing,
        )
    return tuple(mark for mark in marks if mark is not None)


def _words(work: Work, typed: Typed) -> str:
    """Return the comment to keep: the reusable one chosen, then what was written."""
    ready = {str(one.id): one.text for one in list_comments(work)}
    parts = [ready.get(typed.reusable, ""), typed.comment]
    return "\n".join(part for part in dict.fromkeys(parts) if part)


def _is_same(work: Work, typed: Typed, before: AnswerRead) -> bool:
    marks = [mark for mark in typed.marks if mark is not None]
    return (shares_of(marks), _words(work, typed)) == (before.lines, before.comment)


def _draft_key(answer_id: UUID) -> str:
    return f"lecture/{answer_id}"


def _kept(work: Work, answer_id: UUID, count: int) -> Typed | None:
    key = _draft_key(answer_id)
    kept = drafts_of(work, work.me.id, key).get(key)
    if kept is None:
        return None
    form: dict[str, list[str]] = {name: [value] for name, value in kept[0]}
    typed = read_form(form)
    return Typed(marks=typed.marks[:count], comment=typed.comment, reusable=typed.reusable)
