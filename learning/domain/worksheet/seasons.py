"""A year of sales spread over its months: a start to correct, by the season that was chosen.

The weights are ours, plain on purpose: nobody's trade follows them. They count from January.
"""

from learning.domain.finance.cash_flow import seasonal
from learning.domain.finance.money import Money
from learning.domain.numbers import show_typed
from learning.domain.worksheet.figures import COMPUTED, MONTHS, Figures
from learning.domain.worksheet.outcomes_year import first_month

WEIGHTS: dict[str, tuple[int, ...]] = {
    "egale": (1,) * MONTHS,
    "ete": (1, 1, 2, 2, 3, 4, 5, 5, 3, 2, 1, 1),
    "fetes": (2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 4, 6),
    "beaux-jours": (1, 1, 3, 4, 4, 4, 3, 3, 4, 3, 1, 1),
}


def spread_sales(figures: Figures) -> dict[str, str]:
    """Return the sales of each month as they would be typed; nothing without a year of sales."""
    year = COMPUTED["compte-de-resultat.=ventes1"](figures)
    if year is None:
        return {}
    weights = WEIGHTS.get(figures.text("tresorerie", "saison"), WEIGHTS["egale"])
    first = first_month(figures) - 1
    turned = weights[first:] + weights[:first]
    months = seasonal(Money.of(year), turned)
    return {
        f"mois.{place}.ventes": show_typed(amount.euros)
        for place, amount in enumerate(months, start=1)
    }
