"""Checks of the year, and of the till month by month."""

from decimal import Decimal

from learning.domain.finance.money import ZERO, Money, total
from learning.domain.viability.notice import Check, Values
from learning.domain.viability.view import CAPITAL, CASH, FUNDING, INCOME, View
from learning.domain.worksheet.figures import MONTHS
from learning.domain.worksheet.wording import count, euros, percent

FAST = Decimal("1.5")
APART = Decimal("0.1")
SMALL_TOOLS = 500  # without tax; BOI-BIC-CHG-20-30-10
DAYS_APART = 15
_METHOD = "Méthode du cours : les quatre tableaux"


def _loss(view: View) -> Values | None:
    year = view.first_year
    if year is None or year.result >= ZERO:
        return None
    return {"loss": euros(-year.result)}


def _growing_fast(view: View) -> Values | None:
    for number, (before, after) in enumerate(
        zip(view.accounts, view.accounts[1:], strict=False), 2
    ):
        if after.sales > before.sales * FAST and before.sales:
            part = after.sales.ratio(before.sales) - 1
            return {"year": str(number), "part": percent(part.quantize(Decimal("0.01")))}
    return None


def _forgotten_wear(view: View) -> Values | None:
    tools = sum(
        (view.figures.own(FUNDING, f"besoins.{row}.montant") or Decimal(0) for row in (1, 2)),
        Decimal(0),
    )
    if tools < SMALL_TOOLS or view.first_year is None:
        return None
    if view.figures.own(INCOME, "autres.2.an1") is not None:
        return None
    return {"tools": euros(tools)}


def _forgotten_interest(view: View) -> Values | None:
    if view.loan is None or not view.loan.interest or view.first_year is None:
        return None
    if view.figures.own(INCOME, "autres.3.an1") is not None:
        return None
    first = total(line.interest for line in view.loan.lines[:MONTHS])
    return {"interest": euros(first)}


def _till_below(view: View) -> tuple[str, Money, int] | None:
    if view.till is None or view.till.flow.first_below_zero is None:
        return None
    month = view.till.flow.first_below_zero
    typed = view.figures.text(CASH, "delai_clients")
    days = int(typed) if typed.isdecimal() else 0
    return view.till.names[month], view.till.flow.balances[month], days


def _till_below_for_late_customers(view: View) -> Values | None:
    found = _till_below(view)
    if found is None or not found[2]:
        return None
    return {"month": found[0], "balance": euros(found[1]), "days": count(found[2], "jour")}


def _till_below_at_once(view: View) -> Values | None:
    found = _till_below(view)
    if found is None or found[2] or view.till is None:
        return None
    missing = euros(view.till.flow.missing)
    return {"month": found[0], "balance": euros(found[1]), "missing": missing}


def _thin_till(view: View) -> Values | None:
    low = view.till.flow.lowest if view.till else None
    if view.till is None or low is None or low[1] < ZERO or low[1] >= view.sale.fixed:
        return None
    return {
        "month": view.till.names[low[0]],
        "balance": euros(low[1]),
        "fixed": euros(view.sale.fixed),
    }


def _drawn(view: View) -> Money:
    if view.till is None:
        return ZERO
    return total(line.total for line in view.till.flow.payments if line.label == "Pour vivre")


def _drawing_too_much(view: View) -> Values | None:
    drawn, year = _drawn(view), view.first_year
    if year is None or not drawn or drawn <= year.result:
        return None
    left = f"n’en laisse que {euros(year.result)}"
    if year.result <= ZERO:
        left = f"perd {euros(-year.result)}" if year.result else "n’en laisse rien"
    return {"drawn": euros(drawn), "left": left}


def _living_forgotten(view: View) -> Values | None:
    if view.till is None or not view.need or _drawn(view):
        return None
    return {"need": euros(view.need)}


def _sales_differ(view: View) -> Values | None:
    year = view.first_year
    if view.till is None or year is None or not year.sales:
        return None
    numbers = view.figures.sheet(CASH).numbers
    sold = Money.of(
        sum((numbers.get(f"mois.{one}.ventes", Decimal(0)) for one in range(1, 13)), Decimal(0))
    )
    if abs(sold - year.sales) <= year.sales * APART:
        return None
    return {"till": euros(sold), "year": euros(year.sales)}


def _delays_differ(view: View) -> Values | None:
    typed, days = view.figures.text(CASH, "delai_clients"), view.figures.own(CAPITAL, "clients")
    if not typed.isdecimal() or days is None or abs(days - int(typed)) < DAYS_APART:
        return None
    return {"till": count(int(typed), "jour"), "capital": count(days, "jour")}


