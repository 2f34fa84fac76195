"""The sheets of a project as templates print them: frames on paper, states, pictures."""

from dataclasses import dataclass, field
from typing import Any

from learning.domain.worksheet.outcome import Curve
from learning.domain.worksheet.sheets import find_sheet
from learning.services.project import Version, labels_of
from learning.services.project_page import SheetLine
from learning.web.i18n import day, language, translate

# The picture's own units: see the viewBox of components/worksheet.html.
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 352.0, 24.0, 176.0
_UNDER_AXIS = 20
_MOST_PLACES = 12
_GAP = 0.25


def worksheet_title(name: str) -> str:
    """The title of a sheet."""
    sheet = find_sheet(name)
    return translate(sheet.title) if sheet else name


def worksheet_questions(name: str) -> list[str]:
    """What a sheet asks, in a line each, to fill in on paper."""
    sheet = find_sheet(name)
    items = [item for part in sheet.parts for item in part.items] if sheet else []
    return [translate(item.label) for item in items]


def sheet_state(line: SheetLine) -> str:
    """Where a sheet stands, in one sentence."""
    if line.at is None:
        return translate(line.sheet.aim)
    if line.faults:
        ngettext = language().translations.ngettext
        said = ngettext(
            "%(num)d valeur ne se lit pas encore.",
            "%(num)d valeurs ne se lisent pas encore.",
            line.faults,
        )
        return str(said % {"num": line.faults})
    if line.said:
        return line.said
    if line.missing:
        return translate("Commencée. Il manque encore quelques réponses.")
    return translate("Remplie le %(day)s.") % {"day": day(line.at)}


def fault_links(faults: tuple[tuple[str, str, str], ...]) -> list[dict[str, str]]:
    """What could not be read, each leading to its field."""
    return [
        {"url": f"#{place}", "text": f"{translate(label)}\u00a0: {sentence}"}
        for place, label, sentence in faults
    ]


def said_pairs(version: Version) -> list[dict[str, Any]]:
    """What a version says, field by field, those left empty apart."""
    return [
        {"label": label, "value": version.typed[key], "typed": True}
        for key, label in labels_of(version.sheet)
        if version.typed.get(key)
    ]


@dataclass(slots=True, kw_only=True)
class Shape:
    """A curve in the units of its picture."""

    caption: str
    words: str  # what the picture says, for who does not see it
    zero: float
    points: str = ""
    bars: list[dict[str, float | bool]] = field(default_factory=list)
    level: float | None = None
    level_words: str = ""
    mark: float | None = None
    mark_words: str = ""
    places: list[dict[str, Any]] = field(default_factory=list)
    ticks: list[dict[str, Any]] = field(default_factory=list)


def curve_shape(curve: Curve) -> Shape:
    """Place a curve in its picture."""
    seen = [*curve.values, 0.0, *([curve.level] if curve.level is not None else [])]
    low, high = min(seen), max(seen)
    span = (high - low) or 1.0

    def height(value: float) -> float:
        return round(_BOTTOM - (value - low) / span * (_BOTTOM - _TOP), 1)

    shape = Shape(caption=curve.caption, words=curve.caption, zero=height(0.0))
    if curve.bars:
        _draw_bars(shape, curve, height)
    else:
        step = (_RIGHT - _LEFT) / max(len(curve.values) - 1, 1)
        shape.points = " ".join(
            f"{round(_LEFT + at * step, 1)},{height(value)}"
            for at, value in enumerate(curve.values)
        )
    if curve.level is not None:
        shape.level, shape.level_words = height(curve.level), curve.level_words
    if curve.mark is not None and curve.mark <= 1:
        shape.mark = round(_LEFT + curve.mark * (_RIGHT - _LEFT), 1)
        shape.mark_words = curve.mark_words
    _name_places(shape, curve)
    return shape


def _draw_bars(shape: Shape, curve: Curve, height: Any) -> None:
    step = (_RIGHT - _LEFT) / len(curve.values)
    for at, value in enumerate(curve.values):
        top, base = min(height(value), shape.zero), max(height(value), shape.zero)
        shape.bars.append(
            {
                "x": round(_LEFT + (at + _GAP / 2) * step, 1),
                "y": top,
                "width": round(step * (1 - _GAP), 1),
                "height": max(round(base - top, 1), 1.0),
                "under": value < 0,
            }
        )


def _name_places(shape: Shape, curve: Curve) -> None:
    under = _BOTTOM + _UNDER_AXIS
    if not curve.bars:
        ends = [(_LEFT, "start"), (_RIGHT, "end")]
        shape.places = [
            {"x": x, "y": under, "anchor": anchor, "words": words}
            for (x, anchor), words in zip(ends, (curve.places[0], curve.places[-1]), strict=True)
        ]
        return
    step = (_RIGHT - _LEFT) / len(curve.values)
    shape.places = [
        {"x": round(_LEFT + (at + 0.5) * step, 1), "y": under, "anchor": "middle", "words": words}
        for at, words in enumerate(curve.places[:_MOST_PLACES])
    ]


FILTERS = {
    "fiche": worksheet_title,
    "fiche_questions": worksheet_questions,
    "sheet_state": sheet_state,
    "fault_links": fault_links,
    "said_pairs": said_pairs,
    "curve_shape": curve_shape,
}
