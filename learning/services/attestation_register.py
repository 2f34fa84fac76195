"""What was issued, found by its code, and revoked: the register of the actor's groups."""

import sqlalchemy as sa

from learning.domain.attestation import NUMBER_LETTERS, REVOCATIONS
from learning.domain.errors import Conflict, Invalid, NotFound
from learning.domain.grouped import bare
from learning.services import audit
from learning.services.attestations import NOT_YOURS, Issued, issued_where, within
from learning.services.work import Work
from learning.storage.follow_up import attestation
from learning.storage.people import account

MOST_SHOWN = 50


def list_issued(work: Work) -> tuple[Issued, ...]:
    """Return the latest that were issued to learners of the actor's groups."""
    return issued_where(work, _mine(work), most=MOST_SHOWN)


def find_by_code(work: Work, typed: str) -> Issued | None:
    """Return the one that bears this code: its number, or the whole short code."""
    letters = bare(typed) or ""
    if len(letters) not in {NUMBER_LETTERS, 2 * NUMBER_LETTERS}:
        return None
    found = issued_where(work, _mine(work), attestation.c.number == letters[:NUMBER_LETTERS])
    return next((one for one in found if one.short.startswith(letters)), None)


def show_issued(work: Work, number: str) -> Issued:
    """Return one that was issued to a learner of the actor's groups.

    Raises:
        NotFound: no such attestation there.

    """
    found = issued_where(work, _mine(work), attestation.c.number == number)
    if not found:
        raise NotFound(NOT_YOURS)
    return found[0]


def _mine(work: Work) -> sa.ColumnElement[bool]:
    """Those of learners whom the actor may issue to."""
    learners = sa.select(account.c.id).where(account.c.site_id == work.site, *within(work))
    return attestation.c.learner_id.in_(learners)


def revoke(work: Work, number: str, why: str) -> None:
    """Revoke an attestation of a learner of the actor's groups, for a reason of the list.

    Done twice, the first reason and day stay.

    Raises:
        Invalid: no reason of the list.
        NotFound: no such attestation there.
        Conflict: another site issued it.

    """
    if why not in REVOCATIONS:
        raise Invalid("Choisissez pourquoi cette attestation n’est plus valable.", field="motif")
    one = (attestation.c.site_id == work.site) & (attestation.c.number == number)
    query = sa.select(attestation.c.id, attestation.c.revoked_at, attestation.c.made_at).where(
        one, _mine(work)
    )
    row = work.connection.execute(query.with_for_update()).first()
    if row is None:
        raise NotFound(NOT_YOURS)
    if row.revoked_at is not None:
        return
    if row.made_at:
        raise Conflict("Cette attestation vient d’un autre site : lui seul peut la révoquer.")
    # The learner is told, as of an attestation just issued.
    work.connection.execute(
        sa.update(attestation)
        .where(one)
        .values(revoked_at=work.instant, revoked_why=why, seen_at=None)
    )
    audit.record(work, "attestation.revoquee", subject=str(row.id))
