"""The tabs of a month: what the law takes, the household, the price, the break-even."""

from collections.abc import Sequence
from decimal import Decimal

from learning.documents.project_cells import block, cell_of, label_of, row_label, table_rows
from learning.documents.workbook import Cell, Chart, Formula, Style, Tab, Typed, Words
from learning.domain.errors import Unavailable
from learning.domain.finance.micro_entreprise import MicroOptions, micro_rates
from learning.domain.finance.rates import Law, Rate
from learning.domain.finance.vat import VatRate, vat_rate
from learning.domain.project_file.money import DEBT_ROWS, DEBTS
from learning.domain.project_file.sources import short_source
from learning.domain.worksheet.figures import HUNDRED, Figures
from learning.domain.worksheet.funding import LOAN
from learning.domain.worksheet.outcomes_year import vat_rates_of

HOME, PRICE, EVEN = "budget-du-foyer", "prix", "seuil-de-rentabilite"
_RATES = (
    ("taux.social", "Cotisations sociales"),
    ("taux.formation", "Contribution à la formation"),
    ("taux.chambre", "Taxe pour frais de chambre"),
    ("taux.liberatoire", "Versement libératoire de l’impôt"),
)
PARTS = ("social", "formation", "chambre", "liberatoire")
Rates = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]
_LOAN_RATE = dict(LOAN.cells())["taux"]
_STEPS = 11  # points of the line of break-even


def hypotheses(
    figures: Figures,
    rates: Sequence[Rate],
    month_rates: Sequence[Sequence[Cell]],
    names: Sequence[str],
) -> Tab:
    """Return what everything rests on: the day, the rates, and where each comes from."""
    tab = Tab("Hypothèses")
    day = f"{figures.law.on:%d/%m/%Y}" if figures.law else "inconnue"
    tab.head("Ce classeur")
    tab.line("Date des taux", Words(day))
    tab.line("Cases grises", Words("à remplir ou à changer"))
    tab.line("Autres cases", Words("calculées : elles suivent vos changements"))
    tab.head("Ce qui est pris sur les ventes", "Taux")
    values = rates_on(figures, figures.options, figures.law)
    note = "avec l’Acre" if figures.text("statut", "acre") == "oui" else ""
    for (name, label), value in zip(_RATES, values, strict=True):
        said = note if name == "taux.social" else ""
        tab.line(label, Typed(name, value, Style.PERCENT), note=said)
    tab.line(
        "Total en micro-entreprise",
        Formula("taux.micro", "SUM({taux.social:taux.liberatoire})", Style.PERCENT, strong=True),
    )
    _other_rates(tab, figures)
    if month_rates:
        tab.head("Taux, mois par mois", "Social", "Formation", "Chambre", "Libératoire")
        for label, cells in zip(names, month_rates, strict=True):
            tab.line(label, *cells)
    tab.head("Chiffres de la loi utilisés", "Valeur", "Depuis le", "Source")
    for rate in rates:
        style = Style.PERCENT if rate.unit == "%" else Style.NUMBER
        since = f"{rate.since:%d/%m/%Y}" if rate.since else ""
        tab.line(
            rate.label,
            Typed("", rate.value, style),
            Words(since),
            Words(short_source(rate.source)),
        )
    return tab


def rates_on(figures: Figures, options: MicroOptions, law: Law | None) -> Rates:
    """Return what is taken on sales on a day; nothing known leaves cells to fill in."""
    known = figures.category
    if known is None or law is None:
        return (None, None, None, None)
    try:
        found = micro_rates(known[0], options, law)
    except Unavailable:
        return (None, None, None, None)
    return (found.social, found.training, found.chamber, found.flat_tax)


def _other_rates(tab: Tab, figures: Figures) -> None:
    law = figures.law
    percent = figures.carried("emprunt", _LOAN_RATE).value
    lent = None if percent is None else percent / HUNDRED
    tab.line("Taux d’un microcrédit", Typed("taux.microcredit", lent, Style.PERCENT))
    if figures.text("tresorerie", "tva") == "oui" and law is not None:
        charged, paid = (_vat(name, law) for name in vat_rates_of(figures))
        tab.line("TVA sur les ventes", Typed("taux.tva", charged, Style.PERCENT))
        tab.line("TVA sur les achats", Typed("taux.tva_achats", paid, Style.PERCENT))


