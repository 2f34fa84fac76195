"""The protocol of a study: written, frozen on a day, then only ever added to.

What was frozen stays in its row. Each later change is a row of its own, with its day; what the
protocol says now is the frozen one under its changes.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.course import Path
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.study import (
    FIELDS,
    Protocol,
    Written,
    read_protocol,
    read_study_name,
    text_of,
    with_text,
)
from learning.services import audit
from learning.services.activity import drafts_of, drop_draft, keep_draft
from learning.services.fact_rows import Fields
from learning.services.work import Work
from learning.storage.evaluation import study, study_change

_UNKNOWN = "Ce protocole n’existe pas."
_STALE = "Ce protocole a changé pendant que vous écriviez. Relisez-le, puis recommencez."

_STUDIES = (
    sa.select(study).where(study.c.site_id == sa.bindparam("site")).order_by(study.c.made_at)
)
_ONE = sa.select(study).where(
    study.c.site_id == sa.bindparam("site"), study.c.id == sa.bindparam("wanted")
)
_CHANGES = (
    sa.select(study_change)
    .where(study_change.c.site_id == sa.bindparam("site"))
    .order_by(study_change.c.at, study_change.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was changed of a frozen protocol: one field, its words before and after."""

    at: datetime
    by_role: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study: what its protocol says now, what was frozen, and what changed since."""

    id: UUID
    name: str
    made_at: datetime
    frozen_at: datetime | None
    frozen: Protocol
    protocol: Protocol
    changes: tuple[Change, ...] = ()

    @property
    def mark(self) -> str:
        """A digest of what is said now: a form that saw something else is stale."""
        said = "\x1f".join([*(text_of(self.protocol, name) for name in FIELDS), self.name])
        state = "fige" if self.frozen_at else "ouvert"
        return sha256(f"{state}\x1f{len(self.changes)}\x1f{said}".encode()).hexdigest()[:16]


def list_studies(work: Work) -> tuple[Study, ...]:
    """Return every study of the site, the first first."""
    changes = _changes(work)
    rows = work.connection.execute(_STUDIES, {"site": work.site})
    return tuple(_study(row, changes.get(row.id, ())) for row in rows)


def find_study(work: Work, wanted: UUID) -> Study:
    """Return one study.

    Raises:
        NotFound: there is none.

    """
    row = work.connection.execute(_ONE, {"site": work.site, "wanted": wanted}).first()
    if row is None:
        raise NotFound(_UNKNOWN)
    return _study(row, _changes(work).get(wanted, ()))


def keep_typed(work: Work, wanted: UUID | None, fields: Fields) -> bool:
    """Keep what the form of a study carried after the session had ended, of a new one if None.

    Raises:
        NotFound: there is no such study.

    """
    if wanted is not None:
        find_study(work, wanted)
    if fields:
        keep_draft(work, work.me.id, _draft_key(wanted), fields)
    return bool(fields)


def typed_of(work: Work, wanted: UUID | None) -> Fields:
    """Return what was kept of that form, nothing once it was sent or forgotten."""
    key = _draft_key(wanted)
    return drafts_of(work, work.me.id, key).get(key, ((), None))[0]


def forget_typed(work: Work, wanted: UUID | None) -> None:
    """Forget what was kept of that form."""
    drop_draft(work, work.me.id, _draft_key(wanted))


def _draft_key(wanted: UUID | None) -> str:
    return f"protocole/{wanted or 'nouveau'}"


def list_paths(work: Work) -> tuple[Path, ...]:
    """Return the paths that a study may compare: those of learners."""
    if work.release is None:
        return ()
    return tuple(path for path in work.catalogue.paths if not path.is_for_staff)


def make_study(work: Work, wanted: UUID, name: str, written: Written) -> UUID:
    """Begin a study, its protocol still open; ``wanted`` is the form's own id.

    Raises:
        Invalid: what was written cannot be used.
        Conflict: another study has that name.

    """
    if work.connection.execute(_ONE, {"site": work.site, "wanted": wanted}).first():
        return wanted  # one press, sent twice
    named = read_study_name(name)
    protocol = _read(work, written)
    taken = sa.select(study.c.id).where(study.c.site_id == work.site, study.c.name == named)
    if work.connection.execute(taken).first():
        raise Conflict("Un protocole porte déjà ce nom. Choisissez-en un autre.")
    work.connection.execute(
        sa.insert(study),
        {
            "site_id": work.site,
            "id": wanted,
            "name": named,
            "protocol": _stored(protocol),
            "made_at": work.instant,
            "frozen_at": None,
            "closes_on": protocol.closes_on,
        },
    )
    forget_typed(work, None)
    audit.record(work, "protocole.cree", subject=str(wanted))
    return wanted


def change_study(work: Work, wanted: UUID, written: Written, *, seen: str) -> None:
    """Write the protocol anew; once frozen, each change is added with its day.

    Raises:
        NotFound: there is no such study.
        Invalid: what was written cannot be used.
        Conflict: the protocol is not the one that the form showed.

    """
    known = _hold(work, wanted)
    protocol = _read(work, written)
    if protocol != known.protocol and known.mark != seen:
        raise Conflict(_STALE)
    forget_typed(work, wanted)
    if protocol == known.protocol:
        return  # nothing changed, or one press sent twice
    if known.frozen_at is None:
        work.connection.execute(
            _update(work, wanted).values(protocol=_stored(protocol), closes_on=protocol.closes_on)
        )
        return
    rows = [
        {
            "site_id": work.site,
            "id": uuid4(),
            "study_id": wanted,
            "at": work.instant,
            "by_role": work.me.role.value,
            "field": name,
            "before": text_of(known.protocol, name),
            "after": text_of(protocol, name),
        }
        for name in FIELDS
        if text_of(known.protocol, name) != text_of(protocol, name)
    ]
    work.connection.execute(sa.insert(study_change), rows)
    audit.record(work, "protocole.change", subject=str(wanted))


def freeze_study(work: Work, wanted: UUID, *, seen: str) -> None:
    """Freeze the protocol on this day; a second time changes nothing.

    Raises:
        NotFound: there is no such study.
        Conflict: the protocol is not the one that the form showed.

    """
    known = _hold(work, wanted)
    if known.frozen_at is not None:
        return
    if known.mark != seen:
        raise Conflict(_STALE)
    work.connection.execute(_update(work, wanted).values(frozen_at=work.instant))
    audit.record(work, "protocole.fige", subject=str(wanted))


def _hold(work: Work, wanted: UUID) -> Study:
    """Return a study whose row nobody else changes until the end of the unit."""
    query = _ONE.with_for_update()
    row = work.connection.execute(query, {"site": work.site, "wanted": wanted}).first()
    if row is None:
        raise NotFound(_UNKNOWN)
    return _study(row, _changes(work).get(wanted, ()))


def _update(work: Work, wanted: UUID) -> sa.Update:
    return sa.update(study).where(study.c.site_id == work.site, study.c.id == wanted)


def _read(work: Work, written: Written) -> Protocol:
    paths = frozenset(path.slug for path in list_paths(work))
    protocol = read_protocol(written, paths)
    if protocol.closes_on < f"{work.instant:%Y-%m-%d}":
        raise Invalid("Le jour de fin est déjà passé.", field="fin")
    return protocol


def _changes(work: Work) -> dict[UUID, tuple[Change, ...]]:
    found: dict[UUID, tuple[Change, ...]] = {}
    for row in work.connection.execute(_CHANGES, {"site": work.site}):
        change = Change(
            at=row.at,
            by_role=row.by_role,
            field=row.field,
            before=row.before,
            after=row.after,
        )
        found[row.study_id] = (*found.get(row.study_id, ()), change)
    return found


def _study(row: Any, changes: tuple[Change, ...]) -> Study:
    frozen = _protocol(row.protocol, row.closes_on)
    now = frozen
    for change in changes:
        now = with_text(now, change.field, change.after)
    return Study(
        id=row.id,
        name=row.name,
        made_at=row.made_at,
        frozen_at=row.frozen_at,
        frozen=frozen,
        protocol=now,
        changes=changes,
    )


def _stored(protocol: Protocol) -> dict[str, Any]:
    kept = asdict(protocol)
    del kept["closes_on"]
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()
    }


def _protocol(kept: Mapping[str, Any], closes_on: str) -> Protocol:
    return Protocol(
        question=kept["question"],
        paths=tuple(kept["paths"]),
        forms=tuple(kept["forms"]),
        waiting=kept["waiting"],
        indicators=tuple(kept["indicators"]),
        closes_on=closes_on,
    )
