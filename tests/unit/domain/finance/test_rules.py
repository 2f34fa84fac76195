"""The corners of the law that worked examples do not show: days, thresholds, dates, refusals."""

from datetime import date
from decimal import Decimal

import pytest

from learning.domain.errors import Unavailable
from learning.domain.finance import proration
from learning.domain.finance.break_even import break_even, date_reached
from learning.domain.finance.corporate_tax import Company, corporate_tax, instalments
from learning.domain.finance.dividends import dividends, part_in_contributions
from learning.domain.finance.income_tax import Household, income_tax
from learning.domain.finance.micro_entreprise import (
    Area,
    Kind,
    MicroOptions,
    Trade,
    Turnover,
    declare,
    even_year,
    micro_rates,
)
from learning.domain.finance.micro_limits import ceilings, flat_tax_door, taxable_income
from learning.domain.finance.money import ZERO, Money
from learning.domain.finance.rates import Law, Rate, RateTable
from learning.domain.finance.self_employed import Base, first_year, self_employed_year
from learning.domain.finance.thresholds import turnover_thresholds
from learning.domain.finance.vat import (
    Exemption,
    exemption,
    franchise,
    month_passed,
    vat_due_from,
)
from tests.support.law import law

D = Decimal


def sales(euros: int) -> Turnover:
    """Goods sold."""
    return Turnover(Kind.SALE, Money.of(euros))


def services(euros: int) -> Turnover:
    """Services rendered."""
    return Turnover(Kind.SERVICE, Money.of(euros))


@pytest.mark.parametrize("value", [1.5, True, None, b"1"])
def test_money_refuses_what_is_not_exact(value: object) -> None:
    with pytest.raises(TypeError):
        Money.of(value)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "cents"),
    [("0.005", 1), ("-0.005", -1), ("0.0049", 0), ("999999999999.99", 99999999999999)],
)
def test_money_rounds_half_away_from_zero(text: str, cents: int) -> None:
    assert Money.of(text) == Money(cents)


def test_a_return_rounds_to_the_whole_euro_once() -> None:
    # 0,4999 € is nothing: a first rounding to the cent would have made it a euro.
    found = declare([Turnover(Kind.SALE, Money.of("4.06"))], MicroOptions(), law())
    assert found.lines[0].exact == D("0.49938")
    assert found.social == ZERO
    assert declare([sales(3500)], MicroOptions(), law()).social == Money.of(431)


def test_quarterly_returns_round_less_often() -> None:
    monthly = even_year([sales(20000)], MicroOptions(), law())
    quarterly = even_year([sales(20000)], MicroOptions(), law(), returns=4)
    assert monthly.social == Money.of(205 * 12)
    assert quarterly.social == Money.of(615 * 4)
    assert quarterly.training == monthly.training == Money.of(20)


def test_acre_follows_the_day_of_creation() -> None:
    before = MicroOptions(acre=True, created=date(2026, 6, 30))
    after = MicroOptions(acre=True, created=date(2026, 7, 1))
    rates = [micro_rates(Kind.SERVICE, one, law()).social for one in (before, after)]
    assert rates == [D("0.106"), D("0.159")]
    over = MicroOptions(acre=True, created=date(2025, 10, 1))
    assert micro_rates(Kind.SERVICE, over, law()).social == D("0.212")


@pytest.mark.parametrize(
    ("area", "rate"),
    [(Area.STANDARD, "0.0048"), (Area.ALSACE, "0.0065"), (Area.MOSELLE, "0.0083")],
)
def test_chamber_tax_differs_in_the_east(area: Area, rate: str) -> None:
    options = MicroOptions(trade=Trade.CRAFT, area=area)
    assert micro_rates(Kind.SERVICE, options, law()).chamber == D(rate)


def test_ceilings_follow_the_days_of_a_first_year() -> None:
    (found,) = ceilings([services(40000)], law(date(2026, 12, 31)), started=date(2026, 7, 1))
    assert found.limit == Money.of(D(83600) * 184 / 365)
    assert not found.passed
    assert ceilings([services(43000)], law(), started=date(2026, 7, 1))[0].passed
    assert proration.share_of(2028, date(2028, 7, 1)) == D(184) / 366
    assert proration.yearly(Money.of(18400), 2026, date(2026, 7, 1)) == Money.of(36500)


def test_a_mixed_activity_has_two_ceilings() -> None:
    names = [one.name for one in ceilings([sales(90000), services(20000)], law())]
    assert names == ["micro.plafond.vente", "micro.plafond.services"]
    passed = ceilings([sales(90000), services(84000)], law())
    assert [one.passed for one in passed] == [False, True]


def test_the_abatement_is_never_less_than_its_minimum() -> None:
    assert taxable_income([sales(400)], law()) == Money.of(95)
    assert taxable_income([sales(300)], law()) == ZERO
    assert taxable_income([sales(300), services(400)], law()) == Money.of(95)


def test_who_may_choose_the_flat_income_tax() -> None:
    assert flat_tax_door(Money.of(29315), D(1), law()).open
    assert not flat_tax_door(Money.of(29316), D(1), law()).open
    assert flat_tax_door(Money.of(58630), D(2), law()).open


@pytest.mark.parametrize(
    ("euros", "state"),
    [
        (37500, Exemption.KEPT), (37501, Exemption.LOST_NEXT_YEAR),
        (41250, Exemption.LOST_NEXT_YEAR), (41251, Exemption.LOST_NOW),
    ],
)  # fmt: skip
def test_when_the_vat_exemption_is_lost(euros: int, state: Exemption) -> None:
    assert exemption(franchise([services(euros)], law())) is state


