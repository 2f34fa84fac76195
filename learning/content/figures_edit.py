"""Edit ``referentiel.yaml`` row by row, leaving every other byte as it is.

Places come from PyYAML's own marks; what is written is read again, and refused if it is worse.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

import yaml

from learning.content.finding import Finding, Report
from learning.content.rates_file import FILE, Rate, Rates, read_rates
from learning.content.source import decode
from learning.domain.errors import Invalid, NotFound
from learning.domain.numbers import show_date

Value = str | Decimal | date | None

KEYS = (
    "id", "label", "value", "unit", "valid_from", "valid_to", "source", "confidence",
    "note", "owner",
)  # fmt: skip
_OPTIONAL = frozenset({"note", "owner"})
_ONE_DAY = timedelta(days=1)
_BOM = "\ufeff"
_PLAIN = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*")
_NOT_PLAIN = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_AS_WORDS = frozenset({"id", "confidence"})  # written without quotes
# What YAML cannot hold inside quotes as it is.
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SPACES = re.compile("[ \t\r\n\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")


def one_line(text: str) -> str:
    """Return a text as a row keeps it: one line, composed, no-break spaces kept."""
    plain = unicodedata.normalize("NFC", _SPACES.sub(" ", text)).strip()
    return "".join(sign for sign in plain if not "\ud800" <= sign <= "\udfff")


def read_body(body: bytes, *, on: date | None = None) -> tuple[Rates, tuple[Finding, ...]]:
    """Read the référentiel from its bytes, with its findings.

    Raises:
        Invalid: it is not UTF-8.

    """
    report = Report(FILE)
    try:
        text = decode(body)
    except UnicodeDecodeError as error:
        raise Invalid("Le référentiel n’est pas en UTF-8. Corrigez-le dans l’atelier.") from error
    rates = read_rates(text, report, on=on)
    return rates, tuple(report.findings)


def series_text(body: bytes, rate_id: str) -> str:
    """Return the rows of a series as they are written: what somebody saw before changing them."""
    file = _File.read(body)
    return "\n".join(file.text[row.start : row.end] for row in file.rows if row.id == rate_id)


def change_row(
    body: bytes, rate_id: str, valid_from: date | None, values: Mapping[str, Value]
) -> bytes:
    """Change keys of the row of a series that begins on that day.

    Raises:
        NotFound: there is no such row.
        Invalid: the référentiel would not be right.

    """
    file = _File.read(body)
    file.change(file.row_of(rate_id, valid_from), values)
    return file.written(body)


def add_value(body: bytes, values: Mapping[str, Value]) -> bytes:
    """Add a dated row after the one that it follows, which ends the day before at the latest.

    Where a later row exists already, the new one ends the day before it.

    Raises:
        NotFound: there is no such series.
        Invalid: a row begins that day, or no row is before it.

    """
    file = _File.read(body)
    rate_id, since = str(values["id"]), values["valid_from"]
    rates, _ = read_body(body)
    series = rates.rows.get(rate_id)
    if not series:
        raise NotFound("Ce chiffre n’existe pas.")
    if not isinstance(since, date):
        raise Invalid("Écrivez le jour où cette valeur commence.", field="valid_from")
    former = _former(series, since)
    later = [row.valid_from for row in series if row.valid_from and row.valid_from > since]
    until = values.get("valid_to") or (min(later) - _ONE_DAY if later else None)
    place = file.row_of(rate_id, former.valid_from)
    if former.valid_to is None or former.valid_to >= since:
        file.change(place, {"valid_to": since - _ONE_DAY})
    file.add_after(place, {**values, "valid_to": until})
    return file.written(body)


def add_series(body: bytes, values: Mapping[str, Value]) -> bytes:
    """Add a new figure at the end.

    Raises:
        Invalid: the référentiel would not be right.

    """
    file = _File.read(body)
    if any(row.id == values["id"] for row in file.rows):
        raise Invalid("Un chiffre porte déjà ce nom.", field="label")
    if file.rows:
        file.add_after(file.rows[-1], values)
    else:
        file.add_first(values)
    return file.written(body)


def _former(series: Iterable[Rate], since: date) -> Rate:
    """Return the row that a new one of that day comes after."""
    before = [row for row in series if (row.valid_from or date.min) < since]
    if any(row.valid_from == since for row in series):
        raise Invalid(
            "Une valeur commence déjà le %(day)s : corrigez-la plutôt.",
            field="valid_from",
            day=show_date(since),
        )
    if not before:
        raise Invalid(
            "Ce jour est avant la première valeur connue : choisissez un jour plus tard.",
            field="valid_from",
        )
    return before[-1]


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the text: where it stands, and its node."""

    node: yaml.MappingNode
    start: int
    end: int
    column: int  # of its dash

    @property
    def id(self) -> str:
        return self.get("id")

    def get(self, key: str) -> str:
        found = self.find(key)
        if found is None:
            return ""
        node = found[1]
        absent = node.style is None and node.value in {"null", "~", ""}
        return "" if absent else str(node.value).strip()

    def find(self, key: str) -> tuple[yaml.ScalarNode, yaml.ScalarNode] | None:
        for name, value in self.node.value:
            if name.value == key and isinstance(value, yaml.ScalarNode):
                return name, value
        return None


