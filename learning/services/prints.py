"""« Demander l’impression »: sheets that learners ask for, printed by staff in one act."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.course import LessonKind
from learning.domain.errors import Conflict, NotFound
from learning.services import audit
from learning.services.accounts import hold_accounts
from learning.services.activity import facts_where
from learning.services.answer import find_lesson, find_module
from learning.services.attestations import paths_of
from learning.services.learn import Rule, modules_from, rules_in
from learning.services.preview import Preview, blank_lesson
from learning.services.requests import (
    STANDING_ON,
    OwnRequest,
    groups_by_learner,
    of_own_learners,
    own_request,
    place_of,
    read_id,
)
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.follow_up import print_request

RULES, GLOSSARY, PROJECT = "/regles", "/glossaire", "/projet/dossier"
SHEETS: dict[str, str] = {
    RULES: "Mes règles",
    GLOSSARY: "Glossaire",
    PROJECT: "Dossier du projet",
}
MOST_AT_ONCE = 40  # sheets of one printing; what is left comes with the next
MOST_WAITING = 10  # sheets that one person may wait for
_MOST_SHOWN = 200
_LESSON = re.compile(r"/modules/([\w-]+)/([\w-]+)")
_MINE = (print_request.c.site_id == sa.bindparam("site")) & (
    print_request.c.learner_id == sa.bindparam("learner")
)
_OF_SHEET = (
    sa.select(print_request)
    .where(_MINE, print_request.c.sheet == sa.bindparam("sheet"))
    .order_by(print_request.c.at.desc(), print_request.c.id)
    .limit(1)
)


def _of_lesson() -> sa.CompoundSelect[Any]:
    """Select one's requests of a lesson and its last print; made once, since making it costs."""
    helps, latest, nothing = STANDING_ON.subquery(), _OF_SHEET.subquery(), sa.null()
    return sa.union_all(
        sa.select(
            sa.literal("help").label("sort"),
            *(helps.c[name] for name in ("id", "at", "answered_at")),
            *(helps.c[name] for name in ("answered_by", "reason", "module", "lesson")),
        ),
        sa.select(
            sa.literal("print"),
            *(latest.c[name] for name in ("id", "at", "printed_at")),
            *(nothing, nothing, nothing, nothing),
        ),
    )


_ON_LESSON = _of_lesson()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetState:
    """Where the last request of one sheet stands, for the person who made it."""

    sheet: str
    title: str = ""
    token: str = ""  # the last request: a form that knows of another one asks nothing
    asked_at: datetime | None = None
    printed_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody has still to print it."""
        return self.asked_at is not None and self.printed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnLesson:
    """What one asked for on a lesson: help, and its sheet."""

    helps: tuple[OwnRequest, ...]
    printing: SheetState


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
        """Those of the next printing, the sheets of one person together.

        A project file is handed over by itself: opening it is written down.
        """
        chosen = [one for one in self.prints if one.sheet != PROJECT][:MOST_AT_ONCE]
        people = list(dict.fromkeys(one.learner for one in chosen))
        return tuple(sorted(chosen, key=lambda one: people.index(one.learner)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """The sheets of one printing.

    ``rules`` by learner, as each of them has met them; ``lessons`` by address, without answers.
    """

    prints: tuple[AskedPrint, ...]
    left: int
    rules: Mapping[UUID, tuple[Rule, ...]]
    lessons: Mapping[str, Preview]


def sheet_state(work: Work, sheet: str) -> SheetState:
    """Tell the person who asks where their request of a sheet stands."""
    return _state(sheet, _last(work, sheet))


def asked_on(work: Work, module: str, lesson: str) -> OnLesson:
    """Return what the person who asks asked for on one lesson, in one statement."""
    sheet = f"/modules/{module}/{lesson}"
    bound = _me(work, sheet=sheet, module=module, lesson=lesson)
    rows = work.connection.execute(_ON_LESSON, bound).all()
    helped = sorted((row for row in rows if row.sort == "help"), key=lambda row: row.at)
    printed = next((row for row in rows if row.sort == "print"), None)
    return OnLesson(
        helps=tuple(own_request(work, row) for row in reversed(helped)),
        printing=SheetState(sheet=sheet)
        if printed is None
        else SheetState(
            sheet=sheet,
            token=str(printed.id),
            asked_at=printed.at,
            printed_at=printed.answered_at,
        ),
    )


def own_prints(work: Work) -> tuple[SheetState, ...]:
    """Return every request of a sheet that is kept of the person who asks, the latest first."""
    query = sa.select(print_request).where(_MINE).order_by(print_request.c.at.desc())
    rows = work.connection.execute(query.limit(_MOST_SHOWN), _me(work))
    return tuple(_state(row.sheet, row, title_of(work, row.sheet)) for row in rows)


def ask_print(work: Work, sheet: str, *, after: str | None = None) -> None:
    """Ask for a sheet; while it waits, asking again adds nothing.

    ``after`` is the last request that the form knew of: sent again later, it adds nothing.

    Raises:
        NotFound: no sheet has this address.
        Conflict: this person waits for many sheets already.

    """
    _check(work, sheet)
    hold_accounts(work, [work.me.id])
    row = _last(work, sheet)
    if row is not None and (row.printed_at is None or after not in {None, str(row.id)}):
        return
    waiting = sa.select(sa.func.count()).where(_MINE, print_request.c.printed_at.is_(None))
    if (work.connection.execute(waiting, _me(work)).scalar() or 0) >= MOST_WAITING:
        raise Conflict(
            "Vous attendez déjà %(most)s feuilles. Elles sont bien demandées. "
            "Vous pourrez en demander d’autres quand elles seront imprimées.",
            most=MOST_WAITING,
        )
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
    _check(work, sheet)
    work.connection.execute(
        sa.delete(print_request).where(
            print_request.c.site_id == work.site,
            print_request.c.learner_id == work.me.id,
            print_request.c.sheet == sheet,
            print_request.c.printed_at.is_(None),
        )
    )


def title_of(work: Work, sheet: str) -> str:
    """Return what a sheet is called, as far as today's courses still hold it."""
    if (parts := _LESSON.fullmatch(sheet)) is not None:
        return place_of(work, parts[1], parts[2])
    return SHEETS.get(sheet, sheet)


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
                title=title_of(work, row.sheet),
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
    return Printing(
        prints=chosen,
        left=queue.total - len(chosen) - sum(one.sheet == PROJECT for one in queue.prints),
        rules=_rules_of(work, learners),
        lessons=_lessons_of(work, {one.sheet for one in chosen}),
    )


