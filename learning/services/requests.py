"""« Demander de l’aide »: a reason of a closed list, no text, answered by staff of the group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.course import LessonKind
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.lists import HELP_REASONS
from learning.domain.review import paris_day
from learning.services import audit
from learning.services.accounts import hold_accounts
from learning.services.answer import find_lesson, find_module
from learning.services.work import Work
from learning.storage.follow_up import help_request
from learning.storage.people import account, group, membership

MOST_A_DAY = 5
MOST_SHOWN = 100
ON_PAPER = "impression"  # of a lesson, it adds the lesson's sheet to what is to print
_MINE = (help_request.c.site_id == sa.bindparam("site")) & (
    help_request.c.learner_id == sa.bindparam("learner")
)
_ALL = (
    sa.select(help_request)
    .where(_MINE)
    .order_by(help_request.c.at.desc(), help_request.c.id)
    .limit(MOST_SHOWN)
)
_STANDING = _ALL.where(help_request.c.seen_at.is_(None))
# One's requests made on one lesson.
STANDING_ON = _STANDING.where(
    help_request.c.module == sa.bindparam("module"),
    help_request.c.lesson == sa.bindparam("lesson"),
)
_GROUPS = (
    sa.select(membership.c.account_id, group.c.name)
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
    .order_by(group.c.name)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRequest:
    """One request as the person who made it sees it."""

    id: UUID
    reason: str  # a code of HELP_REASONS
    words: str
    place: str
    url: str  # of the lesson it was made on
    asked_at: datetime
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpForm:
    """What may be asked on a lesson, and what is asked already."""

    title: str
    url: str
    is_test: bool
    token: str  # of this form: sent twice, it is one request
    reasons: dict[str, str]  # those that nobody has answered yet are left out
    standing: tuple[OwnRequest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedHelp:
    """One request that waits, for staff."""

    id: UUID
    learner: UUID
    who: str
    groups: tuple[str, ...]
    words: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The oldest requests that wait, and how many there are in all."""

    requests: tuple[AskedHelp, ...]
    total: int


def own_requests(work: Work) -> tuple[OwnRequest, ...]:
    """Return the requests of the person who asks, until each is answered and seen."""
    rows = work.connection.execute(_STANDING, _me(work))
    return tuple(own_request(work, row) for row in rows)


def all_requests(work: Work) -> tuple[OwnRequest, ...]:
    """Return every request that is kept of the person who asks, the latest first."""
    return tuple(own_request(work, row) for row in work.connection.execute(_ALL, _me(work)))


def show_form(work: Work, module_slug: str, lesson_slug: str) -> HelpForm:
    """Return what may be asked on a lesson, or on a test.

    Raises:
        NotFound: no such lesson.

    """
    lesson = find_lesson(find_module(work, module_slug), lesson_slug)
    here = {"module": module_slug, "lesson": lesson_slug}
    rows = work.connection.execute(STANDING_ON, {**_me(work), **here})
    standing = tuple(own_request(work, row) for row in rows)
    open_ones = {one.reason for one in standing if one.answered_at is None}
    return HelpForm(
        title=lesson.title,
        url=f"/modules/{module_slug}/{lesson_slug}",
        is_test=lesson.kind is LessonKind.TEST,
        token=str(uuid4()),
        reasons={code: words for code, words in HELP_REASONS.items() if code not in open_ones},
        standing=standing,
    )


def ask_help(work: Work, module_slug: str, lesson_slug: str, reason: str, token: str = "") -> None:
    """Keep a request; the same one, or the same form (its ``token``) sent twice, is kept once.

    Raises:
        NotFound: no such lesson.
        Invalid: no reason of the list, or too many requests today.

    """
    find_lesson(find_module(work, module_slug), lesson_slug)
    if reason not in HELP_REASONS:
        raise Invalid("Choisissez une ligne dans la liste.", field="raison")
    hold_accounts(work, [work.me.id])  # one request of a person is counted at a time
    request = uuid5(read_id(token) or uuid4(), f"{work.me.id}/{reason}")
    rows = work.connection.execute(_ALL, _me(work)).all()
    if _is_known(work, request) or any(
        row.answered_at is None
        and (row.module, row.lesson, row.reason) == (module_slug, lesson_slug, reason)
        for row in rows
    ):
        return
    today = paris_day(work.instant)
    if sum(paris_day(row.at) == today for row in rows) >= MOST_A_DAY:
        raise Invalid(
            "Vous avez déjà fait %(most)s demandes aujourd’hui. Elles sont bien reçues. "
            "Vous pourrez en faire d’autres demain.",
            most=MOST_A_DAY,
        )
    work.connection.execute(
        sa.insert(help_request),
        {
            "site_id": work.site,
            "id": request,
            "learner_id": work.me.id,
            "at": work.instant,
            "reason": reason,
            "module": module_slug,
            "lesson": lesson_slug,
        },
    )


