"""How far unknown counts may move when sums of them are known: an outsider with a solver.

A plain simplex in exact numbers (Bland's rule, so it ends): the least and the most of one
unknown over every non-negative answer that the published sums allow.
"""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction

Unknown = Hashable
Sum = tuple[Mapping[Unknown, int], int]  # coefficients, and what they add up to
Number = int | Fraction
Line = dict[int, Number]  # by column, nothing where it is zero; _TOTAL holds the right-hand side

ENDLESS = 10**9
_TOTAL = -1


def _divided(value: Number, by: Number) -> Number:
    if by in (1, -1):
        return value * by
    whole = Fraction(value) / by
    return whole.numerator if whole.denominator == 1 else whole


def _take(line: Line, other: Line, by: Number) -> None:
    """Take ``by`` times another line away from a line."""
    for column, value in other.items():
        left = line.get(column, 0) - by * value
        if left:
            line[column] = left
        else:
            line.pop(column, None)


class Outsider:
    """Somebody who knows sums of unknown counts, and nothing else."""

    def __init__(self, unknowns: Sequence[Unknown], sums: Sequence[Sum]) -> None:
        self.places = {unknown: at for at, unknown in enumerate(unknowns)}
        self.rows: list[Line] = []
        self.basis: list[int] = []
        width = len(self.places)
        for at, (coefficients, total) in enumerate(sums):
            sign = -1 if total < 0 else 1
            row: Line = {}
            for unknown, factor in coefficients.items():
                _take(row, {self.places[unknown]: factor}, -sign)
            row[width + at] = 1
            if total:
                row[_TOTAL] = sign * total
            self.basis.append(width + at)
            self.rows.append(row)
        self._find_any(width)

    def _find_any(self, width: int) -> None:
        """Find one answer: push the made-up unknowns, one a sum, down to nothing."""
        assert self._least(dict.fromkeys(self.basis, 1)) == 0, "the sums contradict each other"
        kept = []
        for at, row in enumerate(self.rows):
            if self.basis[at] >= width:
                column = next((one for one in sorted(row) if 0 <= one < width), None)
                if column is None:
                    continue  # a sum that the others already tell
                self._pivot(at, column)
            kept.append(at)
        self.rows = [{c: v for c, v in self.rows[at].items() if c < width} for at in kept]
        self.basis = [self.basis[at] for at in kept]

    def _pivot(self, at: int, column: int, *others: Line) -> None:
        factor = self.rows[at][column]
        row = {place: _divided(value, factor) for place, value in self.rows[at].items()}
        self.rows[at] = row
        for other in (*self.rows, *others):
            if other is not row and column in other:
                _take(other, row, other[column])
        self.basis[at] = column

    def _least(self, cost: Mapping[int, Number]) -> Number:
        """Return the least that a cost may be, ``-ENDLESS`` when nothing stops it."""
        left: Line = dict(cost)
        for basic, row in zip(self.basis, self.rows, strict=True):
            if basic in left:
                _take(left, row, left[basic])
        while True:
            better = [one for one, value in left.items() if one != _TOTAL and value < 0]
            if not better:
                return -left.get(_TOTAL, 0)
            column = min(better)
            steps = [
                (_divided(row.get(_TOTAL, 0), row[column]), self.basis[at], at)
                for at, row in enumerate(self.rows)
                if row.get(column, 0) > 0
            ]
            if not steps:
                return -ENDLESS
            self._pivot(min(steps)[2], column, left)

    def between(self, unknown: Unknown) -> tuple[Number, Number]:
        """Return the least and the most that an unknown may be."""
        place = self.places[unknown]
        if not any(place in row for row in self.rows):
            return 0, ENDLESS
        return self._least({place: 1}), -self._least({place: -1})
