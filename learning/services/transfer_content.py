"""A learner's rows as a dossier holds them, and a plan written back as rows.

Inside a dossier every site goes by its number; in the database the present one is « site ».
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.domain.dossier import (
    AttestationRow,
    FactRow,
    Holding,
    MergePlan,
    SheetRow,
    ValidatedRow,
)
from learning.exchange.dossier_rows import dumps
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.dossiers import foreign_module, validated
from learning.storage.follow_up import attestation
from learning.storage.worksheets import project_reading, sheet_comment, worksheet_version

_CHUNK = 5_000
_PLAIN = (
    "id", "kind", "at", "module", "lesson", "question", "context", "attempt", "ordinal",
    "points", "out_of", "flag", "sequence",
)  # fmt: skip


class Places:
    """How a site is called in the database, and in a dossier."""

    def __init__(self, site: str, number: str) -> None:
        self._site, self._number = site, number

    def out(self, made_at: str) -> str:
        """As a dossier says it; « » is this site too."""
        return self._number if made_at in {self._site, ""} else made_at

    def here(self, made_at: str, own: str | None = None) -> str:
        """As the database says it."""
        mine = self._site if own is None else own
        return mine if made_at == self._number else made_at


def count_rows(work: Work, learner: UUID) -> tuple[int, ...]:
    """Count what would go in a dossier: it tells whether somebody worked meanwhile.

    The last place counts too: what was taken back may hide what was added.
    """
    found: list[int] = []
    for table in (fact, worksheet_version, attestation, validated):
        columns: list[sa.ColumnElement[int]] = [sa.func.count()]
        if "sequence" in table.c:
            columns.append(sa.func.coalesce(sa.func.max(table.c.sequence), 0))
        query = sa.select(*columns).where(
            table.c.site_id == work.site, table.c.learner_id == learner
        )
        found += work.connection.execute(query).one()
    return tuple(found)


def read_holding(work: Work, learner: UUID, number: str) -> Holding:
    """Return all that this site holds of what a learner did."""
    places = Places(work.site, number)
    facts = tuple(_fact(row, places) for row in _rows(work, fact, learner))
    return Holding(
        facts=facts,
        sheets=_sheets(_rows(work, worksheet_version, learner), places),
        attestations=tuple(_attestation(row, places) for row in _rows(work, attestation, learner)),
        validated=tuple(_validated(row, places) for row in _rows(work, validated, learner)),
        titles=_titles(work, learner, facts),
    )


def _rows(work: Work, table: sa.Table, learner: UUID) -> Sequence[Any]:
    query = sa.select(table).where(table.c.site_id == work.site, table.c.learner_id == learner)
    return work.connection.execute(query.order_by(table.c.id)).all()


def _fact(row: Any, places: Places) -> FactRow:
    return FactRow(
        **{name: getattr(row, name) for name in _PLAIN},
        made_at=places.out(row.made_at),
        verdict=row.verdict,
        detail=dumps(row.detail) if row.detail else "",
    )


def _sheets(rows: Sequence[Any], places: Places) -> tuple[SheetRow, ...]:
    ids = {(row.sheet, row.ordinal): row.id for row in rows}
    return tuple(
        SheetRow(
            id=row.id,
            sheet=row.sheet,
            at=row.at,
            sequence=row.sequence,
            made_at=places.out(row.made_at),
            typed=dumps(row.typed),
            ordinal=row.ordinal,
            restored=ids.get((row.sheet, row.restored)) if row.restored else None,
        )
        for row in rows
    )


def _attestation(row: Any, places: Places) -> AttestationRow:
    names = ("id", "number", "kind", "payload", "code", "issued_at", "issued_by")
    return AttestationRow(
        **{name: getattr(row, name) for name in names},
        made_at=places.out(row.made_at),
        revoked_at=row.revoked_at,
        revoked_why=row.revoked_why,
    )


def _validated(row: Any, places: Places) -> ValidatedRow:
    names = (
        "id", "number", "module", "title", "points", "out_of", "day", "issuer", "at",
    )  # fmt: skip
    return ValidatedRow(
        **{name: getattr(row, name) for name in names}, made_at=places.out(row.made_at)
    )


def _titles(work: Work, learner: UUID, facts: Iterable[FactRow]) -> tuple[tuple[str, str], ...]:
    """Name each module of these facts, as this site or another one calls it."""
    query = sa.select(foreign_module.c.module, foreign_module.c.title).where(
        foreign_module.c.site_id == work.site, foreign_module.c.learner_id == learner
    )
    titles = {row.module: row.title for row in work.connection.execute(query)}
    if work.release is not None:
        for slug in {one.module for one in facts} - {""}:
            if (module := work.catalogue.module(slug)) is not None:
                titles[slug] = module.title[:300]
    return tuple(sorted(titles.items()))


def is_of_others(work: Work, learner: UUID | None, theirs: Holding) -> bool:
    """Tell whether an id of this dossier already belongs to somebody else here."""
    asked: tuple[tuple[sa.Table, sa.Column[Any], list[Any]], ...] = (
        (fact, fact.c.id, [one.id for one in theirs.facts]),
        (worksheet_version, worksheet_version.c.id, [one.id for one in theirs.sheets]),
        (attestation, attestation.c.id, [one.id for one in theirs.attestations]),
        (attestation, attestation.c.number, [one.number for one in theirs.attestations]),
        (validated, validated.c.id, [one.id for one in theirs.validated]),
    )
    for table, column, values in asked:
        for at in range(0, len(values), _CHUNK):
            query = sa.select(column).where(
                table.c.site_id == work.site, column.in_(values[at : at + _CHUNK])
            )
            if learner is not None:
                query = query.where(table.c.learner_id != learner)
            if work.connection.execute(query.limit(1)).first() is not None:
                return True
    return False


def write_plan(work: Work, learner: UUID, plan: MergePlan, number: str) -> None:
    """Write what a plan adds to a learner, and give moved rows their place."""
    places = Places(work.site, number)
    _drop(work, plan.dropped)
    _write_facts(work, learner, plan, places)
    _write_sheets(work, learner, plan, places)
    base = {"site_id": work.site, "learner_id": learner}
    _insert(
        work,
        attestation,
        [
            base
            | {
                "id": one.id,
                "number": one.number,
                "kind": one.kind,
                "payload": one.payload,
                "code": one.code,
                "issued_at": one.issued_at,
                "issued_by": one.issued_by,
                "revoked_at": one.revoked_at,
                "revoked_why": one.revoked_why,
                "seen_at": work.instant,  # the person saw it where it was issued
                "made_at": places.here(one.made_at, own=""),
            }
            for one in plan.new.attestations
        ],
    )
    for one in plan.revoked:
        work.connection.execute(
            sa.update(attestation)
            .where(attestation.c.site_id == work.site, attestation.c.id == one.id)
            .values(revoked_at=one.revoked_at, revoked_why=one.revoked_why, seen_at=None)
        )
    _write_elsewhere(work, learner, plan, places)


def _drop(work: Work, ids: Sequence[UUID]) -> None:
    """Take out a second sending of a test, and answers that were taken back elsewhere."""
    if ids:
        work.connection.execute(
            sa.delete(fact).where(fact.c.site_id == work.site, fact.c.id.in_(ids))
        )


def _write_facts(work: Work, learner: UUID, plan: MergePlan, places: Places) -> None:
    _clear_places(work, fact, [one.id for one in plan.moved_facts])
    rows = [
        {
            **{name: getattr(one, name) for name in _PLAIN},
            "site_id": work.site,
            "learner_id": learner,
            "made_at": places.here(one.made_at),
            "verdict": one.verdict,
            "detail": json.loads(one.detail) if one.detail else None,
        }
        for one in plan.new.facts
    ]
    _insert(work, fact, rows)
    _set_places(work, fact, {one.id: one.ordinal for one in plan.moved_facts})


def _write_sheets(work: Work, learner: UUID, plan: MergePlan, places: Places) -> None:
    moved = {one.id: one for one in plan.moved_sheets}
    before = {
        row.id: row
        for row in work.connection.execute(
            sa.select(
                worksheet_version.c.id, worksheet_version.c.sheet, worksheet_version.c.ordinal
            ).where(
                worksheet_version.c.site_id == work.site,
                worksheet_version.c.learner_id == learner,
            )
        )
    }
    _clear_places(work, worksheet_version, list(moved))
    ordinals = {one.id: one.ordinal for one in plan.merged.sheets}
    _insert(
        work,
        worksheet_version,
        [
            {
                "site_id": work.site,
                "id": one.id,
                "learner_id": learner,
                "sheet": one.sheet,
                "ordinal": one.ordinal,
                "at": one.at,
                "sequence": one.sequence,
                "made_at": places.here(one.made_at),
                "typed": json.loads(one.typed),
                "restored": ordinals.get(one.restored) if one.restored else None,
            }
            for one in plan.new.sheets
        ],
    )
    _set_places(work, worksheet_version, {one: row.ordinal for one, row in moved.items()})
    if moved:
        _follow_versions(work, learner, plan, before, ordinals)


def _follow_versions(
    work: Work,
    learner: UUID,
    plan: MergePlan,
    before: Mapping[UUID, Any],
    ordinals: Mapping[UUID, int],
) -> None:
    """What names a version by its place follows it: a version restored, a comment of a reader."""
    for one in plan.merged.sheets:
        if one.restored and one.id in before:
            work.connection.execute(
                sa.update(worksheet_version)
                .where(worksheet_version.c.site_id == work.site, worksheet_version.c.id == one.id)
                .values(restored=ordinals.get(one.restored))
            )
    places = {(row.sheet, row.ordinal): ordinals[one] for one, row in before.items()}
    mine = sa.select(project_reading.c.id).where(
        project_reading.c.site_id == work.site, project_reading.c.learner_id == learner
    )
    comments = work.connection.execute(
        sa.select(
            sheet_comment.c.reading_id, sheet_comment.c.sheet, sheet_comment.c.ordinal
        ).where(sheet_comment.c.site_id == work.site, sheet_comment.c.reading_id.in_(mine))
    ).all()
    for row in comments:
        work.connection.execute(
            sa.update(sheet_comment)
            .where(
                sheet_comment.c.site_id == work.site,
                sheet_comment.c.reading_id == row.reading_id,
                sheet_comment.c.sheet == row.sheet,
            )
            .values(ordinal=places.get((row.sheet, row.ordinal), row.ordinal))
        )


def _write_elsewhere(work: Work, learner: UUID, plan: MergePlan, places: Places) -> None:
    base = {"site_id": work.site, "learner_id": learner}
    rows = [
        base
        | {
            "id": one.id,
            "number": one.number,
            "module": one.module,
            "title": one.title,
            "points": one.points,
            "out_of": one.out_of,
            "day": one.day,
            "issuer": one.issuer,
            "at": one.at,
            "made_at": places.here(one.made_at),
        }
        for one in plan.new.validated
    ]
    _insert(work, validated, rows)
    known = work.catalogue if work.release is not None else None
    titles = [
        base | {"module": slug, "title": title}
        for slug, title in plan.new.titles
        if known is None or known.module(slug) is None
    ]
    _insert(work, foreign_module, titles)


def _insert(work: Work, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        work.connection.execute(sa.insert(table), rows)


def _clear_places(work: Work, table: sa.Table, ids: Sequence[UUID]) -> None:
    """Free the places of rows that move: no two may ever have one."""
    if ids:
        work.connection.execute(
            sa.update(table)
            .where(table.c.site_id == work.site, table.c.id.in_(ids))
            .values(ordinal=-1 - table.c.ordinal)
        )


def _set_places(work: Work, table: sa.Table, ordinals: Mapping[UUID, int | None]) -> None:
    if ordinals:
        work.connection.execute(
            sa.update(table)
            .where(table.c.site_id == work.site, table.c.id == sa.bindparam("wanted"))
            .values(ordinal=sa.bindparam("place")),
            [{"wanted": one, "place": place} for one, place in ordinals.items()],
        )
