"""The figures of a whole project: each sheet's own, and those it takes from another.

A field left empty takes what it names (``Field.carried``): another sheet's field, or something
computed here. What is typed always wins.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from learning.domain.errors import Unavailable
from learning.domain.finance.loan import LoanTerms, schedule
from learning.domain.finance.micro_entreprise import (
    Kind,
    MicroOptions,
    Trade,
    micro_rates,
)
from learning.domain.finance.money import Money
from learning.domain.finance.rates import Law
from learning.domain.worksheet.fields import Field, Sheet
from learning.domain.worksheet.reading import Filled, read_sheet
from learning.domain.worksheet.sheets import SHEETS

Found = TypeVar("Found")
HUNDRED = Decimal(100)
MONTHS = 12

# An activity of « Mon idée » → the category of its turnover, and where it is registered.
# Farming has neither: it is outside the micro-entreprise of the Urssaf (MSA).
FARMING = "agricole"
CATEGORIES: dict[str, tuple[Kind, Trade]] = {
    "vente": (Kind.SALE, Trade.COMMERCE),
    "fabrication": (Kind.SALE, Trade.CRAFT),
    "restauration": (Kind.SALE, Trade.COMMERCE),
    "artisanat": (Kind.SERVICE, Trade.CRAFT),
    "service": (Kind.SERVICE, Trade.COMMERCE),
    "liberal": (Kind.LIBERAL, Trade.LIBERAL),
}


@dataclass(frozen=True, slots=True)
class Carried:
    """A value taken from elsewhere, and the sheet that it comes from, if one."""

    value: Decimal | None
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """A project read under the law of a day. ``law`` None: what needs it stays unknown."""

    sheets: Mapping[str, Filled]
    law: Law | None = None
    _empty: dict[str, Filled] = field(default_factory=dict, init=False, repr=False, compare=False)
    _known: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, typed: Mapping[str, Mapping[str, str]], law: Law | None = None) -> "Figures":
        """Read what was typed in each sheet."""
        return cls({s.slug: read_sheet(s, typed[s.slug]) for s in SHEETS if s.slug in typed}, law)

    def once(self, name: str, work_out: Callable[["Figures"], Found]) -> Found:
        """Return what was worked out under that name, working it out the first time."""
        if name not in self._known:
            self._known[name] = work_out(self)
        found: Found = self._known[name]
        return found

    def sheet(self, slug: str) -> Filled:
        """Return a sheet as filled in, an empty one when nothing was typed."""
        if (found := self.sheets.get(slug)) is not None:
            return found
        if slug not in self._empty:
            self._empty[slug] = read_sheet(_BY_SLUG[slug], {})
        return self._empty[slug]

    def text(self, slug: str, name: str) -> str:
        """Return what was typed there, "" if nothing was."""
        return self.sheet(slug).text(name)

    def own(self, slug: str, name: str) -> Decimal | None:
        """Return a number typed on the sheet itself, or None."""
        return self.sheet(slug).numbers.get(name)

    def number(self, slug: str, name: str) -> Decimal | None:
        """Return a number of a sheet: typed, else carried from elsewhere.

        A value typed and unreadable is unknown, never replaced.
        """
        filled = self.sheet(slug)
        if filled.text(name):
            return filled.numbers.get(name)
        asked = _FIELDS[slug].get(name)
        return self.carried(slug, asked).value if asked else None

    def euros(self, slug: str, name: str) -> Money | None:
        """Return a number of a sheet as money."""
        found = self.number(slug, name)
        return None if found is None else Money.of(found)

    def sum_of(self, slug: str, table: str, column: str) -> Money:
        """Sum a column of a table."""
        return Money.of(self.sheet(slug).sum_of(table, column))

    def has_any(self, slug: str, table: str, column: str) -> bool:
        """Tell whether a column has a number at all."""
        filled = self.sheet(slug)
        found = filled.sheet.table(table)
        return any(found.key(row, column) in filled.numbers for row in range(1, found.size + 1))

    def carried(self, slug: str, asked: Field) -> Carried:
        """Return what a field would take from elsewhere."""
        if not asked.carried:
            return Carried(None)
        source, _, name = asked.carried.rpartition(".")
        source = source or ("" if name.startswith("=") else slug)
        if name.startswith("="):
            return Carried(self._computed(asked.carried), _BY_SLUG.get(source))
        return Carried(self.number(source, name), _BY_SLUG[source])

    def _computed(self, name: str) -> Decimal | None:
        """Compute a value; a figure of law that the site has not leaves it unknown."""
        try:
            return self.once(name, COMPUTED[name])
        except Unavailable:
            return None

    @property
    def category(self) -> tuple[Kind, Trade] | None:
        """The category of the activity, None when it is not said or has none."""
        return CATEGORIES.get(self.text("idee", "activite"))

    @property
    def options(self) -> MicroOptions:
        """How a micro-entreprise of this project would be."""
        known = self.category
        return MicroOptions(
            trade=known[1] if known else Trade.COMMERCE,
            acre=self.text("statut", "acre") == "oui",
            created=self.law.on if self.law else None,
            flat_tax=self.text("statut", "liberatoire") == "oui",
        )

    @property
    def on(self) -> date | None:
        """The day of the law."""
        return self.law.on if self.law else None

    @property
    def unit(self) -> str:
        """What is sold, in the person's word: « coupe »."""
        return self.text("idee", "unite").removeprefix("une ").removeprefix("un ").strip()


