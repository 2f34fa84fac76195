"""Groups made and changed by staff, their forms of support, and the register of human support.

Nothing here is a text on a person: days, lengths and codes of closed lists.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.comparing import plain_text
from learning.domain.course import Path
from learning.domain.errors import Conflict, Invalid
from learning.domain.facts import SupportGiven
from learning.domain.lists import SUPPORT_FORMS, SUPPORTERS
from learning.services import audit
from learning.services.accounts import add_group, join_group
from learning.services.activity import add_all, facts_where
from learning.services.follow_up_roster import (
    IN_GROUPS,
    Form,
    GroupName,
    Person,
    bound,
    find_group,
    form_today,
    forms_in,
    open_groups,
    people_of,
)
from learning.services.work import Work
from learning.storage.activity import fact
from learning.storage.follow_up import group_form
from learning.storage.people import account, group, membership

_NAME_LENGTH = 80
_MOST_MINUTES = 480
MOST_CANDIDATES = 60
_NOON = time(12)
_ROOM = ZoneInfo("Europe/Paris")
_OTHER: sa.BindParameter[UUID] = sa.bindparam("groups", expanding=True)
_IN_ONE = sa.select(membership.c.account_id).where(membership.c.site_id == sa.bindparam("site"))
_CANDIDATES = (
    sa.select(account.c.id, account.c.name)
    .where(
        account.c.site_id == sa.bindparam("site"),
        account.c.role == Role.LEARNER.value,
        account.c.status == "active",
        account.c.id.not_in(_IN_ONE.where(membership.c.group_id == sa.bindparam("here"))),
    )
    .order_by(account.c.name, account.c.id)
)
_OWN_CANDIDATES = _CANDIDATES.where(
    account.c.id.not_in(_IN_ONE)
    | account.c.id.in_(_IN_ONE.where(membership.c.group_id.in_(_OTHER)))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupInList:
    """A group in the list of groups."""

    group: GroupName
    path: str
    people: int
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A learner who may be added."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Supported:
    """One session of human support: its day, its length, who gave it, how many were there."""

    day: date
    minutes: int
    person: str
    present: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupForm:
    """What the page that changes a group shows."""

    group: GroupName
    members: tuple[Person, ...]
    candidates: tuple[Candidate, ...]
    hidden: int  # candidates that are not shown: they are too many
    forms: tuple[Form, ...]
    supported: tuple[Supported, ...]


def list_groups(work: Work) -> tuple[GroupInList, ...]:
    """List the groups that the person may open."""
    groups = open_groups(work)
    ids = [one.id for one in groups]
    counts: dict[UUID, int] = defaultdict(int)
    for person in people_of(work, ids):
        counts[person.group] += 1
    forms = forms_in(work, ids)
    titles = {one.slug: one.title for one in work.catalogue.paths}
    return tuple(
        GroupInList(
            group=one,
            path=titles.get(one.path, ""),
            people=counts[one.id],
            form=form_today(work, forms.get(one.id, ())),
        )
        for one in groups
    )


def list_paths(work: Work) -> tuple[Path, ...]:
    """Return the published paths that a group may follow."""
    return work.catalogue.learner_paths


def make_group(work: Work, *, name: str, path: str, opens_on: str) -> UUID:
    """Make a group; who makes it is of its staff.

    Raises:
        Invalid: the name, the path or the day cannot be.
        Conflict: another group has this name.

    """
    name, opens_on = _checked(work, name, path, opens_on)
    made = add_group(work, name=name, path=path)
    _set_day(work, made, opens_on)
    join_group(work, work.me.id, made)
    audit.record(work, "groupe.cree", subject=str(made))
    return made


def change_group(work: Work, wanted: UUID, *, name: str, path: str, opens_on: str) -> None:
    """Change a group's name, path and opening day.

    Raises:
        NotFound: no such group, or somebody else's.
        Invalid: the name, the path or the day cannot be.
        Conflict: another group has this name.

    """
    one = find_group(work, wanted)
    name, opens_on = _checked(work, name, path, opens_on)
    taken = sa.select(group.c.id).where(
        group.c.site_id == work.site, group.c.name == name, group.c.id != one.id
    )
    if work.connection.execute(taken).first():
        raise Conflict("Un groupe « %(name)s » existe déjà. Choisissez un autre nom.", name=name)
    work.connection.execute(
        sa.update(group)
        .where(group.c.site_id == work.site, group.c.id == one.id)
        .values(name=name, path=path, opens_on=opens_on)
    )
    audit.record(work, "groupe.change", subject=str(one.id))


def _checked(work: Work, name: str, path: str, opens_on: str) -> tuple[str, str]:
    name = " ".join(name.split())
    if not name or len(name) > _NAME_LENGTH:
        raise Invalid("Écrivez un nom de 1 à 80 caractères.", field="nom")
    if work.catalogue.path(path) is None:
        raise Invalid("Choisissez un parcours de la liste.", field="parcours")
    return name, read_day(opens_on, "ouverture").isoformat() if opens_on.strip() else ""


def read_day(typed: str, field: str) -> date:
    """Read a day as a browser's field gives it, or as people write it.

    Raises:
        Invalid: it is no day.

    """
    typed = typed.strip()
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(typed, shape).replace(tzinfo=_ROOM).date()
        except ValueError:
            continue
    raise Invalid("Écrivez une date comme 25/11/2026.", field=field)


def _set_day(work: Work, wanted: UUID, opens_on: str) -> None:
    work.connection.execute(
        sa.update(group)
        .where(group.c.site_id == work.site, group.c.id == wanted)
        .values(opens_on=opens_on)
    )


def show_form(work: Work, wanted: UUID, named: str = "") -> GroupForm:
    """Return a group to change; whom to add are those whose name holds ``named``.

    Raises:
        NotFound: no such group, or somebody else's.

    """
    one = find_group(work, wanted)
    sought = plain_text(named)
    found = [each for each in _candidates(work, one.id) if sought in plain_text(each.name)]
    return GroupForm(
        group=one,
        members=people_of(work, [one.id]),
        candidates=tuple(found[:MOST_CANDIDATES]),
        hidden=max(0, len(found) - MOST_CANDIDATES),
        forms=forms_in(work, [one.id]).get(one.id, ()),
        supported=_supported(work, one.id),
    )


def _candidates(work: Work, here: UUID) -> tuple[Candidate, ...]:
    """Return learners without a group or of one's groups; all of them to an administrator."""
    values = {**bound(work, work.me.groups), "here": here}
    query = _CANDIDATES if work.me.role is Role.ADMINISTRATOR else _OWN_CANDIDATES
    rows = work.connection.execute(query, values)
    return tuple(Candidate(id=row.id, name=row.name) for row in rows)