def _vat(name: VatRate, law: Law) -> Decimal | None:
    try:
        return vat_rate(name, law)
    except Unavailable:
        return None


def household(figures: Figures) -> Tab:
    """Return the household's month."""
    tab = Tab("Foyer")
    tab.head("Ce qui sort chaque mois", "Montant")
    first, last = _spent(tab, figures)
    tab.line(label_of(HOME, "imprevus"), cell_of(figures, HOME, "imprevus"))
    tab.line(
        "Total des dépenses",
        Formula("foyer.depenses", f"SUM({{{first}:{last}}})+{{{HOME}.imprevus}}", strong=True),
    )
    tab.head("Ce qui entre sans l’activité", "Montant")
    first, last = table_rows(tab, figures, HOME, "ressources")
    tab.line(
        "Total des ressources",
        Formula("foyer.ressources", f"SUM({{{first}:{last}}})", strong=True),
    )
    tab.head("Ce que l’activité doit rapporter", "Montant")
    tab.line(
        "Besoin d’un mois",
        Formula("foyer.besoin", "MAX({foyer.depenses}-{foyer.ressources},0)", strong=True),
    )
    return tab


def _spent(tab: Tab, figures: Figures) -> tuple[str, str]:
    """Write what the household spends; debts and what the law orders to pay are one line."""
    found = figures.sheet(HOME).sheet.table("depenses")
    keys = [found.key(row, "montant") for row in range(1, found.size + 1)]
    apart = [keys[row - 1] for row in DEBT_ROWS]
    for row, key in enumerate(keys, start=1):
        if key not in apart:
            tab.line(row_label(figures, HOME, "depenses", row), cell_of(figures, HOME, key))
    debts = [one for key in apart if (one := figures.own(HOME, key)) is not None]
    tab.line(DEBTS, Typed("foyer.dettes", sum(debts) if debts else None))
    return f"{HOME}.{keys[0]}", "foyer.dettes"


def _contributions(figures: Figures, slug: str) -> Cell:
    otherwise = "{taux.micro}" if figures.category else ""
    return cell_of(figures, slug, "cotisations", otherwise)


def price(figures: Figures) -> Tab:
    """Return the lowest price, and what the price thought of pays."""
    tab = Tab("Prix")
    tab.head("Pour une vente", "Valeur")
    tab.line(label_of(PRICE, "depense"), cell_of(figures, PRICE, "depense"))
    tab.line(label_of(PRICE, "cotisations"), _contributions(figures, PRICE))
    tab.line("Temps pour chaque vente, en heures", cell_of(figures, PRICE, "heures"))
    tab.line("Le prix demandé", cell_of(figures, PRICE, "prix"))
    tab.head("Pour un mois", "Valeur")
    fixed = f"{{{EVEN}.charges}}"
    tab.line(label_of(PRICE, "fixes"), cell_of(figures, PRICE, "fixes", fixed))
    tab.line("Ventes prévues", cell_of(figures, PRICE, "ventes"))
    tab.line("Heures de travail non vendues", cell_of(figures, PRICE, "heures_sans"))
    tab.line("Ce que l’on veut gagner", cell_of(figures, PRICE, "revenu", "{foyer.besoin}"))
    tab.head("Résultat", "Valeur")
    taken = "(1-{prix.cotisations})"
    each = "{prix.depense}+({prix.fixes}+%s)/{prix.ventes}"
    for name, label, paid in (
        ("prix.plancher", "Prix le plus bas", "{prix.revenu}"),
        ("prix.sans_revenu", "Prix qui paie les charges, sans revenu", "0"),
    ):
        exact = f"({each % paid})/{taken}"
        tab.line(
            label,
            Formula(name, f'IF({{prix.ventes}}=0,"",ROUNDUP(ROUND({exact},8),2))', strong=True),
            note="Arrondi au centime du dessus.",
        )
    tab.line(
        "Ce que laisse une vente",
        Formula("prix.marge", "{prix.prix}-{prix.depense}-{prix.prix}*{prix.cotisations}"),
    )
    tab.line(
        "Ce qui reste d’un mois",
        Formula("prix.reste", "ROUND({prix.marge}*{prix.ventes},2)-{prix.fixes}", strong=True),
    )
    tab.line(
        "Heures de travail d’un mois",
        Formula(
            "prix.heures_mois", "{prix.heures}*{prix.ventes}+{prix.heures_sans}", Style.NUMBER
        ),
    )
    tab.line(
        "Ce que paie une heure",
        Formula(
            "prix.heure_payee",
            'IF({prix.heures_mois}>0,ROUND({prix.reste}/{prix.heures_mois},2),"")',
        ),
    )
    return tab


