"""The parts of a project file that are figures: the engine's, in the words of accounts."""

from collections.abc import Iterable
from decimal import Decimal

from learning.domain.errors import Unavailable
from learning.domain.finance.loan import schedule
from learning.domain.finance.money import Money, total
from learning.domain.finance.price import monthly_result
from learning.domain.numbers import round_to, show_number
from learning.domain.project_file.paper import Section
from learning.domain.viability.examine import looked
from learning.domain.worksheet.figures import COMPUTED, MONTHS, Figures, loan_terms
from learning.domain.worksheet.outcome import Grid
from learning.domain.worksheet.outcomes_money import answer_break_even, break_even_of
from learning.domain.worksheet.outcomes_year import Till, accounts_of, answer_cash, till_of
from learning.domain.worksheet.wording import count, euros, of_each, percent

HOME, PRICE, EVEN = "budget-du-foyer", "prix", "seuil-de-rentabilite"
FUNDING, LOAN, CAPITAL = "plan-de-financement", "emprunt", "bfr"
_NAMES = {"Votre apport": "Apport personnel"}
DEBT_ROWS = (9, 10)  # rows of the household that a bank reads as one
DEBTS = "Dettes et autres engagements"
Row = tuple[str, Money]


def plain(amount: Money) -> str:
    """An amount of a wide table, whose head says that it is in euros."""
    return show_number(amount.euros, "", 2)


def rate_words(part: Decimal) -> str:
    """A rate, to the thousandth of a percentage as the law writes them."""
    return show_number(round_to(part * 100, 3), "%")


def rows_in(figures: Figures, slug: str, table: str, column: str = "montant") -> list[Row]:
    """Return the rows of a table that have an amount."""
    filled = figures.sheet(slug)
    found = filled.sheet.table(table)
    rows = []
    for row in range(1, found.size + 1):
        amount = filled.numbers.get(found.key(row, column))
        if amount is None:
            continue
        given = found.rows[row - 1] if row <= len(found.rows) else ""
        typed = filled.text(found.key(row, found.first.name)) if found.first else ""
        rows.append((_NAMES.get(given, given) or typed or "Autre", Money.of(amount)))
    return rows


def household_rows(figures: Figures) -> list[Row]:
    """Return what the household spends; debts and what the law orders to pay are one line."""
    filled = figures.sheet(HOME)
    names = filled.sheet.table("depenses").rows
    apart = {names[row - 1] for row in DEBT_ROWS}
    rows = rows_in(figures, HOME, "depenses")
    kept = [(label, amount) for label, amount in rows if label not in apart]
    debts = total(amount for label, amount in rows if label in apart)
    return [*kept, (DEBTS, debts)] if debts else kept


def _grid(caption: str, rows: Iterable[Row], *sums: Row, head: str = "Poste") -> Grid:
    shown = [(label, euros(amount)) for label, amount in (*rows, *sums)]
    return Grid(caption=caption, heads=(head, "Montant"), rows=tuple(shown), sums=len(sums))


def price(figures: Figures) -> Section:
    """Return the price: what it must pay, what it leaves."""
    view = looked(figures)
    each = of_each(figures.unit)
    sentences = []
    if view.priced.price is not None:
        sentences.append(f"Prix demandé : {euros(Money.of(view.priced.price))} {each}.")
    if view.floor is not None:
        said = f"Prix le plus bas qui paie les charges et le revenu : {euros(view.floor.price)}"
        sentences.append(f"{said} {each}.")
    if view.pay is not None and view.pay > 0:
        worked = count(view.hours, "heure")
        sentences.append(f"Travail prévu : {worked} par mois, soit {euros(view.pay)} de l’heure.")
    return Section(
        title="Le prix", sentences=tuple(sentences), grids=(_of_a_sale(figures),)
    ) if sentences else Section(title="Le prix")  # fmt: skip


def _of_a_sale(figures: Figures) -> Grid:
    sale = looked(figures).priced
    rows: list[tuple[str, str]] = []
    if sale.price is not None:
        rows.append(("Prix", euros(Money.of(sale.price))))
    rows.append(("Dépense de la vente", euros(Money.of(sale.cost))))
    if sale.rate is not None:
        rows.append(("Cotisations, en part du prix", rate_words(sale.rate)))
    if sale.margin is not None:
        rows.append(("Ce que laisse une vente", euros(Money.of(sale.margin))))
    return Grid(caption="Une vente", heads=("Part", "Montant"), rows=tuple(rows))


