"""Forecast profit and loss over three years: what is earned, whatever day it is paid.

The capital of a loan is no expense, its interest is (PCG 932-1); a tool is one by its share of
each year.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from learning.domain.finance.depreciation import depreciation
from learning.domain.finance.loan import Schedule
from learning.domain.finance.money import ZERO, Money, total

YEARS = 3
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAccounts:
    """One year; ``social`` are the person's contributions, ``tax`` that of a company."""

    sales: Money
    purchases: Money = ZERO
    external: Money = ZERO
    pay: Money = ZERO
    social: Money = ZERO
    depreciation: Money = ZERO
    interest: Money = ZERO
    repaid: Money = ZERO
    tax: Money = ZERO

    @property
    def margin(self) -> Money:
        """Sales less what varies with them."""
        return self.sales - self.purchases

    @property
    def value_added(self) -> Money:
        """« Valeur ajoutée »."""
        return self.margin - self.external

    @property
    def before_depreciation(self) -> Money:
        """« Excédent brut d’exploitation »."""
        return self.value_added - self.pay - self.social

    @property
    def operating(self) -> Money:
        """« Résultat d’exploitation »."""
        return self.before_depreciation - self.depreciation

    @property
    def before_tax(self) -> Money:
        """« Résultat courant »."""
        return self.operating - self.interest

    @property
    def result(self) -> Money:
        """« Résultat net »: what is left, for the person of an EI, for the company otherwise."""
        return self.before_tax - self.tax

    @property
    def cash(self) -> Money:
        """« Capacité d’autofinancement »: what the year brings in cash."""
        return self.result + self.depreciation

    @property
    def after_loan(self) -> Money:
        """What is left once the capital of loans is repaid."""
        return self.cash - self.repaid


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that serves several years."""

    label: str
    value: Money
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCase:
    """What three years are worked out from; growth is a year over the one before."""

    sales: Money
    purchase_rate: Decimal = Decimal(0)
    external: Money = ZERO
    pay: Money = ZERO
    tools: tuple[Tool, ...] = ()
    loan: Schedule | None = None
    growth: tuple[Decimal, ...] = (Decimal(0), Decimal(0))
    cost_growth: tuple[Decimal, ...] = (Decimal(0), Decimal(0))


def three_years(case: StatementCase) -> tuple[YearAccounts, ...]:
    """Work out three years; contributions and tax are added by whoever knows the legal form."""
    found = []
    sales, external = case.sales, case.external
    for year in range(YEARS):
        if year:
            sales *= Decimal(1) + case.growth[year - 1]
            external *= Decimal(1) + case.cost_growth[year - 1]
        lines = case.loan.lines[year * MONTHS : (year + 1) * MONTHS] if case.loan else ()
        fee = case.loan.fee if case.loan and not year else ZERO
        found.append(
            YearAccounts(
                sales=sales,
                purchases=sales * case.purchase_rate,
                external=external,
                pay=case.pay,
                depreciation=total(_charge(tool, year) for tool in case.tools),
                interest=total(line.interest + line.insurance for line in lines) + fee,
                repaid=total(line.principal for line in lines),
            )
        )
    return tuple(found)


def _charge(tool: Tool, year: int) -> Money:
    if year >= tool.years:
        return ZERO
    return depreciation(tool.value, tool.years)[year].charge


def with_charges(
    accounts: YearAccounts, *, social: Money = ZERO, tax: Money = ZERO
) -> YearAccounts:
    """Return the same year with contributions and tax."""
    return replace(accounts, social=social, tax=tax)
