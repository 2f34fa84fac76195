"""Cash, statements, forms and loans: what a sheet of the project shows of a whole year."""

from datetime import date
from decimal import Decimal

import pytest

from learning.domain.finance.business_cash import CashCase, business_cash, micro_dues
from learning.domain.finance.cash_flow import Terms, each_month, once, seasonal
from learning.domain.finance.depreciation import depreciation
from learning.domain.finance.form_words import LIMITS, WORDS
from learning.domain.finance.funding_plan import FundingPlan
from learning.domain.finance.household import HouseholdBudget
from learning.domain.finance.income_statement import (
    StatementCase,
    Tool,
    three_years,
    with_charges,
)
from learning.domain.finance.legal_form import Form, FormCase, compare, creation_cost, crossing
from learning.domain.finance.loan import LoanTerms, schedule, true_yearly_rate
from learning.domain.finance.micro_entreprise import Kind, MicroOptions, Trade, Turnover
from learning.domain.finance.money import ZERO, Money, total
from learning.domain.finance.price import market_prices
from learning.domain.finance.working_capital import from_days
from tests.support.law import law

D = Decimal
CRAFT = MicroOptions(trade=Trade.CRAFT)
MONTH = Money.of(2500)


def case(**changed: object) -> CashCase:
    """A cleaner's year: 2 500 € a month, 12 % of products, 280 € of fixed costs."""
    known: dict[str, object] = {
        "opening": Money.of(1000), "sales": Money.of(30000), "purchase_rate": D("0.12"),
        "fixed": (("Charges fixes", Money.of(280)),), "pay": Money.of(1200),
    }  # fmt: skip
    return CashCase(**{**known, **changed})  # type: ignore[arg-type]


def test_contributions_leave_the_month_after() -> None:
    dues = micro_dues([(Kind.SERVICE, D(1))], CRAFT, law(date(2026, 9, 1)))
    found = business_cash(case(), dues)
    social = next(one for one in found.flow.payments if one.label.startswith("Cotisations"))
    month = Money.of("549.50")  # 530 € and 12 € in whole euros, 7,50 € of training levy
    assert social.amounts == (ZERO, *[month] * 11)
    assert found.to_pay == month
    assert found.flow.balances[0] == Money.of(1000 + 2500 - 300 - 280 - 1200)


def test_quarterly_returns_follow_the_calendar() -> None:
    dues = micro_dues([(Kind.SERVICE, D(1))], CRAFT, law(date(2026, 9, 1)), every=3)
    spread = dues((MONTH,) * 12)
    paid = [place for place, amount in enumerate(spread.amounts) if amount]
    assert paid == [1, 4, 7, 10]
    assert spread.after == Money.of(1060 + 24 + 15)  # July and August
    alone, quarter = spread.amounts[1], spread.amounts[4]
    assert alone == Money.of("549.50")
    assert quarter == Money.of(1590 + 36) + Money.of("22.50")


def test_acre_stops_by_itself() -> None:
    options = MicroOptions(trade=Trade.CRAFT, acre=True, created=date(2026, 9, 1))
    spread = micro_dues([(Kind.SERVICE, D(1))], options, law(date(2026, 9, 1)))((MONTH,) * 12)
    # Created in September 2026: Acre runs to the end of June 2027.
    assert len(set(spread.amounts[1:11])) == 1
    assert spread.amounts[11] > spread.amounts[10]


def test_customers_who_wait_empty_the_till() -> None:
    found = business_cash(case(sale_terms=Terms.after_days(60)))
    assert found.flow.received[:3] == (ZERO, ZERO, MONTH)
    assert found.to_receive == Money.of(5000)
    assert found.flow.first_below_zero == 0
    assert found.flow.lowest
    assert found.flow.missing == -found.flow.lowest[1]


