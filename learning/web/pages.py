"""The frame of every view: its permission, its one transaction, its session, its errors.

A view without ``@requires`` stops the program at start. GET reads in a unit that cannot
write; POST writes in one that commits after rendering and before sending.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    request,
    url_for,
)

from learning.domain.access import Permission, Role, may
from learning.domain.errors import LearningError, NotFound, Refused
from learning.domain.room import Place
from learning.services.consultations import note_consultation
from learning.services.room_place import hear, hold_here, must_hear
from learning.services.sessions import must_touch, touch_session
from learning.services.work import Program, Work
from learning.web.session import LOCK_SLACK_SECONDS, Standing, here, lock_minutes, standing

View = TypeVar("View", bound=Callable[..., Any])
BAD_REQUEST = 400
OK = 200
# Pages with something to type: they never refresh themselves.
WRITING_KINDS = frozenset(
    {
        "lecon",
        "epreuve",
        "revision",
        "ecrire",
        "repondre",
        "feuille",
        "affichage",
        "premiers-pas",
    }
)


def program() -> Program:
    """The program that this process serves."""
    found: Program = current_app.extensions["program"]
    return found


def work() -> Work:
    """The unit of work of this request."""
    found: Work = g.work
    return found


def prepared() -> Any:
    """What the view's ``prepare`` made before the transaction."""
    return g.prepared


_BEFORE_FIRST_STEPS = frozenset({"premiers-pas", "affichage", "fin", "aide"})


def is_automatic() -> bool:
    """Tell whether the request is the script's own save, which wants JSON back."""
    return request.headers.get("X-Enregistrement") == "auto"


