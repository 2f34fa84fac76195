"""« Mon projet »: the sheets of one learner, saved version by version and never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.answers import Fields
from learning.domain.errors import NotFound
from learning.domain.worksheet.dated import any_moved
from learning.domain.worksheet.fields import Field, Sheet
from learning.domain.worksheet.figures import Figures
from learning.domain.worksheet.outcomes_year import row_names
from learning.domain.worksheet.reading import Filled, clean, read_sheet
from learning.domain.worksheet.sheets import SHEETS, find_sheet
from learning.services.activity import drafts_of, drop_draft, keep_draft
from learning.services.law import law_of
from learning.services.work import Work
from learning.storage.activity import draft
from learning.storage.order import next_place
from learning.storage.worksheets import worksheet_version

UNKNOWN_SHEET = "Cette feuille n’existe pas. Revenez à votre projet."
UNKNOWN_VERSION = "Cette version n’existe pas. Revenez à la feuille."
MOST_VERSIONS = 200  # listed; older ones are kept all the same

_OWN = (worksheet_version.c.site_id == sa.bindparam("site")) & (
    worksheet_version.c.learner_id == sa.bindparam("learner")
)
_SHEET = worksheet_version.c.sheet == sa.bindparam("sheet")
_last = (
    sa.select(
        worksheet_version.c.sheet.label("sheet"),
        sa.func.max(worksheet_version.c.ordinal).label("ordinal"),
    )
    .where(_OWN)
    .group_by(worksheet_version.c.sheet)
    .subquery("last")
)
_LATEST = (
    sa.select(worksheet_version)
    .join(
        _last,
        (worksheet_version.c.sheet == _last.c.sheet)
        & (worksheet_version.c.ordinal == _last.c.ordinal),
    )
    .where(_OWN)
)
_NO_NUMBER = sa.cast(sa.null(), sa.Integer)
# What a lesson that holds a sheet needs of its learner: drafts of all kinds, and the sheets.
_KEPT = sa.union_all(
    sa.select(
        sa.literal("draft").label("sort"),
        draft.c.key.label("sheet"),
        draft.c.fields.label("typed"),
        draft.c.saved_at.label("at"),
        _NO_NUMBER.label("ordinal"),
        _NO_NUMBER.label("restored"),
        sa.cast(sa.null(), sa.BigInteger).label("sequence"),
    ).where(
        draft.c.site_id == sa.bindparam("site"), draft.c.learner_id == sa.bindparam("learner")
    ),
    sa.select(
        sa.literal("version"),
        worksheet_version.c.sheet,
        worksheet_version.c.typed,
        worksheet_version.c.at,
        worksheet_version.c.ordinal,
        worksheet_version.c.restored,
        worksheet_version.c.sequence,
    )
    .join(
        _last,
        (worksheet_version.c.sheet == _last.c.sheet)
        & (worksheet_version.c.ordinal == _last.c.ordinal),
    )
    .where(_OWN),
)
_HISTORY = (
    sa.select(worksheet_version.c.ordinal, worksheet_version.c.at, worksheet_version.c.restored)
    .where(_OWN, _SHEET)
    .order_by(worksheet_version.c.ordinal.desc())
    .limit(MOST_VERSIONS)
)
_VERSION = sa.select(worksheet_version).where(
    _OWN, _SHEET, worksheet_version.c.ordinal == sa.bindparam("ordinal")
)
_INSERT = sa.insert(worksheet_version).values(sequence=next_place(worksheet_version))
_GREATEST = sa.select(sa.func.max(worksheet_version.c.ordinal)).where(_OWN, _SHEET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a sheet: what was typed, when. ``ordinal`` counts from 1; 0 for none."""

    sheet: Sheet
    ordinal: int = 0
    at: datetime | None = None
    typed: Mapping[str, str]
    restored: int | None = None
    sequence: int = 0  # where it stands among all that the learner saved

    @property
    def filled(self) -> Filled:
        """The version, read."""
        return read_sheet(self.sheet, self.typed)


