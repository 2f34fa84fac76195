"""The bin: accounts, groups, merges, rooms and terminals that may come back for 30 days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.errors import Conflict, Invalid, NotFound, Refused
from learning.services import audit
from learning.services.accounts import BINNED
from learning.services.admin_merge import merge, undo_merge
from learning.services.room_bin import give_room, give_terminal, take_room, take_terminal
from learning.services.work import Work
from learning.storage.administration import bin_item
from learning.storage.follow_up import group_form
from learning.storage.people import account, group, membership

DAYS = 30
ACCOUNT, GROUP, MERGE = "compte", "groupe", "fusion"
ROOM, TERMINAL = "salle", "poste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    """One thing in the bin. ``other`` is the account that a merge kept."""

    id: UUID
    kind: str
    subject: UUID
    name: str
    identifier: str
    at: datetime
    until: datetime
    other: str = ""


def list_bin(work: Work) -> tuple[Binned, ...]:
    """Return what is in the bin, the latest first."""
    query = (
        sa.select(bin_item, account.c.name, account.c.identifier)
        .select_from(
            bin_item.outerjoin(
                account,
                (account.c.site_id == bin_item.c.site_id) & (account.c.id == bin_item.c.subject),
            )
        )
        .where(bin_item.c.site_id == work.site)
        .order_by(bin_item.c.at.desc(), bin_item.c.id)
    )
    return tuple(
        Binned(
            id=row.id,
            kind=row.kind,
            subject=row.subject,
            name=row.name or row.detail.get("name", ""),
            identifier=row.identifier or "",
            at=row.at,
            until=row.until,
            other=row.detail.get("kept_name", ""),
        )
        for row in work.connection.execute(query)
    )


def find_binned(work: Work, wanted: UUID) -> Binned:
    """Return one thing of the bin.

    Raises:
        NotFound: it is not there, or no more.

    """
    for one in list_bin(work):
        if one.id == wanted:
            return one
    raise NotFound("Ceci n’est plus dans la corbeille.")


def put_account(work: Work, wanted: UUID, status: str) -> None:
    """Put an account in the bin; its status comes back with it."""
    work.connection.execute(
        sa.update(account)
        .where(account.c.site_id == work.site, account.c.id == wanted)
        .values(status=BINNED)
    )
    keep_item(work, ACCOUNT, wanted, {"status": status})
    audit.record(work, "compte.corbeille", subject=str(wanted))


def put_group(work: Work, wanted: UUID, *, typed: str | None = None) -> None:
    """Put a group in the bin: its people stay, and are its own again if it comes back.

    Raises:
        NotFound: no such group.
        Invalid: its name was not typed.

    """
    row = work.connection.execute(
        sa.select(group).where(group.c.site_id == work.site, group.c.id == wanted)
    ).first()
    if row is None:
        raise NotFound("Ce groupe n’existe pas.")
    if typed is not None and " ".join(typed.split()).casefold() != row.name.casefold():
        raise Invalid("Pour confirmer, écrivez le nom du groupe.", field="confirmation")
    members = work.connection.execute(
        sa.select(membership.c.account_id, membership.c.since).where(
            membership.c.site_id == work.site, membership.c.group_id == wanted
        )
    )
    forms = work.connection.execute(
        sa.select(group_form.c.id, group_form.c.form, group_form.c.since).where(
            group_form.c.site_id == work.site, group_form.c.group_id == wanted
        )
    )
    detail = {
        "name": row.name,
        "path": row.path,
        "opens_on": row.opens_on,
        "created_at": row.created_at.isoformat(),
        "members": [[str(one.account_id), one.since.isoformat()] for one in members],
        "forms": [[str(one.id), one.form, one.since] for one in forms],
    }
    work.connection.execute(
        sa.delete(group).where(group.c.site_id == work.site, group.c.id == wanted)
    )
    keep_item(work, GROUP, wanted, detail)
    audit.record(work, "groupe.corbeille", subject=str(wanted))


def put_merge(work: Work, kept: UUID, double: UUID, *, typed: str | None = None) -> None:
    """Make two accounts one; the other waits in the bin with what undoes it.

    Raises:
        NotFound: one of them does not exist, or is in the bin.
        Invalid: they cannot be merged, or the identifier was not typed.

    """
    keep_item(work, MERGE, double, merge(work, kept, double, typed=typed))


def put_room(work: Work, wanted: UUID) -> None:
    """Put a room in the bin with its terminals; sessions that are open there go on.

    Raises:
        NotFound: no such room.

    """
    keep_item(work, ROOM, wanted, take_room(work, wanted))
    audit.record(work, "salle.corbeille", subject=str(wanted))


def put_terminal(work: Work, wanted: UUID) -> UUID:
    """Put a terminal in the bin and return its room; sessions that are open there go on.

    Raises:
        NotFound: no such terminal.

    """
    detail = take_terminal(work, wanted)
    keep_item(work, TERMINAL, wanted, detail)
    audit.record(work, "poste.corbeille", subject=str(wanted))
    return UUID(detail["room"])


def keep_item(work: Work, kind: str, subject: UUID, detail: Mapping[str, Any]) -> None:
    """Write what brings something back."""
    work.connection.execute(
        sa.insert(bin_item),
        {
            "site_id": work.site,
            "id": uuid4(),
            "kind": kind,
            "subject": subject,
            "at": work.instant,
            "until": work.instant + timedelta(days=DAYS),
            "detail": dict(detail),
        },
    )


def restore(work: Work, wanted: UUID) -> Binned:
    """Bring something back as it was.

    Raises:
        NotFound: it is not in the bin.
        Conflict: something else took its name or its place meanwhile.

    """
    one = find_binned(work, wanted)
    detail = work.connection.execute(
        sa.select(bin_item.c.detail).where(
            bin_item.c.site_id == work.site, bin_item.c.id == wanted
        )
    ).scalar_one()
    _RESTORE[one.kind](work, one.subject, detail)
    audit.record(work, _RESTORED[one.kind], subject=str(one.subject))
    forget_item(work, wanted)
    return one


def forget_item(work: Work, wanted: UUID) -> None:
    """Take a line out of the bin."""
    work.connection.execute(
        sa.delete(bin_item).where(bin_item.c.site_id == work.site, bin_item.c.id == wanted)
    )


def expired(work: Work) -> tuple[Binned, ...]:
    """Return what has been in the bin for longer than 30 days."""
    return tuple(one for one in list_bin(work) if one.until <= work.instant)


def merges_of_facts(work: Work) -> dict[UUID, tuple[UUID, ...]]:
    """Return the merges that may still be undone, of each fact that they moved, in order."""
    query = (
        sa.select(bin_item.c.id, bin_item.c.detail)
        .where(bin_item.c.site_id == work.site, bin_item.c.kind == MERGE)
        .order_by(bin_item.c.at, bin_item.c.id)
    )
    found: dict[UUID, tuple[UUID, ...]] = {}
    for row in work.connection.execute(query):
        for (text,) in row.detail["moved"].get("fact.learner_id", ()):
            one = UUID(text)
            found[one] = (*found.get(one, ()), row.id)
    return found


def check_erasable(work: Work, wanted: UUID, *, typed: str) -> Binned:
    """Return an account of the bin that may be erased for good.

    Raises:
        NotFound: it is not in the bin.
        Refused: it is no account: the others go by themselves.
        Invalid: its identifier was not typed.

    """
    one = find_binned(work, wanted)
    if one.kind != ACCOUNT:
        raise Refused("Seul un compte s’efface ici. Le reste s’efface à sa date.")
    if typed.strip().casefold() != one.identifier:
        raise Invalid(
            "Pour confirmer, écrivez l’identifiant « %(word)s ».",
            field="confirmation",
            word=one.identifier,
        )
    return one


def check_binned(work: Work, subject: UUID) -> None:
    """Tell that an account is in the bin still.

    Raises:
        Refused: somebody brought it back, or it waits there as part of a merge.

    """
    kinds = {one.kind for one in list_bin(work) if one.subject == subject}
    if MERGE in kinds:
        raise Refused(
            "Ce compte attend dans la corbeille comme double d’une fusion. "
            "Annulez la fusion, ou effacez le compte gardé."
        )
    if ACCOUNT not in kinds:
        raise Refused("Ce compte n’est plus dans la corbeille : il n’est pas effacé.")


def _restore_account(work: Work, wanted: UUID, detail: Mapping[str, Any]) -> None:
    _set_status(work, wanted, detail["status"])


def _restore_terminal(work: Work, _wanted: UUID, detail: Mapping[str, Any]) -> None:
    give_terminal(work, detail)


def _set_status(work: Work, wanted: UUID, status: str) -> None:
    work.connection.execute(
        sa.update(account)
        .where(account.c.site_id == work.site, account.c.id == wanted)
        .values(status=status)
    )


def _restore_group(work: Work, wanted: UUID, detail: Mapping[str, Any]) -> None:
    taken = sa.select(group.c.id).where(
        group.c.site_id == work.site, group.c.name == detail["name"]
    )
    if work.connection.execute(taken).first():
        raise Conflict(
            "Un autre groupe s’appelle « %(name)s ». Renommez-le d’abord.", name=detail["name"]
        )
    work.connection.execute(
        sa.insert(group),
        {
            "site_id": work.site,
            "id": wanted,
            "name": detail["name"],
            "path": detail["path"],
            "opens_on": detail["opens_on"],
            "created_at": datetime.fromisoformat(detail["created_at"]),
        },
    )
    there = set(
        work.connection.execute(
            sa.select(account.c.id).where(account.c.site_id == work.site)
        ).scalars()
    )
    members = [
        {
            "site_id": work.site,
            "group_id": wanted,
            "account_id": UUID(who),
            "since": datetime.fromisoformat(since),
        }
        for who, since in detail["members"]
        if UUID(who) in there  # somebody may have been erased meanwhile
    ]
    forms = [
        {
            "site_id": work.site,
            "id": UUID(each),
            "group_id": wanted,
            "form": form,
            "since": since,
        }
        for each, form, since in detail["forms"]
    ]
    if members:
        work.connection.execute(sa.insert(membership), members)
    if forms:
        work.connection.execute(sa.insert(group_form), forms)


_RESTORE: dict[str, Callable[[Work, UUID, Mapping[str, Any]], None]] = {
    ACCOUNT: _restore_account,
    GROUP: _restore_group,
    MERGE: undo_merge,
    ROOM: give_room,
    TERMINAL: _restore_terminal,
}
_RESTORED = {
    ACCOUNT: "compte.restaure",
    GROUP: "groupe.restaure",
    MERGE: "fusion.annulee",
    ROOM: "salle.restauree",
    TERMINAL: "poste.restaure",
}
