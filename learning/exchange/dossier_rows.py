"""What is inside a dossier, as canonical JSON, read back strictly: by hand, field by field.

A field too many, of another kind, too long or not known here refuses the whole dossier.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any, TypeVar
from uuid import UUID

from learning.domain.attestation import Kind, read_canonical
from learning.domain.dossier import (
    AttestationRow,
    Dossier,
    FactRow,
    Holding,
    Known,
    SheetRow,
    ValidatedRow,
    is_disordered,
)
from learning.domain.dossier_faults import DossierRefused, Fault
from learning.domain.facts import Context, Verdict
from learning.domain.lists import BY_SORT, SUPPORTERS
from learning.domain.order import first_place

_MOST_ROWS = 200_000
_MOST_WORD = 300
_MOST_TEXT = 100_000
_MOST_NAME = 80
_MOST_KNOWN = 50
_MOST_INTEGER = 1_000_000
_VERSION = 2
RowT = TypeVar("RowT")
Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How each field of a row is read; the order is that of the dataclass."""

    of: Callable[..., Any]
    readers: Mapping[str, Read]


def write_dossier(dossier: Dossier) -> bytes:
    """Return the content in one order, the same for the same dossier."""
    holding = dossier.holding
    whole = {
        "v": _VERSION,
        "nom": dossier.name,
        "site": dossier.source_name,
        "connue": [[one.person.hex, _plain(one.since)] for one in dossier.known_as],
        "faits": _rows(holding.facts),
        "feuilles": _rows(holding.sheets),
        "attestations": _rows(holding.attestations),
        "valides": _rows(holding.validated),
        "titres": [list(pair) for pair in holding.titles],
    }
    return dumps(whole).encode()


