"""The twelve shapes of a question, as published. What is right stays here, on the server."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from learning.domain.formula import Formula
from learning.domain.html import SafeHtml


class QuestionKind(StrEnum):
    """The kind that the shape of the answer gives; also the name templates know it by."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "truefalse"
    NUMBER = "number"
    SHORT_TEXT = "short"
    MATCHING = "matching"
    ORDERING = "ordering"
    GAPS = "gaps"
    CALCULATED = "calculated"
    CASE_TABLE = "table"
    OPEN = "open"
    SCALE = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far a number may be: ``amount`` absolute, or a fraction when ``relative``."""

    amount: Decimal = Decimal(0)
    relative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseQuestion:
    """What every question has.

    ``id`` is ``module/file/name``; ``digest`` changes with anything that a learner or the
    marking could see; ``minutes`` is the time reckoned for one answer.
    """

    id: str
    name: str
    kind: QuestionKind
    objective: str | None
    points: int = 1
    prompt: SafeHtml
    hint: SafeHtml = SafeHtml()
    explanation: SafeHtml = SafeHtml()
    digest: str = ""
    terms: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """Minutes for one answer: 1 for a choice, 2 for a number or a text, 4 for a table."""
        if self.kind is QuestionKind.CASE_TABLE:
            return 4
        quick = {
            QuestionKind.SINGLE,
            QuestionKind.MULTIPLE,
            QuestionKind.TRUE_FALSE,
            QuestionKind.SCALE,
        }
        return 1 if self.kind in quick else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice; ``id`` is permanent, whatever its place."""

    id: str
    html: SafeHtml
    plain: str
    right: bool
    feedback: SafeHtml = SafeHtml()


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice(BaseQuestion):
    """One right choice; posts ``NAME`` = the choice's id."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice(BaseQuestion):
    """Several right choices; posts ``NAME`` once for each box ticked."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(BaseQuestion):
    """Posts ``NAME`` = ``vrai`` or ``faux``."""

    right: bool
    feedback_right: SafeHtml = SafeHtml()
    feedback_wrong: SafeHtml = SafeHtml()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenNumber:
    """A wrong number that somebody may well give, and why."""

    value: Decimal
    feedback: SafeHtml


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(BaseQuestion):
    """A number with its unit; posts ``NAME`` as typed."""

    value: Decimal
    unit: str = ""
    tolerance: Tolerance = field(default_factory=Tolerance)
    feedback: SafeHtml = SafeHtml()
    foreseen: tuple[ForeseenNumber, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenText:
    """A wrong text that somebody may well give, and why."""

    text: str
    feedback: SafeHtml


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(BaseQuestion):
    """A word or two, with accepted variants; posts ``NAME``."""

    accepted: tuple[str, ...]
    feedback: SafeHtml = SafeHtml()
    foreseen: tuple[ForeseenText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What goes together; ``id`` is permanent."""

    id: str
    left: SafeHtml
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(BaseQuestion):
    """Posts ``NAME.<pair id>`` = the id of the pair whose right side was chosen."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to put in order; ``id`` is permanent."""

    id: str
    html: SafeHtml
    plain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(BaseQuestion):
    """Items in their right order; posts ``NAME.<item id>`` = the rank given, from 1."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A hole: typed (``accepted`` variants) or a choice among ``options``.

    The right option is the first of ``accepted``. Posts ``NAME.<gap id>``, ids being 1, 2… in
    reading order.
    """

    id: str
    accepted: tuple[str, ...]
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps(BaseQuestion):
    """Text with holes; ``parts`` alternate HTML and gaps.

    They come after ``prompt`` on the page, which holds what precedes the text with holes,
    possibly nothing.
    """

    parts: tuple[SafeHtml | Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A drawn parameter: from ``low`` to ``high`` by ``step``, inclusive."""

    name: str
    low: Decimal
    high: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenFormula:
    """A wrong way to compute, and why it is wrong."""

    formula: Formula
    feedback: SafeHtml


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculated(BaseQuestion):
    """A number computed from drawn parameters; ``{name}`` in the HTML is replaced by them.

    ``figures`` are the values of the référentiel that the formulas use, percentages as
    fractions.
    """

    variables: tuple[Variable, ...]
    formula: Formula
    unit: str = ""
    tolerance: Tolerance = field(default_factory=Tolerance)
    feedback: SafeHtml = SafeHtml()
    foreseen: tuple[ForeseenFormula, ...] = ()
    figures: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a case table: shown HTML, or a hole to fill when ``formula`` is set.

    A hole posts ``NAME.<id>``; ids are ``r<row>c<column>`` counted from 1 under the header.
    ``given`` is the number of a shown cell that is only a number, for the formulas.
    """

    id: str
    html: SafeHtml = SafeHtml()
    formula: Formula | None = None
    unit: str = ""
    tolerance: Tolerance = field(default_factory=Tolerance)
    given: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTable(BaseQuestion):
    """A table with holes; a formula cell is marked on the learner's own figures."""

    header: tuple[SafeHtml, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAnswer(BaseQuestion):
    """A text for a trainer to read against ``grid``; posts ``NAME``."""

    lines: int
    grid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(BaseQuestion):
    """A degree from ``low`` to ``high``; posts ``NAME`` = the number. No right answer."""

    low: int
    high: int
    low_label: str
    high_label: str


Question = (
    SingleChoice
    | MultipleChoice
    | TrueFalse
    | Number
    | ShortText
    | Matching
    | Ordering
    | Gaps
    | Calculated
    | CaseTable
    | OpenAnswer
    | Scale
)