def break_even(figures: Figures) -> Section:
    """Return the break-even with its picture, and the fixed costs of a month."""
    found = break_even_of(figures)
    costs = rows_in(figures, EVEN, "charges")
    grids = [_grid("Charges fixes d’un mois", costs,
                   ("Total", figures.sum_of(EVEN, "charges", "montant")))]  # fmt: skip
    if found is None:
        return Section(title="Le seuil de rentabilité", grids=tuple(grids) if costs else ())
    sentences = []
    if found.units is None:
        sentences.append("À ce prix, une vente coûte plus qu’elle ne laisse : pas de seuil.")
    else:
        unit = count(found.units, figures.unit)
        sales = f", soit {euros(found.sales)} de ventes" if found.sales is not None else ""
        sentences.append(f"Seuil de rentabilité : {unit} par mois{sales}.")
    sold = figures.number(EVEN, "ventes")
    if sold is not None:
        left = monthly_result(found.margin, sold, found.fixed_costs)
        said = f"Ventes prévues : {count(sold, figures.unit)} par mois."
        sentences.append(f"{said} Il reste {euros(left)} par mois avant l’impôt.")
    return Section(
        title="Le seuil de rentabilité",
        sentences=tuple(sentences),
        curve=answer_break_even(figures).curve,
        grids=tuple(grids),
    )


def household(figures: Figures) -> Section:
    """Return what the business must bring in each month."""
    need = COMPUTED["budget-du-foyer.=besoin"](figures)
    if need is None:
        return Section(title="Le besoin du foyer")
    rows = household_rows(figures)
    reserve = figures.euros(HOME, "imprevus")
    if reserve:
        rows.append(("Réserve pour l’imprévu", reserve))
    sure = figures.sum_of(HOME, "ressources", "montant")
    sums = (("Ressources sûres", sure), ("Besoin d’un mois", Money.of(need)))
    return Section(
        title="Le besoin du foyer",
        sentences=(f"L’activité doit rapporter {euros(Money.of(need))} par mois au foyer.",),
        grids=(_grid("Un mois du foyer", rows, *sums),),
    )


def funding(figures: Figures) -> Section:
    """Return what must be paid to start, and where the money comes from."""
    needs = rows_in(figures, FUNDING, "besoins")
    for label, name in (("Argent à avancer (BFR)", "bfr"), ("Réserve", "reserve")):
        if amount := figures.euros(FUNDING, name):
            needs.append((label, amount))
    found = rows_in(figures, FUNDING, "ressources")
    asked, had = total(amount for _, amount in needs), total(amount for _, amount in found)
    if not needs and not found:
        return Section(title="Le plan de financement")
    gap = had - asked
    said = f"Les ressources couvrent les besoins, avec {euros(gap)} de plus."
    if gap.cents < 0:
        said = f"Il manque {euros(-gap)} pour démarrer."
    elif not gap:
        said = "Les ressources couvrent les besoins."
    return Section(
        title="Le plan de financement",
        sentences=(said,),
        grids=(
            _grid("Ce qu’il faut payer", needs, ("Total des besoins", asked)),
            _grid("D’où vient l’argent", found, ("Total des ressources", had)),
        ),
    )


_ACCOUNTS = (
    ("Ventes", "sales"), ("Achats", "purchases"), ("Marge", "margin"),
    ("Charges fixes", "external"), ("Salaires", "pay"), ("Cotisations", "social"),
    ("Excédent brut", "before_depreciation"), ("Usure du matériel", "depreciation"),
    ("Intérêts", "interest"), ("Résultat", "result"),
)  # fmt: skip


def income(figures: Figures) -> Section:
    """Return the accounts of three years."""
    years = accounts_of(figures)
    if not years:
        return Section(title="Le compte de résultat")
    rows = [(label, *(euros(getattr(year, name)) for year in years)) for label, name in _ACCOUNTS]
    rows.append(("Par mois", *(euros(year.result.over(MONTHS)) for year in years)))
    heads = ("Ligne", *(f"Année {number}" for number in range(1, len(years) + 1)))
    first = years[0].result
    return Section(
        title="Le compte de résultat",
        sentences=(f"Résultat de la première année, avant l’impôt : {euros(first)}.",),
        grids=(Grid(caption="Trois ans" if len(years) > 1 else "Une année", heads=heads,
                    rows=tuple(rows), sums=2),),
        notes=("Le capital d’un emprunt n’est pas une charge : seuls ses intérêts le sont.",),
    )  # fmt: skip


