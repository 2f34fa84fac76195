"""The words and figures of the dashboard: one table for the screen, the print and the exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from learning.domain.evaluation import WEEKS
from learning.domain.evaluation_tables import Dimension, Line, Panel, Rate, Unsaid, Value
from learning.domain.intervals import BeforeAfter, Mean
from learning.domain.lists import LEAVINGS, OUTCOMES, SUPPORT_FORMS
from learning.domain.numbers import round_to, show_number
from learning.domain.sheet import Cell, Sheet
from learning.services.evaluation import Dashboard
from learning.web.filters import written_month
from learning.web.i18n import translate

DIMENSIONS = {
    Dimension.ALL: "Ensemble",
    Dimension.PATH: "Parcours",
    Dimension.FORM: "Forme d’accompagnement",
    Dimension.MONTH: "Cohorte",
    Dimension.MODULE: "Module",
}
TITLES = {
    "avancement": "Atteindre, commencer, terminer",
    "gardes": "Rester, semaine après semaine",
    "efficacite": "Sentiment d’efficacité, avant et après",
    "departs": "Raisons de départ",
    "suites": "Suites connues",
    "modules": "Chaque module",
}
LEADS = {
    "avancement": "Combien de personnes ont un compte, ont répondu à une question au moins, et"
    " ont réussi tous les modules de leur parcours.",
    "gardes": "Parmi les personnes qui ont commencé il y a 12 semaines au moins, celles qui"
    " répondaient encore tant de semaines après.",
    "efficacite": "Moyenne des mêmes questions, chez les personnes qui ont répondu avant et"
    " après.",
    "departs": "La dernière raison notée par l’équipe, dans la liste fermée.",
    "suites": "La dernière suite notée par l’équipe, dans la liste fermée.",
    "modules": "Parmi les personnes dont le parcours contient le module, celles qui y ont répondu,"
    " et celles qui ont réussi son épreuve.",
}
_BLANKS = {
    "avancement": "Trop peu de personnes : presque toutes les cases seraient cachées.",
    "gardes": "Trop peu de personnes sont suivies depuis 12 semaines : presque toutes les cases"
    " seraient cachées.",
    "efficacite": "Trop peu de personnes ont répondu avant et après : presque toutes les cases"
    " seraient cachées.",
    "departs": "Trop peu de raisons sont notées : presque toutes les cases seraient cachées.",
    "suites": "Trop peu de suites sont notées : presque toutes les cases seraient cachées.",
    "modules": "Trop peu de personnes : presque toutes les cases seraient cachées.",
}
_TOO_SOON = "Trop tôt : ce tableau se remplit 12 semaines après l’arrivée des premières personnes."
UNSAID = {Unsaid.HIDDEN: "caché", Unsaid.TOO_SOON: "trop tôt"}
_COLUMNS = {
    "atteints": "Atteintes",
    "commence": "Ont commencé",
    "termine": "Ont terminé",
    "reussi": "Ont réussi",
    "suivis": "Suivies 12 semaines",
    "personnes": "Personnes",
    "scores": "Score",
    "": "Notées",
    **{f"semaine-{week}": f"Semaine {week}" for week in WEEKS},
}
_NOTED = {"departs": "Raison notée", "suites": "Suite notée"}
_LISTS = {"departs": "Raison", "suites": "Suite"}
_RATES = frozenset({"commence", "termine", "reussi", ""})
_HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One place of a table as the screen shows it: a figure, and what stands under it."""

    text: str
    note: str = ""
    unsaid: bool = False


def name_of(page: Dashboard, panel: Panel, line: Line) -> str:
    """Say what a line counts."""
    key = line.key
    if page.dimension is Dimension.ALL:
        codes: Mapping[str, str] = LEAVINGS if panel.code == "departs" else OUTCOMES
        noted = _NOTED.get(panel.code)
        return translate(codes[key] if key else noted or DIMENSIONS[Dimension.ALL])
    if page.dimension is Dimension.FORM:
        return translate(SUPPORT_FORMS.get(key, "Forme pas notée"))
    if page.dimension is Dimension.MONTH:
        return written_month(key)
    if page.dimension is Dimension.PATH:
        return page.titles.get(f"/{key}", key) or translate("Sans groupe")
    return page.titles.get(key, key)


def first_head(page: Dashboard, panel: Panel) -> str:
    """Say what the lines of a table are."""
    if page.dimension is Dimension.ALL and panel.code in _LISTS:
        return translate(_LISTS[panel.code])
    return translate(DIMENSIONS[page.dimension])


