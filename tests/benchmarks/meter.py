"""What a process uses, read from /proc, and the cost of a request in it."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

NANOSECONDS = 1_000_000


def cpu_ms(pid: int) -> float:
    """Milliseconds of processor used so far by the threads of a process."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / NANOSECONDS


def memory_mb(pid: int) -> float:
    """The most memory that the process ever held."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def request_cost(pid: int, act: Callable[[], object], count: int) -> float:
    """Milliseconds of the server's processor that one request takes."""
    before = cpu_ms(pid)
    for _ in range(count):
        act()
    return (cpu_ms(pid) - before) / count


def side_by_side(
    pids: tuple[int, int],
    acts: tuple[Callable[[], object], Callable[[], object]],
    *,
    count: int,
    rounds: int = 5,
) -> tuple[float, float]:
    """Medians of two costs measured in turn, so that the machine's mood weighs on both."""
    costs: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for pid, act, kept in zip(pids, acts, costs, strict=True):
            kept.append(request_cost(pid, act, count))
    return median(costs[0]), median(costs[1])


def idle_share(pid: int, seconds: float) -> float:
    """Per cent of a processor that a process uses when nobody asks anything."""
    before = cpu_ms(pid)
    time.sleep(seconds)
    return (cpu_ms(pid) - before) / (seconds * 10)


def percentile(values: list[float], share: float) -> float:
    """The value under which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
