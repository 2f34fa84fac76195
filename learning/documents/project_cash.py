"""The tab of the till: twelve months, each payment in the month when it is made."""

from dataclasses import replace

from learning.documents.project_cells import cell_of
from learning.documents.project_month import EVEN, PARTS, rates_on
from learning.documents.workbook import Cell, Chart, Formula, Style, Tab, Typed
from learning.domain.finance.proration import add_months
from learning.domain.worksheet.figures import MONTHS, Figures
from learning.domain.worksheet.outcomes_year import (
    first_month,
    law_of_returns,
    month_names,
    months_of_a_return,
)

CASH = "tresorerie"
_ALL = range(1, MONTHS + 1)
_BLOCK = f"{{caisse.%s.1:caisse.%s.{MONTHS}}}"


def month_rates(figures: Figures) -> tuple[tuple[Cell, ...], ...]:
    """Return what the law takes each month; a rate that stays is the first, by a formula.

    Empty when contributions are at a typed rate.
    """
    law = law_of_returns(figures)
    if law is None or figures.law is None:
        return ()
    options = replace(figures.options, created=law.on)
    usual = rates_on(figures, figures.options, figures.law)
    rows = []
    for place in range(MONTHS):
        values = rates_on(figures, options, law.day(add_months(law.on, place)))
        rows.append(
            tuple(
                Formula(f"mois.{place + 1}.{part}", f"{{taux.{part}}}", Style.PERCENT)
                if value == same
                else Typed(f"mois.{place + 1}.{part}", value, Style.PERCENT)
                for part, value, same in zip(PARTS, values, usual, strict=True)
            )
        )
    return tuple(rows)


def till(figures: Figures) -> Tab:
    """Return twelve months of cash."""
    tab = Tab("Trésorerie")
    tab.head("Le départ", "Valeur")
    tab.line("Argent en caisse au départ", cell_of(figures, CASH, "depart"))
    for key, label in (
        ("delai_clients", "Jours avant que les clients paient"),
        ("delai_achats", "Jours avant de payer les achats"),
    ):
        typed = figures.text(CASH, key)
        days = int(typed) if typed.isdecimal() else None
        tab.line(label, Typed(f"{CASH}.{key}", days, Style.COUNT))
    if law_of_returns(figures) is None:
        tab.line("Cotisations, sur ce qui est reçu", cell_of(figures, CASH, "cotisations"))
    tab.line(
        "Échéance d’emprunt, par mois", cell_of(figures, CASH, "echeance", "{emprunt.echeance}")
    )
    _plan(tab, figures)
    _moves(tab, figures)
    tab.draw(Chart(
        title="Ce qui reste en caisse à la fin de chaque mois", kind="column",
        places=("caisse.mois.1", f"caisse.mois.{MONTHS}"),
        series=(("Reste", "caisse.reste.1", f"caisse.reste.{MONTHS}"),),
    ))  # fmt: skip
    return tab


def _plan(tab: Tab, figures: Figures) -> None:
    tab.head("Ce qui est prévu", "Ventes", "Achats", "Charges fixes", "Pour vivre")
    part = f"IF({{{EVEN}.prix}}=0,0,{{{EVEN}.depense}}/{{{EVEN}.prix}})"
    for month, name in zip(_ALL, month_names(figures), strict=True):
        row = f"mois.{month}"
        tab.line(
            name.capitalize(),
            cell_of(figures, CASH, f"{row}.ventes"),
            cell_of(figures, CASH, f"{row}.achats", f"ROUND({{{CASH}.{row}.ventes}}*{part},2)"),
            cell_of(figures, CASH, f"{row}.fixes", f"{{{EVEN}.charges}}"),
            cell_of(figures, CASH, f"{row}.retrait", "{foyer.besoin}"),
        )


def _moves(tab: Tab, figures: Figures) -> None:
    vat = figures.text(CASH, "tva") == "oui" and figures.law is not None
    heads = ["Mois", "Encaissé", "Achats payés", "Cotisations", "Emprunt"]
    if vat:
        heads += ["TVA encaissée", "TVA sur achats", "Crédit de TVA", "TVA versée"]
    tab.head("Ce qui bouge", *heads, "Reçu", "Payé", "Reste")
    for month, name in zip(_ALL, month_names(figures), strict=True):
        tab.line(name.capitalize(), *_month(figures, month, vat=vat))
    tab.line("Douze mois", *_year(vat=vat))


