"""Micro-entreprise: what each return to the Urssaf takes, by activity, on money received.

Contributions: CSS L613-7 and D613-4. CFP: code du travail L6331-48. Chamber tax: CGI 1601-0 A
and 1600. Acre: CSS L131-6-4, D131-6-1 and following. Versement libératoire: CGI 151-0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from learning.domain.finance.money import ZERO, Money, total
from learning.domain.finance.proration import end_of_quarter
from learning.domain.finance.rates import Law

MONTHS, QUARTERS = 12, 4


class Kind(StrEnum):
    """The categories of turnover; the value is the référentiel's word."""

    SALE = "vente"
    SERVICE = "services"
    LIBERAL = "liberal"
    CIPAV = "cipav"

    @property
    def bnc(self) -> bool:
        """Whether the profits are « non commerciaux »."""
        return self in (Kind.LIBERAL, Kind.CIPAV)

    @property
    def fiscal(self) -> str:
        """The category that tax knows: vente, services or liberal."""
        return Kind.LIBERAL.value if self.bnc else self.value


class Trade(StrEnum):
    """Where the business is registered: it decides on training levy and chamber tax."""

    COMMERCE = "commerce"
    CRAFT = "artisan"
    LIBERAL = "liberal"


class Area(StrEnum):
    """Where the craft chamber tax differs."""

    STANDARD = ""
    ALSACE = "alsace"
    MOSELLE = "moselle"


@dataclass(frozen=True, slots=True)
class Turnover:
    """Money received, of one kind."""

    kind: Kind
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MicroOptions:
    """What a micro-entrepreneur is and has chosen."""

    trade: Trade = Trade.COMMERCE
    acre: bool = False
    created: date | None = None
    flat_tax: bool = False  # versement libératoire
    area: Area = Area.STANDARD

    def acre_on(self, day: date) -> bool:
        """Tell whether Acre still runs: to the end of the third quarter after the creation's."""
        if not self.acre:
            return False
        return self.created is None or self.created <= day <= acre_end(self.created)


@dataclass(frozen=True, slots=True, kw_only=True)
class MicroRates:
    """What is taken on each euro of one kind."""

    social: Decimal
    training: Decimal
    chamber: Decimal
    flat_tax: Decimal

    @property
    def all(self) -> Decimal:
        """Everything, income tax only with the versement libératoire."""
        return self.social + self.training + self.chamber + self.flat_tax


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """One kind in one return; ``exact`` is before rounding to the whole euro."""

    kind: Kind
    turnover: Money
    rates: MicroRates
    exact: Decimal
    social: Money
    chamber: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MicroReturn:
    """One return, or the sum of a year's; training levy and income tax keep their cents."""

    lines: tuple[ReturnLine, ...]
    training: Money
    flat_tax: Money

    @property
    def turnover(self) -> Money:
        """All that was received."""
        return total(line.turnover for line in self.lines)

    @property
    def social(self) -> Money:
        """Social contributions."""
        return total(line.social for line in self.lines)

    @property
    def chamber(self) -> Money:
        """Chamber tax."""
        return total(line.chamber for line in self.lines)

    @property
    def due(self) -> Money:
        """What is paid to the Urssaf."""
        return self.social + self.chamber + self.training + self.flat_tax

    @property
    def net(self) -> Money:
        """What is left of the money received, expenses not counted."""
        return self.turnover - self.due


def acre_end(created: date) -> date:
    """Return the last day of Acre (CSS D131-6-3): end of the third quarter that follows."""
    return end_of_quarter(created, 3)


def micro_rates(kind: Kind, options: MicroOptions, law: Law) -> MicroRates:
    """Return what is taken on a euro of that kind under the law of a day."""
    return MicroRates(
        social=_social_rate(kind, options, law),
        training=_training_rate(kind, options, law),
        chamber=_chamber_rate(kind, options, law),
        flat_tax=law.rate(f"micro.vl.{kind.fiscal}") if options.flat_tax else Decimal(0),
    )


def _social_rate(kind: Kind, options: MicroOptions, law: Law) -> Decimal:
    full = law.rate(f"micro.cotisations.{kind.value}")
    if not options.acre_on(law.on):
        return full
    if kind is Kind.CIPAV:
        return law.rate("acre.micro.cipav")
    part = law.day(options.created or law.on).rate("acre.micro.taux_paye")
    return acre_rate(full, part, decimals=_acre_decimals(kind, law.on))


