"""How a published worked example is asked of the engine: one function a kind of example.

Inputs and outputs carry the words of whoever published the figures.
"""

from learning.domain.finance import break_even as be
from learning.domain.finance.cash_flow import CashFlow, CashLine
from learning.domain.finance.depreciation import depreciation
from learning.domain.finance.funding_plan import FundingPlan
from learning.domain.finance.loan import (
    LoanTerms,
    exact_payment,
    find_loan,
    given_schedule,
    schedule,
)
from learning.domain.finance.margin import (
    Margin,
    cost_from_margin_on_cost,
    price_from_margin_on_price,
)
from learning.domain.finance.rates import Law
from learning.domain.finance.working_capital import WorkingCapital
from tests.unit.domain.finance import published_law as law_of
from tests.unit.domain.finance.printed import Answer, Inputs, Outputs, euros, number


def break_even(given: Inputs, _law: Law) -> Outputs:
    """Sales, costs and the threshold."""
    found = be.break_even(
        turnover=euros(given["chiffre_affaires"]),
        variable_costs=euros(given["charges_variables"]),
        fixed_costs=euros(given["charges_fixes"]),
    )
    price = given.get("prix_unitaire")
    return {
        "marge": found.margin,
        "taux_marge": found.margin_rate,
        "resultat": found.result,
        "seuil": found.threshold,
        "unites": found.units(number(price)) if price else None,
        "point_mort_mois": found.months(given.get("mois", 12)),
        "marge_securite": found.safety,
        "indice_securite": found.index,
    }


def break_even_rate(given: Inputs, _law: Law) -> Outputs:
    """Fixed costs over a rate of margin."""
    return {"seuil": be.threshold_of(euros(given["charges_fixes"]), number(given["taux_marge"]))}


def break_even_units(given: Inputs, _law: Law) -> Outputs:
    """Fixed costs over a margin a unit."""
    found = be.unit_break_even(
        price=number(given["prix_unitaire"]),
        variable_cost=number(given["cout_variable_unitaire"]),
        fixed_costs=euros(given["charges_fixes"]),
    )
    return {"unites": found.units, "seuil": found.threshold, "taux_marge": found.margin_rate}


def safety(given: Inputs, _law: Law) -> Outputs:
    """Sales above the threshold."""
    above = euros(given["chiffre_affaires"]) - euros(given["seuil"])
    return {
        "marge_securite": above,
        "indice_securite": above.ratio(euros(given["chiffre_affaires"])),
    }


def cash_plan(given: Inputs, _law: Law) -> Outputs:
    """Months of a till."""
    plan = CashFlow(
        opening=euros(given["solde_initial"]),
        receipts=(CashLine("encaissements", tuple(map(euros, given["encaissements"]))),),
        payments=(CashLine("décaissements", tuple(map(euros, given["decaissements"]))),),
    )
    return {"soldes": plan.balances, "flux": plan.flows}


def depreciated(given: Inputs, _law: Law) -> Outputs:
    """Straight line."""
    lines = depreciation(euros(given["valeur"]), given["annees"])
    return {"dotations": [one.charge for one in lines], "vnc": [one.left for one in lines]}


def financing(given: Inputs, _law: Law) -> Outputs:
    """Needs and resources."""
    plan = FundingPlan(
        needs=tuple(("", euros(one)) for one in given["besoins"]),
        resources=tuple(("", euros(one)) for one in given["ressources"]),
    )
    return {
        "total_besoins": plan.total_needs,
        "total_ressources": plan.total_resources,
        "ecart": plan.gap,
    }


def loan_annual(given: Inputs, _law: Law) -> Outputs:
    """A loan by years."""
    terms = LoanTerms(
        capital=euros(given["capital"]),
        yearly_rate=number(given["taux_annuel"]),
        periods=given["annees"],
        per_year=1,
    )
    found = schedule(terms)
    return {
        "annuite": found.payment,
        "interet_3": found.lines[2].interest,
        "capital_debut_3": found.lines[1].balance,
    }


