"""Checks of the price, of the threshold, and of what the household needs."""

from decimal import Decimal

from learning.domain.finance.break_even import margin_break_even
from learning.domain.finance.money import ZERO, Money
from learning.domain.finance.price import market_prices
from learning.domain.viability.notice import Check, Values
from learning.domain.viability.view import BREAK_EVEN, HOME, MARKET, PRICE, View, worked_months
from learning.domain.worksheet.figures import MONTHS
from learning.domain.worksheet.wording import count, euros, number

HOURS_OF_A_WEEK = Decimal(48)  # the most an employee may work: code du travail L3121-20
WEEKS_OF_A_MONTH = Decimal(52) / 12
FRAGILE = Decimal("0.15")
_METHOD = "Méthode de gestion courante\u00a0: prix de revient et seuil de rentabilité"
_FACTS = "Méthode du cours"


def _sold_at_a_loss(view: View) -> Values | None:
    margin, price = view.priced.margin, view.priced.price
    if margin is None or price is None or margin > 0:
        return None
    loss = Money.of(-margin)
    told = f"vous fait perdre {euros(loss)}" if loss else "ne vous laisse rien"
    return {"price": euros(price), "told": told}


def _under_costs(view: View) -> Values | None:
    price, margin = view.priced.price, view.priced.margin
    if price is None or view.floor is None or margin is None or margin <= 0:
        return None
    if price >= view.floor.without_pay:
        return None
    return {"price": euros(price), "floor": euros(view.floor.without_pay)}


def _little_pay(view: View) -> Values | None:
    price = view.priced.price
    if view.law is None or view.pay is None or price is None or view.floor is None:
        return None
    least = view.law.rate("smic.horaire")
    if price < view.floor.without_pay or view.pay >= least:
        return None
    return {"pay": euros(view.pay), "least": euros(least)}


def _under_wanted_income(view: View) -> Values | None:
    price = view.priced.price
    wanted = view.figures.euros(PRICE, "revenu")
    if price is None or view.floor is None or not wanted or price >= view.floor.price:
        return None
    if price < view.floor.without_pay:
        return None
    return {"price": euros(price), "floor": euros(view.floor.price), "income": euros(wanted)}


def _wants_less_than_needed(view: View) -> Values | None:
    wanted = view.amount(PRICE, "revenu")
    if wanted is None or view.need is None or wanted >= view.need:
        return None
    return {"wanted": euros(wanted), "need": euros(view.need)}


def _too_many_hours(view: View) -> Values | None:
    week = view.hours / WEEKS_OF_A_MONTH
    if week <= HOURS_OF_A_WEEK:
        return None
    return {"hours": count(view.hours, "heure"), "week": count(week.to_integral_value(), "heure")}


def _prices_seen(view: View) -> list[Decimal]:
    numbers = view.figures.sheet(MARKET).numbers
    keys = (f"prix.{row}.montant" for row in range(1, 6))
    return [numbers[key] for key in keys if key in numbers]


def _above_the_market(view: View) -> Values | None:
    price, seen = view.priced.price, market_prices(_prices_seen(view))
    if price is None or seen is None or price <= seen.highest:
        return None
    return {"price": euros(price), "highest": euros(seen.highest)}


def _below_the_market(view: View) -> Values | None:
    price, seen = view.priced.price, market_prices(_prices_seen(view))
    if price is None or seen is None or price >= seen.lowest:
        return None
    return {"price": euros(price), "lowest": euros(seen.lowest)}


def _units_needed(view: View) -> int | None:
    sale = view.sale
    if sale.margin is None or sale.price is None or not sale.fixed:
        return None
    return margin_break_even(price=sale.price, margin=sale.margin, fixed_costs=sale.fixed).units


def _threshold_not_reached(view: View) -> Values | None:
    needed, sold = _units_needed(view), view.sale.sold
    if needed is None or sold is None or sold >= needed:
        return None
    unit = view.figures.unit
    return {"needed": count(needed, unit), "sold": number(sold)}


def _fragile(view: View) -> Values | None:
    needed, sold = _units_needed(view), view.sale.sold
    if needed is None or sold is None or sold < needed or sold <= 0:
        return None
    lost = sold - needed
    if lost >= sold * FRAGILE:
        return None
    return {"lost": count(int(lost) + 1, view.figures.unit), "sold": number(sold)}


def _year_not_paid(view: View) -> Values | None:
    sale, months = view.sale, worked_months(view)
    if sale.margin is None or sale.sold is None or sale.result is None or sale.result < ZERO:
        return None
    left = Money.of(sale.margin * sale.sold * months) - sale.fixed * MONTHS
    if left >= ZERO:
        return None
    return {"months": count(months, "mois", "mois"), "missing": euros(-left)}


