"""``referentiel.yaml``: dated figures with their sources. YAML without alias, tag or guess."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import yaml

from learning.content.finding import Report, did_you_mean
from learning.domain.course import Figure
from learning.domain.numbers import normalise_unit, show_figure

FILE = "referentiel.yaml"
_KEYS = frozenset(
    {
        "id",
        "label",
        "value",
        "unit",
        "valid_from",
        "valid_to",
        "source",
        "confidence",
        "note",
        "owner",
    }
)
_REQUIRED = ("id", "label", "value", "unit", "source", "confidence")
_CONFIDENCE = frozenset({"high", "medium", "low"})
_MOST_BYTES = 400_000


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

    @property
    def number(self) -> Decimal | None:
        """The number that formulas use, a percentage as its fraction."""
        if not isinstance(self.value, Decimal):
            return None
        return self.value / 100 if self.unit == "%" else self.value

    def covers(self, day: date) -> bool:
        """Tell whether the row holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def figure(self) -> Figure:
        """What a page shows of it."""
        return Figure(
            id=self.id,
            label=self.label,
            shown=show_figure(self.value, self.unit),
            source=self.source,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            to_check=self.confidence != "high",
        )


class Rates:
    """The rows by id; the current row is that of the latest date."""

    def __init__(self, rows: Iterable[Rate]) -> None:
        self.rows: dict[str, list[Rate]] = {}
        for row in rows:
            self.rows.setdefault(row.id, []).append(row)
        for series in self.rows.values():
            series.sort(key=lambda row: row.valid_from or date.min)

    def current(self, rate_id: str) -> Rate | None:
        """Return the latest row of a series, or None."""
        series = self.rows.get(rate_id)
        return series[-1] if series else None


def read_rates(text: str, report: Report) -> Rates:
    """Read the référentiel, telling each fault with its line."""
    if len(text) > _MOST_BYTES:
        report.error(1, "le référentiel est trop gros.", "Gardez-le sous 400 ko.")
        return Rates(())
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_aliases(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        report.error(
            line, "le référentiel ne se lit pas.", f"Regardez cette ligne : {_short(error)}"
        )
        return Rates(())
    if not isinstance(node, yaml.SequenceNode):
        report.error(
            1, "le référentiel doit être une liste.", "Commencez chaque chiffre par « - id: »."
        )
        return Rates(())
    rows = [row for item in node.value if (row := _row(item, report)) is not None]
    rates = Rates(rows)
    _check_overlaps(rates, report)
    return rates


def _short(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).split("\n", 1)[0][:120]


def _refuse_aliases(text: str) -> None:
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
            raise yaml.MarkedYAMLError(
                problem="ni alias (&, *) ni étiquette (!) ici", problem_mark=token.start_mark
            )


def _row(node: yaml.Node, report: Report) -> Rate | None:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        report.error(line, "cette ligne n’est pas un chiffre.", "Écrivez « - id: … ».")
        return None
    values: dict[str, str] = {}
    for key_node, value_node in node.value:
        key, at = str(key_node.value), key_node.start_mark.line + 1
        if key not in _KEYS:
            report.error(at, f"« {key} » est inconnu ici.", did_you_mean(key, _KEYS))
        elif key in values:
            report.error(at, f"« {key} » est écrit deux fois.", "Gardez une seule ligne.")
        elif not isinstance(value_node, yaml.ScalarNode):
            report.error(
                at, f"« {key} » doit être une valeur simple.", "Écrivez un texte ou un nombre."
            )
        else:
            absent = value_node.style is None and value_node.value in {"null", "~", ""}
            values[key] = "" if absent else value_node.value
    missing = [key for key in _REQUIRED if not values.get(key)]
    if missing:
        report.error(line, f"il manque : {', '.join(missing)}.", "Ajoutez ces lignes.")
        return None
    return _typed(values, line, report)


def _typed(values: dict[str, str], line: int, report: Report) -> Rate | None:
    unit = normalise_unit(values["unit"])
    if unit is None:
        report.error(
            line,
            f"l’unité « {values['unit']} » est inconnue.",
            "Unités : €, €/h, €/mois, €/an, %, mois, jours, ans, fraction, nombre, date, texte.",
        )
        return None
    if values["confidence"] not in _CONFIDENCE:
        report.error(
            line,
            f"la confiance « {values['confidence']} » est inconnue.",
            "Écrivez high, medium ou low.",
        )
        return None
    try:
        since, until = _day(values.get("valid_from", "")), _day(values.get("valid_to", ""))
        value: Decimal | date | str = values["value"]
        if unit == "date":
            value = date.fromisoformat(values["value"])
        elif unit != "texte":
            value = _number(values["value"], unit)
    except (ValueError, InvalidOperation):
        report.error(
            line,
            f"la valeur ou une date de « {values['id']} » ne se lit pas.",
            "Date : 2026-07-01. Nombre : 12.5.",
        )
        return None
    return Rate(
        id=values["id"],
        label=values["label"],
        value=value,
        unit=unit,
        valid_from=since,
        valid_to=until,
        source=values["source"],
        confidence=values["confidence"],
        line=line,
        owner=values.get("owner", ""),
    )


def _number(text: str, unit: str) -> Decimal:
    plain = text.replace(",", ".").replace("\u00a0", "")
    above, slash, below = plain.partition("/")
    if slash and unit == "fraction" and Decimal(below):
        return Decimal(above) / Decimal(below)
    return Decimal(plain)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _check_overlaps(rates: Rates, report: Report) -> None:
    for series in rates.rows.values():
        for before, after in zip(series, series[1:], strict=False):
            if before.valid_to is None or (after.valid_from or date.min) <= before.valid_to:
                report.error(
                    after.line,
                    f"deux lignes de « {after.id} » se chevauchent.",
                    "Donnez à la plus ancienne une date de fin.",
                )
