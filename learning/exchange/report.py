"""What an import gives: banks in our format, and a line for every question of the file."""

from dataclasses import dataclass
from enum import StrEnum

from learning.exchange.foreign import Sort


class State(StrEnum):
    """How a question came over."""

    EXACT = "exacte"
    LOSS = "perte"
    LEFT_OUT = "ecartee"


KINDS = {
    Sort.CHOICE: "choix",
    Sort.TRUE_FALSE: "vrai ou faux",
    Sort.SHORT: "réponse courte",
    Sort.NUMBER: "nombre",
    Sort.MATCHING: "association",
    Sort.ESSAY: "réponse libre",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReport:
    """One question of the file: ``name`` and ``bank`` are empty when it was left out."""

    line: int
    state: State
    title: str = ""
    preview: str = ""
    kind: str = ""
    name: str = ""
    bank: str = ""
    losses: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    reason: str = ""
    repair: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBank:
    """A bank: the text of its file, named ``name`` + « .md »."""

    name: str
    title: str
    body: str
    questions: int


@dataclass(frozen=True, slots=True)
class BankImport:
    """The banks and the report; ``notes`` speak of the whole file."""

    banks: tuple[WrittenBank, ...]
    questions: tuple[QuestionReport, ...]
    notes: tuple[str, ...] = ()

    def count(self, state: State) -> int:
        """Count the questions of a state."""
        return sum(question.state is state for question in self.questions)

    @property
    def kept(self) -> int:
        """How many questions came over."""
        return sum(bank.questions for bank in self.banks)
