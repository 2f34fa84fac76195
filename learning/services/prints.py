"""« Demander l’impression »: sheets that learners ask for, printed by staff in one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.course import Path
from learning.domain.errors import NotFound
from learning.services import audit
from learning.services.activity import facts_where
from learning.services.learn import Rule, modules_from, rules_in
from learning.services.requests import groups_by_learner, of_own_learners
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.follow_up import print_request
from learning.storage.people import account, group, membership

RULES, GLOSSARY = "/regles", "/glossaire"
SHEETS: dict[str, str] = {RULES: "Mes règles", GLOSSARY: "Glossaire"}
MOST_AT_ONCE = 40  # sheets of one printing; what is left comes with the next
_MOST_SHOWN = 200
_OF_SHEET = (
    sa.select(print_request)
    .where(
        print_request.c.site_id == sa.bindparam("site"),
        print_request.c.learner_id == sa.bindparam("learner"),
        print_request.c.sheet == sa.bindparam("sheet"),
    )
    .order_by(print_request.c.at.desc(), print_request.c.id)
    .limit(1)
)

_PATHS = (
    sa.select(membership.c.account_id, group.c.path)
    .select_from(
        membership.join(
            group,
            (group.c.site_id == membership.c.site_id) & (group.c.id == membership.c.group_id),
        )
    )
    .where(
        membership.c.site_id == sa.bindparam("site"),
        membership.c.account_id.in_(sa.bindparam("learners", expanding=True)),
    )
    .order_by(membership.c.since, group.c.name)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetState:
    """Where the last request of one sheet stands, for the person who made it."""

    sheet: str
    asked_at: datetime | None = None
    printed_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody has still to print it."""
        return self.asked_at is not None and self.printed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPrint:
    """One sheet to print, for staff."""

    id: UUID
    learner: UUID
    who: str
    groups: tuple[str, ...]
    sheet: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintQueue:
    """What is asked for, the oldest first, and how many in all."""

    prints: tuple[AskedPrint, ...]
    total: int

    @property
    def next_ones(self) -> tuple[AskedPrint, ...]:
        """Those of the next printing."""
        return self.prints[:MOST_AT_ONCE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """The sheets of one printing; ``rules`` by learner, as each of them has met them."""

    prints: tuple[AskedPrint, ...]
    left: int
    rules: Mapping[UUID, tuple[Rule, ...]]


def sheet_state(work: Work, sheet: str) -> SheetState:
    """Tell the person who asks where their request of a sheet stands."""
    row = _last(work, sheet)
    if row is None:
        return SheetState(sheet=sheet)
    return SheetState(sheet=sheet, asked_at=row.at, printed_at=row.printed_at)


def ask_print(work: Work, sheet: str) -> None:
    """Ask for a sheet; while it waits, asking again adds nothing.

    Raises:
        NotFound: no sheet has this address.

    """
    _check(sheet)
    work.connection.execute(
        sa.select(account.c.id)
        .where(account.c.site_id == work.site, account.c.id == work.me.id)
        .with_for_update()
    )
    row = _last(work, sheet)
    if row is not None and row.printed_at is None:
        return
    work.connection.execute(
        sa.insert(print_request),
        {
            "site_id": work.site,
            "id": uuid4(),
            "learner_id": work.me.id,
            "at": work.instant,
            "sheet": sheet,
        },
    )


def cancel_print(work: Work, sheet: str) -> None:
    """Take back one's own request of a sheet, if it still waits.

    Raises:
        NotFound: no sheet has this address.

    """
    _check(sheet)
    work.connection.execute(
        sa.delete(print_request).where(
            print_request.c.site_id == work.site,
            print_request.c.learner_id == work.me.id,
            print_request.c.sheet == sheet,
            print_request.c.printed_at.is_(None),
        )
    )


def list_prints(work: Work) -> PrintQueue:
    """Return the sheets asked for in the groups of the person who asks."""
    rows = _rows(work)
    shown = rows[:_MOST_SHOWN]
    groups = groups_by_learner(work, (row.learner_id for row in shown))
    return PrintQueue(
        prints=tuple(
            AskedPrint(
                id=row.id,
                learner=row.learner_id,
                who=row.who,
                groups=groups.get(row.learner_id, ()),
                sheet=row.sheet,
                title=SHEETS.get(row.sheet, row.sheet),
                at=row.at,
            )
            for row in shown
        ),
        total=len(rows),
    )


def show_printing(work: Work) -> Printing:
    """Return the next sheets to print, each as its learner has it."""
    queue = list_prints(work)
    chosen = queue.next_ones
    learners = sorted({one.learner for one in chosen if one.sheet == RULES}, key=str)
    return Printing(prints=chosen, left=queue.total - len(chosen), rules=_rules_of(work, learners))


def mark_printed(work: Work, printed: Sequence[str]) -> int:
    """Note that these sheets are printed, who for whom; return how many were not yet.

    One that was taken back meanwhile is passed over: it is on paper, and nobody waits for it.

    Raises:
        NotFound: none of them was asked for in that person's groups.

    """
    wanted = of_own_learners(work, print_request).where(print_request.c.id.in_(_ids(printed)))
    found = work.connection.execute(wanted.order_by(print_request.c.id)).all()
    if not found:
        raise NotFound("Ces feuilles ne sont plus à imprimer, ou elles ne sont pas à vous.")
    marked = 0
    for row in found:
        changed = work.connection.execute(
            sa.update(print_request)
            .where(
                print_request.c.site_id == work.site,
                print_request.c.id == row.id,
                print_request.c.printed_at.is_(None),
            )
            .values(printed_at=work.instant, printed_by=work.me.role.value)
        )
        if changed.rowcount:
            audit.record(work, "feuille.imprimee", subject=f"{row.learner_id}{row.sheet}")
            marked += 1
    return marked


def _rules_of(work: Work, learners: Sequence[UUID]) -> dict[UUID, tuple[Rule, ...]]:
    """Return the rules that each has met, in the order of that learner's own path."""
    if not learners:
        return {}
    paths: dict[UUID, Path] = {}
    values = {"site": work.site, "learners": list(learners)}
    for row in work.connection.execute(_PATHS, values):
        if (path := work.catalogue.path(row.path)) is not None:
            paths.setdefault(row.account_id, path)
    first = next(iter(work.catalogue.learner_paths), None)
    facts = facts_where(work, fact.c.learner_id.in_(learners), typed=False)
    return {
        one: rules_in(modules_from(work, paths.get(one, first)), facts.get(one, ()))
        for one in learners
    }


def _ids(printed: Sequence[str]) -> list[UUID]:
    """Return what is an id among the values of a form."""
    found = []
    for value in printed[:_MOST_SHOWN]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _rows(work: Work) -> Sequence[Any]:
    query = of_own_learners(work, print_request).where(print_request.c.printed_at.is_(None))
    return work.connection.execute(query.order_by(print_request.c.at, print_request.c.id)).all()


def _last(work: Work, sheet: str) -> Any:
    values = {"site": work.site, "learner": work.me.id, "sheet": sheet}
    return work.connection.execute(_OF_SHEET, values).first()


def _check(sheet: str) -> None:
    if sheet not in SHEETS:
        raise NotFound("Cette feuille n’existe pas. Revenez à l’accueil.")
