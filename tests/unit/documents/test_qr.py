"""The code that is drawn is the code that was signed, square by square."""

import re

import pytest
import segno

from learning.documents.qr import draw_qr
from learning.domain.attestation import MOST_LETTERS
from tests.support.attested import certified, code_of


def squares(outline: str) -> set[tuple[int, int]]:
    """The black squares of an outline."""
    return {
        (int(line), column)
        for start, line, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", outline)
        for column in range(int(start), int(start) + int(length))
    }


def test_each_black_square_is_drawn_inside_its_margin() -> None:
    text = code_of(certified())
    drawn = draw_qr(text)
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    assert drawn.size == len(matrix) + 8
    assert squares(drawn.outline) == {
        (line + 4, column + 4)
        for line, row in enumerate(matrix)
        for column, black in enumerate(row)
        if black
    }


def test_letters_of_ours_take_the_compact_mode() -> None:
    assert segno.make_qr(code_of(), error="m").mode == "alphanumeric"
    assert draw_qr(code_of()).size < draw_qr(code_of().lower()).size


@pytest.mark.parametrize("length", [3_391, 3_392, MOST_LETTERS])
def test_the_longest_code_is_still_drawn(length: int) -> None:
    assert draw_qr("7" * 10 + "Z" * (length - 10)).size <= 177 + 8


def test_another_text_is_another_drawing() -> None:
    assert draw_qr("TREMPLIN1:00") != draw_qr("TREMPLIN1:01")
