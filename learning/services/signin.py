"""Sign in by an identifier and a phrase, slowed down by account and terminal, never blocked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Role
from learning.domain.errors import Conflict, Refused
from learning.services import audit
from learning.services.grids import Asked, asked_of, use_code
from learning.services.phrases import hash_phrase, phrase_matches, plain
from learning.services.room_place import (
    RoomHeld,
    UnknownTerminal,
    find_place,
    hold_here,
)
from learning.services.sessions import Session, forget_old_sessions, open_session, unlock_session
from learning.services.work import Program, Work
from learning.storage.people import account
from learning.storage.sessions import sign_in_failure

# trust.md: 5 free tries, then 15, 60, 120, 240, 480 s; never more than 10 checked in 15 minutes.
_FREE = 5
_DELAYS = (15, 60, 120, 240, 480)
_WINDOW = timedelta(minutes=15)
_MOST = 10
_MOST_AT_TERMINAL = 40

WRONG = (
    "L’identifiant ou la phrase ne va pas. Regardez votre carte, puis essayez à nouveau. "
    "Carte perdue ? Demandez-en une nouvelle."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A sign-in whose slow part is done: who it would be, and whether the phrase is right."""

    account_id: UUID | None
    right: bool
    account_key: str
    terminal: str
    mark: str = ""  # what the browser of an enrolled terminal carries
    known_only: bool = False  # the site lets learners in at the terminals of its rooms alone


def wait_seconds(program: Program, identifier: str, terminal: str) -> int:
    """Return how long this account must wait at this terminal; 0 when a phrase may be checked."""
    with program.reading() as work:
        return _wait(work, _key(identifier), terminal)


def check_phrase(
    program: Program, identifier: str, phrase: str, terminal: str, *, mark: str = ""
) -> Attempt:
    """Check a phrase, outside any write transaction since it takes 28 ms."""
    with program.reading() as work:
        row = work.connection.execute(
            sa.select(account.c.id, account.c.phrase_hash, account.c.status).where(
                account.c.site_id == work.site, account.c.identifier == _tidy(identifier)
            )
        ).first()
    hashed = row.phrase_hash if row and row.status == "active" else None
    return Attempt(
        account_id=row.id if row else None,
        right=phrase_matches(phrase, hashed, program.keys.pepper),
        account_key=_key(identifier),
        terminal=terminal,
        mark=mark,
        known_only=program.settings.postes_connus,
    )


def sign_in(work: Work, attempt: Attempt) -> str | None:
    """Open the session and return its token, or note the failure and return None.

    The wait is counted again here, inside the write, so that a burst sent at once is not
    checked more often than one after the other.

    Raises:
        RoomHeld: a learner's terminal is paused, locked or closed.
        UnknownTerminal: it is in no room, and the site asks that it be.

    """
    if _wait(work, attempt.account_key, attempt.terminal):
        return None
    if not attempt.right or attempt.account_id is None:
        note_failure(work, attempt)
        return None
    place = find_place(work, attempt.mark, attempt.terminal)
    unknown = place is None and attempt.known_only
    if (unknown or hold_here(work, place) is not None) and _learns(work, attempt.account_id):
        raise UnknownTerminal if unknown else RoomHeld
    _forget_failures(work, attempt)
    forget_old_sessions(work)
    return open_session(work, attempt.account_id, attempt.terminal, place=place)


def _learns(work: Work, account_id: UUID) -> bool:
    query = sa.select(account.c.role).where(
        account.c.site_id == work.site, account.c.id == account_id
    )
    return work.connection.execute(query).scalar() == Role.LEARNER.value


def begin(work: Work, attempt: Attempt) -> str | Asked | None:
    """Open the session as ``sign_in`` does, but for the team, who is asked for a code first.

    The failures are not forgotten before the code: a phrase that is found is not enough.
    """
    if _wait(work, attempt.account_key, attempt.terminal):
        return None
    if attempt.right and attempt.account_id is not None:
        asked = asked_of(work, attempt.account_id)
        if asked is not None:
            return asked
    return sign_in(work, attempt)


def finish(work: Work, pepper: str, attempt: Attempt, asked: Asked, code: str) -> str | None:
    """Open the session of who gave the right code of a grid; None when it is not right."""
    if _wait(work, attempt.account_key, attempt.terminal):
        return None
    if attempt.account_id is None or not use_code(work, pepper, asked, code):
        note_failure(work, attempt)
        return None
    return sign_in(work, attempt)


def unlock(work: Work, session: Session, attempt: Attempt) -> str | None:
    """Open a locked session again for the same person; None when the phrase is wrong."""
    if _wait(work, attempt.account_key, attempt.terminal):
        return None
    if not attempt.right or attempt.account_id != session.actor.id:
        note_failure(work, attempt)
        return None
    _forget_failures(work, attempt)
    return unlock_session(work, session)


