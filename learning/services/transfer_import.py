"""Examine a dossier received, then import it: who, what is new, from where; every refusal noted.

Nothing is written of a dossier before it was believed whole. A refusal is written in the audit
in a unit of its own, since what refuses leaves nothing behind.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.dossier import Dossier, Holding, MergePlan, oldest, plan_merge
from learning.domain.dossier_faults import DossierRefused, Fault
from learning.domain.errors import Conflict, Invalid
from learning.exchange.dossier_file import Opened, open_file, read_content
from learning.services import audit
from learning.services.accounts import add_account, find_account
from learning.services.tombstones import known_marks, met_again
from learning.services.transfer_content import is_of_others, read_holding, write_plan
from learning.services.transfer_keys import boxes_of, keys_of
from learning.services.transfer_people import (
    GONE,
    Mover,
    account_of,
    check_reach,
    check_staff_of,
    find_mover,
    is_staff_id,
    note_names,
    plain,
    set_status,
)
from learning.services.transfer_requests import account_that_asked, close_asked
from learning.services.transfer_sites import Peer, peer_by_key
from learning.services.work import Keys, Program, Work, with_release
from learning.storage.dossiers import dossier_taken
from learning.storage.people import account

_FIRST_LETTERS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A dossier that was believed, beside what this site has. ``mover`` is the account here.

    ``doubt``: the account was asked for by hand and bears another name. ``already``: this very
    dossier was imported. ``unknown`` are titles of modules that this site has not.
    """

    opened: Opened
    dossier: Dossier
    peer: Peer
    mover: Mover | None
    doubt: bool
    plan: MergePlan
    already: bool
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import did."""

    learner: UUID
    name: str
    new: bool
    back: bool
    already: bool
    facts: int
    sheets: int
    attestations: int


def examine(program: Program, actor: Actor | None, sealed: bytes) -> Examined:
    """Say who a dossier is about, from where, and what is new; writes nothing but a refusal.

    Raises:
        DossierRefused: it is not to be believed, or not any more.
        Refused: the person is here, in a group that is not the actor's.
        Conflict: two accounts here are that person.

    """
    try:
        return _examine(program, actor, sealed)
    except DossierRefused as refused:
        note_refusal(program, actor, refused, sealed)
        raise


def note_refusal(
    program: Program, actor: Actor | None, refused: DossierRefused, sealed: bytes
) -> None:
    """Write in the audit that a dossier was refused, and why; a file not read has no hash."""
    with program.writing() as work:
        work.actor = actor
        audit.record(
            work,
            f"dossier.refuse.{refused.fault.value}",
            subject=sha256(sealed).hexdigest()[:_FIRST_LETTERS] if sealed else "",
        )


def _examine(program: Program, actor: Actor | None, sealed: bytes) -> Examined:
    keys = keys_of(program.settings.data)
    opened = open_file(sealed, boxes_of(keys))
    with program.reading() as work:
        with_release(work).actor = actor
        peer, already = _believe(work, keys, opened)
        dossier = read_content(opened)
        if opened.header.person not in {one.person for one in dossier.known_as}:
            raise DossierRefused(Fault.UNREADABLE)
        mover = _account_here(work, opened, dossier)
        if mover is not None:
            check_staff_of(work, mover.id)
        return Examined(
            opened=opened,
            dossier=dossier,
            peer=peer,
            mover=mover,
            doubt=mover is not None and _is_doubtful(work, mover, dossier),
            plan=_plan(work, keys, mover.id if mover else None, dossier),
            already=already,
            unknown=_unknown(work, dossier.holding),
        )


def _believe(work: Work, keys: Keys, opened: Opened) -> tuple[Peer, bool]:
    """Check who signed, for whom, until when and in which order: each fault its own."""
    header = opened.header
    peer = peer_by_key(work, header.key)
    if peer is None:
        raise DossierRefused(Fault.UNKNOWN_SITE)
    if not opened.is_signed_by(peer.card.signs) or header.source != peer.number:
        raise DossierRefused(Fault.FORGED)
    if peer.revoked_at is not None:
        raise DossierRefused(Fault.REVOKED)
    if header.recipient != keys.site_number:
        raise DossierRefused(Fault.WRONG_SITE)
    if not opened.is_whole:
        raise DossierRefused(Fault.SPLICED)
    if header.expires < work.instant:
        raise DossierRefused(Fault.EXPIRED)
    return peer, _is_already(work, keys, opened)


def _is_already(work: Work, keys: Keys, opened: Opened) -> bool:
    row = work.connection.execute(
        sa.select(dossier_taken).where(
            dossier_taken.c.site_id == work.site,
            dossier_taken.c.person_key == _person_key(keys, opened),
        )
    ).first()
    if row is None or opened.header.counter > row.counter:
        return False
    if opened.header.counter < row.counter:
        raise DossierRefused(Fault.OLDER)
    if opened.mark != row.mark:
        raise DossierRefused(Fault.SPLICED)
    return True


def _person_key(keys: Keys, opened: Opened) -> str:
    """Name a person of another site without naming them."""
    body = f"tremplin dossier 1\n{opened.header.source}\n{opened.header.person}".encode()
    return hmac.digest(keys.pepper.encode(), body, "sha256").hex()


def _account_here(work: Work, opened: Opened, dossier: Dossier) -> Mover | None:
    """Return the account of that person here: known under one of the ids, or who asked."""
    if is_staff_id(work, dossier.known_as):
        raise DossierRefused(Fault.CONTRADICTORY)
    known = account_of(work, dossier.known_as)
    header = opened.header
    asked = account_that_asked(work, header.request, header.source) if header.request else None
    if known is not None and asked is not None and known != asked:
        raise Conflict(
            "Deux comptes de ce site sont cette personne : l’administrateur les réunit d’abord."
        )
    found = known or asked
    return None if found is None else _anyone(work, found)


def _anyone(work: Work, wanted: UUID) -> Mover:
    """Return a learner of this site, in reach or not."""
    row = work.connection.execute(
        sa.select(account).where(account.c.site_id == work.site, account.c.id == wanted)
    ).one()
    if row.status not in {"active", "suspended", GONE}:
        raise Conflict(
            "Le compte de cette personne est dans la corbeille : "
            "l’administrateur l’en sort d’abord."
        )
    return Mover(
        id=row.id,
        identifier=row.identifier,
        name=row.name,
        status=row.status,
        since=row.created_at,
    )


def _is_doubtful(work: Work, mover: Mover, dossier: Dossier) -> bool:
    """Tell whether somebody must say that it is they: the name differs, and no site said so."""
    if plain(mover.name) == plain(dossier.name):
        return False
    return account_of(work, dossier.known_as) != mover.id


def _plan(work: Work, keys: Keys, learner: UUID | None, dossier: Dossier) -> MergePlan:
    ours = Holding() if learner is None else read_holding(work, learner, keys.site_number)
    plan = plan_merge(ours, dossier.holding)
    if plan.contradictions or is_of_others(work, learner, dossier.holding):
        raise DossierRefused(Fault.CONTRADICTORY)
    return plan


def _unknown(work: Work, holding: Holding) -> tuple[str, ...]:
    if work.release is None:
        return tuple(title for _slug, title in holding.titles)
    titles = dict(holding.titles)
    slugs = {one.module for one in holding.facts} - {""}
    return tuple(
        sorted(titles.get(slug, slug) for slug in slugs if work.catalogue.module(slug) is None)
    )


def take(
    work: Work,
    program: Program,
    examined: Examined,
    *,
    chosen: UUID | None = None,
    groups: Sequence[UUID] = (),
    same_person: bool = False,
) -> Taken:
    """Import a dossier that was examined: into the account here, the one chosen, or a new one.

    A union is never undone: an account of another name is taken only with ``same_person``.

    Raises:
        DossierRefused: another was imported meanwhile, or the data were erased here.
        NotFound: the account or a group is not in reach.
        Invalid: a counsellor chose neither an account nor a group for somebody new, or the
            account bears another name and nobody said that it is they.

    """
    keys = keys_of(program.settings.data)
    _peer, already = _believe(work, keys, examined.opened)
    mover = _account_here(work, examined.opened, examined.dossier)
    if already and mover is not None:
        audit.record(work, "dossier.deja-importe", subject=str(mover.id))
        return _taken(mover, MergePlan(merged=Holding(), new=Holding()), already=True)
    if mover is not None:
        check_staff_of(work, mover.id)
    elif chosen is not None:
        mover = find_mover(work, chosen)
    new = mover is None
    if mover is not None and not same_person and _is_doubtful(work, mover, examined.dossier):
        raise Invalid(
            "Ce dossier est au nom de « %(theirs)s », et ce compte au nom de « %(ours)s ». "
            "Si c’est bien la même personne, cochez la case.",
            field="meme",
            theirs=examined.dossier.name,
            ours=mover.name,
        )
    if mover is None:
        mover = _new_account(work, keys, examined.dossier, groups)
    plan = _plan(work, keys, mover.id, examined.dossier)
    write_plan(work, mover.id, plan, keys.site_number)
    note_names(work, mover.id, examined.dossier.known_as)
    if mover.status == GONE:
        set_status(work, mover.id, "active")
    close_asked(work, mover.id, examined.opened.header.source)
    _remember(work, keys, examined.opened)
    audit.record(work, "dossier.importe", subject=str(mover.id))
    return _taken(mover, plan, new=new)


def _new_account(work: Work, keys: Keys, dossier: Dossier, groups: Sequence[UUID]) -> Mover:
    if met_again(keys.pepper, known_marks(work), [one.person for one in dossier.known_as]):
        raise DossierRefused(Fault.ERASED)
    check_reach(work, groups)
    if not groups and work.actor is not None and work.actor.role is not Role.ADMINISTRATOR:
        raise Invalid(
            "Choisissez le groupe où cette personne arrive, ou son compte s’il existe.",
            field="groupe",
        )
    card = add_account(
        work,
        None,
        role=Role.LEARNER,
        name=dossier.name,
        groups=tuple(groups),
        identity=oldest(dossier.known_as),
    )
    return _anyone(work, find_account(work, card.identifier))


def _remember(work: Work, keys: Keys, opened: Opened) -> None:
    here = (dossier_taken.c.site_id == work.site) & (
        dossier_taken.c.person_key == _person_key(keys, opened)
    )
    work.connection.execute(sa.delete(dossier_taken).where(here))
    work.connection.execute(
        sa.insert(dossier_taken),
        {
            "site_id": work.site,
            "person_key": _person_key(keys, opened),
            "counter": opened.header.counter,
            "mark": opened.mark,
            "at": work.instant,
        },
    )


def _taken(mover: Mover, plan: MergePlan, *, new: bool = False, already: bool = False) -> Taken:
    return Taken(
        learner=mover.id,
        name=mover.name,
        new=new,
        back=mover.status == GONE,
        already=already,
        facts=len(plan.new.facts),
        sheets=len(plan.new.sheets),
        attestations=len(plan.new.attestations),
    )