def test_vat_passes_through_the_till() -> None:
    found = business_cash(case(charged=D("0.2"), deducted=D("0.2")))
    vat = next(one for one in found.flow.payments if one.label == "TVA versée")
    assert vat.amounts[1] == Money.of(500 - 60 - 56)
    assert found.vat[0].to_pay == Money.of(384)
    without = business_cash(case())
    assert found.flow.closing - without.flow.closing == Money.of(384)  # the last return


def test_a_loan_and_what_starts_a_business() -> None:
    loan = schedule(
        LoanTerms(capital=Money.of(3000), yearly_rate=D("0.0987"), periods=24, fee_rate=D("0.05"))
    )
    found = business_cash(
        case(
            loan=loan,
            brought=(("Emprunt", Money.of(3000)),),
            started=(("Matériel", Money.of(2000)),),
        )
    )
    paid = next(one for one in found.flow.payments if one.label == "Emprunt")
    assert paid.amounts[0] == loan.payment + Money.of(150)
    assert paid.amounts[1] == loan.payment
    assert found.flow.received[0] == MONTH + Money.of(3000)


def test_seasons_and_places_of_amounts() -> None:
    year = seasonal(Money.of(1200), (D(1),) * 11 + (D(2),))
    assert total(year) == Money.of(1200)
    assert year[11] > year[0]
    assert each_month(Money(5), first=10)[9:] == (ZERO, Money(5), Money(5))
    assert once(Money(5), 11)[10:] == (ZERO, Money(5))
    assert Terms.after_days(0) == Terms()
    assert Terms.after_days(31, at_once=D("0.3")).parts == (D("0.3"), D(0), D("0.7"))


def test_three_years() -> None:
    loan = schedule(LoanTerms(capital=Money.of(5000), yearly_rate=D("0.0987"), periods=36))
    years = three_years(
        StatementCase(
            sales=Money.of(30000), purchase_rate=D("0.12"), external=Money.of(3360),
            tools=(Tool("Camion", Money.of(4000), 2),), loan=loan, growth=(D("0.1"), D(0)),
        )
    )  # fmt: skip
    assert [one.sales for one in years] == [Money.of(30000), Money.of(33000), Money.of(33000)]
    assert [one.depreciation for one in years] == [Money.of(2000), Money.of(2000), ZERO]
    assert total(one.repaid for one in years) == Money.of(5000)
    assert total(one.interest for one in years) == loan.interest
    first = with_charges(years[0], social=Money.of(6594))
    assert first.margin == Money.of(26400)
    assert first.value_added == Money.of(23040)
    assert first.before_depreciation == Money.of(23040 - 6594)
    assert first.operating == first.before_depreciation - Money.of(2000)
    assert first.result == first.operating - first.interest
    assert first.after_loan == first.result + Money.of(2000) - first.repaid


def test_depreciation_from_a_day_in_the_year() -> None:
    lines = depreciation(Money.of(3600), 3, in_service=date(2026, 10, 1))
    assert [(one.year, one.charge) for one in lines] == [
        (2026, Money.of(300)), (2027, Money.of(1200)), (2028, Money.of(1200)),
        (2029, Money.of(900)),
    ]  # fmt: skip


def test_funding_and_household() -> None:
    plan = FundingPlan(
        needs=(("Matériel", Money.of(3000)),), resources=(("Apport", Money.of(1000)),)
    )
    assert plan.gap == Money.of(-2000)
    assert not plan.balanced
    assert plan.part(Money.of(600)) == D("0.2")
    home = HouseholdBudget(
        expenses=(("Loyer", Money.of(450)), ("Reste", Money.of(500))),
        resources=(("RSA", Money.of(651)),),
    )
    assert home.needed == Money.of(299)
    rich = HouseholdBudget(expenses=(), resources=home.resources)
    assert rich.needed == ZERO


def test_working_capital_from_delays() -> None:
    found = from_days(
        yearly_sales=Money.of(36000), yearly_purchases=Money.of(7200), customer_days=D(30),
        supplier_days=D(30), stock_days=D(15),
    )  # fmt: skip
    assert found.need == Money.of(3000 + 300 - 600)
    assert found.days_of_sales(Money.of(36000)) == D(27)


