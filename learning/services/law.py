"""The law of today, as the site's release states it: what the sheets of a project count with."""

from learning.domain.finance.rates import Law
from learning.services.work import Work


def law_of(work: Work) -> Law | None:
    """Return the référentiel of the release on the day of the request; None without a release."""
    if work.release is None:
        return None
    rates = work.library.rates(work.connection, work.release)
    return Law(rates, work.instant.date())
