"""``referentiel.yaml``: dated figures with their sources. YAML without alias, tag or guess."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

import yaml

from learning.content.finding import Finding, Report, did_you_mean
from learning.content.typography import set_plain
from learning.domain.course import Figure
from learning.domain.numbers import UNITS, normalise_unit, show_figure

FILE = "referentiel.yaml"
_KEYS = frozenset(
    {
        "id", "label", "value", "unit", "valid_from", "valid_to", "source", "confidence",
        "note", "owner", "checked",
    }
)  # fmt: skip
_REQUIRED = ("id", "label", "value", "unit", "source", "confidence")
_CONFIDENCE = frozenset({"high", "medium", "low"})
_MOST_BYTES = 400_000
_HIGHEST = Decimal(10) ** 12
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Rate:
    """One row: a figure over its dates."""

    id: str
    label: str
    value: Decimal | date | str
    unit: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: str
    line: int
    owner: str = ""
    written: str = ""
    note: str = ""

    @property
    def number(self) -> Decimal | None:
        """The number that formulas use, a percentage as its fraction."""
        if not isinstance(self.value, Decimal):
            return None
        return self.value / 100 if self.unit == "%" else self.value

    @property
    def shown(self) -> str:
        """Value and unit in French; a fraction as it was written (« 2/3 »)."""
        if self.unit == "fraction" and "/" in self.written:
            return self.written
        return show_figure(self.value, self.unit)

    def covers(self, day: date) -> bool:
        """Tell whether the row holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def figure(self) -> Figure:
        """What a page shows of it."""
        return Figure(
            id=self.id,
            label=set_plain(self.label),
            shown=self.shown,
            source=set_plain(self.source),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            to_check=self.confidence != "high",
        )


class Rates:
    """The rows by id. The current one is the last that has begun on the day ``on``.

    A row entered ahead of its date waits for it; a series whose every row is still to come
    shows the first. Without a day, the current row is that of the latest date.
    """

    def __init__(self, rows: Iterable[Rate], on: date | None = None) -> None:
        self.rows: dict[str, list[Rate]] = {}
        for row in rows:
            self.rows.setdefault(row.id, []).append(row)
        for series in self.rows.values():
            series.sort(key=lambda row: row.valid_from or date.min)
        self._current = {name: _current(series, on) for name, series in self.rows.items()}

    def current(self, rate_id: str) -> Rate | None:
        """Return the row of a series that is shown, or None."""
        return self._current.get(rate_id)

    def meant(self, rate_id: str) -> str:
        """Say what to do about a figure that does not exist."""
        if not self.rows:
            return (
                "Aucun référentiel n’a été lu : vérifiez le dossier entier des cours,"
                f" où se trouve {FILE}."
            )
        return did_you_mean(rate_id, self.rows, "Cherchez-le dans le référentiel.")

    @property
    def waiting(self) -> tuple[Rate, ...]:
        """The rows after the current one of their series: they are not shown yet."""
        return tuple(
            row
            for name, series in self.rows.items()
            for row in series[series.index(self._current[name]) + 1 :]
        )


def _current(series: list[Rate], on: date | None) -> Rate:
    if on is None:
        return series[-1]
    begun = [row for row in series if row.valid_from is None or row.valid_from <= on]
    return begun[-1] if begun else series[0]


def read_rates(text: str, report: Report, *, on: date | None = None) -> Rates:
    """Read the référentiel as it holds on a day, telling each fault with its line."""
    rows, findings = _read(text)
    report.findings.extend(replace(finding, file=report.file) for finding in findings)
    return Rates(rows, on)


@lru_cache(maxsize=8)
def _read(text: str) -> tuple[tuple[Rate, ...], tuple[Finding, ...]]:
    """Read the rows and the findings: a text is parsed once, which costs a tenth of a second."""
    report = Report(FILE)
    rows = tuple(_rows(text, report))
    _check_overlaps(Rates(rows), report)
    return rows, tuple(report.findings)


def _rows(text: str, report: Report) -> list[Rate]:
    if len(text) > _MOST_BYTES:
        report.error(1, "le référentiel est trop gros.", "Gardez-le sous 400 ko.")
        return []
    try:
        node = yaml.compose(text, Loader=_Loader)
    except _RefusedError as error:
        report.error(
            error.line,
            "le référentiel n’accepte ni alias (&, *) ni étiquette (!).",
            "Écrivez la valeur elle-même, entre guillemets si c’est un texte.",
        )
        return []
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        report.error(
            mark.line + 1 if mark else 1,
            "le référentiel ne se lit pas.",
            "Regardez les guillemets, les deux points et le retrait autour de cette ligne.",
        )
        return []
    if not isinstance(node, yaml.SequenceNode):
        report.error(
            1, "le référentiel doit être une liste.", "Commencez chaque chiffre par « - id: »."
        )
        return []
    return [row for item in node.value if (row := _row(item, report)) is not None]