def _month(figures: Figures, month: int, *, vat: bool) -> list[Cell]:
    cells: list[Cell] = [Formula(f"caisse.mois.{month}", str(month), Style.COUNT)]
    for name, column, delay in (
        ("encaisse", "ventes", "delai_clients"), ("achats", "achats", "delai_achats"),
    ):  # fmt: skip
        wait = f"ROUNDUP({{{CASH}.{delay}}}/30,0)"
        rows = f"{{{CASH}.mois.1.{column}:{CASH}.mois.{MONTHS}.{column}}}"
        moved = f"IF({month}>{wait},INDEX({rows},{month}-{wait}),0)"
        cells.append(Formula(f"caisse.{name}.{month}", moved))
    cells.append(Formula(f"caisse.cotisations.{month}", _levied(figures, month)))
    cells.append(Formula(f"caisse.emprunt.{month}", f"{{{CASH}.echeance}}"))
    received, paid = f"{{caisse.encaisse.{month}}}", (
        f"{{caisse.achats.{month}}}+{{{CASH}.mois.{month}.fixes}}+{{caisse.cotisations.{month}}}"
        f"+{{caisse.emprunt.{month}}}+{{{CASH}.mois.{month}.retrait}}"
    )  # fmt: skip
    if vat:
        cells += _vat(month)
        received += f"+{{caisse.tva.{month}}}"
        paid += f"+{{caisse.tva_achats.{month}}}+{{caisse.tva_versee.{month}}}"
    before = f"{{{CASH}.depart}}" if month == 1 else f"{{caisse.reste.{month - 1}}}"
    cells.append(Formula(f"caisse.recu.{month}", received))
    cells.append(Formula(f"caisse.paye.{month}", paid))
    left = f"{before}+{{caisse.recu.{month}}}-{{caisse.paye.{month}}}"
    cells.append(Formula(f"caisse.reste.{month}", f"ROUND({left},2)", strong=True))
    return cells


def _vat(month: int) -> list[Cell]:
    before = "0" if month == 1 else f"{{caisse.credit.{month - 1}}}"
    owed = "0"
    if month > 1:
        last = month - 1
        credit = "0" if last == 1 else f"{{caisse.credit.{last - 1}}}"
        owed = f"MAX(ROUND({{caisse.tva.{last}}}-{{caisse.tva_achats.{last}}}-{credit},2),0)"
    balance = f"{{caisse.tva_achats.{month}}}+{before}-{{caisse.tva.{month}}}"
    return [
        Formula(f"caisse.tva.{month}", f"ROUND({{caisse.encaisse.{month}}}*{{taux.tva}},2)"),
        Formula(
            f"caisse.tva_achats.{month}",
            f"ROUND({{caisse.achats.{month}}}*{{taux.tva_achats}},2)",
        ),
        Formula(f"caisse.credit.{month}", f"MAX(ROUND({balance},2),0)"),
        Formula(f"caisse.tva_versee.{month}", owed),
    ]


def _levied(figures: Figures, month: int) -> str:
    """What is paid to the Urssaf that month: the return of the period that has just ended."""
    every, law = months_of_a_return(figures), law_of_returns(figures)
    if law is None:
        return _levied_at_a_rate(month, every)
    ended = month - 1  # from 1; calendar periods end with the quarter
    first = first_month(figures)
    calendar = (first + ended - 2) % MONTHS + 1
    if ended < 1 or calendar % every:
        return "0"
    began = max(ended - every + 1, 1)
    sold = f"SUM({{caisse.encaisse.{began}:caisse.encaisse.{ended}}})"
    rate = f"mois.{ended}"
    return (
        f"ROUND({sold}*{{{rate}.social}},0)+ROUND({sold}*{{{rate}.chambre}},0)"
        f"+ROUND({sold}*{{{rate}.formation}},2)+ROUND({sold}*{{{rate}.liberatoire}},2)"
    )


def _levied_at_a_rate(month: int, every: int) -> str:
    """Each month's levy, paid the month after its period; periods begin with the plan."""
    if month == 1 or (month - 1) % every:
        return "0"
    return "+".join(
        f"ROUND({{caisse.encaisse.{place}}}*{{{CASH}.cotisations}},2)"
        for place in range(month - every, month)
    )


def _year(*, vat: bool) -> list[Cell]:
    names = ["encaisse", "achats", "cotisations", "emprunt"]
    names += ["tva", "tva_achats", "", "tva_versee"] if vat else []
    cells: list[Cell] = [Typed("", None, Style.COUNT)]
    for name in (*names, "recu", "paye"):
        text = f"SUM({_BLOCK % (name, name)})" if name else "0"
        cells.append(Formula(f"caisse.{name or 'rien'}.total", text, strong=True))
    cells.append(Formula("caisse.reste.fin", f"{{caisse.reste.{MONTHS}}}", strong=True))
    return cells
