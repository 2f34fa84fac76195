"""Checks of the year, of the till month by month, and of the money to start with."""

from decimal import Decimal

from learning.domain.finance.legal_form import Form, creation_cost
from learning.domain.finance.money import ZERO, Money, total
from learning.domain.viability.notice import Check, Values
from learning.domain.viability.view import (
    CAPITAL,
    CASH,
    FORM,
    FUNDING,
    INCOME,
    LOAN,
    View,
)
from learning.domain.worksheet.figures import MONTHS, working_capital_need
from learning.domain.worksheet.wording import count, euros, percent

FAST = Decimal("1.5")
APART = Decimal("0.1")
_METHOD = "Faits du cours, partie B\u00a0: les quatre tableaux"
_INSEE = "Insee, 2025, créateurs de 2018\u00a0: sans somme de départ, on dure moins"


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
    if tools < 500 or view.first_year is None:  # noqa: PLR2004 - small tools, BOI-BIC-CHG-20-30-10
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
    return {"drawn": euros(drawn), "result": euros(year.result)}


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
    if not typed.isdecimal() or days is None or abs(days - int(typed)) < 15:  # noqa: PLR2004
        return None
    return {"till": count(int(typed), "jour"), "capital": count(days, "jour")}


def _instalment_forgotten(view: View) -> Values | None:
    typed = view.amount(CASH, "echeance")
    if view.loan is None or view.till is None or typed is None or typed >= view.loan.payment:
        return None
    return {"typed": euros(typed), "payment": euros(view.loan.payment)}


def _gap(view: View) -> Money | None:
    """Resources less needs, None while one side is empty."""
    figures = view.figures
    sides = (("besoins", "montant"), ("ressources", "montant"))
    if not all(figures.has_any(FUNDING, *side) for side in sides):
        return None
    needs = figures.sum_of(FUNDING, "besoins", "montant")
    needs += (figures.euros(FUNDING, "bfr") or ZERO) + (figures.euros(FUNDING, "reserve") or ZERO)
    return figures.sum_of(FUNDING, "ressources", "montant") - needs


def _funding_short(view: View) -> Values | None:
    gap = _gap(view)
    return {"gap": euros(-gap)} if gap is not None and gap < ZERO else None


def _nothing_of_ones_own(view: View) -> Values | None:
    if not view.figures.has_any(FUNDING, "ressources", "montant"):
        return None
    return None if view.amount(FUNDING, "ressources.1.montant") else {}


def _no_reserve(view: View) -> Values | None:
    if not view.figures.has_any(FUNDING, "besoins", "montant"):
        return None
    reserve = view.amount(FUNDING, "reserve") or ZERO
    fixed = view.sale.fixed
    if reserve >= fixed and reserve:
        return None
    return {"reserve": euros(reserve), "fixed": euros(fixed)}


def _advance_forgotten(view: View) -> Values | None:
    need = working_capital_need(view.figures)
    typed = view.amount(FUNDING, "bfr")
    if need is None or typed is None or typed >= Money.of(need):
        return None
    return {"need": euros(Money.of(need)), "typed": euros(typed)}


def _opening_differs(view: View) -> Values | None:
    opening, gap = view.amount(CASH, "depart"), _gap(view)
    if opening is None or gap is None:
        return None
    figures = view.figures
    kept = (figures.euros(FUNDING, "bfr") or ZERO) + (figures.euros(FUNDING, "reserve") or ZERO)
    left = kept + gap
    if opening <= max(left, ZERO):
        return None
    return {"opening": euros(opening), "left": euros(max(left, ZERO))}


def _creation_forgotten(view: View) -> Values | None:
    choice, known = view.figures.text(FORM, "choix"), view.figures.category
    if choice not in (Form.EURL, Form.SASU) or known is None or view.law is None:
        return None
    if not view.figures.has_any(FUNDING, "besoins", "montant"):
        return None
    cost = creation_cost(Form(choice), known[1], view.law)
    planned = view.amount(FUNDING, "besoins.4.montant") or ZERO
    if planned >= cost:
        return None
    return {"cost": euros(cost), "planned": euros(planned)}


def _microcredit_too_great(view: View) -> Values | None:
    asked = view.amount(FUNDING, "ressources.3.montant")
    if asked is None or view.law is None or asked <= view.law.euros("microcredit.plafond"):
        return None
    return {"asked": euros(asked), "most": euros(view.law.euros("microcredit.plafond"))}


def _microcredit_too_long(view: View) -> Values | None:
    if not view.amount(FUNDING, "ressources.3.montant") or view.loan is None or view.law is None:
        return None
    most = int(view.law.rate("microcredit.duree")) * MONTHS
    if len(view.loan.lines) <= most:
        return None
    return {
        "months": count(len(view.loan.lines), "mois", "mois"),
        "most": count(most, "mois", "mois"),
    }