def known_till(figures: Figures) -> Till | None:
    """Return the cash plan, None too when a figure of law is missing."""
    try:
        return till_of(figures)
    except Unavailable:
        return None


def cash(figures: Figures) -> Section:
    """Return twelve months of cash, line by line, with their picture."""
    till = known_till(figures)
    if till is None:
        return Section(title="La trésorerie")
    flow = till.flow
    lines = (*flow.receipts, *flow.payments)
    rows = [
        (name.capitalize(), *(plain(line.amounts[month]) for line in lines),
         plain(flow.balances[month]))
        for month, name in enumerate(till.names)
    ]  # fmt: skip
    rows.append(("Total", *(plain(line.total) for line in lines), plain(flow.closing)))
    sentences = [f"Argent en caisse au départ : {euros(flow.opening)}."]
    low = flow.lowest
    if low is not None:
        sentences.append(f"Mois le plus bas : {till.names[low[0]]}, {euros(low[1])}.")
    if flow.missing:
        sentences.append(f"Il manque {euros(flow.missing)} au départ pour tenir l’année.")
    for said, amount in (("Restent à encaisser", till.to_receive),
                         ("Restent à payer", till.to_pay)):  # fmt: skip
        if amount:
            sentences.append(f"{said} après ces douze mois : {euros(amount)}.")
    return Section(
        title="La trésorerie",
        sentences=tuple(sentences),
        curve=answer_cash(figures).curve,
        grids=(
            Grid(caption="Douze mois, en euros",
                 heads=("Mois", *(line.label for line in lines), "Reste"),
                 rows=tuple(rows), sums=1),
        ),
    )  # fmt: skip


def working_capital(figures: Figures) -> Section:
    """Return what is paid before being paid."""
    need = COMPUTED["bfr.=bfr"](figures)
    if need is None:
        return Section(title="Le besoin en fonds de roulement")
    rows = [
        (label, count(figures.own(CAPITAL, name) or 0, "jour"))
        for label, name in (("Stock", "stock"), ("Délai des clients", "clients"),
                            ("Délai des fournisseurs", "fournisseurs"))
    ]  # fmt: skip
    amount = Money.of(need)
    return Section(
        title="Le besoin en fonds de roulement",
        sentences=(f"Argent à avancer pour travailler : {euros(amount)}.",),
        grids=(Grid(caption="D’où vient ce besoin", heads=("Part", "Valeur"),
                    rows=(*rows, ("Besoin", euros(amount))), sums=1),),
        notes=("(achats × (stock − fournisseurs) + ventes × clients) ÷ 365.",),
    )  # fmt: skip


def loan(figures: Figures) -> Section:
    """Return every instalment of the loan."""
    terms = loan_terms(figures)
    if terms is None:
        return Section(title="L’emprunt")
    found = schedule(terms)
    fees = figures.euros(LOAN, "frais") or Money(0)
    lent = (
        f"{euros(terms.capital)} sur {terms.periods} mois, à {percent(terms.yearly_rate)} par an"
    )
    cost = f"Coût : {euros(found.cost)} d’intérêts."
    if fees:
        cost = f"Coût : {euros(found.cost + fees)}, dont {euros(fees)} de frais."
    sentences = [f"{lent} : {euros(found.payment)} par mois.", cost]
    rows = [
        (str(line.number), *(plain(one) for one in (line.payment, line.principal, line.interest,
                                                    line.balance)))
        for line in found.lines
    ]  # fmt: skip
    sums = ("Total", plain(found.paid), plain(terms.capital), plain(found.interest), "")
    return Section(
        title="L’emprunt",
        sentences=tuple(sentences),
        grids=(
            Grid(caption="Les échéances, en euros",
                 heads=("Mois", "Échéance", "Capital", "Intérêts", "Reste à payer"),
                 rows=(*rows, sums), sums=1),
        ),
    )  # fmt: skip
