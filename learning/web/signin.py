"""Sign in, sign out, lock, activate. The phrase is checked outside any write."""

from flask import (
    Blueprint,
    Response,
    g,
    make_response,
    redirect,
    request,
    url_for,
)

from learning.domain.access import Permission
from learning.domain.errors import LearningError
from learning.services import signin
from learning.services.phrases import draw_phrase
from learning.services.room_place import RoomHeld, UnknownTerminal
from learning.services.sessions import close_sessions, touch_session
from learning.web import second_step
from learning.web.i18n import translate
from learning.web.pages import held_away, must_wait, program, requires, to_pause, work
from learning.web.render import render
from learning.web.security import safe_path, terminal_address, terminal_mark
from learning.web.session import forget, remember, standing

bp = Blueprint("signin", __name__)
lock = Blueprint("lock", __name__)


@bp.get("/")
@requires(Permission.PUBLIC)
def index() -> Response:
    return make_response(redirect("/accueil" if g.session else url_for("signin.show"), 303))


@bp.get("/connexion")
@requires(Permission.PUBLIC, while_held=True)
def show() -> Response:
    if g.session is not None:
        return make_response(redirect("/accueil", 303))
    if not request.args.get("equipe") and must_wait(work(), standing(program(), work())):
        return to_pause("/connexion")
    return _form()


@bp.post("/connexion")
@requires(Permission.PUBLIC, own_units=True)
def enter() -> Response:
    identifier = request.form.get("identifiant", "")
    phrase = request.form.get("phrase", "")
    if not identifier.strip() or not phrase.strip():
        return _form(error=translate("Écrivez votre identifiant et les cinq mots de votre carte."))
    terminal = terminal_address()
    if wait := signin.wait_seconds(program(), identifier, terminal):
        return _too_many(wait)
    attempt = signin.check_phrase(program(), identifier, phrase, terminal, mark=terminal_mark())
    try:
        with program().writing() as opened:
            if program().settings.grilles:
                begun = signin.begin(opened, attempt)
            else:
                begun = signin.sign_in(opened, attempt)
    except (RoomHeld, UnknownTerminal) as error:
        return _kept_out(error)
    if begun is None:
        return _form(error=translate(signin.WRONG))
    if not isinstance(begun, str):
        return second_step.ask(attempt, begun)
    remember(begun)
    return make_response(redirect("/accueil", 303))


def _kept_out(error: RoomHeld | UnknownTerminal) -> Response:
    """Answer a learner whose terminal waits, or is in no room of a site that wants it so."""
    if isinstance(error, RoomHeld):
        return to_pause("/connexion")
    return _form(error=error.sentence(translate), status=403)


@bp.get("/activation")
@requires(Permission.PUBLIC)
def activation() -> Response:
    return _activation()


@bp.post("/activation")
@requires(Permission.PUBLIC, own_units=True)
def activate() -> Response:
    if (waits := held_away()) is not None:
        return waits
    identifier = request.form.get("identifiant", "")
    terminal = terminal_address()
    if wait := signin.wait_seconds(program(), identifier, terminal):
        return _activation(error=_wait_sentence(wait), status=429)
    words = draw_phrase()
    try:
        signin.activate(program(), identifier, request.form.get("code", ""), words)
    except LearningError as error:
        with program().writing() as opened:
            signin.note_failure(opened, signin.refused_attempt(identifier, terminal))
        return _activation(error=error.sentence(translate), status=422)
    return make_response(render("public/activated.html", identifier=identifier, words=words))


@bp.post("/deconnexion")
@requires(Permission.PUBLIC, page_kind="fin", while_held=True)
def leave() -> Response:
    found = standing(program(), work())
    if found.session is not None and found.state in {"open", "locked", "held"}:
        if found.state == "open":
            touch_session(work(), found.session, "fin")  # the last gap is presence too
        close_sessions(work(), found.session.actor.id)
    forget()
    response = make_response(redirect(url_for("signin.show", raison="merci"), 303))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@lock.get("/verrou", endpoint="show")
@requires(Permission.PUBLIC, own_units=True)
def show_lock() -> Response:
    with program().reading() as opened:
        found = standing(program(), opened)
        waits = must_wait(opened, found)
    if waits:
        return to_pause(safe_path(request.args.get("suite", "/accueil")))
    if found.session is None or found.state in {"closed", "replaced"}:
        return make_response(redirect(url_for("signin.show"), 303))
    if found.state == "open":
        return make_response(redirect(safe_path(request.args.get("suite", "/accueil")), 303))
    return _lock_form()


@lock.post("/verrou")
@requires(Permission.PUBLIC, own_units=True)
def unlock() -> Response:
    with program().reading() as opened:
        found = standing(program(), opened)
        waits = must_wait(opened, found)
    if waits:
        return to_pause("/accueil")
    if found.session is None or found.state != "locked":
        return make_response(redirect(url_for("signin.show"), 303))
    identifier = signin.identifier_of(program(), found.session.actor.id)
    terminal = terminal_address()
    if wait := signin.wait_seconds(program(), identifier, terminal):
        return _lock_form(error=_wait_sentence(wait), status=429)
    phrase = request.form.get("phrase", "")
    attempt = signin.check_phrase(program(), identifier, phrase, terminal)
    with program().writing() as opened:
        token = signin.unlock(opened, found.session, attempt)
    if token is None:
        return _lock_form(
            error=translate("La phrase ne va pas. Regardez votre carte."), status=422
        )
    remember(token)
    return make_response(redirect(safe_path(request.form.get("suite", "/accueil")), 303))


def _form(*, error: str = "", status: int = 0) -> Response:
    notices = {
        "merci": translate("Votre session est fermée. Tout votre travail est gardé."),
        "fermee": translate("Votre session est fermée. Ouvrez-la à nouveau."),
        "remplacee": translate("Votre session a été ouverte sur un autre poste."),
    }
    notice = notices.get(request.args.get("raison", ""), "")
    if request.args.get("garde"):
        notice = translate("Votre texte est gardé. Reconnectez-vous.")
    body = render(
        "public/signin.html",
        error=error,
        notice_text=notice,
        identifier=request.form.get("identifiant", "")[:100],
        show_phrase=request.args.get("afficher") == "1",
    )
    return make_response(body, status or (422 if error else 200))


def _too_many(wait: int) -> Response:
    response = _form(error=_wait_sentence(wait), status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def _wait_sentence(wait: int) -> str:
    return translate(
        "Trop d’essais de suite. Attendez %(wait)s secondes, puis essayez à nouveau."
    ) % {"wait": wait}


def _activation(*, error: str = "", status: int = 200) -> Response:
    body = render(
        "public/activation.html",
        error=error,
        identifier=request.form.get("identifiant", "")[:100],
    )
    return make_response(body, status)


def _lock_form(*, error: str = "", status: int = 200) -> Response:
    body = render(
        "public/lock.html",
        error=error,
        kept=bool(request.values.get("garde")),
        back=safe_path(request.values.get("suite", "/accueil")),
    )
    return make_response(body, status)
