"""The learner's way: home, modules, lessons. Everything shown is computed from facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.course import BlockKind, Lesson, LessonKind, Module, Path
from learning.domain.drawing import draw, seed_of
from learning.domain.errors import Invalid, NotFound
from learning.domain.facts import (
    AnswerGiven,
    Fact,
    LessonDone,
    LessonPassedOver,
    QuestionsDrawn,
    SessionHeld,
    TestSubmitted,
)
from learning.domain.html import SafeHtml
from learning.domain.progress import (
    LessonProgress,
    NextStep,
    Progress,
    measure,
    measure_lesson,
    next_step,
)
from learning.domain.question import OpenAnswer
from learning.domain.remarking import effective
from learning.domain.review import due_today, paris_day
from learning.services.activity import add_facts, facts_as_given, facts_of, facts_of_lesson
from learning.services.answer import find_lesson, find_module
from learning.services.remark import last_rise
from learning.services.work import Work
from learning.storage.people import group, membership

_LINK = re.compile(r"</?a\b[^>]*>")
_PATH_OF_LEARNER = (
    sa.select(group.c.path)
    .select_from(
        group.join(
            membership,
            (membership.c.site_id == group.c.site_id) & (membership.c.group_id == group.c.id),
        )
    )
    .where(
        membership.c.site_id == sa.bindparam("site"),
        membership.c.account_id == sa.bindparam("learner"),
    )
    .order_by(membership.c.since, group.c.name)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleStanding:
    """A module beside where the learner is in it."""

    module: Module
    progress: Progress

    @property
    def lessons_done(self) -> int:
        """Lessons finished, tests left out."""
        return sum(one.done for one in self.lessons)

    @property
    def lessons(self) -> tuple[LessonProgress, ...]:
        """The progress of lessons, tests left out."""
        return tuple(one for one in self.progress.lessons if one.kind is LessonKind.LESSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """« Reprendre »: the very place, and how long it still takes."""

    step: NextStep
    module: Module
    lesson: Lesson
    progress: Progress
    place: int  # of the lesson among the module's lessons, from 1
    question_number: int | None  # on the lesson's page, from 1
    question_name: str | None
    minutes_left: int
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """Accueil."""

    path: Path | None
    resume: Resume | None
    modules: tuple[ModuleStanding, ...]
    review: tuple[str, ...]
    review_minutes: int
    rules: int
    begun: bool
    facts: tuple[Fact, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModulePage:
    """A module: its lessons, its tests, what is mastered."""

    standing: ModuleStanding
    step: NextStep | None
    tests: tuple[TestSubmitted, ...]
    raised_at: datetime | None  # when a correction last raised a mark here


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of thumb met so far, with the lesson it comes from."""

    html: SafeHtml
    module: Module
    lesson: Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """« Terminer ma séance »: what was done today, one rule, what comes next."""

    answers: int
    right: int
    lessons: tuple[Lesson, ...]
    tests: tuple[TestSubmitted, ...]
    rule: Rule | None
    resume: Resume | None


def path_of(work: Work) -> Path | None:
    """Return the path that the person follows: that of the group, else the first one.

    The team follows its own.
    """
    catalogue = work.catalogue
    if work.me.role is not Role.LEARNER:
        return next(iter(catalogue.staff_paths), None)
    values = {"site": work.site, "learner": work.me.id}
    for slug in work.connection.execute(_PATH_OF_LEARNER, values).scalars():
        if (path := catalogue.path(slug)) is not None:
            return path
    return next(iter(catalogue.learner_paths), None)


def path_modules(work: Work, path: Path | None) -> tuple[Module, ...]:
    """Return the modules of a path in order; without a path, every module."""
    if path is None:
        return work.catalogue.learner_modules
    found = (work.catalogue.module(slug) for slug in path.modules)
    return tuple(module for module in found if module is not None)


