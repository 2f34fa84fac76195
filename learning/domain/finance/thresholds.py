"""What changes at which turnover: ceilings, VAT, taxes that begin, accounts that are required."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from learning.domain.finance.micro_entreprise import Turnover
from learning.domain.finance.micro_limits import ceilings
from learning.domain.finance.money import Money, total
from learning.domain.finance.rates import Law
from learning.domain.finance.vat import franchise

CFE, ACCOUNT = "cfe.seuil", "micro.compte_dedie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """``name`` is the référentiel's; ``turnover`` is what bears on it."""

    name: str
    limit: Money
    turnover: Money

    @property
    def passed(self) -> bool:
        """Whether the sales are above."""
        return self.turnover > self.limit


def turnover_thresholds(
    turnovers: Iterable[Turnover], law: Law, *, started: date | None = None
) -> tuple[Threshold, ...]:
    """Return every threshold that bears on these sales, the lowest first."""
    kept = tuple(turnovers)
    sales = total(one.amount for one in kept)
    found = [
        Threshold(name=name, limit=law.euros(name), turnover=sales) for name in (CFE, ACCOUNT)
    ]
    for vat in franchise(kept, law, started=started):
        found.append(Threshold(name=vat.name, limit=vat.base_prorated, turnover=vat.turnover))
        found.append(
            Threshold(name=f"{vat.name}.majore", limit=vat.tolerance, turnover=vat.turnover)
        )
    found += [
        Threshold(name=one.name, limit=one.limit, turnover=one.turnover)
        for one in ceilings(kept, law, started=started)
    ]
    return tuple(sorted(found, key=lambda one: one.limit))
