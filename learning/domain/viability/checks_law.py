"""Checks of thresholds, of the legal form, and of what the law asks."""

from learning.domain.finance.income_tax import Household, income_tax
from learning.domain.finance.micro_entreprise import MicroOptions, even_year, exact_due
from learning.domain.finance.micro_limits import ceilings, taxable_income
from learning.domain.finance.money import Money
from learning.domain.finance.vat import Franchise, franchise
from learning.domain.viability.notice import Check, Values
from learning.domain.viability.view import CASH, FORM, LEAVING, View
from learning.domain.worksheet.figures import MONTHS
from learning.domain.worksheet.wording import euros, percent

NEAR = 9, 10  # nine tenths of a threshold
_ACCOUNT = "Un compte séparé pour l’activité"
_VAT = "CGI 293 B ; loi 2025-1044 du 03/11/2025"
_MICRO = ("", "micro")


def _is_micro(view: View) -> bool:
    return view.figures.text(FORM, "choix") in _MICRO


def _above_ceiling(view: View) -> Values | None:
    if view.law is None or not view.turnovers or not _is_micro(view):
        return None
    for one in ceilings(view.turnovers, view.law):
        if one.passed:
            return {"sales": euros(one.turnover), "limit": euros(one.limit)}
    return None


def _exempt(view: View) -> Franchise | None:
    """The thresholds of VAT, None when VAT is charged or when nothing is known."""
    if view.law is None or not view.turnovers or view.figures.text(CASH, "tva") == "oui":
        return None
    return franchise(view.turnovers, view.law)[0]


def _said(limits: Franchise) -> Values:
    return {
        "sales": euros(limits.turnover),
        "base": euros(limits.base),
        "tolerance": euros(limits.tolerance),
    }


def _vat_now(view: View) -> Values | None:
    limits = _exempt(view)
    return _said(limits) if limits and limits.over_tolerance else None


def _vat_next_year(view: View) -> Values | None:
    limits = _exempt(view)
    if limits is None or limits.over_tolerance or limits.turnover <= limits.base:
        return None
    return _said(limits)


def _vat_near(view: View) -> Values | None:
    limits = _exempt(view)
    if limits is None or limits.turnover > limits.base:
        return None
    if limits.turnover * NEAR[1] < limits.base * NEAR[0]:
        return None
    return {**_said(limits), "room": euros(limits.base - limits.turnover)}


def _costs_above_abatement(view: View) -> Values | None:
    spent = view.figures.euros(FORM, "charges")
    known = view.figures.category
    if view.law is None or known is None or spent is None or not view.turnovers:
        return None
    sales = view.turnovers[0].amount
    abatement = view.law.rate(f"micro.abattement.{known[0].fiscal}")
    if not _is_micro(view) or spent <= sales * abatement:
        return None
    part = (spent.ratio(sales) * 100).to_integral_value() / 100
    return {"part": percent(part), "abatement": percent(abatement)}


def _flat_tax_for_nothing(view: View) -> Values | None:
    if view.law is None or not view.turnovers or not _is_micro(view):
        return None
    if view.figures.text(FORM, "liberatoire") != "oui":
        return None
    year = even_year(view.turnovers, MicroOptions(flat_tax=True), view.law)
    parts = view.figures.number(FORM, "parts") or Household().parts
    tax = income_tax(taxable_income(view.turnovers, view.law), view.law, Household(parts=parts))
    if tax >= year.flat_tax:
        return None
    return {"flat": euros(year.flat_tax), "tax": euros(tax)}


def _only_with_acre(view: View) -> Values | None:
    """Whether the household is paid with Acre and not without it."""
    known = view.figures.category
    if view.figures.text(FORM, "acre") != "oui" or known is None or view.law is None:
        return None
    sale = view.sale
    if sale.price is None or sale.sold is None or sale.result is None or view.need is None:
        return None
    options = view.figures.options
    full = MicroOptions(trade=options.trade, flat_tax=options.flat_tax)
    month = [type(one)(one.kind, Money.of(sale.price * sale.sold)) for one in view.turnovers]
    if not month:
        return None
    with_acre, without = (exact_due(month, one, view.law) for one in (options, full))
    later = sale.result - (without - with_acre)
    if sale.result < view.need or later >= view.need:
        return None
    return {"later": euros(later), "need": euros(view.need)}


def _account_apart(view: View) -> Values | None:
    if view.law is None or not view.turnovers or not view.begun(LEAVING):
        return None
    limit = view.law.euros("micro.compte_dedie")
    if view.turnovers[0].amount <= limit or view.states.get(_ACCOUNT) in ("fait", "en-cours"):
        return None
    return {"limit": euros(limit)}


def _form_without_reason(view: View) -> Values | None:
    chosen = view.figures.text(FORM, "choix")
    return {} if chosen and not view.figures.text(FORM, "raison") else None


