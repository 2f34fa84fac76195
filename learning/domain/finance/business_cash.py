"""The cash plan of a business from its sales, costs, terms, VAT, loan and contributions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.cash_flow import (
    AT_ONCE,
    MONTHS,
    CashFlow,
    CashLine,
    Spread,
    Terms,
    each_month,
    once,
    returned,
    seasonal,
    spread,
)
from learning.domain.finance.loan import Schedule
from learning.domain.finance.micro_entreprise import Kind, MicroOptions, Turnover, declare
from learning.domain.finance.money import ZERO, Money, total
from learning.domain.finance.proration import add_months
from learning.domain.finance.rates import Law
from learning.domain.finance.vat import VatBalance, vat_balances


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCase:
    """A year to come. Amounts are without tax; months count from the first of activity.

    ``charged`` is the VAT rate on sales, None under the exemption; then ``deducted`` rates are
    part of the costs and are never recovered.
    """

    opening: Money = ZERO
    sales: Money = ZERO
    season: tuple[Decimal, ...] = (Decimal(1),) * MONTHS
    sale_terms: Terms = AT_ONCE
    purchase_rate: Decimal = Decimal(0)  # purchases for a euro sold
    purchase_terms: Terms = AT_ONCE
    fixed: tuple[tuple[str, Money], ...] = ()  # a month
    started: tuple[tuple[str, Money], ...] = ()  # once, in the first month
    brought: tuple[tuple[str, Money], ...] = ()  # once, in the first month
    pay: Money = ZERO  # taken out by the person, a month
    loan: Schedule | None = None
    charged: Decimal | None = None
    deducted: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCash:
    """The plan, what is still to come after it, and the VAT returns when there are any."""

    flow: CashFlow
    sold: tuple[Money, ...]
    to_receive: Money
    to_pay: Money
    vat: tuple[VatBalance, ...] = ()


Dues = Callable[[tuple[Money, ...]], Spread]


def nothing(received: tuple[Money, ...]) -> Spread:
    """No contribution."""
    return Spread(amounts=tuple(ZERO for _ in received), after=ZERO)


def micro_dues(
    mix: Sequence[tuple[Kind, Decimal]],
    options: MicroOptions,
    law: Law,
    *,
    every: int = 1,
) -> Dues:
    """Return what a micro-entrepreneur pays, by monthly or quarterly returns, under dated law.

    ``law.on`` is in the first month of the plan; ``mix`` says what part of receipts is of which
    kind. Each calendar period is returned with its whole-euro rounding and paid the month after
    it ends (CSS L613-7, R613-6); Acre stops by itself.
    """

    def dues(received: tuple[Money, ...]) -> Spread:
        months = len(received)
        found = [ZERO] * (months + every + 1)
        pending = [ZERO] * len(mix)
        for place, amount in enumerate(received):
            for row, part in enumerate(amount.share([share for _, share in mix])):
                pending[row] += part
            day = add_months(law.on.replace(day=1), place)
            if day.month % every and place < months - 1:
                continue
            turnovers = [Turnover(kind, pending[row]) for row, (kind, _) in enumerate(mix)]
            wait = -day.month % every + 1
            found[place + wait] += declare(turnovers, options, law.day(day)).due
            pending = [ZERO] * len(mix)
        return Spread(amounts=tuple(found[:months]), after=total(found[months:]))

    return dues


def business_cash(case: CashCase, contributions: Dues = nothing) -> BusinessCash:
    """Build the plan; ``contributions`` says when money received (without tax) is levied."""
    sold = seasonal(case.sales, case.season)
    received = spread(sold, case.sale_terms)
    bought = spread([amount * case.purchase_rate for amount in sold], case.purchase_terms)
    social = contributions(received.amounts)
    rate = case.charged or Decimal(0)
    tax = case.deducted
    receipts = [CashLine("Ventes encaissées", _taxed(received.amounts, rate))]
    receipts += [CashLine(label, once(amount, 0)) for label, amount in case.brought]
    payments = [CashLine(label, once(amount + amount * tax, 0)) for label, amount in case.started]
    payments.append(CashLine("Achats", _taxed(bought.amounts, tax)))
    payments += [
        CashLine(label, each_month(amount + amount * tax)) for label, amount in case.fixed
    ]
    payments.append(CashLine("Cotisations et contributions", social.amounts))
    if case.loan is not None:
        payments.append(CashLine("Emprunt", _instalments(case.loan)))
    if case.pay:
        payments.append(CashLine("Retrait pour vivre", each_month(case.pay)))
    vat, paid_vat = _vat(case, received.amounts, bought.amounts)
    if vat:
        payments.append(CashLine("TVA versée", paid_vat.amounts))
    return BusinessCash(
        flow=CashFlow(opening=case.opening, receipts=tuple(receipts), payments=tuple(payments)),
        sold=sold,
        to_receive=received.after + received.after * rate,
        to_pay=bought.after + bought.after * tax + social.after + paid_vat.after,
        vat=vat,
    )


def _taxed(amounts: Sequence[Money], rate: Decimal) -> tuple[Money, ...]:
    return tuple(amount + amount * rate for amount in amounts)


def _instalments(loan: Schedule) -> tuple[Money, ...]:
    paid = [line.payment for line in loan.lines[:MONTHS]]
    paid += [ZERO] * (MONTHS - len(paid))
    paid[0] += loan.fee
    return tuple(paid)


def _vat(
    case: CashCase, received: Sequence[Money], bought: Sequence[Money]
) -> tuple[tuple[VatBalance, ...], Spread]:
    """Return monthly VAT returns, paid the month after; on money received, as services are."""
    if case.charged is None:
        return (), Spread(amounts=(ZERO,) * MONTHS, after=ZERO)
    fixed = total(amount for _, amount in case.fixed) * case.deducted
    started = total(amount for _, amount in case.started) * case.deducted
    collected = [amount * case.charged for amount in received]
    deductible = [
        amount * case.deducted + fixed + (started if month == 0 else ZERO)
        for month, amount in enumerate(bought)
    ]
    balances = vat_balances(collected, deductible)
    return balances, returned([one.to_pay for one in balances])
