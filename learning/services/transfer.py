"""Export dossiers: what a person did, signed and sealed for one other site; the account is gone.

What is slow is prepared before the transaction; who worked meanwhile stops the act.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from learning.domain.access import Actor
from learning.domain.dossier import Dossier
from learning.domain.dossier_faults import EXPIRES_DAYS, Header
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.exchange.dossier_file import file_name, write_file
from learning.exchange.site_card import file_print
from learning.services import agreements, audit
from learning.services.sessions import close_sessions
from learning.services.transfer_content import count_rows, read_holding
from learning.services.transfer_keys import keys_of, name_of_site
from learning.services.transfer_people import (
    GONE,
    find_mover,
    known_as,
    list_movers,
    set_status,
)
from learning.services.transfer_requests import close_waiting, request_for
from learning.services.transfer_sites import find_peer
from learning.services.work import Keys, Program, Work, with_release
from learning.signing import key_number, public_key
from learning.storage.dossiers import dossier_sent

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A dossier signed and sealed, and not yet given away."""

    learner: UUID
    name: str
    peer: str
    peer_name: str
    counter: int
    expires: datetime
    body: bytes
    rows: tuple[int, ...]

    @property
    def file(self) -> str:
        """A name that tells nothing."""
        return file_name(self.body)

    @property
    def print(self) -> str:
        """The fingerprint, to be read on the telephone."""
        return file_print(self.body)


def prepare_export(
    program: Program, actor: Actor | None, wanted: Sequence[tuple[UUID, str]]
) -> tuple[Ready, ...]:
    """Pack, sign and seal what these people did, each for one site; their sessions end.

    Raises:
        Invalid: nobody was chosen, or too many, or a dossier is too big.
        NotFound: somebody is not in the actor's groups, or a site is not known.

    """
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Invalid("Choisissez de 1 à 100 personnes.", field="choix")
    keys = keys_of(program.settings.data)
    with program.writing() as work:
        work.actor = actor
        for learner, peer in wanted:
            find_peer(work, peer)
            close_sessions(work, find_mover(work, learner).id)
    with program.reading() as work:
        with_release(work).actor = actor
        own_name = name_of_site(work)
        return tuple(
            _prepare(work, keys, own_name, learner, peer)
            for learner, peer in dict.fromkeys(wanted)
        )


def _prepare(work: Work, keys: Keys, own_name: str, learner: UUID, wanted: str) -> Ready:
    mover, peer = find_mover(work, learner), find_peer(work, wanted)
    names = known_as(work, mover)
    rows = count_rows(work, learner)
    expires = work.instant + timedelta(days=EXPIRES_DAYS)
    counter = max(_last(work, learner) + 1, int(work.instant.timestamp()))
    header = Header(
        person=mover.id,
        source=keys.site_number,
        recipient=peer.number,
        counter=counter,
        made=work.instant,
        expires=expires,
        digest="",
        key=key_number(public_key(keys.exchange)),
        request=request_for(work, learner, peer.number),
    )
    dossier = Dossier(
        name=mover.name,
        source_name=own_name[:80],
        known_as=names,
        holding=read_holding(work, learner, keys.site_number),
    )
    return Ready(
        learner=mover.id,
        name=mover.name,
        peer=peer.number,
        peer_name=peer.name,
        counter=counter,
        expires=expires,
        body=write_file(dossier, header, secret=keys.exchange, box=peer.card.opens),
        rows=rows,
    )


def _last(work: Work, learner: UUID) -> int:
    query = sa.select(sa.func.max(dossier_sent.c.counter)).where(
        dossier_sent.c.site_id == work.site, dossier_sent.c.account_id == learner
    )
    return int(work.connection.execute(query).scalar() or 0)


def is_agreed(work: Work, learner: UUID) -> bool:
    """Tell whether another administrator agreed that this learner's dossier leaves."""
    return agreements.is_given(work, agreements.TRANSFER, find_mover(work, learner).id)


def ask_agreement(work: Work, wanted: Sequence[tuple[UUID, str]]) -> None:
    """Ask another administrator for the agreements that lack."""
    for learner in sorted({one for one, _peer in wanted}, key=str):
        if not is_agreed(work, learner):
            with suppress(Conflict):  # asked for already
                agreements.ask(work, agreements.TRANSFER, learner)


def export(work: Work, ready: Sequence[Ready], *, two_people: bool = False) -> None:
    """Give away what was prepared: the accounts are gone, and nobody may enter them.

    ``two_people``: each spends the agreement of another administrator.

    Raises:
        Refused: nobody agreed.
        NotFound: somebody has left the actor's groups meanwhile.
        Conflict: somebody worked, or was exported, meanwhile.

    """
    for one in sorted(ready, key=lambda each: each.learner.int):
        mover = find_mover(work, one.learner, hold=True)
        if two_people:
            agreements.spend(work, agreements.TRANSFER, mover.id)
        close_sessions(work, mover.id)
        if count_rows(work, mover.id) != one.rows or _last(work, mover.id) >= one.counter:
            raise Conflict(
                "« %(name)s » vient de travailler, ou son dossier vient d’être exporté. "
                "Recommencez : rien n’a été exporté.",
                name=mover.name,
            )
        work.connection.execute(
            sa.insert(dossier_sent),
            {
                "site_id": work.site,
                "account_id": mover.id,
                "counter": one.counter,
                "peer": one.peer,
                "at": work.instant,
                "expires": one.expires,
                "print": one.print,
            },
        )
        close_waiting(work, mover.id, one.peer)
        set_status(work, mover.id, GONE)
        audit.record(work, "dossier.exporte", subject=str(mover.id))


def find_by_name(work: Work, wanted: str) -> UUID:
    """Return a learner by identifier, or by the id that the program gives.

    Raises:
        NotFound: there is nobody of that identifier.

    """
    with suppress(ValueError):
        return find_mover(work, UUID(wanted)).id
    plain = wanted.strip().casefold()
    for one in list_movers(work, gone=True):
        if one.identifier == plain:
            return one.id
    raise NotFound("Aucun apprenant n’a l’identifiant « %(name)s ».", name=wanted)
