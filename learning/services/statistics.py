"""Statistics of questions: what first answers say of each, judged by the domain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from learning.domain.course import Module
from learning.domain.drawing import fill, values_for
from learning.domain.errors import NotFound
from learning.domain.question import Calculated, Gap, Gaps, Matching, Ordering, Question
from learning.domain.shares import Figures, Share
from learning.domain.shown import expected_shown, without_markup
from learning.domain.statistics import Advice, Tone, judge
from learning.domain.tallies import facility, summarise
from learning.services.answer import find_module
from learning.services.question_shapes import QuestionView
from learning.services.question_view import Shown, question_seed, view_question
from learning.services.statistics_counts import (
    VersionCounts,
    count_answers,
    count_by_module,
    instant_of,
)
from learning.services.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A question, with the lesson's title or the bank's name, and the text to edit."""

    question: Question
    title: str
    ref: str
    bank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question of a module's table."""

    place: Place
    text: str
    figures: Figures
    advice: tuple[Advice, ...]

    @property
    def first(self) -> Advice:
        """The most pressing verdict."""
        return self.advice[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleStatistics:
    """A module's questions, those that need attention first."""

    module: Module
    lines: tuple[QuestionLine, ...]
    counts: Mapping[Tone, int]
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version of a question in its history."""

    version: int
    count: int
    facility: Share | None
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One version of a question, and its history."""

    module: Module
    place: Place
    question: Question
    expected: str
    view: QuestionView
    text: str
    current: int
    figures: Figures
    advice: tuple[Advice, ...]
    history: tuple[VersionLine, ...]


def list_modules(work: Work) -> tuple[tuple[Module, int], ...]:
    """Return each module with how many first answers it got."""
    counts = count_by_module(work)
    return tuple((module, counts.get(module.slug, 0)) for module in work.catalogue.modules)


def show_module(work: Work, slug: str) -> ModuleStatistics:
    """Return the statistics of every question of a module.

    Raises:
        NotFound: no such module.

    """
    module = find_module(work, slug)
    counted, versions = count_answers(work, "module", module.slug)
    now = versions.get(work.release or "", {})
    lines = []
    for place in _places(module):
        question = place.question
        version = now.get(question.id, 1)
        known = counted.get(question.id, {}).get(version, VersionCounts())
        figures = summarise(question, known.given, known.signals(), version=version)
        lines.append(
            QuestionLine(
                place=place,
                text=question_text(question),
                figures=figures,
                advice=judge(figures),
            )
        )
    lines.sort(key=lambda line: -line.first.weight)
    return ModuleStatistics(
        module=module,
        lines=tuple(lines),
        counts={tone: sum(line.first.tone is tone for line in lines) for tone in Tone},
        answers=sum(line.figures.count for line in lines),
    )


def show_question(work: Work, question_id: str, wanted: int | None = None) -> QuestionPage:
    """Return the statistics of one question, of its version of today or another one.

    Raises:
        NotFound: no such question, or nobody answered that version.

    """
    module = find_module(work, question_id.partition("/")[0])
    place = next((one for one in _places(module) if one.question.id == question_id), None)
    if place is None:
        raise NotFound("Cette question n’existe pas, ou elle n’est plus dans le cours.")
    question = place.question
    counted, versions = count_answers(work, "question", question_id)
    current = versions.get(work.release or "", {}).get(question_id, 1)
    by_version = counted.get(question_id, {})
    version = current if wanted is None else wanted
    if version != current:
        question = _former(work, question, by_version.get(version))
    known = by_version.get(version, VersionCounts())
    figures = summarise(question, known.given, known.signals(), version=version)
    seed = question_seed("statistiques", question.id, 0)
    return QuestionPage(
        module=module,
        place=place,
        question=question,
        expected=expected_shown(question, seed),
        view=_as_learners_see_it(question, seed),
        text=question_text(question),
        current=current,
        figures=figures,
        advice=judge(figures),
        history=_history(by_version),
    )


def question_text(question: Question) -> str:
    """Return what a question asks, in words without markup, its holes as dots."""
    parts: list[str] = [question.prompt]
    if isinstance(question, Gaps):
        parts += ["…" if isinstance(part, Gap) else part for part in question.parts]
    html = (
        fill(question.prompt, values_for(question, "")) if isinstance(question, Calculated) else ""
    )
    return without_markup(html or " ".join(parts))


def _as_learners_see_it(question: Question, seed: str) -> QuestionView:
    """Return the statement and what may be chosen; an empty field would say nothing."""
    view = view_question(question, number=None, shown=Shown(seed=seed, key=True))
    whole = not isinstance(question, Matching | Ordering)
    return replace(view, mode="result", editable=False, fields=() if whole else view.fields)


def _former(work: Work, question: Question, known: VersionCounts | None) -> Question:
    """Return a question as it was in a release that served that version."""
    if known is None or not known.release:
        raise NotFound("Personne n’a répondu à cette version de la question.")
    catalogue = work.library.catalogue(work.connection, known.release)
    module = catalogue.module(question.id.partition("/")[0])
    found = module.question(question.id) if module else None
    if found is None:
        raise NotFound("Cette version de la question n’est plus gardée ici.")
    return found


def _places(module: Module) -> list[Place]:
    """Return where every question stands, those of lessons first."""
    found = [
        Place(title=lesson.title, ref=f"{module.slug}/{lesson.slug}", question=question)
        for lesson in module.lessons
        for question in lesson.questions
    ]
    found += [
        Place(
            title="", bank=bank.slug, ref=f"{module.slug}/banques/{bank.slug}", question=question
        )
        for bank in module.banks
        for question in bank.questions
    ]
    return found


def _history(by_version: Mapping[int, VersionCounts]) -> tuple[VersionLine, ...]:
    return tuple(
        VersionLine(
            version=version,
            count=sum(one.count for one in known.given),
            facility=facility(known.given, known.readings),
            since=instant_of(known.since),
            until=instant_of(known.until),
        )
        for version, known in sorted(by_version.items(), reverse=True)
        if known.since is not None and known.until is not None
    )