def test_the_vat_base_of_a_first_year_follows_its_days() -> None:
    (found,) = franchise([services(19000)], law(), started=date(2026, 7, 1))
    assert found.base_prorated == Money.of(D(37500) * 184 / 365)
    assert found.tolerance == Money.of(41250)
    assert exemption([found]) is Exemption.LOST_NEXT_YEAR


def test_older_thresholds_and_when_vat_was_due() -> None:
    (found,) = franchise([services(38000)], law(date(2024, 5, 1)))
    assert (found.base, found.tolerance) == (Money.of(36800), Money.of(39100))
    assert vat_due_from(date(2024, 5, 17)) == date(2024, 5, 1)
    assert vat_due_from(date(2025, 5, 17)) == date(2025, 5, 17)
    assert month_passed([Money.of(20000)] * 12, Money.of(41250)) == 2
    assert month_passed([Money.of(1)] * 12, Money.of(41250)) is None


def test_thresholds_come_lowest_first() -> None:
    found = turnover_thresholds([services(36000)], law())
    assert [one.name for one in found] == [
        "cfe.seuil", "micro.compte_dedie", "tva.franchise.services",
        "tva.franchise.services.majore", "micro.plafond.services",
    ]  # fmt: skip
    assert [one.passed for one in found] == [True, True, False, False, False]


def test_the_reduced_rate_has_its_conditions() -> None:
    profit = Money.of(10000)
    assert corporate_tax(profit, law()).due == Money.of(1500)
    assert corporate_tax(profit, law(), company=Company(held_by_people=False)).tax == Money.of(
        2500
    )
    assert corporate_tax(profit, law(), company=Company(paid_up=False)).tax == Money.of(2500)
    assert corporate_tax(-profit, law()).due == ZERO
    assert corporate_tax(-profit, law()).loss == profit


def test_instalments_begin_above_three_thousand_euros() -> None:
    assert instalments(Money.of(3000), law()) == ()
    assert instalments(Money.of(3001), law()) == (Money.of(750),) * 4


def test_dividends_under_older_law_and_those_of_a_manager() -> None:
    assert dividends(Money.of(1000), law(date(2025, 6, 1))).taken == Money.of(300)
    found = dividends(Money.of(1000), law())
    assert (found.income_tax, found.social) == (Money.of(128), Money.of(186))
    assert part_in_contributions(Money.of(5000), Money.of(1000)) == Money.of(4900)


def test_a_family_pays_less_and_savings_are_capped() -> None:
    income = Money.of(60000)
    couple = income_tax(income, law(), Household.of(couple=True, children=0))
    family = income_tax(income, law(), Household.of(couple=True, children=2))
    assert family < couple < income_tax(income, law())
    rich = Money.of(300000)
    saved = income_tax(rich, law(), Household.of(couple=True, children=0)) - income_tax(
        rich, law(), Household.of(couple=True, children=2)
    )
    assert saved == Money.of(1807 * 2)


def test_minimum_contributions_are_due_without_income() -> None:
    assert self_employed_year(ZERO, law()).net == Money.of(-1248)
    assert self_employed_year(Money.of(-2000), law()).contributions.due == Money.of(1248)
    assert first_year(law()).due > Money.of(3000)


def test_acre_lowers_contributions_outside_micro_by_a_quarter_at_most() -> None:
    full, helped = (
        self_employed_year(Money.of(20000), law(), acre=acre).contributions
        for acre in (False, True)
    )
    assert helped.extra_pension >= full.extra_pension
    assert ZERO < full.due - helped.due < full.due * D("0.25")
    rich = [
        self_employed_year(Money.of(90000), law(), acre=acre).contributions.due
        for acre in (False, True)
    ]
    assert rich[0] == rich[1]


def test_the_single_base_moves_a_small_income_by_little() -> None:
    for euros in (10000, 20000, 30000, 52480):
        both = [self_employed_year(Money.of(euros), law(), base=base).net for base in Base]
        assert abs(both[0] - both[1]) < Money.of(400)


def test_the_day_of_break_even() -> None:
    closed_in_august = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12)
    assert date_reached(D("8.8"), 2026, closed_in_august) == date(2026, 10, 24)
    assert date_reached(D(12), 2026) == date(2026, 12, 30)
    assert date_reached(D("12.1"), 2026) is None
    assert date_reached(D(0), 2026) == date(2026, 1, 1)
    assert date_reached(D("1.99"), 2026) == date(2026, 2, 28)
    never = break_even(turnover=Money.of(10), variable_costs=Money.of(12), fixed_costs=Money.of(1))
    assert never.threshold is None
    assert never.day is None
    assert not never.reached


def test_a_plan_says_which_figures_moved_and_which_are_past() -> None:
    old, new = date(2025, 6, 1), law(date(2027, 3, 1))
    names = ("micro.plafond.vente", "micro.cotisations.vente", "pass.annuel")
    moved = new.changes_since(old, names)
    assert [(one.before.value, one.after and one.after.value) for one in moved] == [
        (D(188700), D(203100)), (D(47100), D(48060)),
    ]  # fmt: skip
    assert [row.id for row in new.ended(names)] == ["pass.annuel"]
    past = new.changes_since(date(2026, 6, 1), ("pass.annuel",))
    assert past[0].after is None


def test_a_missing_figure_is_told() -> None:
    table = RateTable.of([Rate(id="a", value=D(1), since=date(2026, 1, 1))])
    assert Law(table, date(2026, 1, 1)).rate("a") == 1
    with pytest.raises(Unavailable, match="manque au référentiel"):
        Law(table, date(2025, 12, 31)).rate("a")
    with pytest.raises(Unavailable):
        Law(table, date(2026, 1, 1)).rate("b")
