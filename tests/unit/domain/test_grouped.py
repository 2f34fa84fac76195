"""Letters that people copy: what they change on the way still reads the same."""

import pytest

from learning.domain.grouped import ALPHABET, bare, from_letters, grouped, to_letters


def test_no_letter_is_taken_for_another() -> None:
    assert len(ALPHABET) == 32
    assert set("ILOU").isdisjoint(ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M92QXHD4T",
        "7k3m-92qx-hd4t",
        " 7K3M 92QX\u00a0HD4T\n",
        "7K3M–92QX‑HD4T",
    ],
)
def test_case_spaces_and_dashes_change_nothing(typed: str) -> None:
    assert bare(typed) == "7K3M92QXHD4T"


def test_a_look_alike_is_read_as_what_it_looks_like() -> None:
    assert bare("iI lL oO") == "111100"


@pytest.mark.parametrize("typed", ["", "   ", "7K3U", "7K3M!", "é", "7K3M_92QX"])
def test_what_is_no_letter_of_ours_is_refused(typed: str) -> None:
    assert bare(typed) is None
    assert from_letters(typed) is None


@pytest.mark.parametrize("letters", ["0", "000", "01", "ZZZ"])
def test_letters_that_no_bytes_give_are_refused(letters: str) -> None:
    assert from_letters(letters) is None


def test_a_text_too_long_is_not_read() -> None:
    assert from_letters("0" * 8_000) is not None
    assert from_letters("0" * 8_008) is None


def test_letters_stand_in_groups_of_four() -> None:
    assert grouped("7K3M92QXHD4T") == "7K3M-92QX-HD4T"
    assert to_letters(b"\xff") == "ZW"
