"""A person's dossier moved between sites: what two sites hold becomes one, by union alone.

``merge`` is commutative, associative and idempotent: dossiers may come in any order, twice,
and go forth and back. Places are counted again from sequences, which every site knows alike.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from learning.domain.order import first_place, in_order, order_of, place_of

_FARTHEST = timedelta(days=36_525)  # no clock was ever a century ahead of all that it dated


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A fact as its table keeps it; ``detail`` is canonical JSON, or « »."""

    id: UUID
    kind: str
    at: datetime
    made_at: str
    module: str = ""
    lesson: str = ""
    question: str = ""
    context: str = ""
    attempt: UUID | None = None
    ordinal: int | None = None
    verdict: str | None = None
    points: float | None = None
    out_of: int | None = None
    flag: bool = False
    detail: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A version of a sheet of the project; ``restored`` names the version that came back."""

    id: UUID
    sheet: str
    at: datetime
    made_at: str
    typed: str  # canonical JSON
    ordinal: int = 0
    restored: UUID | None = None
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationRow:
    """An attestation as it was signed. ``made_at`` is the site that issued it."""

    id: UUID
    number: str
    kind: str
    payload: str
    code: str
    issued_at: datetime
    issued_by: str
    made_at: str
    revoked_at: datetime | None = None
    revoked_why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidatedRow:
    """A module « validé ailleurs »: what a valid attestation said of it."""

    id: UUID
    number: str
    module: str
    title: str
    points: float
    out_of: int
    day: str
    issuer: str
    at: datetime
    made_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """All that a site holds of what one person did; ``titles`` are those of its modules."""

    facts: tuple[FactRow, ...] = ()
    sheets: tuple[SheetRow, ...] = ()
    attestations: tuple[AttestationRow, ...] = ()
    validated: tuple[ValidatedRow, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A name under which a site knows a person, and since when: the oldest is the person's."""

    person: UUID
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What is in the file: the person's name and ids, and what they did."""

    name: str
    source_name: str
    known_as: tuple[Known, ...]
    holding: Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What must be written so that ``ours`` becomes ``merged``, and what contradicts.

    ``moved``: rows of ours that take another place. ``dropped``: a test of ours that was sent
    a second time elsewhere, later, and answers that the person took back elsewhere.
    """

    merged: Holding
    new: Holding
    moved_facts: tuple[FactRow, ...] = ()
    moved_sheets: tuple[SheetRow, ...] = ()
    dropped: tuple[UUID, ...] = ()
    revoked: tuple[AttestationRow, ...] = ()
    contradictions: tuple[UUID, ...] = field(default=())

    @property
    def changes(self) -> bool:
        """Something would be written."""
        return self.new != Holding() or bool(
            self.moved_facts or self.moved_sheets or self.dropped or self.revoked
        )


class _Row(Protocol):
    @property
    def id(self) -> UUID: ...


RowT = TypeVar("RowT", bound=_Row)
KeyT = TypeVar("KeyT")


def merge(ours: Holding, theirs: Holding) -> Holding:
    """Return the union, in one order: the same whatever comes first."""
    attestations = _union(
        [*ours.attestations, *theirs.attestations], lambda one: one.id, _revocation_of
    )
    facts = _union([*ours.facts, *theirs.facts], _id, _same_fact)
    return Holding(
        facts=_counted(_sent_once(_not_withdrawn(facts))),
        sheets=_versions(_union([*ours.sheets, *theirs.sheets], _id, _same_sheet)),
        attestations=tuple(sorted(attestations, key=lambda one: (one.issued_at, one.number))),
        validated=tuple(
            sorted(
                _union(
                    [*ours.validated, *theirs.validated],
                    lambda one: (one.number, one.title),
                    _earliest,
                ),
                key=lambda one: (one.day, one.number, one.title),
            )
        ),
        titles=tuple(sorted(_titles([*ours.titles, *theirs.titles]).items())),
    )


def plan_merge(ours: Holding, theirs: Holding) -> MergePlan:
    """Say what the union changes in ``ours``; nothing when it holds all of it already."""
    merged = merge(ours, theirs)
    facts, sheets = _by_id(ours.facts), _by_id(ours.sheets)
    attested, known = _by_id(ours.attestations), {(o.number, o.title) for o in ours.validated}
    titles = dict(ours.titles)
    kept = {one.id for one in merged.facts}
    return MergePlan(
        merged=merged,
        new=Holding(
            facts=tuple(one for one in merged.facts if one.id not in facts),
            sheets=tuple(one for one in merged.sheets if one.id not in sheets),
            attestations=tuple(one for one in merged.attestations if one.id not in attested),
            validated=tuple(
                one for one in merged.validated if (one.number, one.title) not in known
            ),
            titles=tuple((slug, title) for slug, title in merged.titles if slug not in titles),
        ),
        moved_facts=tuple(
            one for one in merged.facts if one.id in facts and facts[one.id].ordinal != one.ordinal
        ),
        moved_sheets=tuple(
            one
            for one in merged.sheets
            if one.id in sheets and sheets[one.id].ordinal != one.ordinal
        ),
        dropped=tuple(one.id for one in ours.facts if one.id not in kept),
        revoked=tuple(
            one
            for one in merged.attestations
            if one.id in attested and attested[one.id].revoked_at != one.revoked_at
        ),
        contradictions=contradictions(ours, theirs),
    )


def contradictions(ours: Holding, theirs: Holding) -> tuple[UUID, ...]:
    """Return the ids under which two sites hold different things: never so in honest dossiers."""
    pairs: list[tuple[UUID, bool]] = []
    pairs += _compared(ours.facts, theirs.facts, lambda one: replace(one, ordinal=None))
    pairs += _compared(ours.sheets, theirs.sheets, lambda one: replace(one, ordinal=0))
    pairs += _compared(
        ours.attestations,
        theirs.attestations,
        lambda one: replace(one, revoked_at=None, revoked_why=None),
    )
    numbers = {one.number: one.id for one in ours.attestations}
    pairs += [(one.id, numbers.get(one.number, one.id) == one.id) for one in theirs.attestations]
    return tuple(sorted({one for one, same in pairs if not same}))


def is_disordered(holding: Holding) -> bool:
    """Tell whether a place is before its own instant, or a century after every instant.

    No clock gives such a place, and one at the end of numbers would let nothing come after it.
    """
    rows: list[FactRow | SheetRow] = [*holding.facts, *holding.sheets]
    if not rows:
        return False
    last = first_place(max(one.at for one in rows)) + _FARTHEST // timedelta(microseconds=1)
    return any(not first_place(one.at) <= one.sequence <= last for one in rows)


def oldest(known: Iterable[Known]) -> UUID:
    """Return the id that is the person's own: that of their first account, wherever it was."""
    return min(known, key=lambda one: (one.since, one.person.int)).person


