"""The signed list: one text for one list, and nothing but numbers, kinds, days and reasons."""

import json
from dataclasses import replace
from datetime import date

import pytest

from learning.domain.errors import Invalid
from learning.domain.register import Register, read_register, signed_part

LIST = Register(
    day=date(2026, 11, 24),
    issued={"B" * 24: ("bilan", date(2026, 11, 2)), "A" * 24: ("reussite", date(2026, 11, 1))},
    revoked={"C" * 12: ("nom", date(2026, 11, 3))},
)


def test_a_list_is_read_as_it_was_written() -> None:
    named = LIST.issued_by("7K3M92QX", "certificat")
    assert read_register(named.as_text("SIGNATURE")) == (named, "SIGNATURE")


def test_the_order_of_entries_does_not_change_what_is_signed() -> None:
    turned = replace(LIST, issued=dict(reversed(list(LIST.issued.items()))))
    assert signed_part(turned) == signed_part(LIST)
    assert signed_part(replace(LIST, revoked={})) != signed_part(LIST)


def test_a_list_names_nobody() -> None:
    written = json.loads(LIST.as_text(""))
    assert set(written) == {
        "v", "cle", "certificat", "jour", "emises", "revoquees", "signature"
    }  # fmt: skip
    assert written["emises"][0] == ["A" * 24, "reussite", "2026-11-01"]
    assert written["revoquees"] == [["C" * 12, "nom", "2026-11-03"]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "7",
        "{}",
        "[" * 100_000,
        LIST.as_text("").replace("2026-11-01", "hier"),
        LIST.as_text("").replace('"emises": [', '"emises": 7, "x": ['),
        LIST.as_text("").replace('"reussite", ', ""),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Invalid, match="liste signée"):
        read_register(text)