class _RefusedError(Exception):
    """An alias, an anchor or a tag: none is ever needed here."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class _Loader(yaml.SafeLoader):
    """Composes nodes in one pass, stopping at the first alias, anchor or tag."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node, once it is known to be plain."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor or getattr(event, "tag", None):
            raise _RefusedError(int(event.start_mark.line) + 1)
        return super().compose_node(parent, index)


@dataclass(slots=True)
class _Row:
    """A row as written: its values as texts and the line of each."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def get(self, key: str) -> str:
        return self.values.get(key, "")

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


def _row(node: yaml.Node, report: Report) -> Rate | None:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        report.error(line, "cette ligne n’est pas un chiffre.", "Écrivez « - id: … ».")
        return None
    row = _Row(line)
    for key_node, value_node in node.value:
        _read_value(row, key_node, value_node, report)
    missing = [key for key in _REQUIRED if not row.get(key)]
    if missing:
        report.error(line, f"il manque : {', '.join(missing)}.", "Ajoutez ces lignes.")
        return None
    return _typed(row, report)


def _read_value(row: _Row, key_node: yaml.Node, value_node: yaml.Node, report: Report) -> None:
    key, at = str(key_node.value)[:60], key_node.start_mark.line + 1
    if key not in _KEYS:
        report.error(at, f"« {key} » est inconnu ici.", did_you_mean(key, _KEYS))
    elif key in row.lines:
        report.error(at, f"« {key} » est écrit deux fois.", "Gardez une seule ligne.")
    elif not isinstance(value_node, yaml.ScalarNode):
        report.error(
            at, f"« {key} » doit être une valeur simple.", "Écrivez un texte ou un nombre."
        )
    else:
        absent = value_node.style is None and value_node.value in {"null", "~", ""}
        row.values[key] = "" if absent else value_node.value.strip()
        row.lines[key] = at


def _typed(row: _Row, report: Report) -> Rate | None:
    unit = normalise_unit(row.get("unit"))
    faults = len(report.findings)
    if unit is None:
        report.error(
            row.line_of("unit"),
            f"l’unité « {row.get('unit')} » est inconnue.",
            f"Écrivez l’une de : {', '.join(UNITS)}.",
        )
    if row.get("confidence") not in _CONFIDENCE:
        report.error(
            row.line_of("confidence"),
            f"la confiance « {row.get('confidence')} » est inconnue.",
            "Écrivez high, medium ou low.",
        )
    if not _ID.fullmatch(row.get("id")):
        report.error(
            row.line_of("id"),
            f"le nom « {row.get('id')} » n’est pas permis.",
            "Des lettres simples, des chiffres et des points : « micro.plafond.vente ».",
        )
    since, until = _day(row, "valid_from", report), _day(row, "valid_to", report)
    if since and until and until < since:
        report.error(
            row.line_of("valid_to"),
            "ce chiffre finit avant de commencer.",
            "Corrigez valid_from ou valid_to.",
        )
    value = _value(row, unit, report) if unit else None
    if unit is None or value is None or len(report.findings) > faults:
        return None
    return Rate(
        id=row.get("id"),
        label=row.get("label"),
        value=value,
        unit=unit,
        valid_from=since,
        valid_to=until,
        source=row.get("source"),
        confidence=row.get("confidence"),
        line=row.line,
        owner=row.get("owner"),
        written=row.get("value"),
        note=row.get("note"),
    )


def _value(row: _Row, unit: str, report: Report) -> Decimal | date | str | None:
    text = row.get("value")
    if unit == "texte":
        return text
    try:
        return date.fromisoformat(text) if unit == "date" else _number(text, unit)
    except (ValueError, ArithmeticError):
        wanted = "un jour : 2026-07-01" if unit == "date" else "un nombre : 12.5"
        report.error(
            row.line_of("value"), f"la valeur « {text[:40]} » ne se lit pas.", f"Écrivez {wanted}."
        )
        return None


def _number(text: str, unit: str) -> Decimal:
    plain = text.replace(",", ".").replace("\u00a0", "").replace(" ", "")
    above, slash, below = plain.partition("/")
    value = Decimal(above) / Decimal(below) if slash and unit == "fraction" else Decimal(plain)
    if not value.is_finite() or abs(value) > _HIGHEST:
        raise ValueError(text)
    return value


def _day(row: _Row, key: str, report: Report) -> date | None:
    text = row.get(key)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        report.error(
            row.line_of(key), f"le jour « {text[:40]} » n’existe pas.", "Écrivez « 2026-07-01 »."
        )
        return None


def _check_overlaps(rates: Rates, report: Report) -> None:
    for series in rates.rows.values():
        for before, after in pairwise(series):
            if before.valid_to is None or (after.valid_from or date.min) <= before.valid_to:
                report.error(
                    after.line,
                    f"deux lignes de « {after.id} » se chevauchent.",
                    "Donnez à la plus ancienne une date de fin.",
                )
