"""How published examples of tax and contributions are asked of the engine.

Inputs and outputs carry the words of whoever published the figures.
"""

from datetime import date

from learning.domain.finance import vat
from learning.domain.finance.cash_flow import Terms, spread
from learning.domain.finance.corporate_tax import (
    Company,
    Scale,
    corporate_tax,
    instalments,
    scale_of,
    tax_on,
)
from learning.domain.finance.income_tax import Bracket, gross_tax
from learning.domain.finance.micro_entreprise import (
    Kind,
    MicroOptions,
    Trade,
    Turnover,
    declare,
    even_year,
    micro_rates,
)
from learning.domain.finance.micro_limits import taxable_income
from learning.domain.finance.money import Money
from learning.domain.finance.rates import Law
from tests.unit.domain.finance.printed import Inputs, Outputs, euros, number

ACTIVITIES = {
    "vente": (Kind.SALE, Trade.COMMERCE),
    "commerce_vente": (Kind.SALE, Trade.COMMERCE),
    "commerce_service": (Kind.SERVICE, Trade.COMMERCE),
    "artisan_vente": (Kind.SALE, Trade.CRAFT),
    "artisan_service": (Kind.SERVICE, Trade.CRAFT),
    "liberale_ssi": (Kind.LIBERAL, Trade.LIBERAL),
    "liberale_cipav": (Kind.CIPAV, Trade.LIBERAL),
}


def payment_terms(given: Inputs, law: Law) -> Outputs:
    """Sales and purchases paid in part at once, the rest a month later."""
    sales, purchases = euros(given["ventes_ttc"]), euros(given["achats_ttc"])
    rate = vat.vat_rate(vat.VatRate.NORMAL, law)
    sold = spread([sales], Terms.after_days(30, at_once=number(given["part_comptant_ventes"])))
    bought = spread(
        [purchases], Terms.after_days(30, at_once=number(given["part_comptant_achats"]))
    )
    return {
        "ventes_comptant": sold.amounts[0],
        "ventes_30j": sold.after,
        "achats_comptant": bought.amounts[0],
        "achats_30j": bought.after,
        "achats_ht": vat.without_vat(purchases, rate),
        "ventes_ht": vat.without_vat(sales, rate),
    }


def corporate(given: Inputs, law: Law) -> Outputs:
    """Tax of a year."""
    found = corporate_tax(euros(given["benefice"]), law)
    return {"impot": found.tax, "part_15": found.at_reduced, "part_25": found.at_normal}


def corporate_full(given: Inputs, law: Law) -> Outputs:
    """Tax and social contribution of a large company."""
    company = Company(turnover=euros(given["chiffre_affaires"]))
    found = corporate_tax(euros(given["benefice"]), law, company=company)
    return {"impot": found.tax, "contribution_sociale": found.social}


def corporate_instalment(given: Inputs, law: Law) -> Outputs:
    """An instalment from last year's profit."""
    tax = corporate_tax(euros(given["benefice_reference"]), law).tax
    return {"impot": tax, "acompte": next(iter(instalments(tax, law)), Money(0))}


def corporate_old(given: Inputs, law: Law) -> Outputs:
    """Tax under an older threshold, which must be that of the référentiel."""
    scale = Scale(
        reduced=number(given["taux_reduit"]),
        normal=number(given["taux_normal"]),
        limit=euros(given["seuil"]),
    )
    assert scale_of(law, date(2022, 1, 1)) == scale
    return {"impot": tax_on(euros(given["benefice"]), scale).tax}


def corporate_prorata(given: Inputs, law: Law) -> Outputs:
    """Tax of a period that is not a year."""
    found = corporate_tax(
        euros(given["benefice"]),
        law,
        opened=date.fromisoformat(given["debut"]),
        closed=date.fromisoformat(given["fin"]),
    )
    return {"impot": found.tax}


def income(given: Inputs, _law: Law) -> Outputs:
    """Income tax on a published scale."""
    brackets = [
        Bracket(None if high is None else euros(high), number(rate))
        for _, high, rate in given["bareme"]
    ]
    return {"impot": gross_tax(euros(given["revenu"]), number(given["parts"]), brackets)}


def micro_abatement(given: Inputs, law: Law) -> Outputs:
    """Taxable income of a micro-entrepreneur, the category told by its rate."""
    names = (Kind.SALE, Kind.SERVICE, Kind.LIBERAL)
    rate = number(given["abattement"])
    kind = next(one for one in names if law.rate(f"micro.abattement.{one}") == rate)
    return {
        "revenu_imposable": taxable_income([Turnover(kind, euros(given["chiffre_affaires"]))], law)
    }