def loan_monthly(given: Inputs, _law: Law) -> Outputs:
    """A loan by months; the payment is published unrounded."""
    terms = LoanTerms(
        capital=euros(given["capital"]),
        yearly_rate=number(given["taux_annuel"]),
        periods=given["mois"],
    )
    found = schedule(terms)
    return {
        "mensualite": exact_payment(terms.capital.euros, terms.rate, terms.periods),
        "tableau": {one.number: (one.principal, one.interest, one.balance) for one in found.lines},
        "total_verse": found.paid,
        "total_interets": found.interest,
    }


def loan_table(given: Inputs, _law: Law) -> Outputs:
    """A loan whose repayments are agreed."""
    found = given_schedule(
        euros(given["capital"]),
        number(given["taux_annuel"]),
        [euros(one) for one in given["amortissements"]],
    )
    return {
        "tableau": {one.number: (one.principal, one.interest, one.balance) for one in found.lines},
        "annuites": [one.payment for one in found.lines],
    }


def loan_inverse(given: Inputs, _law: Law) -> Outputs:
    """A loan found from three of its repayments."""
    found = find_loan(
        (4, euros(given["amortissement_4"])),
        (6, euros(given["amortissement_6"])),
        euros(given["amortissement_dernier"]),
    )
    return {
        "taux_annuel": found.rate,
        "duree": found.periods,
        "amortissement_1": found.first_principal,
        "capital": found.capital,
        "annuite": found.payment,
    }


def margin(given: Inputs, _law: Law) -> Outputs:
    """Both rates of a margin."""
    found = Margin(number(given["prix_vente"]), number(given["prix_achat"]))
    return {"taux_marque": found.on_price, "taux_marge": found.on_cost}


def margin_cost(given: Inputs, _law: Law) -> Outputs:
    """The cost behind a « taux de marge »."""
    price, rate = number(given["prix_vente"]), number(given["taux_marge"])
    return {"prix_achat": cost_from_margin_on_cost(price, rate)}


def margin_price(given: Inputs, _law: Law) -> Outputs:
    """The price of a « taux de marque »."""
    cost, rate = number(given["prix_achat"]), number(given["taux_marque"])
    return {"prix_vente": price_from_margin_on_price(cost, rate)}


def working_capital(given: Inputs, _law: Law) -> Outputs:
    """Stock and customers less suppliers."""
    found = WorkingCapital(
        stock=euros(given["stocks"]),
        customers=euros(given["creances_clients"]),
        suppliers=euros(given["dettes_fournisseurs"]),
    )
    return {"bfr": found.need}


ANSWERS: dict[str, Answer] = {
    "break_even": break_even,
    "break_even_rate": break_even_rate,
    "break_even_units": break_even_units,
    "cash_plan": cash_plan,
    "corporate_tax": law_of.corporate,
    "corporate_tax_full": law_of.corporate_full,
    "corporate_tax_instalment": law_of.corporate_instalment,
    "corporate_tax_old": law_of.corporate_old,
    "corporate_tax_prorata": law_of.corporate_prorata,
    "depreciation": depreciated,
    "financing_plan": financing,
    "income_tax": law_of.income,
    "loan_annual": loan_annual,
    "loan_inverse": loan_inverse,
    "loan_monthly": loan_monthly,
    "loan_table": loan_table,
    "margin": margin,
    "margin_cost_from_marge": margin_cost,
    "margin_price_from_marque": margin_price,
    "micro_abatement": law_of.micro_abatement,
    "micro_acre": law_of.micro_acre,
    "micro_mixed": law_of.micro_mixed,
    "micro_social": law_of.micro_social,
    "micro_vfl": law_of.micro_flat_tax,
    "micro_year": law_of.micro_year,
    "payment_terms": law_of.payment_terms,
    "safety": safety,
    "vat_balance": law_of.vat_balance,
    "vat_credit": law_of.vat_credit,
    "vat_due": law_of.vat_due,
    "vat_from_ttc": law_of.vat_from_gross,
    "vat_simple": law_of.vat_simple,
    "working_capital": working_capital,
}