def _instalment_forgotten(view: View) -> Values | None:
    typed = view.amount(CASH, "echeance")
    if view.loan is None or view.till is None or typed is None or typed >= view.loan.payment:
        return None
    return {"typed": euros(typed), "payment": euros(view.loan.payment)}


CASH_CHECKS = (
    Check(
        id="annee-en-perte",
        sheet=INCOME,
        rule="the first year makes a loss",
        source=_METHOD,
        sentence="La première année perd %(loss)s. Cherchez le prix ou la dépense à changer.",
        when=_loss,
    ),
    Check(
        id="ventes-qui-montent-vite",
        sheet=INCOME,
        field="produits.1.an2",
        rule="sales grow by more than half from one year to the next",
        source=_METHOD,
        sentence=(
            "En année %(year)s, vos ventes montent de %(part)s. Dites ce qui le permet : un"
            " contrat, des heures de plus, un nouveau lieu."
        ),
        when=_growing_fast,
    ),
    Check(
        id="usure-oubliee",
        sheet=INCOME,
        field="autres.2.an1",
        rule="tools above 500 € without depreciation",
        source="Amortissement\u00a0: plan comptable général 214-13 ; petit matériel sous 500 €",
        sentence=(
            "Vous achetez pour %(tools)s de matériel ou de véhicule, mais votre résultat ne"
            " compte aucune usure. Il faudra le remplacer."
        ),
        when=_forgotten_wear,
    ),
    Check(
        id="interets-oublies",
        sheet=INCOME,
        field="autres.3.an1",
        rule="a loan without its interest in the accounts",
        source=_METHOD,
        sentence=(
            "Votre emprunt coûte %(interest)s d’intérêts la première année. Ils ne sont pas dans"
            " votre compte de résultat."
        ),
        when=_forgotten_interest,
    ),
    Check(
        id="caisse-sous-zero-clients-lents",
        sheet=CASH,
        field="delai_clients",
        rule="a month ends below nothing while customers pay later",
        source=_METHOD,
        sentence=(
            "En %(month)s, votre caisse finit à %(balance)s : vos clients paient à %(days)s."
        ),
        when=_till_below_for_late_customers,
    ),
    Check(
        id="caisse-sous-zero",
        sheet=CASH,
        field="depart",
        rule="a month ends below nothing though customers pay at once",
        source=_METHOD,
        sentence=(
            "En %(month)s, votre caisse finit à %(balance)s. Il manque %(missing)s au départ, ou"
            " des dépenses sont à repousser."
        ),
        when=_till_below_at_once,
    ),
    Check(
        id="caisse-mince",
        sheet=CASH,
        field="depart",
        rule="the lowest month holds less than a month of fixed costs",
        source=_METHOD,
        sentence=(
            "En %(month)s, il ne reste que %(balance)s en caisse : moins qu’un mois de charges"
            " fixes (%(fixed)s)."
        ),
        when=_thin_till,
    ),
    Check(
        id="retraits-plus-grands-que-le-resultat",
        sheet=CASH,
        rule="more is taken to live than the year earns",
        source=_METHOD,
        sentence=("Vous prenez %(drawn)s pour vivre sur l’année, mais l’activité %(left)s."),
        when=_drawing_too_much,
    ),
    Check(
        id="pour-vivre-oublie",
        sheet=CASH,
        rule="nothing is taken to live though the household needs it",
        source=_METHOD,
        sentence=(
            "Votre caisse ne paie rien pour vivre, alors que votre foyer a besoin de %(need)s par"
            " mois."
        ),
        when=_living_forgotten,
    ),
    Check(
        id="ventes-differentes",
        sheet=CASH,
        field="mois.1.ventes",
        rule="sales of the till and of the accounts differ by more than a tenth",
        source=_METHOD,
        sentence=(
            "Votre caisse compte %(till)s de ventes sur l’année, votre compte de résultat"
            " %(year)s. Mettez-les d’accord."
        ),
        when=_sales_differ,
    ),
    Check(
        id="delais-differents",
        sheet=CAPITAL,
        field="clients",
        rule="customers do not pay after the same days in two sheets",
        source=_METHOD,
        sentence=(
            "Vos clients paient à %(till)s dans votre caisse et à %(capital)s dans l’argent à"
            " avancer. Gardez un seul délai."
        ),
        when=_delays_differ,
    ),
    Check(
        id="echeance-trop-petite",
        sheet=CASH,
        field="echeance",
        rule="the till pays less than the loan asks",
        source=_METHOD,
        sentence=(
            "Votre caisse paie %(typed)s d’emprunt par mois ; l’échéance est de %(payment)s."
        ),
        when=_instalment_forgotten,
    ),
)