def test_prices_seen_elsewhere() -> None:
    found = market_prices([D(20), D(15), D(18), D(30)])
    assert found
    assert (found.lowest, found.middle, found.highest, found.count) == (D(15), D(19), D(30), 4)
    assert market_prices([]) is None


def test_four_forms_on_the_same_figures() -> None:
    given = FormCase(
        turnovers=(Turnover(Kind.SERVICE, Money.of(30000)),), expenses=Money.of(6960),
        trade=Trade.CRAFT,
    )  # fmt: skip
    found = compare(given, law())
    assert tuple(one.form for one in found.results) == tuple(Form)
    for one in found.results:
        assert one.possible
        taken = one.contributions + one.corporate_tax + one.levied_on_dividends
        assert one.net == Money.of(30000 - 6960) - taken
        assert one.kept == one.net - one.income_tax
    micro = found.by_form[Form.MICRO]
    assert micro.contributions == Money.of((530 + 12) * 12 + 90)


def test_a_form_may_be_closed() -> None:
    big = FormCase(turnovers=(Turnover(Kind.SERVICE, Money.of(90000)),), expenses=ZERO)
    assert not compare(big, law()).by_form[Form.MICRO].possible
    garden = FormCase(
        turnovers=(Turnover(Kind.SERVICE, Money.of(20000)),), expenses=ZERO, micro_open=False
    )
    assert not compare(garden, law()).by_form[Form.MICRO].possible


def test_what_a_company_does_not_pay_is_taxed_and_shared() -> None:
    given = FormCase(turnovers=(Turnover(Kind.SERVICE, Money.of(20000)),), expenses=ZERO, pay=ZERO)
    found = compare(given, law()).by_form[Form.SASU]
    assert found.corporate_tax == Money.of(3000)
    assert found.dividends == found.net == Money.of(11662)


def test_high_costs_make_another_form_keep_more() -> None:
    given = FormCase(
        turnovers=(Turnover(Kind.SERVICE, Money.of(40000)),), expenses=Money.of(24000),
        trade=Trade.CRAFT,
    )  # fmt: skip
    steps = [Money.of(1000 * one) for one in range(5, 80)]
    assert crossing(given, law(), Form.MICRO, Form.EI, steps)
    light = FormCase(
        turnovers=given.turnovers, expenses=Money.of(1000), trade=Trade.CRAFT, flat_tax=True
    )
    assert crossing(light, law(), Form.MICRO, Form.EI, steps[:20]) is None


@pytest.mark.parametrize("form", Form)
def test_every_form_has_its_words(form: Form) -> None:
    words = WORDS[form]
    assert words.name
    assert words.protection
    assert words.source
    assert creation_cost(form, Trade.CRAFT, law()) >= ZERO
    assert len(LIMITS) >= 5


def test_what_a_loan_really_costs_a_year() -> None:
    plain = LoanTerms(capital=Money.of(5000), yearly_rate=D("0.06"), periods=24)
    assert true_yearly_rate(schedule(plain)) == D("0.0617")  # 1,005 to the twelfth power
    paid = LoanTerms(capital=Money.of(5000), yearly_rate=D("0.06"), periods=24, compound=True)
    assert true_yearly_rate(schedule(paid)) == D("0.0600")
    adie = LoanTerms(
        capital=Money.of(5000), yearly_rate=D("0.0987"), periods=36, fee_rate=D("0.05")
    )
    found = true_yearly_rate(schedule(adie))
    assert found
    assert D("0.13") < found < D("0.15")
    assert true_yearly_rate(schedule(LoanTerms(capital=ZERO, yearly_rate=D(0), periods=0))) is None
    free = LoanTerms(capital=Money.of(3000), yearly_rate=D(0), periods=12)
    assert true_yearly_rate(schedule(free)) == D("0.0000")
