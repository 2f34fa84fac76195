"""Shares with their uncertainty, and the figures of a question: shapes that hold no person."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from learning.domain.question import QuestionKind

NBSP = "\u00a0"
Z_95 = 1.96  # nineteen times in twenty, as usual


@dataclass(frozen=True, slots=True)
class Share:
    """A share of ``count`` answers, between bounds that hold nineteen times in twenty.

    Wilson's interval. With partial marks ``value`` is the mean share of the points, taken as
    if it came from that many answers right or wrong: the interval is then wide enough, since
    a partial mark varies less than a whole one.
    """

    value: float
    low: float
    high: float
    count: int


def wilson(value: float, count: int) -> Share:
    """Return a share with Wilson's bounds; without any answer, all that is known is nothing."""
    if count == 0:
        return Share(0.0, 0.0, 1.0, 0)
    square = Z_95 * Z_95
    divisor = 1 + square / count
    centre = (value + square / (2 * count)) / divisor
    half = Z_95 * sqrt(value * (1 - value) / count + square / (4 * count * count)) / divisor
    # Floats: at 0 or 1 the bound is the value itself.
    return Share(value, max(0.0, min(value, centre - half)), min(1.0, max(value, centre + half)),
                 count)  # fmt: skip


class BarKind(StrEnum):
    """What the bars of a question count."""

    CHOICES = "choices"  # people who took each choice
    ANSWERS = "answers"  # people who typed each answer
    PARTS = "parts"  # people who were right on each part
    NONE = "none"  # texts and computed numbers: nothing to count together


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of the counts: ``count`` people; ``right`` is what is expected.

    In a part, ``count`` people were right and ``wrong`` is the commonest wrong answer, empty
    when fewer than three people gave it. ``pooled`` gathers the answers not shown.
    """

    label: str
    count: int
    right: bool = False
    wrong: str = ""
    pooled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one version of one question, from first answers alone.

    ``facility`` is None while nothing is marked; ``blank`` of ``in_tests``; ``unread`` is the
    number of times that something typed before the first answer could not be read; ``hints``
    the people who asked for the hint before it; ``tries`` the median in a lesson; ``waiting``
    the texts that nobody has read yet.
    """

    question: str
    kind: QuestionKind
    version: int = 1
    count: int = 0
    facility: Share | None = None
    bar_kind: BarKind = BarKind.NONE
    bars: tuple[Bar, ...] = ()
    blank: int = 0
    in_tests: int = 0
    unread: int = 0
    hints: int = 0
    has_hint: bool = False
    tries: float | None = None
    waiting: int = 0

    @property
    def commonest_wrong(self) -> str:
        """The wrong answer that most people gave, or the part that most people missed."""
        if self.bar_kind is BarKind.PARTS:
            worst = min(self.bars, key=lambda bar: bar.count, default=None)
            if worst is None or worst.count == self.count:
                return ""
            return f"{worst.label} → {worst.wrong}" if worst.wrong else worst.label
        wrong = [bar for bar in self.bars if not (bar.right or bar.pooled) and bar.count]
        return max(wrong, key=lambda bar: bar.count).label if wrong else ""

    @property
    def blank_share(self) -> float:
        """Blanks among the first answers given in a test."""
        return self.blank / self.in_tests if self.in_tests else 0.0

    @property
    def unread_share(self) -> float:
        """What could not be read among all that was typed."""
        typed = self.unread + self.count
        return self.unread / typed if typed else 0.0

    @property
    def hint_share(self) -> float:
        """People who asked for the hint."""
        return self.hints / self.count if self.count else 0.0


def percent(share: float) -> str:
    """« 98 % »; a share that is not whole never reads 0 % or 100 %."""
    whole = round(share * 100)
    if share > 0:
        whole = max(1, whole)
    if share < 1:
        whole = min(99, whole)
    return f"{whole}{NBSP}%"


def median(counts: Iterable[tuple[int, int]]) -> float | None:
    """Return the median of values given with how often each came."""
    ordered = sorted(counts)
    total = sum(many for _, many in ordered)
    if not total:
        return None
    middle = ((total - 1) // 2, total // 2)
    found = []
    for place in middle:
        seen = 0
        for value, many in ordered:
            seen += many
            if seen > place:
                found.append(value)
                break
    return sum(found) / len(found)
