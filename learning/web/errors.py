"""The five families of errors as five answers, and one page for what nobody foresaw."""

import secrets

from flask import Flask, Response, current_app, make_response, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from learning.domain.errors import (
    Conflict,
    Invalid,
    LearningError,
    NotFound,
    Refused,
    Unavailable,
)
from learning.web.i18n import translate
from learning.web.pages import recognise
from learning.web.render import render

_STATUS: dict[type[LearningError], int] = {
    NotFound: 404,
    Refused: 403,
    Invalid: 422,
    Conflict: 409,
    Unavailable: 503,
}
_RETRY_SECONDS = "20"
_NOT_FOUND = 404
_TOO_LARGE = 413
_WRONG_METHOD = 405


def install(app: Flask) -> None:
    """Answer every error with a page that says what happened and what to do."""
    app.register_error_handler(LearningError, told)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: LearningError) -> int:
    """Return the HTTP status of a family."""
    return _STATUS[_family(error)]


def _family(error: LearningError) -> type[LearningError]:
    """Return which of the five an error is, or is a kind of."""
    return next((one for one in _STATUS if isinstance(error, one)), Unavailable)


def page(
    title: str, sentence: str, status: int, *, code: str = "", typed: bool = False
) -> Response:
    """Render the page of an error; with ``typed`` it shows back what the form carried."""
    fields = []
    if typed and request.method == "POST":
        hidden = {"csrf_token", "jeton", "phrase", "code"}
        fields = [
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in hidden and value.strip()
        ]
    body = render("errors/error.html", title=title, sentence=sentence, code=code, typed=fields)
    response = make_response(body, status)
    if status == _STATUS[Unavailable]:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def told(error: LearningError) -> Response:
    """Answer one of the five families."""
    titles = {
        NotFound: translate("Cette page n’existe pas"),
        Refused: translate("Cette page n’est pas pour vous"),
        Invalid: translate("Il manque quelque chose"),
        Conflict: translate("Cela a changé entre-temps"),
        Unavailable: translate("Le site est très occupé"),
    }
    kept = isinstance(error, Unavailable | Conflict | Invalid)
    return page(titles[_family(error)], error.sentence(translate), status_of(error), typed=kept)


def _forged(_error: CSRFError) -> Response:
    if (waits := recognise()) is not None:
        return waits
    sentence = translate(
        "Ce formulaire n’a pas été reconnu. Rien n’a été enregistré. "
        "Revenez à la page et envoyez-le à nouveau."
    )
    return page(translate("Formulaire non reconnu"), sentence, 400, typed=True)


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if code in {_NOT_FOUND, _WRONG_METHOD} and (waits := recognise()) is not None:
        return waits
    if code in {301, 302, 303, 304, 307, 308}:
        return make_response(error.get_response())
    sentences = {
        _NOT_FOUND: translate("L’adresse est peut-être mal écrite. Revenez à l’accueil."),
        _WRONG_METHOD: translate("Cette page s’ouvre autrement. Revenez à l’accueil."),
        _TOO_LARGE: translate(
            "Votre texte est trop long. Revenez en arrière : il y est encore. "
            "Raccourcissez-le, puis envoyez-le."
        ),
    }
    titles = {
        _NOT_FOUND: translate("Cette page n’existe pas"),
        _TOO_LARGE: translate("Texte trop long"),
    }
    title = titles.get(code, translate("Cette demande ne va pas"))
    sentence = sentences.get(
        code, translate("La demande n’a pas été comprise. Revenez à l’accueil.")
    )
    return page(title, sentence, code)  # a form too large cannot be read, so not shown back


def _unexpected(error: Exception) -> Response:
    code = secrets.token_hex(3).upper()
    current_app.logger.error("unexpected error %s", code, exc_info=error)
    sentence = translate(
        "Le programme a rencontré un problème. Ce que vous aviez enregistré est gardé. "
        "Revenez à l’accueil ; si cela recommence, donnez le code ci-dessous à l’équipe."
    )
    return page(translate("Un problème est survenu"), sentence, 500, code=code, typed=True)
