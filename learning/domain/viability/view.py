"""A project as the checks look at it: what its sheets say together, worked out once."""

from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.income_statement import YearAccounts
from learning.domain.finance.loan import Schedule, schedule
from learning.domain.finance.micro_entreprise import Turnover
from learning.domain.finance.money import Money
from learning.domain.finance.price import (
    FloorPrice,
    PriceCosts,
    floor_price,
    hourly_pay,
    monthly_result,
    unit_margin,
)
from learning.domain.finance.rates import Law
from learning.domain.worksheet.figures import (
    COMPUTED,
    HUNDRED,
    MONTHS,
    Figures,
    loan_terms,
)
from learning.domain.worksheet.outcomes_leaving import states_of
from learning.domain.worksheet.outcomes_year import Till, accounts_of, till_of

BREAK_EVEN, PRICE = "seuil-de-rentabilite", "prix"
FUNDING, HOME, INCOME = "plan-de-financement", "budget-du-foyer", "compte-de-resultat"
CASH, LOAN, FORM = "tresorerie", "emprunt", "statut"
MARKET, CAPITAL, LEAVING = "etude-de-marche", "bfr", "sortie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One sale and a month of them, as one sheet has them; None is unknown.

    ``rate`` is what is taken on each euro sold, as a fraction.
    """

    price: Decimal | None
    cost: Decimal
    rate: Decimal | None
    sold: Decimal | None
    fixed: Money

    @property
    def margin(self) -> Decimal | None:
        """What one sale leaves."""
        if self.price is None or self.rate is None:
            return None
        return unit_margin(self.price, self.cost, self.rate)

    @property
    def result(self) -> Money | None:
        """What a month leaves the person."""
        if self.margin is None or self.sold is None:
            return None
        return monthly_result(self.margin, self.sold, self.fixed)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the checks read. Sales of the price sheet and of the break-even sheet may differ."""

    figures: Figures
    law: Law | None
    priced: Sale
    sale: Sale
    floor: FloorPrice | None
    hours: Decimal
    pay: Decimal | None  # of an hour
    need: Money | None
    accounts: tuple[YearAccounts, ...]
    till: Till | None
    loan: Schedule | None
    states: dict[str, str]

    @property
    def first_year(self) -> YearAccounts | None:
        """The accounts of the first year."""
        return self.accounts[0] if self.accounts else None

    @property
    def turnovers(self) -> tuple[Turnover, ...]:
        """A year of sales under its category; empty while one of them is unknown."""
        sales = self.figures.euros(FORM, "ventes")
        known = self.figures.category
        if known is None or sales is None or sales.cents <= 0:
            return ()
        return (Turnover(known[0], sales),)

    def begun(self, slug: str) -> bool:
        """Tell whether anything was typed on a sheet."""
        return not self.figures.sheet(slug).is_empty

    def amount(self, slug: str, key: str) -> Money | None:
        """Return an amount typed on a sheet, None when none was."""
        found = self.figures.own(slug, key)
        return None if found is None else Money.of(found)


def look(figures: Figures) -> View:
    """Work out what the sheets of a project say together."""
    priced = _sale(figures, PRICE, figures.euros(PRICE, "fixes"))
    sale = _sale(figures, BREAK_EVEN, _euros_of(figures, "seuil-de-rentabilite.=charges"))
    hours = (figures.number(PRICE, "heures") or Decimal(0)) * (priced.sold or Decimal(0))
    hours += figures.number(PRICE, "heures_sans") or Decimal(0)
    result, terms = priced.result, loan_terms(figures)
    return View(
        figures=figures,
        law=figures.law,
        priced=priced,
        sale=sale,
        floor=_floor(figures, priced),
        hours=hours,
        pay=hourly_pay(result, hours) if result is not None else None,
        need=_euros_of(figures, "budget-du-foyer.=besoin"),
        accounts=accounts_of(figures),
        till=till_of(figures),
        loan=schedule(terms) if terms is not None else None,
        states=states_of(figures),
    )


def _euros_of(figures: Figures, name: str) -> Money | None:
    found = COMPUTED[name](figures)
    return None if found is None else Money.of(found)


def _sale(figures: Figures, slug: str, fixed: Money | None) -> Sale:
    rate = figures.number(slug, "cotisations")
    return Sale(
        price=figures.number(slug, "prix"),
        cost=figures.number(slug, "depense") or Decimal(0),
        rate=None if rate is None else rate / HUNDRED,
        sold=figures.number(slug, "ventes"),
        fixed=fixed or Money(0),
    )


def _floor(figures: Figures, sale: Sale) -> FloorPrice | None:
    if sale.rate is None or sale.sold is None:
        return None
    return floor_price(
        PriceCosts(
            units=sale.sold,
            variable_cost=sale.cost,
            fixed_costs=sale.fixed,
            wanted_income=figures.euros(PRICE, "revenu") or Money(0),
            rate=sale.rate,
        )
    )


def worked_months(view: View) -> Decimal:
    """Return how many months of the year are worked, twelve unless told."""
    return view.figures.number(BREAK_EVEN, "mois") or Decimal(MONTHS)
