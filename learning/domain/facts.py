"""What a learner did. Facts are only ever added; everything else is computed from them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID


class Context(StrEnum):
    """Where an answer was given."""

    LESSON = "lesson"
    TEST = "test"
    REVIEW = "review"


class Verdict(StrEnum):
    """What the marking says of an answer; French words are contract.md's data-verdict."""

    RIGHT = "juste"
    PARTIAL = "partiel"
    WRONG = "faux"
    UNREADABLE = "illisible"
    AMBIGUOUS = "ambigu"
    TO_READ = "a-lire"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What every fact has: ``at`` dates it, ``sequence`` orders it once it is kept."""

    id: UUID
    at: datetime
    sequence: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven(_Made):
    """One marked answer.

    ``question`` is its id; ``ordinal`` counts this learner's answers to this question from 0,
    whatever the context; ``retry`` is true when the feedback had already been shown in a
    lesson (it then says nothing about mastery). ``attempt`` is the test's or the review
    session's id. ``fields`` is the raw answer: pairs of posted name part ("" for NAME itself)
    and value. ``points`` of ``out_of``; both None for an open answer not yet read.
    """

    module: str
    question: str
    context: Context
    ordinal: int
    verdict: Verdict
    points: float | None
    out_of: int
    retry: bool = False
    attempt: UUID | None = None
    fields: tuple[tuple[str, str], ...] = ()
    seed: str = ""
    release: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerUnread(_Made):
    """What was typed could not be read as one number: asked again, costs nothing."""

    module: str
    question: str
    context: Context
    verdict: Verdict
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonDone(_Made):
    """« Leçon suivante » was pressed with every question answered."""

    module: str
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPassedOver(_Made):
    """« Continuer quand même » was chosen before the lesson or the test was done."""

    module: str
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsDrawn(_Made):
    """A draw inside a lesson was begun: which questions it took."""

    module: str
    lesson: str
    bank: str
    questions: tuple[str, ...]
    seed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestStarted(_Made):
    """A test was begun on a fresh draw; ``id`` is the attempt's id. It ends on its release."""

    __test__: ClassVar[bool] = False  # pytest would take the name for a test

    module: str
    lesson: str
    questions: tuple[str, ...]
    seed: str
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSubmitted(_Made):
    """A test was sent: at most one for each attempt. ``points`` of ``out_of``.

    Open answers are left out of both.
    """

    __test__: ClassVar[bool] = False  # pytest would take the name for a test

    module: str
    lesson: str
    attempt: UUID
    points: float
    out_of: int
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HintSeen(_Made):
    """A hint was asked for."""

    module: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStarted(_Made):
    """A review session was begun; ``id`` is the attempt's id of its answers."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSkipped(_Made):
    """The day's review was passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionHeld(_Made):
    """Presence at a terminal: ``seconds`` is the sum of the capped gaps between requests."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRead(_Made):
    """A trainer read an open answer: ``answer`` is the id of the AnswerGiven, the latest counts.

    ``lines`` are the shares given to the question's ``Grille`` lines, 0 to 1, in their order.
    """

    module: str
    question: str
    answer: UUID
    verdict: Verdict
    points: float
    out_of: int
    lines: tuple[float, ...] = ()
    comment: str = ""
    by_role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSeen(_Made):
    """« J’ai lu »: the learner saw what a trainer wrote; ``reading`` is the AnswerRead's id."""

    module: str
    question: str
    reading: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked(_Made):
    """A publication corrected the marking: the answer's mark from now on, under ``release``."""

    module: str
    question: str
    answer: UUID
    verdict: Verdict
    points: float
    out_of: int
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRemarked(_Made):
    """What a sent test is worth once its answers were marked again. A pass is never taken back."""

    __test__: ClassVar[bool] = False  # pytest would take the name for a test

    module: str
    lesson: str
    attempt: UUID
    points: float
    out_of: int
    passed: bool
    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportGiven(_Made):
    """Human support attested by staff, shown apart from presence at a terminal.

    ``at`` is its day; ``person`` is a code of ``domain.lists.SUPPORTERS``, never a name.
    """

    minutes: int
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed(_Made):
    """What staff noted from a closed list, dated by month (« 2026-11 »): never a text.

    ``sort`` is observation, pause or leaving; ``code`` is of that list in ``domain.lists``.
    """

    sort: str
    code: str
    month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeKnown(_Made):
    """What became of the person's project, from a closed list, dated by month."""

    code: str
    month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleAnswered(_Made):
    """One item of a questionnaire; ``value`` is None when it was passed over.

    ``on_paper``: staff entered what was answered on a sheet.
    """

    questionnaire: str
    question: str
    value: int | None
    release: str = ""
    on_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireEnded(_Made):
    """A questionnaire was finished, stopped, or refused from the start."""

    questionnaire: str
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRead(_Made):
    """« Je l’ai lu »: the learner read the summary of a path, named by its digest."""

    path: str
    digest: str


Fact = (
    AnswerGiven
    | AnswerRead
    | ReadingSeen
    | Remarked
    | TestRemarked
    | AnswerUnread
    | LessonDone
    | LessonPassedOver
    | QuestionsDrawn
    | TestStarted
    | TestSubmitted
    | HintSeen
    | SupportGiven
    | Observed
    | OutcomeKnown
    | ScaleAnswered
    | QuestionnaireEnded
    | SummaryRead
    | ReviewStarted
    | ReviewSkipped
    | SessionHeld
)
