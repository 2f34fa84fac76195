"""The same sales and costs under four legal forms: what is left, and what that costs.

A comparison of figures only: ``form_words.LIMITS`` says what it leaves out, and is shown too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from learning.domain.finance.corporate_tax import corporate_tax
from learning.domain.finance.dividends import dividends
from learning.domain.finance.employee_manager import NO_PAY, pay_of_cost
from learning.domain.finance.income_tax import ALONE, Household, after_expenses, income_tax
from learning.domain.finance.micro_entreprise import (
    MicroOptions,
    Trade,
    Turnover,
    even_year,
)
from learning.domain.finance.micro_limits import Ceiling, ceilings, taxable_income
from learning.domain.finance.money import ZERO, Money, at_least_zero, total
from learning.domain.finance.rates import Law
from learning.domain.finance.self_employed import Base, self_employed_year

_TAX_OF_NOTICE = "tva.taux.normal"


class Form(StrEnum):
    """The legal forms compared; the value is what people call them."""

    MICRO = "micro"
    EI = "ei"
    EURL = "eurl"
    SASU = "sasu"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCase:
    """One year of activity, the same for every form, amounts without tax.

    ``pay`` is what a company spends on its manager, contributions included: None spends
    everything. ``base`` is that of the self-employed's contributions.
    """

    turnovers: tuple[Turnover, ...]
    expenses: Money
    trade: Trade = Trade.COMMERCE
    household: Household = ALONE
    acre: bool = False
    created: date | None = None
    flat_tax: bool = False
    micro_open: bool = True  # false for trades outside micro-entreprise
    pay: Money | None = None
    capital: Money = ZERO
    base: Base = Base.INCOME

    @property
    def sales(self) -> Money:
        """The turnover of all kinds."""
        return total(one.amount for one in self.turnovers)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormResult:
    """What one form leaves. ``net`` is before, ``kept`` after income tax."""

    form: Form
    possible: bool = True
    contributions: Money = ZERO
    corporate_tax: Money = ZERO
    dividends: Money = ZERO  # net of the flat tax
    levied_on_dividends: Money = ZERO
    net: Money = ZERO
    income_tax: Money = ZERO
    creation: Money = ZERO
    ceilings: tuple[Ceiling, ...] = ()

    @property
    def kept(self) -> Money:
        """What the person keeps of a year."""
        return self.net - self.income_tax


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The forms in the order of ``Form``: no ranking."""

    case: FormCase
    results: tuple[FormResult, ...]
    by_form: dict[Form, FormResult] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_form", {one.form: one for one in self.results})


def compare(case: FormCase, law: Law) -> Comparison:
    """Work out the four forms on the same figures."""
    return Comparison(
        case=case,
        results=(_micro(case, law), _ei(case, law), _eurl(case, law), _sasu(case, law)),
    )


def _micro(case: FormCase, law: Law) -> FormResult:
    options = MicroOptions(
        trade=case.trade, acre=case.acre, created=case.created, flat_tax=case.flat_tax
    )
    year = even_year(case.turnovers, options, law)
    limits = ceilings(case.turnovers, law, started=case.created)
    tax = ZERO
    if not case.flat_tax:
        tax = income_tax(taxable_income(case.turnovers, law), law, case.household)
    return FormResult(
        form=Form.MICRO,
        possible=case.micro_open and not any(one.passed for one in limits),
        contributions=year.due - year.flat_tax,
        net=case.sales - case.expenses - (year.due - year.flat_tax),
        income_tax=tax + year.flat_tax,
        creation=creation_cost(Form.MICRO, case.trade, law),
        ceilings=limits,
    )


def _ei(case: FormCase, law: Law) -> FormResult:
    year = self_employed_year(
        case.sales - case.expenses,
        law,
        craft=case.trade is Trade.CRAFT,
        base=case.base,
        acre=case.acre,
    )
    return FormResult(
        form=Form.EI,
        contributions=year.contributions.due,
        net=year.net,
        income_tax=income_tax(at_least_zero(year.taxable), law, case.household),
        creation=creation_cost(Form.EI, case.trade, law),
    )


def _spent_on_pay(case: FormCase) -> Money:
    left = at_least_zero(case.sales - case.expenses)
    return left if case.pay is None else min(case.pay, left)


def _eurl(case: FormCase, law: Law) -> FormResult:
    spent = _spent_on_pay(case)
    year = self_employed_year(
        spent, law, craft=case.trade is Trade.CRAFT, base=case.base, acre=case.acre
    )
    taxable = after_expenses(at_least_zero(year.taxable), law)
    # The minimum may be more than what was meant for pay: the company pays it.
    cost = max(spent, year.contributions.due)
    return _company(
        case,
        law,
        FormResult(
            form=Form.EURL,
            contributions=year.contributions.due,
            net=at_least_zero(year.net),
            income_tax=income_tax(taxable, law, case.household),
        ),
        profit=case.sales - case.expenses - cost,
    )


def _sasu(case: FormCase, law: Law) -> FormResult:
    spent = _spent_on_pay(case)
    pay = pay_of_cost(spent, law) if spent else NO_PAY
    taxable = after_expenses(pay.taxable, law)
    return _company(
        case,
        law,
        FormResult(
            form=Form.SASU,
            contributions=pay.contributions,
            net=pay.net,
            income_tax=income_tax(taxable, law, case.household),
        ),
        profit=case.sales - case.expenses - pay.cost,
    )


def _company(case: FormCase, law: Law, result: FormResult, *, profit: Money) -> FormResult:
    """Tax what is left in a company and distribute it all; a loss lowers what is left."""
    taxed = corporate_tax(profit, law)
    shared = dividends(at_least_zero(taxed.left), law)
    return replace(
        result,
        corporate_tax=taxed.due,
        dividends=shared.net,
        levied_on_dividends=shared.taken,
        net=result.net + shared.net - taxed.loss,
        creation=creation_cost(result.form, case.trade, law),
    )


def creation_cost(form: Form, trade: Trade, law: Law) -> Money:
    """Return what registering costs, tax included: notice, registers, owners.

    The notice is the basic rate; a craftsperson also registers with the chamber (CMA).
    """
    if form is Form.MICRO:
        return law.euros("cout.micro")
    costs: list[str] = []
    if form is Form.EI:
        costs += ["cout.rcs.ei"] if trade is Trade.COMMERCE else []
        costs += ["cout.cma"] if trade is Trade.CRAFT else []
    else:
        costs += [f"cout.annonce.{form}", "cout.rcs.societe", "cout.be"]
    net = total(law.euros(name) for name in costs)
    return net + net * law.rate(_TAX_OF_NOTICE)


def crossing(
    case: FormCase, law: Law, first: Form, second: Form, turnovers: Sequence[Money]
) -> Money | None:
    """Return the first turnover at which ``second`` keeps more than ``first``, if any.

    Costs follow sales; sales are brought to each amount in turn, in the order given.
    """
    if not case.sales:
        return None
    for sales in turnovers:
        compared = compare(scaled(case, sales), law).by_form
        if compared[second].kept > compared[first].kept:
            return sales
    return None


def scaled(case: FormCase, sales: Money) -> FormCase:
    """Return the same business at another turnover, costs following it."""
    parts = sales.share([one.amount.cents for one in case.turnovers])
    turnovers = tuple(
        Turnover(one.kind, part) for one, part in zip(case.turnovers, parts, strict=True)
    )
    return replace(case, turnovers=turnovers, expenses=case.expenses * sales.ratio(case.sales))
