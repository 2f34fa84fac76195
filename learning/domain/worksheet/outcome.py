"""What a sheet answers: sentences first, then tables and a picture of the same figures."""

from dataclasses import dataclass

from learning.domain.worksheet.wording import euros_about

_APART = 0.11  # of the picture's height: nearer amounts would touch


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence around the figure that matters: « Vous gagnez… », « 24 coupes »."""

    before: str
    figure: str
    after: str = ""

    def said(self) -> str:
        """The sentence, whole."""
        return f"{self.before} {self.figure}{self.tail}"

    @property
    def tail(self) -> str:
        """What follows the figure, with its space unless it is a full stop."""
        return self.after if self.after.startswith(".") else f" {self.after}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A small table: heads, then rows of a label and cells; ``sums`` counts last rows in bold."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: int = 0
    words: bool = False  # cells are sentences, not figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A picture of a line: points in euros by place, with a level and a mark on it.

    ``places`` are the words under the axis, one a value; ``level`` is drawn dashed.
    """

    caption: str
    values: tuple[float, ...]
    places: tuple[str, ...]
    bars: bool = False
    level: float | None = None
    level_words: str = ""
    level_amount: str = ""
    mark: float | None = None  # where the line crosses the level, from 0 to 1
    mark_words: str = ""
    below_words: str = ""  # said of the area before the mark
    above_words: str = ""
    line_words: str = ""  # said along the line
    axis_words: str = ""  # said under the places
    said: str = ""  # the picture in a sentence, for who does not see it

    @property
    def scale(self) -> tuple[tuple[float, str], ...]:
        """Amounts to write beside the axis: zero, the most, the least, none on another."""
        most, least = max(*self.values, 0.0), min(*self.values, 0.0)
        apart, kept = (most - least) * _APART, [0.0]
        for value in (most, least):
            if all(abs(value - other) >= apart for other in kept):
                kept.append(value)
        return tuple((value, euros_about(value)) for value in kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a sheet answers. ``missing`` names what is still needed, when that is why."""

    lead: Phrase | None = None
    sentences: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    curve: Curve | None = None
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()  # names of the figures of law that were used
