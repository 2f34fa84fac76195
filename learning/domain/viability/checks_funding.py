"""Checks of the money to start with, and of loans."""

from learning.domain.finance.legal_form import Form, creation_cost
from learning.domain.finance.money import ZERO, Money, total
from learning.domain.viability.notice import Check, Values
from learning.domain.viability.view import CASH, FORM, FUNDING, LOAN, View
from learning.domain.worksheet.figures import MONTHS, working_capital_need
from learning.domain.worksheet.wording import count, euros

_METHOD = "Méthode du cours : les quatre tableaux"
_INSEE = "Insee, 2025, créateurs de 2018 : sans somme de départ, on dure moins"


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
    reserve, fixed = view.amount(FUNDING, "reserve") or ZERO, view.sale.fixed
    if reserve >= fixed:
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
    told = f"n’en laisse que {euros(left)}" if left > ZERO else "n’en laisse rien"
    return {"opening": euros(opening), "left": told}


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


FUNDING_CHECKS = (
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
        sentence=("Votre caisse part avec %(opening)s, mais votre plan de financement %(left)s."),
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
