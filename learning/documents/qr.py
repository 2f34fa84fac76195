"""A QR code as the outline of its black squares: one path of an SVG drawn by the server."""

from dataclasses import dataclass
from functools import lru_cache

import segno

_LETTERS_MEND = 3_391  # past them, a square code has no room left to mend a smudge of 15 %
_MARGIN = 4  # white squares around, without which readers fail


@dataclass(frozen=True, slots=True)
class Drawn:
    """``size`` squares a side, margin included; ``outline`` is the d of a path."""

    size: int
    outline: str


@lru_cache(maxsize=256)  # about 25 ms each, and a sheet is often printed twice
def draw_qr(text: str) -> Drawn:
    """Draw a text; letters of a signed code take the compact mode by themselves."""
    level = "m" if len(text) <= _LETTERS_MEND else "l"
    code = segno.make_qr(text, error=level, boost_error=False)
    rows = tuple(code.matrix)
    parts = [
        f"M{start + _MARGIN} {line + _MARGIN}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _runs(row)
    ]
    return Drawn(len(rows) + 2 * _MARGIN, "".join(parts))


def _runs(row: bytes | bytearray) -> list[tuple[int, int]]:
    """Return the runs of black squares of a line, as start and length."""
    found: list[tuple[int, int]] = []
    start = -1
    for place, black in enumerate((*row, 0)):
        if black and start < 0:
            start = place
        elif not black and start >= 0:
            found.append((start, place - start))
            start = -1
    return found
