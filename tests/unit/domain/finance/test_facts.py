"""Every worked example of the facts of the project, to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from learning.domain.finance.break_even import break_even, margin_break_even, unit_break_even
from learning.domain.finance.corporate_tax import corporate_tax
from learning.domain.finance.dividends import dividends
from learning.domain.finance.employee_manager import pay_of_net
from learning.domain.finance.household import (
    arce,
    nominative_account,
    rsa_alone,
    seizure_floor,
    wage_floor,
)
from learning.domain.finance.legal_form import Form, creation_cost
from learning.domain.finance.loan import LoanTerms, schedule
from learning.domain.finance.margin import margin_rate
from learning.domain.finance.micro_entreprise import (
    Kind,
    MicroOptions,
    Trade,
    Turnover,
    acre_end,
    exact_due,
    micro_rates,
)
from learning.domain.finance.money import Money, total, whole_above
from learning.domain.finance.price import (
    PriceCosts,
    floor_price,
    hourly_pay,
    monthly_result,
    unit_margin,
)
from learning.domain.finance.self_employed import self_employed_year
from learning.domain.finance.vat import Exemption, exemption, franchise
from learning.domain.finance.working_capital import WorkingCapital
from tests.support.law import law
from tests.unit.domain.finance.cases import CASES, Case

D = Decimal
AFTER_JULY = date(2026, 8, 1)


def options(case: Case, *, acre: bool = False) -> MicroOptions:
    """A case's micro-entreprise, made after July 2026."""
    return MicroOptions(trade=case.trade, acre=acre, created=AFTER_JULY)


