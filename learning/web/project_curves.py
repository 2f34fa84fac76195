"""The pictures of a project's sheets, placed in the units of their drawing."""

from collections.abc import Callable
from dataclasses import dataclass, field

from learning.domain.worksheet.outcome import Curve
from learning.domain.worksheet.wording import euros_about

# See the viewBox of components/worksheet.html.
LEFT, RIGHT, TOP, BOTTOM = 64.0, 352.0, 24.0, 176.0
_UNDER_AXIS = 18
_GAP = 0.25
_CHARACTER = 7.0  # a bold character, with some room
_LINE = 16.0  # a line of words
_MOST_WORDS = 38  # along the line


@dataclass(slots=True, kw_only=True)
class Words:
    """A label: where, anchored how, and of which look."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    kind: str = ""


@dataclass(slots=True, kw_only=True)
class Shape:
    """A curve in the units of its picture."""

    caption: str
    words: str  # what the picture says, for who does not see it
    zero: float
    points: str = ""
    bars: list[dict[str, float | bool]] = field(default_factory=list)
    level: float | None = None
    mark: float | None = None
    losing: str = ""  # the area where money is lost
    earning: str = ""
    labels: list[Words] = field(default_factory=list)

    def say(self, x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> None:
        """Add a label."""
        self.labels.append(
            Words(x=round(x, 1), y=round(y, 1), words=words, anchor=anchor, kind=kind)
        )


def curve_shape(curve: Curve) -> Shape:
    """Place a curve in its picture."""
    seen = [*curve.values, 0.0, *([curve.level] if curve.level is not None else [])]
    low, high = min(seen), max(seen)
    span = (high - low) or 1.0

    def height(value: float) -> float:
        return round(BOTTOM - (value - low) / span * (BOTTOM - TOP), 1)

    shape = Shape(caption=curve.caption, words=curve.said or curve.caption, zero=height(0.0))
    if curve.bars:
        _draw_bars(shape, curve, height)
        for value, words in curve.scale:
            shape.say(LEFT - 6, height(value) + 4, words, "end")
    else:
        _draw_line(shape, curve, height)
    return shape


def _draw_bars(shape: Shape, curve: Curve, height: Callable[[float], float]) -> None:
    step = (RIGHT - LEFT) / len(curve.values)
    for at, (value, words) in enumerate(zip(curve.values, curve.places, strict=True)):
        top, base = min(height(value), shape.zero), max(height(value), shape.zero)
        shape.bars.append(
            {
                "x": round(LEFT + (at + _GAP / 2) * step, 1),
                "y": top,
                "width": round(step * (1 - _GAP), 1),
                "height": max(round(base - top, 1), 1.0),
                "under": value < 0,
            }
        )
        kind = "second" if at % 2 else ""
        shape.say(LEFT + (at + 0.5) * step, BOTTOM + _UNDER_AXIS, words, "middle", kind)


def _draw_line(shape: Shape, curve: Curve, height: Callable[[float], float]) -> None:
    step = (RIGHT - LEFT) / max(len(curve.values) - 1, 1)
    places = [(LEFT + at * step, height(value)) for at, value in enumerate(curve.values)]
    shape.points = " ".join(f"{x:.1f},{y}" for x, y in places)
    axis = BOTTOM + _UNDER_AXIS
    if curve.axis_words:
        shape.say((LEFT + RIGHT) / 2, axis + _LINE + 4, curve.axis_words, "middle", "quiet")
    if 0 < len(curve.line_words) <= _MOST_WORDS:
        high = TOP + (BOTTOM - TOP) * 0.16
        shape.say(LEFT + (RIGHT - LEFT) * 0.84 - 12, high, curve.line_words, "end", "line")
    if curve.level is None or curve.mark is None or curve.mark > 1:
        shape.say(LEFT, axis, curve.places[0])
        shape.say(RIGHT, axis, curve.places[-1], "end")
        return
    shape.level = height(curve.level)
    shape.mark = round(LEFT + curve.mark * (RIGHT - LEFT), 1)
    _draw_areas(shape, curve, places[-1][1])
    _name_level(shape, curve, shape.level)
    _name_mark(shape, curve, shape.mark, axis)


def _draw_areas(shape: Shape, curve: Curve, end: float) -> None:
    level, mark = shape.level or 0.0, shape.mark or 0.0
    shape.losing = f"{LEFT},{level} {mark},{level} {LEFT},{shape.zero}"
    shape.earning = f"{mark},{level} {RIGHT},{level} {RIGHT},{end}"
    if mark - LEFT > len(curve.below_words) * _CHARACTER:
        shape.say(LEFT + 4, level - 6, curve.below_words, kind="loss")
    if RIGHT - mark > len(curve.above_words) * _CHARACTER:
        shape.say(RIGHT - 4, level - 6, curve.above_words, "end", "gain")


def _name_level(shape: Shape, curve: Curve, level: float) -> None:
    shape.say(LEFT - 6, level + 4, curve.level_amount, "end")
    if shape.zero - level >= _LINE:
        shape.say(LEFT - 6, shape.zero + 4, euros_about(0), "end")
    if shape.zero - level >= _LINE + 4:
        shape.say(RIGHT, level + _LINE, curve.level_words, "end")


def _name_mark(shape: Shape, curve: Curve, mark: float, axis: float) -> None:
    """Name the mark under the axis, and the ends where the name leaves them room."""
    half = len(curve.mark_words) * _CHARACTER / 2
    at = min(max(mark, LEFT - 20 + half), RIGHT - half)
    shape.say(at, axis, curve.mark_words, "middle", "strong")
    if at - half > LEFT + _CHARACTER * len(curve.places[0]):
        shape.say(LEFT, axis, curve.places[0])
    if at + half < RIGHT - _CHARACTER * len(curve.places[-1]):
        shape.say(RIGHT, axis, curve.places[-1], "end")
