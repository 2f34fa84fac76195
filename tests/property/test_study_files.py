"""Whatever a file of people holds, it is read whole or refused with a sentence; never a crash."""

from hypothesis import given
from hypothesis import strategies as st

from learning.domain.codebook import VARIABLES, find_variable
from learning.domain.codebook_shape import Row
from learning.domain.errors import Invalid
from learning.sealing import box_key_text, make_box_secret, read_box_key, seal
from learning.services.study_export import SEALED_FOR
from learning.services.study_merge import read_file

SECRET = make_box_secret()
KEY = read_box_key(box_key_text(SECRET))
HEAD = ";".join(one.name for one in VARIABLES)
LINE = "PERSONNE1234;sans;2026-11;a;atelier;2026-05;commence;;;4;3;0;0;1;0;2,5;3;;;;;5"
GOOD = f"{HEAD}\r\n{LINE}\r\n".encode()


def refused_or_read(body: bytes, secret: str = "") -> None:
    said, rows = "", list[Row]()
    try:
        _, rows = read_file("fichier", body, secret)
    except Invalid as error:
        said = str(error).replace("\u00a0", " ")
    assert bool(rows) is (said == "")
    assert rows or said.startswith("« fichier » : ")


def test_the_sample_is_right() -> None:
    assert len(read_file("fichier", GOOD)[1]) == 1


@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    refused_or_read(body)
    refused_or_read(HEAD.encode() + b"\r\n" + body)
    refused_or_read(b"TREMPLIN SCELLE 1\n" + body, SECRET)


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=4), st.integers(0, 6))
def test_a_right_file_with_a_change(at: int, put: bytes, taken: int) -> None:
    refused_or_read(GOOD[:at] + put + GOOD[at + taken :])


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_column_and_any_cell(name: str, cell: str) -> None:
    variable = find_variable(name)
    assert variable is None or variable.name == name
    for one in VARIABLES:
        value = one.understand(cell)
        assert value is None or str(value) or not one.required


@given(st.binary(max_size=200))
def test_whatever_was_sealed_is_checked_too(body: bytes) -> None:
    refused_or_read(seal(body, KEY, SEALED_FOR), SECRET)
