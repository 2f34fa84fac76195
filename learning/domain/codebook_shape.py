"""What a variable of the evaluation's export is, and what its cells may hold.

Closed lists, whole numbers, scores and months; never a day, never a text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from learning.domain.evaluation import Subject

Value = str | int | float
Row = Mapping[str, Value]

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST = 60
_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])", re.ASCII)
_LETTERS = re.compile(r"[0-9A-Z]{8,40}", re.ASCII)
_WHOLE = re.compile(r"0|[1-9][0-9]{0,6}", re.ASCII)
_SCORE = re.compile(r"[0-9]{1,2}(?:,[0-9]{1,6})?", re.ASCII)


class Nature(StrEnum):
    """What a variable may hold, as the codebook says it."""

    PSEUDONYM = "pseudonyme"
    CODE = "liste fermée"
    WHOLE = "nombre entier"
    SCORE = "nombre décimal"
    MONTH = "mois"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as a row of the export says them: no name, no id, no day."""

    pseudonym: str
    study: str
    made_in: str
    subject: Subject
    first_month: str = ""
    last_month: str = ""
    left_in: str = ""
    outcome_in: str = ""
    answers: int = 0
    tests: int = 0
    seconds: int = 0
    support_minutes: int = 0
    facts: int = 0
    modules: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One column: what it says, how it is computed, from what, and what it may hold.

    ``values`` are the codes of a closed list and their words; a list that each site's courses
    set is left empty here. Outside ``required`` a cell may be empty.
    """

    name: str
    label: str
    nature: Nature
    formula: str
    source: str
    read: Callable[[Person], Value]
    values: Mapping[str, str] = field(default_factory=dict)
    low: int = 0
    high: int = 9_999_999
    required: bool = False
    pattern: str = ""  # of codes that no list can hold

    def write(self, person: Person) -> str:
        """Return the cell of somebody."""
        value = self.read(person)
        if isinstance(value, float):
            return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
        return str(value)

    def understand(self, text: str) -> Value | None:
        """Return what a cell says, None when it may not hold that."""
        if text == "":
            return None if self.required else ""
        match self.nature:
            case Nature.WHOLE:
                return self._within(int(text)) if _WHOLE.fullmatch(text) else None
            case Nature.SCORE:
                number = text.replace(",", ".")
                return self._within(float(number)) if _SCORE.fullmatch(text) else None
            case Nature.MONTH:
                return text if _MONTH.fullmatch(text) else None
            case Nature.PSEUDONYM:
                return text if _LETTERS.fullmatch(text) else None
            case Nature.CODE:
                return text if self._is_code(text) else None

    def _within(self, value: float) -> float | None:
        return value if self.low <= value <= self.high else None

    def _is_code(self, text: str) -> bool:
        if self.values:
            return text in self.values
        if self.pattern:
            return re.fullmatch(self.pattern, text, re.ASCII) is not None
        return len(text) <= LONGEST and SLUG.fullmatch(text) is not None
