"""Put a correction into a text, unless the text is no longer what the correction was made for."""

import re
import unicodedata

from learning.content.finding import Edit, Fix
from learning.domain.errors import Conflict, Invalid

_END = re.compile(r"\r\n|\r|\n")
_MARK = "\ufeff"  # what some editors write first in a file


def apply_fix(text: str, fix: Fix) -> str:
    """Return the text corrected; every line that is not corrected stays as it was, to its end.

    Raises:
        Invalid: the correction names one line twice, or a line that never was.
        Conflict: a line has changed since, or is gone.

    """
    edits = {edit.line: edit for edit in fix.edits}
    if len(edits) != len(fix.edits) or min(edits) < 1:
        raise Invalid("Cette correction ne se lit pas. Vérifiez de nouveau le texte.")
    lines = _END.split(text)
    ends = [*_END.findall(text), ""]
    usual = next((end for end in ends if end), "\n")
    for line in sorted(edits, reverse=True):
        _replace(lines, ends, edits[line], usual)
    return "".join(line + end for line, end in zip(lines, ends, strict=True))


def _replace(lines: list[str], ends: list[str], edit: Edit, usual: str) -> None:
    place = edit.line - 1
    if place >= len(lines) or _as_read(lines[place]) != _as_read(edit.before):
        raise Conflict(
            "La ligne %(line)s a changé depuis. Vérifiez de nouveau le texte.", line=edit.line
        )
    if not edit.after:
        del lines[place], ends[place]
        if ends:
            ends[-1] = "" if place == len(lines) else ends[-1]
        else:
            lines.append("")
            ends.append("")
        return
    mark = _MARK if lines[place].startswith(_MARK) else ""
    after = edit.after.split("\n")
    after[0] = mark + after[0]
    lines[place : place + 1] = after
    ends[place : place + 1] = [*([usual] * (len(after) - 1)), ends[place]]


def _as_read(line: str) -> str:
    """Reduce a line to what the reader of a course sees of it."""
    return unicodedata.normalize("NFC", line.removeprefix(_MARK).replace("\t", "    "))