class _RolledBack(Exception):  # noqa: N818 - it is a way out, not a fault
    """Leaves the transaction without keeping it, carrying the response to send."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def requires(
    permission: Permission,
    *,
    page_kind: str = "page",
    own_units: bool = False,
    prepare: Callable[[], object] | None = None,
    consults: str = "",
    opens: Callable[[Work, UUID], None] | None = None,
    while_held: bool = False,
) -> Callable[[View], View]:
    """Declare who may call a view.

    ``consults`` names a page on one learner (the view's ``learner``): that it was opened is
    written before anything of it is read, and no page is shown when it cannot be written.
    ``opens`` raises when the page stays closed: a refused opening is not written as one.

    ``own_units``: the view opens its own short transactions. ``prepare`` does what is slow
    before the transaction opens; the view finds the result in ``prepared()``.

    ``while_held``: a public view that a paused or closed terminal still shows.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def framed(**values: Any) -> Response:
            g.page_kind, g.while_held = page_kind, while_held or own_units
            g.prepared = None
            if own_units:
                return make_response(view(**values))
            if consults:
                _note_consultation(permission, values["learner"], consults, opens)
            if prepare is not None and _may_prepare(permission):
                g.prepared = prepare()
            return _in_one_unit(view, values, permission)

        framed.permission = permission  # type: ignore[attr-defined]
        return framed  # type: ignore[return-value]

    return decorate


def recognise() -> Response | None:
    """Find whose request this is when no view was found for it: the page keeps its links.

    A terminal that waits gets the page that says so, whatever was asked.
    """
    if g.get("session") is not None:
        return None
    try:
        with program().reading() as opened:
            found = standing(program(), opened)
            if must_wait(opened, found):
                return to_pause("/accueil")
    except LearningError:
        return None
    if found.state == "open":
        g.work, g.session = opened, found.session
    return None


def must_wait(opened: Work, found: Standing) -> bool:
    """Tell whether this terminal gets the page of a pause: one more read when nobody is in."""
    if found.state in {"held", "ended"}:
        return True
    return found.state in {"closed", "replaced"} and hold_here(opened, here(opened)) is not None


def to_pause(back: str, *, kept: bool = False) -> Response:
    """Lead to the page of a pause, which leads back once it is over."""
    query: dict[str, Any] = {"suite": back, **({"garde": 1} if kept else {})}
    return make_response(redirect(url_for("pause.show", **query), 303))


def held_away() -> Response | None:
    """Lead away from a terminal that waits, for a view that opens its own units."""
    with program().reading() as opened:
        waits = must_wait(opened, standing(program(), opened))
    return to_pause("/connexion") if waits else None


def note_terminal(place: Place | None, now: datetime) -> None:
    """Write that a terminal is on, where nobody's session says it; never at a page's cost."""
    if place is None or not must_hear(place, now):
        return
    try:
        with program().writing() as own:
            hear(own, place.terminal)
    except LearningError as error:
        current_app.logger.warning("terminal not noted: %s", error)


def _wait_first(_work: Work, _found: Standing) -> Response:
    return to_pause("/connexion")


def check_permissions(app: Flask) -> None:
    """Refuse to start with a view that declares no permission."""
    for endpoint, view in app.view_functions.items():
        if not hasattr(view, "permission"):
            message = f"the view {endpoint} declares no permission"
            raise RuntimeError(message)


def _in_one_unit(
    view: Callable[..., Any], values: dict[str, Any], permission: Permission
) -> Response:
    writes = request.method == "POST"
    unit = program().writing if writes else program().reading
    try:
        with unit() as opened:
            g.work = opened
            found = standing(program(), opened, hold=writes)
            if (barred := _barred(found, permission)) is None:
                response = make_response(view(**values))
                if writes and g.get("session"):
                    touch_session(opened, g.session, g.page_kind)
            else:
                response = barred(opened, found)
            _keep_or_leave(response)
    except _RolledBack as left:
        return left.response
    if not writes:
        _note_presence(g.page_kind)
        _lead_to_lock(response, g.page_kind)
    return response


def _may_prepare(permission: Permission) -> bool:
    """Tell whether the view may run, before anything slow is done for it.

    The view's own unit asks again: it alone decides, and keeps what a late form carried.
    """
    with program().reading() as opened:
        g.work = opened
        return _barred(standing(program(), opened), permission) is None


def _note_consultation(
    permission: Permission,
    learner: UUID,
    page: str,
    opens: Callable[[Work, UUID], None] | None,
) -> None:
    """Write on its own that a person's page is opened, by somebody who may open it."""
    with program().writing() as own:
        g.work = own
        if _barred(standing(program(), own), permission) is None:
            if opens is not None:
                opens(own, learner)
            note_consultation(own, learner, page)


def _keep_or_leave(response: Response) -> None:
    """Leave the transaction without keeping it when the response is a refusal."""
    if response.status_code >= BAD_REQUEST:
        raise _RolledBack(response)


def _barred(
    found: Standing, permission: Permission
) -> Callable[[Work, Standing], Response] | None:
    """Return what answers instead of the view, or None when the view may run."""
    g.session = found.session if found.state == "open" else None
    if permission is Permission.PUBLIC:
        waits = not g.get("while_held") and must_wait(g.work, found)
        return _wait_first if waits else None
    if found.state != "open":
        return _not_open
    session = found.session
    if session is None or not may(session.actor, permission):
        raise Refused("Cette page n’est pas pour vous. Revenez à l’accueil.")
    g.work.actor = session.actor
    new_here = session.actor.role is Role.LEARNER and not session.first_steps_done
    if new_here and request.method == "GET" and g.page_kind not in _BEFORE_FIRST_STEPS:
        return _to_first_steps
    return None


def _to_first_steps(_work: Work, _found: Standing) -> Response:
    return make_response(redirect(url_for("first_steps.show", step=1), 303))


def _not_open(opened: Work, found: Standing) -> Response:
    """Keep what a late form carried, then lead to the lock or to sign-in."""
    kept = False
    if found.session is not None and request.method == "POST":
        keeper = current_app.extensions.get("late_forms", {}).get(request.endpoint)
        if keeper is not None:
            opened.actor = found.session.actor
            opened.release = found.session.release
            kept = _kept(keeper, opened)
    back = request.path if kept or request.method == "GET" else "/accueil"
    if must_wait(opened, found):
        return _told(to_pause(back, kept=kept), kept=kept)
    if found.session is not None and found.state == "locked":
        query: dict[str, Any] = {"suite": back, **({"garde": 1} if kept else {})}
        return _told(make_response(redirect(url_for("lock.show", **query), 303)), kept=kept)
    reason = "remplacee" if found.state == "replaced" else "fermee"
    query = {"garde": 1} if kept else {"raison": reason} if found.session else {}
    return make_response(redirect(url_for("signin.show", **query), 303))


def _told(leading: Response, *, kept: bool) -> Response:
    """Lead the page of a script that saves on its own; it stays where nothing could be kept."""
    if kept and is_automatic():
        return jsonify(suite=leading.location)
    return leading


def _kept(keeper: Callable[..., bool], opened: Work) -> bool:
    """Keep a late form; one that speaks of nothing known carries nothing to keep."""
    try:
        return keeper(opened, dict(request.view_args or {}), request.form)
    except NotFound:
        return False


def _lead_to_lock(response: Response, page_kind: str) -> None:
    """Let an idle page without anything to type go to the lock on its own, without scripts.

    A header, since a meta element would move a page under somebody's reading aid; a page with
    fields never refreshes itself, or what was typed would go.
    """
    if g.get("session") is None or page_kind in WRITING_KINDS or response.status_code != OK:
        return
    if "Refresh" in response.headers or g.get("asks_again"):
        return  # the page follows something that goes on, and refreshes itself
    seconds = lock_minutes(program(), page_kind) * 60 + LOCK_SLACK_SECONDS
    response.headers["Refresh"] = f"{seconds}; url={url_for('lock.show', suite=request.path)}"


def _note_presence(page_kind: str) -> None:
    """Write last-seen on its own short unit; a page is served even if this fails."""
    session = g.get("session")
    if session is None:
        note_terminal(g.get("here"), g.work.instant)
        return
    if not must_touch(session, g.work.instant, page_kind):
        return
    try:
        with program().writing() as own:
            touch_session(own, session, page_kind)
    except LearningError as error:
        current_app.logger.warning("presence not noted: %s", error)
