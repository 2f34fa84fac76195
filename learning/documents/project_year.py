"""The tabs of a year: three years of accounts, money to advance, funding, the loan."""

from learning.documents.project_cells import cell_of, label_of, row_label, table_rows
from learning.documents.project_month import EVEN, sum_of
from learning.documents.workbook import Cell, Formula, Style, Tab
from learning.domain.worksheet.figures import Figures

INCOME, CAPITAL, FUNDING, LOAN = (
    "compte-de-resultat",
    "bfr",
    "plan-de-financement",
    "emprunt",
)
YEARS = ("an1", "an2", "an3")
_LINES, _MOST_LINES = 60, 360
_OF_A_YEAR = f"ROUND({{{EVEN}.%s}}*{{{EVEN}.ventes}}*{{seuil.mois}},2)"
# What the first year takes from the month when nothing is typed for it.
_CARRIED = {
    "produits": _OF_A_YEAR % "prix",
    "achats": _OF_A_YEAR % "depense",
    "externes": f"ROUND({{{EVEN}.charges}}*12,2)",
}


def income(figures: Figures) -> Tab:
    """Return three years of accounts."""
    tab = Tab("Résultat")
    heads = tuple(f"Année {number}" for number in (1, 2, 3))
    tables = (("produits", "Ventes"), ("achats", "Achats"), ("externes", "Charges fixes"))
    for table, title in tables:
        tab.head(title, *heads)
        table_rows(tab, figures, INCOME, table, YEARS)
        tab.line(f"Total : {title.lower()}", *_totals(figures, table))
    tab.head("Autres charges", *heads)
    table_rows(tab, figures, INCOME, "autres", YEARS)
    social = [
        cell_of(
            figures,
            INCOME,
            f"cotisations.1.{year}",
            f"ROUND({{resultat.produits.{year}}}*{{prix.cotisations}},2)",
        )
        for year in YEARS
    ]
    tab.line(row_label(figures, INCOME, "cotisations", 1), *social)
    tab.head("Résultat", *heads)
    tab.line("Marge", *_each("marge", "{resultat.produits.%s}-{resultat.achats.%s}"))
    tab.line("Résultat de l’année", *_each("net", _NET, strong=True))
    tab.line("Par mois, avant l’impôt", *_each("mois", "ROUND({resultat.net.%s}/12,2)"))
    return tab


_NET = (
    "{resultat.marge.%s}-{resultat.externes.%s}-{compte-de-resultat.autres.1.%s}"
    "-{compte-de-resultat.cotisations.1.%s}-{compte-de-resultat.autres.2.%s}"
    "-{compte-de-resultat.autres.3.%s}"
)


def _each(name: str, text: str, *, strong: bool = False) -> list[Formula]:
    return [
        Formula(f"resultat.{name}.{year}", text.replace("%s", year), strong=strong)
        for year in YEARS
    ]


def _totals(figures: Figures, table: str) -> list[Formula]:
    size = figures.sheet(INCOME).sheet.table(table).size
    found = []
    for year in YEARS:
        text = sum_of(INCOME, table, year, size)
        if year == "an1":
            # Typed for the first year: their sum; nothing typed: what the month says.
            block = text.removeprefix("SUM")
            text = f"IF(COUNT{block}=0,{_CARRIED[table]},{text})"
        found.append(Formula(f"resultat.{table}.{year}", text, strong=True))
    return found


def working_capital(figures: Figures) -> Tab:
    """Return what is paid before being paid."""
    tab = Tab("BFR")
    tab.head("Sur une année", "Montant")
    for key, carried in (("ventes", "produits"), ("achats", "achats")):
        cell = cell_of(figures, CAPITAL, key, f"{{resultat.{carried}.an1}}")
        tab.line(label_of(CAPITAL, key), cell)
    tab.head("Les délais, en jours", "Jours")
    for key in ("stock", "clients", "fournisseurs"):
        tab.line(label_of(CAPITAL, key), cell_of(figures, CAPITAL, key))
    tab.head("Résultat", "Montant")
    held = "{bfr.achats}*({bfr.stock}-{bfr.fournisseurs})/365+{bfr.ventes}*{bfr.clients}/365"
    tab.line("Argent à avancer", Formula("bfr.besoin", f"ROUND({held},2)", strong=True))
    return tab


