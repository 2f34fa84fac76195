"""The tables of the evaluation: people counted by path, form or cohort, small cells hidden.

A table splits everybody, so that what is hidden in it is judged over the whole; what is shown
as a running sum (« a commencé », « encore là ») is worked out from the cells that are shown.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from learning.domain.evaluation import WATCHED, WEEKS, Stage, Subject, week_band
from learning.domain.hiding import LEAST, HiddenTable, hide_line, hide_table
from learning.domain.intervals import BeforeAfter, compare_pairs
from learning.domain.lists import LEAVINGS, OUTCOMES
from learning.domain.shares import Share, wilson

_STAGES = tuple(Stage)
_ALL_LINES = -1
_STARTED = (1, 2)  # places of the stages that follow « reached »
_FINISHED = (2,)
_TOTALS = ("atteints", "suivis")


class Dimension(StrEnum):
    """By what people are counted."""

    ALL = "ensemble"
    PATH = "parcours"
    FORM = "forme"
    MONTH = "cohorte"
    MODULE = "module"


class Unsaid(StrEnum):
    """Why a place of a table holds no figure."""

    HIDDEN = "cache"
    TOO_SOON = "trop-tot"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many people, and their share with its bounds."""

    count: int
    share: Share


Value = int | Rate | BeforeAfter | Unsaid


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a table: what it counts (a code), and its values."""

    key: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One table: the indicator of ``evaluation.INDICATORS``, the codes of its columns, lines.

    ``undetailed``: each code of its list would be hidden, so that none has a place.
    """

    code: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    undetailed: bool = False

    @property
    def is_blank(self) -> bool:
        """Tell whether no line says anything but, perhaps, how many people it is about."""
        places = [place for place, code in enumerate(self.columns) if code not in _TOTALS]
        return not any(
            not isinstance(line.values[place], Unsaid) for line in self.lines for place in places
        )

    @property
    def is_too_soon(self) -> bool:
        """Tell whether nothing may be counted yet, however many people there are."""
        values = [value for line in self.lines for value in line.values]
        return bool(values) and all(value is Unsaid.TOO_SOON for value in values)


