"""Sessions at shared terminals: one a learner, locked when idle, ended whole.

The cookie carries a random token; the database keeps its hash, so a copied database opens
nothing and a closed session stays closed.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import sqlalchemy as sa

from learning.domain.access import Actor, Role
from learning.domain.facts import SessionHeld
from learning.domain.room import Place
from learning.services.activity import add_facts
from learning.services.room_place import PLACE, TERMINAL_ROOM, hear, must_hear, read_place
from learning.services.work import Work
from learning.storage.people import account, membership, site
from learning.storage.rooms import room, terminal
from learning.storage.sessions import terminal_session

GAP_SECONDS = 300  # rules.md, heure d'assiduité: each gap is capped at 5 minutes…
WRITING_GAP_SECONDS = 600  # … and at 10 on a page with free text to write
WRITING_KINDS = frozenset({"ecrire", "feuille"})  # pages with free text to write
KEPT_HOURS = 12  # a locked or closed session's POST is still recognised for so long
_TOUCH_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """How a person reads: kept with the account."""

    text_size: str = "normal"
    spacing: str = "normal"
    theme: str = "clair"
    depth: str = "complet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session row with its person, as one statement reads it."""

    token_hash: str
    actor: Actor
    state: str
    opened_at: datetime
    seen_at: datetime
    page_kind: str
    seconds: int
    release: str | None
    display: Display
    first_steps_done: bool
    card_made_at: datetime | None
    card_made_by: str | None
    place: Place | None = None  # the terminal of a room that it was opened at


_BY_TOKEN = (
    sa.select(
        terminal_session,
        account.c.role,
        account.c.status,
        account.c.text_size,
        account.c.spacing,
        account.c.theme,
        account.c.depth,
        account.c.first_steps_at,
        account.c.card_made_at,
        account.c.card_made_by,
        site.c.release_id,
        *PLACE,
    )
    .select_from(
        terminal_session.join(
            account,
            (account.c.site_id == terminal_session.c.site_id)
            & (account.c.id == terminal_session.c.account_id),
        )
        .join(site, site.c.id == terminal_session.c.site_id)
        .outerjoin(
            terminal,
            (terminal.c.site_id == terminal_session.c.site_id)
            & (terminal.c.id == terminal_session.c.terminal_id),
        )
        .outerjoin(room, TERMINAL_ROOM)
    )
    .where(
        terminal_session.c.site_id == sa.bindparam("site"),
        terminal_session.c.token_hash == sa.bindparam("token"),
    )
)
# A POST holds its person's row until it commits, so that PostgreSQL decides one at a time what
# SQLite's single writer already does; SQLite has no FOR UPDATE and leaves it out.
_BY_TOKEN_HELD = _BY_TOKEN.with_for_update(of=account)
_GROUPS = sa.select(membership.c.group_id).where(
    membership.c.site_id == sa.bindparam("site"),
    membership.c.account_id == sa.bindparam("account"),
)


_TOUCH = (
    sa.update(terminal_session)
    .where(
        terminal_session.c.site_id == sa.bindparam("site"),
        terminal_session.c.token_hash == sa.bindparam("token"),
        terminal_session.c.state == "open",
    )
    .values(
        seen_at=sa.bindparam("now"),
        page_kind=sa.bindparam("kind"),
        seconds=terminal_session.c.seconds + sa.bindparam("gap"),
    )
)


def hash_token(token: str) -> str:
    """Hash a session token, as it is stored."""
    return sha256(token.encode()).hexdigest()


def find_session(work: Work, token: str, *, hold: bool = False) -> Session | None:
    """Return the session of a cookie's token, whatever its state, and fill ``work``.

    One statement for a learner; staff need a second one for their groups. ``hold`` keeps
    the person's other writes waiting until this one commits.
    """
    row = work.connection.execute(
        _BY_TOKEN_HELD if hold else _BY_TOKEN, {"site": work.site, "token": hash_token(token)}
    ).first()
    if row is None:
        return None
    role = Role(row.role)
    groups: frozenset[UUID] = frozenset()
    if role is not Role.LEARNER:
        found = work.connection.execute(_GROUPS, {"site": work.site, "account": row.account_id})
        groups = frozenset(found.scalars())
    # Who writes courses needs the very release; who learns waits for none to be built.
    learns = role is Role.LEARNER
    work.release = work.library.serving(row.release_id) if learns else row.release_id
    return Session(
        token_hash=row.token_hash,
        actor=Actor(id=row.account_id, role=role, site=work.site, groups=groups),
        state=row.state if row.status == "active" else "closed",
        opened_at=row.opened_at,
        seen_at=row.seen_at,
        page_kind=row.page_kind,
        seconds=row.seconds,
        release=work.release,
        display=Display(
            text_size=row.text_size, spacing=row.spacing, theme=row.theme, depth=row.depth
        ),
        first_steps_done=row.first_steps_at is not None,
        card_made_at=row.card_made_at,
        card_made_by=row.card_made_by,
        place=read_place(row),
    )


