"""What templates/components/question.html prints: plain shapes, nothing computed."""

from dataclasses import dataclass
from datetime import datetime

from learning.domain.html import SafeHtml


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionView:
    """One choice, or one option of a list."""

    value: str
    label: str = ""
    html: SafeHtml | str = ""
    checked: bool = False
    selected: bool = False
    right: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One field to fill, with what was typed in it."""

    name: str
    label: str = ""
    html: SafeHtml | None = None
    aria: str = ""
    value: str = ""
    unit: str = ""
    options: tuple[OptionView, ...] | None = None
    rows: int = 0
    numeric: bool = False
    width: str = ""
    verdict: str | None = None
    expected: str = ""
    feedback: SafeHtml | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """A piece of a text with gaps: HTML, or a field."""

    html: SafeHtml | None = None
    field: FieldView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A cell of a case table."""

    html: SafeHtml | str = ""
    note: str = ""
    num: bool = False
    unit: str = ""
    field: FieldView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A row of a case table."""

    cells: tuple[CellView, ...]
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A case table."""

    heads: tuple[CellView, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarifyOption:
    """One of the two readings of an ambiguous number."""

    name: str
    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarify:
    """« 1 980 ou 1,980 ? »: asked again, costs nothing."""

    title: str
    text: str
    options: tuple[ClarifyOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One line of the grid, and what the trainer says of it: non, en-partie or oui."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """What a trainer said of an open answer. ``back`` is where « J’ai lu » leads."""

    id: str
    day: datetime
    by_role: str
    points: float
    out_of: int
    lines: tuple[ReadingLine, ...]
    comment: str
    seen: bool
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """What templates/components/question.html prints."""

    name: str
    number: int | None
    kind: str
    prompt: SafeHtml
    choices: tuple[OptionView, ...] = ()
    fields: tuple[FieldView, ...] = ()
    segments: tuple[SegmentView, ...] = ()
    table: TableView | None = None
    mode: str = "lesson"
    is_next: bool = False
    editable: bool = True
    answered: bool = False
    verdict: str | None = None
    feedback: tuple[SafeHtml, ...] = ()
    explanation: SafeHtml | None = None
    answer_text: str = ""
    expected: str = ""
    clarify: Clarify | None = None
    hint: SafeHtml | None = None
    hint_shown: bool = False  # asked for: the page asks by a POST, which is counted
    saved_at: str = ""
    points: str = ""
    multiple_note: bool = False
    action: str | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    retry_url: str | None = None
    report_url: str | None = None
    reading: ReadingView | None = None  # of an open answer, once somebody has read it
    error: str = ""
