"""A loan: equal instalments rounded to the cent, whose sum repays exactly.

The last instalment takes what rounding left. Rate of a period: yearly rate over the number of
periods, the proportional rate that lenders use for businesses (code de la consommation R314-2),
or the equivalent rate of compound interest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from learning.domain.finance.money import ZERO, Money, total

MONTHS = 12
_ONE = Decimal(1)
_CONTEXT = Context(prec=40)
_HALVINGS = 24  # a rate of a period to less than a ten-millionth


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """``periods`` instalments in all, of which ``deferred`` first ones pay interest only.

    ``fee_rate`` is paid at the start, a part of the capital (the Adie's contribution);
    ``insurance`` at each instalment. ``compound``: the rate of a period is the equivalent one.
    """

    capital: Money
    yearly_rate: Decimal
    periods: int
    per_year: int = MONTHS
    deferred: int = 0
    fee_rate: Decimal = Decimal(0)
    insurance: Money = ZERO
    compound: bool = False

    @property
    def rate(self) -> Decimal:
        """The rate of a period."""
        if self.compound:
            return _CONTEXT.power(_ONE + self.yearly_rate, _ONE / self.per_year) - _ONE
        return self.yearly_rate / self.per_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """One line; ``balance`` is what is still owed after it."""

    number: int
    principal: Money
    interest: Money
    insurance: Money
    balance: Money

    @property
    def payment(self) -> Money:
        """What is paid that day."""
        return self.principal + self.interest + self.insurance


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Every line of a loan."""

    capital: Money
    lines: tuple[Instalment, ...]
    fee: Money = ZERO

    @property
    def interest(self) -> Money:
        """All interest."""
        return total(line.interest for line in self.lines)

    @property
    def paid(self) -> Money:
        """Every payment, the fee apart."""
        return total(line.payment for line in self.lines)

    @property
    def cost(self) -> Money:
        """What the loan costs: interest, insurance and fee."""
        return self.paid - self.capital + self.fee

    @property
    def payment(self) -> Money:
        """The usual payment: that of the first line that repays."""
        repaying = (line.payment for line in self.lines if line.principal)
        return next(repaying, self.lines[0].payment if self.lines else ZERO)


def exact_payment(capital: Decimal, rate: Decimal, periods: int) -> Decimal:
    """Return the constant payment, unrounded: capital × rate / (1 - (1 + rate)^-periods)."""
    if not rate:
        return capital / periods
    grown = _CONTEXT.power(_ONE + rate, periods)
    return _CONTEXT.divide(capital * rate * grown, grown - _ONE)


def schedule(terms: LoanTerms) -> Schedule:
    """Work out a loan of constant payments; nothing is owed after the last."""
    repaying = terms.periods - terms.deferred
    if repaying <= 0 or terms.periods <= 0:
        return Schedule(capital=terms.capital, lines=(), fee=terms.capital * terms.fee_rate)
    payment = Money.of(exact_payment(terms.capital.euros, terms.rate, repaying))
    balance, lines = terms.capital, []
    for number in range(1, terms.periods + 1):
        interest = balance * terms.rate
        principal = _principal(number, terms, balance, payment - interest)
        balance -= principal
        lines.append(
            Instalment(
                number=number,
                principal=principal,
                interest=interest,
                insurance=terms.insurance,
                balance=balance,
            )
        )
    return Schedule(capital=terms.capital, lines=tuple(lines), fee=terms.capital * terms.fee_rate)


def _principal(number: int, terms: LoanTerms, balance: Money, usual: Money) -> Money:
    if number <= terms.deferred:
        return ZERO
    if number == terms.periods:
        return balance
    return min(max(usual, ZERO), balance)


def given_schedule(capital: Money, rate: Decimal, repayments: Sequence[Money]) -> Schedule:
    """Work out a loan whose repayments of capital are agreed line by line."""
    balance, lines = capital, []
    for number, principal in enumerate(repayments, 1):
        interest = balance * rate
        balance -= principal
        lines.append(
            Instalment(
                number=number,
                principal=principal,
                interest=interest,
                insurance=ZERO,
                balance=balance,
            )
        )
    return Schedule(capital=capital, lines=tuple(lines))


def equal_principal(terms: LoanTerms) -> Schedule:
    """Work out a loan that repays the same capital each time; odd cents go first."""
    return given_schedule(terms.capital, terms.rate, terms.capital.split(terms.periods))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLoan:
    """A loan of constant payments found from some of its repayments."""

    rate: Decimal
    periods: int
    first_principal: Money
    capital: Money
    payment: Money


def find_loan(earlier: tuple[int, Money], later: tuple[int, Money], last: Money) -> FoundLoan:
    """Find a loan from two repayments of capital and the last: they grow by (1 + rate)."""
    steps = later[0] - earlier[0]
    growth = (later[1].ratio(earlier[1]).ln() / steps).exp()
    rate = (growth - _ONE).quantize(Decimal("0.0001"))
    grown = _ONE + rate
    periods = earlier[0] + int((last.ratio(earlier[1]).ln() / grown.ln()).to_integral_value())
    first = earlier[1].euros / grown ** (earlier[0] - 1)
    return FoundLoan(
        rate=rate,
        periods=periods,
        first_principal=Money.of(first),
        capital=Money.of(first * (grown**periods - _ONE) / rate if rate else first * periods),
        payment=Money.of(last.euros * grown),
    )


def true_yearly_rate(loan: Schedule, per_year: int = MONTHS) -> Decimal | None:
    """Return what a loan really costs a year, fee and insurance counted, to a ten-thousandth.

    The rate under which payments are worth what is received at the start, fee taken off (« taux
    annuel effectif global », code de la consommation R314-3). None when nothing is received.
    """
    received = (loan.capital - loan.fee).euros
    payments = [line.payment.euros for line in loan.lines]
    if received <= 0 or not payments:
        return None
    low, high = Decimal(0), Decimal(1)
    for _ in range(_HALVINGS):
        rate = (low + high) / 2
        worth, factor = Decimal(0), _ONE / (_ONE + rate)
        for payment in reversed(payments):
            worth = (worth + payment) * factor
        low, high = (rate, high) if worth > received else (low, rate)
    return ((_ONE + low) ** per_year - _ONE).quantize(Decimal("0.0001"))