def open_session(work: Work, account_id: UUID, address: str, *, place: Place | None = None) -> str:
    """Open a session and return its token; an older session of the person is replaced."""
    if place is not None:
        hear(work, place.terminal)
    close_sessions(work, account_id, state="replaced")
    token = f"{work.site}.{secrets.token_urlsafe(32)}"
    work.connection.execute(
        sa.insert(terminal_session),
        {
            "site_id": work.site,
            "token_hash": hash_token(token),
            "account_id": account_id,
            "terminal": address,
            "terminal_id": place.terminal if place else None,
            "opened_at": work.instant,
            "seen_at": work.instant,
            "page_kind": "accueil",
            "state": "open",
            "seconds": 0,
            "held": False,
        },
    )
    return token


def must_touch(session: Session, now: datetime, page_kind: str) -> bool:
    """Tell whether last-seen is worth writing: at most once a minute, or on another page kind."""
    late = (now - session.seen_at).total_seconds() >= _TOUCH_SECONDS
    return late or session.page_kind != page_kind


def touch_session(work: Work, session: Session, page_kind: str) -> None:
    """Note presence: the minute and the kind of page, and the capped gap since the last note."""
    # The terminal before the session, as who locks it does: neither then waits for the other.
    if session.place is not None and must_hear(session.place, work.instant):
        hear(work, session.place.terminal)
    cap = WRITING_GAP_SECONDS if session.page_kind in WRITING_KINDS else GAP_SECONDS
    gap = int((work.instant - session.seen_at).total_seconds())
    work.connection.execute(
        _TOUCH,
        {
            "site": work.site,
            "token": session.token_hash,
            "now": work.instant,
            "kind": page_kind,
            "gap": max(0, min(gap, cap)),
        },
    )


def unlock_session(work: Work, session: Session) -> str:
    """Open a locked session again under a new token, which is returned."""
    _hold(work, session.actor.id)
    token = f"{work.site}.{secrets.token_urlsafe(32)}"
    work.connection.execute(
        sa.update(terminal_session)
        .where(
            terminal_session.c.site_id == work.site,
            terminal_session.c.token_hash == session.token_hash,
        )
        .values(
            token_hash=hash_token(token),
            state="open",
            seen_at=work.instant,
            opened_at=work.instant,
            seconds=0,
            held=False,
        )
    )
    return token


def close_sessions(work: Work, account_id: UUID, *, state: str = "closed") -> None:
    """End every session of a person; their presence becomes a fact."""
    _hold(work, account_id)
    work.connection.execute(
        sa.update(terminal_session)
        .where(
            terminal_session.c.site_id == work.site,
            terminal_session.c.account_id == account_id,
            terminal_session.c.state.in_(("open", "locked")),
        )
        .values(state=state)
    )


def forget_old_sessions(work: Work) -> None:
    """Remove sessions ended for longer than a late POST is recognised."""
    work.connection.execute(
        sa.delete(terminal_session).where(
            terminal_session.c.site_id == work.site,
            terminal_session.c.held,
            terminal_session.c.seen_at < work.instant - timedelta(hours=KEPT_HOURS),
        )
    )


def _hold(work: Work, account_id: UUID) -> None:
    """Write the SessionHeld fact of each session of the person that has none yet."""
    mine = (
        (terminal_session.c.site_id == work.site)
        & (terminal_session.c.account_id == account_id)
        & (terminal_session.c.held == sa.false())
    )
    role = work.connection.execute(
        sa.select(account.c.role).where(account.c.site_id == work.site, account.c.id == account_id)
    ).scalar()
    rows = work.connection.execute(sa.select(terminal_session).where(mine)).all()
    for row in rows:
        if role == Role.LEARNER.value and row.seconds:
            held = SessionHeld(id=uuid4(), at=row.seen_at, seconds=row.seconds)
            add_facts(work, account_id, [held])
    if rows:
        work.connection.execute(sa.update(terminal_session).where(mine).values(held=True))