def _acre_decimals(kind: Kind, day: date) -> int:
    # Urssaf rounds Acre rates to one decimal of a percentage; liberal ones to two since 2026.
    return 2 if kind.bnc and day >= date(2026, 1, 1) else 1


def acre_rate(full: Decimal, part: Decimal, *, decimals: int = 1) -> Decimal:
    """Return the rate paid with Acre, rounded as the Urssaf publishes it."""
    return (full * part).quantize(Decimal(1).scaleb(-2 - decimals), rounding=ROUND_HALF_UP)


def _training_rate(kind: Kind, options: MicroOptions, law: Law) -> Decimal:
    if kind.bnc:
        return law.rate("micro.cfp.liberal")
    name = "artisan" if options.trade is Trade.CRAFT else "commerce"
    return law.rate(f"micro.cfp.{name}")


def _chamber_rate(kind: Kind, options: MicroOptions, law: Law) -> Decimal:
    if kind.bnc or options.trade is Trade.LIBERAL:
        return Decimal(0)
    flow = "vente" if kind is Kind.SALE else "service"
    area = f".{options.area}" if options.area and options.trade is Trade.CRAFT else ""
    return law.rate(f"micro.tfc.{options.trade}_{flow}{area}")


def declare(turnovers: Iterable[Turnover], options: MicroOptions, law: Law) -> MicroReturn:
    """Fill one return: contributions and chamber tax rounded to the whole euro, line by line."""
    lines, training, flat = [], Decimal(0), Decimal(0)
    for one in turnovers:
        rates = micro_rates(one.kind, options, law)
        euros = one.amount.euros
        exact = euros * rates.social
        lines.append(
            ReturnLine(
                kind=one.kind,
                turnover=one.amount,
                rates=rates,
                exact=exact,
                social=_whole(exact),
                chamber=_whole(euros * rates.chamber),
            )
        )
        training += euros * rates.training
        flat += euros * rates.flat_tax
    return MicroReturn(lines=tuple(lines), training=Money.of(training), flat_tax=Money.of(flat))


@dataclass(frozen=True, slots=True, kw_only=True)
class MicroYear:
    """A year of equal returns; ``one`` is a return, amounts are the year's."""

    turnover: Money
    one: MicroReturn
    social: Money
    training: Money
    chamber: Money
    flat_tax: Money

    @property
    def due(self) -> Money:
        """What the year costs."""
        return self.social + self.training + self.chamber + self.flat_tax

    @property
    def net(self) -> Money:
        """What is left of the money received, expenses not counted."""
        return self.turnover - self.due


def even_year(
    turnovers: Iterable[Turnover], options: MicroOptions, law: Law, *, returns: int = MONTHS
) -> MicroYear:
    """Work out a year from yearly amounts received evenly, in 12 or 4 returns.

    Each return rounds to the whole euro, so the year is not the rate times the turnover.
    """
    yearly = tuple(turnovers)
    lines, training, flat = [], Decimal(0), Decimal(0)
    for one in yearly:
        rates = micro_rates(one.kind, options, law)
        part = one.amount.euros / returns
        lines.append(
            ReturnLine(
                kind=one.kind,
                turnover=Money.of(part),
                rates=rates,
                exact=part * rates.social,
                social=_whole(part * rates.social),
                chamber=_whole(part * rates.chamber),
            )
        )
        training += one.amount.euros * rates.training
        flat += one.amount.euros * rates.flat_tax
    return MicroYear(
        turnover=total(one.amount for one in yearly),
        one=MicroReturn(
            lines=tuple(lines),
            training=Money.of(training / returns),
            flat_tax=Money.of(flat / returns),
        ),
        social=total(line.social for line in lines) * returns,
        training=Money.of(training),
        chamber=total(line.chamber for line in lines) * returns,
        flat_tax=Money.of(flat),
    )


def _whole(euros: Decimal) -> Money:
    """Round once: to the cent first would make 0,4999 a euro."""
    return Money(int(euros.quantize(Decimal(1), rounding=ROUND_HALF_UP)) * 100)


def exact_due(turnovers: Iterable[Turnover], options: MicroOptions, law: Law) -> Money:
    """Return what is taken without rounding by return, to the cent: a month's forecast."""
    return Money.of(
        sum(
            (one.amount.euros * micro_rates(one.kind, options, law).all for one in turnovers),
            Decimal(0),
        )
    )


def by_kind(turnovers: Iterable[Turnover]) -> dict[Kind, Money]:
    """Sum up amounts of the same kind."""
    found: dict[Kind, Money] = {}
    for one in turnovers:
        found[one.kind] = found.get(one.kind, ZERO) + one.amount
    return found
