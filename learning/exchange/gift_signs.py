"""The signs of GIFT: what escapes hide, texts with their format, and answers cut apart.

Escaped signs stand as private letters while a question is cut, and come back after.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from learning.exchange.foreign import Format, Rich

SIGNS = "\\:#={}~"
_FIRST = 0xE100
_LINE_END = chr(_FIRST + len(SIGNS))
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_HIDE = {sign: chr(_FIRST + place) for place, sign in enumerate(SIGNS)} | {"n": _LINE_END}
_HIDDEN = str.maketrans({sign: letter for sign, letter in _HIDE.items() if sign != "n"})
_SHOW = str.maketrans({letter: "\n" if s == "n" else s for s, letter in _HIDE.items()})
_ENTITY = re.compile(r"&#(?=x?[0-9a-fA-F]{1,6};)")
_VALUE = r"""(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^\s"'<>=~#]{1,2000})"""
_TAG = re.compile(
    r"</?(?:a|b|i|u|p|em|br|li|ul|ol|td|tr|th|div|img|sub|sup|pre|span|font|code|strong|table|tbody"
    rf"|thead|h[1-6]|video|audio|source|iframe)(?:\s+[\w:-]+(?:\s*=\s*{_VALUE})?)*\s*/?>",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"\s*\[\s*(?P<format>html|moodle|plain|markdown)\s*\]", re.IGNORECASE)
_WEIGHT = re.compile(r"\s*%\s*(?P<weight>-?[0-9]{1,3}(?:[.,][0-9]*)?)\s*%")
_SUM = re.compile(r"[0-9)\]%€²³]\s*$")
_TERM = re.compile(r"\s*[-+−]?[0-9(\[]")


def hide(text: str) -> str:
    """Hide the signs that are escaped."""
    return _ESCAPED.sub(lambda found: _HIDE[found[1]], text)


def show(text: str) -> str:
    """Bring the hidden signs back, as themselves."""
    return text.translate(_SHOW)


def hide_inside_tags(text: str) -> str:
    """Hide the signs of HTML entities and tags, which separate nothing."""
    text = _ENTITY.sub("&" + _HIDE["#"], text)
    return _TAG.sub(lambda found: found[0].translate(_HIDDEN), text)


def hide_braces(text: str) -> str:
    """Hide the braces of a formula."""
    return text.replace("{", _HIDE["{"]).replace("}", _HIDE["}"])


def rich(text: str, default: Format) -> Rich:
    """Read a text with the format that it names, or else the question's."""
    found = _FORMAT.match(text)
    if found is None:
        return Rich(show(text).strip(), default)
    return Rich(show(text[found.end() :]).strip(), Format(found["format"].lower()))


def weight_of(text: str) -> tuple[Decimal | None, str]:
    """Return the weight « %50% » that a text begins with, and the rest."""
    found = _WEIGHT.match(text)
    if found is None:
        return None, text
    weight = Decimal(found["weight"].replace(",", ".").rstrip("."))
    return weight, text[found.end() :]


def comment_of(text: str) -> tuple[str, str]:
    """Part an answer from its feedback."""
    answer, _, feedback = text.partition("#")
    return answer.strip(), feedback.strip()


@dataclass(frozen=True, slots=True)
class Piece:
    """What follows a sign: ``sign`` is ``=``, ``~`` or nothing; ``at``, its place."""

    sign: str
    text: str
    at: int


def cut_choices(section: str) -> tuple[list[Piece], bool]:
    """Cut a section of choices; tell whether an « = » of a text was left as it is.

    An « = » marks a right answer for sure at the start of a line or right after « ~ »; then
    after a space, outside feedback; the others count only when there is none of these.
    """
    found = _equals(section)
    marks = [equal.at for equal in found if equal.likely]
    if not marks and not any(weight_of(piece)[0] for piece in section.split("~")):
        no_sums = [equal for equal in found if not equal.sum]
        spaced = [equal for equal in no_sums if equal.spaced]
        marks = [equal.at for equal in spaced or no_sums or found]
    tildes = [place for place, sign in enumerate(section) if sign == "~"]
    return _pieces(section, sorted([*tildes, *marks])), len(marks) < len(found)


def cut_answers(section: str) -> tuple[list[Piece], bool]:
    """Cut a section of short or numerical answers; an « = » of a sum in a feedback is text."""
    found = _equals(section)
    marks = [equal.at for equal in found if not (equal.commented and equal.sum)]
    return _pieces(section, marks), len(marks) < len(found)


@dataclass(frozen=True, slots=True)
class _Equal:
    """An « = »: its place, and what its neighbours say of it."""

    at: int
    likely: bool
    commented: bool
    spaced: bool
    sum: bool


def _equals(section: str) -> list[_Equal]:
    """Return every « = » in one pass, whatever the length."""
    found = []
    commented = False
    before = "\n"  # the last sign that is no space; an end of line counts
    for place, sign in enumerate(section):
        if sign == "=":
            sure = before in "\n~"
            spaced = place == 0 or section[place - 1].isspace()
            likely = sure or (
                spaced and not commented and not section[place + 1 : place + 2].isspace()
            )
            found.append(_Equal(place, likely, commented, spaced, _is_sum(section, place)))
        if sign == "#":
            commented = True
        elif sign == "~" or (sign == "=" and before == "\n"):
            commented = False
        if sign == "\n" or not sign.isspace():
            before = sign
    return found


def _is_sum(section: str, place: int) -> bool:
    """Tell whether an « = » stands in a sum: « 1 + 1 = 2 »."""
    before, after = section[max(0, place - 3) : place], section[place + 1 : place + 5]
    return bool(_SUM.search(before) and _TERM.match(after))


def cut_pairs(section: str) -> list[Piece]:
    """Cut a section of pairs; a piece without an arrow belongs to its neighbour."""
    found = _equals(section)
    kept: list[int] = []
    ends = [*(equal.at for equal in found[1:]), len(section)]
    joined = False
    for number, (equal, end) in enumerate(zip(found, ends, strict=True), start=1):
        arrow = "->" in section[equal.at : end]
        if joined:
            joined = False
        elif arrow or not kept:
            kept.append(equal.at)
        elif equal.spaced and number < len(found) and not found[number].spaced:
            # « =b=c -> x »: the second sign belongs to the words of the left.
            kept.append(equal.at)
            joined = True
    return _pieces(section, kept)


def _pieces(section: str, places: list[int]) -> list[Piece]:
    ends = [*places, len(section)]
    pieces = []
    if section[: ends[0]].strip():
        pieces.append(Piece("", section[: ends[0]].strip(), 0))
    for place, end in zip(places, ends[1:], strict=True):
        pieces.append(Piece(section[place], section[place + 1 : end].strip(), place))
    return pieces


__all__ = [
    "Piece",
    "comment_of",
    "cut_answers",
    "cut_choices",
    "cut_pairs",
    "hide",
    "hide_braces",
    "hide_inside_tags",
    "rich",
    "show",
    "weight_of",
]
