"""The session behind a request: found by the cookie's token, locked when idle, never cached.

Flask-Login carries the token; the session itself is our own table, so it can be ended.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, Request, g
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from itsdangerous import BadSignature

from learning.domain.access import Role
from learning.domain.room import Hold, Place
from learning.services.room_place import ZONE, find_place, hold_here
from learning.services.sessions import Session, find_session
from learning.services.work import Program, Work
from learning.web.security import terminal_address, terminal_mark

# Pages on which somebody reads or writes for long: they lock later than the others.
LONG_KINDS = frozenset({"lecon", "epreuve", "revision", "ecrire", "feuille"})
LOCK_SLACK_SECONDS = 65  # last-seen is written at most once a minute
_SLACK = timedelta(seconds=60)
_OVER = frozenset({"closed", "replaced", "ended"})


class Person(UserMixin):
    """Flask-Login's user: nothing but the token."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        """Return the session's token, which is what the cookie carries."""
        return self.token


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a session is worth right now.

    ``open``, ``locked``, ``replaced`` or ``closed``; ``held`` while its terminal waits, and
    ``ended`` once a supervisor closed it.
    """

    session: Session | None
    state: str
    hold: Hold | None = None


class AgelessCookie(SecureCookieSessionInterface):
    """A signed cookie whose age is not judged: the session's own table says how long it lasts.

    Flask refuses a cookie that seems made in the future: a clock set back a day would put
    everybody out.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the cookie carries if the program signed it, whenever it did."""
        signer = self.get_signing_serializer(app)
        if signer is None:
            return None
        value = request.cookies.get(self.get_cookie_name(app), "")
        try:
            return self.session_class(signer.loads(value) if value else None)
        except BadSignature:
            return self.session_class()


def install(app: Flask) -> None:
    """Let Flask-Login read the token and nothing else."""
    app.session_interface = AgelessCookie()
    manager = LoginManager(app)
    manager.session_protection = None  # the address is the terminal's; the token is the proof

    @manager.user_loader
    def _load(token: str) -> Person:
        return Person(token)


def remember(token: str) -> None:
    """Put a fresh token in the cookie."""
    login_user(Person(token), remember=False)


def forget() -> None:
    """Take the token out of the cookie."""
    logout_user()


def cookie_token() -> str | None:
    """Return the token of the request's cookie, if it carries one."""
    user: Any = current_user
    return user.token if user.is_authenticated else None


def lock_minutes(program: Program, page_kind: str) -> int:
    """Return after how many idle minutes such a page locks."""
    settings = program.settings
    return settings.verrou_lecon if page_kind in LONG_KINDS else settings.verrou_ailleurs


def standing(program: Program, work: Work, *, hold: bool = False) -> Standing:
    """Find the session and judge it: idle for too long, or open for too long, is locked."""
    token = cookie_token()
    session = find_session(work, token, hold=hold) if token else None
    if session is None:
        return Standing(session=None, state="closed")
    if session.state in _OVER:
        return Standing(session=session, state=session.state)
    if (waits := _hold(session, work)) is not None:
        return Standing(session=session, state="held", hold=waits)
    locked = session.state != "open" or _is_idle(program, work, session)
    return Standing(session=session, state="locked" if locked else "open")


def _is_idle(program: Program, work: Work, session: Session) -> bool:
    """Tell whether the phrase must be typed again before anything is shown."""
    idle = work.instant - session.seen_at
    if idle > timedelta(minutes=lock_minutes(program, session.page_kind)) + _SLACK:
        return True
    # A clock set back must lock nobody out: only a span that moved forward counts.
    if work.instant - session.opened_at > timedelta(hours=program.settings.session_heures):
        return True
    return _room_opened_since(session, work)


def _hold(session: Session, work: Work) -> Hold | None:
    """Tell why the terminal waits; the team works on, and is who lets it go on."""
    return hold_here(work, session.place) if session.actor.role is Role.LEARNER else None


def _room_opened_since(session: Session, work: Work) -> bool:
    """Tell whether the room closed and opened again: somebody else may sit there now."""
    if session.place is None or session.actor.role is not Role.LEARNER:
        return False
    since = session.place.opening(work.instant, ZONE).since
    return since is not None and session.seen_at < since


def here(work: Work) -> Place | None:
    """Return the terminal that this request comes from, when nobody's session says it."""
    g.here = find_place(work, terminal_mark(), terminal_address())
    found: Place | None = g.here
    return found


def present() -> Session:
    """The open session of this request; views that need one have checked."""
    found: Session = g.session
    return found


def is_learner() -> bool:
    """Tell whether the person of this request is a learner."""
    return present().actor.role is Role.LEARNER
