"""What the sheets of price, break-even and household answer."""

from decimal import ROUND_CEILING, Decimal

from learning.domain.finance.break_even import UnitBreakEven, unit_break_even
from learning.domain.finance.money import Money
from learning.domain.finance.price import (
    PriceCosts,
    floor_price,
    hourly_pay,
    monthly_result,
    unit_margin,
)
from learning.domain.worksheet.figures import COMPUTED, FARMING, HUNDRED, MONTHS, Figures
from learning.domain.worksheet.outcome import Curve, Grid, Outcome, Phrase
from learning.domain.worksheet.wording import count, euros, number, of_each, percent, plural

CONTRIBUTIONS = ("micro.cotisations", "micro.cfp", "micro.tfc")
_ACTIVITY = "votre activité, sur la feuille « Mon idée », ou le taux de vos cotisations"


def _rates(figures: Figures, slug: str) -> tuple[str, ...]:
    """Name the figures of law that a sheet uses: none, when the person typed a rate."""
    return () if figures.text(slug, "cotisations") else CONTRIBUTIONS


def missing_rate(figures: Figures, slug: str) -> str:
    """Say what the rate lacks: an activity, or to be read."""
    if figures.text(slug, "cotisations"):
        return "un taux de cotisations qui se lit"
    if figures.text("idee", "activite") == FARMING:
        return "le taux de vos cotisations, à demander à la MSA"
    return _ACTIVITY


def answer_price(figures: Figures) -> Outcome:
    """The lowest price that pays everything, then what the price thought of really pays."""
    sold, rate = figures.number("prix", "ventes"), figures.number("prix", "cotisations")
    missing = []
    if not sold:
        missing.append("le nombre de ventes que vous prévoyez")
    if rate is None:
        missing.append(missing_rate(figures, "prix"))
    if missing or not sold or rate is None:
        return Outcome(missing=tuple(missing))
    costs = PriceCosts(
        units=sold,
        variable_cost=figures.number("prix", "depense") or Decimal(0),
        fixed_costs=figures.euros("prix", "fixes") or Money(0),
        wanted_income=figures.euros("prix", "revenu") or Money(0),
        rate=rate / HUNDRED,
    )
    floor = floor_price(costs)
    if floor is None:
        return Outcome(missing=("un taux de cotisations de moins de 100 %",))
    each = of_each(figures.unit)
    sentences = []
    if not costs.wanted_income:
        sentences.append("Ce prix ne vous paie pas encore : dites ce que vous voulez gagner.")
    else:
        sentences.append(
            f"À {euros(floor.without_pay)}, vous payez vos dépenses et vos cotisations, "
            "mais vous travaillez pour rien."
        )
    sentences += _chosen_price(figures, costs)
    return Outcome(
        lead=Phrase("Votre prix le plus bas est de", euros(floor.price), f"{each}."),
        sentences=tuple(sentences),
        grids=(_price_parts(costs, floor.price),),
        notes=("Le prix le plus bas est arrondi au centime du dessus.",),
        rates=_rates(figures, "prix"),
    )


def _chosen_price(figures: Figures, costs: PriceCosts) -> list[str]:
    price = figures.number("prix", "prix")
    if price is None:
        return []
    margin = unit_margin(price, costs.variable_cost, costs.rate)
    left = monthly_result(margin, costs.units, costs.fixed_costs)
    said = f"Avec votre prix de {euros(price)}, il vous reste {euros(left)} par mois."
    if left.cents < 0:
        said = f"Avec votre prix de {euros(price)}, vous perdez {euros(-left)} par mois."
    sentences = [said]
    hours = (figures.number("prix", "heures") or Decimal(0)) * costs.units
    hours += figures.number("prix", "heures_sans") or Decimal(0)
    pay = hourly_pay(left, hours)
    if pay is not None and pay > 0:
        sentences.append(
            f"Cela fait {euros(pay)} de l’heure, pour {count(hours, 'heure')} par mois."
        )
    return sentences


def _price_parts(costs: PriceCosts, price: Decimal) -> Grid:
    fixed = costs.fixed_costs.euros / costs.units
    taken = price * costs.rate
    pay = price - costs.variable_cost - fixed - taken
    rows = (
        ("Dépenses de la vente", euros(costs.variable_cost)),
        ("Part des charges fixes", euros(_cents(fixed))),
        ("Cotisations", euros(_cents(taken))),
        ("Votre travail", euros(_cents(pay))),
        ("Prix", euros(price)),
    )
    return Grid(caption="Ce que paie ce prix", heads=("Part", "Montant"), rows=rows, sums=1)


def _cents(value: Decimal) -> Decimal:
    return Money.of(value).euros


def break_even_of(figures: Figures) -> UnitBreakEven | None:
    """Return the break-even of the sheet, None while a figure is missing."""
    slug = "seuil-de-rentabilite"
    price, rate = figures.number(slug, "prix"), figures.number(slug, "cotisations")
    if price is None or rate is None or not figures.has_any(slug, "charges", "montant"):
        return None
    return unit_break_even(
        price=price,
        variable_cost=figures.number(slug, "depense") or Decimal(0),
        fixed_costs=figures.sum_of(slug, "charges", "montant"),
        rate=rate / HUNDRED,
    )