def home(work: Work) -> HomePage:
    """Build Accueil: facts once, everything else computed."""
    path = path_of(work)
    modules = path_modules(work, path)
    facts = facts_of(work, work.me.id)
    standings = standings_of(modules, facts)
    review = reviewed_today(work, facts)
    return HomePage(
        path=path,
        resume=resume_of(modules, standings),
        modules=standings,
        review=review,
        review_minutes=sum(_minutes_of(work, one) or 0 for one in review),
        rules=len(rules_in(modules, facts)),
        begun=any(isinstance(fact, AnswerGiven) for fact in facts),
        facts=tuple(facts),
    )


def list_modules(work: Work) -> tuple[ModuleStanding, ...]:
    """Return every module of the path beside where the learner is."""
    return standings_of(path_modules(work, path_of(work)), facts_of(work, work.me.id))


def show_module(work: Work, slug: str) -> ModulePage:
    """Return one module.

    Raises:
        NotFound: no such module.

    """
    module = find_module(work, slug)
    given = facts_as_given(work, work.me.id, module.slug)
    facts = effective(given)
    progress = measure(module, facts)
    return ModulePage(
        standing=ModuleStanding(module=module, progress=progress),
        step=next_step([module], {module.slug: progress}),
        tests=tuple(fact for fact in facts if isinstance(fact, TestSubmitted)),
        raised_at=last_rise(given),
    )


def finish_lesson(
    work: Work, module_slug: str, lesson_slug: str, *, anyway: bool
) -> Lesson | None:
    """Note that « Leçon suivante » was pressed, and return the lesson that comes next.

    With questions left, only « Continuer quand même » goes on, and that is noted as such.

    Raises:
        NotFound: no such lesson.
        Invalid: questions are left and ``anyway`` was not chosen.

    """
    module = find_module(work, module_slug)
    lesson = find_lesson(module, lesson_slug)
    facts = facts_of_lesson(work, work.me.id, module, lesson)
    known = measure_lesson(module, lesson, facts)
    complete = known.complete and lesson.kind is LessonKind.LESSON
    if not complete and not anyway:
        raise Invalid(
            "Il reste des questions dans cette leçon. Répondez, ou choisissez "
            "« Continuer quand même »."
        )
    if not known.done:
        kind = LessonDone if complete else LessonPassedOver
        fact = kind(id=uuid4(), at=work.instant, module=module.slug, lesson=lesson.slug)
        add_facts(work, work.me.id, [fact])
    return lesson_after(module, lesson)


def lesson_after(module: Module, lesson: Lesson) -> Lesson | None:
    """Return the lesson or test that follows in the module, or None at its end."""
    place = module.lessons.index(lesson) + 1
    return module.lessons[place] if place < len(module.lessons) else None


def start_draw(work: Work, module_slug: str, lesson_slug: str, bank_slug: str) -> None:
    """Draw the questions of a lesson's ``:::tirage``; drawn once, they stay.

    Raises:
        NotFound: no such draw in that lesson.

    """
    module = find_module(work, module_slug)
    lesson = find_lesson(module, lesson_slug)
    bank = module.bank(bank_slug)
    block = next((one for one in lesson.draws if one.name == bank_slug), None)
    if bank is None or block is None or lesson.kind is LessonKind.TEST:
        raise NotFound("Ces questions n’existent pas. Revenez à la leçon.")
    facts = facts_of(work, work.me.id, module.slug)
    if any(
        isinstance(fact, QuestionsDrawn) and (fact.lesson, fact.bank) == (lesson.slug, bank.slug)
        for fact in facts
    ):
        return
    seen: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact, AnswerGiven):
            seen[fact.question] = seen.get(fact.question, 0) + 1
    seed = seed_of(str(work.me.id), lesson.slug, bank.slug)
    drawn = QuestionsDrawn(
        id=uuid4(),
        at=work.instant,
        module=module.slug,
        lesson=lesson.slug,
        bank=bank.slug,
        questions=draw(
            bank.questions, block.count, seed=seed, seen=seen, in_turn_by_objective=False
        ),
        seed=seed,
    )
    add_facts(work, work.me.id, [drawn])


def rules_met(work: Work) -> tuple[Rule, ...]:
    """Return the rules of the lessons begun so far: « Mes règles »."""
    return rules_in(modules_from(work, path_of(work)), facts_of(work, work.me.id))


