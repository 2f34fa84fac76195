"""A question of another program as it was read, before it is written in our format.

GIFT and Moodle XML both give these; what each loses on the way to ours is told by ``shaping``.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

WHOLE = Decimal(100)


class Format(StrEnum):
    """How a text is to be read; MOODLE is text with some HTML, where an end of line counts."""

    MOODLE = "moodle"
    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"


class Sort(StrEnum):
    """The kinds of question that come over."""

    CHOICE = "choice"
    TRUE_FALSE = "truefalse"
    SHORT = "short"
    NUMBER = "number"
    MATCHING = "matching"
    ESSAY = "essay"


@dataclass(frozen=True, slots=True)
class Rich:
    """A text with its format, its escapes already undone."""

    source: str = ""
    format: Format = Format.MOODLE

    def __bool__(self) -> bool:
        return bool(self.source.strip())


@dataclass(frozen=True, slots=True)
class ForeignNumber:
    """A number with its margin, and the unit that its author wrote, if any."""

    value: Decimal
    margin: Decimal = Decimal(0)
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignAnswer:
    """One answer; ``weight`` is a percentage, 100 for a right one, below zero for a penalty.

    ``number`` is None for a number that stands for any other answer (« * »).
    """

    text: Rich
    weight: Decimal
    feedback: Rich = Rich()
    number: ForeignNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignQuestion:
    """One question as read; ``remarks`` say what was guessed or mended while reading it."""

    line: int
    title: str
    text: Rich
    sort: Sort
    answers: tuple[ForeignAnswer, ...] = ()
    single: bool = True
    truth: bool = True
    pairs: tuple[tuple[Rich, str], ...] = ()
    feedback_wrong: Rich = Rich()
    feedback_right: Rich = Rich()
    general: Rich = Rich()
    hint: Rich = Rich()
    points: int = 1
    lines: int = 5  # of an essay
    losses: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Unreadable(Exception):  # noqa: N818 - it is told to a person, as a line of a report
    """A question that cannot come over: where, why, and how to repair it, in French."""

    def __init__(
        self, line: int, reason: str, repair: str, *, title: str = "", preview: str = ""
    ) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason
        self.repair = repair
        self.title = title
        self.preview = preview