_KEYS: dict[Dimension, Callable[[Subject], str]] = {
    Dimension.ALL: lambda _: "",
    Dimension.PATH: lambda one: one.path,
    Dimension.FORM: lambda one: one.form,
    Dimension.MONTH: lambda one: one.month,
    Dimension.MODULE: lambda one: one.path,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """Everybody split by line and by place in the line, with what is hidden."""

    counts: tuple[tuple[int, ...], ...]
    hidden: HiddenTable
    secret: frozenset[int]  # lines whose sum is hidden

    def total(self, line: int) -> int | None:
        """Return how many people a line holds, None when it is hidden."""
        return None if line in self.secret else sum(self.counts[line])

    def sum_of(self, line: int, places: Collection[int]) -> int | None:
        """Return the sum of places of a line, None unless what is shown tells it anyway."""
        others = [place for place in range(len(self.counts[line])) if place not in places]
        total = self.total(line)
        if self._shown(line, places):
            return sum(self.counts[line][place] for place in places)
        if total is not None and self._shown(line, others):
            return total - sum(self.counts[line][place] for place in others)
        return None

    def rate(self, line: int, places: Collection[int], among: Collection[int]) -> Value:
        """Return a sum of places as a share of another."""
        count, whole = self.sum_of(line, places), self.sum_of(line, among)
        if count is None or whole is None:
            return Unsaid.HIDDEN
        return Rate(count, wilson(count / whole if whole else 0.0, whole))

    def _shown(self, line: int, places: Collection[int]) -> bool:
        return not any((line, place) in self.hidden.places for place in places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """People by line, in the order of the lines."""

    dimension: Dimension
    keys: tuple[str, ...]
    people: tuple[tuple[Subject, ...], ...]
    secret: frozenset[int] = field(default_factory=frozenset)

    def split(
        self,
        place_of: Callable[[Subject], int],
        width: int,
        *,
        known: Collection[tuple[int, int]] = (),
        forced: Collection[tuple[int, int]] = (),
    ) -> _Split:
        """Split every line by place, and hide what must be.

        ``forced`` places are hidden whatever they count; of a line numbered -1, in every line.
        """
        rows = [[0] * width for _ in self.keys]
        for row, people in zip(rows, self.people, strict=True):
            for one in people:
                row[place_of(one)] += 1
        counts = tuple(tuple(row) for row in rows)
        columns = hide_line(
            [sum(column) for column in zip(*counts, strict=True)],
            forced={place for line, place in forced if line == _ALL_LINES or len(rows) == 1},
        )
        hidden = hide_table(
            counts,
            rows=self.secret,
            columns=columns,
            known=known,
            forced=[place for place in forced if place[0] != _ALL_LINES],
        )
        return _Split(counts=counts, hidden=hidden, secret=self.secret)


def group_by(
    dimension: Dimension, subjects: Sequence[Subject], order: Sequence[str] = ()
) -> Grouped:
    """Group people by a dimension; lines in that order first, then by code."""
    found: dict[str, list[Subject]] = {}
    key_of = _KEYS[dimension]
    for one in subjects:
        found.setdefault(key_of(one), []).append(one)
    known = {key: place for place, key in enumerate(order)}
    keys = sorted(found, key=lambda key: (key == "", known.get(key, len(known)), key))
    people = tuple(tuple(found[key]) for key in keys)
    return Grouped(
        dimension=dimension,
        keys=tuple(keys),
        people=people,
        secret=hide_line([len(some) for some in people]) if people else frozenset(),
    )


def build_panels(grouped: Grouped, now: datetime) -> tuple[Panel, ...]:
    """Return every table of a dimension; none when nobody was reached."""
    if not grouped.keys:
        return ()
    stages, weeks = _split_progress(grouped, now)
    return (
        _progress(grouped, stages),
        _kept(grouped, weeks, now),
        _efficacy(grouped),
        _codes(grouped, "departs", LEAVINGS, lambda one: one.leaving),
        _codes(grouped, "suites", OUTCOMES, lambda one: one.outcome),
    )


def stage_place(one: Subject) -> int:
    """Return the place of somebody's stage in a line."""
    return _STAGES.index(one.stage)


def _cuts(people: Iterable[Subject]) -> tuple[int, ...]:
    """Return the weeks where the bands begin.

    From the last, each joins the one before until it holds enough people: one small band would
    hide others.
    """
    held = dict.fromkeys((0, *WEEKS), 0)
    for one in people:
        if one.last_week is not None:
            held[week_band(one.last_week)] += 1
    cuts: list[int] = []
    since = 0
    for week in reversed(held):
        since += held[week]
        if since >= LEAST or week == 0:
            cuts.append(week)
            since = 0 if week else since
    if since < LEAST and len(cuts) > 1:
        cuts.remove(cuts[-2])
    return tuple(reversed(cuts))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weeks:
    """Everybody split by the band of the last week; who is not watched is in the first place."""

    cuts: tuple[int, ...]
    split: _Split

    @property
    def watched(self) -> range:
        return range(1, len(self.cuts) + 1)

    def kept(self, line: int, week: int) -> Value:
        """Return who was still there, among those who were watched."""
        if week not in self.cuts:
            return Unsaid.HIDDEN
        return self.split.rate(line, self.watched[self.cuts.index(week) :], self.watched)


def _split_progress(grouped: Grouped, now: datetime) -> tuple[_Split, _Weeks]:
    """Split by stage and by week, so that neither table gives the other's hidden places away.

    A line that does not say how many began says nothing of its weeks, nor does one where only a
    few began too late to be followed: « began » less « followed » would tell them. Once everybody
    who began is followed, the first place of both tables counts the same people.
    """
    everybody = [one for people in grouped.people for one in people]
    cuts = _cuts(everybody)

    def band(one: Subject) -> int:
        return 0 if one.last_week is None else sum(cut <= one.last_week for cut in cuts)

    young = _too_soon(grouped, now)
    known = [(line, place) for line in young for place in range(1, len(cuts) + 1)]
    # Few at either end are hidden with those in between: the other end then stays shown.
    ends = [sum(one.stage is stage for one in everybody) for stage in (_STAGES[0], _STAGES[-1])]
    in_stages = {(_ALL_LINES, 1)} if min(ends) < LEAST else set()
    late = {line for line, people in enumerate(grouped.people) if 0 < _late(people) < LEAST}
    if 0 < _late(everybody) < LEAST:
        late.add(_ALL_LINES)
    in_weeks: set[tuple[int, int]] = set()
    while True:
        stages = grouped.split(stage_place, len(_STAGES), forced=in_stages)
        closed = late | {line for line, place in stages.hidden.places if place == 0}
        in_weeks |= {(line, place) for line in closed for place in range(len(cuts) + 1)}
        weeks = grouped.split(band, len(cuts) + 1, known=known, forced=in_weeks)
        shared = _shared(stages, weeks)
        if shared <= in_stages:
            return stages, _Weeks(cuts=cuts, split=weeks)
        in_stages |= shared


def _late(people: Iterable[Subject]) -> int:
    """Count who began less than twelve weeks ago."""
    return sum(one.stage is not Stage.REACHED and one.last_week is None for one in people)


def _shared(stages: _Split, weeks: _Split) -> set[tuple[int, int]]:
    """Return the first places hidden by week that count the same people by stage."""
    pairs = [(one[0], other[0]) for one, other in zip(stages.counts, weeks.counts, strict=True)]
    return {
        (line, 0)
        for line, (one, other) in enumerate(pairs)
        if one == other and (line, 0) in weeks.hidden.places
    }


def _too_soon(grouped: Grouped, now: datetime) -> frozenset[int]:
    """Return the lines of which nobody can be followed yet: as the table of cohorts tells anyway.

    A cohort that opened less than twelve weeks ago; every line while no cohort is older.
    """
    months = {one.month for people in grouped.people for one in people}
    young = {
        month
        for month in months
        if month and now.date() - date.fromisoformat(f"{month}-01") < WATCHED
    }
    by_month = grouped.dimension is Dimension.MONTH
    return frozenset(
        line
        for line, key in enumerate(grouped.keys)
        if (key in young if by_month else months == young)
    )


def _progress(grouped: Grouped, split: _Split) -> Panel:
    everybody = range(len(_STAGES))
    lines = tuple(
        Line(
            key=key,
            values=(
                _said(split.total(line)),
                split.rate(line, _STARTED, everybody),
                split.rate(line, _FINISHED, everybody),
            ),
        )
        for line, key in enumerate(grouped.keys)
    )
    return Panel(code="avancement", columns=("atteints", "commence", "termine"), lines=lines)


def _kept(grouped: Grouped, weeks: _Weeks, now: datetime) -> Panel:
    columns = ("suivis", *(f"semaine-{week}" for week in WEEKS))
    young = _too_soon(grouped, now)
    lines = tuple(
        Line(
            key=key,
            values=(Unsaid.TOO_SOON,) * len(columns)
            if line in young
            else (
                _said(weeks.split.sum_of(line, weeks.watched)),
                *(weeks.kept(line, week) for week in WEEKS),
            ),
        )
        for line, key in enumerate(grouped.keys)
    )
    return Panel(code="gardes", columns=columns, lines=lines)


def _efficacy(grouped: Grouped) -> Panel:
    split = grouped.split(lambda one: int(one.scores is not None), 2)
    alone = len(grouped.keys) == 1
    lines = []
    for line, key in enumerate(grouped.keys):
        scores = [one.scores for one in grouped.people[line] if one.scores is not None]
        count = split.sum_of(line, (1,))
        # On one line a mean names nobody, even when all but a few have answered.
        shown = count is not None or (alone and len(scores) >= LEAST)
        compared = compare_pairs(scores) if shown and len(scores) >= LEAST else None
        lines.append(Line(key=key, values=(_said(count), compared or Unsaid.HIDDEN)))
    return Panel(code="efficacite", columns=("personnes", "scores"), lines=tuple(lines))


def _codes(
    grouped: Grouped, code: str, words: Mapping[str, str], code_of: Callable[[Subject], str]
) -> Panel:
    """Count codes of a closed list; on one line, each with its share.

    When none of them may be said, they have no place: only how many are noted is left.
    """
    codes = tuple(words)
    places = {one: place for place, one in enumerate(codes)}
    split = grouped.split(lambda one: places.get(code_of(one), len(codes)), len(codes) + 1)
    noted, everybody = range(len(codes)), range(len(codes) + 1)
    lines = range(len(grouped.keys))
    is_said = any(split.sum_of(line, (place,)) is not None for line in lines for place in noted)
    shown = codes if is_said else ()
    if grouped.dimension is Dimension.ALL:
        found = [Line(key="", values=(split.rate(0, noted, everybody),))]
        found += [
            Line(key=one, values=(split.rate(0, (places[one],), everybody),)) for one in shown
        ]
    else:
        found = [
            Line(
                key=grouped.keys[line],
                values=(
                    split.rate(line, noted, everybody),
                    *(_said(split.sum_of(line, (places[one],))) for one in shown),
                ),
            )
            for line in lines
        ]
    columns = ("personnes",) if grouped.dimension is Dimension.ALL else ("", *shown)
    return Panel(code=code, columns=columns, lines=tuple(found), undetailed=not is_said)


def _said(count: int | None) -> Value:
    return Unsaid.HIDDEN if count is None else count
