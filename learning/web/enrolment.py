"""A terminal says which one it is: an administrator's code, typed here once."""

from flask import Blueprint, Response, make_response, request

from learning.domain.access import Permission
from learning.services import signin
from learning.services.room_place import enrol_terminal, hash_code
from learning.web.i18n import translate
from learning.web.pages import program, requires
from learning.web.render import render
from learning.web.security import MARK_COOKIE, terminal_address

bp = Blueprint("enrolment", __name__)

_ACCOUNT = "poste"  # tries are slowed down as those of one account would be
_YEAR = 365 * 24 * 3600
_INVALID, _TOO_MANY = 422, 429


@bp.get("/poste")
@requires(Permission.PUBLIC, while_held=True)
def show() -> Response:
    return make_response(render("public/enrolment.html", error="", enrolled=None, typed=""))


@bp.post("/poste")
@requires(Permission.PUBLIC, own_units=True)
def enter() -> Response:
    terminal = terminal_address()
    if wait := signin.wait_seconds(program(), _ACCOUNT, terminal):
        sentence = translate("Trop d’essais. Attendez %(wait)s secondes.") % {"wait": wait}
        return _refused(sentence, _TOO_MANY)
    hashed = hash_code(request.form.get("code", ""), program().keys.pepper)
    with program().writing() as opened:
        enrolled = enrol_terminal(opened, hashed)
        if enrolled is None:
            signin.note_failure(opened, signin.refused_attempt(_ACCOUNT, terminal))
    if enrolled is None:
        sentence = "Ce code ne va pas, ou il a déjà servi. Vérifiez-le, ou faites-en un nouveau."
        return _refused(translate(sentence), _INVALID)
    body = render("public/enrolment.html", error="", enrolled=enrolled, typed="")
    response = make_response(body)
    keep_mark(response, enrolled.mark)
    return response


def keep_mark(response: Response, mark: str) -> None:
    """Let the browser keep its mark for a year, out of reach of scripts."""
    response.set_cookie(
        MARK_COOKIE,
        mark,
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=program().settings.mandataire_tls,
    )


def _refused(sentence: str, status: int) -> Response:
    typed = request.form.get("code", "")[:20]
    body = render("public/enrolment.html", error=sentence, enrolled=None, typed=typed)
    return make_response(body, status)