def _company_for_a_small_result(view: View) -> Values | None:
    if view.figures.text(FORM, "choix") not in ("eurl", "sasu") or view.need is None:
        return None
    left = view.sale.result
    if left is None or left >= view.need:
        return None
    return {"left": euros(left * MONTHS), "need": euros(view.need * MONTHS)}


LAW_CHECKS = (
    Check(
        id="plafond-micro-depasse",
        sheet=FORM,
        field="ventes",
        rule="sales above the ceiling of micro-entreprise",
        source="CGI 50-0 et 102 ter ; décret 2026-562 du 29/06/2026",
        sentence=(
            "Vos ventes (%(sales)s) dépassent le plafond de la micro-entreprise (%(limit)s). Deux"
            " années de suite, vous en sortez."
        ),
        when=_above_ceiling,
    ),
    Check(
        id="tva-due-dans-l-annee",
        sheet=CASH,
        field="tva",
        rule="sales above the increased threshold of the VAT exemption",
        source=_VAT,
        sentence=(
            "Vos ventes (%(sales)s) dépassent %(tolerance)s : vous facturez la TVA dès ce"
            " dépassement. Votre prix doit la compter."
        ),
        when=_vat_now,
    ),
    Check(
        id="tva-due-l-annee-suivante",
        sheet=CASH,
        field="tva",
        rule="sales above the threshold of the VAT exemption",
        source=_VAT,
        sentence=(
            "Vos ventes (%(sales)s) dépassent %(base)s : vous facturerez la TVA l’année suivante."
            " Prévoyez le prix avec la TVA."
        ),
        when=_vat_next_year,
    ),
    Check(
        id="tva-proche",
        sheet=CASH,
        field="tva",
        rule="sales within a tenth of the threshold of the VAT exemption",
        source=_VAT,
        sentence=(
            "Vos ventes (%(sales)s) sont à %(room)s du seuil de TVA (%(base)s). Un bon mois"
            " suffit à le passer."
        ),
        when=_vat_near,
    ),
    Check(
        id="depenses-plus-grandes-que-l-abattement",
        sheet=FORM,
        field="charges",
        rule="costs are a greater part of sales than the abatement of micro-entreprise",
        source="CGI 50-0 et 102 ter : abattement",
        sentence=(
            "Vos dépenses font %(part)s de vos ventes. En micro-entreprise, l’impôt n’en retire"
            " que %(abatement)s : comparez avec l’entreprise individuelle au réel."
        ),
        when=_costs_above_abatement,
    ),
    Check(
        id="versement-liberatoire-plus-cher",
        sheet=FORM,
        field="liberatoire",
        rule="the flat income tax costs more than the household’s own",
        source="CGI 151-0 et 197",
        sentence=(
            "Avec le versement libératoire, vous payez %(flat)s d’impôt. Sans lui, avec ce seul"
            " revenu, ce serait %(tax)s."
        ),
        when=_flat_tax_for_nothing,
    ),
    Check(
        id="rien-apres-l-acre",
        sheet=FORM,
        field="acre",
        rule="the household is paid with Acre, and not without it",
        source="CSS L131-6-4 et D131-6-3 : fin du troisième trimestre qui suit la création",
        sentence=(
            "L’Acre ne dure qu’un an environ. Ensuite, il vous restera %(later)s par mois, pour"
            " un besoin de %(need)s."
        ),
        when=_only_with_acre,
    ),
    Check(
        id="compte-separe",
        sheet=LEAVING,
        field="compte.2.etat",
        rule="sales above 10 000 € and no account apart",
        source="CSS L613-10 : au-delà de 10 000 € deux années de suite",
        sentence=(
            "Au-delà de %(limit)s de ventes deux années de suite, il faut un compte bancaire"
            " réservé à l’activité. Préparez-le."
        ),
        when=_account_apart,
    ),
    Check(
        id="statut-sans-raison",
        sheet=FORM,
        field="raison",
        rule="a legal form without a reason",
        source="Méthode du cours : un choix se défend devant un prêteur",
        sentence=(
            "Vous avez choisi un statut sans dire pourquoi. Une phrase suffit : un prêteur vous"
            " le demandera."
        ),
        when=_form_without_reason,
    ),
    Check(
        id="societe-pour-un-petit-resultat",
        sheet=FORM,
        field="choix",
        rule="a company is chosen while the business does not pay the household",
        source="Code de commerce L123-12 et L232-22 : comptes annuels et dépôt",
        sentence=(
            "Une société ajoute des frais fixes : comptable, comptes à déposer. Votre activité"
            " laisse %(left)s par an pour un besoin de %(need)s."
        ),
        when=_company_for_a_small_result,
    ),
)
