"""What a published course is made of: paths, modules, lessons, blocks and banks.

Everything here is immutable and already rendered: HTML fields are safe to print.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from learning.domain.html import SafeHtml
from learning.domain.question import Question

FOR_STAFF = "personnel"  # the « public » of a path that the team follows itself


class BlockKind(StrEnum):
    """The blocks of a lesson, in the words of the code; course-format.md has the French."""

    TEXT = "text"
    ESSENTIAL = "essential"
    DEEPER = "deeper"
    RULE = "rule"
    EXAMPLE = "example"
    WARNING = "warning"
    TESTIMONY = "testimony"
    WORKSHEET = "worksheet"
    QUESTION = "question"
    DRAW = "draw"


# At the reading depth « essentiel » these wait behind « Lire plus ».
FOLDED_KINDS = frozenset({BlockKind.TEXT, BlockKind.TESTIMONY, BlockKind.DEEPER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the référentiel as a block cites it; ``shown`` is value and unit in French."""

    id: str
    label: str
    shown: str
    source: str
    valid_from: date | None
    valid_to: date | None
    to_check: bool  # confidence below high

    def outdated(self, on: date) -> bool:
        """Tell whether the figure's validity is past on that day."""
        return self.valid_to is not None and self.valid_to < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A glossary term; ``definition`` is plain text of one or two sentences."""

    slug: str
    term: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A second-level heading inside a text block, for the list of contents."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a lesson.

    ``html`` is empty for a question or a draw; ``name`` is the question's, bank's or
    worksheet's name; ``count`` the number of questions that a draw takes. ``terms`` are the
    glossary terms met here for the first time in the lesson.
    """

    kind: BlockKind
    html: SafeHtml = SafeHtml()
    name: str = ""
    count: int = 0
    headings: tuple[Heading, ...] = ()
    figures: tuple[Figure, ...] = ()
    terms: tuple[Term, ...] = ()
    plain: str = ""  # the block's text without markup, for « Mes règles » and reading time


class LessonKind(StrEnum):
    """A lesson answers question by question; a test only once sent."""

    LESSON = "lesson"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a module teaches to do, in one sentence."""

    slug: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson or test; ``questions`` are its own, in order (a draw's come from its bank)."""

    slug: str
    title: str
    objective: str | None  # a slug; None for a test
    kind: LessonKind
    minutes: int
    audio: str | None = None
    blocks: tuple[Block, ...]
    questions: tuple[Question, ...]

    @property
    def draws(self) -> tuple[Block, ...]:
        """The draws of this lesson, in order."""
        return tuple(block for block in self.blocks if block.kind is BlockKind.DRAW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Questions to draw from."""

    slug: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module as published; ``digest`` names its content, ``pass_mark`` is a fraction."""

    slug: str
    title: str
    aim: str
    objectives: tuple[Objective, ...]
    minutes: int
    pass_mark: float
    prerequisites: tuple[str, ...] = ()
    checked_on: date | None = None
    intro: SafeHtml = SafeHtml()
    lessons: tuple[Lesson, ...]
    banks: tuple[Bank, ...] = ()
    digest: str = ""
    _questions: dict[str, Question] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the questions by identity, once."""
        holders: tuple[Lesson | Bank, ...] = (*self.lessons, *self.banks)
        for holder in holders:
            for question in holder.questions:
                self._questions[question.id] = question

    def lesson(self, slug: str) -> Lesson | None:
        """Return the lesson of that name, or None."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)

    def bank(self, slug: str) -> Bank | None:
        """Return the bank of that name, or None."""
        return next((bank for bank in self.banks if bank.slug == slug), None)

    def question(self, question_id: str) -> Question | None:
        """Return the question ``module/file/name``, or None."""
        return self._questions.get(question_id)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of the module, lessons first."""
        return tuple(self._questions.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A learning path: ordered modules for an audience."""

    slug: str
    title: str
    audience: str
    modules: tuple[str, ...]
    attestation: bool
    intro: SafeHtml = SafeHtml()

    @property
    def is_for_staff(self) -> bool:
        """Written for the team: no learner is led to it."""
        return self.audience.strip().casefold() == FOR_STAFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """A questionnaire of the evaluation; its questions are scales."""

    slug: str
    title: str
    moment: str  # avant, après, suivi
    information: str
    intro: SafeHtml = SafeHtml()
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One release: everything that was published together, whole."""

    release: str
    modules: tuple[Module, ...]
    paths: tuple[Path, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    glossary: tuple[Term, ...] = ()
    figures: tuple[Figure, ...] = ()

    def module(self, slug: str) -> Module | None:
        """Return the module of that name, or None."""
        return next((module for module in self.modules if module.slug == slug), None)

    @property
    def learner_paths(self) -> tuple[Path, ...]:
        """The paths that a group of learners may follow."""
        return tuple(path for path in self.paths if not path.is_for_staff)

    @property
    def staff_paths(self) -> tuple[Path, ...]:
        """The paths of the team itself."""
        return tuple(path for path in self.paths if path.is_for_staff)

    def is_for_staff(self, module_slug: str) -> bool:
        """Tell whether a module is named by paths of the team alone."""
        paths = [path for path in self.paths if module_slug in path.modules]
        return bool(paths) and all(path.is_for_staff for path in paths)

    @property
    def learner_modules(self) -> tuple[Module, ...]:
        """Every module that learners may open."""
        return tuple(one for one in self.modules if not self.is_for_staff(one.slug))

    def path(self, slug: str) -> Path | None:
        """Return the path of that name, or None."""
        return next((path for path in self.paths if path.slug == slug), None)