def cancel_help(work: Work, request: UUID) -> None:
    """Take back one's own request; said twice, it is taken back once.

    Raises:
        Conflict: somebody answered it meanwhile.

    """
    row = _my_row(work, request)
    if row is None:
        return
    if row.answered_at is not None:
        raise Conflict("Quelqu’un vient de répondre à cette demande. Elle n’est plus à annuler.")
    work.connection.execute(
        sa.delete(help_request).where(
            help_request.c.site_id == work.site,
            help_request.c.id == request,
            help_request.c.answered_at.is_(None),
        )
    )


def see_answer(work: Work, request: UUID) -> None:
    """« J’ai lu »; said twice, it counts once.

    Raises:
        NotFound: this person has no such request, or nobody answered it yet.

    """
    row = _my_row(work, request)
    if row is None or row.answered_at is None:
        raise NotFound("Personne n’a encore répondu à cette demande.")
    if row.seen_at is None:
        work.connection.execute(
            sa.update(help_request)
            .where(help_request.c.site_id == work.site, help_request.c.id == request)
            .values(seen_at=work.instant)
        )


def list_waiting(work: Work) -> Waiting:
    """Return what waits in the groups of the person who asks, the oldest first."""
    where = help_request.c.answered_at.is_(None)
    rows = work.connection.execute(
        of_own_learners(work, help_request)
        .where(where)
        .order_by(help_request.c.at, help_request.c.id)
    ).all()
    shown = rows[:MOST_SHOWN]
    groups = groups_by_learner(work, (row.learner_id for row in shown))
    return Waiting(
        requests=tuple(
            AskedHelp(
                id=row.id,
                learner=row.learner_id,
                who=row.who,
                groups=groups.get(row.learner_id, ()),
                words=HELP_REASONS.get(row.reason, row.reason),
                place=place_of(work, row.module, row.lesson),
                at=row.at,
            )
            for row in shown
        ),
        total=len(rows),
    )


def answer_help(work: Work, request: UUID) -> None:
    """Note that the person who acts answered, by function and day; said twice, it counts once.

    Raises:
        NotFound: no such request in that person's groups, or it was taken back.

    """
    found = work.connection.execute(
        of_own_learners(work, help_request).where(help_request.c.id == request)
    ).first()
    if found is None:
        raise NotFound("Cette demande n’existe pas, ou la personne l’a annulée.")
    changed = work.connection.execute(
        sa.update(help_request)
        .where(
            help_request.c.site_id == work.site,
            help_request.c.id == request,
            help_request.c.answered_at.is_(None),
        )
        .values(answered_at=work.instant, answered_by=work.me.role.value)
    )
    if changed.rowcount:
        audit.record(work, "aide.repondue", subject=str(request))


def of_own_learners(work: Work, table: Any) -> sa.Select[Any]:
    """Select from ``table`` what belongs to the learners of one's groups, with their names.

    An administrator's groups are all of the site's.
    """
    query = (
        sa.select(table, account.c.name.label("who"))
        .select_from(
            table.join(
                account,
                (account.c.site_id == table.c.site_id) & (account.c.id == table.c.learner_id),
            )
        )
        .where(table.c.site_id == work.site, account.c.status == "active")
    )
    if work.me.role is Role.ADMINISTRATOR:
        return query
    mine = sa.select(membership.c.account_id).where(
        membership.c.site_id == work.site, membership.c.group_id.in_(work.me.groups)
    )
    return query.where(table.c.learner_id.in_(mine))


def groups_by_learner(work: Work, learners: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the names of the groups of each of these learners, in one statement."""
    wanted = sorted(set(learners), key=str)
    found: dict[UUID, tuple[str, ...]] = {}
    if wanted:
        rows = work.connection.execute(_GROUPS, {"site": work.site, "learners": wanted})
        for row in rows:
            found[row.account_id] = (*found.get(row.account_id, ()), row.name)
    return found


def _me(work: Work) -> dict[str, Any]:
    return {"site": work.site, "learner": work.me.id}


def _my_row(work: Work, request: UUID) -> Any:
    return work.connection.execute(
        sa.select(help_request).where(_MINE, help_request.c.id == request).with_for_update(),
        _me(work),
    ).first()


def read_id(typed: str) -> UUID | None:
    """Return the id that a form sent, None when it is none."""
    try:
        return UUID(typed)
    except ValueError:
        return None


def _is_known(work: Work, request: UUID) -> bool:
    """Tell whether a request of this id was made before."""
    query = sa.select(help_request.c.id).where(
        help_request.c.site_id == work.site, help_request.c.id == request
    )
    return work.connection.execute(query).first() is not None


def own_request(work: Work, row: Any) -> OwnRequest:
    """Show a row of help_request to the person who made it."""
    return OwnRequest(
        id=row.id,
        reason=row.reason,
        words=HELP_REASONS.get(row.reason, row.reason),
        place=place_of(work, row.module, row.lesson),
        url=f"/modules/{row.module}/{row.lesson}",
        asked_at=row.at,
        answered_at=row.answered_at,
        answered_by=row.answered_by or "",
    )


def place_of(work: Work, module_slug: str, lesson_slug: str) -> str:
    """« Module – leçon », as far as today's courses still hold them."""
    module = work.catalogue.module(module_slug)
    lesson = module.lesson(lesson_slug) if module else None
    title = module.title if module else module_slug
    return f"{title} – {lesson.title}" if lesson else title