def break_even(figures: Figures) -> Tab:
    """Return from how many sales money is earned, and its line."""
    tab = Tab("Seuil")
    tab.head("Pour une vente", "Valeur")
    tab.line("Prix d’une vente", cell_of(figures, EVEN, "prix", "{prix.prix}"))
    tab.line(label_of(EVEN, "depense"), cell_of(figures, EVEN, "depense", "{prix.depense}"))
    tab.line("Cotisations", _contributions(figures, EVEN))
    tab.head("Charges fixes d’un mois", "Montant")
    first, last = table_rows(tab, figures, EVEN, "charges")
    tab.line("Total", Formula(f"{EVEN}.charges", f"SUM({{{first}:{last}}})", strong=True))
    tab.head("Ventes", "Valeur")
    tab.line("Ventes prévues par mois", cell_of(figures, EVEN, "ventes", "{prix.ventes}"))
    tab.line(
        "Mois travaillés dans l’année", cell_of(figures, EVEN, "mois"), note="Laissé vide : 12."
    )
    tab.line(
        "Mois comptés",
        Formula("seuil.mois", f"IF({{{EVEN}.mois}}=0,12,{{{EVEN}.mois}})", Style.COUNT),
    )
    tab.head("Résultat", "Valeur")
    sold, costs, margin = f"{{{EVEN}.ventes}}", f"{{{EVEN}.charges}}", "{seuil.marge}"
    one = f"{{{EVEN}.prix}}-{{{EVEN}.depense}}-{{{EVEN}.prix}}*{{{EVEN}.cotisations}}"
    tab.line("Ce que laisse une vente", Formula("seuil.marge", one))
    tab.line(
        "Seuil, en ventes par mois",
        Formula(
            "seuil.unites",
            f'IF({margin}>0,ROUNDUP(ROUND({costs}/{margin},8),0),"")',
            Style.COUNT,
            strong=True,
        ),
    )
    tab.line(
        "Seuil, en euros par mois",
        Formula("seuil.ventes", f'IF({margin}>0,ROUND({{seuil.unites}}*{{{EVEN}.prix}},2),"")'),
    )
    tab.line(
        "Ce qui reste sur 100 € vendus",
        Formula("seuil.taux", f'IF({{{EVEN}.prix}}=0,"",{margin}/{{{EVEN}.prix}})', Style.PERCENT),
    )
    tab.line(
        "Ce qui reste d’un mois",
        Formula("seuil.reste", f"ROUND({margin}*{sold},2)-{costs}", strong=True),
    )
    _line(tab, f"MAX({sold},N({{seuil.unites}})*1.6,10)", costs)
    return tab


def _line(tab: Tab, most: str, costs: str) -> None:
    tab.head("Le dessin", "Ventes", "Ce qu’elles laissent", "Charges fixes")
    for step in range(_STEPS):
        units = Formula(f"dessin.{step}.x", f"ROUND({most}*{step}/{_STEPS - 1},1)", Style.NUMBER)
        left = Formula(f"dessin.{step}.y", f"{{dessin.{step}.x}}*{{seuil.marge}}")
        tab.line(f"Point {step + 1}", units, left, Formula(f"dessin.{step}.z", costs))
    last = _STEPS - 1
    tab.draw(
        Chart(
            title="Ce que laissent les ventes, et les charges fixes",
            kind="line",
            places=("dessin.0.x", f"dessin.{last}.x"),
            series=(
                ("Ce que laissent les ventes", "dessin.0.y", f"dessin.{last}.y"),
                ("Charges fixes", "dessin.0.z", f"dessin.{last}.z"),
            ),
        )
    )


def sum_of(slug: str, table: str, column: str, size: int) -> str:
    """Return the sum of a column of a table, as formulas name it."""
    return f"SUM({block(slug, table, column, size)})"
