"""What an attestation states, from facts alone: what was done and acquired, and nothing else.

Never a place, a failure or a reason. Its words are kept as they were signed.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from learning.domain.grouped import bare, to_letters

NUMBER_LETTERS = 12
MOST_LETTERS = 4_296  # a square code holds no more
_DIGEST_BYTES = 10
_SHORT_BYTES = 8

REVOCATIONS: dict[str, str] = {
    "nom": "Erreur de nom",
    "contenu": "Erreur de contenu",
    "remplacee": "Remplacée par une autre",
}


class Kind(StrEnum):
    """The three attestations, in the words that are stored."""

    SUCCESS = "reussite"
    ASSIDUITY = "assiduite"
    SUMMARY = "bilan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A test that was passed: its points, and the day."""

    points: float
    out_of: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquired:
    """An objective that was acquired, with the points of that day."""

    sentence: str
    points: float
    out_of: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One module: what the person can do, the test passed, the objectives acquired."""

    title: str
    abilities: tuple[str, ...] = ()
    mark: Mark | None = None
    acquired: tuple[Acquired, ...] = ()
    lessons: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Minutes of assiduity and, apart, of human support; over which days."""

    minutes: int = 0
    support: int = 0
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is stated of somebody. ``subject`` is « parcours/x » or « module/x », for the site.

    ``pass_marks`` are the thresholds of the tests, in percent.
    """

    kind: Kind
    name: str
    subject: str = ""
    title: str = ""
    parts: tuple[Part, ...] = ()
    hours: Hours = Hours()
    pass_marks: tuple[int, ...] = ()

    @property
    def is_path(self) -> bool:
        """It speaks of a path, and not of one module."""
        return self.subject.startswith("parcours/")

    @property
    def done_on(self) -> date | None:
        """The day of the last test passed."""
        return max((part.mark.day for part in self.parts if part.mark), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What the code itself carries: enough to be compared with the paper."""

    number: str
    kind: Kind
    name: str
    title: str
    day: date
    tests: tuple[tuple[str, Mark], ...]
    minutes: int
    support: int
    digest: str


class Outcome(StrEnum):
    """What a check says; the words are those of ``--json``."""

    VALID = "valide"
    LISTED = "dans-la-liste"
    CHANGED = "modifiee"
    REVOKED = "revoquee"
    UNKNOWN = "emetteur-non-reconnu"
    NOT_LISTED = "absente-de-la-liste"
    LIST_NEEDED = "liste-necessaire"
    UNREADABLE = "illisible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The answer of a check, with what the code says when it could be read."""

    outcome: Outcome
    signed: Signed | None = None
    issuer: str = ""
    kind: str = ""
    why: str = ""
    day: date | None = None


def canonical(statement: Statement, number: str, day: date) -> str:
    """Write a whole attestation in one order, the same for the same statement."""
    return _dumps({"numero": number, "jour": day.isoformat(), **_written(statement)})


def digest_of(statement: Statement) -> str:
    """Name what is stated, whatever its number and day: the same twice is one attestation."""
    return _digest(_dumps(_written(statement)))


def read_canonical(text: str) -> tuple[Statement, str, date]:
    """Return what was stated, the number and the day."""
    found: dict[str, Any] = json.loads(text)
    number, day = found.pop("numero"), date.fromisoformat(found.pop("jour"))
    return _statement(found), number, day


def signed_part(statement: Statement, number: str, day: date) -> bytes:
    """Write what the code carries: short, and bound to the whole text by its digest."""
    tests = [
        [part.title, part.mark.points, part.mark.out_of, part.mark.day.isoformat()]
        for part in statement.parts
        if part.mark
    ]
    return _dumps(
        {
            "v": 1,
            "n": number,
            "k": statement.kind.value,
            "p": statement.name,
            "t": statement.title,
            "d": day.isoformat(),
            "m": tests,
            "h": [statement.hours.minutes, statement.hours.support],
            "e": _digest(canonical(statement, number, day)),
        }
    ).encode()


def read_signed(stated: bytes) -> Signed | None:
    """Read what a code carries, None when it is not ours."""
    try:
        found = json.loads(stated)
        return Signed(
            number=str(found["n"]),
            kind=Kind(found["k"]),
            name=str(found["p"]),
            title=str(found["t"]),
            day=date.fromisoformat(found["d"]),
            tests=tuple(
                (
                    str(title),
                    Mark(points=float(points), out_of=int(total), day=date.fromisoformat(day)),
                )
                for title, points, total, day in found["m"]
            ),
            minutes=int(found["h"][0]),
            support=int(found["h"][1]),
            digest=str(found["e"]),
        )
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def short_of(number: str, code: str) -> str:
    """The code that people type: the number, then as many letters drawn from the signed code."""
    letters = to_letters(hashlib.sha256(code.encode()).digest()[:_SHORT_BYTES])
    return number + letters[:NUMBER_LETTERS]


def short_code(text: str) -> str | None:
    """Return a typed short code in its letters, None when it is none."""
    letters = bare(text)
    return letters if letters and len(letters) == 2 * NUMBER_LETTERS else None


def _written(statement: Statement) -> dict[str, Any]:
    return {"v": 1, **asdict(statement)}


def _dumps(value: Any) -> str:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_day
    )


def _day(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError


def _digest(text: str) -> str:
    return to_letters(hashlib.sha256(text.encode()).digest()[:_DIGEST_BYTES])


def _statement(found: dict[str, Any]) -> Statement:
    hours = found["hours"]
    return Statement(
        kind=Kind(found["kind"]),
        name=found["name"],
        subject=found["subject"],
        title=found["title"],
        parts=tuple(_part(one) for one in found["parts"]),
        hours=Hours(
            minutes=hours["minutes"],
            support=hours["support"],
            since=_read_day(hours["since"]),
            until=_read_day(hours["until"]),
        ),
        pass_marks=tuple(found["pass_marks"]),
    )


def _part(found: dict[str, Any]) -> Part:
    mark = found["mark"]
    return Part(
        title=found["title"],
        abilities=tuple(found["abilities"]),
        mark=Mark(
            points=mark["points"], out_of=mark["out_of"], day=date.fromisoformat(mark["day"])
        )
        if mark
        else None,
        acquired=tuple(
            Acquired(
                sentence=one["sentence"],
                points=one["points"],
                out_of=one["out_of"],
                day=date.fromisoformat(one["day"]),
            )
            for one in found["acquired"]
        ),
        lessons=found["lessons"],
    )


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