def _loans_differ(view: View) -> Values | None:
    amount = view.amount(LOAN, "somme")
    if amount is None or not view.figures.has_any(FUNDING, "ressources", "montant"):
        return None
    planned = total(view.amount(FUNDING, f"ressources.{row}.montant") or ZERO for row in (3, 4, 5))
    if amount <= planned:
        return None
    return {"amount": euros(amount), "planned": euros(planned)}


def _loan_too_heavy(view: View) -> Values | None:
    left = view.sale.result
    if view.loan is None or left is None or view.need is None:
        return None
    after = left - view.need
    if after < ZERO or view.loan.payment <= after:
        return None
    return {"after": euros(after), "payment": euros(view.loan.payment)}


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
        sentence=(
            "Vous prenez %(drawn)s pour vivre sur l’année, mais l’activité n’en laisse que"
            " %(result)s."
        ),
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
    Check(
        id="plan-de-financement-incomplet",
        sheet=FUNDING,
        rule="resources are less than needs",
        source=_METHOD,
        sentence="Il manque %(gap)s pour démarrer. Réduisez un achat, ou trouvez cette somme.",
        when=_funding_short,
    ),
    Check(
        id="aucun-apport",
        sheet=FUNDING,
        field="ressources.1.montant",
        rule="nothing of one’s own",
        source=_INSEE,
        sentence=(
            "Votre plan ne compte aucun apport. Même petit, il compte pour un prêteur : le pécule"
            " et l’épargne en font partie."
        ),
        when=_nothing_of_ones_own,
    ),
    Check(
        id="reserve-trop-petite",
        sheet=FUNDING,
        field="reserve",
        rule="the reserve does not pay a month of fixed costs",
        source=_METHOD,
        sentence=("Votre réserve (%(reserve)s) ne paie pas un mois de charges fixes (%(fixed)s)."),
        when=_no_reserve,
    ),
    Check(
        id="argent-a-avancer-oublie",
        sheet=FUNDING,
        field="bfr",
        rule="the plan advances less than the working capital need",
        source=_METHOD,
        sentence=(
            "Vous devez avancer %(need)s en attendant d’être payé ; votre plan n’en compte que"
            " %(typed)s."
        ),
        when=_advance_forgotten,
    ),
    Check(
        id="caisse-de-depart-differente",
        sheet=CASH,
        field="depart",
        rule="the till opens with more than the funding plan leaves",
        source=_METHOD,
        sentence=(
            "Votre caisse part avec %(opening)s, mais votre plan de financement n’en laisse que"
            " %(left)s."
        ),
        when=_opening_differs,
    ),
    Check(
        id="formalites-oubliees",
        sheet=FUNDING,
        field="besoins.4.montant",
        rule="a company whose registration is not counted",
        source="Modèle Urssaf du 16/07/2026 : annonce légale, registre, bénéficiaires effectifs",
        sentence=(
            "Créer cette société coûte au moins %(cost)s ; votre plan compte %(planned)s de"
            " formalités."
        ),
        when=_creation_forgotten,
    ),
    Check(
        id="microcredit-trop-grand",
        sheet=FUNDING,
        field="ressources.3.montant",
        rule="a microcredit above its legal ceiling",
        source="Décret 2024-1123 du 04/12/2024 ; code monétaire et financier R518-61",
        sentence=("Vous demandez %(asked)s de microcrédit ; la loi le limite à %(most)s."),
        when=_microcredit_too_great,
    ),
    Check(
        id="microcredit-trop-long",
        sheet=LOAN,
        field="duree",
        rule="a microcredit longer than five years",
        source="Code monétaire et financier R518-61 ; durée de cinq ans au plus",
        sentence="Votre emprunt dure %(months)s ; un microcrédit dure %(most)s au plus.",
        when=_microcredit_too_long,
    ),
    Check(
        id="emprunt-absent-du-plan",
        sheet=FUNDING,
        field="ressources.3.montant",
        rule="the loan is larger than the loans of the funding plan",
        source=_METHOD,
        sentence=(
            "Vous empruntez %(amount)s, mais votre plan de financement ne compte que %(planned)s"
            " de prêts."
        ),
        when=_loans_differ,
    ),
    Check(
        id="echeance-trop-lourde",
        sheet=LOAN,
        field="duree",
        rule="the household paid, what is left does not pay the instalment",
        source=_METHOD,
        sentence=(
            "Une fois votre foyer payé, il reste %(after)s par mois. L’échéance est de"
            " %(payment)s."
        ),
        when=_loan_too_heavy,
    ),
)
