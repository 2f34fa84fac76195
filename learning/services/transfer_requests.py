"""Who is awaited from another site, and who leaves for one: requests and departures.

A request is a code printed at the receiving site. It names nobody: the person's name is on the
paper beside it, and staff of the old site choose whom it is about.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from learning.documents.qr import Drawn, draw_qr
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.grouped import grouped, to_letters
from learning.exchange.site_card import (
    Asked,
    is_request_signed,
    read_request,
    write_request,
)
from learning.services import audit
from learning.services.transfer_people import Mover, find_mover, list_movers, reach
from learning.services.transfer_sites import all_keys, find_peer, names_of_peers
from learning.services.work import Keys, Work
from learning.storage.dossiers import departure, dossier_request, dossier_sent
from learning.storage.people import account

_ID_BYTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody whose dossier is to be exported, or is awaited here."""

    learner: UUID
    name: str
    peer: str
    peer_name: str
    at: datetime
    request: str  # « » for a departure that nobody asked for
    answered_at: datetime | None = None

    @property
    def key(self) -> str:
        """What a form says of it."""
        return f"{self.learner}.{self.peer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A dossier that was exported."""

    learner: UUID
    name: str
    peer: str
    peer_name: str
    at: datetime
    expires: datetime
    print: str

    @property
    def key(self) -> str:
        """What a form says of it."""
        return f"{self.learner}.{self.peer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPaper:
    """A request to print: for whom, to which site, and its code."""

    name: str
    identifier: str
    peer_name: str
    own_name: str
    at: datetime
    letters: str
    qr: Drawn
    own_print: str


def ask(work: Work, learner: UUID, peer: str) -> str:
    """Ask another site for a learner's dossier; asked again, it is the same request.

    Raises:
        NotFound: no such learner in reach, or no such site.

    """
    mover, site = find_mover(work, learner), find_peer(work, peer)
    query = sa.select(dossier_request.c.id).where(
        dossier_request.c.site_id == work.site,
        dossier_request.c.account_id == mover.id,
        dossier_request.c.peer == site.number,
        dossier_request.c.made_here,
        dossier_request.c.answered_at.is_(None),
    )
    known = work.connection.execute(query).scalar()
    if known:
        return str(known)
    made = to_letters(secrets.token_bytes(_ID_BYTES))
    _insert(work, made, mover.id, site.number, made_here=True)
    audit.record(work, "dossier.demande", subject=str(mover.id))
    return made


def request_paper(
    work: Work, keys: Keys, request: str, *, own_name: str, own_print: str
) -> RequestPaper:
    """Return a request made here, to print.

    Raises:
        NotFound: there is none of that number for somebody in reach.

    """
    query = (
        sa.select(dossier_request, account.c.name, account.c.identifier)
        .join(
            account,
            (account.c.site_id == dossier_request.c.site_id)
            & (account.c.id == dossier_request.c.account_id),
        )
        .where(
            dossier_request.c.site_id == work.site,
            dossier_request.c.id == request,
            dossier_request.c.made_here,
            *reach(work),
        )
    )
    row = work.connection.execute(query).first()
    if row is None:
        raise NotFound("Cette demande n’existe pas, ou elle n’est pas pour vos groupes.")
    code = write_request(row.id, by=keys.site_number, to=row.peer, secret=keys.exchange)
    mark, _, letters = code.partition(":")
    return RequestPaper(
        name=row.name,
        identifier=row.identifier,
        peer_name=names_of_peers(work).get(row.peer, row.peer),
        own_name=own_name,
        at=row.at,
        letters=f"{mark}: {grouped(letters)}",
        qr=draw_qr(code),
        own_print=own_print,
    )