def answer_break_even(figures: Figures) -> Outcome:
    """From how many sales money is earned, with the line that shows it."""
    slug = "seuil-de-rentabilite"
    found = break_even_of(figures)
    if found is None:
        return Outcome(missing=_missing_for_break_even(figures))
    unit, sold = figures.unit, figures.number(slug, "ventes")
    if found.units is None:
        each = count(1, unit)
        return Outcome(
            lead=Phrase("Chaque vente vous coûte", euros(_cents(-found.margin))),
            sentences=(
                (
                    f"Le prix ne paie pas les dépenses et les cotisations de {each}. "
                    "Vendre plus ferait perdre plus : changez le prix ou les dépenses."
                ),
            ),
            rates=_rates(figures, slug),
        )
    taken = found.price - found.margin - (figures.number(slug, "depense") or Decimal(0))
    sentences = []
    if sold is not None:
        sentences.append(_left(found, sold, unit))
        sentences += _reached(figures, found, sold)
    sentences.append(
        f"Il reste {euros(_cents(found.margin))} {of_each(unit)} : {euros(found.price)} "
        f"moins {euros(figures.number(slug, 'depense') or Decimal(0))} de dépenses "
        f"et {euros(_cents(taken))} de cotisations."
    )
    return Outcome(
        lead=Phrase("Vous gagnez de l’argent à partir de", count(found.units, unit), "par mois."),
        sentences=tuple(sentences),
        curve=_line(found, sold, unit),
        grids=(_totals(found),),
        rates=_rates(figures, slug),
    )


def _missing_for_break_even(figures: Figures) -> tuple[str, ...]:
    slug = "seuil-de-rentabilite"
    missing = []
    if figures.number(slug, "prix") is None:
        missing.append("le prix d’une vente")
    if figures.number(slug, "cotisations") is None:
        missing.append(missing_rate(figures, slug))
    if not figures.has_any(slug, "charges", "montant"):
        missing.append("vos charges fixes, même à 0")
    return tuple(missing)


def _left(found: UnitBreakEven, sold: Decimal, unit: str) -> str:
    left = monthly_result(found.margin, sold, found.fixed_costs)
    said = count(sold, unit)
    if left.cents < 0:
        return f"Avec {said}, il vous manque {euros(-left)} par mois."
    return f"Avec {said}, il vous reste {euros(left)} par mois."


def _reached(figures: Figures, found: UnitBreakEven, sold: Decimal) -> list[str]:
    months = figures.number("seuil-de-rentabilite", "mois") or Decimal(MONTHS)
    if found.exact is None or sold <= 0 or not months:
        return []
    # Fixed costs run all year; sales only in the months that are worked.
    share = found.exact * MONTHS / (sold * months)
    if share > 1:
        return ["Avec ces ventes, l’année entière ne paie pas vos charges fixes."]
    after = (share * months).quantize(Decimal("0.1"), rounding=ROUND_CEILING)
    return [f"L’année entière est payée après {number(after)} mois de travail."]


def _totals(found: UnitBreakEven) -> Grid:
    rows = [("Charges fixes d’un mois", euros(found.fixed_costs))]
    if found.sales is not None:
        rows.append(("Ventes d’un mois au seuil", euros(found.sales)))
    if found.margin_rate is not None:
        rows.append(("Ce qui reste sur 100 € vendus", percent(found.margin_rate)))
    return Grid(caption="Au seuil", heads=("Chiffre", "Montant"), rows=tuple(rows))


def _line(found: UnitBreakEven, sold: Decimal | None, unit: str) -> Curve | None:
    if found.units is None or not found.fixed_costs:
        return None
    most = max(sold or Decimal(0), Decimal(found.units) * Decimal("1.6"), Decimal(1))
    most = most.to_integral_value(rounding=ROUND_CEILING)
    sales, least = plural(unit or "vente"), count(found.units, unit)
    fixed = euros(found.fixed_costs)
    return Curve(
        caption=f"Ce qui reste sur les {sales}, et les charges fixes d’un mois",
        values=(0.0, float(found.margin * most)),
        places=("0", number(most)),
        level=float(found.fixed_costs.euros),
        level_words="Charges fixes",
        level_amount=fixed,
        mark=float(Decimal(found.exact or 0) / most),
        mark_words=least,
        below_words="Vous perdez",
        above_words="Vous gagnez",
        line_words=f"Ce qui reste sur les {sales}",
        axis_words=f"{sales[:1].upper()}{sales[1:]} par mois",
        said=f"À {least} par mois, ce qui reste paie les charges fixes, {fixed}. "
        "Avant, vous perdez de l’argent. Après, vous en gagnez.",
    )


def answer_household(figures: Figures) -> Outcome:
    """What the business must bring in each month."""
    slug = "budget-du-foyer"
    need = COMPUTED["budget-du-foyer.=besoin"](figures)
    if need is None:
        return Outcome(missing=("vos dépenses d’un mois",))
    spent = figures.sum_of(slug, "depenses", "montant")
    reserve = figures.euros(slug, "imprevus") or Money(0)
    sure = figures.sum_of(slug, "ressources", "montant")
    lead = Phrase("L’activité doit vous rapporter", euros(need), "par mois pour vivre.")
    if not need:
        lead = Phrase("Vos ressources sûres paient", "toutes vos dépenses", "d’un mois.")
    said = (
        f"Vos dépenses font {euros(spent + reserve)} par mois. "
        f"Vos ressources sûres font {euros(sure)}."
    )
    sentences = [said]
    if not reserve:
        sentences.append("Vous n’avez rien gardé pour l’imprévu : une panne, une facture.")
    rows = (
        ("Dépenses", euros(spent)),
        ("Réserve", euros(reserve)),
        ("Ressources sûres", euros(sure)),
        ("Besoin du mois", euros(need)),
    )
    grid = Grid(caption="Votre mois", heads=("Part", "Montant"), rows=rows, sums=1)
    return Outcome(lead=lead, sentences=tuple(sentences), grids=(grid,))
