"""What is wrong in a course file: where, how grave, in a French sentence, with its remedy."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from learning.content.near_words import closest, only_near

_MOST_ASKED = 200  # words looked for in one file


class Severity(StrEnum):
    """Only an ``erreur`` blocks publishing."""

    ERROR = "erreur"
    WARNING = "attention"
    ADVICE = "conseil"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Edit:
    """One line to replace: ``before`` is the whole line, ``after`` the line or lines instead.

    An empty ``after`` takes the line out.
    """

    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fix:
    """The remedy, where there is exactly one: a first edit, and the ``others`` that go with it."""

    line: int
    before: str
    after: str
    others: tuple[Edit, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every edit, the first one included."""
        return (Edit(self.line, self.before, self.after), *self.others)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault; ``line`` counts from 1. Its correction is no part of what it says."""

    file: str
    line: int
    severity: Severity
    message: str
    remedy: str = ""
    fix: Fix | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """``fichier:ligne: gravité : phrase`` then the remedy under it."""
        first = f"{self.file}:{self.line}: {self.severity} : {self.message}"
        return f"{first}\n    → {self.remedy}" if self.remedy else first


@dataclass(slots=True)
class Report:
    """Gathers the findings of one file, whose ``lines`` are those that a correction changes."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    lines: Sequence[str] = ()
    asked: int = 0

    def error(self, line: int, message: str, remedy: str = "", *, fix: Fix | None = None) -> None:
        """Add an ``erreur``."""
        self.findings.append(Finding(self.file, line, Severity.ERROR, message, remedy, fix))

    def warn(self, line: int, message: str, remedy: str = "", *, fix: Fix | None = None) -> None:
        """Add an ``attention``."""
        self.findings.append(Finding(self.file, line, Severity.WARNING, message, remedy, fix))

    def advise(self, line: int, message: str, remedy: str = "", *, fix: Fix | None = None) -> None:
        """Add a ``conseil``."""
        self.findings.append(Finding(self.file, line, Severity.ADVICE, message, remedy, fix))

    def put(self, line: int, after: str | None) -> Fix | None:
        """Correct a whole line; None when there is no such line or nothing to put there."""
        if after is None or not 1 <= line <= len(self.lines):
            return None
        before = self.lines[line - 1]
        return Fix(line, before, after) if after != before else None

    def drop(self, line: int) -> Fix | None:
        """Take a line out."""
        return self.put(line, "")

    def below(self, line: int, added: str) -> Fix | None:
        """Add a line, or some, under a line."""
        return self.put(line, f"{self.line(line)}\n{added}")

    def swap(self, line: int, old: str, new: str | None) -> Fix | None:
        """Correct a word, or some, that stand only once in their line."""
        text = self.line(line)
        found = [*re.finditer(rf"(?<![\w-]){re.escape(old)}(?![\w-])", text)] if old else []
        if new is None or len(found) != 1:
            return None
        return self.put(line, text[: found[0].start()] + new + text[found[0].end() :])

    def near(self, word: str, known: Iterable[str]) -> str | None:
        """Return the only known word that was meant; a text full of faults is not corrected."""
        self.asked += 1
        return only_near(word, known) if self.asked <= _MOST_ASKED else None

    def line(self, line: int) -> str:
        """Return a line as it stands, or nothing."""
        return self.lines[line - 1] if 1 <= line <= len(self.lines) else ""


def together(fixes: Iterable[Fix | None]) -> Fix | None:
    """Make one correction of several; None when one of them is missing."""
    found: list[Fix] = []
    for fix in fixes:
        if fix is None:
            return None
        found.append(fix)
    if not found:
        return None
    first, *rest = found
    others = (*first.others, *(edit for fix in rest for edit in fix.edits))
    return Fix(first.line, first.before, first.after, others)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A remedy naming the nearest known word, or ``otherwise``."""
    names = sorted(known)
    near = closest(word, names)
    if near is not None:
        return f"Vouliez-vous écrire « {near} » ?"
    return otherwise or f"Mots connus : {', '.join(names)}."