def read_asked(work: Work, keys: Keys, typed: str) -> tuple[Asked, str]:
    """Return what a request typed or scanned here says, and the name of the site that asks.

    Raises:
        Invalid: it is no request, or a letter is wrong.
        Conflict: it is for another site.
        NotFound: the site that asks is not known here.

    """
    asked = read_request(typed)
    if asked.to != keys.site_number:
        raise Conflict("Cette demande est pour un autre site que celui-ci. Envoyez-la-lui.")
    peers = [one for one in all_keys(work) if one.number == asked.by]
    if not peers:
        raise NotFound(
            "Cette demande vient d’un site que celui-ci ne connaît pas. "
            "Importez l’annuaire du programme, ou la carte de ce site."
        )
    trusted = [one for one in peers if one.revoked_at is None]
    if not any(is_request_signed(asked, one.card.signs) for one in trusted):
        raise Invalid(
            "La signature de cette demande est fausse, ou sa clé est révoquée. "
            "Demandez au nouveau site d’en imprimer une autre.",
            field="code",
        )
    return asked, trusted[-1].name


def note_request(work: Work, keys: Keys, typed: str, learner: UUID) -> Mover:
    """Keep a request of another site about a learner of this one.

    Raises:
        Invalid, Conflict, NotFound: as ``read_asked``, or no such learner in reach.

    """
    asked, _name = read_asked(work, keys, typed)
    mover = find_mover(work, learner)
    query = sa.select(dossier_request.c.account_id).where(
        dossier_request.c.site_id == work.site, dossier_request.c.id == asked.id
    )
    known = work.connection.execute(query).scalar()
    if known is not None and known != mover.id:
        raise Conflict("Cette demande est déjà notée pour une autre personne.")
    if known is None:
        _insert(work, asked.id, mover.id, asked.by, made_here=False)
        audit.record(work, "dossier.demande-recue", subject=str(mover.id))
    return mover


def note_departure(work: Work, learner: UUID, peer: str) -> Mover:
    """Note that a learner leaves for another site.

    Raises:
        NotFound: no such learner in reach, or no such site.

    """
    mover, site = find_mover(work, learner), find_peer(work, peer)
    cancel_departure(work, learner, silent=True)
    work.connection.execute(
        sa.insert(departure),
        {
            "site_id": work.site,
            "account_id": mover.id,
            "peer": site.number,
            "at": work.instant,
            "by_role": work.actor.role.value if work.actor else "administrator",
        },
    )
    audit.record(work, "depart.note", subject=str(mover.id))
    return mover


def cancel_departure(work: Work, learner: UUID, *, silent: bool = False) -> None:
    """The person stays after all; what was asked by another site is forgotten too.

    Raises:
        NotFound: no such learner in reach.

    """
    find_mover(work, learner)
    here = (departure.c.site_id == work.site) & (departure.c.account_id == learner)
    work.connection.execute(sa.delete(departure).where(here))
    if not silent:
        work.connection.execute(
            sa.delete(dossier_request).where(
                dossier_request.c.site_id == work.site,
                dossier_request.c.account_id == learner,
                dossier_request.c.made_here == sa.false(),
                dossier_request.c.answered_at.is_(None),
            )
        )
        audit.record(work, "depart.annule", subject=str(learner))


def close_waiting(work: Work, learner: UUID, peer: str) -> None:
    """The dossier is exported: nothing waits for it any more."""
    here = (departure.c.site_id == work.site) & (departure.c.account_id == learner)
    work.connection.execute(sa.delete(departure).where(here))
    work.connection.execute(
        sa.update(dossier_request)
        .where(
            dossier_request.c.site_id == work.site,
            dossier_request.c.account_id == learner,
            dossier_request.c.peer == peer,
            dossier_request.c.made_here == sa.false(),
            dossier_request.c.answered_at.is_(None),
        )
        .values(answered_at=work.instant)
    )


def request_for(work: Work, learner: UUID, peer: str) -> str:
    """Return the latest request of that site about that learner, « » without any."""
    query = (
        sa.select(dossier_request.c.id)
        .where(
            dossier_request.c.site_id == work.site,
            dossier_request.c.account_id == learner,
            dossier_request.c.peer == peer,
            dossier_request.c.made_here == sa.false(),
        )
        .order_by(dossier_request.c.at.desc(), dossier_request.c.id)
        .limit(1)
    )
    return str(work.connection.execute(query).scalar() or "")


