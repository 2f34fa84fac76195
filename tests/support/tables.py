"""Figures that a run measured, shown as a table after its tests."""

from dataclasses import dataclass

import pytest

ROWS = pytest.StashKey[list["Row"]]()


@dataclass(frozen=True, slots=True)
class Row:
    """One measure, the bar that it must pass, and whether it does."""

    what: str
    measured: str
    bar: str
    passed: bool


class Figures:
    """Notes measures; what breaks its bar fails the test at once, after it was noted."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def at_most(self, what: str, measured: float, bar: float, unit: str = "") -> None:
        """Note a measure that must not go over its bar."""
        self._note(what, f"{measured:.4g}{unit}", f"≤ {bar:.4g}{unit}", measured <= bar)

    def exactly(self, what: str, measured: int, wanted: int) -> None:
        """Note a count that must be this one."""
        self._note(what, str(measured), f"= {wanted}", measured == wanted)

    def tell(self, what: str, measured: str) -> None:
        """Note a yardstick, which has no bar."""
        self.rows.append(Row(what, measured, "", passed=True))

    def _note(self, what: str, measured: str, bar: str, passed: bool) -> None:
        self.rows.append(Row(what, measured, bar, passed))
        assert passed, f"{what}: {measured}, wanted {bar}"


def pytest_configure(config: pytest.Config) -> None:
    """Start with an empty table."""
    config.stash[ROWS] = []


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Where a test notes what it measured."""
    return Figures(request.config.stash[ROWS])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the table, if anything was measured."""
    rows = config.stash[ROWS]
    if not rows:
        return
    terminalreporter.section("mesures")
    wide = max(len(row.what) for row in rows)
    for row in rows:
        mark = "ok" if row.passed else "NON"
        end = f"{row.bar:<14} {mark}" if row.bar else "(repère)"
        terminalreporter.write_line(f"{row.what:<{wide}}  {row.measured:>12}  {end}")
