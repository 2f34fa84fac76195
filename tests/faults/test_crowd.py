"""Five hundred terminals at once, of five hundred addresses, on one small machine.

A minute of what they ask; before it, everybody signs in in the same instant.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.benchmarks.meter import percentile
from tests.faults.crowded_site import Crowd, make_crowded_site
from tests.faults.terminals import Load, Sample, enter_together
from tests.support.hurt import HurtSite
from tests.support.sites import ServedSite, free_port
from tests.support.tables import Figures

pytestmark = [pytest.mark.faults, pytest.mark.long]

TERMINALS, SECONDS = 500, 60
ACTS, AUTOSAVES = 48.0, 20.0  # sixty requests beside them: an answer is two, its page comes back
P95_SECONDS, ENTERED_SECONDS = 0.5, 30.0


@contextmanager
def serving(data: Path, mutant: str = "") -> Iterator[ServedSite]:
    """The real program, or one without a defence."""
    port = free_port()
    site = HurtSite(data, port, mutant, {}) if mutant else ServedSite(data, port)
    try:
        site.start()
        yield site
    finally:
        site.stop()


async def crowd_at(site: ServedSite, crowd: Crowd, seconds: float) -> tuple[list[Sample], Load]:
    """Everybody signs in at once, then works for a while."""
    learners, staff = crowd.seated(site.port)
    people = [*learners, *(one for one, _ in staff)]
    try:
        entered = await enter_together(people)
        load = Load(learners, staff)
        if seconds and not any(one.trouble for one in entered):
            await load.run(seconds, acts=ACTS, autosaves=AUTOSAVES)
        return entered, load
    finally:
        for one in people:
            one.close()


def waits(samples: list[Sample]) -> dict[str, list[float]]:
    """The waits by kind of request."""
    found: dict[str, list[float]] = defaultdict(list)
    for one in samples:
        found[one.kind].append(one.seconds)
    return found


def test_five_hundred_terminals_are_served(tmp_path: Path, figures: Figures) -> None:
    crowd = make_crowded_site(tmp_path / "var", TERMINALS)
    with serving(tmp_path / "var") as site:
        entered, load = asyncio.run(crowd_at(site, crowd, SECONDS))
    figures.exactly("connexions à la fois, erreurs", sum(bool(one.trouble) for one in entered), 0)
    slowest = max(one.seconds for one in entered)
    figures.at_most(f"{len(entered)} connexions à la fois", slowest, ENTERED_SECONDS, " s")
    for kind, found in sorted(waits(load.samples).items()):
        figures.tell(
            f"{kind}, {len(found)} demandes, p50 et p95",
            f"{1000 * percentile(found, 0.5):.0f} et {1000 * percentile(found, 0.95):.0f} ms",
        )
    trouble = load.trouble()
    named = f" {trouble.most_common(3)}" if trouble else ""
    figures.exactly(f"{TERMINALS} postes, erreurs{named}", trouble.total(), 0)
    every = [one.seconds for one in load.samples]
    assert len(every) >= (ACTS + AUTOSAVES) * SECONDS
    figures.at_most(
        f"{TERMINALS} postes, {len(every)} demandes, p95",
        percentile(every, 0.95),
        P95_SECONDS,
        " s",
    )
