"""Whom somebody follows: one's groups, their learners, and what was asked or issued.

Each read is one statement, whatever the number of people.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.attestation import Kind, read_canonical
from learning.domain.errors import NotFound
from learning.domain.follow_up import Asked
from learning.domain.review import paris_day
from learning.services.work import Work
from learning.storage.follow_up import (
    attestation,
    group_form,
    help_request,
    own_person,
    print_request,
    seen_line,
)
from learning.storage.people import account, group, membership

UNKNOWN_GROUP = "Ce groupe n’existe pas, ou ce n’est pas l’un des vôtres."
_SITE: sa.BindParameter[UUID] = sa.bindparam("site")
_GROUPS: sa.BindParameter[UUID] = sa.bindparam("groups", expanding=True)

_NAMES = (
    sa.select(group.c.id, group.c.name, group.c.path, group.c.opens_on)
    .where(group.c.site_id == _SITE, group.c.id.in_(_GROUPS))
    .order_by(group.c.name, group.c.id)
)
_ALL_NAMES = (
    sa.select(group.c.id, group.c.name, group.c.path, group.c.opens_on)
    .where(group.c.site_id == _SITE)
    .order_by(group.c.name, group.c.id)
)
_PEOPLE = (
    sa.select(
        account.c.id,
        account.c.name,
        account.c.phrase_hash.is_(None).label("no_phrase"),
        membership.c.group_id,
        membership.c.since,
    )
    .select_from(
        membership.join(
            account,
            (account.c.site_id == membership.c.site_id)
            & (account.c.id == membership.c.account_id),
        )
    )
    .where(
        membership.c.site_id == _SITE,
        membership.c.group_id.in_(_GROUPS),
        account.c.role == Role.LEARNER.value,
        account.c.status == "active",
    )
    .order_by(account.c.name, account.c.id)
)
# Whose facts are read: a sub-query, since a list of people has no bound.
IN_GROUPS = sa.select(membership.c.account_id).where(
    membership.c.site_id == _SITE, membership.c.group_id.in_(_GROUPS)
)
_ASKED = (
    sa.select(
        help_request.c.learner_id,
        help_request.c.id,
        help_request.c.at,
        help_request.c.reason,
        help_request.c.module,
        help_request.c.lesson,
    )
    .where(
        help_request.c.site_id == _SITE,
        help_request.c.learner_id.in_(IN_GROUPS),
        help_request.c.answered_at.is_(None),
    )
    .order_by(help_request.c.at, help_request.c.id)
)
_ATTESTED = sa.select(attestation.c.learner_id, attestation.c.payload).where(
    attestation.c.site_id == _SITE,
    attestation.c.learner_id.in_(IN_GROUPS),
    attestation.c.kind == Kind.SUCCESS.value,
    attestation.c.revoked_at.is_(None),
)
_PRINTS = sa.select(sa.func.count()).where(
    print_request.c.site_id == _SITE,
    print_request.c.learner_id.in_(IN_GROUPS),
    print_request.c.printed_at.is_(None),
)
_SEEN = sa.select(seen_line.c.key, seen_line.c.mark).where(
    seen_line.c.site_id == _SITE, seen_line.c.staff_id == sa.bindparam("staff")
)
_OWN = sa.select(own_person.c.learner_id).where(
    own_person.c.site_id == _SITE, own_person.c.staff_id == sa.bindparam("staff")
)
_FORMS = (
    sa.select(group_form.c.group_id, group_form.c.form, group_form.c.since)
    .where(group_form.c.site_id == _SITE, group_form.c.group_id.in_(_GROUPS))
    .order_by(group_form.c.since, group_form.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupName:
    """A group, its path and the day it opens, « » when none was said."""

    id: UUID
    name: str
    path: str
    opens_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A learner in one group; ``since`` is the day of entry there."""

    id: UUID
    name: str
    group: UUID
    since: datetime
    no_phrase: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of support, from a day on."""

    form: str
    since: str


def bound(work: Work, groups: Collection[UUID]) -> dict[str, object]:
    """Return the values that the statements of this module expect."""
    return {"site": work.site, "groups": sorted(groups, key=str)}


def own_groups(work: Work) -> tuple[GroupName, ...]:
    """Return the groups that the person who acts is staff of."""
    return _read_groups(work, _NAMES, bound(work, work.me.groups))


def open_groups(work: Work) -> tuple[GroupName, ...]:
    """Return the groups that the person may open: one's own, all for an administrator."""
    if work.me.role is Role.ADMINISTRATOR:
        return _read_groups(work, _ALL_NAMES, {"site": work.site})
    return own_groups(work)


