"""The household's budget: what the business must bring in each month to live."""

from dataclasses import dataclass
from decimal import Decimal

from learning.domain.finance.money import Money, at_least_zero, total
from learning.domain.finance.rates import Law

Line = tuple[str, Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdBudget:
    """Monthly expenses, debts and fines included, and resources that are sure."""

    expenses: tuple[Line, ...]
    resources: tuple[Line, ...] = ()

    @property
    def total_expenses(self) -> Money:
        """What living costs."""
        return total(amount for _, amount in self.expenses)

    @property
    def total_resources(self) -> Money:
        """What comes in anyway."""
        return total(amount for _, amount in self.resources)

    @property
    def needed(self) -> Money:
        """What the business must bring in, nothing when resources suffice."""
        return at_least_zero(self.total_expenses - self.total_resources)


def rsa_alone(law: Law, *, housed: bool = False) -> Money:
    """Return the RSA of one person without income (CASF L262-2); 12 % less when housed free."""
    base = law.euros("rsa.base")
    return base - base * law.rate("rsa.forfait_logement") if housed else base


def seizure_floor(law: Law) -> Money:
    """Return what a bank leaves on a seized account (CPC exécution L162-2)."""
    return law.euros("saisie.sbi")


def arce(rights_left: Money, law: Law) -> tuple[Money, Money]:
    """Return the two payments of Arce: 60 % of rights left, less 3 % (règlement d’Unédic).

    10 000 € of rights make two payments of 2 910 €.
    """
    whole = rights_left * law.rate("arce.taux")
    kept = whole - whole * law.rate("arce.retenue")
    first, second = kept.split(2)
    return first, second


@dataclass(frozen=True, slots=True, kw_only=True)
class NominativeAccount:
    """A month's pay in detention, shared between the three parts of the account."""

    received: Money
    victims: Money
    release: Money

    @property
    def available(self) -> Money:
        """What may be spent."""
        return self.received - self.victims - self.release


def nominative_account(received: Money, law: Law, *, outside: bool = False) -> NominativeAccount:
    """Share money received in a month (code pénitentiaire D332-10 to D332-13).

    ``outside``: semi-liberty, outside placement or bracelet, where no release part is kept.
    """
    free = law.euros("nominatif.provision")
    steps = (free * 2, free * 3, None)
    victims, low = Money(0), free
    for number, high in enumerate(steps, 1):
        above = received if high is None else min(received, high)
        victims += at_least_zero(above - low) * law.rate(f"nominatif.pc.{number}")
        low = low if high is None else high
    release = at_least_zero(received - free) * law.rate("nominatif.pecule")
    return NominativeAccount(
        received=received, victims=victims, release=Money(0) if outside else release
    )


def wage_floor(name: str, law: Law) -> Decimal:
    """Return the least hourly pay of prison work (code pénitentiaire D412-64), to the cent."""
    return Money.of(law.rate("smic.horaire") * law.rate(f"cep.{name}")).euros
