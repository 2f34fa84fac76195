"""Figures that a run measured, shown as a table after its tests.

They travel in the reports of the tests, so that they also come back from other processes.
"""

from typing import NamedTuple

import pytest

PROPERTY = "mesure"


class Row(NamedTuple):
    """One measure, the bar that it must pass, and whether it does."""

    what: str
    measured: str
    bar: str
    passed: bool


class Figures:
    """Notes measures; what breaks its bar fails the test at once, after it was noted."""

    def __init__(self, properties: list[tuple[str, object]]) -> None:
        self.properties = properties

    def at_most(self, what: str, measured: float, bar: float, unit: str = "") -> None:
        """Note a measure that must not go over its bar."""
        self._note(what, f"{measured:.4g}{unit}", f"≤ {bar:.4g}{unit}", measured <= bar)

    def exactly(self, what: str, measured: int, wanted: int) -> None:
        """Note a count that must be this one."""
        self._note(what, str(measured), f"= {wanted}", measured == wanted)

    def tell(self, what: str, measured: str) -> None:
        """Note a yardstick, which has no bar."""
        self._add(Row(what, measured, "", passed=True))

    def _note(self, what: str, measured: str, bar: str, passed: bool) -> None:
        self._add(Row(what, measured, bar, passed))
        assert passed, f"{what}: {measured}, wanted {bar}"

    def _add(self, row: Row) -> None:
        self.properties.append((PROPERTY, tuple(row)))


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Where a test notes what it measured."""
    return Figures(request.node.user_properties)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, if anything was measured."""
    rows = [
        Row(*row)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, row in report.user_properties
        if name == PROPERTY
    ]
    if not rows:
        return
    terminalreporter.section("mesures")
    wide = max(len(row.what) for row in rows)
    for row in rows:
        mark = "ok" if row.passed else "NON"
        end = f"{row.bar:<14} {mark}" if row.bar else "(repère)"
        terminalreporter.write_line(f"{row.what:<{wide}}  {row.measured:>12}  {end}")