def _contributions(figures: Figures) -> Decimal | None:
    known = figures.category
    if known is None or figures.law is None:
        return None
    return micro_rates(known[0], figures.options, figures.law).all * HUNDRED


def _microcredit_rate(figures: Figures) -> Decimal | None:
    return None if figures.law is None else figures.law.rate("adie.taux") * HUNDRED


def _fixed_costs(figures: Figures) -> Decimal | None:
    slug = "seuil-de-rentabilite"
    if not figures.has_any(slug, "charges", "montant"):
        return None
    return figures.sum_of(slug, "charges", "montant").euros


def _need(figures: Figures) -> Decimal | None:
    """What the household lacks each month, never below zero; None when nothing is said."""
    slug = "budget-du-foyer"
    if not figures.has_any(slug, "depenses", "montant"):
        return None
    spent = figures.sum_of(slug, "depenses", "montant").euros
    spent += figures.own(slug, "imprevus") or Decimal(0)
    return max(spent - figures.sum_of(slug, "ressources", "montant").euros, Decimal(0))


def _sales_of_a_year(figures: Figures) -> Decimal | None:
    return _first_year(figures, "produits", "prix")


def _purchases_of_a_year(figures: Figures) -> Decimal | None:
    return _first_year(figures, "achats", "depense")


def _first_year(figures: Figures, table: str, of_a_sale: str) -> Decimal | None:
    """Return what the accounts have of the first year, else what its sales make of one."""
    if figures.has_any("compte-de-resultat", table, "an1"):
        return figures.sum_of("compte-de-resultat", table, "an1").euros
    slug = "seuil-de-rentabilite"
    each, sold = figures.number(slug, of_a_sale), figures.number(slug, "ventes")
    if each is None or sold is None:
        return None
    return each * sold * (figures.number(slug, "mois") or MONTHS)


def _spending_of_a_year(figures: Figures) -> Decimal | None:
    slug = "compte-de-resultat"
    bought = _purchases_of_a_year(figures)
    if any(figures.has_any(slug, table, "an1") for table in ("externes", "autres")):
        others = figures.sum_of(slug, "externes", "an1") + figures.sum_of(slug, "autres", "an1")
        return (bought or Decimal(0)) + others.euros
    fixed = _fixed_costs(figures)
    if bought is None and fixed is None:
        return None
    return (bought or Decimal(0)) + (fixed or Decimal(0)) * MONTHS


def working_capital_need(figures: Figures) -> Decimal | None:
    """Stock and what customers owe, less what is owed to suppliers, over 365 days."""
    sales = figures.number("bfr", "ventes")
    bought = figures.number("bfr", "achats")
    days = [figures.own("bfr", name) for name in ("stock", "clients", "fournisseurs")]
    if (sales is None and bought is None) or all(one is None for one in days):
        return None
    stock, customers, suppliers = (one or Decimal(0) for one in days)
    year = Decimal(365)
    held = (bought or Decimal(0)) * (stock - suppliers) / year
    return held + (sales or Decimal(0)) * customers / year


def loan_terms(figures: Figures) -> LoanTerms | None:
    """Return the loan of the sheet, None while its sum or its length is unknown."""
    amount = figures.euros("emprunt", "somme")
    months = figures.number("emprunt", "duree")
    rate = figures.number("emprunt", "taux")
    deferred = int(figures.number("emprunt", "differe") or 0)
    if not amount or not months or rate is None or deferred >= months:
        return None
    return LoanTerms(
        capital=amount, yearly_rate=rate / HUNDRED, periods=int(months), deferred=deferred
    )


def _instalment(figures: Figures) -> Decimal | None:
    terms = loan_terms(figures)
    return None if terms is None else schedule(terms).payment.euros


COMPUTED: dict[str, Callable[[Figures], Decimal | None]] = {
    "=cotisations": _contributions,
    "=taux_microcredit": _microcredit_rate,
    "seuil-de-rentabilite.=charges": _fixed_costs,
    "budget-du-foyer.=besoin": _need,
    "compte-de-resultat.=ventes1": _sales_of_a_year,
    "compte-de-resultat.=achats1": _purchases_of_a_year,
    "compte-de-resultat.=charges1": _spending_of_a_year,
    "bfr.=bfr": working_capital_need,
    "emprunt.=echeance": _instalment,
}
_BY_SLUG = {sheet.slug: sheet for sheet in SHEETS}
_FIELDS = {sheet.slug: dict(sheet.cells()) for sheet in SHEETS}
