"""What a command did, run inside the test."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ran:
    """Its exit code and what it said."""

    code: int
    out: str
    err: str
