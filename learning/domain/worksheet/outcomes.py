"""The answer of each sheet that computes."""

from collections.abc import Callable
from functools import partial

from learning.domain.errors import Unavailable
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcome import Outcome
from learning.domain.worksheet.outcomes_form import answer_form, brief_form
from learning.domain.worksheet.outcomes_funding import (
    answer_funding,
    answer_loan,
    answer_working_capital,
)
from learning.domain.worksheet.outcomes_leaving import answer_leaving
from learning.domain.worksheet.outcomes_market import answer_market, answer_pitch
from learning.domain.worksheet.outcomes_money import (
    answer_break_even,
    answer_household,
    answer_price,
)
from learning.domain.worksheet.outcomes_year import answer_cash, answer_income

ANSWERS: dict[str, Callable[[Figures], Outcome]] = {
    "etude-de-marche": answer_market,
    "budget-du-foyer": answer_household,
    "prix": answer_price,
    "seuil-de-rentabilite": answer_break_even,
    "compte-de-resultat": answer_income,
    "bfr": answer_working_capital,
    "plan-de-financement": answer_funding,
    "emprunt": answer_loan,
    "tresorerie": answer_cash,
    "statut": answer_form,
    "pitch": answer_pitch,
    "sortie": answer_leaving,
}


def answer(figures: Figures, slug: str) -> Outcome | None:
    """Return what a sheet answers, None for one that only keeps what is written.

    A figure of law that is missing is said, and stops nothing else.
    """
    computed = ANSWERS.get(slug)
    if computed is None:
        return None
    return figures.once(slug, partial(_outcome, computed))


def brief(figures: Figures, slug: str) -> Outcome | None:
    """Return the same answer for a list: its lead and what is missing are enough."""
    if slug == "statut":
        return figures.once("statut en bref", partial(_outcome, brief_form))
    return answer(figures, slug)


def _outcome(computed: Callable[[Figures], Outcome], figures: Figures) -> Outcome:
    try:
        return computed(figures)
    except Unavailable as error:
        return Outcome(missing=(str(error),))