def _no_insurance(view: View) -> Values | None:
    if not view.figures.has_any(BREAK_EVEN, "charges", "montant"):
        return None
    return None if view.amount(BREAK_EVEN, "charges.1.montant") else {}


def _under_the_household(view: View) -> Values | None:
    left = view.sale.result
    if left is None or view.need is None or left >= view.need:
        return None
    return {
        "left": euros(left),
        "need": euros(view.need),
        "missing": euros(view.need - left),
    }


def _more_sales_than_customers(view: View) -> Values | None:
    customers = view.figures.own(MARKET, "clients_mois")
    sold = view.sale.sold
    if customers is None or sold is None or sold <= customers:
        return None
    return {"sold": count(sold, view.figures.unit), "customers": count(customers, "client")}


def _no_home(view: View) -> Values | None:
    if not view.figures.has_any(HOME, "depenses", "montant"):
        return None
    return None if view.amount(HOME, "depenses.1.montant") is not None else {}


def _nothing_spare(view: View) -> Values | None:
    if not view.figures.has_any(HOME, "depenses", "montant"):
        return None
    return None if view.amount(HOME, "imprevus") else {}


def _forgotten(view: View, state: str, key: str) -> Values | None:
    """Whether a plan is being made for something that the budget does not count."""
    if not view.figures.has_any(HOME, "depenses", "montant"):
        return None
    planned = view.states.get(state, "") in ("a-faire", "en-cours", "fait")
    return {} if planned and view.amount(HOME, key) is None else None


def _forgotten_debts(view: View) -> Values | None:
    return _forgotten(view, "Un plan pour les dettes", "depenses.9.montant")


def _forgotten_victims(view: View) -> Values | None:
    return _forgotten(view, "Un plan pour les indemnités et les amendes", "depenses.10.montant")