def margin_of(case: Case, *, acre: bool = False) -> Decimal:
    """What a unit leaves, by the rates of the law."""
    rates = [micro_rates(line.kind, options(case, acre=acre), law()).all for line in case.lines]
    return sum(
        (
            unit_margin(D(line.price), D(line.cost), rate)
            for line, rate in zip(case.lines, rates, strict=True)
        ),
        D(0),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rates_of_a_case_are_those_of_the_law(case: Case) -> None:
    for line in case.lines:
        assert micro_rates(line.kind, options(case), law()).all * 100 == D(line.rate)
        with_acre = micro_rates(line.kind, options(case, acre=True), law())
        assert with_acre.all * 100 == D(line.acre_rate)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_found_again(case: Case) -> None:
    fixed = total(Money.of(one) for one in case.fixed)
    margin = margin_of(case)
    assert margin == D(case.margin)
    found = margin_break_even(price=case.price, margin=margin, fixed_costs=fixed)
    assert found.units == case.units
    assert found.sales == Money.of(case.threshold)
    assert Money.of(case.price * case.forecast) == Money.of(case.sales)
    assert monthly_result(margin, D(case.forecast), fixed) == Money.of(case.result)
    margin = margin_of(case, acre=True)
    assert monthly_result(margin, D(case.forecast), fixed) == Money.of(case.with_acre)


def test_a_rainy_month_of_the_food_truck() -> None:
    truck = CASES[0]
    assert monthly_result(margin_of(truck), D(300), Money.of(1400)) == Money.of("106.17")


def test_a_thirteenth_day_of_painting_passes_the_threshold_of_vat() -> None:
    twelve, thirteen = (Turnover(Kind.SERVICE, Money.of(250 * days * 12)) for days in (12, 13))
    assert exemption(franchise([twelve], law())) is Exemption.KEPT
    assert exemption(franchise([thirteen], law())) is Exemption.LOST_NEXT_YEAR


def test_deliveries_pay_little_an_hour() -> None:
    assert hourly_pay(Money.of("1091.42"), D(174)) == D("6.27")


def test_the_landscaper_outside_micro() -> None:
    margin, fixed = D(32) - D(4), Money.of(480)
    assert unit_break_even(price=D(32), variable_cost=D(4), fixed_costs=fixed).units == 18
    assert whole_above((fixed + Money.of(100)).euros / margin) == 21
    profit = monthly_result(margin, D(80), fixed)
    assert profit == Money.of(1760)
    assert profit - profit * D("0.42") == Money.of("1020.80")


def test_a_floor_price() -> None:
    rate = micro_rates(Kind.SERVICE, MicroOptions(trade=Trade.CRAFT), law()).all
    costs = PriceCosts(
        units=D(100),
        variable_cost=D(3),
        fixed_costs=Money.of(500),
        wanted_income=Money.of(1500),
        rate=rate,
    )
    found = floor_price(costs)
    assert found
    assert found.price == D("29.48")
    sold = Turnover(Kind.SERVICE, Money.of(2948))
    taken = exact_due([sold], MicroOptions(trade=Trade.CRAFT), law())
    assert taken == Money.of("647.97")
    assert sold.amount - taken - Money.of(300) - Money.of(500) == Money.of("1500.03")


def test_margin_and_break_even() -> None:
    found = break_even(
        turnover=Money.of(30000), variable_costs=Money.of(9000), fixed_costs=Money.of(8400)
    )
    assert margin_rate(Money.of(30000), Money.of(9000)) == found.margin_rate == D("0.7")
    assert found.threshold == Money.of(12000)
    assert found.day == 146
    assert found.result == Money.of(12600)


def test_working_capital() -> None:
    found = WorkingCapital(stock=Money.of(600), customers=Money.of(1500), suppliers=Money.of(700))
    assert found.need == Money.of(1400)


def test_a_microcredit() -> None:
    terms = LoanTerms(
        capital=Money.of(5000),
        yearly_rate=law().rate("adie.taux"),
        periods=36,
        fee_rate=law().rate("adie.contribution"),
    )
    found = schedule(terms)
    assert found.payment == Money.of("161.03")
    # The facts print 36 equal payments; the last of a real schedule takes the odd cents.
    assert found.payment * 36 - terms.capital == Money.of("797.08")
    assert found.fee == Money.of(250)
    assert found.payment * 36 - terms.capital + found.fee == Money.of("1047.08")
    assert abs(found.cost - Money.of("1047.08")) <= Money.of("0.36")


def test_unemployment_paid_in_two_parts() -> None:
    assert arce(Money.of(10000), law()) == (Money.of(2910), Money.of(2910))


def test_dividends_of_a_small_company() -> None:
    tax = corporate_tax(Money.of(20000), law())
    shared = dividends(tax.left, law())
    assert (tax.due, shared.gross) == (Money.of(3000), Money.of(17000))
    assert (shared.taken, shared.net) == (Money.of(5338), Money.of(11662))


@pytest.mark.parametrize(
    ("form", "cost"),
    [(Form.MICRO, "0"), (Form.EURL, "209.32"), (Form.SASU, "229.72")],
)
def test_what_registering_costs(form: Form, cost: str) -> None:
    assert creation_cost(form, Trade.COMMERCE, law()) == Money.of(cost)


def test_what_36_000_euros_net_cost() -> None:
    year = self_employed_year(Money.of(52480), law())
    assert year.net == Money.of(36000)
    assert pay_of_net(Money.of(36000), law()).cost.whole() == Money.of(64552)


@pytest.mark.parametrize(
    ("received", "victims", "release", "available"), [(500, 65, 30, 405), (800, 150, 60, 590)]
)
def test_the_nominative_account(received: int, victims: int, release: int, available: int) -> None:
    found = nominative_account(Money.of(received), law())
    assert found.victims == Money.of(victims)
    assert found.release == Money.of(release)
    assert found.available == Money.of(available)
    assert nominative_account(Money.of(received), law(), outside=True).release == Money(0)


@pytest.mark.parametrize(
    ("name", "pay"),
    [("production", "5.54"), ("sg1", "4.06"), ("sg2", "3.08"), ("sg3", "2.46")],
)
def test_the_least_pay_of_prison_work(name: str, pay: str) -> None:
    assert wage_floor(name, law()) == D(pay)


def test_what_is_left_to_live() -> None:
    assert rsa_alone(law()) == seizure_floor(law()) == Money.of("651.69")
    assert rsa_alone(law(), housed=True) == Money.of("573.49")


def test_acre_lasts_to_the_end_of_the_third_quarter_that_follows() -> None:
    assert acre_end(date(2026, 8, 15)) == date(2027, 6, 30)
    assert acre_end(date(2026, 10, 1)) == date(2027, 9, 30)
    assert acre_end(date(2026, 12, 31)) == date(2027, 9, 30)
