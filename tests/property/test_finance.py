"""The engine's rules hold whatever the figures: exact sums, nothing lost, no order reversed."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from learning.domain.finance.break_even import break_even, unit_break_even
from learning.domain.finance.business_cash import CashCase, business_cash, micro_dues
from learning.domain.finance.cash_flow import CashFlow, CashLine, Terms, returned, spread
from learning.domain.finance.corporate_tax import corporate_tax
from learning.domain.finance.depreciation import depreciation
from learning.domain.finance.dividends import dividends
from learning.domain.finance.income_tax import Household, income_tax
from learning.domain.finance.legal_form import Form, FormCase, compare
from learning.domain.finance.loan import LoanTerms, equal_principal, schedule
from learning.domain.finance.micro_entreprise import (
    Kind,
    MicroOptions,
    Trade,
    Turnover,
    declare,
    even_year,
)
from learning.domain.finance.micro_limits import ceilings, taxable_income
from learning.domain.finance.money import ZERO, Money, total
from learning.domain.finance.price import PriceCosts, floor_price, unit_margin
from learning.domain.finance.vat import franchise, vat_balances, with_vat, without_vat
from tests.support.law import law

cents = st.integers(0, 50_000_000).map(Money)
signed = st.integers(-50_000_000, 50_000_000).map(Money)
prices = st.integers(1, 10_000_000).map(lambda one: Decimal(one).scaleb(-2))
rates = st.integers(0, 6_000).map(lambda one: Decimal(one).scaleb(-4))
kinds = st.sampled_from(Kind)
trades = st.sampled_from(Trade)
days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
year = st.lists(cents, min_size=12, max_size=12)
weights = st.lists(st.integers(0, 100), min_size=1, max_size=24)
# What the law's own steps may take from somebody who earns a little more: a health rate rounded
# to two decimals, and the balance levied on all of a president's pay above the ceiling.
STEP = Money.of(70)


@given(amount=signed, parts=weights)
def test_a_shared_amount_is_whole(amount: Money, parts: list[int]) -> None:
    shared = amount.share(parts)
    assert total(shared) == (amount if sum(parts) else ZERO)
    assert total(amount.split(len(parts))) == amount


@given(price=prices, more=prices, cost=prices, rate=rates, fixed=cents)
def test_a_higher_price_never_lowers_the_margin(
    price: Decimal, more: Decimal, cost: Decimal, rate: Decimal, fixed: Money
) -> None:
    assert unit_margin(price + more, cost, rate) >= unit_margin(price, cost, rate)
    low = unit_break_even(price=price, variable_cost=cost, fixed_costs=fixed, rate=rate)
    high = unit_break_even(price=price + more, variable_cost=cost, fixed_costs=fixed, rate=rate)
    if low.units is not None:
        assert high.units is not None
        assert high.units <= low.units
        assert low.margin * low.units >= fixed.euros
        assert low.units == 0 or low.margin * (low.units - 1) < fixed.euros


@given(units=prices, cost=prices, fixed=cents, income=cents, rate=rates)
def test_the_floor_price_pays_everything(
    units: Decimal, cost: Decimal, fixed: Money, income: Money, rate: Decimal
) -> None:
    costs = PriceCosts(
        units=units, variable_cost=cost, fixed_costs=fixed, wanted_income=income, rate=rate
    )
    found = floor_price(costs)
    assert found
    left = unit_margin(found.price, cost, rate) * units
    assert left >= (fixed + income).euros - Decimal("0.000001")
    assert found.without_pay <= found.price


@given(sales=cents, variable=cents, fixed=cents)
def test_at_the_threshold_nothing_is_lost(sales: Money, variable: Money, fixed: Money) -> None:
    found = break_even(turnover=sales, variable_costs=variable, fixed_costs=fixed)
    if found.threshold is not None and found.threshold < Money.of(10**9):
        assert found.reached == (found.result >= ZERO) or abs(found.result) <= Money(1)


@given(opening=signed, came=st.lists(year, max_size=4), went=st.lists(year, max_size=4))
def test_a_cash_plan_closes_on_its_sum(
    opening: Money, came: list[list[Money]], went: list[list[Money]]
) -> None:
    plan = CashFlow(
        opening=opening,
        receipts=tuple(CashLine("", tuple(one)) for one in came),
        payments=tuple(CashLine("", tuple(one)) for one in went),
    )
    assert plan.closing == opening + total(map(total, came)) - total(map(total, went))
    helped = CashFlow(
        opening=opening + plan.missing, receipts=plan.receipts, payments=plan.payments
    )
    assert helped.first_below_zero is None


@given(
    amounts=year, days=st.integers(0, 120), now=st.integers(0, 100), every=st.sampled_from((1, 3))
)
def test_a_delay_loses_nothing(amounts: list[Money], days: int, now: int, every: int) -> None:
    moved = spread(amounts, Terms.after_days(days, at_once=Decimal(now) / 100))
    assert total(moved.amounts) + moved.after == total(amounts)
    due = returned(amounts, every=every)
    assert total(due.amounts) + due.after == total(amounts)


@given(
    opening=cents, sales=cents, pay=cents, rate=rates, days=st.integers(0, 90),
    every=st.sampled_from((1, 3)), on=days, charged=st.sampled_from((None, Decimal("0.2"))),
)  # fmt: skip
def test_what_a_business_earns_is_in_its_till_or_still_owed(
    opening: Money, sales: Money, pay: Money, rate: Decimal, days: int, every: int, on: date,
    charged: Decimal | None,
) -> None:  # fmt: skip
    case = CashCase(
        opening=opening, sales=sales, pay=pay, purchase_rate=rate, charged=charged,
        sale_terms=Terms.after_days(days), fixed=(("Loyer", Money.of(300)),),
    )  # fmt: skip
    found = business_cash(
        case, micro_dues([(Kind.SALE, Decimal(1))], MicroOptions(), law(on), every=every)
    )
    flow = found.flow
    assert flow.closing == opening + total(flow.received) - total(flow.paid)
    assert total(found.sold) == sales
    received = total(line.total for line in flow.receipts)
    tax = charged or Decimal(0)
    assert abs(received + found.to_receive - (sales + sales * tax)) <= Money(24)


@given(
    capital=st.integers(1, 10_000_000).map(Money), rate=rates, periods=st.integers(1, 120),
    deferred=st.integers(0, 24),
)  # fmt: skip
def test_a_loan_is_repaid_exactly(
    capital: Money, rate: Decimal, periods: int, deferred: int
) -> None:
    terms = LoanTerms(
        capital=capital, yearly_rate=rate, periods=periods + deferred, deferred=deferred
    )
    for found in (schedule(terms), equal_principal(terms)):
        assert total(line.principal for line in found.lines) == capital
        assert found.lines[-1].balance == ZERO
        assert found.paid == capital + found.interest
        balances = [line.balance for line in found.lines]
        assert balances == sorted(balances, reverse=True)
        assert all(line.principal >= ZERO and line.interest >= ZERO for line in found.lines)


@given(value=cents, years=st.integers(1, 20), start=st.none() | days)
def test_depreciation_ends_at_nothing(value: Money, years: int, start: date | None) -> None:
    lines = depreciation(value, years, in_service=start)
    assert total(line.charge for line in lines) == value
    assert lines[-1].left == ZERO


@given(kind=kinds, trade=trades, acre=st.booleans(), low=cents, more=cents, on=days)
def test_more_sales_never_cost_less(
    kind: Kind, trade: Trade, acre: bool, low: Money, more: Money, on: date
) -> None:
    options = MicroOptions(trade=trade, acre=acre, created=on)
    small, large = (declare([Turnover(kind, one)], options, law(on)) for one in (low, low + more))
    assert ZERO <= small.due <= large.due <= large.turnover + Money.of(1)
    assert small.social.cents % 100 == small.chamber.cents % 100 == 0
    year = even_year([Turnover(kind, low)], options, law(on))
    assert year.due + year.net == low
    assert ZERO <= taxable_income([Turnover(kind, low)], law(on)) <= low


@given(kind=kinds, amount=cents, started=days)
def test_thresholds_follow_the_days(kind: Kind, amount: Money, started: date) -> None:
    at = law(started.replace(month=12, day=31))
    for one in ceilings([Turnover(kind, amount)], at, started=started):
        assert ZERO < one.limit <= one.full
    for limit in franchise([Turnover(kind, amount)], at, started=started):
        assert limit.base_prorated <= limit.base < limit.tolerance


@given(net=cents, rate=rates)
def test_vat_comes_off_as_it_was_put_on(net: Money, rate: Decimal) -> None:
    assert abs(without_vat(with_vat(net, rate), rate) - net) <= Money(1)


@given(collected=year, deductible=year)
def test_a_vat_credit_is_never_lost(collected: list[Money], deductible: list[Money]) -> None:
    months = vat_balances(collected, deductible)
    paid = total(one.to_pay for one in months)
    assert paid - months[-1].credit == total(collected) - total(deductible)


@given(low=signed, more=cents)
def test_more_profit_never_pays_less_tax_nor_leaves_less(low: Money, more: Money) -> None:
    small, large = corporate_tax(low, law()), corporate_tax(low + more, law())
    assert small.due <= large.due
    assert small.left <= large.left + Money.of(1)
    shared = dividends(max(large.left, ZERO), law())
    assert shared.net + shared.taken == shared.gross


@given(low=cents, more=cents, couple=st.booleans(), children=st.integers(0, 4))
def test_income_tax_climbs_less_than_income(
    low: Money, more: Money, couple: bool, children: int
) -> None:
    home = Household.of(couple=couple, children=children, lone_parent=not couple)
    alone = Household()
    small, large = income_tax(low, law(), home), income_tax(low + more, law(), home)
    assert ZERO <= small <= large
    # « Décote » takes 45,25 % of each euro of tax back: a bracket weighs at most 0,45 × 1,4525.
    assert large - small <= more * Decimal("0.66") + Money(2)
    assert small <= income_tax(low, law(), alone)


def comparable(left: Money) -> tuple[Form, ...]:
    """The forms whose result follows what is left.

    A few hundred euros pay no president: they are distributed, and a little more begins a pay.
    """
    return tuple(Form) if left >= Money.of(1000) else (Form.MICRO, Form.EI, Form.EURL)


@given(kind=kinds, trade=trades, sales=cents, expenses=cents, more=cents)
def test_spending_more_never_leaves_more(
    kind: Kind, trade: Trade, sales: Money, expenses: Money, more: Money
) -> None:
    cheap, dear = (
        compare(FormCase(turnovers=(Turnover(kind, sales),), expenses=one, trade=trade), law())
        for one in (expenses, expenses + more)
    )
    for form in comparable(sales - expenses - more):
        assert dear.by_form[form].kept <= cheap.by_form[form].kept + STEP


@given(kind=kinds, sales=cents, more=cents, expenses=cents)
def test_selling_more_never_leaves_less(
    kind: Kind, sales: Money, more: Money, expenses: Money
) -> None:
    few, many = (
        compare(FormCase(turnovers=(Turnover(kind, one),), expenses=expenses), law())
        for one in (sales, sales + more)
    )
    for form in comparable(sales - expenses):
        assert few.by_form[form].kept <= many.by_form[form].kept + STEP
