"""Edits of the référentiel: what is written is read back, and other rows keep their bytes."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

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

texts = st.text(max_size=60).map(one_line).filter(bool)
amounts = st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def row(name: str, *, label: str, value: Decimal, source: str, note: str) -> dict[str, Value]:
    """A row to add."""
    return {
        "id": name, "label": label, "value": value, "unit": "€", "valid_from": None,
        "valid_to": None, "source": source, "confidence": "high", "note": note,
    }  # fmt: skip


rows = st.builds(
    row, name=st.just("essai.a"), label=texts, value=amounts, source=texts, note=texts
)
ENDS = st.sampled_from([b"", b"\n", b"\n\n# fin\n"])


def read(body: bytes, name: str) -> list[Rate]:
    """The rows of a series in a file without a fault."""
    rates, findings = read_body(body)
    assert findings == ()
    return rates.rows[name]


@given(first=rows, other=rows, end=ENDS)
def test_a_figure_is_read_as_it_was_written(
    first: dict[str, Value], other: dict[str, Value], end: bytes
) -> None:
    body = add_series(b"# d\xc3\xa9but\n", first).rstrip(b"\n") + end
    body = add_series(body, {**other, "id": "essai.b"})
    for name, values in (("essai.a", first), ("essai.b", other)):
        found = read(body, name)[0]
        for key in ("label", "value", "source", "note"):
            assert getattr(found, key) == values[key], key


@given(first=rows, other=rows, changed=rows, since=days, gap=st.integers(1, 400))
def test_editing_one_series_leaves_the_other_as_it_was(
    first: dict[str, Value],
    other: dict[str, Value],
    changed: dict[str, Value],
    since: date,
    gap: int,
) -> None:
    body = add_series(add_series(b"", first), {**other, "id": "essai.b"})
    seen = series_text(body, "essai.b")
    later = since + timedelta(days=gap)
    body = add_value(body, {**changed, "valid_from": later})
    body = add_value(body, {**changed, "valid_from": since})
    body = change_row(body, "essai.a", None, {"label": changed["label"], "note": first["note"]})
    assert series_text(body, "essai.b") == seen
    series = read(body, "essai.a")
    assert [one.valid_from for one in series] == [None, since, later]
    assert [one.valid_to for one in series] == [
        since - timedelta(days=1),
        later - timedelta(days=1),
        None,
    ]
    assert [one.value for one in series] == [first["value"], changed["value"], changed["value"]]
    assert series[0].label == changed["label"]


@given(first=rows)
def test_the_same_values_change_no_byte(first: dict[str, Value]) -> None:
    body = add_series(b"", first)
    assert change_row(body, "essai.a", None, first) == body
