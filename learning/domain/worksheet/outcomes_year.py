"""What the sheets of the year answer: profit and loss, cash month by month, legal form."""

from dataclasses import dataclass, replace
from decimal import Decimal

from learning.domain.finance.business_cash import micro_dues
from learning.domain.finance.cash_flow import CashFlow, CashLine, Terms, returned, spread
from learning.domain.finance.income_statement import YearAccounts
from learning.domain.finance.money import ZERO, Money, total
from learning.domain.finance.rates import Law
from learning.domain.finance.vat import VatRate, vat_balances, vat_rate
from learning.domain.worksheet.fields import Table
from learning.domain.worksheet.figures import COMPUTED, HUNDRED, MONTHS, Figures
from learning.domain.worksheet.funding import MONTH_NAMES, MONTH_SIGNS
from learning.domain.worksheet.outcome import Curve, Grid, Outcome, Phrase
from learning.domain.worksheet.outcomes_money import missing_rate
from learning.domain.worksheet.wording import euros, percent

_INCOME, _CASH = "compte-de-resultat", "tresorerie"
_SPENT = ("achats", "externes", "autres")


def accounts_of(figures: Figures) -> tuple[YearAccounts, ...]:
    """Return the years of the sheet that have sales, up to three; the first may be carried."""
    return figures.once("accounts", _accounts)


def _accounts(figures: Figures) -> tuple[YearAccounts, ...]:
    found = []
    for year in (1, 2, 3):
        column = f"an{year}"
        typed = figures.has_any(_INCOME, "produits", column)
        sales = figures.sum_of(_INCOME, "produits", column)
        if not typed:
            carried = COMPUTED[f"{_INCOME}.=ventes1"](figures) if year == 1 else None
            if carried is None:
                break
            sales = Money.of(carried)
        found.append(_year(figures, column, sales))
    return tuple(found)


def _year(figures: Figures, column: str, sales: Money) -> YearAccounts:
    purchases = figures.sum_of(_INCOME, "achats", column)
    external = figures.sum_of(_INCOME, "externes", column)
    if column == "an1" and not figures.has_any(_INCOME, "achats", column):
        purchases = Money.of(COMPUTED[f"{_INCOME}.=achats1"](figures) or Decimal(0))
    if column == "an1" and not figures.has_any(_INCOME, "externes", column):
        fixed = COMPUTED["seuil-de-rentabilite.=charges"](figures) or Decimal(0)
        external = Money.of(fixed * MONTHS)
    numbers = figures.sheet(_INCOME).numbers
    pay, wear, interest = (
        Money.of(numbers.get(f"autres.{row}.{column}", Decimal(0))) for row in (1, 2, 3)
    )
    social = numbers.get(f"cotisations.1.{column}")
    if social is None:
        rate = figures.number("prix", "cotisations")
        social = sales.euros * (rate or Decimal(0)) / HUNDRED
    return YearAccounts(
        sales=sales,
        purchases=purchases,
        external=external,
        pay=pay,
        social=Money.of(social),
        depreciation=wear,
        interest=interest,
    )


def answer_income(figures: Figures) -> Outcome:
    """What each year leaves, line by line."""
    years = accounts_of(figures)
    if not years:
        return Outcome(missing=("vos ventes de la première année",))
    first = years[0]
    lead = Phrase("La première année vous laisse", euros(first.result), ".")
    if first.result.cents < 0:
        lead = Phrase("La première année, il vous manque", euros(-first.result), ".")
    sentences = [f"Cela fait {euros(first.result.over(MONTHS))} par mois, avant l’impôt."]
    need = COMPUTED["budget-du-foyer.=besoin"](figures)
    if need is not None and first.result < Money.of(need) * MONTHS:
        gap = Money.of(need) * MONTHS - first.result
        sentences.append(f"Il manque {euros(gap)} sur l’année pour le budget de votre foyer.")
    missing = []
    typed = figures.own(_INCOME, "cotisations.1.an1") is not None
    if not typed and figures.number("prix", "cotisations") is None:
        missing.append(missing_rate(figures, "prix"))
    missing += [
        f"vos charges de l’année {year}, même les mêmes"
        for year in range(2, len(years) + 1)
        if not any(figures.has_any(_INCOME, table, f"an{year}") for table in _SPENT)
    ]
    return Outcome(
        lead=lead,
        sentences=tuple(sentences),
        grids=(_statement(years),),
        missing=tuple(missing),
        notes=("Le capital d’un emprunt n’est pas une charge\u00a0: seuls ses intérêts le sont.",),
        rates=("micro.cotisations",),
    )