def micro_acre(given: Inputs, law: Law) -> Outputs:
    """A month with Acre, the kind told by its rate."""
    options = MicroOptions(acre=True, created=law.on)
    rate = number(given["taux_acre"])
    kind = next(one for one in Kind if micro_rates(one, options, law).social == rate)
    year = even_year([Turnover(kind, euros(given["chiffre_affaires_annuel"]))], options, law)
    return {"cotisations_mensuelles": year.one.social}


def micro_mixed(given: Inputs, law: Law) -> Outputs:
    """A month of three activities."""
    kinds = {"service_bic": Kind.SERVICE, "service_bnc": Kind.LIBERAL, "vente": Kind.SALE}
    turnovers = [
        Turnover(kind, euros(given[name])) for name, kind in kinds.items() if name in given
    ]
    year = even_year(turnovers, MicroOptions(), law)
    assert [line.rates.social for line in year.one.lines] == [number(one) for one in given["taux"]]
    return {
        "cotisations_mensuelles": [line.social for line in year.one.lines],
        "total": year.one.social,
    }


def micro_social(given: Inputs, law: Law) -> Outputs:
    """One return, before rounding."""
    kind, trade = ACTIVITIES[given["activite"]]
    turnover = Turnover(kind, euros(given["chiffre_affaires"]))
    return {"cotisations": declare([turnover], MicroOptions(trade=trade), law).lines[0].exact}


def micro_flat_tax(given: Inputs, law: Law) -> Outputs:
    """A year with the versement libératoire, the kind told by its rates."""
    options = MicroOptions(flat_tax=True)
    wanted = (number(given["taux_cotisations"]), number(given["taux_vfl"]))
    kind = next(
        one
        for one in Kind
        if (micro_rates(one, options, law).social, micro_rates(one, options, law).flat_tax)
        == wanted
    )
    year = even_year([Turnover(kind, euros(given["chiffre_affaires"]))], options, law)
    return {
        "cotisations": year.social,
        "impot": year.flat_tax,
        "net": year.turnover - year.social - year.flat_tax,
    }


def micro_year(given: Inputs, law: Law) -> Outputs:
    """A year of twelve equal returns."""
    kind, trade = ACTIVITIES[given["activite"]]
    options = MicroOptions(trade=trade)
    rates = micro_rates(kind, options, law)
    assert rates.social == number(given["taux_cotisations"])
    assert rates.training == number(given["taux_cfp"])
    assert rates.chamber == number(given["taux_taxe_chambre"])
    year = even_year([Turnover(kind, euros(given["chiffre_affaires_annuel"]))], options, law)
    return {"cotisations_mensuelles": year.one.social, "revenu_net_annuel": year.net}


def vat_balance(given: Inputs, _law: Law) -> Outputs:
    """One return."""
    found = vat.VatBalance(
        collected=euros(given["collectee"]),
        deductible=euros(given["deductible_abs"]) + euros(given.get("deductible_immo", 0)),
        earlier_credit=euros(given.get("credit_anterieur", 0)),
    )
    return {"solde": found.balance, "a_payer": found.to_pay, "credit": found.credit}


def vat_credit(given: Inputs, law: Law) -> Outputs:
    """Months whose credit is carried over."""
    rate = vat.vat_rate(vat.VatRate.NORMAL, law)
    assert rate == number(given["taux"])
    months = vat.vat_balances(
        [vat.vat_on(euros(one), rate) for one in given["ventes_ht"]],
        [vat.vat_on(euros(one), rate) for one in given["achats_ht"]],
    )
    return {
        "solde_mois": [one.of_the_month for one in months],
        "credit_cumule": [one.balance for one in months],
    }


def vat_due(given: Inputs, _law: Law) -> Outputs:
    """Collected less deductible."""
    rate = number(given["taux"])
    found = vat.VatBalance(
        collected=vat.vat_on(euros(given["ventes_ht"]), rate),
        deductible=vat.vat_on(euros(given["achats_ht"]), rate),
    )
    return {
        "collectee": found.collected,
        "deductible": found.deductible,
        "a_payer": found.to_pay,
    }


def vat_from_gross(given: Inputs, _law: Law) -> Outputs:
    """The price behind a price with tax."""
    net = vat.without_vat(euros(given["ttc"]), number(given["taux"]))
    return {"ht": net, "tva": euros(given["ttc"]) - net}


def vat_simple(given: Inputs, _law: Law) -> Outputs:
    """The tax on a price."""
    net, rate = euros(given["ht"]), number(given["taux"])
    return {"tva": vat.vat_on(net, rate), "ttc": vat.with_vat(net, rate)}