@dataclass(slots=True)
class _File:
    """The text with its rows, and what is to be put in it."""

    text: str
    root: yaml.Node | None
    rows: list[_Place]
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    @classmethod
    def read(cls, body: bytes) -> "_File":
        try:
            text = body.decode("utf-8")
            root = _composed(text)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise Invalid("Le référentiel ne se lit pas. Corrigez-le dans l’atelier.") from error
        if root is None:
            return cls(text, None, [])
        if not isinstance(root, yaml.SequenceNode) or (root.flow_style and root.value):
            raise Invalid(
                "Le référentiel n’est pas une liste ligne à ligne. Corrigez-le dans l’atelier."
            )
        rows = [
            _Place(node, node.start_mark.index, _end_of(text, node), root.start_mark.column)
            for node in root.value
            if isinstance(node, yaml.MappingNode)
        ]
        return cls(text, root, rows)

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def row_of(self, rate_id: str, valid_from: date | None) -> _Place:
        wanted = valid_from.isoformat() if valid_from else ""
        for row in self.rows:
            if row.id == rate_id and row.get("valid_from") == wanted:
                return row
        raise NotFound("Cette ligne du référentiel n’existe plus.")

    def change(self, row: _Place, values: Mapping[str, Value]) -> None:
        added: list[str] = []
        for key in KEYS:
            if key not in values or _same(row.get(key), values[key]):
                continue
            found = row.find(key)
            if found is None:
                added.append(key)
                continue
            start, end = found[1].start_mark.index, _end_of(self.text, found[1])
            gap = " " if start == end else ""  # a key without a value
            self.edits.append((start, end, gap + _scalar(key, values[key])))
        for key in added:
            self._add_key(row, key, values[key])

    def _add_key(self, row: _Place, key: str, value: Value) -> None:
        line = f"{key}: {_scalar(key, value)}"
        if row.node.flow_style:
            place = row.node.end_mark.index - 1
            self.edits.append((place, place, f", {line}"))
            return
        before = KEYS[: KEYS.index(key)]
        known = [pair for pair in row.node.value if pair[0].value in before] or row.node.value
        place = self._end_of_line(max(_end_of(self.text, value) for _, value in known))
        indent = " " * row.node.value[0][0].start_mark.column
        self.edits.append((place, place, f"{self.newline}{indent}{line}"))

    def add_after(self, row: _Place, values: Mapping[str, Value]) -> None:
        place = self._end_of_line(row.end)
        block = self.newline.join(_lines(values, " " * row.column))
        self.edits.append((place, place, f"{self.newline * 2}{block}"))

    def add_first(self, values: Mapping[str, Value]) -> None:
        block = self.newline.join(_lines(values, "")) + self.newline
        if self.root is not None:  # an empty list « [] »
            self.edits.append((self.root.start_mark.index, self.root.end_mark.index, block))
            return
        gap = self.newline if self.text.strip(_BOM + "\r\n \t") else ""
        end = len(self.text)
        start = len(self.text.rstrip("\r\n \t"))
        self.edits.append((start, end, f"{gap}{gap}{block}"))

    def written(self, before: bytes) -> bytes:
        """Return the new bytes once they are read again without a new fault."""
        text = self.text
        # From the last to the first; at one place, in the order in which they were asked.
        numbered = sorted(enumerate(self.edits), key=lambda one: (one[1][0], one[0]), reverse=True)
        for _, (start, end, new) in numbered:
            text = text[:start] + new + text[end:]
        after = text.encode("utf-8")
        known = Counter(finding.message for finding in read_body(before)[1])
        for finding in read_body(after)[1]:
            known[finding.message] -= 1
            if known[finding.message] < 0:
                raise Invalid(
                    "Le référentiel ne serait plus juste : %(fault)s %(remedy)s",
                    fault=finding.message,
                    remedy=finding.remedy,
                )
        return after

    def _end_of_line(self, place: int) -> int:
        found = self.text.find("\n", place)
        if found < 0:
            return len(self.text)
        return found - 1 if self.text[found - 1] == "\r" else found


@lru_cache(maxsize=4)
def _composed(text: str) -> yaml.Node | None:
    """Compose a text once: its nodes are only read."""
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _end_of(text: str, node: yaml.Node) -> int:
    """Return where a node's text really ends: a block's mark is after the blank lines."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return max(_end_of(text, value) for _, value in node.value)
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def _lines(values: Mapping[str, Value], indent: str) -> list[str]:
    """Write a whole row."""
    kept = [key for key in KEYS if key not in _OPTIONAL or values.get(key)]
    return [
        f"{indent}{'- ' if place == 0 else '  '}{key}: {_scalar(key, values.get(key))}"
        for place, key in enumerate(kept)
    ]


def _same(written: str, value: Value) -> bool:
    """Tell whether a key already says this: then its bytes stay."""
    if isinstance(value, Decimal):
        try:
            return Decimal(written.replace(",", ".")) == value
        except ArithmeticError:
            return False
    return written == ("" if value is None else str(value))


def _scalar(key: str, value: Value) -> str:
    """Write a value so that YAML reads this very text: quotes wherever there is a doubt."""
    if value is None or value == "":
        return "null"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    text = one_line(str(value))
    if key in _AS_WORDS and _PLAIN.fullmatch(text) and text not in _NOT_PLAIN:
        return text
    inside = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_ESCAPED.sub(_escape, inside)}"'


def _escape(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"