def _compared(
    ours: Iterable[RowT], theirs: Iterable[RowT], bare: Callable[[RowT], RowT]
) -> list[tuple[UUID, bool]]:
    mine = {one.id: bare(one) for one in ours}
    return [(one.id, mine[one.id] == bare(one)) for one in theirs if one.id in mine]


def _by_id(rows: Iterable[RowT]) -> dict[UUID, RowT]:
    return {one.id: one for one in rows}


def _id(row: _Row) -> UUID:
    return row.id


def _union(
    rows: Iterable[RowT],
    key: Callable[[RowT], KeyT],
    choose: Callable[[RowT, RowT], RowT],
) -> list[RowT]:
    found: dict[KeyT, RowT] = {}
    for row in rows:
        name = key(row)
        found[name] = choose(found[name], row) if name in found else row
    return list(found.values())


def _least(one: RowT, other: RowT) -> RowT:
    """Choose alike on both sites."""
    return min(one, other, key=repr)


def _same_fact(one: FactRow, other: FactRow) -> FactRow:
    return min(one, other, key=lambda row: repr(replace(row, ordinal=None)))


def _same_sheet(one: SheetRow, other: SheetRow) -> SheetRow:
    return min(one, other, key=lambda row: repr(replace(row, ordinal=0)))


def _earliest(one: ValidatedRow, other: ValidatedRow) -> ValidatedRow:
    """The first to have been noted; a module that one site recognised is known by both."""
    first = min(one, other, key=lambda row: (row.at, repr(replace(row, module=""))))
    return replace(first, module=max(one.module, other.module))


def _revocation_of(one: AttestationRow, other: AttestationRow) -> AttestationRow:
    """An attestation revoked anywhere is revoked; the first revocation stays."""
    said = [
        (row.revoked_at, row.revoked_why or "")
        for row in (one, other)
        if row.revoked_at is not None
    ]
    bare = _least(
        replace(one, revoked_at=None, revoked_why=None),
        replace(other, revoked_at=None, revoked_why=None),
    )
    if not said:
        return bare
    at, why = min(said)
    return replace(bare, revoked_at=at, revoked_why=why or None)


def _sent_once(facts: Iterable[FactRow]) -> list[FactRow]:
    """A test is sent once: the first sending counts, wherever it was."""
    first: dict[UUID, FactRow] = {}
    others = []
    for one in facts:
        if one.kind != "test_submitted" or one.attempt is None:
            others.append(one)
            continue
        known = first.setdefault(one.attempt, one)
        first[one.attempt] = min(known, one, key=order_of)
    return [*others, *first.values()]


def _not_withdrawn(facts: list[FactRow]) -> list[FactRow]:
    """Answers to a questionnaire that were taken back anywhere are kept nowhere."""
    refused: dict[str, int] = {}
    for one in facts:
        if one.kind == "questionnaire_ended" and (said := json.loads(one.detail))["refused"]:
            name = said["questionnaire"]
            refused[name] = max(place_of(one), refused.get(name, 0))

    def is_withdrawn(one: FactRow) -> bool:
        if not refused or one.kind != "scale_answered":
            return False
        return place_of(one) <= refused.get(json.loads(one.detail)["questionnaire"], 0)

    return [one for one in facts if not is_withdrawn(one)]


def _counted(facts: Iterable[FactRow]) -> tuple[FactRow, ...]:
    """Give answers to one question their place in their order, from 0."""
    places: dict[str, int] = defaultdict(int)
    found = []
    for one in in_order(facts):
        if one.kind == "answer_given":
            found.append(replace(one, ordinal=places[one.question]))
            places[one.question] += 1
        else:
            found.append(one)
    return tuple(found)


def _versions(sheets: Iterable[SheetRow]) -> tuple[SheetRow, ...]:
    """Give versions of one sheet their place in their order, from 1."""
    places: dict[str, int] = defaultdict(int)
    found = []
    for one in in_order(sheets):
        places[one.sheet] += 1
        found.append(replace(one, ordinal=places[one.sheet]))
    return tuple(found)


def _titles(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for slug, title in pairs:
        found[slug] = min(found.get(slug, title), title)
    return found