def column_of(panel: Panel, code: str) -> str:
    """Say what a column counts."""
    codes: Mapping[str, str] = LEAVINGS if panel.code == "departs" else OUTCOMES
    return translate(_COLUMNS.get(code) or codes[code])


def blank_words(panel: Panel) -> str:
    """Say why a table says nothing, "" for one that does."""
    if panel.is_too_soon:
        return translate(_TOO_SOON)
    return translate(_BLANKS[panel.code]) if panel.is_blank else ""


def show(value: Value) -> Shown:
    """Write one place for the screen and the print."""
    match value:
        case Unsaid():
            return Shown(text=translate(UNSAID[value]), unsaid=True)
        case int():
            return Shown(text=str(value))
        case Rate():
            if not value.share.count:
                return Shown(text=str(value.count))
            note = translate("%(share)s\u00a0%% (de\u00a0%(low)s\u00a0à\u00a0%(high)s)")
            return Shown(text=str(value.count), note=note % _written(_of_rate(value)))
        case BeforeAfter():
            return Shown(text=_mean(value.change, signed=True))


def show_scores(value: Value) -> tuple[Shown, Shown, Shown]:
    """Write the score before, the score after, and the change."""
    if not isinstance(value, BeforeAfter):
        return (show(value),) * 3
    means = (value.before, value.after, value.change)
    found = []
    for place, mean in enumerate(means):
        note = translate("de %(low)s à %(high)s") % _written(_of_mean(mean))
        found.append(Shown(text=_mean(mean, signed=place == len(means) - 1), note=note))
    return found[0], found[1], found[2]


def _mean(mean: Mean, *, signed: bool = False) -> str:
    value = _of_mean(mean)["value"]
    return ("+" if signed and value > 0 else "") + show_number(value)


def _of_rate(rate: Rate) -> dict[str, Decimal]:
    share = rate.share
    parts = {"share": share.value, "low": share.low, "high": share.high}
    return {name: _tenth(part) for name, part in parts.items()}


def _of_mean(mean: Mean) -> dict[str, Decimal]:
    parts = {"value": mean.value, "low": mean.low, "high": mean.high}
    return {name: round_to(Decimal(part), 2) for name, part in parts.items()}


def _tenth(share: float) -> Decimal:
    return round_to(Decimal(share) * _HUNDRED, 1)


def _written(parts: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: show_number(part) for name, part in parts.items()}


def sheet_of(page: Dashboard, panel: Panel) -> Sheet:
    """Return the table of a panel, each figure in a place of its own."""
    heads = [first_head(page, panel)]
    for code in panel.columns:
        heads += _heads(panel, code)
    rows = [(name_of(page, panel, line), *_cells(panel, line)) for line in panel.lines]
    return Sheet(title=translate(TITLES[panel.code]), heads=tuple(heads), rows=tuple(rows))


def _heads(panel: Panel, code: str) -> list[str]:
    name = column_of(panel, code)
    if code == "scores":
        words = [translate(word) for word in ("Avant", "Après", "Changement")]
        return [head for word in words for head in _bounds(word, "")]
    if _is_rate(panel, code):
        return [name, *_bounds(name, "\u00a0%")]
    return [name]


def _bounds(name: str, unit: str) -> list[str]:
    return [
        f"{name}{',' + unit if unit else ''}",
        translate("%(name)s, de%(unit)s") % {"name": name, "unit": unit},
        translate("%(name)s, à%(unit)s") % {"name": name, "unit": unit},
    ]


def _is_rate(panel: Panel, code: str) -> bool:
    """Tell whether a column holds shares: people among others, not a code alone nor a total."""
    if code == "personnes":
        return panel.code in _LISTS
    return code in _RATES or code.startswith("semaine-")


def _cells(panel: Panel, line: Line) -> list[Cell]:
    cells: list[Cell] = []
    for code, value in zip(panel.columns, line.values, strict=True):
        width = len(_heads(panel, code))
        match value:
            case Unsaid():
                cells += [translate(UNSAID[value])] * width
            case int():
                cells.append(value)
            case Rate():
                parts = _of_rate(value) if value.share.count else {}
                cells += [value.count, *(parts.get(name) for name in ("share", "low", "high"))]
            case BeforeAfter():
                for mean in (value.before, value.after, value.change):
                    cells += _of_mean(mean).values()
    return cells