def dumps(value: Any) -> str:
    """Canonical JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_dossier(body: bytes) -> Dossier:
    """Read the content.

    Raises:
        DossierRefused: it has not the form of one.

    """
    try:
        found = _dossier(json.loads(body))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise DossierRefused(Fault.UNREADABLE) from error
    if is_disordered(found.holding):
        raise DossierRefused(Fault.DISORDERED)
    return found


def _dossier(values: Mapping[str, Any]) -> Dossier:
    wanted = {"v", "nom", "site", "connue", "faits", "feuilles", "attestations", "valides"}
    if set(values) != {*wanted, "titres"}:
        raise ValueError
    facts, sheets = _SHAPES[values["v"]]
    known = tuple(
        Known(person=_uuid(person), since=_instant(since)) for person, since in values["connue"]
    )
    if not 0 < len(known) <= _MOST_KNOWN:
        raise ValueError
    return Dossier(
        name=_name(values["nom"]),
        source_name=_name(values["site"]),
        known_as=known,
        holding=Holding(
            facts=_read(values["faits"], facts),
            sheets=_read(values["feuilles"], sheets),
            attestations=_read(values["attestations"], _ATTESTATION),
            validated=_read(values["valides"], _VALIDATED),
            titles=tuple((_word(slug), _word(title)) for slug, title in values["titres"]),
        ),
    )


def _rows(rows: Iterable[Any]) -> list[list[Any]]:
    return [[_written(row, one.name) for one in fields(row)] for row in rows]


def _written(row: Any, name: str) -> Any:
    """A place is written as how far it is from its date: none, mostly."""
    if name == "sequence":
        return row.sequence - first_place(row.at)
    return _plain(getattr(row, name))


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def _read(rows: Any, shape: _Shape) -> tuple[Any, ...]:
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS:
        raise ValueError
    found = []
    for row in rows:
        values = {
            name: read(value)
            for (name, read), value in zip(shape.readers.items(), row, strict=True)
        }
        found.append(shape.of(**values))
    if len({one.id for one in found}) != len(found):
        raise ValueError
    return tuple(found)


def _maybe(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _word(value: Any, most: int = _MOST_WORD) -> str:
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise ValueError
    return value


def _name(value: Any) -> str:
    name = _word(value, _MOST_NAME)
    if not name.strip() or not name.isprintable():
        raise ValueError
    return name


def _long(value: Any) -> str:
    return _word(value, _MOST_TEXT)


def _uuid(value: Any) -> UUID:
    return UUID(hex=_word(value))


def _instant(value: Any) -> datetime:
    found = datetime.fromisoformat(_word(value))
    if found.tzinfo is None:
        raise ValueError
    return found.astimezone(UTC)


def _day(value: Any) -> str:
    return date.fromisoformat(_word(value)).isoformat()


def _integer(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _MOST_INTEGER:
        raise ValueError
    return value


def _distance(value: Any) -> int:
    """From a date to a place: ``is_disordered`` says which are possible."""
    if type(value) is not int:
        raise ValueError
    return value


def _number(value: Any) -> float:
    if type(value) not in {int, float} or not isfinite(value):
        raise ValueError
    return float(value)


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError
    return value


def _one_of(known: Iterable[str]) -> Read:
    words = frozenset(known)

    def read(value: Any) -> str:
        if _word(value) not in words:
            raise ValueError
        return str(value)

    return read


def _json_object(value: Any) -> str:
    """A text that holds a JSON object, in canonical form."""
    text = _long(value)
    found = json.loads(text)
    if not isinstance(found, dict) or dumps(found) != text:
        raise ValueError
    return text


def _detail(value: Any) -> str:
    return _json_object(value) if value else _word(value)


def _list_of(read: Read) -> Read:
    def each(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > _MOST_ROWS:
            raise ValueError
        return [read(one) for one in value]

    return each


def _pair(value: Any) -> tuple[str, str]:
    part, typed = value
    return _word(part), _long(typed)


# What a fact's detail may hold, and nothing else.
_DETAIL: dict[str, Read] = {
    **dict.fromkeys(("seed", "release", "digest", "bank", "by_role", "code", "month"), _word),
    **dict.fromkeys(("questionnaire", "path"), _word),
    **dict.fromkeys(("seconds", "minutes"), _integer),
    **dict.fromkeys(("answer", "reading"), _uuid),
    **dict.fromkeys(("on_paper", "refused"), _truth),
    "comment": _long,
    "sort": _one_of(BY_SORT),
    "person": _one_of(SUPPORTERS),
    "value": _maybe(_integer),
    "lines": _list_of(_number),
    "questions": _list_of(_word),
    "fields": _list_of(_pair),
}

# A kind that this program does not know comes from a newer one: refused, and said so.
FACT_KINDS: dict[str, frozenset[str]] = {
    "answer_given": frozenset(),
    "answer_unread": frozenset(),
    "answer_read": frozenset({"answer", "lines", "comment", "by_role"}),
    "lesson_done": frozenset(),
    "lesson_passed_over": frozenset(),
    "questions_drawn": frozenset({"bank", "questions", "seed"}),
    "test_started": frozenset({"questions", "seed", "release"}),
    "test_submitted": frozenset(),
    "test_remarked": frozenset({"release"}),
    "remarked": frozenset({"answer", "release"}),
    "hint_seen": frozenset(),
    "reading_seen": frozenset({"reading"}),
    "review_started": frozenset({"questions"}),
    "review_skipped": frozenset(),
    "session_held": frozenset({"seconds"}),
    "support_given": frozenset({"minutes", "person"}),
    "observed": frozenset({"sort", "code", "month"}),
    "outcome_known": frozenset({"code", "month"}),
    "scale_answered": frozenset({"questionnaire", "value", "release", "on_paper"}),
    "questionnaire_ended": frozenset({"questionnaire", "refused"}),
    "summary_read": frozenset({"path", "digest"}),
}
_ON_QUESTIONS = frozenset({"answer_given", "answer_unread", "answer_read", "remarked"})
_QUESTION_PARTS = 3
_MARKED = frozenset({"answer_given", "answer_read", "remarked"})


def _fact(**values: Any) -> FactRow:
    """A fact whose kind has all that its reader will look for."""
    fact = FactRow(**values)
    detail = json.loads(fact.detail) if fact.detail else {}
    if not FACT_KINDS[fact.kind] <= set(detail):
        raise ValueError
    if fact.kind in _MARKED and (fact.verdict is None or fact.out_of is None):
        raise ValueError
    if fact.kind == "answer_given" and (fact.ordinal is None or not fact.context):
        raise ValueError
    if fact.kind in {"test_submitted", "test_remarked"} and (
        fact.attempt is None or fact.points is None or fact.out_of is None
    ):
        raise ValueError
    if fact.kind in _ON_QUESTIONS and len(fact.question.split("/")) != _QUESTION_PARTS:
        raise ValueError
    if fact.kind in {"answer_read", "remarked"} and fact.points is None:
        raise ValueError
    for name, value in detail.items():
        _DETAIL[name](value)
    return fact


def _attestation(**values: Any) -> AttestationRow:
    """An attestation whose statement can be read and bears its number."""
    row = AttestationRow(**values)
    statement, number, _day_stated = read_canonical(row.payload)
    if number != row.number or statement.kind.value != row.kind:
        raise ValueError
    return row


def _sheet(**values: Any) -> SheetRow:
    row = SheetRow(**values)
    if not all(isinstance(one, str) for one in json.loads(row.typed).values()):
        raise ValueError
    return row


def _placed(of: Callable[..., RowT]) -> Callable[..., RowT]:
    return lambda *, sequence=0, **row: of(sequence=first_place(row["at"]) + sequence, **row)


_FACT = _Shape(
    _placed(_fact),
    {
        "id": _uuid,
        "kind": _one_of(FACT_KINDS),
        "at": _instant,
        "made_at": _word,
        "module": _word,
        "lesson": _word,
        "question": _word,
        "context": _one_of(("", *(one.value for one in Context))),
        "attempt": _maybe(_uuid),
        "ordinal": _maybe(_integer),
        "verdict": _maybe(_one_of(one.value for one in Verdict)),
        "points": _maybe(_number),
        "out_of": _maybe(_integer),
        "flag": _truth,
        "detail": _detail,
        "sequence": _distance,
    },
)
_SHEET = _Shape(
    _placed(_sheet),
    {
        "id": _uuid,
        "sheet": _word,
        "at": _instant,
        "made_at": _word,
        "typed": _json_object,
        "ordinal": _integer,
        "restored": _maybe(_uuid),
        "sequence": _distance,
    },
)
_UNPLACED = (  # what sites wrote before rows had a place of their own: their date was it
    _Shape(one.of, {name: read for name, read in one.readers.items() if name != "sequence"})
    for one in (_FACT, _SHEET)
)
_SHAPES = {1: tuple(_UNPLACED), _VERSION: (_FACT, _SHEET)}
_ATTESTATION = _Shape(
    _attestation,
    {
        "id": _uuid,
        "number": _word,
        "kind": _one_of(one.value for one in Kind),
        "payload": _json_object,
        "code": _long,
        "issued_at": _instant,
        "issued_by": _word,
        "made_at": _word,
        "revoked_at": _maybe(_instant),
        "revoked_why": _maybe(_word),
    },
)
_VALIDATED = _Shape(
    ValidatedRow,
    {
        "id": _uuid,
        "number": _word,
        "module": _word,
        "title": _word,
        "points": _number,
        "out_of": _integer,
        "day": _day,
        "issuer": _word,
        "at": _instant,
        "made_at": _word,
    },
)