def add_members(work: Work, wanted: UUID, learners: Iterable[UUID]) -> None:
    """Add learners to a group; who is there already stays. Entry is open all year.

    Raises:
        NotFound: no such group, or somebody else's.
        Invalid: nobody was chosen, or somebody who may not be.

    """
    one = find_group(work, wanted)
    chosen = set(learners)
    if not chosen:
        raise Invalid("Cochez au moins une personne.", field="ajouter")
    chosen -= {person.id for person in people_of(work, [one.id])}
    if not chosen <= {person.id for person in _candidates(work, one.id)}:
        raise Invalid("Une de ces personnes ne peut pas être ajoutée.", field="ajouter")
    for learner in sorted(chosen, key=str):
        join_group(work, learner, one.id)
        audit.record(work, "groupe.entree", subject=str(learner))


def remove_member(work: Work, wanted: UUID, learner: UUID) -> None:
    """Take a learner out of a group; what that learner did stays.

    Raises:
        NotFound: no such group, or somebody else's.

    """
    one = find_group(work, wanted)
    if learner not in {person.id for person in people_of(work, [one.id])}:
        return
    work.connection.execute(
        sa.delete(membership).where(
            membership.c.site_id == work.site,
            membership.c.group_id == one.id,
            membership.c.account_id == learner,
        )
    )
    audit.record(work, "groupe.sortie", subject=str(learner))