@dataclass(frozen=True, slots=True)
class Line:
    """One version in the list of them."""

    ordinal: int
    at: datetime
    restored: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two versions say differently."""

    label: str
    asked: Field
    before: str
    after: str


def latest_of(work: Work, learner: UUID) -> dict[str, Version]:
    """Return the latest version of each sheet begun, by the sheet's name: one statement."""
    rows = work.connection.execute(_LATEST, {"site": work.site, "learner": learner})
    found = {}
    for row in rows:
        if (sheet := find_sheet(row.sheet)) is not None:
            found[row.sheet] = _version(sheet, row)
    return found


def kept_of(work: Work) -> tuple[dict[str, tuple[Fields, datetime]], dict[str, Version]]:
    """Return every draft of the person who asks, and their sheets: one statement for both."""
    drafts: dict[str, tuple[Fields, datetime]] = {}
    versions: dict[str, Version] = {}
    for row in work.connection.execute(_KEPT, {"site": work.site, "learner": work.me.id}):
        if row.sort == "draft":
            drafts[row.sheet] = (tuple((part, value) for part, value in row.typed), row.at)
        elif (sheet := find_sheet(row.sheet)) is not None:
            versions[row.sheet] = _version(sheet, row)
    return drafts, versions


def version_of(work: Work, learner: UUID, slug: str, ordinal: int) -> Version:
    """Return one version of a sheet.

    Raises:
        NotFound: no such sheet, or no such version.

    """
    sheet = sheet_named(slug)
    values = {"site": work.site, "learner": learner, "sheet": slug, "ordinal": ordinal}
    row = work.connection.execute(_VERSION, values).first()
    if row is None:
        raise NotFound(UNKNOWN_VERSION)
    return _version(sheet, row)


def history_of(work: Work, learner: UUID, slug: str) -> tuple[Line, ...]:
    """Return the versions of a sheet, the latest first."""
    rows = work.connection.execute(
        _HISTORY, {"site": work.site, "learner": learner, "sheet": slug}
    )
    return tuple(Line(row.ordinal, row.at, row.restored) for row in rows)


def sheet_named(slug: str) -> Sheet:
    """Return a sheet by its name in addresses.

    Raises:
        NotFound: no sheet has that name.

    """
    sheet = find_sheet(slug)
    if sheet is None:
        raise NotFound(UNKNOWN_SHEET)
    return sheet


def save_sheet(work: Work, slug: str, form: Mapping[str, str], *, seen: int) -> int | None:
    """Add a version of what was typed, and return the ordinal saved meanwhile elsewhere, if any.

    The same values twice add nothing, unless a figure of law changed in between: the sheet is
    then made again under the law of today. ``seen`` is the ordinal that the page showed: when
    another page saved since, both versions stay and the person may compare them.

    Raises:
        NotFound: no such sheet.

    """
    sheet = sheet_named(slug)
    typed = clean(sheet, form)
    before = latest_of(work, work.me.id).get(slug)
    drop_draft(work, work.me.id, draft_key(slug))
    if typed == (before.typed if before else {}) and not _law_moved(work, before):
        return None
    add_version(work, work.me.id, sheet, typed)
    return before.ordinal if before and before.ordinal != seen else None


def _law_moved(work: Work, before: Version | None) -> bool:
    """Tell whether a figure of law has begun since a version was saved."""
    law = law_of(work)
    if law is None or before is None or before.at is None or not before.typed:
        return False
    return any_moved(law, before.at.date())


def restore_version(work: Work, slug: str, ordinal: int) -> None:
    """Bring an older version back, as a new one.

    Raises:
        NotFound: no such sheet or version.

    """
    old = version_of(work, work.me.id, slug, ordinal)
    before = latest_of(work, work.me.id).get(slug)
    if before is None or before.typed != old.typed:
        add_version(work, work.me.id, old.sheet, old.typed, restored=ordinal)


