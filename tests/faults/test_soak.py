"""An hour of work without rest: the memory of all that serves stays small, and stops growing.

``SOAK_MINUTES`` shortens it to try it out; the first sixth is the warming up.
"""

import asyncio
import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pytest

from tests.faults.crowded_site import Crowd, make_crowded_site
from tests.faults.terminals import Load, enter_together
from tests.support.hurt import HurtSite
from tests.support.sites import ROOT, ServedSite, done, free_port
from tests.support.tables import Figures

pytestmark = [pytest.mark.faults, pytest.mark.long, pytest.mark.soak]

MINUTES = float(os.environ.get("SOAK_MINUTES", "60"))
TERMINALS = 100
ACTS, AUTOSAVES = 4.0, 1.0
ALL_MIB, GROWTH_PERCENT = 400.0, 5.0
EVERY_SECONDS = 5.0
WARM_SHARE, WINDOW_SHARE = 1 / 6, 1 / 20  # of the whole: minute 10 of 60, three minutes
MUTANT_MINUTES = 3.0
PUBLICATIONS, CORRECTED = 6, "viabilite/50-prix.md"


def family(pid: int) -> list[int]:
    """A process and everything that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            found += family(int(child))
    return found


def memory_mib(pid: int) -> float:
    """What a process and its children hold; what they share counts once."""
    held = 0
    for one in family(pid):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            continue
        held += sum(int(line.split()[1]) for line in rollup.splitlines() if line[:4] == "Pss:")
    return held / 1024


@dataclass(slots=True)
class Memory:
    """What the site held, at each moment."""

    samples: list[tuple[float, float]] = field(default_factory=list)

    async def watch(self, pid: int, seconds: float) -> None:
        """Look every few seconds."""
        began = time.monotonic()
        while (now := time.monotonic() - began) < seconds:
            self.samples.append((now / seconds, memory_mib(pid)))
            await asyncio.sleep(EVERY_SECONDS)

    @property
    def most(self) -> float:
        """The most that it ever held."""
        return max(held for _, held in self.samples)

    @property
    def warm(self) -> float:
        """What it held once warm."""
        return self._around(WARM_SHARE)

    @property
    def last(self) -> float:
        """What it held at the end."""
        return self._around(1.0)

    @property
    def growth(self) -> float:
        """Per cent gained between the two."""
        return 100 * (self.last / self.warm - 1)

    def _around(self, share: float) -> float:
        near = [held for at, held in self.samples if share - WINDOW_SHARE <= at <= share]
        return median(near)


async def _publish(data: Path, seconds: float) -> None:
    """Publish a corrected lesson now and then; the first time before the memory is warm."""
    folder = data.parent / "cours"
    shutil.copytree(ROOT / "courses", folder)
    lesson = folder / CORRECTED
    text = lesson.read_text(encoding="utf-8")
    for number in range(PUBLICATIONS):
        await asyncio.sleep(seconds / PUBLICATIONS / 2)
        corrected = text + f"\n\nCorrection {number + 1}.\n"
        lesson.write_text(corrected, encoding="utf-8")
        await asyncio.to_thread(done, data, "courses", "publish", str(folder))
        await asyncio.sleep(seconds / PUBLICATIONS / 2)


async def _work(site: ServedSite, crowd: Crowd, minutes: float) -> tuple[Memory, Load]:
    assert site.process
    learners, staff = crowd.seated(site.port)
    people = [*learners, *(one for one, _ in staff)]
    memory, load = Memory(), Load(learners, staff)
    entered = await enter_together(people)
    assert not [one.trouble for one in entered if one.trouble]
    await asyncio.gather(
        memory.watch(site.process.pid, minutes * 60),
        load.run(minutes * 60, acts=ACTS, autosaves=AUTOSAVES),
        _publish(site.data, minutes * 60),
    )
    for one in people:
        one.close()
    return memory, load


def work_for(data: Path, minutes: float, mutant: str = "") -> tuple[Memory, Load]:
    """Serve people for so long, by the real program or by one without a defence."""
    crowd = make_crowded_site(data, TERMINALS)
    port = free_port()
    site = HurtSite(data, port, mutant, {}) if mutant else ServedSite(data, port)
    try:
        site.start()
        return asyncio.run(_work(site, crowd, minutes))
    finally:
        site.stop()


def test_an_hour_leaves_the_memory_as_it_was(tmp_path: Path, figures: Figures) -> None:
    memory, load = work_for(tmp_path / "var", MINUTES)
    figures.tell("durée", f"{MINUTES:g} min, {len(load.samples)} demandes")
    figures.tell("mémoire au sixième, puis à la fin", f"{memory.warm:.0f}, {memory.last:.0f} Mio")
    figures.at_most("mémoire, tout compris", memory.most, ALL_MIB, " Mio")
    figures.at_most("croissance du sixième à la fin", memory.growth, GROWTH_PERCENT, " %")
    trouble = load.trouble()
    named = f" {trouble.most_common(3)}" if trouble else ""
    figures.exactly(f"erreurs{named}", trouble.total(), 0)


def test_a_leak_is_seen(tmp_path: Path) -> None:
    memory, _ = work_for(tmp_path / "var", MUTANT_MINUTES, "leaking")
    assert memory.growth > GROWTH_PERCENT, "the mutant must be caught"
