"""What a project file holds, in words that are already whole: nothing is added by who shows it."""

from dataclasses import dataclass

from learning.domain.worksheet.outcome import Curve, Grid


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of the summary, and a quiet word about it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the person wrote under a question."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing still to check, and where the rule comes from."""

    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the file: sentences, answers, tables, a picture, then notes."""

    title: str
    sentences: tuple[str, ...] = ()
    answers: tuple[Said, ...] = ()
    curve: Curve | None = None
    grids: tuple[Grid, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """It would say nothing."""
        return not (self.sentences or self.answers or self.curve or self.grids or self.remarks)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFile:
    """A whole file. ``name`` is "" unless it was asked for; no place is ever said."""

    heading: str
    trade: str
    phrase: str
    name: str
    made: str
    rates: str
    summary: str
    figures: tuple[KeyFigure, ...]
    contents: str
    sections: tuple[Section, ...]
    foot: str
