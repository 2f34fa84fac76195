"""The référentiel edited by row: what was asked changes, and no other byte does."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from learning.content.figures_edit import (
    Value,
    add_series,
    add_value,
    change_row,
    one_line,
    read_body,
    series_text,
)
from learning.content.rates_file import Rate
from learning.domain.errors import Invalid, LearningError, NotFound
from tests.guards.tree import ROOT

BODY = b"""\
# Les chiffres du cours.

- id: smic.horaire   # par heure
  label: "Smic de l\xe2\x80\x99heure"
  value: 12.02
  unit: "\xe2\x82\xac/h"
  valid_from: "2026-01-01"
  valid_to: null
  source: 'texte officiel'
  confidence: high

# Un autre chiffre.
- {id: prime.essai, label: Prime, value: 300, unit: "\xe2\x82\xac", source: ici, confidence: low}
-
  id: delai.essai
  label: >
    Un d\xc3\xa9lai
    sur deux lignes

  value: 12
  unit: mois
  valid_from:
  valid_to: ~
  source: |
    un texte

  confidence: medium
"""
NEW: dict[str, Value] = {
    "id": "smic.horaire",
    "label": "Smic de l’heure",
    "value": Decimal("12.5"),
    "unit": "€/h",
    "valid_from": date(2027, 1, 1),
    "source": "décret « 2026-1 » : article 2",
    "confidence": "medium",
    "note": "À revoir # sans faute",
}


def rows(body: bytes, name: str) -> list[Rate]:
    """A series, once the file reads without a fault."""
    rates, findings = read_body(body)
    assert findings == ()
    return rates.rows[name]


def difference(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    gone, came = [one for one in old if one not in new], [one for one in new if one not in old]
    kept = [one for one in new if one not in came]
    assert [one for one in kept if one] == [one for one in old if one not in gone and one]
    return gone, came


def test_a_changed_key_is_the_only_change() -> None:
    after = change_row(BODY, "smic.horaire", date(2026, 1, 1), {"value": Decimal("12.10")})
    assert difference(BODY, after) == (["  value: 12.02"], ["  value: 12.1"])
    same: dict[str, Value] = {
        "value": Decimal("12.020"),
        "source": "texte officiel",
        "valid_to": None,
        "note": "",
    }
    assert change_row(BODY, "smic.horaire", date(2026, 1, 1), same) == BODY


@pytest.mark.parametrize(
    ("values", "came"),
    [
        ({"owner": "Mme Petit"}, ['  owner: "Mme Petit"']),
        ({"valid_to": date(2026, 12, 31)}, ['  valid_to: "2026-12-31"']),
        ({"source": 'le « JO » dit "oui" : \\ & *x !y #z'},
         ['  source: "le « JO » dit \\"oui\\" : \\\\ & *x !y #z"']),
        ({"note": "null"}, ['  note: "null"']),
    ],
)  # fmt: skip
def test_a_key_is_changed_or_added_in_its_place(
    values: Mapping[str, Value], came: list[str]
) -> None:
    after = change_row(BODY, "smic.horaire", date(2026, 1, 1), values)
    assert difference(BODY, after)[1] == came
    row = rows(after, "smic.horaire")[0]
    for key, value in values.items():
        assert getattr(row, key) == value
    assert change_row(after, "smic.horaire", row.valid_from, {"source": row.source}) == after


def test_a_key_is_added_after_those_that_come_before_it() -> None:
    after = change_row(BODY, "smic.horaire", date(2026, 1, 1), {"note": "n", "owner": "o"})
    lines = after.decode().splitlines()
    at = lines.index("  confidence: high")
    assert lines[at + 1 : at + 4] == ['  note: "n"', '  owner: "o"', ""]


def test_a_row_on_one_line_and_values_over_several_are_changed_too() -> None:
    flow = change_row(
        BODY, "prime.essai", None, {"value": Decimal(400), "valid_to": date(2027, 1, 1)}
    )
    assert rows(flow, "prime.essai")[0].valid_to == date(2027, 1, 1)
    came = difference(BODY, flow)[1][0]
    assert came.startswith("- {id: prime.essai, label: Prime, value: 400, ")
    assert came.endswith(', confidence: low, valid_to: "2027-01-01"}')
    values: dict[str, Value] = {
        "label": "Un délai", "source": "ailleurs",
        "valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1),
    }  # fmt: skip
    folded = change_row(BODY, "delai.essai", None, values)
    row = rows(folded, "delai.essai")[0]
    assert {key: getattr(row, key) for key in values} == values
    assert '  label: "Un délai"\n\n  value: 12\n' in folded.decode()


def test_a_new_value_ends_the_former_the_day_before() -> None:
    after = add_value(BODY, NEW)
    former, row = rows(after, "smic.horaire")
    assert (former.valid_to, former.value) == (date(2026, 12, 31), Decimal("12.02"))
    assert row.valid_from == date(2027, 1, 1)
    assert (row.note, row.confidence) == ("À revoir # sans faute", "medium")
    block = after.decode().split("\n\n")[2]
    assert block.startswith("- id: smic.horaire\n  label: ")
    assert after.replace(f"{block}\n\n".encode(), b"") == BODY.replace(
        b"valid_to: null", b'valid_to: "2026-12-31"', 1
    )


def test_a_new_value_ends_before_the_next_and_leaves_an_earlier_end() -> None:
    later = add_value(BODY, NEW)
    between = add_value(later, {**NEW, "valid_from": date(2026, 7, 1)})
    assert [(row.valid_from, row.valid_to) for row in rows(between, "smic.horaire")] == [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), None),
    ]
    ended = change_row(BODY, "smic.horaire", date(2026, 1, 1), {"valid_to": date(2026, 6, 30)})
    assert rows(add_value(ended, NEW), "smic.horaire")[0].valid_to == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("values", "error", "field"),
    [
        ({"valid_from": date(2026, 1, 1)}, Invalid, "valid_from"),
        ({"valid_from": date(2025, 1, 1)}, Invalid, "valid_from"),
        ({"valid_from": None}, Invalid, "valid_from"),
        ({"id": "absent"}, NotFound, ""),
        ({"confidence": "peut-être"}, Invalid, ""),
        ({"source": None}, Invalid, ""),
    ],
)
def test_what_would_spoil_the_file_is_refused(
    values: Mapping[str, Value], error: type[LearningError], field: str
) -> None:
    with pytest.raises(error) as caught:
        add_value(BODY, {**NEW, **values})
    assert getattr(caught.value, "field", "") == field


def test_a_row_that_is_gone_is_told() -> None:
    with pytest.raises(NotFound):
        change_row(BODY, "smic.horaire", date(2020, 1, 1), {"label": "x"})
    with pytest.raises(Invalid, match="chevauchent"):
        change_row(add_value(BODY, NEW), "smic.horaire", date(2027, 1, 1),
                   {"valid_from": date(2026, 6, 1)})  # fmt: skip


@pytest.mark.parametrize(
    "body", [b"", b"# rien encore\n", b"[]\n", b"# rien\n\n[]", b"\xef\xbb\xbf", BODY]
)
def test_a_new_figure_is_written_last(body: bytes) -> None:
    values = {**NEW, "id": "taux.neuf", "valid_from": None}
    after = add_series(body, values)
    assert rows(after, "taux.neuf")[0].label == "Smic de l’heure"
    assert after.startswith(body.rstrip(b"[]\n"))
    with pytest.raises(Invalid):
        add_series(after, values)


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    windows = b"\xef\xbb\xbf" + BODY.replace(b"\n", b"\r\n")
    after = add_value(windows, NEW)
    assert after.startswith(b"\xef\xbb\xbf# Les")
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert len(rows(after, "smic.horaire")) == 2


def test_other_faults_of_the_file_do_not_stop_an_edit() -> None:
    spoilt = BODY.replace(b"unit: mois", b"unit: lunes")
    after = change_row(spoilt, "smic.horaire", date(2026, 1, 1), {"confidence": "low"})
    assert after == spoilt.replace(b"confidence: high", b"confidence: low")


@pytest.mark.parametrize("body", [b"- id: [", b"texte", b"- id: \xff", b"[{id: a}]"])
def test_a_file_that_cannot_be_read_says_so(body: bytes) -> None:
    with pytest.raises(Invalid, match="atelier"):
        add_value(body, NEW)
    with pytest.raises(Invalid, match="atelier"):
        series_text(body, "a")


def test_what_was_seen_is_the_rows_of_the_series() -> None:
    seen = series_text(BODY, "smic.horaire")
    assert seen.startswith("id: smic.horaire   # par heure")
    assert seen.endswith("confidence: high")
    assert series_text(BODY, "absent") == ""
    assert series_text(add_value(BODY, NEW), "prime.essai") == series_text(BODY, "prime.essai")


def test_a_text_is_one_line_with_its_no_break_spaces() -> None:
    assert one_line("  deux\r\nlignes \t ici\u00a0: e\u0301\ud800 ") == "deux lignes ici\u00a0: é"


def test_the_shipped_figures_take_a_new_value() -> None:
    body = (ROOT / "courses" / "referentiel.yaml").read_bytes()
    rates, _ = read_body(body)
    row = rates.rows["micro.cotisations.services"][-1]
    values: dict[str, Value] = {
        "id": row.id, "label": row.label, "value": Decimal("21.4"), "unit": row.unit,
        "valid_from": date(2027, 1, 1), "source": row.source, "confidence": row.confidence,
    }  # fmt: skip
    after = add_value(body, values)
    assert len(after.splitlines()) == len(body.splitlines()) + 9
    assert after.count(b"value: 21.4\n") == 1
    assert len(read_body(after)[0].rows[row.id]) == len(rates.rows[row.id]) + 1