def funding(figures: Figures) -> Tab:
    """Return what must be paid to start, and where money comes from."""
    tab = Tab("Financement")
    tab.head("Ce qu’il faut payer", "Montant")
    first, last = table_rows(tab, figures, FUNDING, "besoins")
    tab.line("Argent à avancer (BFR)", cell_of(figures, FUNDING, "bfr", "{bfr.besoin}"))
    tab.line(label_of(FUNDING, "reserve"), cell_of(figures, FUNDING, "reserve"))
    tab.line(
        "Total des besoins",
        Formula(
            "financement.besoins",
            f"SUM({{{first}:{last}}})+{{{FUNDING}.bfr}}+{{{FUNDING}.reserve}}",
            strong=True,
        ),
    )
    tab.head("D’où vient l’argent", "Montant")
    first, last = table_rows(tab, figures, FUNDING, "ressources")
    tab.line(
        "Total des ressources",
        Formula("financement.ressources", f"SUM({{{first}:{last}}})", strong=True),
    )
    tab.head("Résultat", "Montant")
    tab.line(
        "Ressources moins besoins",
        Formula(
            "financement.ecart", "{financement.ressources}-{financement.besoins}", strong=True
        ),
        note="Négatif : c’est ce qui manque pour démarrer.",
    )
    return tab


def loan(figures: Figures) -> Tab:
    """Return a loan, instalment by instalment."""
    tab = Tab("Emprunt")
    tab.head("Le prêt", "Valeur")
    tab.line("Somme empruntée", cell_of(figures, LOAN, "somme"))
    tab.line("Taux d’une année", cell_of(figures, LOAN, "taux", "{taux.microcredit}"))
    tab.line("Durée, en mois", cell_of(figures, LOAN, "duree"))
    tab.line("Mois sans rembourser au début", cell_of(figures, LOAN, "differe"))
    tab.line("Frais et contribution", cell_of(figures, LOAN, "frais"))
    tab.head("Résultat", "Montant")
    size = int(figures.number(LOAN, "duree") or 0)
    size = max(_LINES, min(size, _MOST_LINES))
    left, rate = "({emprunt.duree}-{emprunt.differe})", "({emprunt.taux}/12)"
    constant = (
        f"IF({rate}=0,{{emprunt.somme}}/{left},{{emprunt.somme}}*{rate}/(1-(1+{rate})^(-{left})))"
    )
    tab.line(
        "Échéance",
        Formula(
            "emprunt.echeance",
            f"IF(OR({{emprunt.somme}}=0,{left}<=0),0,ROUND({constant},2))",
            strong=True,
        ),
    )
    tab.line(
        "Total payé", Formula("emprunt.paye", f"SUM({{pret.1.echeance:pret.{size}.echeance}})")
    )
    tab.line(
        "Intérêts", Formula("emprunt.interets", f"SUM({{pret.1.interets:pret.{size}.interets}})")
    )
    tab.line(
        "Coût, avec les frais",
        Formula("emprunt.cout", "{emprunt.interets}+{emprunt.frais}", strong=True),
    )
    tab.head("Mois", "Numéro", "Échéance", "Capital", "Intérêts", "Reste à payer")
    for number in range(1, size + 1):
        tab.line(f"Mois {number}", *_instalment(number))
    return tab


def _instalment(number: int) -> tuple[Cell, ...]:
    before = "{emprunt.somme}" if number == 1 else f"{{pret.{number - 1}.reste}}"
    there = f"AND({{emprunt.echeance}}>0,{number}<={{emprunt.duree}})"
    name = f"pret.{number}"
    interest = f"IF({there},ROUND({before}*{{emprunt.taux}}/12,2),0)"
    usual = f"MIN(MAX({{emprunt.echeance}}-{{{name}.interets}},0),{before})"
    principal = (
        f"IF({number}<={{emprunt.differe}},0,IF({number}={{emprunt.duree}},{before},{usual}))"
    )
    return (
        Formula(f"{name}.numero", str(number), Style.COUNT),
        Formula(f"{name}.echeance", f"{{{name}.capital}}+{{{name}.interets}}"),
        Formula(f"{name}.capital", f"IF({there},{principal},0)"),
        Formula(f"{name}.interets", interest),
        Formula(f"{name}.reste", f"IF({there},ROUND({before}-{{{name}.capital}},2),0)"),
    )
