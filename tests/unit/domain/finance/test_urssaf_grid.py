"""Six hundred inputs agree within a euro with the Urssaf's own model: a development oracle.

``urssaf_grid.csv`` holds what npm ``modele-social`` 11.1.0 (MIT) answered with ``publicodes``
1.10.3 on 25 November 2026; the packages are no part of this project. Each line: kind; day of the
law; day of creation (or first day of the period); activity, trade or family; Acre; amount in
euros; then what the model says. Monthly answers are times twelve; the rest is the model's own
defaults (no area, no other income, a health insurance of 40 € a month).

How each was asked. micro: ``date``, ``entreprise . date de création``, ``entreprise . activité .
nature``, ``entreprise . activités . service ou vente``, ``dirigeant . auto-entrepreneur .
chiffre d'affaires``, ``dirigeant . exonérations . ACRE``. ei: ``entreprise . chiffre d'affaires``
and ``entreprise . charges``. eurl: taxed at the IS, ``dirigeant . rémunération . totale``. sasu:
the same of a SAS with one owner. is: ``entreprise . exercice . début`` and ``fin``, ``entreprise .
imposition . IS . résultat imposable``. ir: ``impôt . foyer fiscal`` under the « barème standard ».
"""

from collections.abc import Callable, Iterator
from csv import reader
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from learning.domain.finance.corporate_tax import corporate_tax
from learning.domain.finance.employee_manager import pay_of_cost
from learning.domain.finance.income_tax import Household, after_expenses, income_tax
from learning.domain.finance.micro_entreprise import (
    Kind,
    MicroOptions,
    Trade,
    Turnover,
    even_year,
)
from learning.domain.finance.micro_limits import taxable_income
from learning.domain.finance.money import Money, at_least_zero
from learning.domain.finance.self_employed import self_employed_year
from tests.support.law import law

GRID = Path(__file__).with_name("urssaf_grid.csv")
ONE_EURO = Decimal(1)
TRADES = {"commerce": Trade.COMMERCE, "artisan": Trade.CRAFT}
Row = list[str]
Found = list[Money]


def micro(row: Row) -> Found:
    """Contributions and chamber tax of a month, yearly net, income tax."""
    day, created = date.fromisoformat(row[1]), date.fromisoformat(row[2])
    name, _, trade = row[3].partition("_")
    options = MicroOptions(
        trade=TRADES.get(trade, Trade.LIBERAL), acre=row[4] == "1", created=created
    )
    turnovers = [Turnover(Kind(name), Money.of(row[5]))]
    year = even_year(turnovers, options, law(day))
    tax = income_tax(taxable_income(turnovers, law(day)), law(day))
    return [year.one.social, year.one.chamber, year.net, tax]


def self_employed(row: Row) -> Found:
    """Contributions, net and income tax of an EI or of an EURL that spends all on pay."""
    found = self_employed_year(Money.of(row[5]), law(), craft=row[3] == "artisanale")
    taxable = at_least_zero(found.taxable)
    if row[0] == "eurl":
        taxable = after_expenses(taxable, law())
    return [found.contributions.due, found.net, income_tax(taxable, law())]


def president(row: Row) -> Found:
    """Net, taxable and income tax of a SASU's president."""
    found = pay_of_cost(Money.of(row[5]), law())
    return [found.net, found.taxable, income_tax(after_expenses(found.taxable, law()), law())]


def corporate(row: Row) -> Found:
    """Corporate tax of a period."""
    first, last = date.fromisoformat(row[2]), date.fromisoformat(row[1])
    return [corporate_tax(Money.of(row[5]), law(last), opened=first, closed=last).tax]


def household(row: Row) -> Found:
    """Taxable income and income tax of a family's pay."""
    family = row[3].rstrip("0123456789")
    of = Household.of(
        couple=family == "couple",
        children=int(row[3].removeprefix(family) or 0),
        lone_parent=family == "isole",
    )
    taxable = after_expenses(Money.of(row[5]), law())
    return [taxable, income_tax(taxable, law(), of)]


ASKED: dict[str, Callable[[Row], Found]] = {
    "micro": micro,
    "ei": self_employed,
    "eurl": self_employed,
    "sasu": president,
    "is": corporate,
    "ir": household,
}


def rows(kind: str) -> Iterator[Row]:
    """The lines of one kind."""
    with GRID.open(encoding="utf-8", newline="") as lines:
        yield from (row for row in reader(lines, delimiter=";") if row[0] == kind)


@pytest.mark.parametrize("kind", ASKED)
def test_the_grid_agrees_within_a_euro(kind: str) -> None:
    far = [
        (row, [one.euros for one in found])
        for row in rows(kind)
        for found in [ASKED[kind](row)]
        if any(
            abs(one.euros - Decimal(said)) > ONE_EURO
            for one, said in zip(found, row[6:], strict=False)
        )
    ]
    assert not far