def account_that_asked(work: Work, request: str, peer: str) -> UUID | None:
    """Return for whom this site made a request to that one."""
    query = sa.select(dossier_request.c.account_id).where(
        dossier_request.c.site_id == work.site,
        dossier_request.c.id == request,
        dossier_request.c.peer == peer,
        dossier_request.c.made_here,
    )
    found: UUID | None = work.connection.execute(query).scalar()
    return found


def close_asked(work: Work, learner: UUID, peer: str) -> None:
    """The dossier has come: what this site asked that one for is answered."""
    work.connection.execute(
        sa.update(dossier_request)
        .where(
            dossier_request.c.site_id == work.site,
            dossier_request.c.account_id == learner,
            dossier_request.c.peer == peer,
            dossier_request.c.made_here,
            dossier_request.c.answered_at.is_(None),
        )
        .values(answered_at=work.instant)
    )
    cancel = (departure.c.site_id == work.site) & (departure.c.account_id == learner)
    work.connection.execute(sa.delete(departure).where(cancel))


def list_leaving(work: Work) -> tuple[Waiting, ...]:
    """Return whom another site asks for and who leaves, by name: each is exported once."""
    names, movers = names_of_peers(work), _movers(work)
    found: dict[tuple[UUID, str], Waiting] = {}
    for row in _requests(work, made_here=False):
        if row.account_id in movers:
            one = _waiting(row, movers, names, row.id)
            found[one.learner, one.peer] = one
    leaving = sa.select(departure).where(departure.c.site_id == work.site)
    for row in work.connection.execute(leaving.order_by(departure.c.at)):
        if row.account_id in movers:
            found.setdefault((row.account_id, row.peer), _waiting(row, movers, names, ""))
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.peer)))


def list_asked(work: Work) -> tuple[Waiting, ...]:
    """Return whose dossier this site awaits, by name."""
    names, movers = names_of_peers(work), _movers(work)
    found = [
        _waiting(row, movers, names, row.id)
        for row in _requests(work, made_here=True)
        if row.account_id in movers
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.peer)))


def list_sent(work: Work, *, most: int = 30) -> tuple[Sent, ...]:
    """Return the latest dossiers exported, of those in reach."""
    names, movers = names_of_peers(work), _movers(work)
    query = (
        sa.select(dossier_sent)
        .where(dossier_sent.c.site_id == work.site)
        .order_by(dossier_sent.c.at.desc(), dossier_sent.c.counter)
    )
    found = [
        Sent(
            learner=row.account_id,
            name=movers[row.account_id].name,
            peer=row.peer,
            peer_name=names.get(row.peer, row.peer),
            at=row.at,
            expires=row.expires,
            print=row.print,
        )
        for row in work.connection.execute(query)
        if row.account_id in movers
    ]
    return tuple(found[:most])


def _movers(work: Work) -> dict[UUID, Mover]:
    return {one.id: one for one in list_movers(work, gone=True)}


def _requests(work: Work, *, made_here: bool) -> list[Any]:
    query = sa.select(dossier_request).where(
        dossier_request.c.site_id == work.site,
        dossier_request.c.made_here == (sa.true() if made_here else sa.false()),
        dossier_request.c.answered_at.is_(None),
    )
    return list(work.connection.execute(query.order_by(dossier_request.c.at)))


def _waiting(row: Any, movers: dict[UUID, Mover], names: dict[str, str], request: str) -> Waiting:
    return Waiting(
        learner=row.account_id,
        name=movers[row.account_id].name,
        peer=row.peer,
        peer_name=names.get(row.peer, row.peer),
        at=row.at,
        request=request,
    )


def _insert(work: Work, request: str, learner: UUID, peer: str, *, made_here: bool) -> None:
    work.connection.execute(
        sa.insert(dossier_request),
        {
            "site_id": work.site,
            "id": request,
            "made_here": made_here,
            "account_id": learner,
            "peer": peer,
            "at": work.instant,
        },
    )
