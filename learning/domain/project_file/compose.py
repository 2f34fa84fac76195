"""Make a project file from a project: one place, so that no two papers can disagree."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date

from learning.domain.errors import Unavailable
from learning.domain.finance.form_words import LIMITS
from learning.domain.finance.loan import schedule
from learning.domain.finance.money import Money, total
from learning.domain.finance.rates import Law, Rate
from learning.domain.numbers import show_date
from learning.domain.project_file import money, words
from learning.domain.project_file.paper import (
    KeyFigure,
    ProjectFile,
    Remark,
    Section,
)
from learning.domain.project_file.silence import SHEETS, quiet
from learning.domain.project_file.sources import sources
from learning.domain.viability.examine import examine, missing
from learning.domain.worksheet.dated import NotedRates
from learning.domain.worksheet.figures import COMPUTED, Figures, loan_terms
from learning.domain.worksheet.outcome import Grid
from learning.domain.worksheet.outcomes_form import answer_form
from learning.domain.worksheet.outcomes_money import break_even_of
from learning.domain.worksheet.outcomes_year import accounts_of
from learning.domain.worksheet.wording import count, euros, of_each

_ABSENT = "à compléter"
_NAMES = {"Ce qui vous reste": "Ce qui reste"}
_FORM = "statut"
HEADING = "Projet d’activité"
_FOOT = "Prévisions établies par le porteur du projet et calculées par Tremplin avec ses chiffres."
_WARNING = (
    "Ces remarques sont celles que l’outil fait au porteur du projet, à partir de ses chiffres."
    " Elles ne sont ni une note, ni une promesse."
)
_NO_REMARK = (
    "Les contrôles de l’outil n’ont rien trouvé dans ce qui est écrit. Ce n’est pas une promesse."
)


def compose(figures: Figures, *, day: date, name: str = "") -> ProjectFile:
    """Make the file as it stands today; ``name`` only when it was asked for."""
    noted = _noted(figures)
    sections = [one for one in _sections(noted) if not one.is_empty]
    sections.append(_to_check(figures))
    sections.append(sources(figures, rates_of(figures), _asked(noted)))
    return ProjectFile(
        heading=HEADING,
        trade=figures.text("idee", "metier") or "Activité à préciser",
        phrase=figures.text("idee", "phrase"),
        name=name,
        made=f"Dossier établi le {show_date(day)}",
        rates=f"Taux en vigueur le {show_date(figures.law.on)}" if figures.law else "",
        summary="L’essentiel",
        figures=_key_figures(noted),
        contents="Sommaire",
        sections=tuple(sections),
        foot=_FOOT,
    )


def _noted(figures: Figures) -> Figures:
    """Return the same project, whose law notes the figures that are asked of it."""
    law = figures.law
    noted = Law(NotedRates(law.table.series), law.on) if law else None
    return Figures(figures.sheets, noted)


def rates_of(figures: Figures) -> tuple[Rate, ...]:
    """Return the figures of law that the business rests on, the comparison of forms apart."""
    noted = _noted(figures)
    _sections(noted, forms=False)
    _key_figures(noted)
    with suppress(Unavailable):
        COMPUTED["=cotisations"](noted)  # a typed rate is read beside that of the law
    return _asked(noted)


def _asked(noted: Figures) -> tuple[Rate, ...]:
    law = noted.law
    if law is None or not isinstance(law.table, NotedRates):
        return ()
    found = []
    for name in sorted(law.table.asked):
        try:
            found.append(law.row(name))
        except Unavailable:
            continue
    return tuple(found)


def _sections(figures: Figures, *, forms: bool = True) -> list[Section]:
    found = [
        words.idea(figures),
        words.market(figures),
        words.canvas(figures),
        money.price(figures),
        money.break_even(figures),
        money.household(figures),
        money.funding(figures),
        money.income(figures),
        money.cash(figures),
        money.working_capital(figures),
        money.loan(figures),
    ]
    if forms:
        found.append(_legal_form(figures))
    return [*found, words.pitch(figures), words.actions(figures)]


def _key_figures(figures: Figures) -> tuple[KeyFigure, ...]:
    return (*_selling(figures), *_starting(figures), *_living(figures))


def _selling(figures: Figures) -> Iterable[KeyFigure]:
    price = figures.number("prix", "prix")
    shown = euros(Money.of(price)) if price is not None else _ABSENT
    yield KeyFigure("Prix", shown, of_each(figures.unit) if price is not None else "")
    found = break_even_of(figures)
    sold = figures.number("seuil-de-rentabilite", "ventes")
    planned = f"prévu : {count(sold, figures.unit)}" if sold is not None else ""
    units = found.units if found else None
    threshold = f"{count(units, figures.unit)} par mois" if units is not None else _ABSENT
    yield KeyFigure("Seuil de rentabilité", threshold, planned)
    years = accounts_of(figures)
    first = years[0] if years else None
    yield KeyFigure("Ventes, première année", euros(first.sales) if first else _ABSENT)
    monthly = f"{euros(first.result.over(12))} par mois, avant l’impôt" if first else ""
    yield KeyFigure("Résultat, première année", euros(first.result) if first else _ABSENT, monthly)


def _starting(figures: Figures) -> Iterable[KeyFigure]:
    slug = "plan-de-financement"
    begun = figures.has_any(slug, "besoins", "montant")
    needs = figures.sum_of(slug, "besoins", "montant") + total(
        figures.euros(slug, name) or Money(0) for name in ("bfr", "reserve")
    )
    own = figures.own(slug, "ressources.1.montant")
    brought = f"apport : {euros(Money.of(own))}" if own is not None else ""
    yield KeyFigure("Besoin au départ", euros(needs) if begun else _ABSENT, brought)
    terms = loan_terms(figures)
    if terms is not None:
        monthly = euros(schedule(terms).payment)
        yield KeyFigure(
            "Emprunt", euros(terms.capital), f"{monthly} par mois, {terms.periods} mois"
        )


def _living(figures: Figures) -> Iterable[KeyFigure]:
    till = money.known_till(figures)
    low = till.flow.lowest if till else None
    if till is not None and low is not None:
        yield KeyFigure("Trésorerie la plus basse", euros(low[1]), till.names[low[0]])
    else:
        yield KeyFigure("Trésorerie la plus basse", _ABSENT)
    need = COMPUTED["budget-du-foyer.=besoin"](figures)
    shown = euros(Money.of(need)) if need is not None else _ABSENT
    yield KeyFigure("Besoin du foyer", shown, "par mois" if need is not None else "")


def _legal_form(figures: Figures) -> Section:
    answers = words.answers_of(figures, _FORM, ("choix", "raison"))
    found = _compared(figures)
    return Section(
        title="Le statut",
        answers=answers,
        grids=found,
        notes=LIMITS if found else (),
    )


def _compared(figures: Figures) -> tuple[Grid, ...]:
    try:
        found = answer_form(figures).grids[:1]
    except Unavailable:
        return ()
    return tuple(
        replace(grid, rows=tuple((_NAMES.get(row[0], row[0]), *row[1:]) for row in grid.rows))
        for grid in found
    )


def _to_check(figures: Figures) -> Section:
    remarks = tuple(Remark(text, one.source) for one in examine(figures) if (text := quiet(one)))
    left = tuple(
        (one.sheet.title, "\u00a0; ".join(one.whats) or "à remplir")
        for one in missing(figures)
        if one.sheet.slug not in SHEETS
    )
    grid = Grid(caption="Ce qui manque encore", heads=("Feuille", "À compléter"), rows=left,
                words=True)  # fmt: skip
    return Section(
        title="Ce qui reste à vérifier",
        sentences=(_WARNING if remarks else _NO_REMARK,),
        remarks=remarks,
        grids=(grid,) if left else (),
    )