PRICE_CHECKS = (
    Check(
        id="vente-a-perte",
        sheet=PRICE,
        field="prix",
        rule="a sale leaves nothing once its costs and contributions are paid",
        source=_METHOD,
        sentence=(
            "Chaque vente %(told)s : à %(price)s, votre prix ne paie pas les"
            " dépenses et les cotisations."
        ),
        when=_sold_at_a_loss,
    ),
    Check(
        id="prix-sous-les-charges",
        sheet=PRICE,
        field="prix",
        rule="the price is under the floor that pays costs and nobody",
        source=_METHOD,
        sentence=(
            "À %(price)s, vos ventes ne paient pas toutes vos charges. Il faut au moins"
            " %(floor)s, sans compter votre travail."
        ),
        when=_under_costs,
    ),
    Check(
        id="travail-peu-paye",
        sheet=PRICE,
        field="prix",
        rule="costs are paid, and an hour of work pays less than the gross minimum wage",
        source="Smic horaire brut\u00a0: code du travail D3231-6 ; repère, pas une obligation",
        sentence=(
            "Votre prix couvre vos dépenses mais ne vous paie que %(pay)s de l’heure. Le Smic"
            " est à %(least)s brut."
        ),
        when=_little_pay,
    ),
    Check(
        id="prix-sous-le-revenu-voulu",
        sheet=PRICE,
        field="revenu",
        rule="the price pays costs, not the income that is wanted",
        source=_METHOD,
        sentence=(
            "Pour gagner %(income)s par mois, il faut vendre à %(floor)s. Votre prix est de"
            " %(price)s."
        ),
        when=_under_wanted_income,
    ),
    Check(
        id="revenu-voulu-sous-le-besoin",
        sheet=PRICE,
        field="revenu",
        rule="the income wanted is less than what the household needs",
        source=_FACTS + "\u00a0: budget du foyer",
        sentence=(
            "Vous voulez gagner %(wanted)s par mois, mais votre foyer a besoin de %(need)s."
        ),
        when=_wants_less_than_needed,
    ),
    Check(
        id="heures-impossibles",
        sheet=PRICE,
        field="heures",
        rule="more than 48 hours a week",
        source="Repère\u00a0: 48 heures par semaine pour un salarié, code du travail L3121-20",
        sentence=(
            "Vos ventes demandent %(hours)s par mois, soit %(week)s par semaine. C’est plus que"
            " ce qu’un salarié a le droit de faire."
        ),
        when=_too_many_hours,
    ),
    Check(
        id="prix-plus-haut-que-les-autres",
        sheet=PRICE,
        field="prix",
        rule="the price is above every price seen",
        source=_FACTS + "\u00a0: trois repères du prix",
        sentence=(
            "Votre prix, %(price)s, dépasse tous ceux que vous avez relevés (%(highest)s au"
            " plus). Il faut une raison que le client voit."
        ),
        when=_above_the_market,
    ),
    Check(
        id="prix-plus-bas-que-les-autres",
        sheet=PRICE,
        field="prix",
        rule="the price is under every price seen",
        source=_FACTS + "\u00a0: trois repères du prix",
        sentence=(
            "Votre prix, %(price)s, est plus bas que tous ceux que vous avez relevés (%(lowest)s"
            " au moins). Vérifiez ce que vous oubliez de compter."
        ),
        when=_below_the_market,
    ),
    Check(
        id="seuil-non-atteint",
        sheet=BREAK_EVEN,
        field="ventes",
        rule="fewer sales are expected than the threshold",
        source=_METHOD,
        sentence=("Il faut %(needed)s par mois pour ne rien perdre. Vous en prévoyez %(sold)s."),
        when=_threshold_not_reached,
    ),
    Check(
        id="seuil-fragile",
        sheet=BREAK_EVEN,
        field="ventes",
        rule="losing 15 % of sales loses all that is earned",
        source="Indice de sécurité\u00a0: méthode de gestion courante",
        sentence=(
            "Vous prévoyez %(sold)s ventes par mois. Avec %(lost)s de moins, vous ne gagnez plus"
            " rien."
        ),
        when=_fragile,
    ),
    Check(
        id="mois-sans-ventes-non-payes",
        sheet=BREAK_EVEN,
        field="mois",
        rule="a month pays itself, the months not worked do not",
        source=_METHOD,
        sentence=(
            "Vos charges fixes courent douze mois. En travaillant %(months)s, il manque"
            " %(missing)s sur l’année."
        ),
        when=_year_not_paid,
    ),
    Check(
        id="assurance-oubliee",
        sheet=BREAK_EVEN,
        field="charges.1.montant",
        rule="fixed costs without an insurance",
        source="Code civil 1240 ; pour le bâtiment, code des assurances L241-1",
        sentence=(
            "Vos charges fixes ne comptent aucune assurance. Un seul accident chez un client peut"
            " tout arrêter : demandez un devis."
        ),
        when=_no_insurance,
    ),
    Check(
        id="activite-sous-le-besoin-du-foyer",
        sheet=HOME,
        rule="a month leaves less than the household needs",
        source=_FACTS + "\u00a0: budget du foyer",
        sentence=(
            "Votre activité laisse %(left)s par mois. Votre foyer a besoin de %(need)s : il"
            " manque %(missing)s."
        ),
        when=_under_the_household,
    ),
    Check(
        id="plus-de-ventes-que-de-clients",
        sheet=MARKET,
        field="clients_mois",
        rule="more sales than the customers that the market study counts",
        source=_FACTS + "\u00a0: étude de marché",
        sentence=(
            "Vous prévoyez %(sold)s par mois, mais votre étude de marché compte %(customers)s."
            " Chaque client revient-il ?"
        ),
        when=_more_sales_than_customers,
    ),
    Check(
        id="logement-oublie",
        sheet=HOME,
        field="depenses.1.montant",
        rule="a household budget without a home",
        source=_FACTS + "\u00a0: budget du foyer",
        sentence=(
            "Votre budget ne compte pas de logement. Écrivez ce qu’il coûtera, ou 0 s’il est"
            " gratuit."
        ),
        when=_no_home,
    ),
    Check(
        id="rien-pour-l-imprevu",
        sheet=HOME,
        field="imprevus",
        rule="a household budget with nothing spare",
        source=_FACTS + "\u00a0: budget du foyer",
        sentence="Votre budget ne garde rien pour l’imprévu : une panne, une facture.",
        when=_nothing_spare,
    ),
    Check(
        id="dettes-oubliees",
        sheet=HOME,
        field="depenses.9.montant",
        rule="a plan for debts, and none in the budget",
        source="Méthode du cours\u00a0: dettes",
        sentence=(
            "Vous préparez un plan pour vos dettes, mais votre budget n’en compte aucune."
            " Écrivez ce que vous rembourserez chaque mois."
        ),
        when=_forgotten_debts,
    ),
    Check(
        id="indemnites-oubliees",
        sheet=HOME,
        field="depenses.10.montant",
        rule="a plan for victims and fines, and none in the budget",
        source="Code de procédure pénale 707-2 ; code des assurances L422-7",
        sentence=(
            "Vous préparez un plan pour les indemnités et les amendes, mais votre budget n’en"
            " compte aucune. Écrivez ce que vous paierez chaque mois."
        ),
        when=_forgotten_victims,
    ),
)
