"""What is wrong in a course file: where, how grave, in a French sentence, with its remedy."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Only an ``erreur`` blocks publishing."""

    ERROR = "erreur"
    WARNING = "attention"
    ADVICE = "conseil"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault; ``line`` counts from 1."""

    file: str
    line: int
    severity: Severity
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """``fichier:ligne: gravité : phrase`` then the remedy under it."""
        first = f"{self.file}:{self.line}: {self.severity} : {self.message}"
        return f"{first}\n    → {self.remedy}" if self.remedy else first


@dataclass(slots=True)
class Report:
    """Gathers the findings of one file."""

    file: str
    findings: list[Finding] = field(default_factory=list)

    def error(self, line: int, message: str, remedy: str = "") -> None:
        """Add an ``erreur``."""
        self.findings.append(Finding(self.file, line, Severity.ERROR, message, remedy))

    def warn(self, line: int, message: str, remedy: str = "") -> None:
        """Add an ``attention``."""
        self.findings.append(Finding(self.file, line, Severity.WARNING, message, remedy))

    def advise(self, line: int, message: str, remedy: str = "") -> None:
        """Add a ``conseil``."""
        self.findings.append(Finding(self.file, line, Severity.ADVICE, message, remedy))


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A remedy naming the nearest known word, or ``otherwise``."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"Vouliez-vous écrire « {near[0]} » ?"
    return otherwise or f"Mots connus : {', '.join(names)}."