def set_form(work: Work, wanted: UUID, form: str, since: str) -> None:
    """Say which form of support a group has from a day on.

    Raises:
        NotFound: no such group, or somebody else's.
        Invalid: no such form, or no such day.

    """
    one = find_group(work, wanted)
    if form not in SUPPORT_FORMS:
        raise Invalid("Choisissez une forme d’accompagnement de la liste.", field="forme")
    day = read_day(since, "depuis").isoformat()
    same = (
        (group_form.c.site_id == work.site)
        & (group_form.c.group_id == one.id)
        & (group_form.c.since == day)
    )
    work.connection.execute(sa.delete(group_form).where(same))
    work.connection.execute(
        sa.insert(group_form),
        {
            "site_id": work.site,
            "id": uuid4(),
            "group_id": one.id,
            "form": form,
            "since": day,
        },
    )
    audit.record(work, "groupe.forme", subject=str(one.id))


def note_support(
    work: Work,
    wanted: UUID,
    *,
    day: str,
    minutes: str,
    person: str,
    present: Sequence[UUID],
) -> None:
    """Write one session of human support in the register: for each member who was there.

    Raises:
        NotFound: no such group, or somebody else's.
        Invalid: the day, the length or the kind of person cannot be, or nobody was there.
        Conflict: the same session is written already.

    """
    one = find_group(work, wanted)
    on = read_day(day, "jour")
    if on > work.instant.astimezone(_ROOM).date():
        raise Invalid("Ce jour n’est pas encore venu.", field="jour")
    length = _read_minutes(minutes)
    if person not in SUPPORTERS:
        raise Invalid("Choisissez qui accompagnait, dans la liste.", field="qui")
    there = {member.id for member in people_of(work, [one.id])} & set(present)
    if not there:
        raise Invalid("Cochez au moins une personne présente.", field="present")
    at = datetime.combine(on, _NOON, _ROOM)
    for learner in _already(work, one.id, at, length, person):
        there.discard(learner)
    if not there:
        raise Conflict("Cet accompagnement est déjà écrit pour ces personnes.")
    add_all(
        work,
        [
            (learner, SupportGiven(id=uuid4(), at=at, minutes=length, person=person))
            for learner in sorted(there, key=str)
        ],
    )
    audit.record(work, "accompagnement.note", subject=str(one.id))


def _read_minutes(typed: str) -> int:
    typed = typed.strip()
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:5]) <= _MOST_MINUTES):
        raise Invalid("Écrivez une durée de 1 à 480 minutes.", field="minutes")
    return int(typed[:5])


def _support_facts(work: Work, wanted: UUID) -> list[tuple[UUID, SupportGiven]]:
    mine = fact.c.learner_id.in_(IN_GROUPS.params(**bound(work, [wanted])))
    found = facts_where(work, mine, fact.c.kind == "support_given")
    return [
        (learner, one)
        for learner, facts in found.items()
        for one in facts
        if isinstance(one, SupportGiven)
    ]


def _already(work: Work, wanted: UUID, at: datetime, minutes: int, person: str) -> set[UUID]:
    return {
        learner
        for learner, one in _support_facts(work, wanted)
        if (one.at, one.minutes, one.person) == (at, minutes, person)
    }


def _supported(work: Work, wanted: UUID) -> tuple[Supported, ...]:
    """Return the register of a group's members, the latest first."""
    there: dict[tuple[date, int, str], set[UUID]] = defaultdict(set)
    for learner, one in _support_facts(work, wanted):
        there[one.at.astimezone(_ROOM).date(), one.minutes, one.person].add(learner)
    return tuple(
        Supported(day=day, minutes=minutes, person=person, present=len(who))
        for (day, minutes, person), who in sorted(
            there.items(), key=lambda item: item[0], reverse=True
        )
    )


def note_export(work: Work, wanted: UUID) -> None:
    """Write that a group's table was taken away.

    Raises:
        NotFound: no such group, or somebody else's.

    """
    one = find_group(work, wanted)
    audit.record(work, "groupe.exporte", subject=str(one.id))