def add_version(
    work: Work,
    learner: UUID,
    sheet: Sheet,
    typed: Mapping[str, str],
    *,
    restored: int | None = None,
) -> None:
    """Write one more version of a sheet. The constraint refuses two in one place."""
    values = {"site": work.site, "learner": learner, "sheet": sheet.slug}
    greatest = work.connection.execute(_GREATEST, values).scalar() or 0
    work.connection.execute(
        _INSERT,
        {
            "here": work.site,
            "whose": learner,
            "since": work.instant,
            "site_id": work.site,
            "id": uuid4(),
            "learner_id": learner,
            "sheet": sheet.slug,
            "ordinal": greatest + 1,
            "at": work.instant,
            "made_at": work.site,
            "typed": dict(typed),
            "restored": restored,
        },
    )


def compare(before: Version, after: Version) -> tuple[Change, ...]:
    """Say what differs between two versions of one sheet, in the order of the page."""
    changes, asked = [], dict(after.sheet.cells())
    for key, label in labels_of(after):
        old, new = before.typed.get(key, ""), after.typed.get(key, "")
        if old != new:
            changes.append(Change(label, asked[key], old, new))
    return tuple(changes)


def labels_of(version: Version) -> tuple[tuple[str, str], ...]:
    """Name every cell of a sheet for a list: « Assurance – Montant »."""
    sheet, figures = version.sheet, Figures.of({version.sheet.slug: version.typed})
    named = []
    for key, asked in sheet.cells():
        table, _, rest = key.partition(".")
        if not rest:
            named.append((key, asked.label))
            continue
        found, row = sheet.table(table), int(rest.partition(".")[0])
        names = row_names(figures, found)
        given = names[row - 1] if row <= len(names) else f"{found.label}, ligne\u00a0{row}"
        named.append((key, f"{given} – {asked.label}"))
    return tuple(named)


def keep_late(work: Work, slug: str, form: Mapping[str, str]) -> bool:
    """Keep as a draft what is typed and not saved yet; tell whether there was anything."""
    sheet = sheet_named(slug)
    typed = clean(sheet, form)
    before = latest_of(work, work.me.id).get(slug)
    if typed == (before.typed if before else {}):
        return False
    keep_draft(work, work.me.id, draft_key(slug), tuple(typed.items()))
    return True


def draft_of(work: Work, slug: str) -> Mapping[str, str] | None:
    """Return what was typed and never saved, or None."""
    found = drafts_of(work, work.me.id, draft_key(slug)).get(draft_key(slug))
    return dict(found[0]) if found else None


def drafts_in(work: Work) -> dict[str, Mapping[str, str]]:
    """Return what was typed and never saved, by sheet: one statement."""
    return sheet_drafts(drafts_of(work, work.me.id, draft_key("")))


def sheet_drafts(
    drafts: Mapping[str, tuple[Fields, datetime]],
) -> dict[str, Mapping[str, str]]:
    """Return the drafts of sheets among those of a learner."""
    start = draft_key("")
    return {
        key.removeprefix(start): dict(fields)
        for key, (fields, _) in drafts.items()
        if key.startswith(start)
    }


def draft_key(slug: str) -> str:
    """Return the key under which a sheet's draft is kept."""
    return f"projet/{slug}"


def begun(versions: Mapping[str, Version]) -> Sequence[Sheet]:
    """Return the sheets where something stands, in the order of the project."""
    return [sheet for sheet in SHEETS if sheet.slug in versions and versions[sheet.slug].typed]


def _version(sheet: Sheet, row: Any) -> Version:
    return Version(
        sheet=sheet,
        ordinal=row.ordinal,
        at=row.at,
        typed=dict(row.typed),
        restored=row.restored,
        sequence=row.sequence,
    )