def refused_attempt(identifier: str, terminal: str) -> Attempt:
    """A failure to note, for a card that was refused."""
    return Attempt(account_id=None, right=False, account_key=_key(identifier), terminal=terminal)


def note_failure(work: Work, attempt: Attempt) -> None:
    """Keep a failure for the delays."""
    work.connection.execute(
        sa.insert(sign_in_failure),
        {
            "site_id": work.site,
            "id": uuid4(),
            "account_key": attempt.account_key,
            "terminal": attempt.terminal,
            "at": work.instant,
        },
    )
    work.connection.execute(
        sa.delete(sign_in_failure).where(
            sign_in_failure.c.site_id == work.site, sign_in_failure.c.at < work.instant - _WINDOW
        )
    )


def activate(program: Program, identifier: str, code: str, words: tuple[str, ...]) -> None:
    """Give a phrase to the person who holds an activation card; the card dies.

    Raises:
        Refused: no such card, or it is too old or already used.
        Conflict: the card was used meanwhile.

    """
    refusal = (
        "Cette carte d’activation ne va pas : vérifiez ce que vous avez tapé, "
        "ou demandez-en une autre."
    )
    with program.reading() as work:
        row = work.connection.execute(
            sa.select(account).where(
                account.c.site_id == work.site, account.c.identifier == _tidy(identifier)
            )
        ).first()
        now = work.instant
    hashed = row.activation_hash if row and row.status == "active" else None
    if not phrase_matches(code, hashed, program.keys.pepper) or row is None:
        raise Refused(refusal)
    if row.activation_until is None or row.activation_until < now:
        raise Refused("Cette carte d’activation est trop ancienne. Demandez-en une autre.")
    new_hash = hash_phrase(" ".join(words), program.keys.pepper)
    with program.writing() as work:
        changed = work.connection.execute(
            sa.update(account)
            .where(
                account.c.site_id == work.site,
                account.c.id == row.id,
                account.c.activation_hash == row.activation_hash,
            )
            .values(phrase_hash=new_hash, activation_hash=None, activation_until=None)
        ).rowcount
        if changed != 1:
            raise Conflict(
                "Cette carte vient de servir. Demandez-en une autre si ce n’est pas vous."
            )
        audit.record(work, "compte.active", subject=str(row.id), actor=str(row.id))


def identifier_of(program: Program, account_id: UUID) -> str:
    """Return a person's identifier, for the lock page to check their phrase."""
    with program.reading() as work:
        return str(
            work.connection.execute(
                sa.select(account.c.identifier).where(
                    account.c.site_id == work.site, account.c.id == account_id
                )
            ).scalar_one()
        )


def _wait(work: Work, account_key: str, terminal: str) -> int:
    since = work.instant - _WINDOW
    query = (
        sa.select(sign_in_failure.c.account_key, sign_in_failure.c.at)
        .where(
            sign_in_failure.c.site_id == work.site,
            sign_in_failure.c.terminal == terminal,
            sign_in_failure.c.at > since,
            sign_in_failure.c.at <= work.instant,
        )
        .order_by(sign_in_failure.c.at)
    )
    everyone = work.connection.execute(query).all()
    mine = [row.at for row in everyone if row.account_key == account_key]
    if len(mine) >= _MOST:
        return _until(work, mine[-_MOST] + _WINDOW)
    if len(everyone) >= _MOST_AT_TERMINAL:
        return _until(work, everyone[-_MOST_AT_TERMINAL].at + _WINDOW)
    if len(mine) < _FREE:
        return 0
    delay = _DELAYS[min(len(mine) - _FREE, len(_DELAYS) - 1)]
    return _until(work, mine[-1] + timedelta(seconds=delay))


def _until(work: Work, instant: datetime) -> int:
    seconds = (instant - work.instant).total_seconds()
    return max(0, int(-(-seconds // 1)))


def _forget_failures(work: Work, attempt: Attempt) -> None:
    work.connection.execute(
        sa.delete(sign_in_failure).where(
            sign_in_failure.c.site_id == work.site,
            sign_in_failure.c.account_key == attempt.account_key,
            sign_in_failure.c.terminal == attempt.terminal,
        )
    )


def _tidy(identifier: str) -> str:
    return plain("".join(identifier.split()))[:100].replace("−", "-").replace("–", "-")


def forget_sign_ins(work: Work, identifier: str) -> None:
    """Forget the failures of an account, at every terminal: the account goes."""
    work.connection.execute(
        sa.delete(sign_in_failure).where(
            sign_in_failure.c.site_id == work.site,
            sign_in_failure.c.account_key == _key(identifier),
        )
    )


def _key(identifier: str) -> str:
    return sha256(_tidy(identifier).encode()).hexdigest()