def modules_from(work: Work, path: Path | None) -> tuple[Module, ...]:
    """Return every module of learners, those of the path first."""
    followed = path_modules(work, path)
    others = (one for one in work.catalogue.learner_modules if one not in followed)
    return (*followed, *others)


def summarise_session(work: Work) -> SessionSummary:
    """Say what was done today, one rule to remember and what comes next."""
    modules = path_modules(work, path_of(work))
    facts = facts_of(work, work.me.id)
    today = [fact for fact in facts if paris_day(fact.at) == paris_day(work.instant)]
    answers = [fact for fact in today if isinstance(fact, AnswerGiven)]
    done = {(f.module, f.lesson) for f in today if isinstance(f, LessonDone)}
    met = rules_in(modules, today) or rules_in(modules, facts)
    return SessionSummary(
        answers=len(answers),
        right=sum(answer.verdict.value == "juste" for answer in answers),
        lessons=tuple(
            lesson for m in modules for lesson in m.lessons if (m.slug, lesson.slug) in done
        ),
        tests=tuple(fact for fact in today if isinstance(fact, TestSubmitted)),
        rule=met[-1] if met else None,
        resume=resume_of(modules, standings_of(modules, facts)),
    )


def presence_seconds(facts: Sequence[Fact]) -> int:
    """Sum the presence of ended sessions."""
    return sum(fact.seconds for fact in facts if isinstance(fact, SessionHeld))


def reviewed_today(work: Work, facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return the questions of the day's review that are still to answer."""
    return due_today(
        facts, paris_day(work.instant), minutes_of=lambda question: _minutes_of(work, question)
    )


def _minutes_of(work: Work, question_id: str) -> int | None:
    """Return the minutes of a question of the review, None for one that it does not ask.

    It does not ask for a text again: nobody learns by writing the same one four times, and
    each would wait for a trainer.
    """
    module = work.catalogue.module(question_id.split("/", 1)[0])
    question = module.question(question_id) if module else None
    return None if question is None or isinstance(question, OpenAnswer) else question.minutes


def standings_of(modules: Sequence[Module], facts: Sequence[Fact]) -> tuple[ModuleStanding, ...]:
    """Say where facts leave a person in each module."""
    return tuple(
        ModuleStanding(module=module, progress=measure(module, facts)) for module in modules
    )


def resume_of(modules: Sequence[Module], standings: Sequence[ModuleStanding]) -> Resume | None:
    """Return the very place to go on from, None at the end of these modules."""
    step = next_step(modules, {one.module.slug: one.progress for one in standings})
    if step is None:
        return None
    standing = next(one for one in standings if one.module.slug == step.module)
    lesson = standing.module.lesson(step.lesson)
    known = standing.progress.lesson(step.lesson)
    if lesson is None or known is None:
        raise NotFound("La leçon suivante n’existe plus. Revenez à vos modules.")
    number = known.questions.index(step.question) + 1 if step.question else None
    return Resume(
        step=step,
        module=standing.module,
        lesson=lesson,
        progress=standing.progress,
        place=standing.module.lessons.index(lesson) + 1,
        question_number=number,
        question_name=step.question.rsplit("/", 1)[1] if step.question else None,
        minutes_left=known.minutes_left,
        begun=bool(known.answered),
    )


def _unlinked(html: SafeHtml) -> SafeHtml:
    """Return a rule without its links: the notes they lead to stay with the lesson."""
    return SafeHtml(_LINK.sub("", html))


def rules_in(modules: Sequence[Module], facts: Sequence[Fact]) -> tuple[Rule, ...]:
    """Return the rules of the lessons begun, in the order of the modules."""
    answered = {fact.question for fact in facts if isinstance(fact, AnswerGiven)}
    done = {(f.module, f.lesson) for f in facts if isinstance(f, LessonDone | LessonPassedOver)}
    return tuple(
        Rule(html=_unlinked(block.html), module=module, lesson=lesson)
        for module in modules
        for lesson in module.lessons
        if (module.slug, lesson.slug) in done
        or any(question.id in answered for question in lesson.questions)
        for block in lesson.blocks
        if block.kind is BlockKind.RULE
    )
