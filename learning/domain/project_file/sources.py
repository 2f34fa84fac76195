"""What a project file rests on: choices, figures of law, where each comes from and since when."""

import re
from collections.abc import Iterable

from learning.domain.finance.rates import Rate
from learning.domain.numbers import show_date, show_number
from learning.domain.project_file.money import rate_words
from learning.domain.project_file.paper import Said, Section
from learning.domain.project_file.words import answers_of
from learning.domain.worksheet.figures import HUNDRED, Figures
from learning.domain.worksheet.outcome import Grid

_DAY = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
_HOST = re.compile(r"https?://(?:www\.)?([\w.-]+)\S*")
_PART = re.compile(r"\s\(en\s%.*\)$")
_MODELS = (
    (("mon-entreprise", "modele-social"), "Urssaf, modèle social"),
    (("openfisca",), "OpenFisca France"),
)
_COMPARED = "Les chiffres de la comparaison viennent du modèle social de l’Urssaf et d’OpenFisca."


def short_source(source: str) -> str:
    """Return a source as a reader on paper can use it: who, when, which text."""
    return "\u00a0; ".join(dict.fromkeys(_short(part) for part in re.split(r"\s; ", source)))


def _short(part: str) -> str:
    for marks, name in _MODELS:
        if any(mark in part for mark in marks):
            day = _DAY.search(part)
            return f"{name} ({day[3]}/{day[2]}/{day[1]})" if day else name
    return _HOST.sub(r"\1", part)


def sources(figures: Figures, rates: tuple[Rate, ...], asked: tuple[Rate, ...]) -> Section:
    """Return the last part: ``rates`` of the business, then those only asked by the forms."""
    sentence = "Les chiffres viennent du porteur du projet ; les taux, des textes ci-dessous."
    on = figures.law.on if figures.law else None
    dated = f"Taux en vigueur le {show_date(on)}." if on else "Aucun taux n’est connu du site."
    compared = tuple(rate for rate in asked if rate not in rates)
    past = [_label(rate) for rate in (*rates, *compared) if on is not None and rate.ended(on)]
    grids = (
        _grid("Taux de l’activité", ("Chiffre", "Valeur", "Depuis le", "Source"), rates),
        _grid(
            "Chiffres de la comparaison des statuts", ("Chiffre", "Valeur", "Depuis le"), compared
        ),
    )
    return Section(
        title="Hypothèses et sources",
        sentences=(sentence, dated),
        grids=tuple(grid for grid in (_choices(figures), *grids) if grid.rows),
        notes=(
            *((_COMPARED,) if compared else ()),
            *(f"À confirmer, la durée prévue est passée : {label}." for label in past),
        ),
    )


def _grid(caption: str, heads: tuple[str, ...], rates: Iterable[Rate]) -> Grid:
    rows = (
        (_label(one), _value(one), show_date(one.since) if one.since else "–",
         short_source(one.source))
        for one in rates
    )  # fmt: skip
    return Grid(
        caption=caption, heads=heads, rows=tuple(row[: len(heads)] for row in rows), words=True
    )


def _label(rate: Rate) -> str:
    return _PART.sub("", rate.label)


def _value(rate: Rate) -> str:
    return rate_words(rate.value) if rate.unit == "%" else show_number(rate.value, rate.unit)


def _choices(figures: Figures) -> Grid:
    names = ("tva", "delai_clients", "delai_achats", "declaration")
    found = [
        *answers_of(figures, "idee", ("activite",)),
        *answers_of(figures, "statut", ("acre", "liberatoire")),
        *answers_of(figures, "tresorerie", names),
    ]
    rate = figures.number("prix", "cotisations")
    if rate is not None:
        found.append(Said("Cotisations, en part des ventes", rate_words(rate / HUNDRED)))
    rows = tuple((one.label, one.text) for one in found)
    return Grid(caption="Choix du projet", heads=("Point", "Valeur"), rows=rows, words=True)