def _statement(years: tuple[YearAccounts, ...]) -> Grid:
    lines = (
        ("Ventes", "sales"),
        ("Achats", "purchases"),
        ("Marge", "margin"),
        ("Charges fixes", "external"),
        ("Salaires", "pay"),
        ("Cotisations", "social"),
        ("Usure du matériel", "depreciation"),
        ("Intérêts", "interest"),
        ("Résultat", "result"),
    )
    rows = tuple((label, *(euros(getattr(year, name)) for year in years)) for label, name in lines)
    heads = ("Ligne", *(f"Année\u00a0{number}" for number in range(1, len(years) + 1)))
    return Grid(caption="Votre compte de résultat", heads=heads, rows=rows, sums=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """The cash plan of the sheet, and what falls after its twelve months."""

    flow: CashFlow
    names: tuple[str, ...]  # of the months
    to_receive: Money
    to_pay: Money


def till_of(figures: Figures) -> Till | None:
    """Return the cash plan, None while no sale is written."""
    return figures.once("till", _till)


def _till(figures: Figures) -> Till | None:
    if not figures.has_any(_CASH, "mois", "ventes"):
        return None
    sales = _column(figures, "ventes")
    bought = _bought(figures, sales)
    received = spread(sales, Terms.after_days(_days(figures, "delai_clients")))
    paid = spread(bought, Terms.after_days(_days(figures, "delai_achats")))
    social, later = _contributions(figures, received.amounts)
    payments = [
        CashLine("Achats", paid.amounts),
        CashLine("Charges fixes", _column(figures, "fixes", _monthly_costs(figures))),
        CashLine("Cotisations", social),
    ]
    instalment = figures.euros(_CASH, "echeance") or ZERO
    if instalment:
        payments.append(CashLine("Emprunt", (instalment,) * MONTHS))
    need = COMPUTED["budget-du-foyer.=besoin"](figures)
    payments.append(
        CashLine("Pour vivre", _column(figures, "retrait", Money.of(need or Decimal(0))))
    )
    receipts = [CashLine("Ventes encaissées", received.amounts)]
    if figures.text(_CASH, "tva") == "oui" and figures.law is not None:
        _add_vat(figures, figures.law, receipts, payments)
    return Till(
        flow=CashFlow(
            opening=figures.euros(_CASH, "depart") or ZERO,
            receipts=tuple(receipts),
            payments=tuple(payments),
        ),
        names=month_names(figures),
        to_receive=received.after,
        to_pay=paid.after + later,
    )


def _column(figures: Figures, name: str, otherwise: Money = ZERO) -> tuple[Money, ...]:
    numbers = figures.sheet(_CASH).numbers
    found = (numbers.get(f"mois.{month}.{name}") for month in range(1, MONTHS + 1))
    return tuple(otherwise if one is None else Money.of(one) for one in found)


def _bought(figures: Figures, sales: tuple[Money, ...]) -> tuple[Money, ...]:
    """Return what is bought each month: typed, else in the proportion of the price's costs."""
    price = figures.number("seuil-de-rentabilite", "prix")
    cost = figures.number("seuil-de-rentabilite", "depense")
    part = cost / price if price and cost else Decimal(0)
    numbers = figures.sheet(_CASH).numbers
    found = (numbers.get(f"mois.{month}.achats") for month in range(1, MONTHS + 1))
    return tuple(
        sold * part if one is None else Money.of(one)
        for sold, one in zip(sales, found, strict=True)
    )


def _monthly_costs(figures: Figures) -> Money:
    return Money.of(COMPUTED["seuil-de-rentabilite.=charges"](figures) or Decimal(0))


def _days(figures: Figures, name: str) -> int:
    return int(_chosen(figures, name) or 0)


def _chosen(figures: Figures, name: str) -> str:
    """Return what was chosen in a list, "" for nothing or for what the list has not."""
    filled = figures.sheet(_CASH)
    return "" if name in filled.faults else filled.text(name)


def first_month(figures: Figures) -> int:
    """Return the calendar month that the plan begins with."""
    return int(_chosen(figures, "premier") or (figures.on.month if figures.on else 1))


def month_names(figures: Figures) -> tuple[str, ...]:
    """Return the names of the plan's months."""
    first = first_month(figures)
    return tuple(MONTH_NAMES[(first - 1 + place) % MONTHS] for place in range(MONTHS))


def row_names(figures: Figures, table: Table) -> tuple[str, ...]:
    """Return the names that a table gives its rows: months, once the first is chosen."""
    if table.by_month and _chosen(figures, "premier"):
        return month_names(figures)
    return table.rows


def _contributions(
    figures: Figures, received: tuple[Money, ...]
) -> tuple[tuple[Money, ...], Money]:
    """Levy what is due on receipts: by returns of the micro-entreprise, or by the typed rate."""
    every = months_of_a_return(figures)
    law = law_of_returns(figures)
    if law is not None and figures.category is not None:
        options = replace(figures.options, created=law.on)
        dues = micro_dues([(figures.category[0], Decimal(1))], options, law, every=every)
        found = dues(received)
        return found.amounts, found.after
    rate = (figures.own(_CASH, "cotisations") or Decimal(0)) / HUNDRED
    levied = returned([amount * rate for amount in received], every=every)
    return levied.amounts, levied.after


def months_of_a_return(figures: Figures) -> int:
    """Return how many months a return to the Urssaf covers."""
    return 3 if figures.text(_CASH, "declaration") == "trimestre" else 1


def law_of_returns(figures: Figures) -> Law | None:
    """Return the law of the first month, None when contributions are at a typed rate."""
    if figures.own(_CASH, "cotisations") is not None or figures.category is None:
        return None
    if figures.law is None:
        return None
    month = first_month(figures)
    year = figures.law.on.year + (month < figures.law.on.month)
    return figures.law.day(figures.law.on.replace(year=year, month=month, day=1))


def vat_rates_of(figures: Figures) -> tuple[VatRate, VatRate]:
    """Return the rate of what is sold and of what is bought: meals, and food, have their own."""
    if figures.text("idee", "activite") == "restauration":
        return VatRate.INTERMEDIATE, VatRate.REDUCED
    return VatRate.NORMAL, VatRate.NORMAL


def _add_vat(
    figures: Figures, law: Law, receipts: list[CashLine], payments: list[CashLine]
) -> None:
    """Add the tax to what moves, then what is paid over the month after; amounts are without."""
    charged, paid = (vat_rate(name, law) for name in vat_rates_of(figures))
    collected = [amount * charged for amount in receipts[0].amounts]
    deductible = [amount * paid for amount in payments[0].amounts]
    receipts.append(CashLine("TVA encaissée", tuple(collected)))
    payments.append(CashLine("TVA sur les achats", tuple(deductible)))
    owed = returned([one.to_pay for one in vat_balances(collected, deductible)])
    payments.append(CashLine("TVA versée", owed.amounts))


def answer_cash(figures: Figures) -> Outcome:
    """Whether the till ever ends a month below nothing, and when."""
    till = till_of(figures)
    if till is None:
        return Outcome(missing=("vos ventes, mois par mois",))
    flow, low = till.flow, till.flow.lowest
    sentences = []
    if flow.first_below_zero is not None and low is not None:
        name = till.names[flow.first_below_zero]
        balance = flow.balances[flow.first_below_zero]
        lead = Phrase(f"En {name}, votre caisse finit à", euros(balance), ".")
        sentences.append(
            f"Il faut {euros(flow.missing)} de plus au départ, ou payer plus tard, "
            "ou être payé plus tôt."
        )
    else:
        lead = Phrase(
            "Votre caisse ne passe jamais sous zéro. Elle finit à", euros(flow.closing), "."
        )
        if low is not None:
            sentences.append(
                f"Le mois le plus bas est {till.names[low[0]]}, avec {euros(low[1])}."
            )
    if till.to_receive:
        sentences.append(
            f"Après ces douze mois, des clients vous doivent {euros(till.to_receive)}."
        )
    if till.to_pay:
        sentences.append(f"Après ces douze mois, il vous reste {euros(till.to_pay)} à payer.")
    return Outcome(
        lead=lead,
        sentences=tuple(sentences),
        curve=Curve(
            caption="Ce qui reste en caisse à la fin de chaque mois",
            said="Une barre par mois, sous la ligne quand la caisse est sous zéro. "
            "Le tableau donne les mêmes chiffres.",
            values=tuple(float(one.euros) for one in flow.balances),
            places=tuple(MONTH_SIGNS[MONTH_NAMES.index(name)] for name in till.names),
            bars=True,
        ),
        grids=(_months(till),),
        notes=_vat_words(figures),
        rates=("micro.cotisations",),
    )


def _vat_words(figures: Figures) -> tuple[str, ...]:
    """Say with which rates the tax was counted, where it was."""
    if _chosen(figures, "tva") != "oui" or figures.law is None:
        return ()
    law = figures.law
    charged, paid = (percent(vat_rate(name, law)) for name in vat_rates_of(figures))
    said = f"TVA comptée à {charged} sur vos ventes et à {paid} sur vos achats."
    return (f"{said} Écrivez tous les montants sans la TVA.",)


def _months(till: Till) -> Grid:
    flow = till.flow
    rows = tuple(
        (name, euros(came), euros(went), euros(left))
        for name, came, went, left in zip(
            till.names, flow.received, flow.paid, flow.balances, strict=True
        )
    )
    sums = (
        "Douze mois",
        euros(total(flow.received)),
        euros(total(flow.paid)),
        euros(flow.closing),
    )
    return Grid(
        caption="Votre caisse",
        heads=("Mois", "Reçu", "Payé", "Reste"),
        rows=(*rows, sums),
        sums=1,
    )
