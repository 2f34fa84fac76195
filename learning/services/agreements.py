"""Acts that two people decide: one asks, another administrator agrees or refuses.

Erasing a person and sending a dossier away ask for it when the setting ``deux_personnes`` is on.
The command on the server asks too: it is nobody's account, so that any administrator may answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.errors import Conflict, NotFound, Refused
from learning.services import audit
from learning.services.work import Work
from learning.storage.administration import agreement
from learning.storage.people import account

DAYS = 7
ERASE, TRANSFER = "effacement", "transfert"
ASKED, GIVEN, REFUSED, DONE = "demande", "donne", "refuse", "fait"
COMMAND = UUID(int=0)  # who asked, when it was the command on the server


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One act that was asked for; names are empty once the accounts are erased."""

    id: UUID
    kind: str
    subject: UUID
    name: str
    identifier: str
    asked_by: UUID
    asked_name: str
    asked_at: datetime
    until: datetime
    state: str

    @property
    def by_command(self) -> bool:
        """Whether the command on the server asked."""
        return self.asked_by == COMMAND


def ask(work: Work, kind: str, subject: UUID) -> UUID:
    """Ask for an act on an account; asking twice is one request.

    Raises:
        Conflict: it is asked for already.

    """
    for one in waiting(work):
        if (one.kind, one.subject) == (kind, subject):
            raise Conflict("Cet accord est déjà demandé. Un autre administrateur doit répondre.")
    made = uuid4()
    work.connection.execute(
        sa.insert(agreement),
        {
            "site_id": work.site,
            "id": made,
            "kind": kind,
            "subject": subject,
            "asked_by": work.actor.id if work.actor else COMMAND,
            "asked_at": work.instant,
            "until": work.instant + timedelta(days=DAYS),
            "state": ASKED,
        },
    )
    audit.record(work, "accord.demande", subject=str(subject))
    return made


def give(work: Work, wanted: UUID) -> Agreement:
    """Agree, as another administrator than who asked.

    Raises:
        NotFound: no such request, or it is over.
        Refused: who asked may not agree.

    """
    one = find_waiting(work, wanted)
    if one.asked_by == work.me.id:
        raise Refused("Vous avez fait cette demande. Un autre administrateur doit répondre.")
    _decide(work, one, GIVEN)
    audit.record(work, "accord.donne", subject=str(one.subject))
    return one


def refuse(work: Work, wanted: UUID) -> Agreement:
    """Refuse a request, or take back one's own.

    Raises:
        NotFound: no such request, or it is over.

    """
    one = find_waiting(work, wanted)
    _decide(work, one, REFUSED)
    audit.record(work, "accord.refuse", subject=str(one.subject))
    return one


def spend(work: Work, kind: str, subject: UUID) -> None:
    """Use an agreement that was given: it serves once.

    Raises:
        Refused: nobody agreed, or it is too old.

    """
    spent = work.connection.execute(
        sa.update(agreement)
        .where(
            agreement.c.site_id == work.site,
            agreement.c.kind == kind,
            agreement.c.subject == subject,
            agreement.c.state == GIVEN,
            agreement.c.until > work.instant,
        )
        .values(state=DONE)
    ).rowcount
    if spent < 1:
        raise Refused("Il faut d’abord l’accord d’un autre administrateur.")


def is_given(work: Work, kind: str, subject: UUID) -> bool:
    """Tell whether an agreement is there to be used."""
    query = sa.select(agreement.c.id).where(
        agreement.c.site_id == work.site,
        agreement.c.kind == kind,
        agreement.c.subject == subject,
        agreement.c.state == GIVEN,
        agreement.c.until > work.instant,
    )
    return work.connection.execute(query).first() is not None


def waiting(work: Work) -> tuple[Agreement, ...]:
    """Return the requests that wait for an answer, the oldest first."""
    asker = account.alias()
    query = (
        sa.select(
            agreement,
            account.c.name,
            account.c.identifier,
            asker.c.name.label("asked_name"),
        )
        .select_from(
            agreement.outerjoin(
                account,
                (account.c.site_id == agreement.c.site_id) & (account.c.id == agreement.c.subject),
            ).outerjoin(
                asker,
                (asker.c.site_id == agreement.c.site_id) & (asker.c.id == agreement.c.asked_by),
            )
        )
        .where(
            agreement.c.site_id == work.site,
            agreement.c.state == ASKED,
            agreement.c.until > work.instant,
        )
        .order_by(agreement.c.asked_at, agreement.c.id)
    )
    return tuple(
        Agreement(
            id=row.id,
            kind=row.kind,
            subject=row.subject,
            name=row.name or "",
            identifier=row.identifier or "",
            asked_by=row.asked_by,
            asked_name=row.asked_name or "",
            asked_at=row.asked_at,
            until=row.until,
            state=row.state,
        )
        for row in work.connection.execute(query)
    )


def find_waiting(work: Work, wanted: UUID) -> Agreement:
    """Return a request that waits.

    Raises:
        NotFound: no such request, or it is over.

    """
    for one in waiting(work):
        if one.id == wanted:
            return one
    raise NotFound("Cette demande n’attend plus de réponse.")


def _decide(work: Work, one: Agreement, state: str) -> None:
    decided = work.connection.execute(
        sa.update(agreement)
        .where(
            agreement.c.site_id == work.site,
            agreement.c.id == one.id,
            agreement.c.state == ASKED,
        )
        .values(state=state, decided_by=work.me.id, decided_at=work.instant)
    ).rowcount
    if decided != 1:
        raise Conflict("Quelqu’un vient de répondre à cette demande.")