def mark_printed(work: Work, printed: Sequence[str]) -> int:
    """Note that these sheets are printed, who for whom; return how many were not yet.

    One that was taken back meanwhile is passed over: it is on paper, and nobody waits for it.

    Raises:
        NotFound: none of them was asked for in that person's groups.

    """
    ids = [one for value in printed[:_MOST_SHOWN] if (one := read_id(value)) is not None]
    wanted = of_own_learners(work, print_request).where(
        print_request.c.id.in_(ids), print_request.c.sheet != PROJECT
    )
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
    facts = facts_where(work, fact.c.learner_id.in_(learners), typed=False)
    return {
        one: rules_in(modules_from(work, next(iter(paths), None)), facts.get(one, ()))
        for one, paths in paths_of(work, learners).items()
    }


def _lessons_of(work: Work, sheets: set[str]) -> dict[str, Preview]:
    """Return the lessons among these sheets that the courses of today hold."""
    found = {}
    for sheet in sheets:
        parts = _LESSON.fullmatch(sheet)
        module = work.catalogue.module(parts[1]) if parts else None
        lesson = module.lesson(parts[2]) if parts and module else None
        if module is not None and lesson is not None:
            found[sheet] = blank_lesson(module, lesson)
    return found


def _rows(work: Work) -> Sequence[Any]:
    query = of_own_learners(work, print_request).where(print_request.c.printed_at.is_(None))
    return work.connection.execute(query.order_by(print_request.c.at, print_request.c.id)).all()


def _last(work: Work, sheet: str) -> Any:
    return work.connection.execute(_OF_SHEET, _me(work, sheet=sheet)).first()


def _me(work: Work, **values: str) -> dict[str, Any]:
    return {"site": work.site, "learner": work.me.id, **values}


def _state(sheet: str, row: Any, title: str = "") -> SheetState:
    if row is None:
        return SheetState(sheet=sheet, title=title)
    return SheetState(
        sheet=sheet,
        title=title,
        token=str(row.id),
        asked_at=row.at,
        printed_at=row.printed_at,
    )


def _check(work: Work, sheet: str) -> None:
    """Stop at what is no sheet: a test is none, nor a lesson that this person may not open."""
    if sheet in SHEETS:
        return
    if (parts := _LESSON.fullmatch(sheet)) is not None:
        lesson = find_lesson(find_module(work, parts[1]), parts[2])
        if lesson.kind is LessonKind.LESSON:
            return
    raise NotFound("Cette feuille n’existe pas. Revenez à l’accueil.")