def groups_among(work: Work, wanted: Collection[UUID]) -> tuple[GroupName, ...]:
    """Return those of these groups that the person may open."""
    if work.me.role is not Role.ADMINISTRATOR:
        wanted = work.me.groups.intersection(wanted)
    return _read_groups(work, _NAMES, bound(work, wanted))


def find_group(work: Work, wanted: UUID) -> GroupName:
    """Return a group that the person may open.

    Raises:
        NotFound: no such group, or somebody else's.

    """
    if work.me.role is not Role.ADMINISTRATOR and wanted not in work.me.groups:
        raise NotFound(UNKNOWN_GROUP)
    found = _read_groups(work, _NAMES, bound(work, [wanted]))
    if not found:
        raise NotFound(UNKNOWN_GROUP)
    return found[0]


def _read_groups(
    work: Work, query: sa.Select[tuple[UUID, str, str, str]], values: Mapping[str, object]
) -> tuple[GroupName, ...]:
    return tuple(
        GroupName(id=row.id, name=row.name, path=row.path, opens_on=row.opens_on)
        for row in work.connection.execute(query, values)
    )


def people_of(work: Work, groups: Collection[UUID]) -> tuple[Person, ...]:
    """Return the learners of these groups by name, once in each of theirs."""
    return tuple(
        Person(
            id=row.id,
            name=row.name,
            group=row.group_id,
            since=row.since,
            no_phrase=row.no_phrase,
        )
        for row in work.connection.execute(_PEOPLE, bound(work, groups))
    )


def asked_in(work: Work, groups: Collection[UUID]) -> dict[UUID, tuple[Asked, ...]]:
    """Return the requests of help that nobody answered, by learner, the oldest first."""
    found: dict[UUID, list[Asked]] = defaultdict(list)
    for row in work.connection.execute(_ASKED, bound(work, groups)):
        found[row.learner_id].append(
            Asked(id=row.id, at=row.at, reason=row.reason, module=row.module, lesson=row.lesson)
        )
    return {learner: tuple(requests) for learner, requests in found.items()}


def attested_in(work: Work, groups: Collection[UUID]) -> frozenset[tuple[UUID, str]]:
    """Return who holds an attestation of success, and of what: « parcours/createur »."""
    rows = work.connection.execute(_ATTESTED, bound(work, groups))
    return frozenset((row.learner_id, read_canonical(row.payload)[0].subject) for row in rows)


def prints_in(work: Work, groups: Collection[UUID]) -> int:
    """Count the sheets that learners asked to be printed."""
    return work.connection.execute(_PRINTS, bound(work, groups)).scalar_one()


def form_today(work: Work, forms: Sequence[Form]) -> str:
    """Return the form in force, the latest that has begun; none before the first."""
    today = f"{paris_day(work.instant):%Y-%m-%d}"
    return next((one.form for one in reversed(forms) if one.since <= today), "")


def forms_in(work: Work, groups: Collection[UUID]) -> dict[UUID, tuple[Form, ...]]:
    """Return the forms of support of each group, the first first."""
    found: dict[UUID, list[Form]] = defaultdict(list)
    for row in work.connection.execute(_FORMS, bound(work, groups)):
        found[row.group_id].append(Form(form=row.form, since=row.since))
    return {one: tuple(forms) for one, forms in found.items()}


def seen_by(work: Work) -> dict[str, str]:
    """Return the lines that the person has seen, each with its mark."""
    rows = work.connection.execute(_SEEN, {"site": work.site, "staff": work.me.id})
    return {row.key: row.mark for row in rows}


def own_people(work: Work) -> frozenset[UUID]:
    """Return whom the person chose to follow."""
    rows = work.connection.execute(_OWN, {"site": work.site, "staff": work.me.id})
    return frozenset(rows.scalars())
