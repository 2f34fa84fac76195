"""Charts of the dashboard: where each mark stands, in units of the drawing.

A point and its bounds on one line, each with its words: shapes alone tell them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.domain.evaluation_tables import Dimension, Line, Panel, Rate
from learning.domain.intervals import BeforeAfter, Mean
from learning.services.evaluation import Dashboard
from learning.web.evaluator.words import column_of, name_of, show, show_scores
from learning.web.i18n import translate

LEFT, WIDTH = 250, 340
_ROW, _HEAD, _FOOT, _BASELINE = 30, 36, 36, 26
_MANY_LINES = 3  # beyond, only the last of the weeks is drawn: the table has them all
_SHAPES = ("ring", "disc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One figure: its words at left, its point and bounds, the figure written at right."""

    y: int
    label: str
    shape: str
    at: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The line that the marks under it belong to."""

    y: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A value of the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A whole drawing; ``bottom`` is where the axis stands."""

    height: int
    bottom: int
    headings: tuple[Heading, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    label: str
    shape: str
    value: float
    low: float
    high: float
    text: str


def chart_of(page: Dashboard, panel: Panel) -> Chart | None:
    """Draw a panel; None when none of its figures may be shown as a point."""
    codes = list(panel.columns)
    if panel.code == "gardes" and len(panel.lines) > _MANY_LINES:
        codes = codes[-1:]
    groups = [
        (name_of(page, panel, line), _drawn(page, panel, line, codes)) for line in panel.lines
    ]
    if page.dimension is Dimension.ALL:
        groups = [("", [one for _, drawn in groups for one in drawn])]
    groups = [group for group in groups if group[1]]
    if not groups:
        return None
    scale = page.scale if panel.code == "efficacite" else (0.0, 1.0)
    return _place(groups, scale)


def _drawn(page: Dashboard, panel: Panel, line: Line, codes: Sequence[str]) -> list[_Drawn]:
    values = dict(zip(panel.columns, line.values, strict=True))
    found = []
    for code in codes:
        value = values[code]
        if isinstance(value, Rate) and value.share.count:
            share = value.share
            label = name_of(page, panel, line) if code == "personnes" else column_of(panel, code)
            shape = _SHAPES[code in {"termine", "reussi"}]
            text = show(value).note.partition(" (")[0]
            found.append(_Drawn(label, shape, share.value, share.low, share.high, text))
        if isinstance(value, BeforeAfter):
            before, after, _ = show_scores(value)
            found.append(_of_mean(translate("Avant"), _SHAPES[0], value.before, before.text))
            found.append(_of_mean(translate("Après"), _SHAPES[1], value.after, after.text))
    return found


def _of_mean(label: str, shape: str, mean: Mean, text: str) -> _Drawn:
    return _Drawn(label, shape, mean.value, mean.low, mean.high, text)


def _place(groups: Sequence[tuple[str, list[_Drawn]]], scale: tuple[float, float]) -> Chart:
    headings, marks = [], []
    y = 0
    for name, drawn in groups:
        if name:
            headings.append(Heading(y=y + _BASELINE, label=name))
            y += _HEAD
        for one in drawn:
            marks.append(
                Mark(
                    y=y + _ROW // 2,
                    label=one.label,
                    shape=one.shape,
                    at=_across(one.value, scale),
                    low=_across(one.low, scale),
                    high=_across(one.high, scale),
                    text=one.text,
                )
            )
            y += _ROW
    return Chart(
        height=y + _FOOT,
        bottom=y + 6,
        headings=tuple(headings),
        marks=tuple(marks),
        ticks=_ticks(scale),
    )


def _across(value: float, scale: tuple[float, float]) -> float:
    low, high = scale
    share = (min(high, max(low, value)) - low) / (high - low)
    return round(LEFT + share * WIDTH, 1)


def _ticks(scale: tuple[float, float]) -> tuple[Tick, ...]:
    low, high = scale
    if high - low <= 1:
        values = [(quarter / 4, f"{25 * quarter}\u00a0%") for quarter in range(5)]
    else:
        values = [(float(value), str(value)) for value in range(int(low), int(high) + 1)]
    return tuple(Tick(x=_across(value, scale), label=label) for value, label in values)
