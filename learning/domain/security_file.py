"""What the security-approval file is made of: statements, each with the check that made it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a check found, in the word that the file shows."""

    GOOD = "conforme"
    TOLD = "à savoir"
    WRONG = "à corriger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence, what was looked at to say it, and what that gave."""

    says: str
    check: str
    state: State = State.GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under heads; every row is as long as the heads. ``code``: cells are not French."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the file."""

    title: str
    lead: str
    statements: tuple[Statement, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityFile:
    """The whole file of one site, at one moment."""

    site: str
    moment: str
    sections: tuple[Section, ...]

    @property
    def wrong(self) -> tuple[Statement, ...]:
        """Everything that is to be put right."""
        return tuple(
            one for part in self.sections for one in part.statements if one.state is State.WRONG
        )


def judged(right: bool, says: str, check: str, *, otherwise: State = State.WRONG) -> Statement:  # noqa: FBT001 - reads as a sentence
    """Return a statement whose state follows from what was found."""
    return Statement(says=says, check=check, state=State.GOOD if right else otherwise)
